// The same tests in the realm that Jest makes for each file. Needs NODE_OPTIONS=--experimental-vm-modules.

import { processes } from './processes.mjs';

export default {
  rootDir: '../..',
  testMatch: ['<rootDir>/test/*.test.mjs', '<rootDir>/test/realms/*.test.cjs'],
  testPathIgnorePatterns: processes.map((name) => `/test/${name}$`),
  moduleFileExtensions: ['mjs', 'cjs', 'js', 'json', 'node'],
  transform: {},
};
