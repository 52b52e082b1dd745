'use strict';

// MYPAY LINK: what its client has besides the operations, notifications, and the envelope.

const generated = require('./generated/mypay');
const native = require('./native');
const { clientClass } = require('./client');
const { codesOf } = require('./codes');
const { fromWire, toWire } = require('./convert');
const { bytes, firstReference, guarded, invalidRequest, requireText } = require('./errors');
const { toToml } = require('./settings');

const ClientOfOperations = clientClass('mypay', generated);
const { message, expected, answer } = generated.notifications;

/** Which key seals. */
const KeyChoice = Object.freeze({ Current: 'current', Previous: 'previous' });

class Client extends ClientOfOperations {
  withKey(choice) {
    requireText('invalid_request', { choice });
    return Client.adopt(guarded(() => ClientOfOperations.native(this).withKey(choice)));
  }

  useKey(key) {
    requireText('key', { key });
    guarded(() => ClientOfOperations.native(this).useKey(key));
  }
}

function parseNotification(body) {
  const raw = bytes(body);
  const text = guarded(() => native.parseNotification(raw));
  return fromWire(generated.messages, message, text);
}

function verify(notification, order) {
  const reference = firstReference([order?.orderId, order?.uid]);
  const came = toWire(generated.messages, message, notification, reference);
  const kept = toWire(generated.messages, expected, order, reference);
  guarded(() => native.verifyNotification(came, kept), reference);
}

class Envelope {
  #native;

  constructor(settings) {
    this.#native =
      settings instanceof native.MypayEnvelope
        ? settings
        : guarded(() => native.MypayEnvelope.fromToml(toToml('mypay', settings), process.cwd()));
  }

  static fromConfig(path) {
    return new Envelope(guarded(() => native.MypayEnvelope.fromConfig(String(path))));
  }

  encrypt(plaintext, iv) {
    requireText('invalid_request', { plaintext });
    const isMissing = iv === undefined || iv === null;
    if (!isMissing && !(iv instanceof Uint8Array)) throw invalidRequest('iv: must be bytes');
    return guarded(() => this.#native.encrypt(plaintext, isMissing ? undefined : iv));
  }

  decrypt(text) {
    requireText('invalid_request', { text });
    return guarded(() => this.#native.decrypt(text));
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
