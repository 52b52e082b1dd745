//! The settings of `[linepay]`.

use crate::setting_names::settings;

settings! {
    /// The settings of a LINE Pay client. Exactly one of `environment` and `base_url`.
    SETTINGS of linepay {
        /// LINE Pay's own host of this name, `sandbox` or `production`; or else `base_url`.
        environment: OneOf("sandbox", "production");
        /// Another host. HTTPS only, except to this machine; may carry a path, which is signed too.
        base_url: Text;
        /// The channel's id, as LINE Pay's merchant centre shows it: digits.
        channel_id: TextOrFile(1..=20);
        /// The channel's secret, which signs every request.
        channel_secret: Secret;
        /// This till's serial number, for LINE Pay's merchant centre. Only together with `device_type`.
        device_profile_id: Text;
        /// Your own word for this kind of till, for LINE Pay's merchant centre. Only together with `device_profile_id`.
        device_type: Text;
        /// A whole payment, name lookup included; every other call waits for half as long. LINE Pay forbids a shorter
        /// wait than 40 s for a payment and 20 s for the others.
        timeout_seconds: Seconds(40..=3600) = 40;
    }
}
