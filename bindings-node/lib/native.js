'use strict';

// Loads the addon.

const { SCOPE, isMissing, platform, whyMissing } = require('./platform');
const { version } = require('../package.json');

/** Each name is written out, for bundlers to find; inside `try`, where they take one that is not installed. */
function load() {
  try {
    switch (platform) {
      case 'darwin-arm64': return require('@twpos/darwin-arm64');
      case 'darwin-x64': return require('@twpos/darwin-x64');
      case 'linux-arm64-gnu': return require('@twpos/linux-arm64-gnu');
      case 'linux-arm64-musl': return require('@twpos/linux-arm64-musl');
      case 'linux-x64-gnu': return require('@twpos/linux-x64-gnu');
      case 'linux-x64-musl': return require('@twpos/linux-x64-musl');
      case 'win32-ia32': return require('@twpos/win32-ia32');
      case 'win32-x64': return require('@twpos/win32-x64');
    }
  } catch (cause) {
    if (isMissing(cause)) throw new Error(whyMissing(), { cause });
    throw new Error(`twpos cannot run: the addon of ${SCOPE}${platform} cannot be loaded: ${cause.message}`, { cause });
  }
  throw new Error(whyMissing());
}

const native = load();
if (native.version() !== version) {
  throw new Error(`twpos ${version} needs ${SCOPE}${platform} ${version}, but ${native.version()} is installed`);
}

module.exports = native;
