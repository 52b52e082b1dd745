// The scenario runner in JavaScript: one JSON object per line in, one per line out
// (conformance/scenarios/README.md).
//
//   node scenario-runner.mjs CONFORMANCE_FOLDER

import { readFileSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import * as twpos from 'twpos';

const providers = JSON.parse(readFileSync(path.join(process.argv[2], 'fields.json'), 'utf8'));
const clients = new Map();

for await (const line of readline.createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  let answer;
  try {
    answer = { response: await ask(question) };
  } catch (error) {
    if (!(error instanceof twpos.TwposError)) throw error;
    answer = { error: inSnakeCase(error.toJSON()) };
  }
  console.log(JSON.stringify(answer));
}

async function ask(question) {
  if (question.do === 'call') {
    const [provider, operation] = question.operation.split('.');
    const [request, response] = providers[provider].operations[operation];
    const reply = await client(provider, question.config)[camel(operation)](fromVendor(provider, request, question.request));
    return toVendor(provider, response, reply);
  }
  const notification = twpos.mypay.parseNotification(question.body);
  if (question.do === 'parse_notification') return toVendor('mypay', 'Notification', notification);
  twpos.mypay.verify(notification, fromVendor('mypay', 'ExpectedOrder', question.expected));
  return {};
}

function client(provider, config) {
  const key = `${provider} ${config}`;
  if (!clients.has(key)) clients.set(key, twpos[provider].Client.fromConfig(config));
  return clients.get(key);
}

/** A message in the vendor's names, from the names of this language; and the reverse. */
function toVendor(provider, name, message) {
  const vendor = {};
  for (const [wire, [field, nested]] of Object.entries(providers[provider].messages[name])) {
    const value = message[camel(field)];
    if (field === 'extra') Object.assign(vendor, value);
    else if (value !== undefined) vendor[wire] = convert(toVendor, provider, nested, value);
  }
  return vendor;
}

function fromVendor(provider, name, vendor) {
  const fields = providers[provider].messages[name];
  const entries = Object.entries(vendor).map(([wire, value]) => {
    const [field, nested] = fields[wire] ?? [wire];
    return [camel(field), convert(fromVendor, provider, nested, value)];
  });
  return Object.fromEntries(entries);
}

function convert(how, provider, nested, value) {
  if (Array.isArray(nested) && Array.isArray(value)) return value.map((entry) => how(provider, nested[0], entry));
  return typeof nested === 'string' ? how(provider, nested, value) : value;
}

function camel(name) {
  return name.replace(/_([a-z0-9])/g, (_match, letter) => letter.toUpperCase());
}

function inSnakeCase(fields) {
  const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [snake(name), value]));
}
