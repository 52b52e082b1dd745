//! One client, many threads; credentials that change while calls run; keys fetched by exchange.

use crate::support::*;
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;
use twpos::icash::*;
use twpos::{HttpConfig, Outcome};
use twpos_sandbox::{Options, Sandbox};

fn sandbox() -> (tempfile::TempDir, Sandbox) {
    let state = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start(Options::new(state.path())).unwrap();
    (state, sandbox)
}

#[test]
fn sixty_four_threads_share_one_client() {
    let (_state, sandbox) = sandbox();
    let till = Client::from_config_file(sandbox.config_path()).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..64 {
            let till = &till;
            scope.spawn(move || {
                for call in 0..3 {
                    let op_seq = format!("T{thread}-{call}");
                    let paid = till.pay(&sale(&op_seq, i64::from(thread) + 1)).unwrap();
                    assert_eq!((paid.op_seq, paid.tx_amt), (op_seq, Some(i64::from(thread) + 1)));
                }
            });
        }
    });
    let total: i64 = (1..=64).sum::<i64>() * 3;
    assert_eq!(sandbox.ledger()["icash"]["totals"]["paid"], total);
}

#[test]
fn keys_are_exchanged_saved_loaded_and_used() {
    let (_state, sandbox) = sandbox();
    let credentials = KeyExchange::new(sandbox.url(), &HttpConfig::default())
        .unwrap()
        .run()
        .unwrap();
    let expires = credentials.icash_public_key_expires.clone().unwrap();
    assert!(
        expires.len() == "2027/11/21 10:00:00".len() && expires.starts_with("20"),
        "{expires}"
    );
    let folder = tempfile::tempdir().unwrap();
    let config = credentials.save(folder.path(), sandbox.url(), None).unwrap();
    let till = Client::from_config_file(config).unwrap();
    assert_ne!(
        till.enc_key_id(),
        Client::from_config_file(sandbox.config_path()).unwrap().enc_key_id()
    );
    till.pay(&sale("EXCHANGED-1", 36)).unwrap();
}

#[test]
fn a_failed_exchange_says_what_failed() {
    let html = RawServer::answering(response(403, &[], b"<html>Forbidden</html>"));
    let error = KeyExchange::new(&html.url, &HttpConfig::default())
        .unwrap()
        .run()
        .unwrap_err();
    assert_eq!((error.kind.as_str(), error.http_status), ("http", Some(403)));
    let refusal = RawServer::answering(response(200, &[], br#"{"RtnCode":2107,"RtnMsg":"no"}"#));
    let error = KeyExchange::new(&refusal.url, &HttpConfig::default())
        .unwrap()
        .run()
        .unwrap_err();
    assert_eq!(
        (error.kind.as_str(), error.provider_code.as_deref()),
        ("declined", Some("2107"))
    );
    assert_eq!(error.outcome, Outcome::Unknown, "an unsigned no proves nothing");
    let nonsense = RawServer::answering(response(200, &[], br#"{"RtnCode":1,"DefaultPubCert":"AAAA"}"#));
    let error = KeyExchange::new(&nonsense.url, &HttpConfig::default())
        .unwrap()
        .run()
        .unwrap_err();
    assert_eq!((error.kind.as_str(), error.outcome), ("malformed", Outcome::Unknown));
}

/// A call in flight ends on the credential it began with, and a reply may name an older one.
#[test]
fn a_new_credential_takes_over_between_calls() {
    let vectors = vectors();
    let case = vectors["replies"].as_array().unwrap()[0].clone();
    let op_seq = text(&case["request"]["OPSeq"]).to_owned();
    let (seen, ids) = mpsc::channel();
    let release = Arc::new(AtomicBool::new(false));
    let (waiting, old_id) = (release.clone(), text(&vectors["keys"]["enc_key_id"]).to_owned());
    let server = RawServer::start({
        let old_id = old_id.clone();
        move |mut stream| {
            let request = String::from_utf8_lossy(&read_request(&mut stream)).to_ascii_lowercase();
            let id = request
                .lines()
                .find_map(|line| line.strip_prefix("x-icp-enckeyid: "))
                .unwrap()
                .to_owned();
            seen.send(id).unwrap();
            while !waiting.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(5));
            }
            let signature = text(&case["signature"]);
            let headers = [
                ("X-iCP-Signature", signature),
                ("X-iCP-EncKeyID", &old_id),
                ("Connection", "close"),
            ];
            stream
                .write_all(&response(200, &headers, text(&case["body"]).as_bytes()))
                .unwrap();
        }
    });
    let till = Client::new(Config::new(&server.url, till_credentials(&vectors))).unwrap();
    std::thread::scope(|scope| {
        let in_flight = scope.spawn(|| till.pay(&sale(&op_seq, 36)));
        assert_eq!(ids.recv_timeout(Duration::from_secs(5)).unwrap(), old_id);
        till.use_credential(AesCredential::new("900001", &"k".repeat(32), &"i".repeat(16)).unwrap());
        release.store(true, Ordering::SeqCst);
        in_flight.join().unwrap().unwrap();
    });
    assert_eq!(till.enc_key_id(), "900001");
    // Sealed with the new credential; the reply names the old one, which is still known.
    till.pay(&sale(&op_seq, 36)).unwrap();
    assert_eq!(ids.recv_timeout(Duration::from_secs(5)).unwrap(), "900001");
}
