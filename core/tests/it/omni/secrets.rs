//! No token, secret, key or barcode in any error, Debug text or log line.

use super::gateway::*;
use crate::support::response;
use std::sync::Mutex;
use twpos::omni::*;

struct Lines(Mutex<String>);

impl log::Log for Lines {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        note(format!("{} {} {}", record.level(), record.target(), record.args()));
    }

    fn flush(&self) {}
}

static LINES: Lines = Lines(Mutex::new(String::new()));

fn note(line: String) {
    let mut lines = LINES.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    lines.push_str(&line);
    lines.push('\n');
}

/// A gateway that quotes everything it was sent, in every text that an error could repeat.
fn quoting(status: u16) -> Gateway {
    Gateway::start(move |seen, _| {
        let authorization = seen.header("Authorization").unwrap_or_default();
        let quote = format!("{authorization} {}", seen.body.replace(['"', '\\'], " "));
        let body = serde_json::json!({
            "return_code": quote, "return_msg": quote, "message": quote, "RtnCode": quote, "RtnMsg": quote,
            "error": quote, "error_description": quote
        });
        response(status, &[], body.to_string().as_bytes())
    })
}

#[test]
fn nothing_shows_a_secret() {
    log::set_logger(&LINES).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    note(format!("{:?} {:?}", ipass_pay(), icash_pay()));
    for status in [200, 400, 401, 500] {
        let gateway = quoting(status);
        let tokens = Gateway::replying(&format!(r#"{{"access_token":"{TOKEN}","expires_in":600}}"#));
        let endpoints = [tokens.url(), quoting(400).url(), quoting(200).url()];
        let mut authorizations = vec![Authorization::Token(TOKEN.into())];
        authorizations.extend(endpoints.map(|token_url| Authorization::ClientCredentials {
            token_url,
            client_id: "till".to_owned(),
            client_secret: CLIENT_SECRET.into(),
        }));
        for authorization in authorizations {
            let config = Config::new(gateway.url(), authorization, own());
            note(format!("{config:?}"));
            let client = Client::new(config).unwrap();
            note(format!("{client:?}"));
            for error in [
                client.ipass_pay(&ipass_pay()).unwrap_err(),
                client.ipass_search(&ipass_search()).unwrap_err(),
                client.icash_pay(&icash_pay()).unwrap_err(),
                client.icash_search(&icash_search()).unwrap_err(),
            ] {
                note(format!("{error} {error:?}"));
            }
            note(format!("{client:?}"));
        }
    }
    let lines = LINES.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    assert!(
        lines.contains("omni.ipass_pay IXN20231011000001: unknown"),
        "the log was not captured"
    );
    assert!(lines.contains("[redacted]") && lines.contains("DEBUG"));
    for secret in [TOKEN, IPASS_KEY, CLIENT_SECRET, "client%2Bsecret", TRADE_CODE, BARCODE] {
        let place = lines.lines().find(|line| line.contains(secret));
        assert!(place.is_none(), "{secret:?} in {place:?}");
    }
}
