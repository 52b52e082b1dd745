//! The OMNI gateway: token, and for each wallet a search for an order that never was.

use super::question::{Question, said};
use super::{Checkup, Report, advice, host_of};
use jiff::Timestamp;
use std::path::Path;
use twpos::omni::{Authorization, Client, Config, IcashSearchRequest, IpassSearchRequest, OwnParameters, Parameters};
use twpos::{Error, ErrorKind, HttpConfig};

pub(super) struct Checked(Config);

impl Checkup for Checked {
    const ROUND_TRIP: &'static str = "fetches a token and searches for an order that never existed, and does so again \
                                      with made-up payment parameters, to compare";
    /// The documents name no host, so every host but this machine may be the real one.
    const TEST_HOSTS: &'static [&'static str] = &[];

    fn load(text: &str, folder: &Path) -> Result<Self, Error> {
        Client::new(Config::from_toml(text, folder)?)?;
        Config::from_toml(text, folder).map(Checked)
    }

    fn check_settings(&self, report: &mut Report) {
        let authorization = match &self.0.authorization {
            Authorization::Token(_) => "a token handed out by hand, never renewed".to_owned(),
            Authorization::ClientCredentials { token_url, .. } => format!("tokens from {}", host_of(token_url)),
        };
        report.ok("authorization", &authorization);
        let parameters = match &self.0.parameters {
            Parameters::GatewayHeld { .. } => "held by the gateway for the store in store_id".to_owned(),
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

    fn round_trip(self, report: &mut Report) -> bool {
        let wallets = match &self.0.parameters {
            Parameters::GatewayHeld { .. } => vec![Wallet::Ipass, Wallet::Icash],
            Parameters::Own(own) => {
                let ipass = own.ipass.is_some().then_some(Wallet::Ipass);
                ipass
                    .into_iter()
                    .chain(own.icash.is_some().then_some(Wallet::Icash))
                    .collect()
            }
        };
        let held = matches!(self.0.parameters, Parameters::GatewayHeld { .. });
        let mut made_up = self.0.clone();
        made_up.parameters = made_up_parameters(&self.0.parameters);
        let clients = Client::new(self.0).and_then(|ours| Ok((ours, Client::new(made_up)?)));
        let (ours, made_up) = match clients {
            Ok(clients) => clients,
            Err(error) => {
                report.fail("round trip", &error.detail, advice(error.kind));
                return true;
            }
        };
        let number = format!("TWPOS-DOCTOR-{}", Timestamp::now().as_microsecond());
        let answers: Vec<_> = wallets
            .into_iter()
            .map(|wallet| (wallet, wallet.search(&ours, &number)))
            .collect();
        // A store may take one wallet only, which is then the one that answers.
        let one_answers = answers.iter().any(|(_, answer)| is_the_wallets(answer));
        for (wallet, answer) in answers {
            match &answer {
                Err(error) if error.kind == ErrorKind::Unauthorized => {
                    report.fail("round trip", &error.detail, advice(error.kind));
                    return true;
                }
                Err(error) if said(error).is_some() && !is_the_wallets(&answer) => {
                    wallet.not_reached(report, error, held, one_answers);
                }
                _ => {
                    let question = Question {
                        check: wallet.check(),
                        success: "the token is accepted, the search was answered",
                        credentials: "token and payment parameters are",
                        advice: wallet.advice(held),
                        faults: wallet.faults(),
                    };
                    question.report(report, answer, || wallet.search(&made_up, &number));
                }
            }
        }
        true
    }
}

#[derive(Clone, Copy)]
enum Wallet {
    Ipass,
    Icash,
}

impl Wallet {
    fn search(self, client: &Client, number: &str) -> Result<(), Error> {
        match self {
            Wallet::Ipass => {
                let search = IpassSearchRequest {
                    order_number: number.to_owned(),
                    ..Default::default()
                };
                client.ipass_search(&search).map(drop)
            }
            Wallet::Icash => {
                let search = IcashSearchRequest {
                    merchant_trade_no: number.to_owned(),
                    ..Default::default()
                };
                client.icash_search(&search).map(drop)
            }
        }
    }

    fn check(self) -> &'static str {
        match self {
            Wallet::Ipass => "round trip (iPASS)",
            Wallet::Icash => "round trip (icash)",
        }
    }

    fn advice(self, held: bool) -> &'static str {
        match self {
            _ if held => "check store_id, and ask the gateway's operator which wallets it has for this store",
            Wallet::Ipass => "check ipass_merchantid and ipass_key, and is_test",
            Wallet::Icash => "check platform_id and merchant_id, and is_test",
        }
    }

    /// 002 response return_code: 發生未預期錯誤.
    fn faults(self) -> &'static [&'static str] {
        match self {
            Wallet::Ipass => &["9999"],
            Wallet::Icash => &[],
        }
    }

    /// The gateway has answered by itself.
    fn not_reached(self, report: &mut Report, error: &Error, held: bool, another_answers: bool) {
        let said = said(error).unwrap_or_default();
        let found = format!("the gateway refuses before it asks the wallet: {said}");
        match held && another_answers {
            true => report.warn(
                self.check(),
                &found,
                "if this store takes the wallet, ask the gateway's operator; if not, all is well",
            ),
            false => report.fail(self.check(), &found, self.advice(held)),
        }
    }
}

/// Only a wallet's answer has a code; the gateway's own has words alone (001 and 002 response, "message").
fn is_the_wallets(answer: &Result<(), Error>) -> bool {
    match answer {
        Ok(()) => true,
        Err(error) => said(error).is_some() && error.provider_code.is_some(),
    }
}

const MADE_UP: &str = "TWPOS-DOCTOR-MADE-UP";

/// Differs in the one thing that proves who asks, so that whatever else is wrong is refused in the same words.
fn made_up_parameters(parameters: &Parameters) -> Parameters {
    let mut parameters = parameters.clone();
    match &mut parameters {
        Parameters::GatewayHeld { store_id } => MADE_UP.clone_into(store_id),
        Parameters::Own(OwnParameters { icash, ipass }) => {
            if let Some(icash) = icash {
                "99999999".clone_into(&mut icash.merchant_id);
            }
            if let Some(ipass) = ipass {
                ipass.key = MADE_UP.into();
            }
        }
    }
    parameters
}
