//! A key, a barcode or a request in the wrong place of the command line is not printed.

use crate::support::*;

const CANARY: &str = "CANARY0123456789abcdef0123456789";

#[test]
fn no_slip_on_the_command_line_shows_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("till.toml");
    std::fs::write(&config, "[mypay]\nmode = \"store\"\n").unwrap();
    let config = config.to_str().unwrap();
    let request = format!("{{\"BuyerID\":\"{CANARY}\",\"OPSeq\":\"1\"}}");
    let pem = format!("-----BEGIN RSA PRIVATE KEY-----\n{CANARY}\n-----END RSA PRIVATE KEY-----\n");
    let flag = format!("--{CANARY}");
    let assigned = format!("--config={CANARY}");
    let out = folder.path().join("out");
    let out = out.to_str().unwrap();
    let notify = format!("http://u:{CANARY}@127.0.0.1/x");
    for arguments in [
        vec!["call", "icash.pay", "--config", config, "--request", &request],
        vec!["call", "icash.pay", "--config", config, "--request", CANARY],
        vec!["call", "icash.pay", "--config", config, CANARY],
        vec!["call", "icash.pay", "--config", config, &flag],
        vec!["call", "icash.pay", "--config", CANARY],
        vec!["call", "icash.pay", &assigned],
        vec!["call", "icash.pay", "--config", &pem],
        vec!["call", CANARY, "--config", config],
        vec!["call", &flag],
        vec![CANARY],
        vec![&pem],
        vec![&flag],
        vec!["doctor", "--config", CANARY],
        vec!["doctor", "--config", config, CANARY],
        vec!["doctor", &flag],
        vec!["sandbox", "--state", out, "--notify-url", &notify],
        vec!["keys", CANARY],
        vec!["keys", "inspect", CANARY],
        vec!["keys", "inspect", &pem],
        vec!["keys", "inspect", config, CANARY],
        vec!["keys", "inspect", "--", &pem],
        vec!["keys", "exchange", "--base-url", CANARY, "--out", out],
        vec![
            "keys",
            "exchange",
            "--base-url",
            "http://127.0.0.1:1",
            "--out",
            out,
            "--ca-file",
            CANARY,
        ],
        vec![
            "keys",
            "exchange",
            "--base-url",
            "http://127.0.0.1:1",
            "--out",
            out,
            "--ca-file",
            &pem,
        ],
        vec!["envelope", "seal", "--config", config, "--input", CANARY],
        vec!["envelope", "open", "--config", CANARY],
        vec!["mypay", CANARY],
        vec!["mypay", "notification", CANARY],
        vec!["sandbox", "--state", config, "--listen", CANARY],
        vec!["sandbox", "--state", config, "--unknown-cancel", CANARY],
        vec!["sandbox", "--state", config, "--processing-delay", CANARY],
    ] {
        let output = run(&arguments, "");
        assert!(!output.status.success(), "{arguments:?}");
        let shown = format!("{}{}", stdout(&output), String::from_utf8_lossy(&output.stderr));
        assert!(!shown.contains("CANARY"), "{arguments:?}: {shown}");
        assert!(!shown.is_empty(), "{arguments:?}");
    }
}
