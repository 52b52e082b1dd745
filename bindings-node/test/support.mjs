// What the tests share: the sandbox as a process of its own, and servers that answer as they are told.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync,
} from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

/** The conformance folder of the source. */
const CONFORMANCE = process.env.TWPOS_CONFORMANCE;

/** A folder that is gone when the process ends. */
export function scratchFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'twpos-node-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Where the keys of a first sandbox are kept for all others, since making them takes longer than most tests. */
const KEYS = process.env.TWPOS_SANDBOX_KEYS;

function useKeptKeys(state) {
  if (KEYS && existsSync(KEYS)) cpSync(KEYS, state, { recursive: true });
}

function keepKeys(state) {
  if (!KEYS || existsSync(KEYS)) return;
  const copy = `${KEYS}-${process.pid}-${path.basename(state)}`;
  cpSync(state, copy, { recursive: true });
  try {
    renameSync(copy, KEYS);
  } catch {
    // Another one was faster.
    rmSync(copy, { recursive: true });
  }
}

/** Starts the sandbox; `stop` ends it. */
export async function startSandbox(...options) {
  const state = scratchFolder();
  useKeptKeys(state);
  const args = ['sandbox', '--listen', '127.0.0.1:0', '--state', state, ...options];
  const child = spawn(TWPOS, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(readline.createInterface({ input: child.stdout }), 'line');
  const { url, config } = JSON.parse(line);
  keepKeys(state);
  return {
    url,
    config,
    state,
    // Parsed here, since what `json` makes is of another realm where there are several.
    ledger: async () => JSON.parse(await (await fetch(`${url}/_sandbox/ledger`)).text()),
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

/** A proxy that asks for these credentials, as stores have one; its `url` is undefined where there is no python3. */
export async function startProxy(credentials) {
  const script = path.join(CONFORMANCE, 'tools/connect_proxy.py');
  const child = spawn('python3', [script, credentials], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = once(readline.createInterface({ input: child.stdout }), 'line');
  const [url] = await Promise.race([line, once(child, 'error').then(() => [])]);
  return { url, stop: () => child.kill() };
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

const require = createRequire(import.meta.url);
/** The installed package. */
export const packageFolder = path.dirname(require.resolve('twpos/package.json'));
const { SCOPE, platform: machine } = require(path.join(packageFolder, 'lib/platform.js'));
/** The name of the platform package beside it, which has the addon and the program. */
export const platform = SCOPE + machine;
const TWPOS = path.join(packageFolder, '..', platform, process.platform === 'win32' ? 'twpos.exe' : 'twpos');

/** The folder of a second copy of the package, with the same addon. */
export function copyOfPackage() {
  const modules = path.join(scratchFolder(), 'node_modules');
  mkdirSync(modules);
  cpSync(packageFolder, path.join(modules, 'twpos'), { recursive: true });
  symlinkSync(path.join(packageFolder, '../@twpos'), path.join(modules, '@twpos'));
  return path.join(modules, 'twpos');
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
