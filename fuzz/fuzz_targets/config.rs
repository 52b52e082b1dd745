//! Whatever stands in a configuration file: reading it, and making a client of it, must not panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use twpos::{Error, ErrorKind, Outcome, icash, mypay, omni};

fuzz_target!(|text: &str| {
    // A `…_file` setting is opened as it is, and some devices never end.
    if text.contains("/dev") || text.contains("/proc") {
        return;
    }
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/config_files");
    refused_if_wrong(icash::Config::from_toml(text, directory).and_then(icash::Client::new));
    refused_if_wrong(mypay::Config::from_toml(text, directory).and_then(mypay::Client::new));
    refused_if_wrong(omni::Config::from_toml(text, directory).and_then(omni::Client::new));
});

fn refused_if_wrong<T>(client: Result<T, Error>) {
    if let Err(error) = client {
        assert!(matches!(error.kind, ErrorKind::Config | ErrorKind::Key), "{error:?}");
        assert_eq!(error.outcome, Outcome::NotSent);
    }
}
