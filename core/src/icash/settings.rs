//! The settings of `[icash]`.

use crate::setting_names::settings;

settings! {
    /// The settings of an icash Pay client. Exactly one of `environment` and `base_url`.
    SETTINGS of icash {
        /// icash Pay's own host of this name, `stage` or `production`; or else `base_url`.
        environment: OneOf("stage", "production");
        /// Another host. HTTPS only, except to this machine; may carry a path.
        base_url: Text;
        /// Your RSA key: PEM (also as `openssl pkcs12 -nodes` writes it, with certificates) or bare base64, PKCS#1 or
        /// PKCS#8, any label.
        merchant_private_key: Secret;
        /// icash Pay's RSA key: PEM or bare base64, SPKI, PKCS#1 or a certificate.
        icash_public_key: TextOrFile;
        /// Until when `icash_public_key` is valid, in Taipei time: a key exchange writes it into its till.toml. Calls do
        /// not look at it: `twpos doctor` does, and warns from 30 days before.
        icash_public_key_expires: Text;
        /// The id of the AES credential as issued, a decimal number. It changes together with `aes_key` and
        /// `aes_iv`.
        enc_key_id: TextOrFile;
        /// The AES key as issued.
        aes_key: Secret(32);
        /// The AES vector as issued.
        aes_iv: Secret(16);
        /// `CorpID` of requests that leave it out.
        corp_id: Text(1..=8) = "22555003";
        /// The whole call, name lookup included. icash Pay forbids a shorter wait.
        timeout_seconds: Seconds(10..=3600) = 30;
    }
}
