// Builds the addon and the command line for this machine, unoptimised, as release/native builds them for release:
// FOLDER/<target>/twpos.node and twpos.
//
//   node scripts/build.mjs [--features self-test] FOLDER

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import platforms from '../lib/platform.js';

const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({ options: { features: { type: 'string' } }, allowPositionals: true });

const cargo = (...args) => execFileSync('cargo', args, { cwd: here, stdio: ['ignore', 'pipe', 'inherit'] });
const metadata = JSON.parse(cargo('metadata', '--locked', '--no-deps', '--format-version', '1'));
const built = (name) => path.join(metadata.target_directory, 'debug', name);

const target = platforms.platform.replace('win32', 'windows').replace('ia32', 'x86').replace('darwin', 'macos');
const folder = path.join(positionals[0], target);
mkdirSync(folder, { recursive: true });

cargo('build', '--locked', '--quiet', '--package', 'twpos-cli');
const program = process.platform === 'win32' ? 'twpos.exe' : 'twpos';
copyFileSync(built(program), path.join(folder, program));

cargo('build', '--locked', '--quiet', '--package', 'twpos-node', ...(values.features ? ['--features', values.features] : []));
const library = { linux: 'libtwpos_node.so', darwin: 'libtwpos_node.dylib', win32: 'twpos_node.dll' }[process.platform];
copyFileSync(built(library), path.join(folder, 'twpos.node'));
