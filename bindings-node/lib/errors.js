'use strict';

// The error classes, and how an error of the addon becomes one of them.

/** What the message of an error begins with that the addon throws (src/failure.rs). */
const MARK = 'twpos:';
const FIELDS = ['kind', 'outcome', 'detail', 'httpStatus', 'providerCode', 'providerText', 'reference'];

class TwposError extends Error {
  constructor(fields, options) {
    super(describe(fields), options);
    // What is not known is not there, so that a log shows what is.
    for (const name of FIELDS) {
      if (fields[name] !== undefined && fields[name] !== null) this[name] = fields[name];
    }
  }

  static from(fields) {
    return make(fields);
  }

  toJSON() {
    const json = { name: this.name, message: this.message };
    for (const name of FIELDS) json[name] = this[name];
    return json;
  }
}

class InvalidRequestError extends TwposError {}
class ConfigError extends TwposError {}
class NotSentError extends TwposError {}
class RefusedError extends TwposError {}
class OutcomeUnknownError extends TwposError {}

const CLASSES = { TwposError, InvalidRequestError, ConfigError, NotSentError, RefusedError, OutcomeUnknownError };
for (const [name, { prototype }] of Object.entries(CLASSES)) {
  Object.defineProperty(prototype, 'name', { value: name, configurable: true, writable: true });
}

/** The class goes by the outcome; of what was not sent, three are told apart by whom they concern. */
function classOf({ kind, outcome }) {
  if (outcome === 'refused') return RefusedError;
  if (outcome !== 'not_sent') return OutcomeUnknownError;
  if (kind === 'invalid_request') return InvalidRequestError;
  if (kind === 'config' || kind === 'key') return ConfigError;
  return NotSentError;
}

function make(fields, options) {
  return new (classOf(fields))(fields, options);
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
  if (!(thrown instanceof Error && thrown.message.startsWith(MARK))) return thrown;
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

module.exports = { ...CLASSES, make, fromNative, guarded };
