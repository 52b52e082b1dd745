//! Whatever a caller passes as JSON: it is refused before anything is sent, and without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use twpos::{AnyClient, Outcome, PROVIDERS};

static CLIENTS: LazyLock<[AnyClient; PROVIDERS.len()]> = LazyLock::new(|| PROVIDERS.map(twpos_fuzz::client));

fuzz_target!(|request: &str| {
    for client in &*CLIENTS {
        for operation in AnyClient::operations(client.provider()) {
            let error = client.call_json(operation, request).expect_err("a reply from nowhere");
            assert_eq!(error.outcome, Outcome::NotSent, "{operation}: {error:?}");
        }
    }
});
