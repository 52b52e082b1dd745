'use strict';

// RSA keys. Each is an object of the addon, which JavaScript cannot look into.

const native = require('./native');
const { fromNative, guarded, requireText } = require('./errors');

/** Only what is in this package may make a key. */
const ADOPT = Symbol('adopt');

class PublicKey {
  #native;

  constructor(token, key) {
    if (token !== ADOPT) throw new TypeError('use PublicKey.fromText');
    this.#native = key;
  }

  static fromText(text) {
    requireText('key', { text });
    return adoptPublicKey(guarded(() => native.PublicKey.fromText(text)));
  }

  get bits() {
    return guarded(() => this.#native.bits());
  }

  get fingerprint() {
    return guarded(() => this.#native.fingerprint());
  }

  toPem() {
    return guarded(() => this.#native.toPem());
  }

  toBase64() {
    return guarded(() => this.#native.toBase64());
  }
}

class PrivateKey {
  #native;

  constructor(token, key) {
    if (token !== ADOPT) throw new TypeError('use PrivateKey.fromText or PrivateKey.generate');
    this.#native = key;
  }

  static fromText(text) {
    requireText('key', { text });
    return new PrivateKey(ADOPT, guarded(() => native.PrivateKey.fromText(text)));
  }

  static async generate() {
    try {
      return new PrivateKey(ADOPT, await native.PrivateKey.generate());
    } catch (thrown) {
      throw fromNative(thrown);
    }
  }

  static generateSync() {
    return new PrivateKey(ADOPT, guarded(() => native.PrivateKey.generateSync()));
  }

  get publicKey() {
    return adoptPublicKey(guarded(() => this.#native.publicKey()));
  }

  toPem() {
    return guarded(() => this.#native.toPem());
  }
}

function adoptPublicKey(key) {
  return new PublicKey(ADOPT, key);
}

module.exports = { PrivateKey, PublicKey, adoptPublicKey };
