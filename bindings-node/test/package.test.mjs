// The package itself: both ways to load it, what is in it, and what its loader says where it cannot work.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, symlinkSync, mkdirSync, cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as esm from 'twpos';
import { test } from './runner.mjs';
import { packageFolder as folder, platform, scratchFolder } from './support.mjs';

const require = createRequire(import.meta.url);
const cjs = require('twpos');
const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

test('import and require give the same things', () => {
  assert.deepEqual(Object.keys(esm).sort(), Object.keys(cjs).sort());
  for (const name of Object.keys(cjs)) assert.equal(esm[name], cjs[name], name);
});

test('one version everywhere', () => {
  const addon = require(platform);
  assert.equal(addon.version(), cjs.version);
  assert.equal(manifest.version, cjs.version);
  assert.equal(manifest.optionalDependencies[platform], cjs.version);
  assert.equal(require(`${platform}/package.json`).version, cjs.version);
  assert.ok(Object.values(manifest.optionalDependencies).every((version) => version === cjs.version));
});

test('the package holds what it needs and nothing else', () => {
  const files = readdirSync(folder).sort();
  const texts = ['LICENSE-APACHE', 'LICENSE-MIT', 'LICENSE-THIRD-PARTY', 'README.md', 'README.zh-TW.md'];
  const code = ['examples', 'index.d.mts', 'index.d.ts', 'index.js', 'index.mjs', 'lib', 'package.json'];
  assert.deepEqual(files, [...texts, ...code]);
  for (const name of readdirSync(path.join(folder, 'examples'))) assert.match(name, /^[a-z-]+\.mjs$/);
  assert.equal(manifest.scripts, undefined, 'nothing runs when it is installed');
});

test('functions that fail on purpose are not in it', () => {
  assert.deepEqual(Object.keys(require(platform)).filter((name) => /self.?test/i.test(name)), []);
});

test('the loader says what is missing', () => {
  const alone = scratchFolder();
  mkdirSync(path.join(alone, 'node_modules'));
  cpSync(folder, path.join(alone, 'node_modules/twpos'), { recursive: true });
  const load = (before = '') =>
    spawnSync(process.execPath, ['-e', `${before}require('twpos')`], { cwd: alone, encoding: 'utf8' }).stderr;
  assert.match(load(), new RegExp(`package ${platform} is not installed`));
  assert.match(load("Object.defineProperty(process, 'platform', { value: 'darwin' });"), /package twpos-darwin-\w+ is not/);
  assert.match(load("Object.defineProperty(process, 'platform', { value: 'win32' });"), /package twpos-win32-\w+-msvc is not/);
  assert.match(load("process.execPath = '/nowhere';"), /package twpos-linux-\w+-gnu is not/);

  const other = path.join(alone, 'node_modules', platform);
  symlinkSync(path.join(folder, '..', platform), other);
  assert.equal(load(), '');
  rmSync(other);
  mkdirSync(other);
  cpSync(path.join(folder, 'index.js'), path.join(other, 'index.node'));
  cpSync(path.join(folder, '..', platform, 'package.json'), path.join(other, 'package.json'));
  cpSync(path.join(folder, 'index.js'), path.join(other, 'twpos.node'));
  assert.match(load(), new RegExp(`addon of ${platform} cannot be loaded`));
});
