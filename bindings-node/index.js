'use strict';

const {
  TwposError, InvalidRequestError, ConfigError, InvalidNotificationError, NotSentError, RefusedError, OutcomeUnknownError,
} = require('./lib/errors');
const { ErrorKind, Outcome } = require('./lib/generated/errors');
const { PrivateKey, PublicKey } = require('./lib/keys');
const { setLogger } = require('./lib/logging');
const icash = require('./lib/icash');
const linepay = require('./lib/linepay');
const mypay = require('./lib/mypay');
const omni = require('./lib/omni');
const { walletsOf } = require('./lib/wallets');
const { version } = require('./package.json');

module.exports = {
  icash,
  linepay,
  mypay,
  omni,
  TwposError,
  InvalidRequestError,
  ConfigError,
  InvalidNotificationError,
  NotSentError,
  RefusedError,
  OutcomeUnknownError,
  ErrorKind,
  Outcome,
  PrivateKey,
  PublicKey,
  setLogger,
  version,
  walletsOf,
};
