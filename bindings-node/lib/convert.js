'use strict';

// Messages between JavaScript's names (`opSeq`) and the vendor's (`OPSeq`), by the tables in `generated`.
// What a field may hold is for the core to say. Here it is only seen to that the core is asked about all that was
// given: what JSON has no form for, JSON.stringify leaves out, turns into null, or makes something else of.

const { invalidRequest } = require('./errors');
const { HALF_A_CHARACTER, UNREADABLE, anyMember, isRecord, isWellFormed, members, shownName } = require('./outside');

const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const REDACTED = '[redacted]';

/**
 * A request as JSON text, and the reference that `referenceOf` finds among its members. Throws an
 * InvalidRequestError that names the field: for a name that the message does not have, and for a value that JSON has
 * no form for.
 */
function toWire(messages, name, message, referenceOf) {
  const writer = new Writer(messages);
  try {
    return { text: writer.request(name, message, referenceOf), reference: writer.reference };
  } catch (thrown) {
    if (thrown === writer.failure) throw thrown;
    // A Proxy may throw whatever it likes, wherever it is looked at.
    throw invalidRequest(writer.about('cannot be read'), writer.reference);
  }
}

/** Writes one request. Every member is read once, so that what was checked is what is sent. */
class Writer {
  /** Where it is: `itemList[0].quantity`. */
  path = '';
  reference;
  failure;
  #messages;

  constructor(messages) {
    this.#messages = messages;
  }

  request(name, message, referenceOf) {
    if (typeof message !== 'object' || message === null) this.#fail('must be an object');
    const found = this.#members(name, message);
    this.reference = referenceOf(found);
    if (!isRecord(message)) this.#fail('must be an object');
    return this.#record(name, found);
  }

  #fail(problem) {
    this.failure = invalidRequest(this.about(problem), this.reference);
    throw this.failure;
  }

  about(problem) {
    return this.path ? `${this.path}: ${problem}` : `the request ${problem}`;
  }

  /** What `work` writes, of a part with this name. */
  #at(part, work) {
    const { path } = this;
    this.path = `${path}${path && !part.startsWith('[') ? '.' : ''}${part}`;
    const written = work();
    this.path = path;
    return written;
  }

  #members(name, message) {
    return members(message, (member) => member === 'toJSON' || Object.hasOwn(this.#messages[name], member));
  }

  /** JSON.stringify would send what the method returns, and nobody would have checked that. */
  #refuseToJson(found) {
    if (typeof found.get('toJSON') === 'function') this.#fail('has a method toJSON; give what it returns');
  }

  #record(name, found) {
    this.#refuseToJson(found);
    const parts = [];
    for (const [member, value] of found) {
      if (value === undefined || value === null) continue;
      const field = Object.hasOwn(this.#messages[name], member) ? this.#messages[name][member] : undefined;
      if (field === undefined) {
        const shown = shownName(member) ?? this.#fail('has a member that is not a field of it');
        this.#at(shown, () => this.#fail('is not a field of this request'));
      }
      const written = this.#at(member, () => this.#value(field, value));
      parts.push(`${JSON.stringify(field.wire ?? member)}:${written}`);
    }
    return `{${parts.join(',')}}`;
  }

  #value(field, value) {
    if (!field.list || typeof value !== 'object') return this.#entry(field, value);
    if (!Array.isArray(value)) return this.#fail('must be a list');
    // By number, so that an entry that is left out counts too.
    const entry = (_, index) => this.#at(`[${index}]`, () => this.#entry(field, value[index]));
    return `[${Array.from({ length: value.length }, entry).join(',')}]`;
  }

  #entry(field, value) {
    if (typeof value !== 'object' || value === null) return this.#scalar(field, value);
    if (Array.isArray(value)) return this.#fail('must not be a list');
    if (!field.message && !field.extra) return this.#fail('must not be an object');
    if (!isRecord(value)) return this.#fail('must be an object with fields');
    return field.extra ? this.#extra(value) : this.#record(field.message, this.#members(field.message, value));
  }

  /** Fields that no table lists: names of the caller's, and text. */
  #extra(extra) {
    const found = members(extra, (...member) => member[0] === 'toJSON' || anyMember(...member));
    this.#refuseToJson(found);
    const parts = [];
    for (const [name, value] of found) {
      if (typeof name !== 'string' || !isWellFormed(name)) this.#fail('has a name that is not text');
      const written = this.#at(shownName(name) ?? 'a field', () => this.#scalar({}, value));
      parts.push(`${JSON.stringify(name)}:${written}`);
    }
    return `{${parts.join(',')}}`;
  }

  #scalar(field, value) {
    switch (typeof value) {
      case 'string':
        return isWellFormed(value) ? JSON.stringify(value) : this.#fail(HALF_A_CHARACTER);
      case 'boolean':
        return String(value);
      case 'number':
        if (Object.is(value, -0)) return this.#fail('must not be -0');
        if (Number.isFinite(value)) return String(value);
        // As text, so that the core says what an amount is.
        return field.integer ? `"${value}"` : this.#fail(`must not be ${value}`);
      case 'bigint':
        return field.integer ? `"${value}"` : this.#fail('must not be a bigint');
      default:
        if (value === UNREADABLE) return this.#fail('cannot be read');
        return this.#fail(`must not be ${{ symbol: 'a symbol', function: 'a function' }[typeof value] ?? value}`);
    }
  }
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
  // A member of another type than its field has `reply.` before its name.
  return names.has(name.toLowerCase().replace(/^reply\./, '')) || /^\s*[[{]/.test(value);
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
