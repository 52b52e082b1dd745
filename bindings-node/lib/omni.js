'use strict';

// The OMNI gateway: its client has operations only.

const generated = require('./generated/omni');
const { clientClass } = require('./client');
const { codesOf } = require('./codes');

class Client extends clientClass('omni', generated).Client {}

module.exports = { Client, ...codesOf(generated) };
