// Stops waiting for a payment after a second. That does not stop the payment.
//
//   node abandon.mjs till.toml

import { OutcomeUnknownError, icash } from 'twpos';

const [config = 'till.toml'] = process.argv.slice(2);
const till = icash.Client.fromConfig(config);
const sale = {
  buyerId: 'IC0123456789ABCDEF',
  txAmt: 36,
  opSeq: `SHOP1-${Date.now()}`,
  storeId: '217477',
  storeName: '見晴',
  posNo: '01',
};

try {
  await till.pay(sale, { signal: AbortSignal.timeout(1000) });
} catch (error) {
  if (!(error instanceof OutcomeUnknownError)) throw error;
  // The charge is on its way all the same: cancel it, as after any unknown outcome.
  console.log(`stopped waiting for ${error.reference}: ${error.outcome}, cancel it`);
  await till.cancel({ opSeq: sale.opSeq });
}
