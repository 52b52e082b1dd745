//! icash Pay: keys, and a cancel of a payment that never was.

use super::question::Question;
use super::{Checkup, Report, expiry};
use jiff::Timestamp;
use std::path::Path;
use twpos::crypto::{PrivateKey, PublicKey};
use twpos::icash::{CancelRequest, Client, Config, Credentials, STAGE};
use twpos::{Error, HttpConfig};

pub(super) struct Checked(Config);

impl Checkup for Checked {
    const ROUND_TRIP: &'static str =
        "cancels an OPSeq that never existed; if that is refused, it does so again with a made-up merchant key";
    const TEST_HOSTS: &'static [&'static str] = &[STAGE];

    fn load(text: &str, folder: &Path) -> Result<Self, Error> {
        Client::new(Config::from_toml(text, folder)?)?;
        Config::from_toml(text, folder).map(Checked)
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
        if let Some(expires) = &credentials.icash_public_key_expires {
            expiry::check(report, expires);
        }
    }

    fn base_url(&self) -> &str {
        &self.0.base_url
    }

    fn http(&self) -> &HttpConfig {
        &self.0.http
    }

    /// It proves keys and signatures in both directions, and whatever icash Pay answers, no money moves.
    fn round_trip(self, report: &mut Report) -> bool {
        let cancel = CancelRequest {
            op_seq: format!("TWPOS-DOCTOR-{}", Timestamp::now().as_microsecond()),
            ..Default::default()
        };
        let ask = |config| Client::new(config).and_then(|client| client.cancel(&cancel).map(drop));
        let made_up = made_up(&self.0);
        let question = Question {
            check: "round trip",
            success: "request accepted, reply signed and decrypted",
            credentials: "merchant_private_key and enc_key_id are",
            advice: "check that enc_key_id, aes_key and aes_iv were issued together, that icash Pay has the public half \
                     of merchant_private_key, and that icash_public_key is the one it handed out for this host",
            faults: &[],
        };
        question.report(report, ask(self.0), || ask(made_up?()?));
        true
    }
}

/// The same till with a merchant key that nobody knows. Making one takes a moment, so only if it is asked for.
fn made_up(config: &Config) -> Result<impl FnOnce() -> Result<Config, Error> + use<>, Error> {
    let (base_url, http, aes) = (
        config.base_url.clone(),
        config.http.clone(),
        config.credentials.aes.clone(),
    );
    let icash_public_key = PublicKey::from_text(config.credentials.icash_public_key.to_pem())?;
    Ok(move || {
        let merchant_private_key = PrivateKey::generate()?;
        let credentials = Credentials {
            merchant_private_key,
            icash_public_key,
            aes,
            icash_public_key_expires: None,
        };
        let mut config = Config::new(base_url, credentials);
        config.http = http;
        Ok(config)
    })
}
