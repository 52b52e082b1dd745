// What the tests share: the sandbox as a process of its own, and servers that answer as they are told.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

/** The command line, built from the same source. */
const TWPOS = process.env.TWPOS_COMMAND;
/** The conformance folder of the source. */
const CONFORMANCE = process.env.TWPOS_CONFORMANCE;

/** A folder that is gone when the process ends. */
export function scratchFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'twpos-node-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the sandbox; `stop` ends it. */
export async function startSandbox(...options) {
  const state = scratchFolder();
  const args = ['sandbox', '--listen', '127.0.0.1:0', '--state', state, ...options];
  const child = spawn(TWPOS, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(readline.createInterface({ input: child.stdout }), 'line');
  const { url, config } = JSON.parse(line);
  return {
    url,
    config,
    state,
    ledger: async () => (await fetch(`${url}/_sandbox/ledger`)).json(),
    fault: async (rule) => {
      const headers = { 'Content-Type': 'application/json' };
      return fetch(`${url}/_sandbox/faults`, { method: 'POST', headers, body: JSON.stringify(rule) });
    },
    stop: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** A server on a free port; `answer(request, body)` gives { status, headers, body }. */
export async function startServer(answer) {
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { status = 200, headers = {}, body = '' } = await answer(request, Buffer.concat(chunks).toString());
    response.writeHead(status, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A file of golden vectors. */
export function vectors(provider) {
  return JSON.parse(readFileSync(path.join(CONFORMANCE, 'vectors', `${provider}.json`), 'utf8'));
}

/** The settings of the sandbox's till.toml in JavaScript's names, with files where it has files. */
export function keysOf({ config, state }) {
  const settings = {};
  const [, table] = readFileSync(config, 'utf8').split('[icash]');
  for (const [, name, value] of table.split('\n[')[0].matchAll(/^(\w+) = "(.*)"$/gm)) {
    const isFile = name.endsWith('_file');
    const key = name.replace(/_(\w)/g, (_match, letter) => letter.toUpperCase());
    settings[key] = isFile ? path.join(state, value) : value;
  }
  return settings;
}

let count = 0;
/** An OPSeq that nobody used before. */
export function nextOpSeq() {
  count += 1;
  return `N${process.pid}T${Date.now()}N${count}`;
}

/** A payment as a till fills it. */
export function sale(overrides = {}) {
  return {
    buyerId: 'IC0123456789ABCDEF',
    txAmt: 36,
    opSeq: nextOpSeq(),
    storeId: '217477',
    storeName: '見晴',
    posNo: '01',
    bonusType: 'ByWallet',
    ...overrides,
  };
}

/** What `work` throws or rejects with. */
export async function failureOf(work) {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}
