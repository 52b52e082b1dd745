// Stops waiting for a payment after a second. That does not stop the payment.
//
//   node abandon.mjs till.toml BARCODE AMOUNT REFERENCE

import { Outcome, icash } from 'twpos';

const [config, barcode, amount, reference] = process.argv.slice(2);
if (!config || !barcode || !reference || !Number.isSafeInteger(Number(amount))) {
  console.error('usage: abandon.mjs till.toml BARCODE AMOUNT REFERENCE');
  process.exit(1);
}
const till = icash.Client.fromConfig(config); // once, for all payments
await charge(barcode, Number(amount), reference);

/**
 * @param {string} barcode the barcode you scanned
 * @param {number} amount whole New Taiwan dollars
 * @param {string} reference your own number, unique for ever: keep it before you call this
 */
async function charge(barcode, amount, reference) {
  const sale = {
    buyerId: barcode,
    txAmt: amount,
    opSeq: reference,
    storeId: '217477',
    storeName: '見晴',
    posNo: '01',
  };

  const signal = AbortSignal.timeout(1000);
  try {
    const paid = await till.pay(sale, { signal, onAbandoned: (ended) => takeBack(reference, ended) });
    console.log(`paid, icash number ${paid.bankSeq}`);
  } catch (thrown) {
    const error = /** @type {import('twpos').TwposError} */ (thrown);
    if (signal.aborted && error.cause === signal.reason) {
      // The charge is on its way all the same, and a cancel sent now could overtake it.
      console.log(`stopped waiting for ${error.reference}: ${error.outcome}`);
    } else {
      await takeBack(reference, { error });
    }
  }
}

/**
 * The charge has failed, or ended when nobody waited any more: take it back, unless it is proven that there was none.
 *
 * @param {string} reference
 * @param {import('twpos').Ended<icash.PayResponse>} ended
 */
async function takeBack(reference, { error }) {
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
