'use strict';

// The client class of a provider: every operation twice, as a promise and as a `…Sync` twin.

const native = require('./native');
const { fromWire, toWire } = require('./convert');
const { firstReference, fromNative, guarded, invalidRequest, make, requireText } = require('./errors');
const { toToml } = require('./settings');

/** Where a request has its transaction's reference, in the order of preference. */
const REFERENCES = {
  icash: ['opSeq'],
  mypay: ['orderId', 'uid'],
  omni: ['orderNumber', 'merchantTradeNo', 'transactionId'],
};
/** What an operation takes besides its request. */
const OPTIONS = ['signal', 'onAbandoned'];
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

    static fromToml(text, directory = process.cwd()) {
      requireText('config', { text });
      return new this(ADOPT, guarded(() => native.Client.fromToml(provider, text, String(directory))));
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
    const write = (request, reference) => toWire(generated.messages, operation.request, request, reference);
    const read = (reply, reference) => {
      try {
        return fromWire(generated.messages, operation.response, reply);
      } catch {
        // By now money may have moved, and nothing may look like anything but an unknown outcome.
        const detail = 'the reply could not be handed to JavaScript';
        throw make({ kind: 'internal', outcome: 'unknown', detail, reference });
      }
    };
    const call = {
      async [name](request, options) {
        const reference = referenceOf(provider, request);
        const checked = checkedOptions(options, reference);
        const wire = write(request, reference);
        const send = async () => {
          let reply;
          try {
            reply = await Client.native(this).call(operation.name, wire);
          } catch (thrown) {
            throw fromNative(thrown, reference);
          }
          return read(reply, reference);
        };
        return checked.signal ? abandonable(send, checked, reference) : send();
      },
      [`${name}Sync`](request) {
        const reference = referenceOf(provider, request);
        const wire = write(request, reference);
        const reply = guarded(() => Client.native(this).callSync(operation.name, wire), reference);
        return read(reply, reference);
      },
    };
    for (const [key, value] of Object.entries(call)) {
      Object.defineProperty(Client.prototype, key, { value, configurable: true, writable: true });
    }
  }
  return Client;
}

function referenceOf(provider, request) {
  return firstReference(REFERENCES[provider].map((name) => request?.[name]));
}

/** The options of a call, which are judged before anything is sent. */
function checkedOptions(options, reference) {
  if (options === undefined || options === null) return {};
  const isSignal = typeof options === 'object' && 'addEventListener' in options;
  if (typeof options !== 'object' || isSignal) {
    throw invalidRequest('the options must be an object such as { signal }', reference);
  }
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw invalidRequest(`${unknown}: is not an option of a call`, reference);

  const { signal, onAbandoned } = options;
  const isMissing = signal === undefined || signal === null;
  if (!isMissing && !['addEventListener', 'removeEventListener'].every((name) => typeof signal[name] === 'function')) {
    throw invalidRequest('signal: must be an AbortSignal, such as the signal of an AbortController', reference);
  }
  if (onAbandoned !== undefined && onAbandoned !== null && typeof onAbandoned !== 'function') {
    throw invalidRequest('onAbandoned: must be a function', reference);
  }
  return { signal: isMissing ? undefined : signal, onAbandoned };
}

/** Awaits a call, or leaves it to itself when the signal says so; then `onAbandoned` is told how it ended. */
async function abandonable(send, { signal, onAbandoned }, reference) {
  const abandoned = (outcome, detail) =>
    make({ kind: 'timeout', outcome, detail, reference }, { cause: signal.reason });
  if (signal.aborted) {
    throw abandoned('not_sent', 'the signal was aborted before the call began; nothing was sent');
  }
  let abandonment;
  let abort;
  const aborted = new Promise((_resolve, reject) => {
    abort = () => {
      abandonment = abandoned('unknown', 'the caller stopped waiting; the call goes on, and may still succeed');
      reject(abandonment);
    };
  });
  try {
    signal.addEventListener('abort', abort, { once: true });
  } catch {
    throw invalidRequest('signal: does not take a listener', reference);
  }
  const call = send();
  try {
    return await Promise.race([call, aborted]);
  } catch (thrown) {
    if (thrown === abandonment && onAbandoned) {
      // What it throws is the caller's, and nobody here can handle it.
      call.then((response) => ({ response }), (error) => ({ error })).then((ended) => onAbandoned(ended));
    }
    throw thrown;
  } finally {
    try {
      signal.removeEventListener('abort', abort);
    } catch {
      // The call has ended by now: its outcome is what counts.
    }
  }
}

module.exports = { clientClass };
