'use strict';

// icash Pay: what its client has besides the operations, the key exchange, and the envelope.

const generated = require('./generated/icash');
const native = require('./native');
const { clientClass } = require('./client');
const { codesOf } = require('./codes');
const { fromNative, guarded } = require('./errors');
const { adoptPublicKey } = require('./keys');
const { toToml } = require('./settings');

const ClientOfOperations = clientClass('icash', generated);

class Client extends ClientOfOperations {
  useCredential({ encKeyId, aesKey, aesIv }) {
    guarded(() => ClientOfOperations.native(this).useCredential(encKeyId, aesKey, aesIv));
  }

  get encKeyId() {
    return guarded(() => ClientOfOperations.native(this).encKeyId());
  }
}

class Credentials {
  #native;

  constructor(credentials) {
    if (!(credentials instanceof native.Credentials)) throw new TypeError('a KeyExchange makes Credentials');
    this.#native = credentials;
  }

  save(directory, baseUrl, caFile) {
    return guarded(() => this.#native.save(String(directory), baseUrl, caFile));
  }

  get encKeyId() {
    return guarded(() => this.#native.encKeyId());
  }

  get merchantPublicKey() {
    return adoptPublicKey(guarded(() => this.#native.merchantPublicKey()));
  }

  get icashPublicKey() {
    return adoptPublicKey(guarded(() => this.#native.icashPublicKey()));
  }
}

class KeyExchange {
  #native;

  constructor({ baseUrl, ...settings }) {
    this.#native = guarded(() => native.KeyExchange.create(baseUrl, settings));
  }

  async run() {
    try {
      return new Credentials(await this.#native.run());
    } catch (thrown) {
      throw fromNative(thrown);
    }
  }

  runSync() {
    return new Credentials(guarded(() => this.#native.runSync()));
  }
}

class Envelope {
  #native;

  constructor(settings) {
    this.#native =
      settings instanceof native.IcashEnvelope
        ? settings
        : guarded(() => native.IcashEnvelope.fromToml(toToml('icash', settings), process.cwd()));
  }

  static fromConfig(path) {
    return new Envelope(guarded(() => native.IcashEnvelope.fromConfig(String(path))));
  }

  seal(plaintext) {
    return guarded(() => this.#native.seal(plaintext));
  }

  open(body, signature) {
    return JSON.parse(guarded(() => this.#native.open(Buffer.from(body), signature)));
  }
}

module.exports = { Client, Credentials, KeyExchange, Envelope, ...codesOf(generated) };
