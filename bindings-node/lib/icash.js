'use strict';

// icash Pay: what its client has besides the operations, the key exchange, and the envelope.

const generated = require('./generated/icash');
const native = require('./native');
const { clientClass } = require('./client');
const { codesOf } = require('./codes');
const { hide } = require('./convert');
const { awaited, guarded, own } = require('./errors');
const { adoptPublicKey } = require('./keys');
const { bytes, requirePath, requireText } = require('./outside');
const { settingsOf, toToml, workingFolder } = require('./settings');

const { Client: ClientOfOperations, nativeOf } = clientClass('icash', generated);
/** For what is already there. */
const ADOPT = Symbol('adopt');

class Client extends ClientOfOperations {
  useCredential(credential) {
    const given = settingsOf('the credential', credential);
    const [encKeyId, aesKey, aesIv] = ['encKeyId', 'aesKey', 'aesIv'].map((name) => given.get(name));
    requireText('key', { encKeyId, aesKey, aesIv });
    const client = nativeOf(this, 'useCredential');
    guarded(() => client.useCredential(encKeyId, aesKey, aesIv));
  }

  get encKeyId() {
    const client = nativeOf(this, 'encKeyId');
    return guarded(() => client.encKeyId());
  }
}

class Credentials {
  #native;

  constructor(token, credentials) {
    if (token !== ADOPT) throw new TypeError('a KeyExchange makes Credentials');
    this.#native = credentials;
  }

  save(directory, baseUrl, caFile) {
    requireText('config', { directory, baseUrl, ...given({ caFile }) });
    const credentials = own(() => this.#native, 'save');
    return guarded(() => credentials.save(directory, baseUrl, caFile ?? undefined));
  }

  get encKeyId() {
    const credentials = own(() => this.#native, 'encKeyId');
    return guarded(() => credentials.encKeyId());
  }

  get merchantPublicKey() {
    const credentials = own(() => this.#native, 'merchantPublicKey');
    return adoptPublicKey(guarded(() => credentials.merchantPublicKey()));
  }

  get icashPublicKey() {
    const credentials = own(() => this.#native, 'icashPublicKey');
    return adoptPublicKey(guarded(() => credentials.icashPublicKey()));
  }
}

class KeyExchange {
  #native;

  constructor(settings) {
    const text = toToml('icash', settings);
    const folder = workingFolder();
    this.#native = guarded(() => native.KeyExchange.fromToml(text, folder));
  }

  async run() {
    const exchange = own(() => this.#native, 'run');
    return new Credentials(ADOPT, await awaited(() => exchange.run()));
  }

  runSync() {
    const exchange = own(() => this.#native, 'runSync');
    return new Credentials(ADOPT, guarded(() => exchange.runSync()));
  }
}

class Envelope {
  #native;

  constructor(settings, adopted) {
    if (settings === ADOPT) {
      this.#native = adopted;
      return;
    }
    const text = toToml('icash', settings);
    const folder = workingFolder();
    this.#native = guarded(() => native.IcashEnvelope.fromToml(text, folder));
  }

  static fromConfig(path) {
    requirePath(path);
    return new Envelope(ADOPT, guarded(() => native.IcashEnvelope.fromConfig(path)));
  }

  seal(plaintext) {
    requireText('invalid_request', { plaintext });
    const envelope = own(() => this.#native, 'seal');
    return { ...guarded(() => envelope.seal(plaintext)) };
  }

  open(body, signature) {
    requireText('invalid_request', given({ signature }));
    const raw = bytes('body', body, { orText: true });
    const envelope = own(() => this.#native, 'open');
    const opened = JSON.parse(guarded(() => envelope.open(raw, signature ?? undefined)));
    hide(opened, ['message']);
    return opened;
  }
}

/** The arguments that were given. */
function given(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}

module.exports = { Client, Credentials, KeyExchange, Envelope, ...codesOf(generated) };
