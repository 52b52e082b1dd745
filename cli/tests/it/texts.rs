//! What the program shows: demo, logs, and the commands of both README files.

use crate::support::*;
use serde_json::json;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

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

/// The commands of both README files, as printed, in an empty folder.
#[cfg(unix)]
#[test]
fn the_commands_of_both_readmes_work_as_printed() {
    for readme in [
        include_str!("../../../README.md"),
        include_str!("../../../README.zh-TW.md"),
    ] {
        let blocks: Vec<&str> = readme
            .split("```sh\n")
            .skip(1)
            .map(|rest| rest.split_once("```").unwrap().0)
            .collect();
        let start = blocks.iter().find(|block| block.starts_with("twpos sandbox")).unwrap();
        let pay = blocks.iter().find(|block| block.starts_with("twpos call")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = format!(
            "{}:{}",
            Path::new(TWPOS).parent().unwrap().display(),
            std::env::var("PATH").unwrap()
        );
        let shell = |script: &str| {
            let mut command = Command::new("sh");
            command
                .args(["-c", script])
                .current_dir(&folder)
                .env("PATH", &path)
                .stdout(Stdio::piped());
            command
        };
        let mut sandbox = shell(&format!("exec {start}")).spawn().unwrap();
        BufReader::new(sandbox.stdout.take().unwrap())
            .read_line(&mut String::new())
            .unwrap();
        let paid = shell(pay).output().unwrap();
        sandbox.kill().unwrap();
        sandbox.wait().unwrap();
        assert!(paid.status.success(), "{paid:?}");
        assert!(stdout(&paid).contains("\"OPSeq\":\"SHOP1-20261121-0002\""), "{paid:?}");
    }
}
