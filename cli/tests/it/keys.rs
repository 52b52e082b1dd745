//! `twpos keys` and `twpos envelope`.

use crate::support::*;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;

#[test]
fn keys_are_made_inspected_and_exchanged() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("merchant.pem");
    let key = key.to_str().unwrap();
    let made = run(&["keys", "generate", "--out", key], "");
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    assert!(stdout(&made).starts_with("-----BEGIN PUBLIC KEY-----"));
    assert_eq!(
        run(&["keys", "generate", "--out", key], "").status.code(),
        Some(2),
        "overwrote a key"
    );

    let inspected = stdout(&run(&["keys", "inspect", key], ""));
    assert!(inspected.contains("RSA private key, 2048 bits"), "{inspected}");
    let public = folder.path().join("public.pem");
    std::fs::write(&public, &made.stdout).unwrap();
    let inspected_public = stdout(&run(&["keys", "inspect", public.to_str().unwrap()], ""));
    assert_eq!(inspected.lines().last(), inspected_public.lines().last());
    let output = run(&["keys", "inspect", "Cargo.toml"], "");
    assert_eq!(output.status.code(), Some(2));

    let sandbox = SandboxProcess::start(&["--tls"]);
    let ca = sandbox.state.path().join("ca.pem");
    let out = folder.path().join("exchanged");
    let arguments = [
        "keys",
        "exchange",
        "--base-url",
        &sandbox.url,
        "--out",
        out.to_str().unwrap(),
        "--ca-file",
        ca.to_str().unwrap(),
    ];
    let exchanged = run(&arguments, "");
    assert_eq!(exchanged.status.code(), Some(0), "{exchanged:?}");
    let report: Value = serde_json::from_slice(&exchanged.stdout).unwrap();
    let config = PathBuf::from(report["config"].as_str().unwrap());
    assert_eq!(call(&config, "icash.pay", &sale("EXCHANGED-1").to_string()).0, 0);

    // Where the new keys could not be saved, none are asked for.
    let exchanges = || std::fs::read_to_string(sandbox.state.path().join("icash_merchants.json")).unwrap();
    let before = exchanges();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    for unusable in [out.clone(), file.join("sub")] {
        let mut arguments = arguments;
        arguments[5] = unusable.to_str().unwrap();
        let refused = run(&arguments, "");
        assert_eq!(refused.status.code(), Some(2), "{refused:?}");
        let error: Value = serde_json::from_slice(&refused.stdout).unwrap();
        assert_eq!(error["error"]["outcome"], "not_sent", "{error}");
    }
    assert_eq!(exchanges(), before);
}

/// Keys are fetched by the same way as payments are made, or a shop behind a proxy could pay and never begin.
#[test]
fn keys_are_exchanged_by_every_setting_of_a_connection() {
    let help = stdout(&run(&["keys", "exchange", "--help"], ""));
    let everyone = include_str!("../../../docs/configuration.md");
    let everyone = everyone.split("## For every provider").nth(1).unwrap();
    let everyone = everyone.split("\n## ").next().unwrap();
    let rows: Vec<&str> = everyone.lines().filter(|line| line.starts_with("| `")).collect();
    assert!(rows.len() > 7, "{rows:?}");
    for row in rows {
        let name = row.split('`').nth(1).unwrap().replace('_', "-");
        // What others see of a command line holds no secret.
        let is_secret = row.contains("(secret)");
        let endings: &[&str] = if is_secret { &["-file", "-env"] } else { &[""] };
        for ending in endings {
            assert!(
                help.contains(&format!("--{name}{ending} <")),
                "--{name}{ending}: {help}"
            );
        }
        assert_eq!(help.contains(&format!("--{name} <")), !is_secret, "{help}");
    }

    let (tell, heads) = std::sync::mpsc::channel();
    let proxy = RawServer::start(move |stream| {
        let lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let head: Vec<String> = lines
            .map_while(Result::ok)
            .take_while(|line| !line.is_empty())
            .collect();
        tell.send(head).unwrap();
        (&stream)
            .write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\nConnection: close\r\n\r\n")
            .unwrap();
    });
    let folder = tempfile::tempdir().unwrap();
    let credentials = folder.path().join("proxy.txt");
    std::fs::write(&credentials, "till:CANARY\n").unwrap();
    let out = folder.path().join("keys");
    let exchange = |more: &[&str]| {
        let host = [
            "keys",
            "exchange",
            "--base-url",
            "https://member.example",
            "--out",
            out.to_str().unwrap(),
        ];
        run(&[&host, more].concat(), "")
    };
    let by_proxy = [
        "--proxy",
        &proxy.url,
        "--proxy-credentials-file",
        credentials.to_str().unwrap(),
    ];
    let refused = exchange(&by_proxy);
    assert_eq!(refused.status.code(), Some(5), "{refused:?}");
    assert!(stdout(&refused).contains("check proxy_credentials"), "{refused:?}");
    let head = heads.recv().unwrap();
    assert_eq!(head[0], "CONNECT member.example:443 HTTP/1.1");
    // printf till:CANARY | base64
    assert!(
        head.contains(&"Proxy-Authorization: Basic dGlsbDpDQU5BUlk=".to_owned()),
        "{head:?}"
    );
    for (more, words) in [
        (&["--roots", "CANARY"][..], "roots must be built-in or system"),
        (
            &["--proxy", "http://till:CANARY@host:1"],
            "proxy must not contain a user or password",
        ),
        (
            &["--proxy-credentials-file", credentials.to_str().unwrap()],
            "proxy_credentials needs a proxy",
        ),
        (&["--timeout-seconds", "0"], "timeout_seconds must be a number"),
        (
            &["--connect-timeout-seconds", "3601"],
            "connect_timeout_seconds must be a number",
        ),
        (&["--user-agent", "CANARY\n"], "user_agent must be printable ASCII"),
    ] {
        let refused = exchange(more);
        assert_eq!(refused.status.code(), Some(2), "{refused:?}");
        assert!(stdout(&refused).contains(words), "{refused:?}");
        assert!(!format!("{refused:?}").contains("CANARY"), "{refused:?}");
    }
}

#[test]
fn envelopes_are_sealed_and_opened_without_showing_a_key() {
    let sandbox = SandboxProcess::start(&[]);
    let config = sandbox.config.to_str().unwrap();
    let sealed = run(&["envelope", "seal", "--config", config], r#"{"OPSeq":"E-1"}"#);
    let sealed_json: Value = serde_json::from_slice(&sealed.stdout).unwrap();
    let body = sealed_json["body"].as_str().unwrap();
    let signature = sealed_json["X-iCP-Signature"].as_str().unwrap();

    let opened = run(
        &["envelope", "open", "--config", config, "--signature", signature],
        body,
    );
    let opened_json: Value = serde_json::from_slice(&opened.stdout).unwrap();
    assert_eq!(opened_json, json!({"signature": "valid", "message": {"OPSeq": "E-1"}}));
    let unchecked = run(&["envelope", "open", "--config", config], body);
    assert!(stdout(&unchecked).contains("not checked"));
    let reply = r#"{"EncData":"AAAA","RtnCode":1,"RtnMsg":""}"#;
    let forged = run(
        &["envelope", "open", "--config", config, "--signature", signature],
        reply,
    );
    assert_eq!(forged.status.code(), Some(4), "{forged:?}");
    assert!(stdout(&forged).contains("\"kind\":\"signature\""));

    let aes_key = std::fs::read_to_string(&sandbox.config).unwrap();
    let aes_key = aes_key
        .lines()
        .find_map(|line| line.strip_prefix("aes_key = "))
        .unwrap()
        .trim_matches('"');
    for output in [&sealed, &opened, &unchecked, &forged] {
        assert!(!format!("{output:?}").contains(aes_key));
    }
}

/// As openssl writes with `-outform der`, and Windows exports certificates.
#[test]
fn a_key_in_binary_form_is_told_apart_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let made = run(&["keys", "generate", "--out", &path("key.pem")], "");
    let private = std::fs::read_to_string(path("key.pem")).unwrap();
    let fingerprint = stdout(&run(&["keys", "inspect", &path("key.pem")], ""));
    let fingerprint = fingerprint.lines().last().unwrap();
    let der = |pem: &str| {
        let lines: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        twpos::crypto::decode_base64(&lines).unwrap()
    };
    for (bytes, kind) in [(der(&private), "private"), (der(&stdout(&made)), "public")] {
        std::fs::write(path("key.der"), &bytes).unwrap();
        let output = run(&["keys", "inspect", &path("key.der")], "");
        let shown = stdout(&output);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(shown.contains(&format!("RSA {kind} key, 2048 bits")), "{shown}");
        assert!(
            shown.contains("binary DER form") && shown.contains("openssl base64 -in"),
            "{shown}"
        );
        assert_eq!(shown.lines().last().unwrap(), fingerprint);
    }
    // The end of it is missing, as of a file that is something else.
    let private_der = der(&private);
    std::fs::write(path("key.der"), &private_der[..private_der.len() - 1]).unwrap();
    let output = run(&["keys", "inspect", &path("key.der")], "");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("openssl pkcs12 -in"),
        "{output:?}"
    );
    let utf16: Vec<u8> = private.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(path("key.pem16"), [b"\xff\xfe", utf16.as_slice()].concat()).unwrap();
    let output = run(&["keys", "inspect", &path("key.pem16")], "");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("save it as UTF-8"),
        "{output:?}"
    );
}
