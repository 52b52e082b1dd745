'use strict';

// Values that come from outside: whatever a caller may hand over, from whichever realm. `instanceof` is never asked,
// since it is false for what another realm made (a test runner's, a vm context's); and nothing is let go in silence.

const { types } = require('node:util');
const { invalidRequest, make } = require('./errors');
const native = require('./native');

const OWN_IS_WELL_FORMED = String.prototype.isWellFormed;
/** Stands for a member that cannot be read. A symbol, so that it is refused wherever a symbol would be. */
const UNREADABLE = Symbol('unreadable');
/** What `members` finds: names, and what each has. Two lists, since a Map takes longer to make than a charge asks of it. */
class Members {
  names = [];
  values = [];

  get(name) {
    const index = this.names.indexOf(name);
    return index < 0 ? undefined : this.values[index];
  }
}

/**
 * The members of an object by name, each read once: its own, and those not of its own (a getter of its class,
 * the defaults that it was made from) that are `wanted`. Those of Object.prototype are nobody's.
 *
 * Throws whatever a Proxy throws.
 */
function members(object, wanted) {
  const found = new Members();
  for (let level = object, next; level !== null; level = next) {
    next = Object.getPrototypeOf(level);
    if (next === null && level !== object) break;
    const names = Reflect.ownKeys(level);
    // As of almost every object. To look at each would take longer than all the rest.
    const areShown = level === object && Object.keys(level).length === names.length;
    for (const name of names) {
      if (!areShown) {
        const descriptor = Object.getOwnPropertyDescriptor(level, name);
        const isShown = level === object && descriptor.enumerable;
        if (found.names.includes(name) || !(isShown || wanted(name, descriptor))) continue;
      }
      let value = memberOf(object, name);
      // Gone: a getter took away what comes after it.
      if (value === undefined && areShown && !Object.hasOwn(object, name)) value = UNREADABLE;
      found.names.push(name);
      found.values.push(value);
    }
  }
  return found;
}

function memberOf(object, name) {
  try {
    return object[name];
  } catch {
    return UNREADABLE;
  }
}

/** For `members`: where no table says what is a member, everything but a method is. */
const anyMember = (name, { enumerable, get }) => typeof name === 'string' && (enumerable || get !== undefined);

/** Whether it is an object with members, of a literal or of a class, and not a list, a Map, a Date and so on. */
function isRecord(value) {
  return typeof value === 'object' && value !== null && Object.prototype.toString.call(value) === '[object Object]';
}

/** Whether UTF-8, JSON and TOML can carry this text. None of them has a form for half of a character. */
function isWellFormed(text) {
  // Quicker, and newer than the oldest Node.js that this runs on.
  return OWN_IS_WELL_FORMED ? OWN_IS_WELL_FORMED.call(text) : !/\p{Surrogate}/u.test(text);
}

/** What is wrong with text that is not well formed. */
const HALF_A_CHARACTER = 'holds half of a character (a lone surrogate)';

/** A name as an error may show it. What does not look like one may be a barcode or a key in the wrong place. */
function shownName(name) {
  return typeof name === 'string' && isWellFormed(name) && native.mayBeAName(name) ? name : undefined;
}

/**
 * Throws unless each of these arguments is text. The addon would refuse it too, but quote the value, which may be a
 * key: only the argument's name is told.
 */
function requireText(kind, values) {
  for (const [name, value] of Object.entries(values)) {
    const fail = (problem) => {
      throw make({ kind, outcome: 'not_sent', detail: `${name}: ${problem}` });
    };
    if (typeof value !== 'string') fail('must be text');
    if (!isWellFormed(value)) fail(HALF_A_CHARACTER);
  }
}

/** Throws unless it may be a path. The text of a configuration is none, and an error that shows a path would show its keys. */
function requirePath(path) {
  requireText('config', { path });
  if (/[\r\n]/.test(path)) {
    const detail = 'path: has more than one line; the text of a file is for fromToml';
    throw make({ kind: 'config', outcome: 'not_sent', detail });
  }
}

/** `value` as bytes of our own; throws unless it is bytes, or text where that is taken too. */
function bytes(name, value, { orText }) {
  const fail = (problem) => {
    throw invalidRequest(`${name}: ${problem}`);
  };
  if (orText && typeof value === 'string') {
    if (!isWellFormed(value)) fail(HALF_A_CHARACTER);
    return Buffer.from(value);
  }
  const what = orText ? 'must be text or bytes' : 'must be bytes';
  if (!types.isUint8Array(value)) fail(what);
  try {
    return new Uint8Array(value);
  } catch {
    // Its buffer was handed to somebody else.
    return fail(what);
  }
}

module.exports = {
  HALF_A_CHARACTER, UNREADABLE, anyMember, bytes, isRecord, isWellFormed, members, requirePath, requireText, shownName,
};
