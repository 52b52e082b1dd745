'use strict';

// Settings in JavaScript's names as a TOML table, so that the core checks them and words what is wrong.

const { make } = require('./errors');
const { HALF_A_CHARACTER, UNREADABLE, anyMember, isRecord, isWellFormed, members } = require('./outside');

/** `{ baseUrl: 'https://…' }` as `[icash]` and `base_url = "https://…"`. */
function toToml(provider, settings) {
  const lines = [...settingsOf(`[${provider}] the settings`, settings)].map(([name, value]) => {
    if (typeof name !== 'string' || !/^[a-z][a-zA-Z0-9]*$/.test(name)) throw unknownSetting(`[${provider}] `, name);
    const setting = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return `${setting} = ${checked(tomlValue, value, (problem) => wrong(`[${provider}] ${setting} ${problem}`))}`;
  });
  return [`[${provider}]`, ...lines, ''].join('\n');
}

/** The settings that are set, by name. */
function settingsOf(what, settings) {
  if (settings === undefined || settings === null) return new Map();
  let found;
  try {
    if (!isRecord(settings)) throw undefined;
    found = members(settings, anyMember);
  } catch {
    throw wrong(`${what} must be an object with names and values; fromConfig takes a path`);
  }
  const entries = found.names.map((name, index) => [name, found.values[index]]);
  return new Map(entries.filter(([, value]) => value !== undefined && value !== null));
}

function wrong(detail) {
  return make({ kind: 'config', outcome: 'not_sent', detail });
}

/** The name is shown only if it is one of words: what stands in its place may be a key. */
function unknownSetting(table, name) {
  const isOfWords = typeof name === 'string' && name.length <= 30 && /^[a-z]+(?:_[a-z]+|[A-Z][a-z]+)*$/.test(name);
  return wrong(`${table}${isOfWords ? name : 'what stands where a name should be'} is not a known setting`);
}

/** What `write` makes of a value of the caller's, which may be a Proxy that throws wherever it is looked at. */
function checked(write, value, error) {
  let failure;
  const fail = (problem) => {
    failure = error(problem);
    throw failure;
  };
  try {
    return write(value, fail);
  } catch (thrown) {
    throw thrown === failure ? thrown : error('cannot be read');
  }
}

function tomlValue(value, fail) {
  if (Array.isArray(value)) {
    // By number, so that an entry that is left out counts too. A list in a list no setting is.
    const entry = (_, index) => (Array.isArray(value[index]) ? '{}' : tomlValue(value[index], fail));
    return `[${Array.from({ length: value.length }, entry).join(', ')}]`;
  }
  switch (typeof value) {
    case 'string':
      if (!isWellFormed(value)) return fail(HALF_A_CHARACTER);
      // JSON's escapes are TOML's too; TOML also wants one for DEL.
      return JSON.stringify(value).replace(/\x7f/g, '\\u007f');
    case 'number':
      if (!Number.isFinite(value)) return 'nan';
      // TOML knows no whole number of more than 64 bits.
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
    case 'boolean':
      return String(value);
    case 'undefined':
      return fail('must not have an entry that is undefined');
    default:
      if (value === UNREADABLE) return fail('cannot be read');
      // A table, which no setting is: the core says what the setting must be instead.
      return '{}';
  }
}

/** What paths in settings are relative to. A process whose folder was deleted has none. */
function workingFolder() {
  try {
    return process.cwd();
  } catch {
    return '.';
  }
}

module.exports = { settingsOf, toToml, workingFolder };
