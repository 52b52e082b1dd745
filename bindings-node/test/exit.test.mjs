// Calls in flight when something ends: the process, a worker thread. And processes that share the work.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from './runner.mjs';
import { packageFolder, sale, scratchFolder, startSandbox } from './support.mjs';

let sandbox;
before(async () => {
  sandbox = await startSandbox('--processing-delay', '5');
});
after(() => sandbox.stop());

/** Runs `program`, which gets the configuration and a sale, with `more`; how it ended, and what it wrote. */
async function run(program, ...more) {
  const args = [sandbox.config, JSON.stringify(sale()), ...more.map(String)];
  const child = spawn(process.execPath, ['-e', program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  const [code, signal] = await once(child, 'close');
  return { code, signal, stdout, stderr };
}

/** Pays without end, six at once; `settled(count)` is told of each call that has ended. */
const PAYING = `
  const { icash, setLogger } = require('twpos');
  function payWithoutEnd(config, sale, settled) {
    // Its listener is another thing that threads of the addon call.
    setLogger(() => {}, 'debug');
    const till = icash.Client.fromConfig(config);
    let [begun, ended] = [0, 0];
    const pay = () => {
      begun += 1;
      till.pay({ ...sale, opSeq: sale.opSeq + 'X' + begun }).catch(() => {}).then(() => {
        ended += 1;
        settled(ended, till);
        pay();
      });
    };
    for (let times = 0; times < 6; times += 1) pay();
    return till;
  }`;

/** Programs that end while calls are in flight: at once, as one comes back, a moment later, by an error, in a call. */
const ENDINGS = {
  'before any has come back': 'payWithoutEnd(config, sale, () => {}); process.exit(7);',
  'as one comes back': 'payWithoutEnd(config, sale, (ended) => ended > Number(more) && process.exit(7));',
  'a moment later': 'payWithoutEnd(config, sale, (ended) => ended === 3 && setTimeout(() => process.exit(7), Number(more)));',
  'by an error that nobody handles':
    'payWithoutEnd(config, sale, (ended) => { if (ended > Number(more)) setImmediate(() => { process.on("exit", () => (process.exitCode = 7)); throw new Error("x"); }); });',
  'with the client closed': 'payWithoutEnd(config, sale, (ended, till) => { till.close(); if (ended > Number(more)) process.exit(7); });',
};

for (const [when, ending] of Object.entries(ENDINGS)) {
  test(`a process that ends with calls in flight ends as it was told to: ${when}`, async () => {
    const program = `${PAYING}; const [config, text, more] = process.argv.slice(1); const sale = JSON.parse(text); ${ending}`;
    for (let times = 0; times < 6; times += 1) {
      const { code, signal, stderr } = await run(program, times * 2);
      assert.deepEqual([code, signal], [7, null], stderr);
    }
  });
}

test('worker threads that are ended with calls in flight take nothing with them', async () => {
  const inWorker = `${PAYING}
    const { parentPort, workerData } = require('node:worker_threads');
    const till = payWithoutEnd(workerData.config, workerData.sale, (ended) => ended === workerData.number && parentPort.postMessage('now'));
    if (workerData.number === 2) till.paySync({ ...workerData.sale, opSeq: workerData.sale.opSeq + 'S' });`;
  const program = `
    const { Worker } = require('node:worker_threads');
    const [config, text] = process.argv.slice(1);
    (async () => {
      for (let number = 1; number <= 6; number += 1) {
        const sale = JSON.parse(text);
        sale.opSeq += 'W' + number;
        const worker = new Worker(${JSON.stringify(inWorker)}, { eval: true, workerData: { config, sale, number } });
        await new Promise((resolve) => worker.once('message', resolve));
        await worker.terminate();
      }
      const { icash } = require('twpos');
      const { txAmt } = await icash.Client.fromConfig(config).pay(JSON.parse(text));
      console.log(txAmt);
    })();`;
  for (let times = 0; times < 3; times += 1) {
    assert.deepEqual(await run(program), { code: 0, signal: null, stdout: '36\n', stderr: '' });
  }
});

/** A program that pays, then starts children that pay, each with a client of its own; they say what they were told. */
const FAMILIES = {
  cluster: `
    const cluster = require('node:cluster');
    if (cluster.isPrimary) {
      payOften('P').then(() => { for (let number = 1; number <= 4; number += 1) cluster.fork({ NUMBER: number }); });
    } else {
      payOften(process.env.NUMBER).then(() => process.exit());
    }`,
  'child_process.fork': `
    if (!process.env.NUMBER) {
      const { fork } = require('node:child_process');
      payOften('P').then(() => {
        for (let number = 1; number <= 4; number += 1) fork(__filename, process.argv.slice(2), { env: { ...process.env, NUMBER: number } });
      });
    } else {
      payOften(process.env.NUMBER);
    }`,
  worker_threads: `
    const { Worker, isMainThread, workerData } = require('node:worker_threads');
    if (isMainThread) {
      payOften('P').then(() => {
        for (let number = 1; number <= 4; number += 1) new Worker(__filename, { argv: process.argv.slice(2), workerData: number });
      });
    } else {
      payOften(workerData);
    }`,
};

for (const [name, family] of Object.entries(FAMILIES)) {
  test(`each of ${name} is told the truth about its own payments`, async () => {
    const file = path.join(scratchFolder(), 'family.cjs');
    writeFileSync(file, `
      const { icash } = require(process.argv[4]);
      const sale = JSON.parse(process.argv[3]);
      async function payOften(who) {
        const till = icash.Client.fromConfig(process.argv[2]);
        const requests = Array.from({ length: 12 }, (_, index) => ({ ...sale, opSeq: sale.opSeq + who + 'N' + index, txAmt: 100 + index }));
        const told = await Promise.all(requests.map((request) => till.pay(request).then((paid) => paid.opSeq + '=' + paid.txAmt, String)));
        console.log(told.join('\\n'));
      }
      ${family}`);
    const request = sale();
    const args = [file, sandbox.config, JSON.stringify(request), packageFolder];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    child.stdout.on('data', (data) => (told += data));
    assert.deepEqual(await once(child, 'close'), [0, null]);
    const { transactions } = (await sandbox.ledger()).icash;
    const paid = transactions.filter(({ op_seq: opSeq, status }) => opSeq.startsWith(request.opSeq) && status === 'done')
      .map(({ op_seq: opSeq, amount }) => `${opSeq}=${amount}`);
    assert.equal(paid.length, 60);
    assert.deepEqual(told.trim().split('\n').sort(), paid.sort());
  });
}
