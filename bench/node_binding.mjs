// What a charge costs through the Node.js package, beside the same charge in Rust; how long the package takes to
// load, and how large it is. The package is installed in an empty project, from a release's files.
//
//   node bench/node_binding.mjs --files target/release-files [--rounds 9] [--count 400] [--warmup 600] [--quick]
//
// The programs take turns, each against a sandbox of its own, and the ratio is taken within each round: a
// machine's pace changes, and the median of the ratios is what counts.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync, copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const program = fileURLToPath(import.meta.url);
const root = path.dirname(path.dirname(program));
const { values: options } = parseArgs({
  options: {
    files: { type: 'string' },
    rounds: { type: 'string', default: '9' },
    count: { type: 'string', default: '400' },
    warmup: { type: 'string', default: '600' },
    quick: { type: 'boolean' },
    charge: { type: 'string' },
  },
});
const [rounds, count, warmup] = options.quick ? [2, 200, 200] : [options.rounds, options.count, options.warmup].map(Number);

if (options.charge) await charge(options.charge);
else await compare();

/** The loop of bench/src/main.rs, through the package installed beside this file's copy. */
async function charge(config) {
  const { icash } = createRequire(import.meta.url)('twpos');
  const till = icash.Client.fromConfig(config);
  const start = `B${process.pid}T${Math.floor(Date.now() / 1000)}N`;
  const request = (n) => ({
    payType: 'Token', buyerId: 'ICBENCH00000000001', ccy: 'TWD', txAmt: 36, storeId: '217477', storeName: '見晴',
    posNo: '01', opSeq: start + String(n).padStart(8, '0'), opTime: '2026/11/05 12:34:56', receiptNo: '',
    receiptPeriod: '', taxId: '22555003', corpId: '22555003', vehicle: '', donate: '', itemAmt: 36,
    bonusType: 'ByWallet', bonusCategory: '', bonusId: '', paymentNo: '038', remark: '123456', receiptPrint: 'N',
  });
  for (let n = 0; n < warmup; n += 1) await till.pay(request(n));
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  for (let n = warmup; n < warmup + count; n += 1) await till.pay(request(n));
  const { user, system } = process.cpuUsage(cpu);
  const wallTime = ((performance.now() - wall) * 1000) / count;
  console.log(JSON.stringify({ cpu_us_per_op: (user + system) / count, wall_us_per_op: wallTime }));
}

async function compare() {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'twpos-bench-node-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const { release, project, tarballs } = install(scratch);
  const measured = ['--count', String(count), '--warmup', String(warmup)];
  const vectors = path.join(root, 'conformance/vectors/icash.json');
  const programs = {
    rust: (config) => [path.join(release, 'twpos-bench'), ['--vectors', vectors, '--mode', 'charge', '--config', config, ...measured]],
    node: (config) => [process.execPath, [path.join(project, path.basename(program)), '--charge', config, ...measured]],
  };
  const samples = { rust: [], node: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 ? ['rust', 'node'] : ['node', 'rust']) {
      samples[name].push(await withSandbox(release, scratch, (config) => run(...programs[name](config))));
    }
  }
  report(samples, project, tarballs);
}

/** Builds Rust's side for release, and installs the tarballs in an empty project. */
function install(scratch) {
  const platforms = createRequire(import.meta.url)(path.join(root, 'bindings-node/lib/platform.js'));
  const cargo = (...args) => execFileSync('cargo', args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  cargo('build', '--release', '--locked', '-p', 'twpos-bench', '-p', 'twpos-cli');
  const release = path.join(JSON.parse(cargo('metadata', '--no-deps', '--format-version', '1')).target_directory, 'release');
  const isOurs = (name) => /^twpos-\d[^/]*\.tgz$/.test(name) || name.startsWith(`twpos-${platforms.platform}-`);
  const tarballs = readdirSync(options.files).filter(isOurs).map((name) => path.resolve(options.files, name));
  const project = path.join(scratch, 'project');
  mkdirSync(project);
  writeFileSync(path.join(project, 'package.json'), '{ "private": true }\n');
  const npm = ['install', '--silent', '--offline', '--no-audit', '--no-fund', ...tarballs];
  execFileSync('npm', npm, { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] });
  copyFileSync(program, path.join(project, path.basename(program)));
  return { release, project, tarballs };
}

/** The sandbox over TLS, started anew so that its ledger is always as empty. */
async function withSandbox(release, scratch, work) {
  const state = path.join(scratch, 'sandbox');
  const options = ['sandbox', '--tls', '--fresh', '--listen', '127.0.0.1:0', '--state', state];
  const sandbox = spawn(path.join(release, 'twpos'), options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(readline.createInterface({ input: sandbox.stdout }), 'line');
  try {
    return await work(JSON.parse(line).config);
  } finally {
    sandbox.kill();
    await once(sandbox, 'exit');
  }
}

function run(command, args) {
  const printed = execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(printed.trim().split('\n').at(-1));
}

function report({ rust, node }, project, tarballs) {
  const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const range = (numbers, digits) =>
    `${median(numbers).toFixed(digits)} [${Math.min(...numbers).toFixed(digits)}–${Math.max(...numbers).toFixed(digits)}]`;
  const of = (samples, name) => samples.map((sample) => sample[name]);
  const ratios = rust.map((sample, round) => node[round].cpu_us_per_op / sample.cpu_us_per_op);
  const load = "const t = performance.now(); require('twpos'); console.log(performance.now() - t)";
  const times = Array.from({ length: 11 }, () => Number(execFileSync(process.execPath, ['-e', load], { cwd: project })));
  const size = (file) => (statSync(file).isDirectory()
    ? readdirSync(file).reduce((sum, name) => sum + size(path.join(file, name)), 0) : statSync(file).size);
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;

  console.log(`# twpos for Node.js beside Rust: ${rounds} interleaved rounds of ${count} charges, medians [lowest–highest]\n`);
  console.log(`- CPU per charge: Node.js ${range(of(node, 'cpu_us_per_op'), 0)} µs, Rust ${range(of(rust, 'cpu_us_per_op'), 0)} µs`);
  console.log(`- wall time per charge: Node.js ${range(of(node, 'wall_us_per_op'), 0)} µs, Rust ${range(of(rust, 'wall_us_per_op'), 0)} µs`);
  console.log(`- Node.js / Rust, CPU: ${range(ratios, 3)} (to reach: <= 1.05: ${median(ratios) <= 1.05 ? 'reached' : 'MISSED'})`);
  console.log(`- require('twpos'): ${range(times, 1)} ms`);
  console.log(`- installed: ${megabytes(size(path.join(project, 'node_modules')))}; ` +
    `tarballs: ${megabytes(tarballs.reduce((sum, file) => sum + statSync(file).size, 0))}`);
  console.log(`- Node.js ${process.version}, ${os.cpus()[0].model}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(2)}`);
}
