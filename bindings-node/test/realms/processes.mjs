// Tests of programs, which run in processes of their own: whose runner starts them makes no difference.
export const processes = [
  'examples.test.mjs', 'exit.test.mjs', 'no-thread.test.mjs', 'package.test.mjs', 'program.test.mjs', 'readme.test.mjs',
];
