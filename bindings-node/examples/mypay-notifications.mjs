// A web server that receives MYPAY's notifications.
//
//   node mypay-notifications.mjs till.toml PORT

import express from 'express';
import { TwposError, mypay } from 'twpos';

const [config, port] = process.argv.slice(2);
const shop = mypay.Client.fromConfig(config);

/** Your database: what the reply to createOrder said of each order. */
const orders = new Map([['ORDER-1', { uid: '95217', key: '3425042d7d266e4aea5fd4653a0271db', cost: 900 }]]);
/** What was acted on: MYPAY sends each notification several times, in any order. */
const seen = new Set();

const app = express();

app.post('/mypay', express.raw({ type: '*/*', limit: '1mb' }), async (request, response) => {
  const notification = mypay.parseNotification(request.body);
  const order = orders.get(notification.orderId);
  if (!order) throw new Error('a notification about an order that is not ours');

  // Anyone can post here, so hold it against what you kept.
  const { uid, key, cost } = order;
  mypay.verify(notification, { uid, key, cost, orderId: notification.orderId });

  // Store it, then say so: until MYPAY reads this answer, it sends the notification again.
  const isNew = !seen.has(`${uid} ${notification.prc}`);
  seen.add(`${uid} ${notification.prc}`);
  response.type('text/plain').send(mypay.NOTIFICATION_ANSWER);

  if (isNew) await settle(notification.orderId, { uid, key });
});

app.use((error, _request, response, _next) => {
  // Fields of the error, for a structured log: none of them is a secret.
  console.error(JSON.stringify({ level: 'error', err: error instanceof TwposError ? error : String(error) }));
  if (!response.headersSent) response.status(400).end();
});

/** Only the answer to a query comes from MYPAY's own host: act on that, never on the notification. */
async function settle(orderId, { uid, key }) {
  const answer = await shop.queryOrder({ orderId, uid, key });
  console.log(`${orderId}: ${answer.state}, NT$ ${answer.actualCost ?? 0}`);
  // Pending is not paid: hand out goods on mypay.PrcClass.Paid only.
}

const server = app.listen(Number(port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/mypay`);
});
