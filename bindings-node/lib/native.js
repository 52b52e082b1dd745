'use strict';

// Finds the addon: a package of its own for each platform, of which npm installs the one that fits.

const fs = require('node:fs');
const { version } = require('../package.json');

/** The name of the package with the addon for this machine. */
function platformPackage() {
  const { platform, arch } = process;
  if (platform === 'linux') return `twpos-linux-${arch}-${usesMusl() ? 'musl' : 'gnu'}`;
  if (platform === 'win32') return `twpos-win32-${arch}-msvc`;
  return `twpos-${platform}-${arch}`;
}

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

function load() {
  const name = platformPackage();
  let native;
  try {
    native = require(name);
  } catch (cause) {
    const missing = cause.code === 'MODULE_NOT_FOUND' && cause.message.includes(name);
    const problem = missing
      ? `its package ${name} is not installed. Was npm run with --omit=optional, or node_modules copied from another machine?`
      : `the addon of ${name} cannot be loaded: ${cause.message}`;
    throw new Error(`twpos cannot run on ${process.platform} ${process.arch}: ${problem}`, { cause });
  }
  if (native.version() !== version) {
    throw new Error(`twpos ${version} needs ${name} ${version}, but ${native.version()} is installed`);
  }
  return native;
}

module.exports = load();
