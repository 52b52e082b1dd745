// The OMNI gateway's six operations, against a gateway that answers as documents 001 and 002 print it.

import assert from 'node:assert/strict';
import util from 'node:util';
import { ConfigError, OutcomeUnknownError, omni } from 'twpos';
import { test } from './runner.mjs';
import { failureOf, startServer } from './support.mjs';

/** Every operation with a request that passes its limits, and the reference that its errors must carry. */
const CALLS = {
  ipassPay: [{ tradeCode: '281234567890123456', amount: 229, orderNumber: 'O-1', storeId: 'S1', terminalId: 'T1' }, 'O-1'],
  ipassSearch: [{ orderNumber: 'O-1' }, 'O-1'],
  ipassRefund: [{ transactionId: 'T-1', amount: 229 }, 'T-1'],
  icashPay: [{ merchantTradeNo: 'M-1', storeName: '見晴', totalAmount: 36, barcode: 'IC0123456789ABCDEF' }, 'M-1'],
  icashSearch: [{ merchantTradeNo: 'M-1' }, 'M-1'],
  icashCancel: [{ merchantTradeNo: 'M-1' }, 'M-1'],
};

test('every operation keeps its reference, also when the request cannot be read or is abandoned', async () => {
  const client = new omni.Client({ baseUrl: 'http://127.0.0.1:1', token: 'a.token', storeId: '1' });
  for (const [name, [request, reference]] of Object.entries(CALLS)) {
    const failures = [
      await failureOf(() => client[name](request)),
      await failureOf(() => client[name]({ ...request, odd: 1 })),
      await failureOf(() => client[name](request, { signal: AbortSignal.abort() })),
      await failureOf(() => client[`${name}Sync`](request)),
    ];
    for (const error of failures) {
      assert.deepEqual([error.outcome, error.reference], ['not_sent', reference], `${name}: ${error}`);
    }
  }
});

test('a cancel goes out as document 001 prints it, and its reply is read', async () => {
  const seen = [];
  const server = await startServer((request, body) => {
    seen.push({ method: request.method, path: request.url, token: request.headers.authorization, body: JSON.parse(body) });
    return { body: JSON.stringify({ RtnCode: 1, RtnMsg: '成功', EncData: { PlatformID: '1', MerchantID: '2' }, new: 7 }) };
  });
  const client = new omni.Client({ baseUrl: server.url, token: 'a.token', storeId: '1', isTest: true });
  const reply = await client.icashCancel({ merchantTradeNo: 'M-1' });
  assert.deepEqual([reply.rtnCode, reply.rtnMsg, reply.encData.platformId], ['1', '成功', '1']);
  assert.deepEqual(reply.extra, { new: '7' });
  assert.equal(seen[0].token, 'Bearer a.token');
  assert.equal(seen[0].body.request.MerchantTradeNo, 'M-1');
  assert.equal(seen[0].body.store_id, '1');
  await server.stop();
});

test('console.log of a reply does not show who the customer is, and the reply still does', async () => {
  const data = {
    MerchantTradeNo: 'M-1', TotalAmount: 36, MMemberID: 'MEMBER-1', MobileInvoiceCarry: '/CARRIER',
    vtoken: '/OTHER', 'reply.VToken': '/OTHER', Deeper: { MMemberID: 'MEMBER-2' }, Seen: 'yes',
  };
  const server = await startServer(() => ({ body: JSON.stringify({ RtnCode: 1, EncData: data, VToken: '/THIRD' }) }));
  const client = new omni.Client({ baseUrl: server.url, token: 'a.token', storeId: '1' });
  const { icashPay: [request] } = CALLS;
  const reply = await client.icashPay({ ...request, itemAmt: 36 });
  for (const shown of [util.inspect(reply, { depth: 9 }), util.format('%o', [reply]), util.inspect(reply.encData.extra)]) {
    assert.doesNotMatch(shown, /MEMBER|CARRIER|OTHER|THIRD/);
    assert.ok(shown.includes("Seen: 'yes'"), shown);
  }
  assert.equal(reply.encData.mobileInvoiceCarry, '/CARRIER');
  assert.equal(JSON.parse(JSON.stringify(reply)).encData.extra.vtoken, '/OTHER', 'it is there all the same');
  await server.stop();
});

test('a token that is not accepted', async () => {
  const server = await startServer(() => ({ status: 401, body: '{}' }));
  const client = new omni.Client({ baseUrl: server.url, token: 'CANARY.token', storeId: '1' });
  const error = await failureOf(() => client.icashSearch({ merchantTradeNo: 'M-1' }));
  assert.ok(error instanceof OutcomeUnknownError);
  assert.deepEqual([error.kind, error.httpStatus, error.reference], ['unauthorized', 401, 'M-1']);
  assert.ok(!JSON.stringify(error).includes('CANARY'));
  await server.stop();
});

test('settings that exclude each other', async () => {
  const settings = { baseUrl: 'https://omni.example', token: 'a.token', storeId: '1' };
  for (const [more, detail] of [
    [{ platformId: '1', merchantId: '2' }, /store_id and platform_id exclude each other/],
    [{ ipassRefusalCodes: ['0000'] }, /ipass_refusal_codes/],
    [{ ipassRefusalCodes: 'x' }, /ipass_refusal_codes must be a list/],
    [{ isTest: 'yes' }, /is_test must be true or false/],
  ]) {
    const error = await failureOf(() => new omni.Client({ ...settings, ...more }));
    assert.ok(error instanceof ConfigError, String(error));
    assert.match(error.detail, detail);
  }
  new omni.Client({ ...settings, ipassRefusalCodes: ['1001', '1002'] });
});
