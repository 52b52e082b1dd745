// One copy of everything, whichever way it is loaded, so that `instanceof` holds.
import twpos from './index.js';

export const {
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
} = twpos;
