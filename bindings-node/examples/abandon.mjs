// Stops waiting for a payment after a second. That does not stop the payment.
//
//   node abandon.mjs till.toml

import { Outcome, OutcomeUnknownError, icash } from 'twpos';

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
  await till.pay(sale, { signal: AbortSignal.timeout(1000), onAbandoned: takeBack });
} catch (error) {
  if (!(error instanceof OutcomeUnknownError)) throw error;
  // The charge is on its way all the same, and a cancel sent now could overtake it.
  console.log(`stopped waiting for ${error.reference}: ${error.outcome}`);
}

/**
 * The charge that nobody waits for any more has ended: take it back, unless it is proven that there was none.
 *
 * @param {import('twpos').Ended<icash.PayResponse>} ended
 */
async function takeBack({ error }) {
  if (error && error.outcome !== Outcome.Unknown) {
    console.log(`${sale.opSeq} was not charged: ${error.detail}`);
    return;
  }
  try {
    await till.cancel({ opSeq: sale.opSeq });
    console.log(`${sale.opSeq} cancelled`);
  } catch (problem) {
    console.error(`STILL UNKNOWN: keep ${sale.opSeq} and cancel it later: ${problem}`);
  }
}
