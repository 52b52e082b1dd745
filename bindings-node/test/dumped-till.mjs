// The till that conformance/tools/core_dumps.py looks into; what it is told and must do is there.
//
//   node --expose-gc dumped-till.mjs TILL.TOML REFERENCE URL FOLDER
//
// JavaScript never wipes a string. Its own copies of the barcode are made two bytes a character here, so that
// what is found afterwards, one byte a character, is a copy of the package's.

import assert from 'node:assert/strict';
import { readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { ConfigError, icash, mypay, omni } from 'twpos';

const [config, reference, url, folder] = process.argv.slice(2);

/** `count` bytes of standard input. */
function read(count) {
  const buffer = Buffer.allocUnsafeSlow(count);
  assert.equal(readSync(0, buffer), count);
  return buffer;
}

function waitForDump(state) {
  console.log(state);
  read(1);
}

function readBarcode() {
  const bytes = read(18);
  const wide = Buffer.allocUnsafeSlow(2 * bytes.length + 2);
  bytes.forEach((byte, place) => wide.writeUInt16LE(byte, 2 * place));
  wide.writeUInt16LE('碼'.charCodeAt(0), 2 * bytes.length);
  const text = wide.toString('utf16le');
  bytes.fill(0);
  // A part of a longer string stays as wide as that is.
  return text.slice(0, bytes.length);
}

async function pay(barcode) {
  const tills = [icash, mypay, omni].map((provider) => provider.Client.fromConfig(config));
  const [icashTill, mypayTill, omniTill] = tills;
  await icashTill.pay({ buyerId: barcode, txAmt: 36, opSeq: reference, storeId: '217477', storeName: '見晴', posNo: '01' });
  const items = [{ id: '1', name: '便當', cost: 36, amount: 1, total: 36 }];
  await mypayTill.scanPay({ scannedCode: barcode, orderId: reference, userId: 'guest', ip: '203.0.113.5', items, cost: 36 });
  // It stands for a key, since this program has none.
  assert.throws(() => new mypay.Client({ baseUrl: 'https://host.example', mode: 'store', uid: '1', key: barcode }), ConfigError);
  omniTill.ipassPaySync({ tradeCode: barcode, amount: 36, orderNumber: reference, storeId: '1', terminalId: '1' });
  (await new icash.KeyExchange({ baseUrl: url }).run()).save(folder, url);
  return tills;
}

const tills = await pay(readBarcode());
waitForDump('open');
for (const till of tills) till.close();
for (let turn = 0; turn < 3; turn += 1) {
  globalThis.gc();
  await setImmediate();
}
waitForDump('closed');
