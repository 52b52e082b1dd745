// A web server that receives MYPAY's notifications.
//
//   node mypay-notifications.mjs till.toml PORT [SECONDS]

import express from 'express'; // 5 or newer: it passes on what an async handler throws
import { InvalidNotificationError, TwposError, mypay } from 'twpos';

const [config, port, seconds = '60'] = process.argv.slice(2);
const shop = mypay.Client.fromConfig(config);

/** Your database: what the reply to createOrder said of each order, and what happened since. */
const orders = new Map([
  ['ORDER-1', { uid: '95217', key: '3425042d7d266e4aea5fd4653a0271db', cost: 900, toAsk: false, isReleased: false }],
]);

const app = express();

app.post('/mypay', express.raw({ type: '*/*', limit: '1mb' }), async (request, response) => {
  let orderId, order;
  try {
    const notification = mypay.parseNotification(request.body);
    orderId = notification.orderId;
    order = orders.get(orderId);
    if (!order) return response.status(400).end();
    // Anyone can post here, so hold it against what you kept.
    const { uid, key, cost } = order;
    mypay.verify(notification, { uid, key, cost, orderId });
  } catch (error) {
    // Junk, and nobody's money. Anything else (who sent it knows the key, and the amount is another) is to be looked at.
    if (!(error instanceof InvalidNotificationError)) report(error);
    return response.status(400).end();
  }

  // Store it, then say so: once MYPAY has read this answer, it need not send the notification again.
  order.toAsk = true;
  response.type('text/plain').send(mypay.NOTIFICATION_ANSWER);

  // To be told is not to be paid. What cannot be settled now is settled later.
  await settle(orderId, order);
});

/** Only the answer to a query comes from MYPAY's own host: act on that, never on the notification. */
async function settle(orderId, order) {
  if (order.isReleased) return;
  const { uid, key, cost } = order;
  const { state, refundState, cancelState, actualCost } = await shop.queryOrder({ orderId, uid, key, cost });
  // Pending is not paid: it is asked about again.
  if (state === mypay.PrcClass.Pending || state === mypay.PrcClass.Unknown) return;
  order.toAsk = false;
  // It stays paid after a refund or a cancellation.
  const isKept = refundState === mypay.Reversal.Nothing && cancelState === mypay.Reversal.Nothing;
  if (state !== mypay.PrcClass.Paid || !isKept) {
    console.log(`${orderId}: ${state}, NT$ ${actualCost}: look at it`);
  } else if (!order.isReleased) {
    // The same notification comes several times, perhaps while this one asked.
    order.isReleased = true;
    console.log(`${orderId}: paid, NT$ ${actualCost}: hand out the goods`);
  }
}

/** Asks again about what is told but not settled, such as after a query that failed. */
async function settleTheRest() {
  for (const [orderId, order] of orders) {
    if (order.toAsk) await settle(orderId, order).catch(report);
  }
  setTimeout(settleTheRest, Number(seconds) * 1000);
}
settleTheRest();

/** Fields of the error, for a structured log: none of them is a secret. */
function report(error) {
  console.error(JSON.stringify({ level: 'error', err: error instanceof TwposError ? error : String(error) }));
}

app.use((error, _request, response, _next) => {
  report(error);
  if (!response.headersSent) response.status(400).end();
});

const server = app.listen(Number(port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/mypay`);
});
