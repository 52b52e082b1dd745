// Compiled with `tsc --strict`, never run: the types say what the package does.

import {
  ConfigError, ErrorKind, InvalidNotificationError, InvalidRequestError, NotSentError, Outcome, OutcomeUnknownError,
  PrivateKey, PublicKey, RefusedError, TwposError, icash, mypay, omni, setLogger, version, walletsOf,
} from 'twpos';
import type { CallOptions, Ended, ErrorFields, LogLevel, Wallet } from 'twpos';

export async function pay(till: icash.Client, signal: AbortSignal): Promise<string> {
  const request: icash.PayRequest = {
    buyerId: 'IC0123456789ABCDEF', txAmt: 36, opSeq: 'S-1', storeId: '217477', storeName: '見晴', posNo: '01',
    bonusType: icash.BonusType.ByWallet, itemList: [{ itemName: 'P1', quantity: '1' }], extra: { PlatformID: '1' },
  };
  const options: CallOptions = { signal };
  try {
    const paid: icash.PayResponse = await till.pay(request, options);
    const points: number = paid.bonusList.reduce((sum, bonus) => sum + (bonus.bonusAmt ?? 0), 0);
    const again: icash.PayResponse = till.paySync(request);
    return `${paid.bankSeq} ${again.txAmt ?? 0} ${points} ${paid.extra['Later'] ?? ''}`;
  } catch (error) {
    if (!(error instanceof TwposError)) throw error;
    const outcome: 'not_sent' | 'refused' | 'unknown' = error.outcome;
    const fields: ErrorFields = error.toJSON();
    if (error.outcome === Outcome.Unknown) await till.cancel({ opSeq: request.opSeq });
    if (error.kind === ErrorKind.Declined) return error.providerText ?? error.detail;
    return `${outcome} ${fields.reference ?? ''} ${error.httpStatus ?? 0}`;
  }
}

export async function abandon(till: icash.Client, request: icash.PayRequest, signal: AbortSignal): Promise<void> {
  const say = (text: string): void => console.log(text);
  const told = (ended: Ended<icash.PayResponse>): void => say(ended.error ? ended.error.outcome : ended.response.bankSeq);
  await till.pay(request, { signal, onAbandoned: told });
  await till.pay(request, { signal, onAbandoned: async ({ response }) => say(response?.bankSeq ?? '') });
  // @ts-expect-error a controller is not its signal
  await till.pay(request, { signal: new AbortController() });
}

export const fromText: [icash.Client, omni.Client] = [icash.Client.fromToml(''), omni.Client.fromToml('', '.')];
export const choice: mypay.KeyChoice = mypay.KeyChoice.Current;

// @ts-expect-error txAmt is required
export const withoutAmount: icash.PayRequest = { buyerId: '', opSeq: '', storeId: '', storeName: '', posNo: '' };
export function wrong(till: icash.Client): void {
  // @ts-expect-error the vendor's names are not the fields' names
  void till.cancel({ OPSeq: 'S-1' });
  // @ts-expect-error a `…Sync` twin takes no options
  till.cancelSync({ opSeq: 'S-1' }, {});
  // @ts-expect-error keys are made by fromText and generate
  new PrivateKey();
}

export function orders(settings: mypay.Settings, order: mypay.CreateOrderResponse, body: Uint8Array): mypay.PrcClass {
  const client: mypay.Client = new mypay.Client(settings).withKey(mypay.KeyChoice.Previous).withKey('current');
  client.useKey('K'.repeat(32));
  const notification: mypay.Notification = mypay.parseNotification(body);
  mypay.verify(notification, { uid: order.uid, key: order.key, cost: 900 });
  const pfn: mypay.Pfn = mypay.Pfn.fromCode(notification.pfn);
  const number: number | undefined = mypay.Pfn.number(pfn);
  const isPaid: boolean = mypay.Prc.class(notification.prc) === mypay.PrcClass.Paid;
  const answer: '8888' = mypay.NOTIFICATION_ANSWER;
  const plain: string | null = new mypay.Envelope(settings).decrypt(answer);
  return isPaid && number && plain ? 'paid' : mypay.Prc.class('?');
}

// What is no secret may come from a file, too; and what a key exchange writes into its till.toml has a name.
export const fromFiles: [omni.Settings, icash.Settings] = [
  { baseUrl: '', storeIdFile: '', storeIdEnv: '', platformIdFile: '', merchantIdEnv: '', ipassMerchantidFile: '' },
  { icashPublicKeyExpires: '2027-11-21 10:00:00' },
];

export async function gateway(): Promise<omni.IcashCancelResponse> {
  const client = new omni.Client({ baseUrl: 'https://omni.example', token: 't', storeId: '1', isTest: true });
  return client.icashCancel({ merchantTradeNo: 'M-1' });
}

export async function keys(): Promise<string> {
  const key: PrivateKey = await PrivateKey.generate();
  const half: PublicKey = PublicKey.fromText(key.publicKey.toPem());
  const proxy = { proxy: 'http://proxy:3128', proxyCredentialsFile: 'proxy.txt' };
  const exchange = new icash.KeyExchange({ baseUrl: 'https://icash.example', roots: 'system', ...proxy });
  const credentials: icash.Credentials = await exchange.run();
  return credentials.save('keys', 'https://icash.example') + half.fingerprint + String(half.bits);
}

setLogger((level: LogLevel, text: string) => console.log(level, text), 'debug');
setLogger(null);
export const classes: Array<typeof TwposError> =
  [InvalidRequestError, ConfigError, InvalidNotificationError, NotSentError, RefusedError, OutcomeUnknownError];
export const text: string = version;

export const wallets: Wallet[] = walletsOf('IC0123456789ABCDEF', ['icash', 'omni'] as const);
export const routes: string[] = wallets.flatMap(({ name, providers }) => providers.map((provider) => `${name} ${provider}`));
// @ts-expect-error a list of names, not one
walletsOf('IC0123456789ABCDEF', 'icash');
