//! The `[linepay]` table: what it accepts, and what it says when it does not.

use super::host::*;
use std::time::Duration;
use twpos::linepay::*;
use twpos::{ErrorKind, HttpConfig, Outcome};

const MINIMAL: &str =
    "[linepay]\nenvironment = \"sandbox\"\nchannel_id = 2000123456\nchannel_secret = \"CANARY-channel-secret-0001\"\n";

#[test]
fn a_minimal_file_has_the_documented_defaults() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("till.toml");
    std::fs::write(&path, MINIMAL).unwrap();
    let config = Config::from_file(&path).unwrap();
    assert_eq!(
        (config.base_url.as_str(), config.channel_id.as_str()),
        (SANDBOX, CHANNEL_ID)
    );
    assert_eq!(config.channel_secret, SECRET.into());
    assert_eq!(config.device, None);
    let expected = HttpConfig {
        timeout: Duration::from_secs(40),
        ..HttpConfig::default()
    };
    assert_eq!(config.http, expected);
    Client::from_config_file(&path).unwrap();
    assert_eq!(SANDBOX, "https://sandbox-api-pay.line.me");
    assert_eq!(PRODUCTION, "https://api-pay.line.me");
}

#[test]
fn every_setting_is_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), format!("{SECRET}\r\n")).unwrap();
    let toml = "[linepay]\nbase_url = \"https://proxy.example/line\"\nchannel_id = \"2000123456\"\n\
        channel_secret_file = \"secret\"\ndevice_profile_id = \"TILL-01\"\ndevice_type = \"POS\"\n\
        timeout_seconds = 60\nuser_agent = \"MyTill/2\"\n";
    let config = Config::from_toml(toml, folder.path()).unwrap();
    assert_eq!(config.base_url, "https://proxy.example/line");
    assert_eq!(config.channel_secret, SECRET.into());
    let device = Device {
        profile_id: "TILL-01".to_owned(),
        device_type: "POS".to_owned(),
    };
    assert_eq!(config.device, Some(device));
    assert_eq!(config.http.timeout, Duration::from_secs(60));
    assert_eq!(config.http.user_agent, "MyTill/2");
}

#[test]
fn problems_are_named() {
    let plus = |lines: &str| format!("{MINIMAL}{lines}\n");
    let edit = |from: &str, to: &str| {
        assert!(MINIMAL.contains(from), "{from}");
        MINIMAL.replace(from, to)
    };
    let secret = "channel_secret = \"CANARY-channel-secret-0001\"";
    for (toml, expected) in [
        (String::new(), "no [linepay] table"),
        (
            edit("environment = \"sandbox\"", ""),
            "needs either base_url or environment",
        ),
        (
            edit("\"sandbox\"", "\"stage\""),
            "environment must be one of production, sandbox",
        ),
        (edit("channel_id = 2000123456", ""), "channel_id is missing"),
        (edit("2000123456", "\"CANARY\""), "channel_id must be 1 to 20 digits"),
        (
            edit("2000123456", "\"123456789012345678901\""),
            "channel_id must be 1 to 20 digits",
        ),
        (edit(secret, ""), "channel_secret is missing"),
        (
            edit(secret, "channel_secret = \" \""),
            "channel_secret must not be empty",
        ),
        (
            plus("channel_secret_env = \"HOME\""),
            "channel_secret is given more than once",
        ),
        (plus("device_profile_id = \"T\""), "device_type is missing"),
        (plus("device_type = \"T\""), "device_profile_id is missing"),
        (
            plus("device_profile_id = \"店\"\ndevice_type = \"T\""),
            "device_profile_id must be printable ASCII",
        ),
        (
            plus("device_profile_id = \"T\"\ndevice_type = \" \""),
            "device_type must be printable ASCII",
        ),
        (plus("timeout_seconds = 39.9"), "timeout_seconds must be at least 40"),
        (plus("timeout_seconds = 20"), "timeout_seconds must be at least 40"),
        (plus("key = \"CANARY\""), "key is not a known setting"),
    ] {
        let error = Config::from_toml(&toml, ".").unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Config, Outcome::NotSent),
            "{toml}"
        );
        assert!(error.detail.contains(expected), "expected {expected:?} in {error}");
        assert!(!error.detail.contains("CANARY"), "{error}");
    }
}

#[test]
fn a_client_checks_what_no_file_went_through() {
    let problem = |change: &dyn Fn(&mut Config)| {
        let mut config = Config::from_toml(MINIMAL, ".").unwrap();
        change(&mut config);
        Client::new(config).unwrap_err().detail
    };
    assert!(problem(&|config| config.base_url = "http://line.example".to_owned()).contains("must be https"));
    assert!(problem(&|config| config.http.timeout = Duration::from_secs(30)).contains("at least 40"));
    assert!(problem(&|config| config.channel_id = "1\r\nX: 1".to_owned()).contains("channel_id"));
    let device = |profile_id: &str| Device {
        profile_id: profile_id.to_owned(),
        device_type: "POS".to_owned(),
    };
    assert!(problem(&|config| config.device = Some(device("a\r\nb"))).contains("device_profile_id"));
}
