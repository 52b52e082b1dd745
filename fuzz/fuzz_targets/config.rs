//! Whatever stands in a configuration file: reading it, and making a client of it, must not panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use twpos::icash::{Client, Config};
use twpos::{ErrorKind, Outcome};

fuzz_target!(|text: &str| {
    // A `…_file` setting is opened as it is, and some devices never end.
    if text.contains("/dev") || text.contains("/proc") {
        return;
    }
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/config_files");
    if let Err(error) = Config::from_toml(text, directory).and_then(Client::new) {
        assert!(matches!(error.kind, ErrorKind::Config | ErrorKind::Key), "{error:?}");
        assert_eq!(error.outcome, Outcome::NotSent);
    }
});
