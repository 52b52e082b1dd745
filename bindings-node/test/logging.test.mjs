// Log lines: who gets them, and what is never in them.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, icash, setLogger } from 'twpos';
import { test } from './runner.mjs';
import { failureOf, sale, startSandbox } from './support.mjs';

const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

test('a logger is told of each operation, and of no secret', async (context) => {
  const sandbox = await startSandbox();
  context.after(() => sandbox.stop());
  const till = icash.Client.fromConfig(sandbox.config);
  const lines = [];
  setLogger((level, text) => lines.push({ level, text }), 'debug');
  const requests = ['IC0123456789ABCDEF', 'ICTWPOSQUOTECODE00', 'ICTWPOSSIGBAD00000'].map((buyerId) => sale({ buyerId }));
  for (const request of requests) await till.pay(request).catch(() => {});
  await settled();
  const text = JSON.stringify(lines);
  // The calls of other threads are told here too.
  const isOurs = ({ text: line }) => requests.some(({ opSeq }) => line.includes(opSeq));
  const info = lines.filter((line) => line.level === 'info' && isOurs(line)).map((line) => line.text);
  assert.deepEqual(info.map((line) => line.split(' ')[1].replace(':', '')), requests.map((request) => request.opSeq));
  assert.match(info[0], /icash\.pay \S+: approved in \d+ ms/);
  const config = readFileSync(sandbox.config, 'utf8');
  const secrets = [...requests.map((request) => request.buyerId), /aes_key = "(.*)"/.exec(config)[1], /aes_iv = "(.*)"/.exec(config)[1],
    readFileSync(path.join(sandbox.state, /merchant_private_key_file = "(.*)"/.exec(config)[1]), 'utf8').split('\n')[1]];
  for (const secret of secrets) assert.ok(!text.includes(secret));

  lines.length = 0;
  setLogger((level, text) => lines.push({ level, text }), 'warn');
  const [below, after] = [sale(), sale()];
  await till.pay(below);
  await settled();
  setLogger(null);
  await till.pay(after);
  await settled();
  const told = ({ opSeq }) => lines.filter(({ text: line }) => line.includes(opSeq));
  assert.deepEqual(told(below), [], 'below the level');
  assert.deepEqual(told(after), [], 'after the end');
});

test('NODE_DEBUG=twpos prints the lines; a logger does not keep the process', () => {
  const program = `
    const { icash, setLogger } = require('twpos');
    if (process.argv[1]) setLogger((level, text) => console.error(level, text));
    new icash.KeyExchange({ baseUrl: 'http://127.0.0.1:1' });
    new (require('twpos').omni.Client)({ baseUrl: 'http://127.0.0.1:1', token: 't.t', storeId: '1' })
      .icashCancel({ merchantTradeNo: 'M-1' }).catch(() => {}).then(() => new Promise((resolve) => setTimeout(resolve, 50)));`;
  const run = (env, ...args) =>
    spawnSync(process.execPath, ['-e', program, ...args], { env: { ...process.env, ...env }, encoding: 'utf8', timeout: 20_000 });
  const debug = run({ NODE_DEBUG: 'twpos' });
  assert.match(debug.stderr, /TWPOS \d+: info omni\.icash_cancel M-1: not_sent in \d+ ms/);
  const logger = run({}, 'with a logger');
  assert.match(logger.stderr, /^info omni\.icash_cancel M-1: not_sent/);
  assert.deepEqual([debug.status, logger.status, run({}).stderr], [0, 0, '']);
});

test('a logger that is none', async () => {
  assert.throws(() => setLogger('console'), TypeError);
  assert.ok((await failureOf(() => setLogger(() => {}, 'loud'))) instanceof ConfigError);
});
