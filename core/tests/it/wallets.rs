//! Which wallet a scanned code is of: the vectors that every language replays.

use serde_json::{Value, json};
use twpos::{ErrorKind, Outcome, PROVIDERS, wallets_of};

#[test]
fn every_case_of_the_vectors_has_its_answer() {
    let vectors: Value = serde_json::from_str(include_str!("../../../conformance/vectors/wallets.json")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert!(cases.len() >= 40);
    for case in cases {
        let scanned = case["scanned"].as_str().unwrap();
        let providers: Vec<&str> = case["providers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap())
            .collect();
        match wallets_of(scanned, &providers) {
            Ok(wallets) => {
                let wallets = wallets
                    .iter()
                    .map(|wallet| json!({"name": wallet.name, "providers": wallet.providers}));
                assert_eq!(wallets.collect::<Value>(), case["wallets"], "{case}");
            }
            Err(error) => {
                assert_eq!(error.kind.as_str(), case["error"], "{case}");
                assert_eq!(error.outcome, Outcome::NotSent, "{case}");
            }
        }
    }
}

#[test]
fn no_error_quotes_the_code_or_what_stands_for_a_provider() {
    let error = wallets_of("IC01234\u{7}CANARY9AB", &PROVIDERS).unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidRequest);
    assert!(
        error.detail.starts_with("scanned: has a character that no code has"),
        "{error}"
    );
    assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
    let error = wallets_of("IC0123456789ABCDEF", &["CANARY"]).unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidRequest);
    assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
}
