// The same tests under Vitest, in each of its pools. vmThreads and vmForks make a realm of its own for each file.

import { processes } from './processes.mjs';

const pools = ['threads', 'forks', 'vmThreads', 'vmForks'];

export default {
  test: {
    projects: pools.map((pool) => ({
      test: { name: pool, pool, globals: true, include: ['test/*.test.mjs'], exclude: processes.map((name) => `test/${name}`) },
    })),
  },
};
