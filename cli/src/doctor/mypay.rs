//! MYPAY LINK: key lengths, and a query of an order that never was.

use super::question::Question;
use super::{Checkup, Report};
use std::path::Path;
use twpos::crypto::AesKey;
use twpos::mypay::{Client, Config, KeyChoice, Mode, QueryOrderRequest, TEST};
use twpos::{Error, HttpConfig};

/// As long as a real one.
const MADE_UP_KEY: &str = "twposDoctorHasMadeUpThisKey00000";

pub(super) struct Checked(Config);

impl Checkup for Checked {
    const ROUND_TRIP: &'static str =
        "queries an order that never existed with each key, and does so again with a made-up one, to compare";
    const TEST_HOSTS: &'static [&'static str] = &[TEST];

    fn load(text: &str, folder: &Path) -> Result<Self, Error> {
        Client::new(Config::from_toml(text, folder)?)?;
        Config::from_toml(text, folder).map(Checked)
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

    fn round_trip(self, report: &mut Report) -> bool {
        if self.0.credentials.mode == Mode::Client {
            report.warn(
                "round trip",
                "not made, since mode client can only pay, and every call would be a payment: uid and key are not proven",
                "make the first payment a small one",
            );
            return false;
        }
        let query = QueryOrderRequest {
            uid: "1".to_owned(),
            key: "twpos-doctor".to_owned(),
            ..Default::default()
        };
        let ask = |config, choice| {
            let client = Client::new(config).and_then(|client| client.with_key(choice));
            client.and_then(|client| client.query_order(&query).map(drop))
        };
        let made_up = || {
            let mut made_up = self.0.clone();
            made_up.credentials.key = AesKey::from_text(MADE_UP_KEY)?;
            made_up.credentials.previous_key = None;
            ask(made_up, KeyChoice::Current)
        };
        let mut question = Question {
            check: "round trip",
            success: "the query was answered",
            credentials: "uid and key are",
            advice: "check uid, key and mode as MYPAY mailed them for this host: store is /api/init, agent /api/agent",
            faults: &["400"],
        };
        question.report(report, ask(self.0.clone(), KeyChoice::Current), made_up);
        if self.0.credentials.previous_key.is_some() {
            question.check = "round trip (previous_key)";
            question.credentials = "uid and previous_key are";
            question.advice = "check previous_key, and take it out if MYPAY no longer takes it: a key lives one year";
            question.report(report, ask(self.0.clone(), KeyChoice::Previous), made_up);
        }
        true
    }
}
