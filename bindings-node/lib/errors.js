'use strict';

// The error classes, and how an error of the addon becomes one of them.

const { types } = require('node:util');
const native = require('./native');

/** What the message of an error begins with that the addon throws (src/failure.rs). */
const MARK = 'twpos:';
const FIELDS = ['kind', 'outcome', 'detail', 'httpStatus', 'providerCode', 'providerText', 'reference'];

/** Where an error's prototype has the name of its class, whichever copy of this package made it. */
const CLASS = Symbol.for('twpos.error');

class TwposError extends Error {
  constructor(given, options) {
    const fields = printable(given);
    super(describe(fields), options);
    // What is not known is not there, so that a log shows what is.
    for (const name of FIELDS) {
      if (fields[name] !== undefined && fields[name] !== null) this[name] = fields[name];
    }
  }

  static from(thrown) {
    const fields = readable(thrown);
    if (fields.kind !== undefined && fields.outcome !== undefined) return make(fields);
    // Not one of ours, so that nothing is known of it.
    const detail = fields.detail ?? fields.message ?? textOf(thrown);
    return make({ kind: 'internal', outcome: 'unknown', detail, reference: fields.reference });
  }

  /** Holds for an error of another copy of this package too, as a test runner makes one for each realm. */
  static [Symbol.hasInstance](value) {
    // A class that a caller derived is told by its prototype.
    if (!Object.hasOwn(this.prototype, CLASS)) return Function.prototype[Symbol.hasInstance].call(this, value);
    const name = read(value, CLASS);
    return this === TwposError ? name !== undefined : name === this.prototype[CLASS];
  }

  toJSON() {
    const json = { name: this.name, message: this.message };
    for (const name of FIELDS) json[name] = this[name];
    return json;
  }
}

class InvalidRequestError extends TwposError {}
class ConfigError extends TwposError {}
class InvalidNotificationError extends TwposError {}
class NotSentError extends TwposError {}
class RefusedError extends TwposError {}
class OutcomeUnknownError extends TwposError {}

const CLASSES = {
  TwposError, InvalidRequestError, ConfigError, InvalidNotificationError, NotSentError, RefusedError, OutcomeUnknownError,
};
for (const [name, { prototype }] of Object.entries(CLASSES)) {
  Object.defineProperty(prototype, 'name', { value: name, configurable: true, writable: true });
  Object.defineProperty(prototype, CLASS, { value: name });
}

/** What was made here goes into logs too, and core knows what could forge a line of one. */
function printable(fields) {
  const texts = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' && FIELDS.includes(name) ? native.printable(value) : value,
  ]);
  return Object.fromEntries(texts);
}

/** The class goes by the outcome; of what was not sent, four are told apart by whom they concern. */
function classOf({ kind, outcome }) {
  if (outcome === 'refused') return RefusedError;
  if (outcome !== 'not_sent') return OutcomeUnknownError;
  if (kind === 'invalid_request') return InvalidRequestError;
  if (kind === 'config' || kind === 'key') return ConfigError;
  if (kind === 'invalid_notification') return InvalidNotificationError;
  return NotSentError;
}

function make(fields, options) {
  return new (classOf(fields))(fields, options);
}

function invalidRequest(detail, reference) {
  return make({ kind: 'invalid_request', outcome: 'not_sent', detail, reference });
}

/** Of the members with these names, the first that can be a transaction's number. */
function firstReference(members, names) {
  for (const name of names) {
    const value = members.get(name);
    const type = typeof value;
    if (value && (type === 'string' || type === 'number' || type === 'bigint')) return String(value);
  }
  return undefined;
}

/** A property of any value whatever; nothing where it cannot be read. */
function read(value, name) {
  try {
    return value?.[name];
  } catch {
    return undefined;
  }
}

/** Any value as text; nothing for what has none. */
function textOf(value) {
  try {
    return String(value);
  } catch {
    return '';
  }
}

/** What any value has of the fields of an error, where they are of the right type. */
function readable(thrown) {
  const named = ['message', ...FIELDS].map((name) => [name, read(thrown, name)]);
  return Object.fromEntries(
    named.filter(([name, value]) => typeof value === (name === 'httpStatus' ? 'number' : 'string')),
  );
}

function describe({ kind, outcome, detail, httpStatus, providerCode, providerText, reference }) {
  const provider = [providerCode, providerText].filter((text) => text != null).join(' ');
  return [
    `${kind} (outcome ${outcome}): ${detail}`,
    httpStatus != null && `[HTTP ${httpStatus}]`,
    provider && `[provider: ${provider}]`,
    reference != null && `[reference ${reference}]`,
  ]
    .filter(Boolean)
    .join(' ');
}

/**
 * The error to throw for one that the addon threw. `reference` is taken where the addon knew none: a panic, or a
 * request that could not be read.
 */
function fromNative(thrown, reference) {
  // Not `instanceof`: the addon's errors are of Node.js's own realm, this code may be of a test runner's.
  const message = types.isNativeError(thrown) ? thrown.message : '';
  let fields;
  try {
    if (message.startsWith(MARK)) fields = JSON.parse(message.slice(MARK.length));
  } catch {
    // Told below.
  }
  // The addon did not take an argument. Its words quote the value, so they go no further.
  fields ??= { kind: 'internal', outcome: 'unknown', detail: 'a fault inside twpos was caught; please report it' };
  return make({ ...fields, reference: fields.reference ?? reference });
}

/** Runs a function of the addon, and nothing else: whatever it throws is taken for the addon's. */
function guarded(work, reference) {
  try {
    return work();
  } catch (thrown) {
    throw fromNative(thrown, reference);
  }
}

/** As `guarded`, for a promise of the addon's. */
async function awaited(work, reference) {
  try {
    return await work();
  } catch (thrown) {
    throw fromNative(thrown, reference);
  }
}

/** The addon's object that `held` gives: `() => this.#native`, which fails if a method was taken from its object. */
function own(held, method, reference) {
  try {
    return held();
  } catch {
    throw invalidRequest(`${method}: was called without its object; call it as object.${method}()`, reference);
  }
}

module.exports = { ...CLASSES, make, invalidRequest, firstReference, textOf, fromNative, guarded, awaited, own };
