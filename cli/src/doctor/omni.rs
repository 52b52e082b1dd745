//! The OMNI gateway: token, and a search for an order that never was.

use super::{Checkup, Report};
use jiff::Timestamp;
use std::path::Path;
use twpos::omni::{Authorization, Client, Config, IcashSearchRequest, IpassSearchRequest, Parameters};
use twpos::{Error, ErrorKind, HttpConfig};

pub(super) struct Checked(Config);

impl Checkup for Checked {
    const PROVIDER: &'static str = "omni";
    const ROUND_TRIP: &'static str = "fetches a token and searches for an order that never existed";
    /// The documents name no host, so every host but this machine may be the real one.
    const TEST_HOSTS: &'static [&'static str] = &[];

    fn load(config: &Path) -> Result<Self, Error> {
        Config::from_file(config).map(Checked)
    }

    fn check_settings(&self, report: &mut Report) {
        let authorization = match &self.0.authorization {
            Authorization::Token(_) => "a token handed out by hand, never renewed".to_owned(),
            Authorization::ClientCredentials { token_url, .. } => format!("tokens from {token_url}"),
        };
        report.ok("authorization", &authorization);
        let parameters = match &self.0.parameters {
            Parameters::GatewayHeld { store_id } => format!("held by the gateway for store {store_id}"),
            Parameters::Own(own) => {
                let wallets = [("icash", own.icash.is_some()), ("iPASS", own.ipass.is_some())];
                let own: Vec<&str> = wallets
                    .iter()
                    .filter(|wallet| wallet.1)
                    .map(|wallet| wallet.0)
                    .collect();
                format!("this merchant's own, for {}", own.join(" and "))
            }
        };
        report.ok("payment parameters", &parameters);
    }

    fn base_url(&self) -> &str {
        &self.0.base_url
    }

    fn http(&self) -> &HttpConfig {
        &self.0.http
    }

    fn round_trip(self, report: &mut Report) {
        let number = format!("TWPOS-DOCTOR-{}", Timestamp::now().as_microsecond());
        let ipass = match &self.0.parameters {
            Parameters::GatewayHeld { .. } => true,
            Parameters::Own(own) => own.ipass.is_some(),
        };
        let searched = Client::new(self.0).and_then(|client| match ipass {
            true => {
                let search = IpassSearchRequest {
                    order_number: number,
                    ..Default::default()
                };
                client.ipass_search(&search).map(drop)
            }
            false => {
                let search = IcashSearchRequest {
                    merchant_trade_no: number,
                    ..Default::default()
                };
                client.icash_search(&search).map(drop)
            }
        });
        match searched {
            Ok(()) => report.ok("round trip", "the token is accepted, the search was answered"),
            Err(error) if error.kind == ErrorKind::Unauthorized => {
                let advice = "check token, or client_id and client_secret";
                report.fail("round trip", &format!("{}; {advice}", error.detail));
            }
            // The provider's own words: they come only with an answer of its application.
            Err(error) if error.provider_code.is_some() || error.provider_text.is_some() => {
                let code = error.provider_code.unwrap_or_default();
                let text = error.provider_text.unwrap_or_default();
                report.ok(
                    "round trip",
                    &format!("the token is accepted; of an order that never existed the gateway says: {code} {text}"),
                );
            }
            Err(error) => report.fail("round trip", &format!("{} ({})", error.detail, error.kind)),
        }
    }
}
