// The golden vectors of conformance/vectors, through the public API.

import assert from 'node:assert/strict';
import { createHash, createPublicKey } from 'node:crypto';
import { ConfigError, InvalidRequestError, OutcomeUnknownError, PrivateKey, PublicKey, icash, mypay, walletsOf } from 'twpos';
import { test } from './runner.mjs';
import { failureOf, startServer, vectors } from './support.mjs';

const ICASH = vectors('icash');
const MYPAY = vectors('mypay');
const WALLETS = vectors('wallets');
const icashSettings = (baseUrl) => ({
  baseUrl,
  merchantPrivateKey: ICASH.keys.merchant_private_key,
  icashPublicKey: ICASH.keys.icash_public_key,
  encKeyId: ICASH.keys.enc_key_id,
  aesKey: ICASH.keys.aes_key,
  aesIv: ICASH.keys.aes_iv,
});
const mypaySettings = (baseUrl) => ({ baseUrl, mode: 'agent', uid: MYPAY.keys.agent_uid, key: MYPAY.keys.key });

test('icash: sealing gives the golden bytes', () => {
  const envelope = new icash.Envelope(icashSettings('https://icash.example'));
  assert.ok(ICASH.seal.length >= 8);
  for (const { name, plaintext, enc_data: encData, signature, form_body: formBody } of ICASH.seal) {
    assert.deepEqual({ ...envelope.seal(plaintext) }, { encData, signature, formBody }, name);
  }
});

test('icash: opening gives the message or the kind of error', async () => {
  const envelope = new icash.Envelope(icashSettings('https://icash.example'));
  assert.ok(ICASH.open.length >= 20);
  for (const { name, body, signature, expect } of ICASH.open) {
    for (const form of [body, Buffer.from(body)]) {
      if (expect.plaintext) {
        assert.deepEqual(envelope.open(form, signature ?? undefined).message, JSON.parse(expect.plaintext), name);
      } else {
        const error = await failureOf(() => envelope.open(form, signature ?? undefined));
        assert.ok(error instanceof OutcomeUnknownError, name);
        assert.equal(error.kind, expect.error, name);
      }
    }
  }
});

test('keys load by content or say why not', async () => {
  assert.ok(ICASH.key_texts.length >= 40);
  for (const { name, kind, text, expect, modulus_sha256: sha256 } of ICASH.key_texts) {
    const load = () => (kind === 'private' ? PrivateKey.fromText(text).publicKey : PublicKey.fromText(text));
    if (expect === 'ok') {
      const { n } = createPublicKey(load().toPem()).export({ format: 'jwk' });
      assert.equal(createHash('sha256').update(Buffer.from(n, 'base64url')).digest('hex'), sha256, name);
    } else {
      const error = await failureOf(load);
      assert.ok(error instanceof ConfigError, name);
      assert.equal(error.kind, 'key', name);
    }
  }
});

test('wallets are told by the shape of their codes', async () => {
  assert.ok(WALLETS.cases.length >= 40);
  for (const { name, scanned, providers, wallets, error } of WALLETS.cases) {
    if (wallets) {
      assert.deepEqual(walletsOf(scanned, providers), wallets, name);
    } else {
      const failure = await failureOf(() => walletsOf(scanned, providers));
      assert.ok(failure instanceof InvalidRequestError, name);
      assert.deepEqual([failure.kind, failure.outcome], [error, 'not_sent'], name);
    }
  }
  for (const [scanned, providers] of [[1, []], [undefined, []], ['CANARY\ud800', []], ['IC', 'CANARY'], ['IC', undefined], ['IC', [1]]]) {
    const failure = await failureOf(() => walletsOf(scanned, providers));
    assert.ok(failure instanceof InvalidRequestError, String(failure));
    assert.ok(!failure.message.includes('CANARY'), failure.message);
  }
});

test('icash: replies are judged as listed', async () => {
  let reply;
  const server = await startServer(() => ({
    status: reply.http_status, headers: { 'X-iCP-Signature': reply.signature }, body: reply.body,
  }));
  const client = new icash.Client(icashSettings(server.url));
  assert.ok(ICASH.replies.length >= 100);
  for (reply of ICASH.replies) {
    const expected = reply.expect.outcome === 'approved' ? { outcome: 'approved' } : { ...reply.expect };
    const { OPSeq: opSeq, amount = 36 } = reply.request;
    assert.deepEqual(await judged(() => callIcash(client, reply.operation, opSeq, amount), opSeq), expected, reply.name);
  }
  await server.stop();
});

test('mypay: envelopes are the golden ones', () => {
  const envelope = new mypay.Envelope(mypaySettings('https://mypay.example'));
  const iv = (hex) => Buffer.from(hex, 'hex');
  for (const { name, cmd, plaintext, service_iv, data_iv, service, encry_data } of MYPAY.seal) {
    assert.equal(envelope.encrypt(`{"service_name":"api","cmd":"${cmd}"}`, iv(service_iv)), service, name);
    assert.equal(envelope.encrypt(plaintext, iv(data_iv)), encry_data, name);
    assert.equal(envelope.decrypt(encry_data), plaintext, name);
    assert.equal(envelope.decrypt(envelope.encrypt(plaintext)), plaintext, 'under a fresh vector');
  }
  for (const { name, text, plaintext } of MYPAY.open) assert.equal(envelope.decrypt(text), plaintext, name);
});

test('mypay: replies are judged as listed', async () => {
  let reply;
  const server = await startServer(() => ({ status: reply.http_status, body: reply.body }));
  const client = new mypay.Client(mypaySettings(server.url));
  assert.ok(MYPAY.replies.length >= 300);
  for (reply of MYPAY.replies) {
    const reference = reply.operation === 'create_order' ? '1234567890' : 'ORDER-1';
    assert.deepEqual(await judged(() => callMypay(client, reply.operation), reference), reply.expect, reply.name);
  }
  await server.stop();
});

/** What became of a call, in the words of the vectors. */
async function judged(call, reference) {
  try {
    return await call();
  } catch (error) {
    assert.equal(error.reference, reference);
    return { outcome: error.outcome, kind: error.kind };
  }
}

async function callIcash(client, operation, opSeq, amount) {
  const store = { storeId: '217477', storeName: '見晴', posNo: '01' };
  const buyerId = 'IC0123456789ABCDEF';
  const back = { bankSeq: '20240522123456000001', opRefundSeq: `${opSeq}-R` };
  const calls = {
    pay: () => client.pay({ buyerId, txAmt: amount, itemAmt: amount, opSeq, bonusType: 'ByWallet', ...store }),
    refund: () => client.refund({ opSeq, txAmt: amount, ...back, ...store }),
    cancel: () => client.cancel({ opSeq }),
    top_up: () => client.topUp({ buyerId, topUpAmt: amount, opSeq, ...store }),
    refund_top_up: () => client.refundTopUp({ buyerId, topUpAmt: amount, opSeq, ...back, ...store }),
    cancel_top_up: () => client.cancelTopUp({ buyerId, opSeq }),
  };
  await calls[operation]();
  return { outcome: 'approved' };
}

async function callMypay(client, operation) {
  const order = { orderId: 'ORDER-1', uid: MYPAY.ours.uid, key: MYPAY.ours.key };
  const item = (total) => ({ id: '1', name: '好棒棒麻辣鍋湯包', cost: total, amount: 1, total });
  const customer = { storeUid: MYPAY.keys.store_uid, userId: 'userid', ip: '192.168.0.1', cost: 900, items: [item(900)] };
  switch (operation) {
    case 'create_order':
      await client.createOrder({ ...customer, orderId: '1234567890' });
      return { outcome: 'response', state: 'accepted' };
    case 'query_order':
      return { outcome: 'response', state: (await client.queryOrder(order)).state };
    case 'refund_order': {
      const voucherPaid = [{ productId: 'P01', serialNumber: 'P1634634156' }];
      const request = { ...order, storeUid: MYPAY.keys.store_uid, cost: 900, invoiceState: '6', voucherPaid };
      const { state, refunded } = await client.refundOrder(request);
      assert.equal(refunded, state === 'refunded');
      return { outcome: 'response', state };
    }
    case 'scan_pay': {
      const request = { ...customer, orderId: 'ORDER-1', scannedCode: '281234567890123456' };
      const { state, approved } = await client.scanPay(request);
      return { outcome: 'response', state, approved };
    }
    default:
      throw new Error(`no operation ${operation}`);
  }
}
