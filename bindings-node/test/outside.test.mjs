// Whatever a caller hands over: what cannot be sent as it is, is refused by name, and nothing is sent.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import util from 'node:util';
import vm from 'node:vm';
import {
  ConfigError, InvalidRequestError, NotSentError, OutcomeUnknownError, PrivateKey, PublicKey, TwposError, icash, mypay, omni,
} from 'twpos';
import { after, before, describe, test } from './runner.mjs';
import { failureOf, keysOf, sale, startSandbox } from './support.mjs';

let sandbox;
let till;
let requests;
before(async () => {
  sandbox = await startSandbox();
  till = icash.Client.fromConfig(sandbox.config);
  requests = async () => (await sandbox.ledger()).icash.requests;
});
after(() => sandbox.stop());

const HALF = '見晴\ud83d';
const throwing = () => { throw new Error('a getter of the caller'); };
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const circular = {};
circular.self = circular;
const list = [];
list.push(list);

/** What no field can hold, by the name under which a test shows it. */
const ODD = {
  symbol: Symbol('s'),
  function: () => 'x',
  bigint: 5n,
  NaN,
  Infinity,
  '-0': -0,
  'half a character': HALF,
  Date: new Date(),
  'text that is an object': new String('x'),
  'an object with toJSON': { toJSON: () => 'x' },
  Map: new Map([['a', 'b']]),
  Promise: Promise.resolve('x'),
  bytes: new Uint8Array(2),
  'an object': { a: 'b' },
  'a circular object': circular,
  'a circular list': list,
  'a list': ['x'],
  'a revoked Proxy': revoked({}),
  'a revoked Proxy of a list': revoked([]),
};

describe('a value that no field can hold is refused by name, and nothing is sent', () => {
  const item = (fields) => ({ itemName: 'P1', quantity: '1', ...fields });
  const places = [
    ['buyerId', (value) => ({ buyerId: value }), []],
    // An optional field, which would be left out and paid for.
    ['remark', (value) => ({ remark: value }), []],
    ['nonRedeemAmt', (value) => ({ nonRedeemAmt: value }), ['bigint', 'NaN', 'Infinity']],
    ['itemList', (value) => ({ itemList: value }), ['a list', 'a circular list']],
    ['itemList[1]', (value) => ({ itemList: [item({}), value] }), []],
    ['itemList[0].remark', (value) => ({ itemList: [item({ remark: value })] }), []],
    ['extra', (value) => ({ extra: value }), ['an object', 'a circular object']],
    ['extra.PlatformID', (value) => ({ extra: { PlatformID: value } }), []],
  ];
  for (const [place, fields, elsewhere] of places) {
    test(place, async () => {
      const before = await requests();
      for (const [kind, value] of Object.entries(ODD)) {
        if (elsewhere.includes(kind)) continue;
        for (const pay of [(request) => till.pay(request), async (request) => till.paySync(request)]) {
          const request = sale(fields(value));
          const error = await failureOf(() => pay(request));
          assert.ok(error instanceof InvalidRequestError, `${kind}: ${util.inspect(error)}`);
          // The core names a field as the vendor does.
          const [named, rest] = [error.detail.slice(0, place.length), error.detail.slice(place.length)];
          assert.equal(named.toLowerCase(), place.toLowerCase(), `${kind}: ${error.detail}`);
          assert.match(rest, /^(\.\w+|\[\d\])*: /, `${kind}: ${error.detail}`);
          assert.deepEqual([error.outcome, error.reference], ['not_sent', request.opSeq], kind);
        }
      }
      assert.equal(await requests(), before, 'something was sent');
    });
  }

  test('nothing at all, where something must be', async () => {
    for (const [fields, place] of [
      [{ itemList: [undefined] }, 'itemList[0]'],
      [{ itemList: [null] }, 'itemList[0]'],
      // eslint-disable-next-line no-sparse-arrays
      [{ itemList: [, item({})] }, 'itemList[0]'],
      [{ itemList: new Array(2 ** 32 - 1) }, 'itemList[0]'],
      [{ extra: { PlatformID: undefined } }, 'extra.PlatformID'],
      [{ extra: { PlatformID: null } }, 'extra.PlatformID'],
    ]) {
      const error = await failureOf(() => till.pay(sale(fields)));
      assert.ok(error instanceof InvalidRequestError, String(error));
      assert.ok(error.detail.startsWith(`${place}: `), error.detail);
    }
  });

  test('an amount that is none is judged as an amount', async () => {
    for (const value of [NaN, Infinity, -Infinity, 36.5, 'x', 2n ** 80n]) {
      const error = await failureOf(() => till.pay(sale({ txAmt: value })));
      assert.ok(error instanceof InvalidRequestError, String(error));
      assert.match(error.detail, /^TxAmt: .*whole amount/);
    }
    assert.equal((await till.pay(sale({ txAmt: 36n }))).txAmt, 36);
  });

  test('a getter that throws, in whatever place', async () => {
    const trap = (fields) => new Proxy(fields, { ownKeys: throwing });
    for (const [fields, place] of [
      [{ get remark() { return throwing(); } }, 'remark: '],
      [{ itemList: [{ itemName: 'P1', get quantity() { return throwing(); } }] }, 'itemList[0].quantity: '],
      [{ itemList: new Proxy([item({})], { get: (target, name) => (name === '0' ? throwing() : target[name]) }) }, 'itemList[0]: '],
      [{ itemList: [trap(item({}))] }, 'itemList[0]: '],
      [{ extra: { get PlatformID() { return throwing(); } } }, 'extra.PlatformID: '],
      [{ extra: trap({ PlatformID: '1' }) }, 'extra: '],
      [{ remark: { get [Symbol.toStringTag]() { return throwing(); } } }, 'remark: '],
      [{ extra: { get [Symbol.toStringTag]() { return throwing(); } } }, 'extra: '],
    ]) {
      const request = Object.defineProperties(sale(), Object.getOwnPropertyDescriptors(fields));
      const error = await failureOf(() => till.pay(request));
      assert.ok(error instanceof InvalidRequestError, util.inspect(error));
      assert.ok(error.detail.startsWith(place), error.detail);
      assert.equal(error.reference, request.opSeq);
      assert.ok(!util.inspect(error).includes('a getter of the caller'));
    }
    for (const request of [trap(sale()), revoked(sale()), Object.defineProperty(sale(), 'opSeq', { get: throwing })]) {
      const error = await failureOf(() => till.pay(request));
      assert.ok(error instanceof InvalidRequestError, util.inspect(error));
      assert.match(error.detail, /^(the request|opSeq:) cannot be read$/);
    }
  });

  test('a member that a getter before it takes away', async () => {
    const request = { get payType() { delete request.remark; return 'Token'; } };
    Object.assign(request, sale({ remark: '123456' }));
    const error = await failureOf(() => till.pay(request));
    assert.ok(error instanceof InvalidRequestError, util.inspect(error));
    assert.deepEqual([error.detail, error.reference], ['remark: cannot be read', request.opSeq]);
  });

  test('a request that is something else', async () => {
    const odd = [new Map(Object.entries(sale())), new Date(), Promise.resolve(sale()), () => sale(), Symbol('s'), 5n,
      { ...sale(), toJSON: () => sale() }, Object.assign(Object.create({ toJSON() { return sale(); } }), sale())];
    for (const request of odd) {
      const error = await failureOf(() => till.pay(request));
      assert.ok(error instanceof InvalidRequestError, util.inspect(error));
      assert.match(error.detail, /^the request (must be an object|has a method toJSON)/);
    }
  });

  test('a name that may be a barcode or more than a line is not shown', async () => {
    const secrets = ['IC0123456789ABCDEF', 'ICABCDEFGHIJKLMNOP', 'wQsfKpaLxRdtVbhN', Symbol('IC0123456789ABCDEF'), HALF];
    for (const name of [...secrets, 'a\nINFO released order 42', 'x'.repeat(31)]) {
      for (const request of [sale({ [name]: '1' }), sale({ itemList: [item({ [name]: '1' })] }), sale({ extra: { [name]: HALF } })]) {
        const error = await failureOf(() => till.pay(request));
        assert.ok(error instanceof InvalidRequestError, util.inspect(error));
        assert.ok(!error.message.includes(String(name)) && !error.message.includes('\n'), error.message);
        assert.equal(error.reference, request.opSeq);
      }
    }
  });

  test('in every request of every provider', async () => {
    const settings = { baseUrl: sandbox.url };
    const clients = {
      icash: till,
      mypay: new mypay.Client({ ...settings, mode: 'store', uid: '1', key: 'K'.repeat(32) }),
      omni: new omni.Client({ ...settings, token: 'a.token', storeId: '1' }),
    };
    const before = JSON.stringify(await sandbox.ledger());
    for (const client of Object.values(clients)) {
      const names = Object.getOwnPropertyNames(Object.getPrototypeOf(Object.getPrototypeOf(client)));
      const operations = names.filter((name) => names.includes(`${name}Sync`));
      assert.ok(operations.length >= 4);
      for (const name of operations) {
        for (const odd of [Symbol('s'), HALF, () => {}, { toJSON: () => 'x' }, new Date()]) {
          const error = await failureOf(() => client[name]({ extra: { Remark: odd } }));
          assert.ok(error instanceof InvalidRequestError && error.detail.startsWith('extra'), `${name}: ${util.inspect(error)}`);
        }
      }
    }
    assert.equal(JSON.stringify(await sandbox.ledger()), before);
  });
});

describe('what is given is what is sent', () => {
  const paid = async (request) => (await till.pay(request)).txAmt;

  test('each member is read once', async () => {
    const reads = {};
    const fields = sale();
    const request = {};
    for (const name of Object.keys(fields)) {
      Object.defineProperty(request, name, {
        enumerable: true,
        get: () => {
          reads[name] = (reads[name] ?? 0) + 1;
          return reads[name] === 1 ? fields[name] : 'something else';
        },
      });
    }
    assert.equal(await paid(request), 36);
    assert.deepEqual(reads, Object.fromEntries(Object.keys(fields).map((name) => [name, 1])));
  });

  test('objects of a class, with getters and with defaults behind them', async () => {
    class Sale {
      #amount = 77;
      constructor() { const { txAmt, ...others } = sale(); Object.assign(this, others); }
      get txAmt() { return this.#amount; }
      get total() { return 1; }
      print() {}
    }
    assert.equal(await paid(new Sale()), 77);
    const { txAmt, ...defaults } = sale();
    assert.equal(await paid(Object.assign(Object.create(defaults), { txAmt: 78 })), 78);
    assert.equal(await paid(Object.defineProperty(sale(), 'txAmt', { value: 79, enumerable: false })), 79);
    assert.equal(await paid(Object.assign(Object.create(null), sale())), txAmt);
    assert.equal(await paid(new Proxy(sale(), {})), txAmt);
    assert.equal(await paid({ ...sale(), remark: undefined, taxId: null }), txAmt);
  });

  test('whatever others did to the built-in prototypes', async (context) => {
    const set = (prototype, name, value) => {
      Object.defineProperty(prototype, name, { value, configurable: true, enumerable: true, writable: true });
      context.after(() => delete prototype[name]);
    };
    set(Object.prototype, 'nonPointAmt', 'polluted');
    set(Object.prototype, 'toJSON', () => 'polluted');
    set(Array.prototype, 'toJSON', () => 'polluted');
    set(String.prototype, 'toJSON', () => 'polluted');
    set(BigInt.prototype, 'toJSON', () => 'polluted');
    assert.equal(await paid(sale({ itemList: [{ itemName: 'P1', quantity: '1' }], nonRedeemAmt: 1n })), 36);
  });
});

describe('a method that was taken from its object', () => {
  test('of a client: nothing is sent, and the reference survives', async () => {
    const before = await requests();
    const { pay, paySync, cancel, useCredential, close } = till;
    for (const call of [() => pay(sale()), async () => paySync(sale()), () => cancel({ opSeq: 'S-1' }), () => pay.call({}, sale()),
      () => new Proxy(till, {}).pay(sale()), () => pay.call(null, sale(), { signal: new AbortController().signal })]) {
      const error = await failureOf(call);
      assert.ok(error instanceof InvalidRequestError, util.inspect(error));
      assert.equal(error.outcome, 'not_sent');
      assert.match(error.detail, /^(pay|paySync|cancel): was called without its object/);
      assert.ok(error.reference);
    }
    for (const call of [() => useCredential({ encKeyId: '1', aesKey: 'K', aesIv: 'I' }), close,
      () => Object.getOwnPropertyDescriptor(icash.Client.prototype, 'encKeyId').get.call({}),
      () => mypay.Client.prototype.withKey.call(till.constructor, 'current'), () => mypay.Client.prototype.useKey.call({}, 'K')]) {
      assert.ok((await failureOf(call)) instanceof InvalidRequestError, String(call));
    }
    const { fromConfig, fromToml } = icash.Client;
    for (const call of [() => fromConfig(sandbox.config), () => fromToml(readFileSync(sandbox.config, 'utf8'), sandbox.state)]) {
      assert.ok((await failureOf(call)) instanceof InvalidRequestError, String(call));
    }
    assert.equal(await requests(), before);
  });

  test('of anything else', async () => {
    const key = PrivateKey.generateSync();
    const envelope = mypay.Envelope.fromConfig(sandbox.config);
    const { seal, open } = icash.Envelope.fromConfig(sandbox.config);
    const { encrypt, decrypt } = envelope;
    const { run, runSync } = new icash.KeyExchange({ baseUrl: sandbox.url });
    const { toPem } = key;
    const { toPem: publicPem, toBase64 } = key.publicKey;
    const getters = [[PrivateKey, 'publicKey'], [PublicKey, 'bits'], [PublicKey, 'fingerprint'], [icash.Credentials, 'encKeyId'],
      [icash.Credentials, 'merchantPublicKey'], [icash.Credentials, 'icashPublicKey']];
    const calls = [() => seal('x'), () => open('x'), () => encrypt('x'), () => decrypt('x'), () => run(), () => runSync(), toPem, publicPem,
      toBase64, () => icash.Credentials.prototype.save.call({}, 'x', sandbox.url),
      ...getters.map(([Class, name]) => () => Object.getOwnPropertyDescriptor(Class.prototype, name).get.call({}))];
    for (const call of calls) {
      const error = await failureOf(call);
      assert.ok(error instanceof InvalidRequestError, `${call}: ${util.inspect(error)}`);
      assert.match(error.detail, /was called without its object/);
    }
  });
});

describe('settings', () => {
  /** Every setting of every provider that may be given by name. */
  const SETTINGS = {
    icash: ['environment', 'baseUrl', 'timeoutSeconds', 'connectTimeoutSeconds', 'caFile', 'roots', 'proxy', 'userAgent', 'corpId', ...['merchantPrivateKey',
      'icashPublicKey', 'encKeyId', 'aesKey', 'aesIv', 'proxyCredentials'].flatMap((name) => [name, `${name}File`, `${name}Env`])],
    mypay: ['environment', 'baseUrl', 'mode', ...['uid', 'key', 'previousKey'].flatMap((name) => [name, `${name}File`, `${name}Env`])],
    omni: ['baseUrl', 'tokenUrl', 'clientId', 'storeId', 'platformId', 'merchantId', 'ipassMerchantid', 'isTest', 'ipassRefusalCodes',
      ...['token', 'clientSecret', 'ipassKey'].flatMap((name) => [name, `${name}File`, `${name}Env`])],
  };
  const CANARY = 'CaNaRy0123456789CaNaRy0123456789';
  const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  /** Everything there is to see of an error. */
  const shown = (error) => [util.inspect(error, { showHidden: true, depth: 9 }), error.stack, String(error.cause), JSON.stringify(error),
    ...Reflect.ownKeys(error).map((name) => String(error[name]))].join('\n');

  for (const [provider, names] of Object.entries(SETTINGS)) {
    test(`${provider}: each that cannot be is named, and none is shown`, async () => {
      const Classes = [twposClass(provider, 'Client'), twposClass(provider, 'Envelope')].filter(Boolean);
      for (const name of names) {
        const odd = { ...ODD, [HALF]: `${CANARY}${HALF}`, getter: undefined };
        delete odd.bigint;
        for (const [kind, value] of Object.entries(odd)) {
          if (typeof value === 'number' || (kind === 'a list' && name === 'ipassRefusalCodes')) continue;
          const settings = { key: CANARY, aesKey: CANARY, clientSecret: CANARY, merchantPrivateKey: CANARY };
          for (const known of Object.keys(settings)) if (!names.includes(known)) delete settings[known];
          Object.defineProperty(settings, name, kind === 'getter'
            ? { get() { throw new Error(CANARY); }, enumerable: true } : { value, enumerable: true });
          for (const Class of Classes) {
            const error = await failureOf(() => new Class(settings));
            assert.ok(error instanceof ConfigError, `${name}, ${kind}: ${util.inspect(error)}`);
            assert.ok(!shown(error).includes(CANARY.slice(0, 16)), shown(error));
            if (kind === HALF || kind === 'getter') assert.ok(error.detail.includes(snake(name)), `${name}: ${error.detail}`);
          }
        }
      }
    });
  }
  const twposClass = (provider, name) => ({ icash, mypay, omni })[provider][name];

  test('a list with something odd in it', async () => {
    for (const ipassRefusalCodes of [[HALF], [Symbol('s')], [undefined], [, '1'], list, new Array(2 ** 32 - 1), [5n], revoked([])]) {
      const error = await failureOf(() => new omni.Client({ baseUrl: 'https://omni.example', token: CANARY, storeId: '1', ipassRefusalCodes }));
      assert.ok(error instanceof ConfigError, util.inspect(error));
      assert.match(error.detail, /ipass_refusal_codes/);
    }
  });

  test('a key in the wrong place is not shown', async () => {
    const lines = readFileSync(sandbox.config, 'utf8');
    const secret = /aes_key = "(.*)"/.exec(lines)[1];
    const vector = /aes_iv = "(.*)"/.exec(lines)[1];
    for (const work of [
      () => new icash.Client({ [`${secret}\n`]: 'x' }),
      () => new icash.Client({ [Symbol(secret)]: 'x' }),
      () => new icash.Client({ [`_${secret}`]: 'x' }),
      () => new icash.Client(lines),
      () => new icash.Client([secret]),
      () => new icash.KeyExchange({ baseUrl: sandbox.url, [secret]: 'x' }),
      () => new icash.KeyExchange({ baseUrl: sandbox.url, [vector]: 'x' }),
      () => new icash.KeyExchange(secret),
      () => icash.Client.fromConfig(lines),
      () => icash.Client.fromConfig({ secret }),
      () => icash.Envelope.fromConfig(lines),
      () => mypay.Envelope.fromConfig(lines),
      () => icash.Client.fromToml(`${lines}${HALF}`),
      () => icash.Client.fromToml(lines, HALF),
      () => icash.Client.fromToml(lines, { secret }),
      () => till.useCredential({ encKeyId: '1', aesKey: `${secret}${HALF}`, aesIv: vector }),
      () => till.useCredential({ encKeyId: '1', get aesKey() { throw new Error(secret); }, aesIv: vector }),
      () => till.useCredential(secret),
      () => PrivateKey.fromText(`${secret}${HALF}`),
    ]) {
      const error = await failureOf(work);
      assert.ok(error instanceof ConfigError, `${work}: ${util.inspect(error)}`);
      assert.equal(error.outcome, 'not_sent');
      for (const one of [secret, vector]) assert.ok(!shown(error).includes(one), shown(error));
    }
  });

  test('of a class, and with defaults behind them', async () => {
    class Settings {
      constructor() { const { baseUrl, ...others } = keysOf(sandbox); Object.assign(this, others); }
      get baseUrl() { return sandbox.url; }
    }
    assert.equal((await new icash.Client(new Settings()).pay(sale())).txAmt, 36);
    assert.equal((await new icash.Client(Object.assign(Object.create(keysOf(sandbox)), { timeoutSeconds: 12 })).pay(sale())).txAmt, 36);
  });

  test('in a process whose folder is gone', async (context) => {
    context.mock.method(process, 'cwd', () => { throw new Error('ENOENT: uv_cwd'); });
    assert.ok((await failureOf(() => new icash.Client({}))) instanceof ConfigError);
    assert.ok(new icash.Client({ ...keysOf(sandbox) }) instanceof icash.Client);
  });
});

test('text with half of a character is refused wherever text is taken', async () => {
  const envelope = icash.Envelope.fromConfig(sandbox.config);
  const other = mypay.Envelope.fromConfig(sandbox.config);
  for (const [name, work] of [['plaintext', () => envelope.seal(HALF)], ['body', () => envelope.open(HALF)], ['signature', () => envelope.open('', HALF)],
    ['plaintext', () => other.encrypt(HALF)], ['text', () => other.decrypt(HALF)], ['body', () => mypay.parseNotification(HALF)]]) {
    const error = await failureOf(work);
    assert.ok(error instanceof InvalidRequestError, String(error));
    assert.match(error.detail, new RegExp(`^${name}: holds half of a character`));
  }
});

test('options that cannot be read are refused, and nothing is sent', async () => {
  const { signal } = new AbortController();
  const before = await requests();
  for (const options of [{ get signal() { return throwing(); } }, revoked({}), new Map([['signal', signal]]), [signal], new Date(), Symbol('s'),
    { signal: revoked(signal) }, { signal: { ...signal, get aborted() { return throwing(); } } }, { [Symbol('signal')]: signal },
    { 'IC0123456789ABCDEF': 1 }, { signal: Symbol('s') }]) {
    const request = sale();
    const error = await failureOf(() => till.pay(request, options));
    assert.ok(error instanceof InvalidRequestError, util.inspect(error));
    assert.equal(error.reference, request.opSeq);
    assert.ok(!error.message.includes('IC0123456789ABCDEF'));
  }
  assert.equal(await requests(), before);
  const reasonless = new Proxy(AbortSignal.abort(), { get: (target, name) => (name === 'reason' ? throwing() : Reflect.get(target, name, target)) });
  assert.ok((await failureOf(() => till.pay(sale(), { signal: reasonless }))) instanceof NotSentError);
});

test('values of another realm are as good as ours', async () => {
  const realm = vm.createContext({ request: JSON.stringify(sale()) });
  const theirs = (code) => vm.runInContext(code, realm);
  assert.equal((await till.pay(theirs('JSON.parse(request)'))).txAmt, 36);
  assert.equal((await till.pay(sale({ itemList: theirs('[{ itemName: "P1", quantity: "1" }]') }))).txAmt, 36);
  for (const code of ['new Date()', 'new Map()', 'Symbol()', 'new String("x")', '(() => 1)', 'Object.create({ toJSON() {} })']) {
    const error = await failureOf(() => till.pay(sale({ extra: theirs(code) })));
    assert.ok(error instanceof InvalidRequestError && error.detail.startsWith('extra: '), `${code}: ${error}`);
  }
  const bytes = theirs('Uint8Array.from("uid=1&key=k&prc=250&order_id=ORDER-1&cost=900", (letter) => letter.charCodeAt(0))');
  assert.equal(mypay.parseNotification(bytes).orderId, 'ORDER-1');
  const envelope = mypay.Envelope.fromConfig(sandbox.config);
  assert.equal(envelope.decrypt(envelope.encrypt('見晴', theirs('new Uint8Array(16)'))), '見晴');
  assert.ok(new omni.Client(theirs('({ baseUrl: "https://omni.example", token: "t.t", storeId: "1", ipassRefusalCodes: ["1001"] })')));
});

test('an error of anything can be told, whatever it is', () => {
  const odd = [Object.create(null), revoked({}), Symbol('s'), () => {}, { get kind() { return throwing(); } }, { kind: Symbol('s'), outcome: {} },
    { detail: { toString: throwing } }, { toString: throwing }, 5n, new Date(NaN)];
  for (const thrown of odd) {
    const error = TwposError.from(thrown);
    assert.ok(error instanceof OutcomeUnknownError);
    assert.deepEqual([error.kind, typeof error.detail], ['internal', 'string']);
  }
});
