// MYPAY's notifications, keys and codes, and that nothing of it shows secrets.

import assert from 'node:assert/strict';
import util from 'node:util';
import {
  ConfigError, InvalidNotificationError, InvalidRequestError, OutcomeUnknownError, PrivateKey, PublicKey, icash, mypay,
  omni,
} from 'twpos';
import { test } from './runner.mjs';
import { failureOf, startServer, vectors } from './support.mjs';

const { keys } = vectors('mypay');
const FORM = 'uid=95217&key=CANARYKEY&prc=250&order_id=ORDER-1&cost=900&actual_cost=900&currency=TWD' +
  '&voucher_paid[0][product_id]=P01&voucher_paid[0][cost]=50&retmsg=%E4%BB%98%E6%AC%BE&surprise=1';
const KEPT = { uid: '95217', key: 'CANARYKEY', orderId: 'ORDER-1', cost: 900 };

test('a notification is read, from text or bytes', () => {
  for (const body of [FORM, Buffer.from(FORM), new TextEncoder().encode(FORM)]) {
    const notification = mypay.parseNotification(body);
    assert.deepEqual([notification.kind, notification.state, notification.prc], ['completed', 'paid', '250']);
    assert.deepEqual([notification.cost, notification.actualCost, notification.price], [900, 900, undefined]);
    assert.equal(notification.retmsg, '付款');
    assert.equal(notification.voucherPaid[0].productId, 'P01');
    assert.equal(notification.voucherPaid[0].cost, 50);
    assert.deepEqual(notification.extra, { surprise: '1' });
    assert.equal(mypay.verify(notification, KEPT), undefined);
    assert.equal(mypay.verify(JSON.parse(JSON.stringify(notification)), KEPT), undefined, 'also once stored');
  }
  assert.equal(mypay.NOTIFICATION_ANSWER, '8888');
});

test('a notification that is not ours is told', async () => {
  const notification = mypay.parseNotification(FORM);
  for (const [expected, Class, kind] of [
    [{ ...KEPT, key: 'other' }, InvalidNotificationError, 'invalid_notification'],
    [{ ...KEPT, uid: '1' }, InvalidNotificationError, 'invalid_notification'],
    [{ ...KEPT, cost: 901 }, OutcomeUnknownError, 'mismatch'],
    [{ ...KEPT, orderId: 'ORDER-2' }, OutcomeUnknownError, 'mismatch'],
    [{ ...KEPT, key: '' }, InvalidRequestError, 'invalid_request'],
    [{ ...KEPT, kost: 900 }, InvalidRequestError, 'invalid_request'],
    [undefined, InvalidRequestError, 'invalid_request'],
  ]) {
    const error = await failureOf(() => mypay.verify(notification, expected));
    assert.ok(error instanceof Class, String(error));
    assert.equal(error.kind, kind);
    assert.equal(error.reference, expected?.orderId);
    assert.ok(!util.inspect(error).includes('CANARYKEY'));
  }
  for (const body of ['', 'uid=1', `${FORM}&uid=2`, 'x'.repeat(2 ** 20 + 1)]) {
    const error = await failureOf(() => mypay.parseNotification(body));
    assert.ok(error instanceof InvalidNotificationError);
    assert.deepEqual([error.kind, error.outcome], ['invalid_notification', 'not_sent']);
  }
});

test('junk forges no line of a log', async () => {
  const junk = 'order_id=a%0a2026-11-21+INFO+released+order+42%e2%80%a8%c2%9b';
  const error = await failureOf(() => mypay.parseNotification(junk));
  assert.ok(error.message.includes('a\\n2026-11-21'), error.message);
  assert.doesNotMatch(error.message, /[\p{Cc}\u2028]/u);
});

test('console.log of a message shows no secret, and the message still has it', () => {
  const notification = mypay.parseNotification(FORM);
  for (const shown of [util.inspect(notification), util.format('%o %O', { notification }, [notification])]) {
    assert.ok(!shown.includes('CANARYKEY'), shown);
    assert.ok(shown.includes('ORDER-1'));
  }
  assert.equal(notification.key, 'CANARYKEY');
  assert.equal(JSON.parse(JSON.stringify(notification)).key, 'CANARYKEY');
});

test('two keys, chosen by call', async () => {
  const sealedWith = [];
  const settings = { mode: 'store', uid: keys.store_uid, key: keys.key, previousKey: keys.previous_key };
  const envelope = (key) => new mypay.Envelope({ baseUrl: 'https://mypay.example', ...settings, previousKey: undefined, key });
  const server = await startServer((_request, body) => {
    const text = new URLSearchParams(body).get('service');
    const known = Object.entries({ current: keys.key, previous: keys.previous_key, foreign: keys.foreign_key });
    sealedWith.push(known.find(([, key]) => envelope(key).decrypt(text))?.[0]);
    return { body: '{"prc":"250","order_id":"ORDER-1","uid":"95217","key":"k","cost":900}' };
  });
  const client = new mypay.Client({ baseUrl: server.url, ...settings });
  const query = (by) => by.queryOrder({ uid: '95217', key: 'k', orderId: 'ORDER-1' });
  await query(client);
  await query(client.withKey(mypay.KeyChoice.Previous));
  assert.ok(client.withKey('previous') instanceof mypay.Client);
  client.useKey(keys.foreign_key);
  await query(client);
  await query(client.withKey('previous'));
  assert.deepEqual(sealedWith, ['current', 'previous', 'foreign', 'current']);
  assert.deepEqual({ ...mypay.KeyChoice }, { Current: 'current', Previous: 'previous' });
  await query(client.withKey(mypay.KeyChoice.Current));
  assert.equal(sealedWith.at(-1), 'foreign');
  assert.ok((await failureOf(() => client.withKey('next'))) instanceof InvalidRequestError);
  const single = new mypay.Client({ baseUrl: server.url, mode: 'store', uid: keys.store_uid, key: keys.key });
  assert.ok((await failureOf(() => single.withKey('previous'))) instanceof ConfigError);
  assert.ok((await failureOf(() => client.useKey('short'))) instanceof ConfigError);
  await server.stop();
});

test('codes are frozen text with their meanings', () => {
  const { Pfn, Prc, PrcClass } = mypay;
  assert.equal(Pfn.CreditCard, 'CREDITCARD');
  assert.deepEqual([Pfn.fromCode('1'), Pfn.number('CREDITCARD'), Pfn.chinese('1'), Pfn.english('1')],
    ['CREDITCARD', 1, '信用卡', 'credit card']);
  assert.deepEqual([Prc.class('250'), Prc.class('380'), Prc.class('?')], [PrcClass.Paid, PrcClass.Failed, 'unknown']);
  assert.deepEqual([Prc.mayStillBePaid('380'), Prc.mayStillBePaid('300')], [true, false]);
  assert.deepEqual([Prc.following('A0001'), Prc.following('380'), Prc.following('250')], [['250', '600', '300'], [Prc.PaidButMismatch], []]);
  for (const odd of ['', 'no such code', '__proto__', 'toString', undefined, null, 7777, {}]) {
    assert.equal(Prc.fromCode(odd), Prc.Unknown);
    assert.deepEqual([Prc.number(odd), Prc.chinese(odd), Prc.english(odd)], [undefined, '未知', 'unknown']);
  }
  for (const provider of [icash, mypay, omni]) {
    for (const [name, codes] of Object.entries(provider).filter(([, value]) => value?.fromCode)) {
      assert.ok(Object.isFrozen(codes) && Object.isFrozen(codes.all), name);
      assert.deepEqual(Object.values(codes), [...codes.all, 'unknown'], name);
      for (const code of codes.all) assert.equal(codes.fromCode(code), code, name);
    }
  }
});

test('keys are made, read and compared', async () => {
  for (const key of [await PrivateKey.generate(), PrivateKey.generateSync()]) {
    const again = PrivateKey.fromText(key.toPem());
    assert.equal(again.publicKey.fingerprint, key.publicKey.fingerprint);
    assert.equal(PublicKey.fromText(key.publicKey.toBase64()).fingerprint, key.publicKey.fingerprint);
    assert.deepEqual([key.publicKey.bits, key.publicKey.fingerprint.length], [2048, 64]);
    const body = key.toPem().split('\n')[1];
    assert.ok(!util.inspect(key, { depth: 9, showHidden: true }).includes(body) && !JSON.stringify(key).includes(body));
  }
  assert.throws(() => new PrivateKey('text'), TypeError);
  assert.throws(() => new PublicKey('text'), TypeError);
});
