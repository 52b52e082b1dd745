//! Who may call: the one till of this state directory, and its names with the gateway and the wallets.

use crate::state_dir::StateDir;
use crate::{StartError, random};
use serde::{Deserialize, Serialize};

const FILE: &str = "omni_client.json";

/// Everything that the gateway and the wallets would issue to a merchant. Made once and kept.
#[derive(Serialize, Deserialize)]
pub(super) struct Client {
    pub(super) client_id: String,
    pub(super) client_secret: String,
    /// Never ends, for a till that is handed a token instead of asking for one.
    pub(super) static_token: String,
    /// The store whose payment parameters the gateway holds.
    pub(super) store_id: String,
    /// The merchant's own number with icash Pay's platform, for requests without `store_id`.
    pub(super) platform_id: String,
    /// The merchant's own number with icash Pay, likewise.
    pub(super) merchant_id: String,
    /// The merchant's own number with iPASS, likewise.
    pub(super) ipass_merchantid: String,
    /// The merchant's own key with iPASS, likewise.
    pub(super) ipass_key: String,
}

impl Client {
    pub(super) fn load(state_dir: &StateDir) -> Result<Self, StartError> {
        if let Some(client) = state_dir.read_json(FILE)? {
            return Ok(client);
        }
        let client = Client {
            client_id: format!("till-{}", random::alphanumeric(12)),
            client_secret: random::alphanumeric(48),
            static_token: random::alphanumeric(40),
            store_id: format!("S{}", random::key_id()),
            platform_id: format!("10{}", random::key_id()),
            merchant_id: format!("10{}", random::key_id()),
            ipass_merchantid: format!("90{}", random::key_id()),
            ipass_key: random::alphanumeric(32),
        };
        state_dir.write_json(FILE, &client)?;
        Ok(client)
    }

    /// The `[omni]` table of `till.toml`. The other ways in are there as comments, ready to be swapped.
    pub(super) fn till_table(&self, base_url: &str, token_path: &str, ca_file: Option<&str>) -> String {
        let ca_file = ca_file.map_or(String::new(), |file| format!("ca_file = \"{file}\"\n"));
        format!(
            r#"
[omni]
base_url = "{base_url}"
{ca_file}token_url = "{base_url}{token_path}"
client_id = "{}"
client_secret = "{}"
store_id = "{}"
# Instead of token_url, client_id and client_secret: a token that never ends.
# token = "{}"
# Instead of store_id: the merchant's own payment parameters.
# platform_id = "{}"
# merchant_id = "{}"
# ipass_merchantid = "{}"
# ipass_key = "{}"
# The sandbox's own codes for what iPASS declines: no list of the real ones is published.
# ipass_refusal_codes = ["IPASS_DECLINED", "IPASS_INSUFFICIENT_BALANCE", "IPASS_REFUND_EXCEEDS_PAID"]
"#,
            self.client_id,
            self.client_secret,
            self.store_id,
            self.static_token,
            self.platform_id,
            self.merchant_id,
            self.ipass_merchantid,
            self.ipass_key,
        )
    }
}
