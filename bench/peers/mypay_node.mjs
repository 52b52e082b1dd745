// A merchant of MYPAY in Node with node:crypto, the library that the vendor's document uses, doing the same steps.
// `--body json` posts JSON, as the document does in JavaScript; `--body form` the form that it posts elsewhere.

import crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

function encrypt(text, key) {
  const iv = crypto.randomBytes(16);
  const cipher = crypto.createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

function getPostData(message) {
  return {
    agent_uid: agentUid,
    service: encrypt(JSON.stringify({ service_name: 'api', cmd: 'api/orders' }), agentKey),
    encry_data: encrypt(message, agentKey),
  };
}

function form({ agent_uid, service, encry_data }) {
  return `agent_uid=${agent_uid}&service=${encodeURIComponent(service)}&encry_data=${encodeURIComponent(encry_data)}`;
}

const { values: args } = parseArgs({
  options: {
    vectors: { type: 'string' },
    message: { type: 'string' },
    mode: { type: 'string' },
    body: { type: 'string' },
    count: { type: 'string' },
    warmup: { type: 'string', default: '200' },
  },
});
const { agent_uid: agentUid, key: agentKey } = JSON.parse(readFileSync(args.vectors, 'utf8')).keys;
const message = readFileSync(args.message, 'utf8').trim();
const write = { form, json: JSON.stringify }[args.body];
const count = Number(args.count);
const warmup = Number(args.warmup);

// Kept until the end, so that no compiler finds that the work is for nothing.
let body;
function loop(times) {
  for (let n = 0; n < times; n++) body = write(getPostData(message));
}

loop(warmup);
const cpuStart = process.cpuUsage();
const wallStart = performance.now();
loop(count);
const wall = (performance.now() - wallStart) * 1000;
const cpu = process.cpuUsage(cpuStart);
console.log(JSON.stringify({
  peer: `mypay_node_${args.body}`,
  mode: args.mode,
  count,
  cpu_us_per_op: Number(((cpu.user + cpu.system) / count).toFixed(2)),
  wall_us_per_op: Number((wall / count).toFixed(2)),
  body,
}));
