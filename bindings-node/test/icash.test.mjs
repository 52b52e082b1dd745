// icash Pay through the installed package, against the sandbox.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import {
  ConfigError, InvalidRequestError, NotSentError, OutcomeUnknownError, PrivateKey, PublicKey, RefusedError, TwposError,
  icash, mypay, omni, setLogger,
} from 'twpos';
import { after, before, describe, test } from './runner.mjs';
import {
  failureOf, keysOf, nextOpSeq, packageFolder, platform, sale, scratchFolder, startProxy, startSandbox, vectors,
} from './support.mjs';

let sandbox;
let till;
before(async () => {
  sandbox = await startSandbox();
  till = icash.Client.fromConfig(sandbox.config);
});
after(() => sandbox.stop());

const require = createRequire(import.meta.url);
const addon = require(platform);
const store = { storeId: '217477', storeName: '見晴', posNo: '01' };

describe('every operation', () => {
  test('pay, refund, cancel, by promise', async () => {
    const request = sale({ itemList: [{ itemName: 'P1', quantity: '2', remark: '' }] });
    const paid = await till.pay(request);
    assert.equal(paid.txAmt, 36);
    assert.equal(paid.opSeq, request.opSeq);
    assert.equal(paid.serviceResult, 'Y');
    assert.ok(Array.isArray(paid.bonusList) && typeof paid.extra === 'object');
    const refunded = await till.refund({
      opSeq: request.opSeq, bankSeq: paid.bankSeq, txAmt: 36, opRefundSeq: nextOpSeq(), ...store,
    });
    assert.equal(refunded.walletTxAmt, 36);
    const other = sale();
    await till.pay(other);
    const cancelled = await till.cancel({ opSeq: other.opSeq });
    assert.equal(cancelled.opSeq, other.opSeq);
  });

  test('topUp, refundTopUp, cancelTopUp, each at once', () => {
    const { buyerId } = sale();
    const opSeq = nextOpSeq();
    const topUp = till.topUpSync({ buyerId, topUpAmt: 500, opSeq, ...store });
    assert.equal(topUp.topUpAmt, 500);
    const back = { buyerId, opSeq, bankSeq: topUp.bankSeq, topUpAmt: 500, opRefundSeq: nextOpSeq(), ...store };
    assert.equal(till.refundTopUpSync(back).serviceResult, 'Y');
    const other = nextOpSeq();
    till.topUpSync({ buyerId, topUpAmt: 500, opSeq: other, ...store });
    assert.equal(till.cancelTopUpSync({ buyerId, opSeq: other }).opSeq, other);
  });

  test('what the provider believes is what the till was told', async () => {
    const request = sale({ txAmt: 77, buyerId: `IC${String(Date.now()).padStart(16, '0')}` });
    till.paySync(request);
    const ledger = JSON.stringify(await sandbox.ledger());
    assert.ok(ledger.includes(request.opSeq));
  });
});

describe('how calls fail', () => {
  const faults = [
    ['ICTWPOSDECLINE0000', RefusedError, 'declined', 'refused'],
    ['ICTWPOSRESETAFTER0', OutcomeUnknownError, 'transport', 'unknown'],
    ['ICTWPOSSIGBAD00000', OutcomeUnknownError, 'signature', 'unknown'],
    ['ICTWPOSHTTP4030000', OutcomeUnknownError, 'http', 'unknown'],
    ['ICTWPOSENCDATABAD0', OutcomeUnknownError, 'decrypt', 'unknown'],
    ['ICTWPOSAMOUNTWRONG', OutcomeUnknownError, 'mismatch', 'unknown'],
    ['ICTWPOSCODE7777000', OutcomeUnknownError, 'malformed', 'unknown'],
  ];
  for (const [buyerId, Class, kind, outcome] of faults) {
    test(`${kind}: ${Class.name}, alike by promise and at once`, async () => {
      for (const pay of [(request) => till.pay(request), async (request) => till.paySync(request)]) {
        const request = sale({ buyerId });
        const error = await failureOf(() => pay(request));
        assert.ok(error instanceof Class && error instanceof TwposError && error instanceof Error);
        assert.deepEqual([error.kind, error.outcome, error.reference], [kind, outcome, request.opSeq]);
        assert.ok(!util.inspect(error).includes(buyerId), 'the barcode is in no text');
        await till.cancel({ opSeq: request.opSeq });
      }
    });
  }

  test('a number that was used proves nothing of the first attempt', async () => {
    const request = sale();
    await till.pay(request);
    const error = await failureOf(() => till.pay(request));
    assert.ok(error instanceof OutcomeUnknownError);
    assert.deepEqual([error.kind, error.outcome, error.reference], ['duplicate', 'unknown', request.opSeq]);
  });

  test('a refusal carries the code and the words of the provider', async () => {
    const error = await failureOf(() => till.pay(sale({ buyerId: 'ICTWPOSDECLINE0000' })));
    assert.match(error.providerCode, /^ICASH_/);
    assert.ok(error.providerText.length > 0);
    assert.equal(error.httpStatus, 200);
  });

  test('a host that is not there was not sent to', async () => {
    const nobody = new icash.Client({ ...keysOf(sandbox), baseUrl: 'http://127.0.0.1:1' });
    const request = sale();
    const error = await failureOf(() => nobody.pay(request));
    assert.ok(error instanceof NotSentError);
    assert.deepEqual([error.kind, error.outcome, error.reference], ['connect', 'not_sent', request.opSeq]);
  });

  const wrong = [
    [{ txAmt: 0 }, /TxAmt/],
    [{ txAmt: 36.5 }, /TxAmt.*whole amount/],
    [{ txAmt: NaN }, /TxAmt.*whole amount/],
    [{ nonRedeemAmt: NaN }, /NonRedeemAmt.*whole amount/],
    [{ nonRedeemAmt: Infinity }, /NonRedeemAmt.*whole amount/],
    [{ txAmt: 2 ** 60 }, /TxAmt/],
    [{ buyerId: 12345678 }, /BuyerID.*string/],
    [{ txamt: 36 }, /^txamt: is not a field of this request$/],
    [{ TxAmt: 3600 }, /^TxAmt: is not a field of this request$/],
    [{ itemList: [{ itemName: 'P1', Quantity: '2' }] }, /^itemList\[0\]\.Quantity: is not a field/],
    [{ itemList: 'P1' }, /ItemList/],
    [{ extra: { TxAmt: '1' } }, /TxAmt/],
    [JSON.parse('{"__proto__": {"txAmt": 1}}'), /^__proto__: is not a field/],
    [{ toString: 'x' }, /^toString: is not a field/],
  ];
  for (const [field, detail] of wrong) {
    test(`a wrong field is named: ${detail}`, async () => {
      const request = sale();
      const merged = Object.defineProperties({ ...request }, Object.getOwnPropertyDescriptors(field));
      for (const pay of [() => till.pay(merged), async () => till.paySync(merged)]) {
        const error = await failureOf(pay);
        assert.ok(error instanceof InvalidRequestError, String(error));
        assert.match(error.detail, detail);
        assert.deepEqual([error.outcome, error.reference], ['not_sent', request.opSeq]);
      }
    });
  }

  for (const request of [undefined, null, 'text', 5, [sale()]]) {
    test(`a request that is no object: ${util.inspect(request, { depth: 0 })}`, async () => {
      assert.ok((await failureOf(() => till.pay(request))) instanceof InvalidRequestError);
    });
  }
});

describe('a reply that cannot be read here', () => {
  for (const [how, pay] of [
    ['by promise', (request) => till.pay(request)],
    ['at once', async (request) => till.paySync(request)],
  ]) {
    test(`leaves the outcome unknown, ${how}`, async (context) => {
      const request = sale();
      const { parse } = JSON;
      context.mock.method(JSON, 'parse', (text, ...rest) => {
        if (text.includes('BankSeq')) throw new RangeError('no memory');
        return parse(text, ...rest);
      });
      const error = await failureOf(() => pay(request));
      assert.ok(error instanceof OutcomeUnknownError, String(error));
      assert.deepEqual([error.kind, error.outcome, error.reference], ['internal', 'unknown', request.opSeq]);
      context.mock.restoreAll();
      assert.ok(JSON.stringify(await sandbox.ledger()).includes(request.opSeq), 'it was charged');
    });
  }
});

describe('settings', () => {
  test('as the text of a file, with its files relative to a folder', async () => {
    const text = readFileSync(sandbox.config, 'utf8');
    const read = icash.Client.fromToml(text, sandbox.state);
    assert.ok(read instanceof icash.Client);
    assert.equal((await read.pay(sale())).txAmt, 36);
    assert.ok((await failureOf(() => icash.Client.fromToml(text, '/nowhere'))) instanceof ConfigError);
    for (const Client of [mypay.Client, omni.Client]) assert.ok(Client.fromToml(text, sandbox.state) instanceof Client);
    assert.match((await failureOf(() => icash.Client.fromToml('[mypay]'))).detail, /\[icash\]/);
  });

  test('in names, with files relative to the process', async () => {
    const named = new icash.Client({ ...keysOf(sandbox), timeoutSeconds: 12.5, userAgent: 'till "7"\\\n'.trim() });
    assert.equal((await named.pay(sale())).txAmt, 36);
    assert.match(named.encKeyId, /^\d+$/);
  });

  const wrong = [
    [{ baseUr1: 'x' }, /\[icash\] base_ur1 is not a known setting/],
    [{ base_url: 'x' }, /\[icash\] base_url is not a known setting/],
    [{ timeoutSeconds: 5 }, /timeout_seconds must be at least 10/],
    [{ timeoutSeconds: NaN }, /timeout_seconds must be a number of seconds/],
    [{ timeoutSeconds: 1.8e19 }, /timeout_seconds must be a number of seconds, more than 0 and at most 3600$/],
    [{ timeoutSeconds: 1e300 }, /timeout_seconds must be a number of seconds/],
    [{ connectTimeoutSeconds: -Infinity }, /connect_timeout_seconds must be a number of seconds/],
    [{ timeoutSeconds: '30' }, /timeout_seconds must be a number of seconds/],
    [{ aesKey: 'short', aesKeyFile: undefined }, /AES key must be exactly 32/],
    [{ corpId: {} }, /corp_id must be text in quotes/],
    [{ environment: 'stage' }, /either base_url or environment/],
  ];
  for (const [setting, detail] of wrong) {
    test(`a wrong one is named: ${detail}`, async () => {
      const error = await failureOf(() => new icash.Client({ ...keysOf(sandbox), ...setting }));
      assert.ok(error instanceof ConfigError, String(error));
      assert.equal(error.outcome, 'not_sent');
      assert.match(error.detail, detail);
    });
  }

  test('a file that is not there', async () => {
    const error = await failureOf(() => icash.Client.fromConfig('/nowhere/till.toml'));
    assert.ok(error instanceof ConfigError);
    assert.match(error.detail, /\/nowhere\/till\.toml/);
  });

  test('settings that are missing altogether', async () => {
    for (const settings of [undefined, null, {}]) {
      assert.ok((await failureOf(() => new icash.Client(settings))) instanceof ConfigError);
    }
  });
});

describe('keys', () => {
  test('a new credential is used by the next call', async () => {
    const client = icash.Client.fromConfig(sandbox.config);
    const id = client.encKeyId;
    client.useCredential({ encKeyId: '999', aesKey: 'K'.repeat(32), aesIv: 'I'.repeat(16) });
    assert.equal(client.encKeyId, '999');
    assert.ok((await failureOf(() => client.pay(sale()))) instanceof TwposError, 'the sandbox does not know it');
    client.useCredential({ encKeyId: id, ...aesOf(sandbox) });
    assert.equal((await client.pay(sale())).txAmt, 36);
    const error = await failureOf(() => client.useCredential({ encKeyId: '1', aesKey: 'short', aesIv: 'short' }));
    assert.ok(error instanceof ConfigError);
  });

  test('a key exchange makes a till that can pay', async () => {
    const exchange = new icash.KeyExchange({ baseUrl: sandbox.url, timeoutSeconds: 30 });
    for (const credentials of [await exchange.run(), exchange.runSync()]) {
      assert.match(credentials.encKeyId, /^\d+$/);
      assert.equal(credentials.icashPublicKey.bits, 2048);
      assert.notEqual(credentials.merchantPublicKey.fingerprint, credentials.icashPublicKey.fingerprint);
      assert.ok(!/PRIVATE|[A-Za-z0-9]{32}/.test(util.inspect(credentials, { depth: 9, showHidden: true })));
      const config = credentials.save(path.join(scratchFolder(), 'keys'), sandbox.url);
      assert.equal(path.basename(config), 'till.toml');
      assert.equal((await icash.Client.fromConfig(config).pay(sale())).txAmt, 36);
    }
  });

  test('a key exchange that cannot be', async () => {
    const { KeyExchange } = icash;
    const nobody = new KeyExchange({ baseUrl: 'http://127.0.0.1:1', connectTimeoutSeconds: 2 });
    assert.ok((await failureOf(() => nobody.run())) instanceof NotSentError);
    for (const settings of [{ baseUrl: 'http://example.com' }, { baseUrl: sandbox.url, caFile: '/nowhere' },
      { baseUrl: sandbox.url, timeoutSeconds: -1 }]) {
      assert.ok((await failureOf(() => new KeyExchange(settings))) instanceof ConfigError);
    }
  });
});

describe('a key exchange', () => {
  test('goes through a proxy where a setting says so', async (context) => {
    const secure = await startSandbox('--tls');
    context.after(() => secure.stop());
    const credentials = 'store-7:sécret:word';
    const proxy = await startProxy(credentials);
    context.after(() => proxy.stop());
    if (!proxy.url) return context.skip('python3 is missing');
    const settings = { baseUrl: secure.url, caFile: path.join(secure.state, 'ca.pem'), roots: 'built-in', proxy: proxy.url };
    const error = await failureOf(() => new icash.KeyExchange({ ...settings, proxyCredentials: 'till:CANARY' }).run());
    assert.ok(error instanceof NotSentError, String(error));
    assert.match(error.detail, /check proxy_credentials/);
    assert.ok(!util.inspect(error, { showHidden: true }).includes('CANARY'));
    const file = path.join(scratchFolder(), 'proxy.txt');
    writeFileSync(file, `${credentials}\n`);
    const keys = await new icash.KeyExchange({ ...settings, proxyCredentialsFile: file }).run();
    assert.match(keys.encKeyId, /^\d+$/);
  });

  test('has a type for every setting that connects a client', () => {
    const page = readFileSync(path.join(process.env.TWPOS_CONFORMANCE, '../docs/configuration.md'), 'utf8');
    const [table] = page.split('\n## For every provider\n')[1].split('\n## ');
    const types = readFileSync(path.join(packageFolder, 'index.d.ts'), 'utf8');
    const [members] = types.split('interface ConnectionSettings {')[1].split('}');
    const names = [...table.matchAll(/^\| `(\w+)`( \(secret\))?/gm)].flatMap(([, name, secret]) =>
      (secret ? [name, `${name}_file`, `${name}_env`] : [name]));
    assert.ok(names.includes('proxy') && names.includes('proxy_credentials_env'));
    for (const name of names) {
      const member = name.replace(/_(\w)/g, (_match, letter) => letter.toUpperCase());
      assert.match(members, new RegExp(`^ *${member}\\?: `, 'm'));
    }
  });

  const exchange = { baseUrl: 'https://icash.example' };
  for (const [settings, detail] of [
    [{ roots: 'CANARY' }, '[icash] roots must be'],
    [{ proxyCredentials: 'till:CANARY' }, '[icash] proxy_credentials needs a proxy'],
    [{ proxy: 'environment', proxyCredentials: 'till:CANARY' }, '[icash] proxy_credentials needs a proxy'],
    [{ proxy: 'http://till:CANARY@host:1' }, 'proxy must not contain a user or password'],
    [{ proxy: 'socks5://CANARY:1080' }, 'proxy must be http://HOST:PORT'],
    [{ proxy: 5 }, '[icash] proxy must be text'],
    [{ aesKey: 'CANARY' }, "[icash] aes_key is not a known setting here, but a client's"],
    [{ CANARY: 1 }, '[icash] what stands where a name should be is not a known setting'],
  ]) {
    test(`names a setting that is wrong: ${detail}`, async () => {
      const error = await failureOf(() => new icash.KeyExchange({ ...exchange, ...settings }));
      assert.ok(error instanceof ConfigError, String(error));
      assert.ok(error.detail.startsWith(detail), error.detail);
      assert.ok(!util.inspect(error, { showHidden: true }).includes('CANARY'));
    });
  }
});

describe('an argument of the wrong type', () => {
  const CANARY = 'CANARY'.repeat(6);
  const odd = Buffer.from(CANARY);
  const credential = { encKeyId: '1', aesKey: 'K'.repeat(32), aesIv: 'I'.repeat(16) };
  const exchange = { baseUrl: 'https://icash.example' };
  const shop = () => new mypay.Client({ baseUrl: 'https://mypay.example', mode: 'store', uid: '1', key: 'K'.repeat(32) });
  const envelope = () => icash.Envelope.fromConfig(sandbox.config);
  const mypayEnvelope = () => mypay.Envelope.fromConfig(sandbox.config);
  const notification = () => mypay.parseNotification('uid=1&key=k&prc=250&order_id=ORDER-1&cost=900');
  const order = { uid: '1', key: 'k', orderId: 'ORDER-1', cost: 900 };
  const cases = [
    ['text', ConfigError, () => PrivateKey.fromText(odd)],
    ['text', ConfigError, () => PrivateKey.fromText({ pem: CANARY })],
    ['text', ConfigError, () => PublicKey.fromText(odd)],
    ['aesKey', ConfigError, () => till.useCredential({ ...credential, aesKey: odd })],
    ['aesIv', ConfigError, () => till.useCredential({ ...credential, aesIv: odd })],
    ['encKeyId', ConfigError, () => till.useCredential({ ...credential, encKeyId: 288768 })],
    ['encKeyId', ConfigError, () => till.useCredential()],
    ['key', ConfigError, () => shop().useKey(odd)],
    ['choice', InvalidRequestError, () => shop().withKey([CANARY])],
    ['base_url', ConfigError, () => new icash.KeyExchange()],
    ['base_url', ConfigError, () => new icash.KeyExchange({})],
    ['timeout_seconds', ConfigError, () => new icash.KeyExchange({ ...exchange, timeoutSeconds: '30' })],
    ['ca_file', ConfigError, () => new icash.KeyExchange({ ...exchange, caFile: odd })],
    ['user_agent', ConfigError, () => new icash.KeyExchange({ ...exchange, userAgent: [CANARY] })],
    ['base_url', ConfigError, () => new icash.KeyExchange({ ...exchange, base_url: CANARY })],
    ['text', ConfigError, () => icash.Client.fromToml(odd)],
    ['aes_key', ConfigError, () => new icash.Client({ ...keysOf(sandbox), aesKey: odd, aesKeyFile: undefined })],
    ['plaintext', InvalidRequestError, () => envelope().seal({ CANARY })],
    ['body', InvalidRequestError, () => envelope().open([CANARY], '')],
    ['signature', InvalidRequestError, () => envelope().open('', odd)],
    ['plaintext', InvalidRequestError, () => mypayEnvelope().encrypt({ CANARY })],
    ['iv', InvalidRequestError, () => mypayEnvelope().encrypt('', CANARY)],
    ['text', InvalidRequestError, () => mypayEnvelope().decrypt(odd)],
    ['body', InvalidRequestError, () => mypay.parseNotification({ CANARY })],
    ['key', InvalidRequestError, () => mypay.verify(notification(), { ...order, key: odd })],
    ['cost', InvalidRequestError, () => mypay.verify(notification(), { ...order, cost: CANARY })],
    ['notification', InvalidRequestError, () => mypay.verify({ ...notification(), voucherPaid: CANARY }, order)],
    ['level', ConfigError, () => setLogger(() => {}, [CANARY])],
  ];
  for (const [name, Class, work] of cases) {
    test(`is named, and not shown: ${name}, ${String(work).slice(6)}`, async () => {
      const error = await failureOf(work);
      assert.ok(error instanceof Class, util.inspect(error));
      assert.equal(error.outcome, 'not_sent');
      assert.ok(error.detail.includes(name), error.detail);
      const shown = util.inspect(error, { showHidden: true, depth: 9 }) + JSON.stringify(error);
      for (const secret of [CANARY, odd.toString('hex'), '67, 65, 78', '67,65,78']) assert.ok(!shown.includes(secret), shown);
    });
  }

  test('is not shown either where only the addon finds it', async () => {
    const { guarded } = require(path.join(packageFolder, 'lib/errors.js'));
    const error = await failureOf(() => guarded(() => addon.PrivateKey.fromText(odd), 'R-1'));
    assert.ok(error instanceof OutcomeUnknownError);
    assert.deepEqual([error.kind, error.reference, error.cause], ['internal', 'R-1', undefined]);
    assert.doesNotMatch(util.inspect(error, { showHidden: true }), /67, ?65|CANARY/);
  });
});

test('console.log of an opened envelope leaves the message out', async () => {
  const { open, keys } = vectors('icash');
  const vector = open.find(({ expect }) => expect.plaintext);
  const envelope = new icash.Envelope({
    baseUrl: 'https://icash.example', merchantPrivateKey: keys.merchant_private_key, icashPublicKey: keys.icash_public_key,
    encKeyId: keys.enc_key_id, aesKey: keys.aes_key, aesIv: keys.aes_iv,
  });
  const opened = envelope.open(vector.body, vector.signature);
  assert.deepEqual(opened.message, JSON.parse(vector.expect.plaintext));
  assert.match(util.inspect(opened), /message: '\[redacted\]'/);
});

function aesOf({ config }) {
  const text = readFileSync(config, 'utf8');
  const value = (name) => new RegExp(`^${name} = "(.*)"$`, 'm').exec(text)[1];
  return { aesKey: value('aes_key'), aesIv: value('aes_iv') };
}
