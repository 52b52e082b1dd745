'use strict';

// RSA keys. Each is an object of the addon, which JavaScript cannot look into.

const native = require('./native');
const { awaited, guarded, own } = require('./errors');
const { requireText } = require('./outside');

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
    const key = own(() => this.#native, 'bits');
    return guarded(() => key.bits());
  }

  get fingerprint() {
    const key = own(() => this.#native, 'fingerprint');
    return guarded(() => key.fingerprint());
  }

  toPem() {
    const key = own(() => this.#native, 'toPem');
    return guarded(() => key.toPem());
  }

  toBase64() {
    const key = own(() => this.#native, 'toBase64');
    return guarded(() => key.toBase64());
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
    return new PrivateKey(ADOPT, await awaited(() => native.PrivateKey.generate()));
  }

  static generateSync() {
    return new PrivateKey(ADOPT, guarded(() => native.PrivateKey.generateSync()));
  }

  get publicKey() {
    const key = own(() => this.#native, 'publicKey');
    return adoptPublicKey(guarded(() => key.publicKey()));
  }

  toPem() {
    const key = own(() => this.#native, 'toPem');
    return guarded(() => key.toPem());
  }
}

function adoptPublicKey(key) {
  return new PublicKey(ADOPT, key);
}

module.exports = { PrivateKey, PublicKey, adoptPublicKey };
