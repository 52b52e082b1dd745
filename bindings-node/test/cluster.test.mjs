// Node.js never forks after its start: a worker of `cluster` is a process of its own from its first line on.

import assert from 'node:assert/strict';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { icash } from 'twpos';
import { fileURLToPath } from 'node:url';
import { sale, startSandbox } from './support.mjs';

const WORKERS = 4;
const CHARGES = 25;

let sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

test("four workers of cluster pay at once, after their primary's client has paid", async () => {
  const till = icash.Client.fromConfig(sandbox.config);
  const buyerId = 'ICCLUSTER000000001';
  await till.pay(sale({ buyerId }));
  const exec = fileURLToPath(new URL('cluster-worker.mjs', import.meta.url));
  cluster.setupPrimary({ exec, args: [sandbox.config, buyerId, String(CHARGES)] });
  const workers = Array.from({ length: WORKERS }, () => cluster.fork());
  const ended = await Promise.all(workers.map((one) => once(one, 'exit')));
  assert.deepEqual(ended.map(([status]) => status), Array(WORKERS).fill(0));
  const paid = (await sandbox.ledger()).icash.transactions.filter((one) => one.buyer_id === buyerId);
  assert.equal(paid.length, 1 + WORKERS * CHARGES);
  assert.ok(paid.every((one) => one.status === 'done'));
});
