/** How an abandoned call ended: with a response, or with an error. */
export type Ended<Response> =
  | { readonly response: Response; readonly error?: undefined }
  | { readonly response?: undefined; readonly error: TwposError };

/** What a promise-returning operation takes besides its request. */
export interface CallOptions<Response = unknown> {
  /**
   * Abandons the waiting, not the call. Once a charge is on its way nothing can call it back: the promise is
   * rejected with an `OutcomeUnknownError` that carries the reference, while the call goes on and the customer
   * may still be charged. Treat it as any unknown outcome, but cancel only once `onAbandoned` is called: before
   * that, the cancel may overtake the charge. A signal that is aborted before the call begins sends nothing, and
   * rejects with a `NotSentError`. The process stays alive until the call has ended.
   */
  signal?: AbortSignal;
  /**
   * Called when the call that `signal` abandoned has ended, with what became of it. Not called if nothing was sent,
   * or if the call had ended before the signal. What it throws nobody handles.
   */
  onAbandoned?: (ended: Ended<Response>) => void;
}

/** What `TwposError.toJSON` gives: all that is known, and no stack. */
export interface ErrorFields {
  name: string;
  message: string;
  kind: ErrorKind;
  outcome: Outcome;
  detail: string;
  httpStatus?: number;
  providerCode?: string;
  providerText?: string;
  reference?: string;
}

/**
 * A call that failed. Act on `outcome`, log the rest: no field ever holds a key, a token, a barcode or a body.
 *
 * Every error is one of the six subclasses. `JSON.stringify` and structured loggers get its fields.
 */
export declare class TwposError extends Error {
  /**
   * The error that these fields are of, in its class: for what `toJSON` gave, in another thread or process,
   * and for the plain `Error` that a worker's `error` event carries. Anything else is `internal`, outcome unknown.
   */
  static from(fields: ErrorFields | Error): TwposError;
  /** Why it failed. */
  readonly kind: ErrorKind;
  /** What that means for the customer's money. */
  readonly outcome: Outcome;
  /** One English sentence for the log and the technician. */
  readonly detail: string;
  /** The HTTP status, when an answer got that far. */
  readonly httpStatus?: number;
  /** The provider's own code, taken only from an authentic answer. */
  readonly providerCode?: string;
  /** The provider's own words, taken only from an authentic answer. */
  readonly providerText?: string;
  /** The transaction this is about, by your own number where there is one, so that no error loses it. */
  readonly reference?: string;
  /** All fields but the stack. */
  toJSON(): ErrorFields;
}

/** A field of the request breaks a limit of the vendor's table; `detail` names it. Nothing was sent. */
export declare class InvalidRequestError extends TwposError {}
/** The configuration or a key is wrong; `detail` names the setting. Nothing was sent. */
export declare class ConfigError extends TwposError {}
/** What was posted is no notification, or not one of this order. Anyone can post there: answer it with HTTP 400. */
export declare class InvalidNotificationError extends TwposError {}
/** Proven: nothing left this machine. Correct what `detail` says, then try again. */
export declare class NotSentError extends TwposError {}
/** The provider said no, authentically. What was asked for was not done. */
export declare class RefusedError extends TwposError {}
/** Nobody here knows. The customer may have been charged: cancel or query, never assume. */
export declare class OutcomeUnknownError extends TwposError {}

/** An RSA private key. It never shows itself, except by `toPem`. */
export declare class PrivateKey {
  private constructor();
  /** Reads a key by its content: PEM or bare base64, PKCS#1 or PKCS#8, under any label. At least 2048 bits. */
  static fromText(text: string): PrivateKey;
  /** Makes a new 2048-bit key. Takes up to a second or so. */
  static generate(): Promise<PrivateKey>;
  /** As `generate`, on this thread. */
  static generateSync(): PrivateKey;
  /** The public half, to hand out. */
  readonly publicKey: PublicKey;
  /** The key as unencrypted PKCS#8 PEM, for a file that only its owner can read. Never log it. */
  toPem(): string;
}

/** An RSA public key. */
export declare class PublicKey {
  private constructor();
  /** Reads a key by its content: PEM or bare base64, SPKI or PKCS#1, under any label. At least 2048 bits. */
  static fromText(text: string): PublicKey;
  /** The key size. */
  readonly bits: number;
  /** The SHA-256 of its SPKI form in hexadecimal, to compare two keys by eye. */
  readonly fingerprint: string;
  /** The key as SPKI PEM. */
  toPem(): string;
  /** The key as one line of base64 SPKI. */
  toBase64(): string;
}

/** One of the vendor's value tables. Each of its codes is text; what is not listed is `unknown`, never an error. */
export interface Codes<Code extends string> {
  /** Every listed code, in the document's order. */
  readonly all: readonly Exclude<Code, 'unknown'>[];
  /** The code of a text as it came, which may be one of several spellings or a number. */
  fromCode(code: string): Code;
  /** The code as a number, where the document gives it one. */
  number(code: string): number | undefined;
  /** The meaning in Chinese, as the document has it; `未知` if it is not listed. */
  chinese(code: string): string;
  /** The meaning in English; `unknown` if it is not listed. */
  english(code: string): string;
}

/** How much a logger is told. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/**
 * Hands each log line to `logger`, in place of the one before; `null` ends it. One line for each operation is
 * `info`. No line holds a key, a token, a barcode or a body. Without a logger, `NODE_DEBUG=twpos` prints the lines
 * on standard error. Each worker thread has its own logger, and is told of the calls of all threads.
 */
export declare function setLogger(
  logger: ((level: LogLevel, text: string) => void) | null,
  level?: LogLevel,
): void;

/** A wallet that a scanned code can be of. */
export interface Wallet {
  /** `icash_pay`, `line_pay`, `jkopay` or `twqr`. A later version may know more. */
  name: string;
  /** Those of the providers asked for that can charge it; at least one. */
  providers: string[];
}

/**
 * The wallets that a scanned code can be of, as far as one of `providers` can charge them: for a till with one scanner
 * and several wallets. `providers` are the names of those that the till has, such as `icash`.
 *
 * It goes by the published shapes alone: one answer is no proof, and several are told as several (18 digits that begin
 * with 22 are LINE Pay's or JKOPAY's), for the cashier to ask. Of a shape that is not known the answer is empty. What a
 * scanner adds around a code is left out, as in a request.
 *
 * Throws an `InvalidRequestError` if the code has a character that no code has, or nothing besides what a scanner adds,
 * or if there is no provider of such a name. The error never quotes the code.
 */
export declare function walletsOf(scanned: string, providers: readonly string[]): Wallet[];

/** This package's version. */
export declare const version: string;
