/** A till's connection to this provider, for any number of calls at once. Keep one, and use it for every call. */
class Client {
  /** With these settings. Connects to nothing yet. Throws a `ConfigError` that names what is wrong. */
  constructor(settings: Settings);
  /** With the `[PROVIDER]` table of a TOML file. */
  static fromConfig(path: string): Client;
  /** With the `[PROVIDER]` table of TOML text. Paths in it are relative to `directory`, the process's own if left out. */
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
