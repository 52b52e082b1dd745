// A client that is closed: what is on its way arrives, and nothing else is sent.

import assert from 'node:assert/strict';
import util from 'node:util';
import { ConfigError, icash, mypay, omni } from 'twpos';
import { after, before, test } from './runner.mjs';
import { failureOf, sale, startSandbox, startServer } from './support.mjs';

const DELAY = 400;
let sandbox;
before(async () => {
  sandbox = await startSandbox('--processing-delay', String(DELAY));
});
after(() => sandbox.stop());

const isClosed = (error) => {
  assert.ok(error instanceof ConfigError, util.inspect(error));
  assert.deepEqual([error.outcome, error.detail], ['not_sent', 'the client is closed']);
  return error;
};

test('calls in flight finish, and those begun afterwards are not sent', async () => {
  const till = icash.Client.fromConfig(sandbox.config);
  const early = Array.from({ length: 8 }, () => sale());
  const paying = early.map((request) => till.pay(request));
  till.close();
  till.close();
  const late = Array.from({ length: 80 }, () => sale());
  for (const request of late) {
    const pay = late.indexOf(request) % 2 ? () => till.pay(request) : async () => till.paySync(request);
    assert.equal(isClosed(await failureOf(pay)).reference, request.opSeq);
  }
  assert.deepEqual((await Promise.all(paying)).map((paid) => paid.opSeq), early.map((request) => request.opSeq));
  for (const work of [() => till.encKeyId, () => till.useCredential({ encKeyId: '1', aesKey: 'K'.repeat(32), aesIv: 'I'.repeat(16) })]) {
    isClosed(await failureOf(work));
  }
  const ledger = JSON.stringify(await sandbox.ledger());
  assert.ok(early.every((request) => ledger.includes(request.opSeq)));
  assert.ok(!late.some((request) => ledger.includes(request.opSeq)));
  assert.equal((await icash.Client.fromConfig(sandbox.config).pay(sale())).txAmt, 36, 'others are open');
});

test('every operation of every provider is closed, and every key', async () => {
  let requests = 0;
  const server = await startServer(() => ((requests += 1), { body: '{}' }));
  const shop = new mypay.Client({ baseUrl: server.url, mode: 'store', uid: '1', key: 'K'.repeat(32), previousKey: 'P'.repeat(32) });
  const previous = shop.withKey('previous');
  const gateway = new omni.Client({ baseUrl: server.url, token: 't.t', storeId: '1' });
  previous.close();
  gateway.close();
  for (const client of [shop, previous, gateway]) {
    const names = Object.getOwnPropertyNames(Object.getPrototypeOf(Object.getPrototypeOf(client)));
    for (const name of names.filter((one) => names.includes(`${one}Sync`))) {
      isClosed(await failureOf(() => client[name]({})));
      isClosed(await failureOf(() => client[`${name}Sync`]({})));
    }
  }
  isClosed(await failureOf(() => shop.withKey('current')));
  isClosed(await failureOf(() => shop.useKey('N'.repeat(32))));
  await server.stop();
  assert.equal(requests, 0);
});

test('`using` closes', { skip: Symbol.dispose ? false : 'this Node.js has no Symbol.dispose' }, async () => {
  const till = icash.Client.fromConfig(sandbox.config);
  till[Symbol.dispose]();
  isClosed(await failureOf(() => till.pay(sale())));
});
