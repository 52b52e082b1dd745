//! The blocks for the shell, and the configuration, of both README files, as they stand there. The programs in Rust
//! are run in `conformance/tests/it/readme.rs`.
#![cfg(unix)]

use crate::support::TWPOS;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

const READMES: [&str; 2] = [
    include_str!("../../../README.md"),
    include_str!("../../../README.zh-TW.md"),
];

/// What stands between the fences of a language.
pub fn blocks<'a>(readme: &'a str, language: &str) -> Vec<&'a str> {
    let opening = format!("```{language}\n");
    let parts = readme.split(opening.as_str()).skip(1);
    parts.map(|part| part.split_once("```").unwrap().0).collect()
}

/// A shell that finds the built `twpos` by its name.
pub fn shell(script: &str, folder: &Path) -> Command {
    let mut path = vec![PathBuf::from(TWPOS).parent().unwrap().to_owned()];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
    let mut shell = Command::new("sh");
    shell.args(["-euc", script]).current_dir(folder);
    shell.env("PATH", std::env::join_paths(path).unwrap());
    shell
}

pub struct Running(Child);

impl Running {
    /// Starts a sandbox in `folder` by a block of one line, and gives the line that it prints.
    pub fn start(script: &str, folder: &Path) -> (Self, Value) {
        assert_eq!(script.lines().count(), 1, "or exec leaves the rest out");
        let mut starting = shell(&format!("exec {script}"), folder);
        let mut running = Running(starting.stdout(Stdio::piped()).spawn().unwrap());
        let mut line = String::new();
        let mut lines = BufReader::new(running.0.stdout.take().unwrap());
        lines.read_line(&mut line).unwrap();
        (running, serde_json::from_str(&line).unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap_or_default();
        self.0.wait().unwrap();
    }
}

/// The next payment is made, and nobody hears of it.
fn break_next_payment(url: &str) {
    let address = url.strip_prefix("http://").unwrap();
    let rule = json!({"match": {"operation": "icash.pay"}, "fault": "reset_after_commit"}).to_string();
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!("POST /_sandbox/faults HTTP/1.1\r\nHost: {address}\r\nConnection: close");
    write!(
        stream,
        "{head}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{rule}",
        rule.len()
    )
    .unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.starts_with("HTTP/1.1 2"), "{reply}");
}

#[test]
fn the_commands_run_as_pasted_once_approved_and_once_unknown() {
    for readme in READMES {
        let commands = blocks(readme, "sh");
        let [make, sandbox, call] = commands[..] else {
            panic!("blocks that this test does not know: {commands:?}")
        };
        // Not run here: the one builds everything, and the other is what runs this test. They must exist.
        let makefile = include_str!("../../../Makefile");
        for line in make.lines() {
            let target = line.strip_prefix("make ").unwrap().split(' ').next().unwrap();
            assert!(makefile.contains(&format!("\n{target}: ## ")), "{line}");
        }

        let folder = tempfile::tempdir().unwrap();
        let (_running, ready) = Running::start(sandbox, folder.path());

        let said = |output: &Output| serde_json::from_slice::<Value>(&output.stdout).unwrap();
        let paid = shell(call, folder.path()).output().unwrap();
        assert_eq!(paid.status.code(), Some(0), "{paid:?}");
        assert_eq!(said(&paid)["TxAmt"], "36");
        assert_eq!(said(&paid)["BankSeq"].as_str().unwrap().len(), 20);

        break_next_payment(ready["url"].as_str().unwrap());
        let unknown = shell(call, folder.path()).output().unwrap();
        assert_eq!(unknown.status.code(), Some(4), "{unknown:?}");
        let error = &said(&unknown)["error"];
        assert_eq!(
            (&error["kind"], &error["outcome"]),
            (&json!("transport"), &json!("unknown"))
        );
        assert!(error["reference"].as_str().unwrap().starts_with("SHOP1-"), "{error}");
    }
}

/// With keys of the right form in the files that it names, each provider gets as far as its request.
#[test]
fn the_configuration_is_accepted_as_pasted() {
    for readme in READMES {
        let configurations = blocks(readme, "toml");
        let [configuration] = configurations[..] else {
            panic!("blocks that this test does not know: {configurations:?}")
        };
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &[u8]| std::fs::write(folder.path().join(name), text).unwrap();
        write("till.toml", configuration.as_bytes());
        let generate = |name: &str| {
            let script = format!("twpos keys generate --out {name}");
            let keys = shell(&script, folder.path()).output().unwrap();
            assert!(keys.status.success(), "{keys:?}");
            keys.stdout
        };
        generate("merchant.pem");
        write("icash.pem", &generate("icash-private.pem"));
        write("aes_key.txt", "k".repeat(32).as_bytes());
        write("aes_iv.txt", "i".repeat(16).as_bytes());
        write("mypay_key.txt", "m".repeat(32).as_bytes());
        for operation in ["icash.pay", "mypay.query_order", "omni.ipass_search"] {
            let script = format!("echo '{{}}' | twpos call {operation} --config till.toml");
            let mut call = shell(&script, folder.path());
            let output = call.env("OMNI_CLIENT_SECRET", "a-secret").output().unwrap();
            let said: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(said["error"]["kind"], "invalid_request", "{operation}: {said}");
        }
    }
}
