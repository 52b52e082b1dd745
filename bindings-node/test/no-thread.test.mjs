// A machine that gives no more threads (a container's pids limit, ulimit -u): nothing is sent, and the error says so.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from './runner.mjs';
import { startSandbox } from './support.mjs';
import { fileURLToPath } from 'node:url';

let sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

test('without a thread for it, a call is not sent', async () => {
  const program = fileURLToPath(new URL('no-thread-till.mjs', import.meta.url));
  // More stack than there is memory: what the limit on threads does, without its privileges.
  const env = { ...process.env, RUST_MIN_STACK: String(2 ** 46) };
  const told = JSON.parse(execFileSync(process.execPath, [program, sandbox.config], { env, encoding: 'utf8' }));
  assert.deepEqual(told.waiting, {
    name: 'NotSentError',
    kind: 'internal',
    outcome: 'not_sent',
    detail: 'no thread could be started for the call',
    reference: 'NO-THREAD-1',
  });
  // This one needs none of its own, nor one to look up an address.
  assert.equal(told.sync, 'NO-THREAD-2');
  const paid = (await sandbox.ledger()).icash.transactions.map((one) => one.op_seq);
  assert.deepEqual(paid, ['NO-THREAD-2']);
});
