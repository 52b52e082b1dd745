/** A till's connection to icash Pay, for any number of calls at once. Keep one, and use it for every call. */
class Client {
  /** With these settings. Connects to nothing yet. Throws a `ConfigError` that names what is wrong. */
  constructor(settings: Settings);
  /** With the `[icash]` table of a TOML file. */
  static fromConfig(path: string): Client;
  /** With the `[icash]` table of TOML text. Paths in it are relative to `directory`, the process's own if left out. */
  static fromToml(text: string, directory?: string): Client;

  // The operations.

  /**
   * Lets go of the keys and the connections, for good. Calls in flight finish; one that begins afterwards sends
   * nothing and fails with a `ConfigError`. To close again does nothing.
   */
  close(): void;
  /** As `close`, for `using`. */
  [Symbol.dispose](): void;

  /**
   * Takes a new AES credential into use for every call that starts from now on. Calls in flight finish on the one
   * they began with, and earlier ones stay known for replies that name them.
   */
  useCredential(credential: AesCredential): void;
  /** The EncKeyID that new calls are sealed with. */
  readonly encKeyId: string;
}

/** One AES credential as issued. The three belong together and change together. */
interface AesCredential {
  /** A decimal number. */
  encKeyId: string;
  /** 32 ASCII characters. */
  aesKey: string;
  /** 16 ASCII characters. */
  aesIv: string;
}

/** Exchanges keys with icash Pay. Moves no money: after a failure it may simply be run again. */
class KeyExchange {
  /** For the member host that icash Pay named, which may differ from the payment host. */
  constructor(settings: ConnectionSettings & { baseUrl: string });
  /** Makes a new merchant key, exchanges public keys and fetches an AES credential. `save` the result at once. */
  run(): Promise<Credentials>;
  /** As `run`, on this thread. */
  runSync(): Credentials;
}

/** A merchant's complete key material for icash Pay. It never shows itself. */
class Credentials {
  private constructor();
  /**
   * Writes `merchant_private_key.pem`, `icash_public_key.pem` and `till.toml` into `directory`, each readable by its
   * owner only, and gives the path of `till.toml`. A key is never overwritten.
   *
   * @param baseUrl the payment host, for `till.toml`
   * @param caFile the path of an extra CA, relative to `directory`
   */
  save(directory: string, baseUrl: string, caFile?: string): string;
  /** The id of the AES credential. */
  readonly encKeyId: string;
  /** The public half of the merchant's key. */
  readonly merchantPublicKey: PublicKey;
  /** icash Pay's key. */
  readonly icashPublicKey: PublicKey;
}

/** The envelope by itself, for diagnosis: what a client does around every message. */
class Envelope {
  constructor(settings: Settings);
  /** With the `[icash]` table of a TOML file. */
  static fromConfig(path: string): Envelope;
  /** Encrypts and signs a message. */
  seal(plaintext: string): SealedMessage;
  /** Verifies a reply's body, exactly as received, and decrypts it. */
  open(body: string | Uint8Array, signature?: string): OpenedMessage;
}

/** A sealed request. */
interface SealedMessage {
  /** `EncData`: base64 of the ciphertext. */
  encData: string;
  /** The header `X-iCP-Signature`. */
  signature: string;
  /** The body to post. */
  formBody: string;
}

/** An authentic reply, decrypted. */
interface OpenedMessage {
  /** `RtnCode`, as it came: number or text. */
  rtnCode: unknown;
  /** `RtnMsg`. */
  rtnMsg: string;
  /** The JSON object inside `EncData`, in the vendor's field names. `console.log` leaves it out. */
  message: Record<string, unknown>;
}
