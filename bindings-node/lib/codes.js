'use strict';

// The vendors' value tables as frozen objects of codes, with functions that say what a code means.

const native = require('./native');
const { textOf } = require('./errors');

const UNKNOWN = 'unknown';

/** A list of the addon is Node.js's own, which tests in Jest or another vm context do not take for equal to theirs. */
function ours(answer) {
  return Array.isArray(answer) ? [...answer] : answer;
}

/** A table: `Pfn.CreditCard` is `'CREDITCARD'`, and `Pfn.english('1')` is `'credit card'`. */
function codes({ variants, questions = {} }) {
  const byCode = new Map();
  const table = {};
  for (const [name, variant] of Object.entries(variants)) {
    table[name] = variant.codes[0];
    for (const code of variant.codes) byCode.set(code, variant);
  }
  table.Unknown = UNKNOWN;

  const find = (code) => byCode.get(textOf(code));
  const functions = {
    all: Object.freeze(Object.values(variants).map((variant) => variant.codes[0])),
    fromCode: (code) => find(code)?.codes[0] ?? UNKNOWN,
    number: (code) => find(code)?.number,
    chinese: (code) => find(code)?.chinese ?? '未知',
    english: (code) => find(code)?.english ?? 'unknown',
  };
  for (const [name, asked] of Object.entries(questions)) functions[name] = (code) => ours(native[asked](textOf(code)));
  // Not enumerable, so that listing the table lists its codes.
  for (const [name, value] of Object.entries(functions)) Object.defineProperty(table, name, { value });
  return Object.freeze(table);
}

/** All tables and meanings of a provider, by name. */
function codesOf(generated) {
  const tables = Object.entries(generated.codes).map(([name, table]) => [name, codes(table)]);
  return { ...Object.fromEntries(tables), ...generated.meanings };
}

module.exports = { codesOf };
