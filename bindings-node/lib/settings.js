'use strict';

// Settings in JavaScript's names as a TOML table, so that the core checks them and words what is wrong.

const { make } = require('./errors');

/** `{ baseUrl: 'https://…' }` as `[icash]` and `base_url = "https://…"`. */
function toToml(provider, settings) {
  const lines = Object.entries(settings ?? {})
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${settingName(provider, name)} = ${tomlValue(value)}`);
  return [`[${provider}]`, ...lines, ''].join('\n');
}

function settingName(provider, name) {
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
    const detail = `[${provider}] ${name} is not a known setting`;
    throw make({ kind: 'config', outcome: 'not_sent', detail });
  }
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function tomlValue(value) {
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(', ')}]`;
  switch (typeof value) {
    case 'string':
      // JSON's escapes are TOML's too; TOML also wants one for DEL.
      return JSON.stringify(value).replace(/\x7f/g, '\\u007f');
    case 'number':
      return Number.isFinite(value) ? String(value) : 'nan';
    case 'boolean':
      return String(value);
    default:
      // A table, which no setting is: the core says what the setting must be instead.
      return '{}';
  }
}

module.exports = { toToml };
