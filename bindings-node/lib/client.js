'use strict';

// The client class of a provider: every operation twice, as a promise and as a `…Sync` twin.

const native = require('./native');
const { fromWire, toWire } = require('./convert');
const { fromNative, guarded, make } = require('./errors');
const { toToml } = require('./settings');

/** Where a request has its transaction's reference, in the order of preference. */
const REFERENCES = {
  icash: ['opSeq'],
  mypay: ['orderId', 'uid'],
  omni: ['orderNumber', 'merchantTradeNo', 'transactionId'],
};
/** For `new Client` of something that is already there. */
const ADOPT = Symbol('adopt');

/** The client class of `provider`, whose tables are `generated`. */
function clientClass(provider, generated) {
  class Client {
    #native;

    constructor(settings, adopted) {
      this.#native =
        settings === ADOPT
          ? adopted
          : guarded(() => native.Client.fromToml(provider, toToml(provider, settings), process.cwd()));
    }

    static fromConfig(path) {
      return new this(ADOPT, guarded(() => native.Client.fromConfig(provider, String(path))));
    }

    /** The addon's object, for the methods that only one provider's client has. */
    static native(client) {
      return client.#native;
    }

    /** A client around an object of the addon. */
    static adopt(adopted) {
      return new this(ADOPT, adopted);
    }
  }

  for (const [name, operation] of Object.entries(generated.operations)) {
    const call = {
      async [name](request, options) {
        const reference = referenceOf(provider, request);
        const wire = toWire(generated.messages, operation.request, request, reference);
        const send = () => Client.native(this).call(operation.name, wire);
        const reply = await abandonable(send, options?.signal, reference);
        return fromWire(generated.messages, operation.response, reply);
      },
      [`${name}Sync`](request) {
        const reference = referenceOf(provider, request);
        const wire = toWire(generated.messages, operation.request, request, reference);
        const reply = guarded(() => Client.native(this).callSync(operation.name, wire), reference);
        return fromWire(generated.messages, operation.response, reply);
      },
    };
    for (const [key, value] of Object.entries(call)) {
      Object.defineProperty(Client.prototype, key, { value, configurable: true, writable: true });
    }
  }
  return Client;
}

function referenceOf(provider, request) {
  const found = REFERENCES[provider].map((name) => request?.[name]).find((value) => value);
  return found === undefined ? undefined : String(found);
}

/** Awaits a call, or leaves it to itself when `signal` says so. */
async function abandonable(send, signal, reference) {
  if (signal?.aborted) {
    throw abandoned('not_sent', 'the signal was aborted before the call began; nothing was sent', signal, reference);
  }
  let stopListening;
  try {
    if (!signal) return await send();
    const aborted = new Promise((_resolve, reject) => {
      const detail = 'the caller stopped waiting; the call goes on, and may still succeed';
      const abort = () => reject(abandoned('unknown', detail, signal, reference));
      signal.addEventListener('abort', abort, { once: true });
      stopListening = () => signal.removeEventListener('abort', abort);
    });
    return await Promise.race([send(), aborted]);
  } catch (thrown) {
    throw fromNative(thrown, reference);
  } finally {
    stopListening?.();
  }
}

function abandoned(outcome, detail, signal, reference) {
  return make({ kind: 'timeout', outcome, detail, reference }, { cause: signal.reason });
}

module.exports = { clientClass };
