// The package itself: both ways to load it, what is in it, and what its loader says where it cannot work.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as esm from 'twpos';
import { describe, test } from './runner.mjs';
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
  const code = ['bin', 'examples', 'index.d.mts', 'index.d.ts', 'index.js', 'index.mjs', 'lib', 'package.json'];
  assert.deepEqual(files, [...texts, ...code]);
  for (const name of readdirSync(path.join(folder, 'examples'))) assert.match(name, /^[a-z-]+\.mjs$/);
  assert.equal(manifest.scripts, undefined, 'nothing runs when it is installed');
});

test('every name that could be installed is ours', () => {
  assert.ok(manifest.optionalDependencies[platform]);
  for (const name of Object.keys(manifest.optionalDependencies)) assert.match(name, /^@twpos\//);
  assert.equal(manifest.dependencies, undefined);
});

test('functions that fail on purpose are not in it', () => {
  assert.deepEqual(Object.keys(require(platform)).filter((name) => /self.?test/i.test(name)), []);
});

describe('the loader says what is missing', () => {
  const alone = scratchFolder();
  const modules = path.join(alone, 'node_modules');
  const place = path.join(modules, platform);
  mkdirSync(path.dirname(place), { recursive: true });
  cpSync(folder, path.join(modules, 'twpos'), { recursive: true });
  const load = (before = '') =>
    spawnSync(process.execPath, ['-e', `${before}require('twpos')`], { cwd: alone, encoding: 'utf8' }).stderr;
  const as = (values) =>
    Object.entries(values).map(([name, value]) => `Object.defineProperty(process, '${name}', { value: '${value}' });`).join('');
  const musl = path.join(alone, 'node-of-alpine');
  writeFileSync(musl, 'ELF /lib/ld-musl-x86_64.so.1');

  test('the package, with what mostly leads to it', () => {
    rmSync(place, { recursive: true, force: true });
    const problem = load();
    assert.match(problem, new RegExp(`its package ${platform} is not installed\\.`));
    for (const cause of ['--omit=optional', 'lock file was made on another platform', 'a bundler left it out']) {
      assert.ok(problem.includes(cause), problem);
    }
    const { stderr, status } = spawnSync(process.execPath, [path.join(modules, 'twpos/bin/twpos.js'), 'demo'], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`^twpos: twpos cannot run on .* ${platform} is not installed`));
  });

  test('the one of another platform', () => {
    const other = path.join(modules, '@twpos/other-platform');
    mkdirSync(other);
    assert.match(load(), /is not installed \(@twpos\/other-platform is, for another platform\)\./);
    rmSync(other, { recursive: true });
  });

  test('a platform that this release has nothing for', () => {
    const problem = load(as({ platform: 'freebsd', arch: 'mips' }));
    assert.match(problem, /cannot run on freebsd mips: twpos .* has no package @twpos\/freebsd-mips\. There are: @twpos\//);
    assert.ok(problem.includes(platform), problem);
    assert.match(load(as({ platform: 'linux', arch: 'mips', execPath: '/nowhere' })), /@twpos\/linux-mips-gnu\. There are/);
    assert.match(load(as({ platform: 'linux', arch: 'mips', execPath: musl })), /linux mips with musl \(such as Alpine's\): .*@twpos\/linux-mips-musl\./);
  });

  test('an addon that cannot be loaded', () => {
    const manifest = path.join(folder, '..', platform, 'package.json');
    mkdirSync(place);
    cpSync(manifest, path.join(place, 'package.json'));
    writeFileSync(path.join(place, 'twpos.node'), 'no addon');
    assert.match(load(), new RegExp(`addon of ${platform} cannot be loaded`));
  });

  test('an addon of another version', () => {
    writeFileSync(path.join(place, 'package.json'), '{ "main": "addon.js" }');
    writeFileSync(path.join(place, 'addon.js'), "exports.version = () => '0.0.1';");
    assert.match(load(), new RegExp(`needs ${platform} ${cjs.version}, but 0.0.1 is installed`));
    rmSync(place, { recursive: true });
    symlinkSync(path.join(folder, '..', platform), place, 'junction');
    assert.equal(load(), '');
  });
});
