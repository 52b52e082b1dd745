'use strict';

// Messages between JavaScript's names (`opSeq`) and the vendor's (`OPSeq`), by the tables in `generated`.
// What a field may hold is for the core to say. Here it is only seen to that the core is asked about all that was
// given: what JSON has no form for, JSON.stringify leaves out, turns into null, or makes something else of.
//
// This runs between a till's charges, on a processor whose caches the rest of a charge has filled anew. So it counts
// how much there is to run, more than how often: bench/node_binding.mjs tells.

const { invalidRequest } = require('./errors');
const { HALF_A_CHARACTER, UNREADABLE, anyMember, isRecord, isWellFormed, members, shownName } = require('./outside');

const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const REDACTED = '[redacted]';

/** By the messages of `generated`. */
const TABLES = new WeakMap();

/** The fields of one message, as they are asked for here. */
class Table {
  fields = [];
  byName = new Map();
  /** The names in JSON. */
  known = new Set();
  secrets = [];

  constructor(message) {
    for (const [key, field] of Object.entries(message)) {
      const { wire = key, message, list, integer, secret, extra, hides } = field;
      const kept = { key, wire, start: `${JSON.stringify(wire)}:`, message, list, integer, extra, hides };
      this.fields.push(kept);
      this.byName.set(key, kept);
      if (extra !== 'beside') this.known.add(wire);
      if (secret) this.secrets.push(key);
    }
    this.wanted = (member) => member === 'toJSON' || this.byName.has(member);
  }
}

/** Made when a message is first seen, so that nobody waits for the others. */
function tableOf(messages, name) {
  const message = messages[name];
  let table = TABLES.get(message);
  if (table === undefined) {
    table = new Table(message);
    TABLES.set(message, table);
  }
  return table;
}

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
  /** Where it is: `itemList`, `[0]`, `quantity`. */
  path = [];
  reference = undefined;
  failure = undefined;

  constructor(messages) {
    this.messages = messages;
  }

  request(name, message, referenceOf) {
    if (typeof message !== 'object' || message === null) this.fail('must be an object');
    const table = tableOf(this.messages, name);
    const found = members(message, table.wanted);
    this.reference = referenceOf(found);
    if (!isRecord(message)) this.fail('must be an object');
    return this.record(table, found);
  }

  fail(problem) {
    this.failure = invalidRequest(this.about(problem), this.reference);
    throw this.failure;
  }

  about(problem) {
    const path = this.path.reduce((path, part) => `${path}${path && !part.startsWith('[') ? '.' : ''}${part}`, '');
    return path ? `${path}: ${problem}` : `the request ${problem}`;
  }

  /** JSON.stringify would send what the method returns, and nobody would have checked that. */
  refuseToJson(found) {
    if (typeof found.get('toJSON') === 'function') this.fail('has a method toJSON; give what it returns');
  }

  record(table, found) {
    this.refuseToJson(found);
    const { names, values } = found;
    let text = '';
    for (let index = 0; index < names.length; index += 1) {
      const value = values[index];
      if (value === undefined || value === null) continue;
      const field = table.byName.get(names[index]);
      if (field === undefined) this.failAtUnknown(names[index]);
      text += text === '' ? '{' : ',';
      text += field.start;
      if (typeof value === 'string' && isWellFormed(value)) {
        text += JSON.stringify(value);
        continue;
      }
      this.path.push(field.key);
      text += this.value(field, value);
      this.path.pop();
    }
    return text === '' ? '{}' : `${text}}`;
  }

  failAtUnknown(member) {
    this.path.push(shownName(member) ?? this.fail('has a member that is not a field of it'));
    this.fail('is not a field of this request');
  }

  value(field, value) {
    if (!field.list || typeof value !== 'object') return this.entry(field, value);
    if (!Array.isArray(value)) return this.fail('must be a list');
    // By number, so that an entry that is left out counts too.
    const entry = (_, index) => {
      this.path.push(`[${index}]`);
      const written = this.entry(field, value[index]);
      this.path.pop();
      return written;
    };
    return `[${Array.from({ length: value.length }, entry).join(',')}]`;
  }

  entry(field, value) {
    if (typeof value !== 'object' || value === null) return this.scalar(field, value);
    if (Array.isArray(value)) return this.fail('must not be a list');
    if (!field.message && !field.extra) return this.fail('must not be an object');
    if (!isRecord(value)) return this.fail('must be an object with fields');
    if (field.extra) return this.extra(value);
    const table = tableOf(this.messages, field.message);
    return this.record(table, members(value, table.wanted));
  }

  /** Fields that no table lists: names of the caller's, and text. */
  extra(extra) {
    const found = members(extra, (...member) => member[0] === 'toJSON' || anyMember(...member));
    this.refuseToJson(found);
    const parts = found.names.map((name, index) => {
      if (typeof name !== 'string' || !isWellFormed(name)) this.fail('has a name that is not text');
      this.path.push(shownName(name) ?? 'a field');
      const written = this.scalar({}, found.values[index]);
      this.path.pop();
      return `${JSON.stringify(name)}:${written}`;
    });
    return `{${parts.join(',')}}`;
  }

  scalar(field, value) {
    switch (typeof value) {
      case 'string':
        return isWellFormed(value) ? JSON.stringify(value) : this.fail(HALF_A_CHARACTER);
      case 'boolean':
        return String(value);
      case 'number':
        if (Object.is(value, -0)) return this.fail('must not be -0');
        if (Number.isFinite(value)) return String(value);
        // As text, so that the core says what an amount is.
        return field.integer ? `"${value}"` : this.fail(`must not be ${value}`);
      case 'bigint':
        return field.integer ? `"${value}"` : this.fail('must not be a bigint');
      default:
        if (value === UNREADABLE) return this.fail('cannot be read');
        return this.fail(`must not be ${{ symbol: 'a symbol', function: 'a function' }[typeof value] ?? value}`);
    }
  }
}

/** A reply's JSON text as a message. */
function fromWire(messages, name, text) {
  return objectFromWire(messages, name, JSON.parse(text));
}

function objectFromWire(messages, name, wire) {
  const { fields, known, secrets } = tableOf(messages, name);
  const message = {};
  for (const field of fields) {
    const value = field.extra === 'beside' ? rest(field.hides, known, wire) : valueFromWire(messages, field, wire[field.wire]);
    if (value !== undefined) message[field.key] = value;
  }
  if (secrets.length > 0) hide(message, secrets);
  return message;
}

function valueFromWire(messages, field, value) {
  if (value === undefined || value === null) return undefined;
  return field.list ? value.map((entry) => entryFromWire(messages, field, entry)) : entryFromWire(messages, field, value);
}

function entryFromWire(messages, field, value) {
  if (value === undefined || value === null) return undefined;
  if (field.message) return objectFromWire(messages, field.message, value);
  if (field.integer) return value === '' ? undefined : Number(value);
  return value;
}

/** The members that no field stands for. */
function rest(hides, known, wire) {
  const entries = [];
  for (const name of Object.keys(wire)) if (!known.has(name)) entries.push([name, wire[name]]);
  if (entries.length === 0) return {};
  const further = Object.fromEntries(entries);
  const hidden = Object.keys(further).filter((name) => isHidden(hides, name, further[name]));
  if (hidden.length > 0) hide(further, hidden);
  return further;
}

/** Whether a further field is one that no log may show, or holds an object or a list, in which one may be. */
function isHidden(names, name, value) {
  // A member of another type than its field has `reply.` before its name.
  return names.has(name.toLowerCase().replace(/^reply\./, '')) || /^\s*[[{]/.test(value);
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
