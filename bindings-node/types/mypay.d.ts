/** A till's connection to MYPAY LINK, for any number of calls at once. Keep one, and use it for every call. */
class Client {
  /** With these settings. Connects to nothing yet. Throws a `ConfigError` that names what is wrong. */
  constructor(settings: Settings);
  /** With the `[mypay]` table of a TOML file. */
  static fromConfig(path: string): Client;
  /** With the `[mypay]` table of TOML text. Paths in it are relative to `directory`, the process's own if left out. */
  static fromToml(text: string, directory?: string): Client;

  // The operations.

  /**
   * Lets go of the keys and the connections, for good. Calls in flight finish; one that begins afterwards sends
   * nothing and fails with a `ConfigError`. To close again does nothing. Closing one closes those that `withKey`
   * made of it, too: they are the same client.
   */
  close(): void;
  /** As `close`, for `using`. */
  [Symbol.dispose](): void;

  /**
   * The same client, sealing with the chosen key: `previous` is `previousKey` of the settings, or the one that
   * `useKey` replaced. No call changes keys by itself: trying the other key would send a charge twice.
   */
  withKey(choice: KeyChoice): Client;
  /**
   * Takes a new key into use for every call that starts from now on; the present one becomes the previous one.
   * Calls in flight finish with the key they began with.
   *
   * @param key 32 ASCII characters
   */
  useKey(key: string): void;
}

/** Which key seals. */
type KeyChoice = 'current' | 'previous';
const KeyChoice: {
  /** The key that new calls are sealed with. */
  readonly Current: 'current';
  /** The key before or after that one. */
  readonly Previous: 'previous';
};

/** The envelope by itself, for diagnosis: what a client does around every message. */
class Envelope {
  constructor(settings: Settings);
  /** With the `[mypay]` table of a TOML file. */
  static fromConfig(path: string): Envelope;
  /**
   * Encrypts, and puts the vector in front.
   *
   * @param iv 16 bytes, used once; a fresh one if it is left out
   */
  encrypt(plaintext: string, iv?: Uint8Array): string;
  /** The reverse of `encrypt`; `null` for every failure alike. */
  decrypt(text: string): string | null;
}
