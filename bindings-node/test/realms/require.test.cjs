// As most tests under Jest are written: with require, and the realm's own classes.

const { icash, InvalidRequestError, NotSentError, OutcomeUnknownError, RefusedError, TwposError, mypay } = require('twpos');

let sandbox;
let support;
let till;
beforeAll(async () => {
  support = await import('../support.mjs');
  sandbox = await support.startSandbox();
  till = icash.Client.fromConfig(sandbox.config);
}, 60_000);
afterAll(() => sandbox.stop());

test('a till that pays, is refused, and does not know', async () => {
  const pay = (fields, options) => till.pay(support.sale(fields), options);
  await expect(pay()).resolves.toMatchObject({ txAmt: 36 });
  await expect(pay({ buyerId: 'ICTWPOSDECLINE0000' })).rejects.toThrow(RefusedError);
  await expect(pay({ buyerId: 'ICTWPOSSIGBAD00000' })).rejects.toMatchObject({ kind: 'signature', outcome: 'unknown' });
  await expect(pay({ buyerId: 'ICTWPOSSIGBAD00000' })).rejects.toThrow(OutcomeUnknownError);
  await expect(pay({ remark: Symbol('s') })).rejects.toThrow(InvalidRequestError);
  await expect(pay({}, { signal: AbortSignal.abort() })).rejects.toThrow(NotSentError);
  await expect(pay({ txAmt: 0 })).rejects.toBeInstanceOf(Error);
  expect(() => till.paySync(support.sale({ buyerId: 'ICTWPOSRESETAFTER0' }))).toThrow(TwposError);
});

test('bytes of this realm', () => {
  const form = 'uid=1&key=k&prc=250&order_id=ORDER-1&cost=900';
  for (const body of [form, Buffer.from(form), new TextEncoder().encode(form), Uint8Array.from(form, (letter) => letter.charCodeAt(0))]) {
    expect(mypay.parseNotification(body)).toMatchObject({ orderId: 'ORDER-1', cost: 900 });
  }
});

test('an error of the module before it was loaded anew', () => {
  const before = require('twpos');
  jest.resetModules();
  const anew = require('twpos');
  expect(anew.OutcomeUnknownError).not.toBe(before.OutcomeUnknownError);
  const error = before.TwposError.from({ kind: 'timeout', outcome: 'unknown', detail: 'd' });
  expect(error).toBeInstanceOf(anew.OutcomeUnknownError);
  expect(error).toBeInstanceOf(anew.TwposError);
  expect(error).not.toBeInstanceOf(anew.RefusedError);
});
