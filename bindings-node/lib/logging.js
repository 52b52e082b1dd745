'use strict';

// Log lines, to a logger of the caller's or to NODE_DEBUG=twpos.

const util = require('node:util');
const native = require('./native');
const { guarded } = require('./errors');
const { requireText } = require('./outside');

function setLogger(logger, level = 'info') {
  if (logger !== null && typeof logger !== 'function') throw new TypeError('the logger must be a function or null');
  requireText('config', { level });
  guarded(() => native.setLogger(level, logger ?? undefined));
}

const debug = util.debuglog('twpos');
if (debug.enabled) setLogger((level, text) => debug('%s %s', level, text), 'debug');

module.exports = { setLogger };
