'use strict';

// Which wallet a scanned code can be of.

const native = require('./native');
const { guarded, invalidRequest } = require('./errors');
const { requireText } = require('./outside');

function walletsOf(scanned, providers) {
  requireText('invalid_request', { scanned });
  if (!Array.isArray(providers)) throw invalidRequest('providers: must be a list of names');
  const names = [...providers];
  for (const name of names) requireText('invalid_request', { providers: name });
  return JSON.parse(guarded(() => native.walletsOf(scanned, names)));
}

module.exports = { walletsOf };
