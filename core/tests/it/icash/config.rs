//! The configuration file: what it accepts, and what it says when it does not.

use crate::support::*;
use std::fs;
use std::path::Path;
use std::time::Duration;
use twpos::icash::*;
use twpos::{ErrorKind, Outcome};

/// A folder with the till's keys, and the lines of a minimal configuration.
fn folder() -> (tempfile::TempDir, String) {
    let vectors = vectors();
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("private.pem"),
        text(&vectors["keys"]["merchant_private_key"]),
    )
    .unwrap();
    fs::write(
        folder.path().join("public.pem"),
        text(&vectors["keys"]["icash_public_key"]),
    )
    .unwrap();
    let minimal = format!(
        "[icash]\nenvironment = \"stage\"\nmerchant_private_key_file = \"private.pem\"\n\
         icash_public_key_file = \"public.pem\"\nenc_key_id = \"288768\"\naes_key = \"{}\"\naes_iv = \"{}\"\n",
        text(&vectors["keys"]["aes_key"]),
        text(&vectors["keys"]["aes_iv"]),
    );
    (folder, minimal)
}

fn problem(toml: &str, directory: &Path) -> String {
    let error = Config::from_toml(toml, directory).unwrap_err();
    assert!(matches!(error.kind, ErrorKind::Config | ErrorKind::Key), "{error}");
    assert_eq!(error.outcome, Outcome::NotSent);
    error.detail
}

#[test]
fn a_minimal_file_has_the_documented_defaults() {
    let (folder, minimal) = folder();
    let path = folder.path().join("till.toml");
    fs::write(&path, minimal).unwrap();
    let config = Config::from_file(&path).unwrap();
    assert_eq!(config.base_url, STAGE);
    assert_eq!(config.corp_id, "22555003");
    assert_eq!(config.http.timeout, Duration::from_secs(30));
    assert_eq!(config.http.connect_timeout, Duration::from_secs(5));
    assert_eq!(config.http.user_agent, concat!("twpos/", env!("CARGO_PKG_VERSION")));
    assert_eq!(config.credentials.aes.enc_key_id(), "288768");
}

#[test]
fn every_setting_is_read() {
    let (folder, minimal) = folder();
    let ca = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";
    fs::write(folder.path().join("ca.pem"), ca).unwrap();
    let toml = minimal
        .replace("environment = \"stage\"", "base_url = \"https://pos.example/icash/\"")
        .replace("\"288768\"", "288768")
        + "corp_id = \"12345678\"\ntimeout_seconds = 12.5\nconnect_timeout_seconds = 3\nca_file = \"ca.pem\"\nuser_agent = \"MyTill/2\"\n";
    let config = Config::from_toml(&toml, folder.path()).unwrap();
    assert_eq!(config.base_url, "https://pos.example/icash/");
    assert_eq!(config.corp_id, "12345678");
    assert_eq!(config.http.timeout, Duration::from_millis(12_500));
    assert_eq!(config.http.connect_timeout, Duration::from_secs(3));
    assert_eq!(config.http.user_agent, "MyTill/2");
    assert_eq!(config.http.extra_ca_pem.as_deref(), Some(ca));
}

#[test]
fn secrets_come_from_text_file_or_environment() {
    let (folder, minimal) = folder();
    let vectors = vectors();
    fs::write(
        folder.path().join("iv"),
        format!("{}\r\n", text(&vectors["keys"]["aes_iv"])),
    )
    .unwrap();
    // Cargo sets this variable for the test process.
    let toml = minimal.replace("aes_iv = ", "#").replace(
        "enc_key_id = \"288768\"",
        "enc_key_id_env = \"CARGO_PKG_VERSION_MAJOR\"",
    ) + "aes_iv_file = \"iv\"\n";
    let config = Config::from_toml(&toml, folder.path()).unwrap();
    assert_eq!(config.credentials.aes.enc_key_id(), env!("CARGO_PKG_VERSION_MAJOR"));
    let private = text(&vectors["keys"]["merchant_private_key"]).replace('\n', "\\n");
    let inline = minimal.replace(
        "merchant_private_key_file = \"private.pem\"",
        &format!("merchant_private_key = \"{private}\""),
    );
    Config::from_toml(&inline, folder.path()).unwrap();
}

#[test]
fn problems_are_named() {
    let (folder, minimal) = folder();
    let vectors = vectors();
    let aes_key = text(&vectors["keys"]["aes_key"]);
    fs::write(folder.path().join("der"), [0x30, 0x82, 0xff, 0xfe]).unwrap();
    let edit = |from: &str, to: &str| {
        assert!(minimal.contains(from), "{from}");
        minimal.replace(from, to)
    };
    let own_public = text(&vectors["keys"]["merchant_public_key"]).replace('\n', "\\n");
    let cases = [
        (String::new(), "no [icash] table"),
        ("icash = 5".to_owned(), "must be a table"),
        (
            minimal.clone() + "tiemout_seconds = 5\n",
            "[icash] tiemout_seconds is not a known setting (line 8); did you mean timeout_seconds?",
        ),
        (
            minimal.clone() + "[icsah]\n",
            "unknown setting or table: icsah (line 8); did you mean [icash]?",
        ),
        (
            edit("environment = \"stage\"", "environment = \"prod\""),
            "production, stage",
        ),
        (
            edit("environment = \"stage\"", ""),
            "needs either base_url or environment",
        ),
        (
            minimal.clone() + "base_url = \"https://a.example\"\n",
            "needs either base_url or environment",
        ),
        (edit("enc_key_id = \"288768\"", ""), "[icash] enc_key_id is missing"),
        (
            edit("enc_key_id = \"288768\"", "enc_key_id = \"K1\""),
            "enc_key_id must be a decimal number",
        ),
        (
            minimal.clone() + "aes_key_env = \"HOME\"\n",
            "[icash] aes_key is given more than once",
        ),
        (
            minimal.clone() + "aes_iv_file = \"missing\"\n",
            "[icash] aes_iv_file names a file that cannot be used: there is no such file",
        ),
        (
            edit("aes_iv = ", "aes_vi = "),
            "[icash] aes_vi is not a known setting (line 7); did you mean aes_iv?",
        ),
        (
            edit("aes_key = ", "aes_key_env = \"TWPOS_NO_SUCH_VARIABLE\" #"),
            "[icash] aes_key_env names an environment variable that is not set",
        ),
        (edit(aes_key, "short"), "AES key must be exactly 32"),
        (
            edit("\"private.pem\"", "\"public.pem\""),
            "[icash] merchant_private_key: the key cannot be used: it is a public key",
        ),
        (
            edit("\"public.pem\"", "\"der\""),
            "[icash] icash_public_key_file names a file that cannot be used: it is in binary DER form",
        ),
        (
            edit(
                "icash_public_key_file = \"public.pem\"",
                &format!("icash_public_key = \"{own_public}\""),
            ),
            "merchant's own public key",
        ),
        (minimal.clone() + "timeout_seconds = 9.9\n", "at least 10"),
        (
            minimal.clone() + "timeout_seconds = \"30\"\n",
            "[icash] timeout_seconds must be a number",
        ),
        (
            minimal.clone() + "timeout_seconds = -1\n",
            "[icash] timeout_seconds must be a number",
        ),
        (
            minimal.clone() + "corp_id = \"123456789\"\n",
            "corp_id must have 1 to 8",
        ),
        (minimal.clone() + "corp_id = 22555003\n", "[icash] corp_id must be text"),
    ];
    for (toml, expected) in cases {
        let problem = problem(&toml, folder.path());
        assert!(problem.contains(expected), "expected {expected:?} in {problem:?}");
        assert!(!problem.contains(aes_key), "{problem}");
    }
}

#[test]
fn one_file_may_hold_every_provider() {
    let (folder, minimal) = folder();
    Config::from_toml(&(minimal + "[mypay]\nmode = \"store\"\n[omni]\n"), folder.path()).unwrap();
}

#[test]
fn a_syntax_error_does_not_quote_the_line_with_the_key() {
    let (folder, minimal) = folder();
    let aes_key = text(&vectors()["keys"]["aes_key"]).to_owned();
    let problem = problem(
        &minimal.replace(&format!("\"{aes_key}\""), &format!("\"{aes_key}")),
        folder.path(),
    );
    assert!(problem.contains("line 6") && !problem.contains(&aes_key), "{problem}");
}

#[test]
fn unsafe_or_senseless_hosts_are_refused() {
    for (url, expected) in [
        ("http://payment.icashpay.com.tw", "must be https"),
        ("http://127.0.0.1.evil.example", "must be https"),
        ("ftp://host.example", "https://"),
        ("payment.icashpay.com.tw", "https://"),
        ("/just/a/path", "whole URL"),
        ("https://user:hunter2@host.example", "user name"),
        ("https://host.example/?a=b", "query"),
        ("https://host.example/#a", "fragment"),
        ("not a url", "not a URL"),
    ] {
        let error = Client::new(Config::new(url, till_credentials(&vectors()))).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Config, "{url}");
        assert!(error.detail.contains(expected), "{url}: {error}");
        assert!(!error.detail.contains("hunter2"), "{error}");
    }
    for url in [
        "http://localhost:1",
        "http://[::1]:1/prefix",
        "http://127.8.9.1:1",
        "https://host.example/prefix/",
    ] {
        Client::new(Config::new(url, till_credentials(&vectors()))).unwrap();
    }
}

#[test]
fn a_ca_file_must_hold_certificates() {
    for (pem, expected) in [("", "no PEM certificate"), ("garbage", "no PEM certificate")] {
        let mut config = Config::new("https://host.example", till_credentials(&vectors()));
        config.http.extra_ca_pem = Some(pem.to_owned());
        let error = Client::new(config).unwrap_err();
        assert!(error.detail.contains(expected), "{error}");
    }
    // Before each of two joined texts, as editors write it.
    let one = "\u{feff}-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    let mut config = Config::new("https://host.example", till_credentials(&vectors()));
    config.http.extra_ca_pem = Some(one.repeat(2));
    Client::new(config).unwrap();
    let mut config = Config::new("https://host.example", till_credentials(&vectors()));
    config.http.user_agent = "Bad\r\nHeader: x".to_owned();
    assert!(Client::new(config).unwrap_err().detail.contains("user_agent"));
}

/// A key exchange connects by the settings that a client connects by, and takes no others.
#[cfg(feature = "provider-aws-lc")]
#[test]
fn a_key_exchange_takes_the_settings_of_a_connection() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("proxy.txt"), "till:CANARY\n").unwrap();
    let exchange = |lines: &str| KeyExchange::from_toml(&format!("[icash]\n{lines}\n"), folder.path());
    let host = "base_url = \"https://member.example\"\n";
    let proxy = "proxy = \"http://proxy:3128\"";
    let all = "timeout_seconds = 5\nconnect_timeout_seconds = 2.5\nroots = \"built-in\"\nuser_agent = \"till\"";
    for right in [
        "",
        all,
        proxy,
        "proxy = \"environment\"",
        &format!("{proxy}\nproxy_credentials = \"till:CANARY\""),
        &format!("{proxy}\nproxy_credentials_file = \"proxy.txt\""),
    ] {
        let shown = format!("{:?}", exchange(&format!("{host}{right}")).unwrap());
        assert!(!shown.contains("CANARY"), "{shown}");
    }
    for (wrong, words) in [
        ("roots = \"CANARY\"", "[icash] roots must be built-in or system"),
        ("proxy = 5", "[icash] proxy must be text in quotes"),
        ("proxy = \"CANARY\"", "proxy must be http://HOST:PORT"),
        ("proxy = \"socks5://CANARY:1080\"", "proxy must be http://HOST:PORT"),
        (
            "proxy = \"http://till:CANARY@host:1\"",
            "proxy must not contain a user or password",
        ),
        (
            "proxy_credentials = \"till:CANARY\"",
            "[icash] proxy_credentials needs a proxy",
        ),
        (
            "proxy = \"environment\"\nproxy_credentials_file = \"proxy.txt\"",
            "[icash] proxy_credentials needs a proxy",
        ),
        (
            &format!("{proxy}\nproxy_credentials = \"CANARY\""),
            "proxy_credentials must be USER:PASSWORD",
        ),
        (
            &format!("{proxy}\nproxy_credentials = \":CANARY\""),
            "proxy_credentials must be USER:PASSWORD",
        ),
        (
            &format!("{proxy}\nproxy_credentials = \"till:CANARY\\nHost: x\""),
            "proxy_credentials must be USER:PASSWORD in one line",
        ),
        (
            &format!("{proxy}\nproxy_credentials_file = \"CANARY\""),
            "[icash] proxy_credentials_file names a file",
        ),
        (
            &format!("{proxy}\nproxy_credentials_env = \"CANARY\""),
            "[icash] proxy_credentials_env names an environment variable",
        ),
        ("timeout_seconds = 3601", "[icash] timeout_seconds must be a number"),
        (
            "connect_timeout_seconds = nan",
            "[icash] connect_timeout_seconds must be",
        ),
        ("ca_file = \"CANARY\"", "[icash] ca_file names a file"),
        ("user_agent = \"CANARY\\n\"", "user_agent must be printable ASCII"),
        // A client's, another provider's, a slip, anything.
        (
            "aes_key = \"CANARY\"",
            "[icash] aes_key is not a known setting here, but a client's (line 3)",
        ),
        (
            "environment = \"stage\"",
            "[icash] environment is not a known setting here",
        ),
        (
            "key = \"CANARY\"",
            "[icash] key is not a known setting here, but one of [mypay]",
        ),
        ("prxoy = \"CANARY\"", "did you mean proxy?"),
        (
            "CANARY = 1",
            "[icash] line 3 is not a known setting; known are proxy_credentials (",
        ),
    ] {
        let error = exchange(&format!("{host}{wrong}")).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Config, Outcome::NotSent),
            "{wrong}"
        );
        assert!(error.detail.contains(words), "{wrong}: {error}");
        assert!(!error.to_string().contains("CANARY"), "{wrong}: {error}");
    }
    for (host, words) in [
        ("", "[icash] base_url is missing"),
        ("base_url = \"http://member.example\"", "base_url must be https"),
        ("base_url = 5", "[icash] base_url must be text"),
    ] {
        let error = exchange(host).unwrap_err();
        assert!(error.detail.contains(words), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn credentials_are_saved_for_their_owner_only_and_load_again() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let saved = till_credentials(&vectors())
        .save(folder.path(), "https://host.example", None)
        .unwrap();
    for name in ["merchant_private_key.pem", "icash_public_key.pem", "till.toml"] {
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let loaded = Config::from_file(&saved).unwrap();
    assert_eq!(loaded.base_url, "https://host.example");
    assert_eq!(loaded.credentials.aes, till_credentials(&vectors()).aes);
    let original = till_credentials(&vectors());
    assert_eq!(
        loaded.credentials.icash_public_key.modulus(),
        original.icash_public_key.modulus()
    );
    let public = |credentials: &Credentials| credentials.merchant_private_key.public_key().fingerprint();
    assert_eq!(public(&loaded.credentials), public(&original));

    // The same keys for a new host: only till.toml changes. Other keys: refused, nothing overwritten.
    original.save(folder.path(), "https://other.example", None).unwrap();
    assert_eq!(Config::from_file(&saved).unwrap().base_url, "https://other.example");
    let mut other = till_credentials(&vectors());
    let another = vectors()["keys"]["icash_private_key"].clone();
    other.merchant_private_key = twpos::crypto::PrivateKey::from_text(text(&another)).unwrap();
    let error = other.save(folder.path(), "https://third.example", None).unwrap_err();
    assert!(error.detail.contains("another key"), "{error}");
    assert_eq!(Config::from_file(&saved).unwrap().base_url, "https://other.example");
}

/// Some put the key itself where the name of its variable belongs.
#[test]
fn an_error_does_not_quote_what_stands_in_place_of_a_variable() {
    let text = "[icash]\nbase_url = \"https://host.example\"\nmerchant_private_key_env = \"CANARY-KEY\"\n";
    let error = Config::from_toml(text, ".").unwrap_err();
    assert!(error.detail.contains("[icash] merchant_private_key_env"), "{error}");
    assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
}

#[test]
fn a_till_toml_with_other_tables_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let credentials = till_credentials(&vectors());
    let config = folder.path().join("till.toml");
    for (text, problem) in [
        ("[icash]\n[mypay]\nuid = \"1\"\n", "holds more than [icash]"),
        ("[icash\n", "is not TOML"),
    ] {
        fs::write(&config, text).unwrap();
        for error in [
            Credentials::check_save(folder.path(), "https://host.example", None).unwrap_err(),
            credentials
                .save(folder.path(), "https://host.example", None)
                .unwrap_err(),
        ] {
            assert_eq!(
                (error.kind, error.outcome),
                (ErrorKind::Config, Outcome::NotSent),
                "{error}"
            );
            assert!(error.detail.contains(problem), "{error}");
        }
        assert_eq!(fs::read_to_string(&config).unwrap(), text);
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            2,
            "till.toml and the lock"
        );
    }
    fs::write(&config, "[icash]\ncorp_id = \"1\"\n").unwrap();
    Credentials::check_save(folder.path(), "https://host.example", None).unwrap();
    credentials.save(folder.path(), "https://host.example", None).unwrap();
    let error = Credentials::check_save(folder.path(), "https://host.example", None).unwrap_err();
    assert!(error.detail.contains("another key"), "{error}");
}

#[test]
fn nothing_prints_a_secret() {
    let vectors = vectors();
    let config = Config::new("https://host.example", till_credentials(&vectors));
    let printed = format!("{config:?} {:?}", sale("A", 1));
    let client = format!("{:?}", Client::new(config).unwrap());
    for secret in [
        text(&vectors["keys"]["aes_key"]),
        text(&vectors["keys"]["aes_iv"]),
        "IC0123456789ABCDEF",
    ] {
        assert!(!printed.contains(secret) && !client.contains(secret), "{secret}");
    }
    assert!(printed.contains("[redacted]"));
}
