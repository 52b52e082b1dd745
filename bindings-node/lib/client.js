'use strict';

// The client class of a provider: every operation twice, as a promise and as a `…Sync` twin.

const native = require('./native');
const { fromWire, toWire } = require('./convert');
const { awaited, firstReference, guarded, invalidRequest, make, own } = require('./errors');
const { isRecord, members, requirePath, requireText, shownName } = require('./outside');
const { toToml, workingFolder } = require('./settings');

/** What an operation takes besides its request. */
const OPTIONS = ['signal', 'onAbandoned'];
/** For `new Client` of something that is already there. */
const ADOPT = Symbol('adopt');

/**
 * The client class of `provider`, whose tables are `generated`. For the methods that only one provider's client has:
 * `nativeOf` gives the addon's object of a client, and `adopt` a client around one.
 */
function clientClass(provider, generated) {
  let nativeOf;

  class Client {
    #native;

    constructor(settings, adopted) {
      if (settings === ADOPT) {
        this.#native = adopted;
        return;
      }
      const text = toToml(provider, settings);
      const folder = workingFolder();
      this.#native = guarded(() => native.Client.fromToml(provider, text, folder));
    }

    static fromConfig(path) {
      requirePath(path);
      return adopt(this, guarded(() => native.Client.fromConfig(provider, path)));
    }

    static fromToml(text, directory = workingFolder()) {
      requireText('config', { text, directory });
      return adopt(this, guarded(() => native.Client.fromToml(provider, text, directory)));
    }

    close() {
      const client = nativeOf(this, 'close');
      guarded(() => client.close());
    }

    static {
      nativeOf = (client, method, reference) => own(() => client.#native, method, reference);
    }
  }

  /** `Class` is `this` of a static method, and so whatever the caller made of it. */
  function adopt(Class, adopted) {
    if (typeof Class !== 'function') throw invalidRequest('was called without its class; call it as Client.fromConfig()');
    return new Class(ADOPT, adopted);
  }

  const referenceOf = (members) => firstReference(members, generated.references);
  for (const [name, operation] of Object.entries(generated.operations)) {
    const write = (request) => toWire(generated.messages, operation.request, request, referenceOf);
    const read = (reply, reference) => {
      try {
        return fromWire(generated.messages, operation.response, reply);
      } catch {
        // By now money may have moved, and nothing may look like anything but an unknown outcome.
        const detail = 'the reply could not be handed to JavaScript';
        throw make({ kind: 'internal', outcome: 'unknown', detail, reference });
      }
    };
    const methods = {
      async [name](request, options) {
        const { text, reference } = write(request);
        const client = nativeOf(this, name, reference);
        const checked = checkedOptions(options, reference);
        const send = () => awaited(() => client.call(operation.name, text), reference);
        if (checked.signal) return abandonable(async () => read(await send(), reference), checked, reference);
        return read(await send(), reference);
      },
      [`${name}Sync`](request) {
        const { text, reference } = write(request);
        const client = nativeOf(this, `${name}Sync`, reference);
        return read(guarded(() => client.callSync(operation.name, text), reference), reference);
      },
    };
    for (const [key, value] of Object.entries(methods)) {
      Object.defineProperty(Client.prototype, key, { value, configurable: true, writable: true });
    }
  }
  // Newer than the oldest Node.js that this runs on.
  if (Symbol.dispose) {
    const value = Client.prototype.close;
    Object.defineProperty(Client.prototype, Symbol.dispose, { value, configurable: true, writable: true });
  }
  return { Client, nativeOf, adopt };
}

/** The options of a call, which are judged before anything is sent. */
function checkedOptions(options, reference) {
  const wrong = (detail) => invalidRequest(detail, reference);
  if (options === undefined || options === null) return {};
  let found;
  try {
    if (!isRecord(options)) throw undefined;
    found = members(options, (name) => OPTIONS.includes(name));
  } catch {
    throw wrong('the options must be an object such as { signal }');
  }
  const unknown = found.names.find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw wrong(`${shownName(unknown) ?? 'a member of the options'}: is not an option of a call`);

  const [signal, onAbandoned] = OPTIONS.map((name) => found.get(name) ?? undefined);
  if (signal !== undefined && !isSignal(signal)) {
    throw wrong('signal: must be an AbortSignal, such as the signal of an AbortController');
  }
  if (onAbandoned !== undefined && typeof onAbandoned !== 'function') throw wrong('onAbandoned: must be a function');
  return { signal, onAbandoned };
}

/** Whether it does what a signal does, whichever realm or polyfill it is of. */
function isSignal(value) {
  try {
    const methods = ['addEventListener', 'removeEventListener'];
    return typeof value.aborted === 'boolean' && methods.every((name) => typeof value[name] === 'function');
  } catch {
    return false;
  }
}

/** Awaits a call, or leaves it to itself when the signal says so; then `onAbandoned` is told how it ended. */
async function abandonable(send, { signal, onAbandoned }, reference) {
  const abandoned = (outcome, detail) => make({ kind: 'timeout', outcome, detail, reference }, { cause: reasonOf(signal) });
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

/** Why a signal was aborted, which is its own affair. */
function reasonOf(signal) {
  try {
    return signal.reason;
  } catch {
    return undefined;
  }
}

module.exports = { clientClass };
