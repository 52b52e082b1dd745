//! icash Pay: keys, and a cancel of a payment that never was.

use super::{Checkup, Report};
use jiff::Timestamp;
use std::path::Path;
use twpos::icash::{CancelRequest, Client, Config, STAGE};
use twpos::{Error, HttpConfig, Outcome};

pub(super) struct Checked(Config);

impl Checkup for Checked {
    const PROVIDER: &'static str = "icash";
    const ROUND_TRIP: &'static str = "cancels an OPSeq that never existed";
    const TEST_HOSTS: &'static [&'static str] = &[STAGE];

    fn load(config: &Path) -> Result<Self, Error> {
        Config::from_file(config).map(Checked)
    }

    fn check_settings(&self, report: &mut Report) {
        let credentials = &self.0.credentials;
        let merchant = credentials.merchant_private_key.public_key();
        let icash_key = &credentials.icash_public_key;
        report.ok(
            "merchant key",
            &format!("{} bits, public half {}", merchant.bits(), merchant.fingerprint()),
        );
        report.ok(
            "public key",
            &format!("{} bits, {}", icash_key.bits(), icash_key.fingerprint()),
        );
        report.ok(
            "AES credential",
            &format!(
                "EncKeyID {}, key and vector of the right length",
                credentials.aes.enc_key_id()
            ),
        );
    }

    fn base_url(&self) -> &str {
        &self.0.base_url
    }

    fn http(&self) -> &HttpConfig {
        &self.0.http
    }

    /// It proves keys and signatures in both directions, and whatever icash Pay answers, no money moves.
    fn round_trip(self, report: &mut Report) {
        let cancel = CancelRequest {
            op_seq: format!("TWPOS-DOCTOR-{}", Timestamp::now().as_microsecond()),
            ..Default::default()
        };
        match Client::new(self.0).and_then(|client| client.cancel(&cancel)) {
            Ok(_) => report.ok("round trip", "request accepted, reply signed and decrypted"),
            Err(error) if error.outcome == Outcome::Refused => {
                let code = error.provider_code.unwrap_or_default();
                let text = error.provider_text.unwrap_or_default();
                report.warn("round trip", &format!("the reply is authentic but refuses ({code} {text}); if it speaks of signature or key, check enc_key_id and the merchant key"));
            }
            Err(error) => report.fail("round trip", &format!("{} ({})", error.detail, error.kind)),
        }
    }
}
