'use strict';

// LINE Pay: its client has operations only.

const generated = require('./generated/linepay');
const { clientClass } = require('./client');
const { codesOf } = require('./codes');

class Client extends clientClass('linepay', generated).Client {}

module.exports = { Client, ...codesOf(generated) };
