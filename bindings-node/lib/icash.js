'use strict';

// icash Pay: what its client has besides the operations, the key exchange, and the envelope.

const generated = require('./generated/icash');
const native = require('./native');
const { clientClass } = require('./client');
const { codesOf } = require('./codes');
const { hide } = require('./convert');
const { bytes, fromNative, guarded, make, requireText } = require('./errors');
const { adoptPublicKey } = require('./keys');
const { toToml } = require('./settings');

const ClientOfOperations = clientClass('icash', generated);

class Client extends ClientOfOperations {
  useCredential(credential) {
    const { encKeyId, aesKey, aesIv } = credential ?? {};
    requireText('key', { encKeyId, aesKey, aesIv });
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
    requireText('config', { baseUrl, ...given({ caFile }) });
    return guarded(() => this.#native.save(String(directory), baseUrl, caFile ?? undefined));
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

  constructor(settings) {
    const { baseUrl, timeoutSeconds, connectTimeoutSeconds, caFile, userAgent, ...others } = settings ?? {};
    requireText('config', { baseUrl, ...given({ caFile, userAgent }) });
    const wrong = (detail) => make({ kind: 'config', outcome: 'not_sent', detail });
    for (const [name, value] of Object.entries(given({ timeoutSeconds, connectTimeoutSeconds }))) {
      if (typeof value !== 'number') throw wrong(`${name}: must be a number of seconds`);
    }
    for (const name of Object.keys(others)) throw wrong(`${name} is not a known setting`);
    const http = given({ timeoutSeconds, connectTimeoutSeconds, caFile, userAgent });
    this.#native = guarded(() => native.KeyExchange.create(baseUrl, http));
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
    requireText('invalid_request', { plaintext });
    return guarded(() => this.#native.seal(plaintext));
  }

  open(body, signature) {
    requireText('invalid_request', given({ signature }));
    const raw = bytes(body);
    const opened = JSON.parse(guarded(() => this.#native.open(raw, signature ?? undefined)));
    hide(opened, ['message']);
    return opened;
  }
}

/** The arguments that were given. */
function given(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}

module.exports = { Client, Credentials, KeyExchange, Envelope, ...codesOf(generated) };
