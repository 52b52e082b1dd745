// A first payment, and what to do when it fails.
//
//   node first-payment.mjs till.toml BARCODE AMOUNT REFERENCE

import { setTimeout } from 'node:timers/promises';
import { ConfigError, InvalidRequestError, NotSentError, OutcomeUnknownError, RefusedError, icash } from 'twpos';

const [config, barcode, amount, reference] = process.argv.slice(2);
if (!config || !barcode || !reference || !Number.isSafeInteger(Number(amount))) {
  console.error('usage: first-payment.mjs till.toml BARCODE AMOUNT REFERENCE');
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
  try {
    const paid = await till.pay({
      buyerId: barcode,
      txAmt: amount,
      opSeq: reference,
      storeId: '217477',
      storeName: '見晴',
      posNo: '01',
      bonusType: icash.BonusType.ByWallet,
    });
    console.log(`paid NT$ ${paid.txAmt}, icash number ${paid.bankSeq}`);
  } catch (error) {
    if (error instanceof OutcomeUnknownError) {
      // Nobody knows whether the customer was charged.
      console.log(`outcome of ${error.reference} unknown (${error.kind}): cancelling`);
      await cancelUntilAnswered(reference);
    } else if (error instanceof RefusedError) {
      console.log(`not charged, tell the customer: ${error.providerText}`);
    } else if (error instanceof NotSentError) {
      console.log(`not charged, try again: ${error.detail}`);
    } else if (error instanceof InvalidRequestError || error instanceof ConfigError) {
      console.log(`not charged, correct this: ${error.detail}`);
    } else {
      throw error;
    }
  }
}

/**
 * A cancel is safe without knowing whether there was a payment, and may be repeated: until it is answered, or turns
 * out to be wrong itself.
 *
 * @param {string} opSeq
 */
async function cancelUntilAnswered(opSeq) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 60_000)) {
    try {
      await till.cancel({ opSeq });
      console.log('cancelled: charge again under a new number');
      return;
    } catch (error) {
      if (!(error instanceof NotSentError || error instanceof OutcomeUnknownError)) {
        // Repeated, it would fail again.
        console.log(`STILL UNKNOWN: ${opSeq} cannot be cancelled like this, ask icash Pay or correct it: ${error}`);
        return;
      }
      console.error(String(error));
      await setTimeout(wait);
    }
  }
}
