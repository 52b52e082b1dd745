//! Whatever a caller passes as JSON: it is refused before anything is sent, and without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use twpos::{Error, Outcome, icash, mypay, omni};

static ICASH: LazyLock<icash::Client> = LazyLock::new(twpos_fuzz::icash_client);
static MYPAY: LazyLock<mypay::Client> = LazyLock::new(twpos_fuzz::mypay_client);
static OMNI: LazyLock<omni::Client> = LazyLock::new(twpos_fuzz::omni_client);

fuzz_target!(|request: &str| {
    every(&icash::OPERATIONS, |operation| ICASH.call_json(operation, request));
    every(&mypay::OPERATIONS, |operation| MYPAY.call_json(operation, request));
    every(&omni::OPERATIONS, |operation| OMNI.call_json(operation, request));
});

fn every(operations: &[&str], call: impl Fn(&str) -> Result<String, Error>) {
    for operation in operations {
        let error = call(operation).expect_err("a reply from nowhere");
        assert_eq!(error.outcome, Outcome::NotSent, "{operation}: {error:?}");
    }
}
