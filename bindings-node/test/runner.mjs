// The functions that tests are written with, from whichever runner runs the file: Node.js's own, or Jest or Vitest,
// which put theirs into the realm that they make for it.

import * as node from 'node:test';

const MINUTE = 60_000;
const { beforeAll, afterAll } = globalThis;
/** Whether it is not Node.js's own, which runs as many files at once as it likes. */
export const isForeign = typeof beforeAll === 'function';

/** Jest's or Vitest's `test` with the arguments and the context of Node.js's. */
function foreignTest(name, ...rest) {
  const work = rest.pop();
  const { skip = false, timeout = MINUTE } = rest[0] ?? {};
  const run = skip ? globalThis.test.skip : globalThis.test;
  const body = async () => {
    const mock = new node.mock.constructor();
    const ends = [() => mock.restoreAll()];
    try {
      await work({ mock, after: (end) => ends.unshift(end) });
    } finally {
      for (const end of ends) await end();
    }
  };
  run(name, body, timeout);
}

export const test = isForeign ? foreignTest : node.test;
export const describe = isForeign ? globalThis.describe : node.describe;
export const before = isForeign ? (work) => beforeAll(work, MINUTE) : node.before;
export const after = isForeign ? (work) => afterAll(work, MINUTE) : node.after;
