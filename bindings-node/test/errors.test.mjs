// The error classes: what they carry, and where they survive.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import util from 'node:util';
import { Worker } from 'node:worker_threads';
import {
  ConfigError, ErrorKind, InvalidNotificationError, InvalidRequestError, NotSentError, Outcome, OutcomeUnknownError,
  RefusedError, TwposError, icash, omni,
} from 'twpos';
import { test } from './runner.mjs';
import { copyOfPackage, failureOf, sale, startSandbox } from './support.mjs';

const FIELDS = {
  kind: 'declined', outcome: 'refused', detail: 'no', httpStatus: 200, providerCode: 'ICASH_1', providerText: '餘額不足',
  reference: 'S-1',
};

test('the class goes by the outcome', () => {
  for (const kind of Object.values(ErrorKind)) {
    const classOf = (outcome) => TwposError.from({ kind, outcome, detail: '' }).constructor;
    const notSent = {
      invalid_request: InvalidRequestError, config: ConfigError, key: ConfigError,
      invalid_notification: InvalidNotificationError,
    }[kind];
    assert.equal(classOf(Outcome.NotSent), notSent ?? NotSentError);
    assert.equal(classOf(Outcome.Refused), RefusedError);
    assert.equal(classOf(Outcome.Unknown), OutcomeUnknownError);
    assert.equal(classOf('of a later version'), OutcomeUnknownError);
  }
});

test('what is not an error of twpos tells nothing of the outcome', () => {
  for (const [other, detail] of [[new TypeError('boom'), 'boom'], ['text', 'text'], [undefined, 'undefined'], [{}, '[object Object]']]) {
    const error = TwposError.from(other);
    assert.ok(error instanceof OutcomeUnknownError);
    assert.deepEqual([error.kind, error.outcome, error.detail], ['internal', 'unknown', detail]);
    assert.equal(error.message, `internal (outcome unknown): ${detail}`);
  }
});

test('an error of another copy of the package is of the same class', () => {
  const copy = copyOfPackage();
  const theirs = createRequire(import.meta.url)(copy);
  assert.notEqual(theirs.TwposError, TwposError);
  const classes = { InvalidRequestError, ConfigError, NotSentError, RefusedError, OutcomeUnknownError };
  for (const error of [TwposError.from(FIELDS), theirs.TwposError.from(FIELDS)]) {
    for (const here of [{ TwposError, ...classes }, theirs]) {
      assert.ok(error instanceof here.TwposError);
      const own = Object.keys(classes).filter((name) => error instanceof here[name]);
      assert.deepEqual(own, ['RefusedError']);
    }
  }
  class Mine extends RefusedError {}
  assert.ok(new Mine(FIELDS) instanceof Mine && new Mine(FIELDS) instanceof theirs.RefusedError);
  assert.ok(!(TwposError.from(FIELDS) instanceof Mine));
  for (const other of [undefined, null, 5, 'RefusedError', {}, new Error('no'), Object.create(null)]) assert.ok(!(other instanceof TwposError));
});

test('an error says everything, in the words of the core', () => {
  const error = TwposError.from(FIELDS);
  assert.equal(error.name, 'RefusedError');
  const message = 'declined (outcome refused): no [HTTP 200] [provider: ICASH_1 餘額不足] [reference S-1]';
  assert.equal(error.message, message);
  assert.equal(String(error), `RefusedError: ${message}`);
  assert.match(error.stack, /^RefusedError: declined.*\n +at /);
  assert.ok(util.inspect(error).includes("reference: 'S-1'"));
});

test('no error forges a line of a log, also one that core never saw', async () => {
  const forged = 'a\n2026-11-21 INFO released order 42\u2028\u202e\u009b';
  const till = new omni.Client({ baseUrl: 'http://127.0.0.1:1', token: 'TOKEN', storeId: '1' });
  const merchantTradeNo = forged;
  for (const failing of [
    () => till.icashCancel({ merchantTradeNo }),
    () => till.icashCancel({ merchantTradeNo }, { signal: AbortSignal.abort() }),
    () => { throw TwposError.from({ ...FIELDS, detail: forged, providerText: forged, reference: forged }); },
  ]) {
    const error = await failureOf(failing);
    for (const text of [error.message, error.detail, error.reference ?? '', error.providerText ?? '']) {
      assert.doesNotMatch(text, /[\p{Cc}\u2028\u202e]/u, JSON.stringify(text));
    }
    assert.ok(error.message.includes('a\\n2026-11-21'), error.message);
  }
  // What is no name at all is not shown.
  for (const failing of [
    () => till.icashCancel({ merchantTradeNo: 'M-1', extra: { [forged]: '1' } }),
    () => till.icashCancel({ merchantTradeNo: 'M-1', [forged]: 1 }),
    () => till.icashCancel({ merchantTradeNo: 'M-1' }, { [forged]: 1 }),
  ]) {
    assert.ok(!(await failureOf(failing)).message.includes('2026-11-21'));
  }
});

test('structured logging gets the fields', () => {
  const error = TwposError.from(FIELDS);
  const logged = JSON.parse(JSON.stringify({ level: 'error', err: error }));
  assert.deepEqual(logged.err, { name: 'RefusedError', message: error.message, ...FIELDS });
  assert.deepEqual(Object.keys({ ...error }).sort(), Object.keys(FIELDS).sort());
  const short = JSON.parse(JSON.stringify(TwposError.from({ kind: 'timeout', outcome: 'unknown', detail: 'd' })));
  assert.deepEqual(Object.keys(short), ['name', 'message', 'kind', 'outcome', 'detail'], 'what is not known is not there');
});

test('an error crosses to another thread', async (context) => {
  const sandbox = await startSandbox();
  context.after(() => sandbox.stop());
  const program = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { icash, OutcomeUnknownError } = require('twpos');
    const till = icash.Client.fromConfig(workerData.config);
    till.pay(workerData.sale).catch((error) => {
      parentPort.postMessage({ isOurs: error instanceof OutcomeUnknownError, fields: error.toJSON() });
      throw error;
    });`;
  const request = sale({ buyerId: 'ICTWPOSSIGBAD00000' });
  const worker = new Worker(program, { eval: true, workerData: { config: sandbox.config, sale: request } });
  const came = (event) => new Promise((resolve) => worker.once(event, resolve));
  const [{ isOurs, fields }, uncaught] = await Promise.all([came('message'), came('error')]);
  assert.ok(isOurs);
  for (const carried of [fields, uncaught]) {
    const error = TwposError.from(carried);
    assert.ok(error instanceof OutcomeUnknownError);
    assert.deepEqual([error.kind, error.outcome, error.reference], ['signature', 'unknown', request.opSeq]);
  }
});

test('a worker that ends does not take a charge in flight, or the process, with it', async (context) => {
  const sandbox = await startSandbox('--processing-delay', '400');
  context.after(() => sandbox.stop());
  const program = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { icash } = require('twpos');
    icash.Client.fromConfig(workerData.config).pay(workerData.sale);
    parentPort.postMessage('sent');`;
  const request = sale();
  const worker = new Worker(program, { eval: true, workerData: { config: sandbox.config, sale: request } });
  await once(worker, 'message');
  await new Promise((resolve) => setTimeout(resolve, 150));
  await worker.terminate();
  await new Promise((resolve) => setTimeout(resolve, 700));
  assert.ok(JSON.stringify(await sandbox.ledger()).includes(request.opSeq), 'the charge went on');
  const here = icash.Client.fromConfig(sandbox.config);
  assert.equal((await here.pay(sale())).txAmt, 36);
  assert.ok((await failureOf(() => here.pay({}))) instanceof InvalidRequestError);
});

test('an addon that only a worker loaded outlives it', async (context) => {
  const sandbox = await startSandbox('--processing-delay', '400');
  context.after(() => sandbox.stop());
  const program = `
    const { Worker } = require('node:worker_threads');
    const worker = new Worker(\`
      require('twpos').icash.Client.fromConfig(${JSON.stringify(sandbox.config)}).pay(${JSON.stringify(sale())});
      require('node:worker_threads').parentPort.postMessage('sent');\`, { eval: true });
    worker.once('message', () => setTimeout(() => worker.terminate().then(() => setTimeout(() => console.log('well'), 800)), 150));`;
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8', timeout: 30_000 });
  assert.deepEqual([stdout, stderr, status, signal], ['well\n', '', 0, null]);
});
