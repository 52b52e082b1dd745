//! Whatever a caller passes as JSON: it is refused before anything is sent, and without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use twpos::Outcome;
use twpos::icash::{Client, Config, OPERATIONS};

/// Nothing listens on port 1, and TLS would keep even a listener from reading a request.
static CLIENT: LazyLock<Client> =
    LazyLock::new(|| Client::new(Config::new("https://127.0.0.1:1", twpos_fuzz::merchant())).expect("a client"));

fuzz_target!(|request: &str| {
    for operation in OPERATIONS {
        let error = CLIENT.call_json(operation, request).expect_err("a reply from nowhere");
        assert_eq!(error.outcome, Outcome::NotSent, "{error:?}");
    }
});
