// Builds the addon for this machine, npm/<platform>/twpos.node, and with --pack the two tarballs that
// `npm install` takes: the package, and the platform package with the addon.
//
//   node scripts/build.mjs [--release] [--features self-test] [--to FILE] [--pack FOLDER]

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    release: { type: 'boolean' },
    features: { type: 'string' },
    to: { type: 'string' },
    pack: { type: 'string' },
  },
});

const cargo = (...args) => execFileSync('cargo', args, { cwd: here, stdio: ['ignore', 'pipe', 'inherit'] });
const metadata = JSON.parse(cargo('metadata', '--locked', '--no-deps', '--format-version', '1'));

const profile = values.release ? 'release' : 'dev';
const folder = values.release ? 'release' : 'debug';
cargo(
  ...['build', '--locked', '--package', 'twpos-node', '--profile', profile],
  ...(values.features ? ['--features', values.features] : []),
  ...(values.release ? ['--config', 'profile.release.strip="symbols"'] : []),
);

const library = { linux: 'libtwpos_node.so', darwin: 'libtwpos_node.dylib', win32: 'twpos_node.dll' }[process.platform];
const isMusl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
const libc = { linux: isMusl ? '-musl' : '-gnu', win32: '-msvc' }[process.platform] ?? '';
const addon =
  values.to ?? path.join(here, 'npm', `${process.platform}-${process.arch}${libc}`, 'twpos.node');
mkdirSync(path.dirname(addon), { recursive: true });
copyFileSync(path.join(metadata.target_directory, folder, library), addon);
console.log(addon);

if (values.pack) {
  mkdirSync(values.pack, { recursive: true });
  for (const folder of [here, path.dirname(addon)]) {
    for (const name of ['LICENSE-APACHE', 'LICENSE-MIT', 'LICENSE-THIRD-PARTY']) copyFileSync(path.join(here, '..', name), path.join(folder, name));
    const pack = ['pack', '--silent', '--pack-destination', path.resolve(values.pack)];
    console.log(String(execFileSync('npm', pack, { cwd: folder, shell: process.platform === 'win32' })).trim());
  }
}
