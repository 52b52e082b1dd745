'use strict';

// Messages between JavaScript's names (`opSeq`) and the vendor's (`OPSeq`), by the tables in `generated`.
// What a field may hold is for the core to say: everything else goes through as it is.

const { invalidRequest } = require('./errors');

const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const REDACTED = '[redacted]';

/** A request as JSON text. Throws an InvalidRequestError for a name that the message does not have. */
function toWire(messages, name, message, reference) {
  if (message === null || typeof message !== 'object' || Array.isArray(message)) {
    throw invalidRequest('the request must be an object', reference);
  }
  return JSON.stringify(objectToWire(messages, name, message, '', reference));
}

function objectToWire(messages, name, message, path, reference) {
  const fields = messages[name];
  const wire = {};
  for (const [key, value] of Object.entries(message)) {
    if (value === undefined || value === null) continue;
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined) throw invalidRequest(`${path}${key}: is not a field of this request`, reference);
    wire[field.wire ?? key] = valueToWire(messages, field, value, `${path}${key}`, reference);
  }
  return wire;
}

function valueToWire(messages, field, value, path, reference) {
  if (Array.isArray(value)) {
    return value.map((entry, index) => valueToWire(messages, field, entry, `${path}[${index}]`, reference));
  }
  if (field.message && typeof value === 'object' && value !== null) {
    return objectToWire(messages, field.message, value, `${path}.`, reference);
  }
  // JSON would turn these into null, which reads as unset, or refuse them.
  const isLost = typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value));
  return isLost ? String(value) : value;
}

/** A reply's JSON text as a message. */
function fromWire(messages, name, text) {
  return objectFromWire(messages, name, JSON.parse(text));
}

function objectFromWire(messages, name, wire) {
  const message = {};
  const secrets = [];
  for (const [key, field] of Object.entries(messages[name])) {
    if (field.extra === 'beside') {
      const further = rest(messages[name], wire);
      const hidden = Object.keys(further).filter((other) => isHidden(field.hides, other, further[other]));
      if (hidden.length > 0) hide(further, hidden);
      message[key] = further;
      continue;
    }
    const value = valueFromWire(messages, field, wire[field.wire ?? key]);
    if (value !== undefined) message[key] = value;
    if (field.secret) secrets.push(key);
  }
  if (secrets.length > 0) hide(message, secrets);
  return message;
}

function valueFromWire(messages, field, value) {
  if (value === undefined || value === null) return undefined;
  if (field.list) return value.map((entry) => valueFromWire(messages, { ...field, list: false }, entry));
  if (field.message) return objectFromWire(messages, field.message, value);
  if (field.integer) return value === '' ? undefined : Number(value);
  return value;
}

/** Whether a further field is one that no log may show, or holds an object or a list, in which one may be. */
function isHidden(names, name, value) {
  return names.has(name.toLowerCase()) || /^\s*[[{]/.test(value);
}

/** The members that no field stands for. */
function rest(fields, wire) {
  const known = new Set(Object.values(fields).map((field) => field.wire));
  return Object.fromEntries(Object.entries(wire).filter(([name]) => !known.has(name)));
}

/** Lets `console.log` show a message without its secrets. They stay readable, since the caller must keep them. */
function hide(message, secrets) {
  const inspect = (_depth, options, inspectValue) => {
    const shown = { ...message };
    for (const name of secrets) if (shown[name]) shown[name] = REDACTED;
    return inspectValue(shown, options);
  };
  Object.defineProperty(message, INSPECT, { value: inspect });
}

module.exports = { toWire, fromWire, hide };
