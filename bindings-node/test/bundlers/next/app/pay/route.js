import { icash, version } from 'twpos';

export const dynamic = 'force-dynamic';

export async function GET(request) {
  const till = icash.Client.fromConfig(process.env.TILL);
  const buyerId = new URL(request.url).searchParams.get('barcode');
  const sale = { buyerId, txAmt: 36, opSeq: `NEXT-${Date.now()}`, storeId: '217477', storeName: '見晴', posNo: '01' };
  try {
    return new Response(`paid ${(await till.pay(sale)).txAmt} with ${version}`);
  } catch (error) {
    return new Response(`${error.outcome} with ${version}`);
  }
}
