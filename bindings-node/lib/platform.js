'use strict';

// Which platform this is, and why its package may not be here: one package for each platform has the addon and the
// program `twpos`, and npm installs the one that fits.

const fs = require('node:fs');
const path = require('node:path');
const { optionalDependencies = {}, version } = require('../package.json');

const SCOPE = '@twpos/';
const isMusl = process.platform === 'linux' && usesMusl();
const libc = process.platform === 'linux' ? `-${isMusl ? 'musl' : 'gnu'}` : '';
/** This machine's platform, as its package is named. */
const platform = `${process.platform}-${process.arch}${libc}`;

/** Whether this Node.js was linked with musl: its program header then names musl's loader. */
function usesMusl() {
  const head = Buffer.alloc(4096);
  try {
    const file = fs.openSync(process.execPath, 'r');
    try {
      fs.readSync(file, head, 0, head.length, 0);
    } finally {
      fs.closeSync(file);
    }
  } catch {
    return false;
  }
  return head.includes('/ld-musl-');
}

/** The platform packages that are there, whether they fit or not. */
function installed() {
  try {
    return fs.readdirSync(path.join(__dirname, '../..', SCOPE)).map((name) => SCOPE + name);
  } catch {
    return [];
  }
}

/** What went wrong, if this machine's package was not found. */
function whyMissing() {
  const machine = `twpos cannot run on ${process.platform} ${process.arch}`;
  const here = isMusl ? `${machine} with musl (such as Alpine's)` : machine;
  const released = Object.keys(optionalDependencies);
  if (!released.includes(SCOPE + platform)) {
    return `${here}: twpos ${version} has no package ${SCOPE}${platform}. There are: ${released.join(', ')}`;
  }
  const others = installed();
  const found = others.length > 0 ? ` (${others.join(', ')} is, for another platform)` : '';
  return `${here}: its package ${SCOPE}${platform} is not installed${found}. What mostly leads to this:
- it was installed with --omit=optional, --no-optional or a setting that says so;
- the lock file was made on another platform, or node_modules was copied from one, such as into a container: delete
  both and install here;
- a bundler left it out: see "Bundlers" in README.md.`;
}

/** Whether `error` says that this machine's package was not found. */
function isMissing(error) {
  return error.code === 'MODULE_NOT_FOUND' && error.message.includes(SCOPE + platform);
}

module.exports = { SCOPE, isMissing, platform, whyMissing };
