// The README: each of its programs as a reader would paste it, beside the sandbox, once approved and once unknown.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { after, before, test } from './runner.mjs';
import { packageFolder, scratchFolder, startSandbox } from './support.mjs';

const packaged = (name) => readFileSync(path.join(packageFolder, name), 'utf8');
/** The fenced blocks of a text: in which language, and what is in them. */
const blocksOf = (text) =>
  [...text.matchAll(/^( *)(`{3,}|~{3,})([^\n]*)\n([\s\S]*?)^ *\2 *$/gm)].map(([, , , language, code]) => ({ language: language.trim(), code }));
const sectionsOf = (text) => [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);

const blocks = blocksOf(packaged('README.md'));
const isRouting = (code) => code.includes('walletsOf(');
const all = blocks.filter(({ language }) => language === 'js').map(({ code }) => code);
const programs = all.filter((code) => !isRouting(code));
const isServer = (code) => code.includes('.listen(');

let sandbox;
let folder;
before(async () => {
  sandbox = await startSandbox();
  // A reader's folder: what is installed there, and what `twpos sandbox --state sandbox-state` made.
  folder = scratchFolder();
  symlinkSync(sandbox.state, path.join(folder, 'sandbox-state'));
  mkdirSync(path.join(folder, 'node_modules'));
  for (const [name, found] of [['twpos', packageFolder], ['@twpos', path.join(packageFolder, '../@twpos')], ['express', EXPRESS]]) {
    symlinkSync(found, path.join(folder, 'node_modules', name));
  }
});
after(() => sandbox.stop());

const EXPRESS = path.join(packageFolder, '../../../node_modules/express');

/** Starts `code` from a file of its own in the reader's folder. */
function start(code, ...args) {
  const file = path.join(folder, `pasted-${all.indexOf(code)}.mjs`);
  writeFileSync(file, code);
  const child = spawn(process.execPath, [file, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const program = { child, stderr: '', lines: [] };
  child.stderr.on('data', (data) => (program.stderr += data));
  readline.createInterface({ input: child.stdout }).on('line', (line) => program.lines.push(line));
  program.ended = once(child, 'close');
  program.until = async (isSo) => {
    for (let times = 0; times < 600 && !isSo(program) && child.exitCode === null; times += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(isSo(program), `${program.lines.join('\n')}\n${program.stderr}`);
  };
  return program;
}

const fault = async (operation, what) => assert.ok((await sandbox.fault({ match: { operation }, fault: what })).ok);
const newest = async () => (await sandbox.ledger()).icash.transactions.at(-1);

test('every block is one that is run here, or a command', () => {
  for (const { language } of blocks) assert.ok(['js', 'sh'].includes(language), `a block of ${language || 'no language'}`);
  assert.ok(programs.length >= 3);
  for (const code of programs) assert.ok(code.split('\n').length <= 100, 'a snippet is short');
});

test('each program is an example of the package', () => {
  const examples = ['first-payment.mjs', 'mypay-notifications.mjs', 'abandon.mjs'].map((name) => packaged(`examples/${name}`));
  for (const code of programs) {
    // As pasted it pays what stands in it, where the example pays what its arguments say.
    const [imports, functions] = [code.slice(0, code.indexOf('\n\n')), code.slice(code.indexOf('\n\n/**'))];
    const shows = (example) =>
      isServer(code) ? example.endsWith(`\n\n${code}`) : example.includes(`\n\n${imports}\n\n`) && example.endsWith(functions);
    assert.ok(examples.some(shows), code);
  }
});

test('the Chinese README has the same blocks and sections', () => {
  const chinese = packaged('README.zh-TW.md');
  assert.deepEqual(sectionsOf(packaged('README.md')), ['Install', 'First payment', 'Errors and what to do', 'Threads', 'Bundlers']);
  assert.deepEqual(sectionsOf(chinese), ['安裝', '第一筆付款', '錯誤與處理', '執行緒', '打包工具']);
  assert.deepEqual(blocksOf(chinese), blocks);
});

for (const code of programs.filter((one) => !isServer(one))) {
  const number = programs.indexOf(code) + 1;

  test(`program ${number} as pasted, approved`, async () => {
    // One that stops waiting after a second may do so on a busy machine.
    let program;
    for (let tries = 0; tries < 3 && !program?.lines[0]?.startsWith('paid'); tries += 1) {
      program = start(code);
      assert.deepEqual(await program.ended, [0, null], program.stderr);
    }
    assert.match(program.lines.join('\n'), /^paid\b.*\d{20}$/);
    const { amount, buyer_id: barcode, status } = await newest();
    assert.deepEqual([amount, barcode, status], [36, 'IC0123456789ABCDEF', 'done']);
  });

  test(`program ${number} as pasted, unknown`, async () => {
    await fault('icash.pay', 'reset_after_commit');
    const program = start(code);
    assert.deepEqual(await program.ended, [0, null], program.stderr);
    const { op_seq: reference, status } = await newest();
    assert.equal(status, 'cancelled', 'what may have been charged was taken back');
    assert.ok(program.lines[0].includes(reference), program.lines.join('\n'));
    assert.match(program.lines.at(-1), /cancelled/);
  });
}

test('the wallets of a code, as pasted', async () => {
  const [code, ...more] = all.filter(isRouting);
  assert.deepEqual(more, []);
  const program = start(code);
  assert.deepEqual(await program.ended, [0, null], program.stderr);
  assert.deepEqual(program.lines, ['line_pay through mypay', 'jkopay through mypay']);
});

const skip = existsSync(EXPRESS) ? false : 'express is not installed';
for (const code of programs.filter(isServer)) {
  test('the server, pasted: a payment that is approved, and two that are unknown at first', { skip }, async (context) => {
    const program = start(code, 'sandbox-state/till.toml', '0', '0.2');
    context.after(() => program.child.kill());
    await program.until(({ lines }) => lines.length === 1);
    const [url] = program.lines;
    const settings = { url, retry_milliseconds: 100 };
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify(settings);
    assert.ok((await fetch(`${sandbox.url}/_sandbox/mypay/notifications`, { method: 'POST', headers, body })).ok);
    const order = () => fetch(new URL('/orders', url), { method: 'POST', redirect: 'manual' });
    const pay = async (ordered) => {
      const page = ordered.headers.get('location');
      assert.ok((await fetch(page, { method: 'POST', body: new URLSearchParams({ action: 'pay' }), redirect: 'manual' })).status < 400);
    };
    const released = ({ lines }) => lines.filter((line) => line.endsWith('paid, NT$ 900: hand out the goods')).length;

    await pay(await order());
    await program.until((one) => released(one) === 1);
    assert.equal(program.stderr, '');

    // The query that settles it: asked again.
    const ordered = await order();
    await fault('mypay.query_order', 'http_500');
    await pay(ordered);
    await program.until((one) => released(one) === 2);
    assert.match(program.stderr, /"outcome":"unknown".*"reference":"ORDER-\d+"/);

    // The order itself: logged with its number, and the customer is not sent to pay.
    await fault('mypay.create_order', 'reset_after_commit');
    assert.equal((await order()).status, 502);
    await program.until(({ stderr }) => stderr.trim().split('\n').length === 2);
    assert.match(program.stderr.trim().split('\n')[1], /"kind":"transport","outcome":"unknown".*"reference":"ORDER-\d+"/);
    assert.equal((await fetch(url, { method: 'POST', body: 'junk' })).status, 400);
    assert.equal(released(program), 2);
  });
}
