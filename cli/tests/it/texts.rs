//! What the program shows: demo and logs.

use crate::support::*;
use serde_json::json;

#[test]
fn the_demo_ends_well_and_without_colour_when_not_on_a_terminal() {
    let output = run(&["demo"], "");
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
    assert!(!text.contains("expected"), "{text}");
    assert!(text.contains("agree"), "{text}");
    assert!(text.lines().count() < 60, "{text}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[test]
fn full_logging_shows_no_key_barcode_or_plaintext() {
    let sandbox = SandboxProcess::start(&["--tls"]);
    let config = sandbox.config.to_str().unwrap();
    let mut request = sale("LOG-1");
    request["Remark"] = json!("PLAINTEXT-CANARY");
    let output = run(&["-vv", "call", "icash.pay", "--config", config], &request.to_string());
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(
        log.contains("DEBUG") && log.contains("icash.pay LOG-1: approved"),
        "{log}"
    );
    let keys = std::fs::read_to_string(&sandbox.config).unwrap();
    let mut secrets = vec!["PLAINTEXT-CANARY".to_owned(), "IC0123456789ABCDEF".to_owned()];
    for name in ["aes_key = ", "aes_iv = "] {
        secrets.push(
            keys.lines()
                .find_map(|line| line.strip_prefix(name))
                .unwrap()
                .trim_matches('"')
                .to_owned(),
        );
    }
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} in {log}");
    }
}
