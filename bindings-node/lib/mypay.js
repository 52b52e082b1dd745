'use strict';

// MYPAY LINK: what its client has besides the operations, notifications, and the envelope.

const generated = require('./generated/mypay');
const native = require('./native');
const { clientClass } = require('./client');
const { codesOf } = require('./codes');
const { fromWire, toWire } = require('./convert');
const { firstReference, guarded, own } = require('./errors');
const { bytes, requirePath, requireText } = require('./outside');
const { toToml, workingFolder } = require('./settings');

const { Client: ClientOfOperations, nativeOf, adopt } = clientClass('mypay', generated);
const { message, expected, answer } = generated.notifications;
/** For what is already there. */
const ADOPT = Symbol('adopt');

/** Which key seals. */
const KeyChoice = Object.freeze({ Current: 'current', Previous: 'previous' });

class Client extends ClientOfOperations {
  withKey(choice) {
    requireText('invalid_request', { choice });
    const client = nativeOf(this, 'withKey');
    return adopt(Client, guarded(() => client.withKey(choice)));
  }

  useKey(key) {
    requireText('key', { key });
    const client = nativeOf(this, 'useKey');
    guarded(() => client.useKey(key));
  }
}

function parseNotification(body) {
  const raw = bytes('body', body, { orText: true });
  const text = guarded(() => native.parseNotification(raw));
  return fromWire(generated.messages, message, text);
}

function verify(notification, order) {
  const referenceOf = (members) => firstReference(members, generated.references);
  const { text: kept, reference } = toWire(generated.messages, expected, order, referenceOf);
  const { text: came } = toWire(generated.messages, message, notification, () => reference);
  guarded(() => native.verifyNotification(came, kept), reference);
}

class Envelope {
  #native;

  constructor(settings, adopted) {
    if (settings === ADOPT) {
      this.#native = adopted;
      return;
    }
    const text = toToml('mypay', settings);
    const folder = workingFolder();
    this.#native = guarded(() => native.MypayEnvelope.fromToml(text, folder));
  }

  static fromConfig(path) {
    requirePath(path);
    return new Envelope(ADOPT, guarded(() => native.MypayEnvelope.fromConfig(path)));
  }

  encrypt(plaintext, iv) {
    requireText('invalid_request', { plaintext });
    const vector = iv === undefined || iv === null ? undefined : bytes('iv', iv, { orText: false });
    const envelope = own(() => this.#native, 'encrypt');
    return guarded(() => envelope.encrypt(plaintext, vector));
  }

  decrypt(text) {
    requireText('invalid_request', { text });
    const envelope = own(() => this.#native, 'decrypt');
    return guarded(() => envelope.decrypt(text));
  }
}

module.exports = {
  Client,
  Envelope,
  KeyChoice,
  NOTIFICATION_ANSWER: answer,
  parseNotification,
  verify,
  ...codesOf(generated),
};
