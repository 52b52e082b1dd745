//! Whatever stands in a configuration file: reading it, and making a client of it, must not panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use twpos::{AnyClient, ErrorKind, Outcome, PROVIDERS};

fuzz_target!(|text: &str| {
    // A `…_file` setting is opened as it is, and some devices never end.
    if text.contains("/dev") || text.contains("/proc") {
        return;
    }
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/config_files");
    for provider in PROVIDERS {
        if let Err(error) = AnyClient::from_toml(provider, text, directory) {
            assert!(matches!(error.kind, ErrorKind::Config | ErrorKind::Key), "{error:?}");
            assert_eq!(error.outcome, Outcome::NotSent);
        }
    }
});
