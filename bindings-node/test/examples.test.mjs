// The examples, run as a reader would, and the README, which shows them.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';
import { test } from 'node:test';
import { scratchFolder, startSandbox, startServer } from './support.mjs';

const require = createRequire(import.meta.url);
const here = (name) => new URL(`../examples/${name}`, import.meta.url).pathname;

test('a first payment, in each of the ways it can end', async (context) => {
  const sandbox = await startSandbox();
  context.after(() => sandbox.stop());
  const pay = (config, barcode, amount) =>
    spawnSync(process.execPath, [here('first-payment.mjs'), config, barcode, amount], { encoding: 'utf8', timeout: 60_000 });
  const closed = path.join(scratchFolder(), 'till.toml');
  const paths = readFileSync(sandbox.config, 'utf8').replace(/_file = "/g, `_file = "${sandbox.state}/`);
  writeFileSync(closed, paths.replaceAll(sandbox.url, 'http://127.0.0.1:1'));

  assert.match(pay(sandbox.config, 'IC0123456789ABCDEF', '36').stdout, /^paid NT\$ 36, icash number \d{20}$/m);
  assert.match(pay(sandbox.config, 'ICTWPOSDECLINE0000', '36').stdout, /^not charged, tell the customer: /);
  assert.match(pay(sandbox.config, 'IC0123456789ABCDEF', '0').stdout, /^not charged, correct this: TxAmt/);
  assert.match(pay(closed, 'IC0123456789ABCDEF', '36').stdout, /^not charged, try again: /);
  const unknown = pay(sandbox.config, 'ICTWPOSRESETAFTER0', '36');
  assert.match(unknown.stdout, /^outcome of SHOP1-\d+ unknown \(transport\): cancelling\ncancelled: no charge stands\n$/);
});

test('a web server receives notifications', async (context) => {
  try {
    require.resolve('express');
  } catch {
    context.skip('express is not installed');
    return;
  }
  const key = '3425042d7d266e4aea5fd4653a0271db';
  let queries = 0;
  const mypay = await startServer(() => {
    queries += 1;
    return { body: JSON.stringify({ prc: '250', order_id: 'ORDER-1', uid: '95217', key, cost: 900, actual_cost: 900 }) };
  });
  context.after(() => mypay.stop());
  const config = path.join(scratchFolder(), 'till.toml');
  writeFileSync(config, `[mypay]\nbase_url = "${mypay.url}"\nmode = "store"\nuid = "289151880002"\nkey = "${'K'.repeat(32)}"\n`);

  const shop = spawn(process.execPath, [here('mypay-notifications.mjs'), config, '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  context.after(() => shop.kill());
  let errors = '';
  shop.stderr.on('data', (data) => (errors += data));
  const lines = readline.createInterface({ input: shop.stdout })[Symbol.asyncIterator]();
  const { value: url } = await lines.next();
  const post = (fields) => fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
  const paid = { uid: '95217', key, prc: '250', order_id: 'ORDER-1', cost: '900' };

  for (let times = 0; times < 3; times += 1) assert.equal(await (await post(paid)).text(), '8888');
  assert.equal((await lines.next()).value, 'ORDER-1: paid, NT$ 900');
  assert.equal(queries, 1, 'acted on once');

  for (const forged of [{ ...paid, key: 'F'.repeat(32) }, { ...paid, cost: '1' }, { ...paid, order_id: 'ORDER-2' }, { odd: '1' }]) {
    const answer = await post(forged);
    assert.deepEqual([answer.status, (await answer.text()).includes('8888')], [400, false]);
  }
  assert.equal(queries, 1);
  const logged = errors.trim().split('\n').map((line) => JSON.parse(line).err);
  assert.deepEqual(logged.map((error) => error.kind), ['signature', 'mismatch', undefined, 'malformed']);
  assert.equal(logged[0].reference, 'ORDER-1');
  assert.ok(!errors.includes(key) && !errors.includes('FFFF'));
});

const packaged = (name) => readFileSync(path.join(path.dirname(require.resolve('twpos/package.json')), name), 'utf8');

test('the README shows the examples as they are, in four sections', () => {
  const readme = packaged('README.md');
  const sections = [...readme.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  assert.deepEqual(sections, ['Install', 'First payment', 'Errors and what to do', 'Threads']);
  const blocks = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code);
  assert.ok(blocks.length >= 3);
  const examples = ['first-payment.mjs', 'mypay-notifications.mjs', 'abandon.mjs'].map((name) => readFileSync(here(name), 'utf8'));
  for (const block of blocks) assert.ok(examples.some((example) => example.includes(block)), block);
});

test('the Chinese README shows the same code', () => {
  const chinese = packaged('README.zh-TW.md');
  const sections = [...chinese.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  assert.deepEqual(sections, ['安裝', '第一筆付款', '錯誤與處理', '執行緒']);
  const blocks = (text) => text.match(/^```[\s\S]*?^```$/gm);
  assert.deepEqual(blocks(chinese), blocks(packaged('README.md')));
});

test('waiting can be abandoned', async (context) => {
  const sandbox = await startSandbox('--processing-delay', '1500');
  context.after(() => sandbox.stop());
  const child = spawn(process.execPath, [here('abandon.mjs'), sandbox.config], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed] = await once(child.stdout, 'data');
  assert.match(String(printed), /^stopped waiting for SHOP1-\d+: unknown, cancel it\n/);
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});
