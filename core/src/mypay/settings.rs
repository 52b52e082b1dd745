//! The settings of `[mypay]`.

use crate::setting_names::settings;

settings! {
    /// The settings of a MYPAY LINK client. Exactly one of `environment` and `base_url`.
    SETTINGS of mypay {
        /// MYPAY's own host of this name, `test` or `production`; or else `base_url`.
        environment: OneOf("test", "production");
        /// Another host. HTTPS only, except to this machine; may carry a path.
        base_url: Text;
        /// In whose name requests are made: a `store`'s (`/api/init`), an `agent`'s for many stores (`/api/agent`), or a
        /// `client`'s with a verification code (`/api/open`), an app that can only pay.
        mode: OneOf("store", "agent", "client"), required;
        /// Your `store_uid`, or `agent_uid` in mode agent: letters and digits.
        uid: TextOrFile(1..=16);
        /// The key, or in mode client the verification code.
        key: Secret(32);
        /// The key before or after this one, while both are valid: a key lives one year.
        previous_key: Secret(32);
        /// The User-Agent header; MYPAY's firewall answers 403 to unusual ones.
        user_agent: Text = "twpos/VERSION";
    }
}
