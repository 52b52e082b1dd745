// What is bundled: a till that makes one charge, and says what it was told.
//
//   node till.cjs TILL.TOML BARCODE

const { icash, version } = require('twpos');

const [config, buyerId] = process.argv.slice(2);
const sale = { buyerId, txAmt: 36, opSeq: `BUNDLE-${Date.now()}`, storeId: '217477', storeName: '見晴', posNo: '01' };
icash.Client.fromConfig(config).pay(sale).then(
  (paid) => console.log(`paid ${paid.txAmt} with ${version}`),
  (error) => console.log(`${error.outcome} with ${version}`),
);
