#!/usr/bin/env node
'use strict';

// The command line: starts the program `twpos` that the platform's package has beside the addon, and is to whoever
// started this what the program would be. A call that is told to stop still says what became of it.

const { spawn } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');
const { SCOPE, isMissing, platform, whyMissing } = require('../lib/platform');

const isWindows = process.platform === 'win32';

function program() {
  const manifest = require.resolve(`${SCOPE}${platform}/package.json`);
  return path.join(path.dirname(manifest), isWindows ? 'twpos.exe' : 'twpos');
}

/** Any status but the program's own means that nothing is known. */
function fail(problem) {
  console.error(`twpos: ${problem}`);
  process.exitCode = 1;
}

function run(file) {
  let child;
  // At a terminal the program gets Ctrl+C as well, and takes no harm from hearing of it twice. On Windows a console
  // tells both, and to send a signal is to kill.
  const passOn = (signal) => isWindows || child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', ...(isWindows ? ['SIGBREAK'] : [])];
  for (const signal of signals) process.on(signal, passOn);
  // npx has a shell start this, and it is the shell alone that hears of the end of npx.
  const parent = process.ppid;
  const isNpx = !isWindows && process.env.npm_lifecycle_event === 'npx';
  if (isNpx) setInterval(() => process.ppid === parent || passOn('SIGTERM'), 100).unref();
  child = spawn(file, process.argv.slice(2), { stdio: 'inherit' });
  child.on('error', (error) => fail(`${file} cannot be started: ${error.message}`));
  child.on('exit', (status, signal) => {
    process.exitCode = status ?? 128 + os.constants.signals[signal];
    if (signal === null) return;
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

let file;
try {
  file = program();
} catch (error) {
  fail(isMissing(error) ? whyMissing() : error.message);
}
if (file) run(file);
