// A till in Node with node:crypto and undici, written as one would today.

import {
  createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, sign, verify,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Agent, request as httpRequest } from 'undici';

// ICPOS001 as a till fills it; OPSeq is set for each charge.
const REQUEST = {
  PayType: 'Token', BuyerID: 'ICBENCH00000000001', Ccy: 'TWD', TxAmt: '36',
  NonRedeemAmt: '', NonPointAmt: '', StoreId: '217477', StoreName: '見晴', PosNo: '01',
  OPSeq: '', OPTime: '2026/11/05 12:34:56', ReceiptNo: '', ReceiptReriod: '',
  TaxID: '22555003', CorpID: '22555003', Vehicle: '', Donate: '', ItemAmt: '36',
  UtilityAmt: '', CommAmt: '', ExceptAmt1: '', ExceptAmt2: '', BonusType: 'ByWallet',
  BonusCategory: '', BonusID: '', PaymentNo: '038', Remark: '123456', ItemList: [],
  ReceiptPrint: 'N',
};
const PATH = '/api/V2/Payment/POS/SETPay';

// The start time keeps OPSeq unique when the system hands out the same process id again.
const SEQUENCE_START = `B${process.pid}T${Math.floor(Date.now() / 1000)}N`;

function requestNumber(n) {
  return { ...REQUEST, OPSeq: SEQUENCE_START + String(n).padStart(8, '0') };
}

class Till {
  constructor(credentials, url, ca) {
    // Parsing a private key costs more than signing with it, so it is done once.
    this.privateKey = createPrivateKey(credentials.merchant_private_key);
    this.publicKey = createPublicKey(credentials.icash_public_key);
    this.encKeyId = credentials.enc_key_id;
    this.aesKey = Buffer.from(credentials.aes_key, 'ascii');
    this.aesIv = Buffer.from(credentials.aes_iv, 'ascii');
    this.url = url;
    this.agent = ca && new Agent({ connect: { ca: readFileSync(ca) } });
  }

  seal(request) {
    const cipher = createCipheriv('aes-256-cbc', this.aesKey, this.aesIv);
    const encData = cipher.update(JSON.stringify(request), 'utf8', 'base64') + cipher.final('base64');
    const signature = sign('sha256', Buffer.from(encData), this.privateKey).toString('base64');
    return {
      body: 'EncData=' + encodeURIComponent(encData),
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-iCP-EncKeyID': this.encKeyId,
        'X-iCP-Signature': signature,
      },
    };
  }

  open(body, signature) {
    if (!verify('sha256', body, this.publicKey, Buffer.from(signature, 'base64'))) {
      throw new Error('bad signature');
    }
    const { EncData } = JSON.parse(body.toString('utf8'));
    const decipher = createDecipheriv('aes-256-cbc', this.aesKey, this.aesIv);
    return JSON.parse(decipher.update(EncData, 'base64', 'utf8') + decipher.final('utf8'));
  }

  async charge(request) {
    const { body, headers } = this.seal(request);
    const reply = await httpRequest(this.url + PATH, {
      method: 'POST', headers, body, dispatcher: this.agent,
    });
    const raw = Buffer.from(await reply.body.arrayBuffer());
    if (reply.statusCode !== 200) throw new Error(`HTTP ${reply.statusCode}`);
    return this.open(raw, reply.headers['x-icp-signature']);
  }
}

const { values: args } = parseArgs({
  options: {
    vectors: { type: 'string' },
    mode: { type: 'string' },
    count: { type: 'string' },
    warmup: { type: 'string', default: '200' },
    url: { type: 'string' },
    ca: { type: 'string' },
    credentials: { type: 'string' },
  },
});
const vectors = JSON.parse(readFileSync(args.vectors, 'utf8'));
const credentials = args.credentials
  ? JSON.parse(readFileSync(args.credentials, 'utf8'))
  : vectors.keys;
const till = new Till(credentials, args.url, args.ca);
const reply = vectors.open.find(({ name }) => name === 'full ICPOS001 reply');
const replyBody = Buffer.from(reply.body);

// Seal and open stay synchronous, so that their loop does not pay for promises.
async function loop(from, to) {
  switch (args.mode) {
    case 'seal':
      for (let n = from; n < to; n++) till.seal(requestNumber(n));
      break;
    case 'open':
      for (let n = from; n < to; n++) till.open(replyBody, reply.signature);
      break;
    case 'charge':
      for (let n = from; n < to; n++) {
        const request = requestNumber(n);
        const content = await till.charge(request);
        if (content.OPSeq !== request.OPSeq) throw new Error('the reply is for another OPSeq');
      }
      break;
    default:
      throw new Error('--mode is seal, open or charge');
  }
}

const count = Number(args.count);
const warmup = Number(args.warmup);
await loop(0, warmup);
const cpuStart = process.cpuUsage();
const wallStart = performance.now();
await loop(warmup, warmup + count);
const wall = (performance.now() - wallStart) * 1000;
const cpu = process.cpuUsage(cpuStart);
console.log(JSON.stringify({
  peer: 'node_undici',
  mode: args.mode,
  count,
  cpu_us_per_op: Number(((cpu.user + cpu.system) / count).toFixed(2)),
  wall_us_per_op: Number((wall / count).toFixed(2)),
}));
await till.agent?.close();
