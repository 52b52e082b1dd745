// What no-thread.test.mjs runs. Usage: RUST_MIN_STACK=… node no-thread-till.mjs CONFIG

import { icash } from 'twpos';
import { failureOf, sale } from './support.mjs';

const till = icash.Client.fromConfig(process.argv[2]);
const { name, kind, outcome, detail, reference } = await failureOf(() => till.pay(sale({ opSeq: 'NO-THREAD-1' })));
const { opSeq } = till.paySync(sale({ opSeq: 'NO-THREAD-2' }));
console.log(JSON.stringify({ waiting: { name, kind, outcome, detail, reference }, sync: opSeq }));
