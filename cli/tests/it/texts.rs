//! What the program shows: demo and logs.

use crate::support::*;
use serde_json::json;
use std::io::{Read as _, Write as _};

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

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}

/// A terminal would obey them, and a reader of lines end a line there.
#[test]
fn no_answer_brings_a_character_that_cannot_be_seen_to_the_terminal() {
    const UNSEEN: &str =
        "見\u{7f}\u{80}\u{85}\u{9b}2J\u{2028}\u{2029}\u{202e}\u{2066}\u{200b}\u{feff}\u{3164}\u{e0041}";
    // What a host answers, and what was posted to a web server's address.
    let body = json!({"code": "200", "uid": "86", "key": "k", "order_id": "SEEN-1", "cost": "36", "url": "https://x/",
        "msg": UNSEEN, "further": {UNSEEN: UNSEEN}})
    .to_string();
    let host = RawServer::start(move |mut stream| {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        // The request is small, and comes at once or in two parts; what is left of it does not matter.
        let mut request = [0; 65536];
        let mut read = 0;
        while !is_whole(&request[..read]) {
            match stream.read(&mut request[read..]) {
                Ok(count) if count > 0 => read += count,
                _ => return,
            }
        }
        stream.write_all(format!("{head}{body}").as_bytes()).unwrap_or_default();
    });
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("till.toml");
    let url = &host.url;
    let text = format!(
        "[mypay]\nmode = \"store\"\nuid = \"1\"\nkey = \"0123456789abcdef0123456789abcdef\"\nbase_url = \"{url}\"\n"
    );
    std::fs::write(&config, text).unwrap();
    let order = json!({"user_id": "u", "cost": 36, "order_id": "SEEN-1", "ip": "203.0.113.5",
        "items": [{"id": "1", "name": "n", "cost": 36, "amount": 1, "total": 36}]});
    let created = run(
        &["call", "mypay.create_order", "--config", config.to_str().unwrap()],
        &order.to_string(),
    );
    assert_eq!(created.status.code(), Some(0), "{created:?}");
    let encoded: String = UNSEEN.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let body = format!("uid=86&key=k&prc=250&order_id={encoded}&echo_0={encoded}");
    let notification = run(&["mypay", "notification"], &body);
    for (output, member) in [(created, "msg"), (notification, "echo_0")] {
        let text = stdout(&output);
        let unseen: Vec<char> = text
            .trim_end()
            .chars()
            .filter(|c| !c.is_ascii_graphic() && *c != ' ' && *c != '見')
            .collect();
        assert!(unseen.is_empty(), "{unseen:?} in {text:?}");
        let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(answer[member], UNSEEN, "{text}");
    }
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
