//! `twpos which`: from an argument and from standard input, of all providers and of those configured.

use crate::support::*;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

const AMBIGUOUS: &str = "223456789012345678";

fn which(arguments: &[&str], input: &str) -> (i32, Value) {
    let output = run(&[&["which"], arguments].concat(), input);
    assert!(output.stderr.is_empty(), "{output:?}");
    let said = serde_json::from_slice(&output.stdout).unwrap();
    (output.status.code().unwrap(), said)
}

fn config(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("till.toml");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

#[test]
fn a_code_from_the_line_and_one_from_standard_input_have_the_same_answer() {
    let expected = json!([{"name": "icash_pay", "providers": ["icash", "omni"]}]);
    for (arguments, input) in [
        (&["IC0123456789ABCDEF"][..], ""),
        (&[][..], "IC0123456789ABCDEF\r\n"),
        (&["-"][..], "\u{feff}]C1IC0123456789ABCDEF"),
    ] {
        assert_eq!(which(arguments, input), (0, expected.clone()), "{arguments:?}");
    }
}

/// Nothing is read of a key: a table that is there is enough.
#[test]
fn only_configured_providers_are_told() {
    let (_folder, path) = config("[icash]\n[mypay]\nkey = \"CANARY\"\n");
    let ask = |code| which(&[code, "--config", &path], "");
    let wallet = |name, provider| json!({"name": name, "providers": [provider]});
    assert_eq!(ask("IC0123456789ABCDEF"), (0, json!([wallet("icash_pay", "icash")])));
    let both = json!([wallet("line_pay", "mypay"), wallet("jkopay", "mypay")]);
    assert_eq!(ask(AMBIGUOUS), (0, both));
    assert_eq!(ask("96A1OABQAAFmIVAVRxhAgY"), (0, json!([])));
}

#[test]
fn what_is_wrong_is_told_without_the_code() {
    let (_folder, broken) = config("[icash\n");
    for (arguments, input, kind) in [
        (&["IC01234\u{7}CANARY9ABC"][..], "", "invalid_request"),
        (&[][..], "ＣＡＮＡＲＹ\n", "invalid_request"),
        (&[][..], "\r\n", "invalid_request"),
        (&["CANARY", "--config", &broken][..], "", "config"),
        (&["CANARY", "--config", "CANARY"][..], "", "config"),
    ] {
        let (status, said) = which(arguments, input);
        assert_eq!((status, &said["error"]["kind"]), (2, &json!(kind)), "{said}");
        assert_eq!(said["error"]["outcome"], "not_sent");
        assert!(!said.to_string().contains("CANARY"), "{said}");
        assert!(!said.to_string().contains("ＣＡＮＡＲＹ"), "{said}");
    }
}

/// A scanner presses Enter, and nothing more comes.
#[test]
fn a_line_is_answered_while_standard_input_stays_open() {
    let mut child = Command::new(TWPOS)
        .arg("which")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"IC0123456789ABCDEF\n").unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert_eq!(line, "[{\"name\":\"icash_pay\",\"providers\":[\"icash\",\"omni\"]}]\n");
    drop(input);
    assert!(child.wait().unwrap().success());
}
