//! LINE Pay: the channel, and a check of an order that never was.

use super::question::Question;
use super::{Checkup, Report};
use jiff::Timestamp;
use std::path::Path;
use twpos::linepay::{CheckRequest, Client, Config, SANDBOX};
use twpos::{Error, HttpConfig};

/// As long as a real one.
const MADE_UP_SECRET: &str = "twposDoctorHasMadeUpThisSecret00";
/// `returnCode` of an order that LINE Pay does not know, whatever its words are: only a request that was signed well gets
/// so far.
const NO_SUCH_ORDER: &str = "1150";

pub(super) struct Checked(Config);

impl Checkup for Checked {
    const ROUND_TRIP: &'static str =
        "checks an order that never existed, and, if that is answered otherwise, with a made-up secret, to compare";
    const TEST_HOSTS: &'static [&'static str] = &[SANDBOX];

    fn load(text: &str, folder: &Path) -> Result<Self, Error> {
        Client::new(Config::from_toml(text, folder)?)?;
        Config::from_toml(text, folder).map(Checked)
    }

    fn check_settings(&self, report: &mut Report) {
        let till = match &self.0.device {
            Some(device) => format!("till {} of type {}", device.profile_id, device.device_type),
            None => "without a till's name".to_owned(),
        };
        report.ok("channel", &format!("{}, {till}", self.0.channel_id));
    }

    fn base_url(&self) -> &str {
        &self.0.base_url
    }

    fn http(&self) -> &HttpConfig {
        &self.0.http
    }

    fn round_trip(self, report: &mut Report) -> bool {
        let check = CheckRequest {
            order_id: format!("TWPOS-DOCTOR-{}", Timestamp::now().as_microsecond()),
            ..Default::default()
        };
        let ask = |config: Config| Client::new(config)?.check(&check).map(drop);
        let question = Question {
            check: "round trip",
            success: "the check was answered",
            credentials: "channel_id and channel_secret are",
            advice: "check channel_id and channel_secret in LINE Pay's merchant centre, and that they are this host's",
            faults: &["1199", "9000"],
        };
        let ours = match ask(self.0.clone()) {
            Err(error) if error.provider_code.as_deref() == Some(NO_SUCH_ORDER) => Ok(()),
            ours => ours,
        };
        question.report(report, ours, || {
            let mut made_up = self.0.clone();
            made_up.channel_secret = MADE_UP_SECRET.into();
            ask(made_up)
        });
        true
    }
}
