'use strict';

// The error classes, and how an error of the addon becomes one of them.

const native = require('./native');

/** What the message of an error begins with that the addon throws (src/failure.rs). */
const MARK = 'twpos:';
const FIELDS = ['kind', 'outcome', 'detail', 'httpStatus', 'providerCode', 'providerText', 'reference'];

class TwposError extends Error {
  constructor(given, options) {
    const fields = printable(given);
    super(describe(fields), options);
    // What is not known is not there, so that a log shows what is.
    for (const name of FIELDS) {
      if (fields[name] !== undefined && fields[name] !== null) this[name] = fields[name];
    }
  }

  static from(fields) {
    if (typeof fields?.kind === 'string' && typeof fields.outcome === 'string') return make(fields);
    // Not one of ours, so that nothing is known of it.
    const detail = String(fields?.detail ?? fields?.message ?? fields);
    return make({ kind: 'internal', outcome: 'unknown', detail, reference: fields?.reference });
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

/**
 * Throws unless each of these arguments is text. The addon would refuse it too, but quote the value, which may be a
 * key: only the argument's name is told.
 */
function requireText(kind, values) {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string') throw make({ kind, outcome: 'not_sent', detail: `${name}: must be text` });
  }
}

/** `body` as bytes; throws unless it is text or bytes. */
function bytes(body) {
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) throw invalidRequest('body: must be text or bytes');
  return Buffer.from(body);
}

/** The first of these values that can be a transaction's number. */
function firstReference(values) {
  const found = values.find((value) => value && ['string', 'number'].includes(typeof value));
  return found === undefined ? undefined : String(found);
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
  if (thrown instanceof TwposError) return thrown;
  if (!(thrown instanceof Error && thrown.message.startsWith(MARK))) {
    // The addon did not take an argument. Its words quote the value, so they go no further.
    return make({ kind: 'internal', outcome: 'unknown', detail: 'a fault inside twpos; report it', reference });
  }
  const fields = JSON.parse(thrown.message.slice(MARK.length));
  return make({ ...fields, reference: fields.reference ?? reference });
}

/** Runs a function of the addon. */
function guarded(work, reference) {
  try {
    return work();
  } catch (thrown) {
    throw fromNative(thrown, reference);
  }
}

module.exports = { ...CLASSES, make, invalidRequest, requireText, bytes, firstReference, fromNative, guarded };
