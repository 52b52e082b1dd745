//! MYPAY LINK: key lengths, and a query of an order that never was.

use super::{Checkup, Report};
use std::path::Path;
use twpos::mypay::{Client, Config, Mode, QueryOrderRequest, TEST};
use twpos::{Error, HttpConfig, Outcome};

pub(super) struct Checked(Config);

impl Checkup for Checked {
    const PROVIDER: &'static str = "mypay";
    const ROUND_TRIP: &'static str = "queries an order that never existed";
    const TEST_HOSTS: &'static [&'static str] = &[TEST];

    fn load(config: &Path) -> Result<Self, Error> {
        Config::from_file(config).map(Checked)
    }

    fn check_settings(&self, report: &mut Report) {
        let credentials = &self.0.credentials;
        let keys = match &credentials.previous_key {
            Some(_) => "two keys",
            None => "one key",
        };
        report.ok(
            "credential",
            &format!(
                "{} {}, {keys} of the right length",
                credentials.mode.uid_field(),
                credentials.uid
            ),
        );
    }

    fn base_url(&self) -> &str {
        &self.0.base_url
    }

    fn http(&self) -> &HttpConfig {
        &self.0.http
    }

    fn round_trip(self, report: &mut Report) {
        if self.0.credentials.mode == Mode::Client {
            return report.warn(
                "round trip",
                "not made: mode client can only pay, and every call would be one",
            );
        }
        let query = QueryOrderRequest {
            uid: "1".to_owned(),
            key: "twpos-doctor".to_owned(),
            ..Default::default()
        };
        match Client::new(self.0).and_then(|client| client.query_order(&query)) {
            Ok(_) => report.ok("round trip", "the query was answered"),
            Err(error) if error.outcome == Outcome::Refused => {
                let code = error.provider_code.unwrap_or_default();
                let text = error.provider_text.unwrap_or_default();
                report.ok("round trip", &format!("MYPAY answered about an order that never existed: {code} {text}; if that speaks of the key or the store, check uid, key and mode"));
            }
            Err(error) => report.fail("round trip", &format!("{} ({})", error.detail, error.kind)),
        }
    }
}
