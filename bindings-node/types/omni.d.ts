/** A till's connection to the OMNI gateway, for any number of calls at once. Keep one, and use it for every call. */
class Client {
  /** With these settings. Connects to nothing yet. Throws a `ConfigError` that names what is wrong. */
  constructor(settings: Settings);
  /** With the `[omni]` table of a TOML file. */
  static fromConfig(path: string): Client;
  /** With the `[omni]` table of TOML text. Paths in it are relative to `directory`, the process's own if left out. */
  static fromToml(text: string, directory?: string): Client;

  // The operations.

  /**
   * Lets go of the keys and the connections, for good. Calls in flight finish; one that begins afterwards sends
   * nothing and fails with a `ConfigError`. To close again does nothing.
   */
  close(): void;
  /** As `close`, for `using`. */
  [Symbol.dispose](): void;
}

/**
 * The settings of docs/configuration.md. Either `token`, or `tokenUrl`, `clientId` and `clientSecret`. Either
 * `storeId`, or your own parameters for icash, iPASS or both. A secret is given as it is, or by `…File` (a path),
 * or by `…Env` (the name of an environment variable).
 */
interface Settings extends ConnectionSettings {
  /** The gateway's host, above `/v1/payment`. */
  baseUrl: string;
  /** A bearer token handed out by hand, never renewed. */
  token?: string;
  tokenFile?: string;
  tokenEnv?: string;
  /** OAuth 2.0 client credentials: tokens are fetched, kept, and renewed in time. */
  tokenUrl?: string;
  clientId?: string;
  clientSecret?: string;
  clientSecretFile?: string;
  clientSecretEnv?: string;
  /** The store whose payment parameters the gateway holds. */
  storeId?: string;
  /** Your own parameters for the icash operations. */
  platformId?: string;
  merchantId?: string;
  /** Your own parameters for the iPASS operations. */
  ipassMerchantid?: string;
  ipassKey?: string;
  ipassKeyFile?: string;
  ipassKeyEnv?: string;
  /** Whether the gateway uses the wallets' test hosts; unset lets it decide. */
  isTest?: boolean;
  /** Values of `return_code` that iPASS's manual lists as declined: only these make an iPASS error `refused`. */
  ipassRefusalCodes?: string[];
}
