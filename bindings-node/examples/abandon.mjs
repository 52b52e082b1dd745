// Stops waiting for a payment after a second. That does not stop the payment.
//
//   node abandon.mjs till.toml BARCODE AMOUNT REFERENCE

import { Outcome, icash } from 'twpos';

const [
  config = 'sandbox-state/till.toml',
  barcode = 'IC0123456789ABCDEF',
  amount = '36',
  reference = `SHOP1-${Date.now()}`,
] = process.argv.slice(2);
const till = icash.Client.fromConfig(config);
const sale = {
  buyerId: barcode,
  txAmt: Number(amount),
  opSeq: reference,
  storeId: '217477',
  storeName: '見晴',
  posNo: '01',
};

const signal = AbortSignal.timeout(1000);
try {
  const paid = await till.pay(sale, { signal, onAbandoned: takeBack });
  console.log(`paid, icash number ${paid.bankSeq}`);
} catch (thrown) {
  const error = /** @type {import('twpos').TwposError} */ (thrown);
  if (signal.aborted && error.cause === signal.reason) {
    // The charge is on its way all the same, and a cancel sent now could overtake it.
    console.log(`stopped waiting for ${error.reference}: ${error.outcome}`);
  } else {
    await takeBack({ error });
  }
}

/**
 * The charge has failed, or ended when nobody waited any more: take it back, unless it is proven that there was none.
 *
 * @param {import('twpos').Ended<icash.PayResponse>} ended
 */
async function takeBack({ error }) {
  if (error?.outcome === Outcome.NotSent || error?.outcome === Outcome.Refused) {
    console.log(`${reference} was not charged: ${error.detail}`);
    return;
  }
  try {
    await till.cancel({ opSeq: reference });
    console.log(`${reference} cancelled`);
  } catch (problem) {
    console.error(`STILL UNKNOWN: keep ${reference} and cancel it later: ${problem}`);
  }
}
