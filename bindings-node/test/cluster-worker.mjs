// One worker of cluster.test.mjs. Usage: node cluster-worker.mjs CONFIG BARCODE CHARGES

import process from 'node:process';
import { icash } from 'twpos';
import { sale } from './support.mjs';

const [config, buyerId, charges] = process.argv.slice(2);
const till = icash.Client.fromConfig(config);
for (let at = 0; at < Number(charges); at += 1) {
  const request = sale({ buyerId });
  const { opSeq } = await till.pay(request);
  if (opSeq !== request.opSeq) process.exit(1);
}
process.exit(0);
