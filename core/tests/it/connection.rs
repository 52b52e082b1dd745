//! Where a client may connect to, how long it waits, and how large a reply's headers may be.

use crate::support::{RawServer, sale, till_credentials, vectors};
use std::time::Duration;
use twpos::{Error, ErrorKind, HttpConfig, Outcome, icash, mypay, omni, probe_host};

/// Every way to name a host.
fn hosts(base_url: &str) -> Vec<Result<(), Error>> {
    let token = format!(
        "[omni]\nbase_url = \"https://pos.example\"\ntoken_url = \"{base_url}/token\"\nclient_id = \"a\"\n\
         client_secret = \"secret\"\nstore_id = \"1\"\n"
    );
    vec![
        icash::Client::new(icash::Config::new(base_url, till_credentials(&vectors()))).map(drop),
        #[cfg(feature = "provider-aws-lc")]
        icash::KeyExchange::new(base_url, &HttpConfig::default()).map(drop),
        mypay::Client::new(mypay::Config::new(
            base_url,
            crate::mypay::host::credentials(mypay::Mode::Store),
        ))
        .map(drop),
        omni::Config::from_toml(&token, ".")
            .and_then(omni::Client::new)
            .map(drop),
    ]
}

#[test]
fn a_port_is_a_number_from_1_to_65535() {
    for port in [
        "99999",
        "65536",
        "0",
        "00",
        "-1",
        "+443",
        "",
        "https",
        "4 43",
        "443:",
        "18446744073709551617",
    ] {
        for host in ["pos.example", "127.0.0.1", "[::1]"] {
            let base_url = format!("https://{host}:{port}");
            for made in hosts(&base_url).into_iter().chain(hosts(&format!("{base_url}/path"))) {
                let error = made.unwrap_err();
                assert_eq!(
                    (error.kind, error.outcome),
                    (ErrorKind::Config, Outcome::NotSent),
                    "{base_url}"
                );
                assert!(error.detail.contains("_url"), "{base_url}: {error}");
            }
        }
    }
    for base_url in [
        "https://pos.example:1",
        "https://pos.example:65535",
        "https://[::1]:443",
        "https://[::1]",
    ] {
        hosts(base_url).into_iter().for_each(|made| made.unwrap());
    }
    for base_url in ["https://", "https:///path", "https://:443"] {
        assert_eq!(
            probe_host(base_url, &HttpConfig::default()).unwrap_err().kind,
            ErrorKind::Config,
            "{base_url}"
        );
    }
}

#[test]
fn a_time_limit_is_more_than_0_and_at_most_3600_seconds() {
    for setting in ["timeout_seconds", "connect_timeout_seconds"] {
        for wrong in [
            "0",
            "0.0",
            "-0.0",
            "-1",
            "-1.5",
            "nan",
            "-nan",
            "inf",
            "-inf",
            "1e-30",
            "3601",
            "3600.1",
            "1.8e19",
            "1e308",
            "4294967296",
            "9223372036854775807",
            "-9223372036854775808",
            "\"30\"",
            "true",
            "[30]",
        ] {
            for (provider, toml) in configurations(&format!("{setting} = {wrong}")) {
                let error = made(provider, &toml).unwrap_err();
                assert_eq!(
                    (error.kind, error.outcome),
                    (ErrorKind::Config, Outcome::NotSent),
                    "{wrong}"
                );
                let expected =
                    format!("[{provider}] {setting} must be a number of seconds, more than 0 and at most 3600");
                assert_eq!(error.detail, expected, "{wrong}");
            }
        }
        for right in ["10", "3600", "3600.0", "29.5"] {
            for (provider, toml) in configurations(&format!("{setting} = {right}")) {
                made(provider, &toml).unwrap();
            }
        }
    }
}

/// A Rust program sets them without a file.
#[test]
fn a_time_limit_that_no_clock_counts_to_is_refused_without_a_file_too() {
    let limits = [
        Duration::ZERO,
        Duration::from_secs(3601),
        Duration::from_secs(18_000_000_000_000_000_000),
        Duration::MAX,
    ];
    for limit in limits {
        let whole = HttpConfig {
            timeout: limit,
            ..HttpConfig::default()
        };
        let connect = HttpConfig {
            connect_timeout: limit,
            ..HttpConfig::default()
        };
        for (setting, http) in [("timeout_seconds", whole), ("connect_timeout_seconds", connect)] {
            let error = probe_host("https://127.0.0.1:1", &http).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Config, "{limit:?}");
            assert!(error.detail.starts_with(setting), "{error}");
        }
    }
}

/// The three providers' smallest tables, with one more line in each.
fn configurations(line: &str) -> [(&'static str, String); 3] {
    let vectors = vectors();
    let keys = &vectors["keys"];
    [
        (
            "icash",
            format!(
                "[icash]\nenvironment = \"stage\"\nenc_key_id = \"1\"\nmerchant_private_key = {}\nicash_public_key = {}\n\
                 aes_key = {}\naes_iv = {}\n{line}\n",
                keys["merchant_private_key"], keys["icash_public_key"], keys["aes_key"], keys["aes_iv"]
            ),
        ),
        (
            "mypay",
            format!(
                "[mypay]\nenvironment = \"test\"\nmode = \"store\"\nuid = \"1\"\nkey = \"{}\"\n{line}\n",
                "k".repeat(32)
            ),
        ),
        (
            "omni",
            format!("[omni]\nbase_url = \"https://pos.example\"\ntoken = \"token\"\nstore_id = \"1\"\n{line}\n"),
        ),
    ]
}

fn made(provider: &str, toml: &str) -> Result<(), Error> {
    match provider {
        "icash" => icash::Config::from_toml(toml, ".")
            .and_then(icash::Client::new)
            .map(drop),
        "mypay" => mypay::Config::from_toml(toml, ".")
            .and_then(mypay::Client::new)
            .map(drop),
        _ => omni::Config::from_toml(toml, ".").and_then(omni::Client::new).map(drop),
    }
}

/// An answer whose status line and headers have this many bytes.
fn reply_with_header(bytes: usize) -> Vec<u8> {
    let (start, end) = ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", "\r\n");
    let mut head = start.to_owned();
    while head.len() + end.len() < bytes {
        let left = bytes - head.len() - end.len();
        // No line shorter than its name, colon and line break.
        let line = if left < 2000 { left } else { 1000 };
        head += &format!("X-Filler: {}\r\n", "x".repeat(line - "X-Filler: \r\n".len()));
    }
    assert_eq!(head.len() + end.len(), bytes);
    (head + end + "{}").into_bytes()
}

#[test]
fn a_reply_may_have_64_kib_of_headers() {
    let pay = |bytes: Vec<u8>| {
        let server = RawServer::answering(bytes);
        let till = icash::Client::new(icash::Config::new(&server.url, till_credentials(&vectors()))).unwrap();
        let error = till.pay(&sale("HEADER-1", 36)).unwrap_err();
        assert_eq!(
            (error.outcome, error.reference.as_deref()),
            (Outcome::Unknown, Some("HEADER-1"))
        );
        (error.kind, error.detail)
    };
    // It is read whole, and found to be without a signature.
    for whole in [17 * 1024, 40 * 1024, 64 * 1024] {
        assert_eq!(pay(reply_with_header(whole)).0, ErrorKind::Signature, "{whole}");
    }
    for larger in [64 * 1024 + 1, 65 * 1024 + 512, 66 * 1024, 100 * 1024] {
        let expected = (
            ErrorKind::Malformed,
            "the answer's headers are larger than 64 KiB".to_owned(),
        );
        assert_eq!(pay(reply_with_header(larger)), expected, "{larger}");
    }
    let endless = format!("HTTP/1.1 200 OK\r\nX-Filler: {}", "x".repeat(200 * 1024));
    assert_eq!(pay(endless.into_bytes()).0, ErrorKind::Malformed);
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "X-Filler: x\r\n".repeat(129));
    let expected = "the answer is not HTTP, or has more than 128 headers".to_owned();
    assert_eq!(pay(many.into_bytes()), (ErrorKind::Malformed, expected));
}
