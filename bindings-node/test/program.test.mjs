// `npx twpos`: to whoever starts it, the launcher is what the program itself would be.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { version } from 'twpos';
import { after, before, test } from './runner.mjs';
import { nextOpSeq, packageFolder, platform, sale, scratchFolder, startSandbox } from './support.mjs';

const launcher = path.join(packageFolder, 'bin/twpos.js');
const isWindows = process.platform === 'win32';

let sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.stop());

/** Starts `command`; `ended` is how it ended and what it wrote. */
function start([command, ...args], input = '', options = {}) {
  const child = spawn(command, args, { stdio: 'pipe', ...options });
  child.stdin.end(input);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (data) => (said[name] += data));
  return { child, said, ended: once(child, 'close').then(([status, signal]) => ({ status, signal, ...said })) };
}

const twpos = (args, input) => start([process.execPath, launcher, ...args], input);
const request = (overrides) => {
  const { buyerId, txAmt, opSeq, storeId, storeName, posNo } = sale(overrides);
  return JSON.stringify({ BuyerID: buyerId, TxAmt: txAmt, OPSeq: opSeq, StoreId: storeId, StoreName: storeName, PosNo: posNo });
};

test('arguments, standard input, standard output and the exit status go through', async () => {
  assert.deepEqual(await twpos(['--version']).ended, { status: 0, signal: null, stdout: `twpos ${version}\n`, stderr: '' });

  const paid = await twpos(['call', 'icash.pay', '--config', sandbox.config], request()).ended;
  assert.deepEqual([paid.status, JSON.parse(paid.stdout).TxAmt], [0, '36'], paid.stderr);

  const refused = await twpos(['call', 'icash.pay', '--config', sandbox.config], request({ buyerId: 'ICTWPOSDECLINE0000' })).ended;
  assert.deepEqual([refused.status, JSON.parse(refused.stdout).error.outcome], [3, 'refused']);

  const odd = path.join(scratchFolder(), `a 'name' "with" 碼 and \\ in it`);
  const missing = await twpos(['call', 'icash.cancel', '--config', odd, '--request', '-'], '{"OPSeq":"N1"}').ended;
  const { error } = JSON.parse(missing.stdout);
  assert.deepEqual([missing.status, error.outcome, error.reference], [2, 'not_sent', 'N1']);
});

/** Sends `signal` to a charge that has been made and not been answered; how it ended, and its reference. */
async function stopCharge(start, signal) {
  const opSeq = nextOpSeq();
  await sandbox.fault({ match: { operation: 'icash.pay' }, fault: 'delay_after_commit' });
  const { child, ended } = start(['call', 'icash.pay', '--config', sandbox.config], request({ opSeq }));
  const isMade = async () => (await sandbox.ledger()).icash.transactions.some(({ op_seq: made }) => made === opSeq);
  while (!(await isMade()) && child.exitCode === null) await setTimeout(20);
  child.kill(signal);
  return { ...(await ended), opSeq };
}

const skip = isWindows && 'Windows has no signals that a program could handle';
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  test(`a charge that ${signal} stops says that it is unknown`, { skip }, async () => {
    const { status, stdout, opSeq } = await stopCharge(twpos, signal);
    const { error } = JSON.parse(stdout);
    assert.deepEqual([status, error.outcome, error.reference], [4, 'unknown', opSeq]);
  });
}

test('a charge under npx that SIGTERM stops says so too', { skip }, async () => {
  const folder = path.join(packageFolder, '../..');
  const npx = (args, input) => start(['npx', '--offline', 'twpos', ...args], input, { cwd: folder });
  const { stdout, opSeq } = await stopCharge(npx, 'SIGTERM');
  const { error } = JSON.parse(stdout);
  assert.deepEqual([error.outcome, error.reference], ['unknown', opSeq]);
});

/** The package beside another program. */
function launcherOf(program) {
  const modules = path.join(scratchFolder(), 'node_modules');
  const place = path.join(modules, platform);
  mkdirSync(place, { recursive: true });
  cpSync(packageFolder, path.join(modules, 'twpos'), { recursive: true });
  writeFileSync(path.join(place, 'package.json'), '{}');
  const file = path.join(place, 'twpos');
  writeFileSync(file, program);
  chmodSync(file, 0o755);
  return { file, run: () => start([process.execPath, path.join(modules, 'twpos/bin/twpos.js'), 'demo']).ended };
}

test('a program that is killed is known to be', { skip }, async () => {
  const ending = async (program) => {
    const { status, signal } = await launcherOf(program).run();
    return [status, signal];
  };
  assert.deepEqual(await ending('#!/bin/sh\nkill -KILL $$\n'), [null, 'SIGKILL']);
  assert.deepEqual(await ending('#!/bin/sh\nkill -TERM $$\n'), [null, 'SIGTERM']);
  assert.deepEqual(await ending('#!/bin/sh\nexit 77\n'), [77, null]);
});

test('a program that cannot be started is no result', { skip }, async () => {
  const { file, run } = launcherOf('');
  chmodSync(file, 0o644);
  const { status, stdout, stderr } = await run();
  assert.deepEqual([status, stdout], [1, '']);
  assert.match(stderr, /twpos: .*twpos cannot be started: .*EACCES/);
});
