// The examples, run as a reader would, and the README, which shows them.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';
import { test } from './runner.mjs';
import { scratchFolder, startSandbox, startServer } from './support.mjs';

const require = createRequire(import.meta.url);
const reference = () => `SHOP1-${randomInt(2 ** 40)}`;
const here = (name) => new URL(`../examples/${name}`, import.meta.url).pathname;

test('a first payment, in each of the ways it can end', async (context) => {
  const sandbox = await startSandbox();
  context.after(() => sandbox.stop());
  const pay = (config, barcode, amount) =>
    spawnSync(process.execPath, [here('first-payment.mjs'), config, barcode, amount, reference()], { encoding: 'utf8', timeout: 60_000 });
  const closed = path.join(scratchFolder(), 'till.toml');
  const paths = readFileSync(sandbox.config, 'utf8').replace(/_file = "/g, `_file = "${sandbox.state}/`);
  writeFileSync(closed, paths.replaceAll(sandbox.url, 'http://127.0.0.1:1'));

  assert.match(pay(sandbox.config, 'IC0123456789ABCDEF', '36').stdout, /^paid NT\$ 36, icash number \d{20}$/m);
  assert.match(pay(sandbox.config, 'ICTWPOSDECLINE0000', '36').stdout, /^not charged, tell the customer: /);
  assert.match(pay(sandbox.config, 'IC0123456789ABCDEF', '0').stdout, /^not charged, correct this: TxAmt/);
  assert.match(pay(closed, 'IC0123456789ABCDEF', '36').stdout, /^not charged, try again: /);
  const unknown = pay(sandbox.config, 'ICTWPOSRESETAFTER0', '36');
  assert.match(unknown.stdout, /^outcome of SHOP1-\d+ unknown \(transport\): cancelling\ncancelled: charge again under a new number\n$/);
});

test('an example takes a configuration, barcode, amount and reference, all of them', async (context) => {
  const sandbox = await startSandbox();
  context.after(() => sandbox.stop());
  for (const name of ['first-payment.mjs', 'abandon.mjs']) {
    const given = ['IC00000000000000Z9', '77', `SHOP1-${name}`];
    const run = (...args) => spawnSync(process.execPath, [here(name), sandbox.config, ...args], { encoding: 'utf8', timeout: 60_000 });
    run(...given);
    const { buyer_id: barcode, amount, op_seq: number } = (await sandbox.ledger()).icash.transactions.at(-1);
    assert.deepEqual([barcode, String(amount), number], given);
    for (const wrong of [[], given.slice(0, 2), ['IC00000000000000Z9', '77x', 'SHOP1-0001']]) {
      const { status, stdout, stderr } = run(...wrong);
      assert.deepEqual([status, stdout, stderr], [1, '', `usage: ${name} till.toml BARCODE AMOUNT REFERENCE\n`]);
    }
  }
});

test('a first payment whose cancel is itself wrong stops, and says so', async (context) => {
  const sandbox = await startSandbox();
  context.after(() => sandbox.stop());
  const patch = path.join(scratchFolder(), 'patch.cjs');
  for (const [kind, outcome] of [['invalid_request', 'not_sent'], ['config', 'not_sent'], ['declined', 'refused']]) {
    writeFileSync(patch, `
      const { TwposError, icash } = require(${JSON.stringify(require.resolve('twpos'))});
      icash.Client.prototype.cancel = async ({ opSeq }) => {
        throw TwposError.from({ kind: '${kind}', outcome: '${outcome}', detail: 'wrong', reference: opSeq });
      };`);
    const args = ['--require', patch, here('first-payment.mjs'), sandbox.config, 'ICTWPOSRESETAFTER0', '36', reference()];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 20_000 });
    assert.match(stdout, /^outcome of (\S+) unknown.*\nSTILL UNKNOWN: \1 cannot be cancelled like this.*wrong \[reference \1\]\n$/);
    assert.equal(status, 0);
  }
});

const KEY = '3425042d7d266e4aea5fd4653a0271db';
const UID = '95217';

/** The example as a process, and MYPAY's host beside it, whose next answers are `answers`; the last one stays. */
async function startShop(context, answers, seconds = '60') {
  const shop = { queries: 0, errors: '' };
  const found = () => ({ ...shop.paid, cost: 900, actual_cost: 900 });
  const mypay = await startServer(() => {
    if (!shop.paid) return { body: JSON.stringify({ code: '200', msg: 'ok', uid: UID, key: KEY, url: `${mypay.url}/payment` }) };
    shop.queries += 1;
    const { status = 200, prc } = answers.length > 1 ? answers.shift() : answers[0];
    return { status, body: JSON.stringify({ ...found(), prc }) };
  });
  context.after(() => mypay.stop());
  const config = path.join(scratchFolder(), 'till.toml');
  writeFileSync(config, `[mypay]\nbase_url = "${mypay.url}"\nmode = "store"\nuid = "289151880002"\nkey = "${'K'.repeat(32)}"\n`);
  const args = [here('mypay-notifications.mjs'), config, '0', seconds];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  context.after(() => child.kill());
  child.stderr.on('data', (data) => (shop.errors += data));
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => (await lines.next()).value;
  const url = await line();
  // An order of its own, whose customer is led to MYPAY's page.
  const ordered = await fetch(new URL('/orders', url), { method: 'POST', redirect: 'manual' });
  assert.deepEqual([ordered.status, ordered.headers.get('location')], [303, `${mypay.url}/payment`]);
  const [orderId] = (await line()).split(':');
  shop.released = `${orderId}: paid, NT$ 900: hand out the goods`;
  shop.paid = { uid: UID, key: KEY, prc: '250', order_id: orderId, cost: '900' };
  return Object.assign(shop, {
    line,
    post: (fields) => fetch(url, { method: 'POST', body: new URLSearchParams(fields) }),
    until: async (isSo) => {
      for (let times = 0; times < 200 && !isSo(); times += 1) await new Promise((resolve) => setTimeout(resolve, 50));
      assert.ok(isSo());
    },
  });
}
const hasExpress = () => {
  try {
    return require.resolve('express') !== '';
  } catch {
    return false;
  }
};
const skip = hasExpress() ? false : 'express is not installed';

test('a web server receives notifications', { skip }, async (context) => {
  const shop = await startShop(context, [{ prc: '250' }]);
  assert.equal(await (await shop.post(shop.paid)).text(), '8888');
  assert.equal(await shop.line(), shop.released);
  for (let times = 0; times < 3; times += 1) assert.equal(await (await shop.post(shop.paid)).text(), '8888');

  for (const forged of [{ ...shop.paid, key: 'F'.repeat(32) }, { ...shop.paid, cost: '1' }, { ...shop.paid, order_id: 'ORDER-2' }, { odd: '1' }]) {
    const answer = await shop.post(forged);
    assert.deepEqual([answer.status, (await answer.text()).includes('8888')], [400, false]);
  }
  assert.equal(shop.queries, 1, 'acted on once');
  const logged = shop.errors.trim().split('\n').map((line) => JSON.parse(line).err);
  assert.deepEqual(logged.map((error) => error.kind), ['mismatch'], 'junk is nobody’s money');
  assert.equal(logged[0].reference, shop.paid.order_id);
  assert.ok(!shop.errors.includes(KEY) && !shop.errors.includes('FFFF'));
});

test('a notification whose query fails is settled by the next one', { skip }, async (context) => {
  const shop = await startShop(context, [{ status: 500 }, { prc: '260' }, { prc: '250' }]);
  assert.equal(await (await shop.post(shop.paid)).text(), '8888', 'it is stored');
  await shop.until(() => shop.errors.includes(`"reference":"${shop.paid.order_id}"`));
  assert.equal(await (await shop.post(shop.paid)).text(), '8888');
  await shop.until(() => shop.queries === 2);
  assert.equal(await (await shop.post(shop.paid)).text(), '8888');
  assert.equal(await shop.line(), shop.released);
  assert.equal(shop.queries, 3);
});

test('a notification whose query fails is settled without another one', { skip }, async (context) => {
  const shop = await startShop(context, [{ status: 500 }, { prc: '250' }], '0.5');
  assert.equal(await (await shop.post(shop.paid)).text(), '8888');
  assert.equal(await shop.line(), shop.released);
});

test('waiting can be abandoned: the charge that comes after all is taken back', async (context) => {
  const sandbox = await startSandbox();
  context.after(() => sandbox.stop());
  const rule = { match: { operation: 'icash.pay' }, fault: 'delay_before_commit', milliseconds: 3000 };
  assert.ok((await sandbox.fault(rule)).ok);
  const child = spawn(process.execPath, [here('abandon.mjs'), sandbox.config, 'IC0123456789ABCDEF', '36', reference()], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (data) => (printed += data));
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  const { icash: ledger } = await sandbox.ledger();
  assert.deepEqual(ledger.transactions.map(({ amount, status }) => [amount, status]), [[36, 'cancelled']], printed);
  assert.match(printed, /^stopped waiting for (SHOP1-\d+): unknown\n\1 cancelled\n$/);
});

test('waiting can be abandoned: a charge that fails in time is taken back at once, or paid', async (context) => {
  const sandbox = await startSandbox();
  context.after(() => sandbox.stop());
  const abandon = async (fault) => {
    let printed;
    // On a busy machine a second may be too short, which is what the test above is about.
    for (let tries = 0; tries < 5 && (printed ?? 'stopped waiting').startsWith('stopped waiting'); tries += 1) {
      if (fault) assert.ok((await sandbox.fault({ match: { operation: 'icash.pay' }, fault })).ok);
      printed = spawnSync(process.execPath, [here('abandon.mjs'), sandbox.config, 'IC0123456789ABCDEF', '36', reference()], { encoding: 'utf8' }).stdout;
    }
    return printed;
  };
  assert.match(await abandon(), /^paid, icash number \d{20}\n$/);
  assert.match(await abandon('reset_after_commit'), /^SHOP1-\d+ cancelled\n$/);
  assert.match(await abandon('decline'), /^SHOP1-\d+ was not charged: .+\n$/);
});
