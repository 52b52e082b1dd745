// A fault inside the addon is an error like any other. Runs only on an addon built with the feature self-test.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { OutcomeUnknownError, PrivateKey } from 'twpos';
import { test } from '../runner.mjs';
import { failureOf, packageFolder, platform } from '../support.mjs';

const require = createRequire(import.meta.url);
const addon = require(platform);
const { fromNative } = require(path.join(packageFolder, 'lib/errors.js'));

for (const [where, panics] of [
  ['on a thread of the pool', () => addon.selfTestPanic()],
  ["on JavaScript's thread", () => addon.selfTestPanicSync()],
]) {
  test(`a panic ${where}`, { timeout: 60_000 }, async () => {
    for (let count = 0; count < 20; count += 1) {
      const error = fromNative(await failureOf(panics), 'ORDER-1');
      assert.ok(error instanceof OutcomeUnknownError, String(error));
      assert.deepEqual([error.kind, error.outcome, error.reference], ['internal', 'unknown', 'ORDER-1']);
      assert.equal(error.detail, 'a fault inside twpos was caught; please report it');
    }
    assert.equal((await PrivateKey.generate()).publicKey.bits, 2048, 'and all goes on');
  });
}
