//! The settings of `[omni]`.

use crate::setting_names::settings;

settings! {
    /// The settings of an OMNI client: `token`, or `token_url` with `client_id` and `client_secret`; and `store_id`, or
    /// your own payment parameters.
    SETTINGS of omni {
        /// The gateway's host, above `/v1/payment`. HTTPS only, except to this machine.
        base_url: Text, required;
        /// A bearer token handed out by hand, never renewed; or else `token_url`, `client_id` and
        /// `client_secret`.
        token: Secret;
        /// Where tokens are fetched (OAuth 2.0 client credentials), kept, and renewed in time.
        token_url: Text;
        /// Your name at the token endpoint.
        client_id: Text;
        /// Your secret at the token endpoint.
        client_secret: Secret;
        /// The store whose payment parameters the gateway holds; or else your own, never both.
        store_id: TextOrFile;
        /// Your platform's number at icash Pay, for the icash operations.
        platform_id: TextOrFile;
        /// Your number at icash Pay, for the icash operations.
        merchant_id: TextOrFile;
        /// Your number at iPASS, for the iPASS operations.
        ipass_merchantid: TextOrFile;
        /// Your key at iPASS, for the iPASS operations; the `iv` is made fresh for each call.
        ipass_key: Secret;
        /// Whether the gateway uses the wallets' test hosts; unset is `false` to document 002, and to the icash
        /// operations what the gateway decides.
        is_test: Flag;
        /// Values of `return_code` that iPASS's manual lists as declined: only these make an iPASS error `refused`. Not
        /// empty, 0000, 0006 or 9999.
        ipass_refusal_codes: Texts;
        /// One exchange, name lookup included. A call that must fetch a token first may take twice as long, and at worst
        /// four times: a token, the call, and after a 401 another token and the call again.
        timeout_seconds: Seconds(..=3600) = 30;
    }
}
