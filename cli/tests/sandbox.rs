//! The sandbox as a process: what it keeps when it is killed, and how many it serves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![cfg(unix)]

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const TWPOS: &str = env!("CARGO_BIN_EXE_twpos");

struct Process {
    child: Child,
    address: String,
}

/// Starts the sandbox under a limit of open files; `limit` is ulimit's option and number.
fn start(state: &Path, limit: &str, options: &[&str]) -> Process {
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit {limit}; exec \"$@\""), "sh", TWPOS, "sandbox"])
        .args(["--listen", "127.0.0.1:0", "--state"])
        .arg(state)
        .args(options)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    let address = ready["url"]
        .as_str()
        .unwrap()
        .strip_prefix("http://")
        .unwrap()
        .to_owned();
    Process { child, address }
}

impl Process {
    /// As `kill -9` does.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn ledger(&self) -> Value {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = b"GET /_sandbox/ledger HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        stream.write_all(request).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        serde_json::from_str(reply.split_once("\r\n\r\n").unwrap().1).unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().unwrap_or_default();
        self.child.wait().unwrap();
    }
}

fn pay(state: &Path, op_seq: &str) -> Value {
    let sale = json!({
        "BuyerID": "IC0123456789ABCDEF", "TxAmt": 36, "OPSeq": op_seq,
        "StoreId": "217477", "StoreName": "見晴", "PosNo": "01", "BonusType": "ByWallet",
    });
    let mut child = Command::new(TWPOS)
        .args(["call", "icash.pay", "--config"])
        .arg(state.join("till.toml"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(sale.to_string().as_bytes())
        .unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn what_a_till_was_told_is_in_the_ledger_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut sandbox = start(folder.path(), "-c 0", &[]);
    assert_eq!(pay(folder.path(), "K-1")["ServiceResult"], "Y");
    let before = sandbox.ledger();
    sandbox.kill();
    let mut sandbox = start(folder.path(), "-c 0", &[]);
    assert_eq!(sandbox.ledger(), before);
    assert_eq!(before["icash"]["totals"]["paid"], 36);
    let again = pay(folder.path(), "K-1");
    assert_eq!(again["error"]["provider_code"], "ICASH_DUPLICATE_OPSEQ", "{again}");
    sandbox.kill();
    let sandbox = start(folder.path(), "-c 0", &["--fresh"]);
    assert_eq!(sandbox.ledger()["icash"]["transactions"], json!([]));
    assert_eq!(pay(folder.path(), "K-1")["ServiceResult"], "Y");
}

/// A till keeps its connection open, so each takes one of the open files that the system allows a process.
#[test]
fn more_tills_are_served_than_the_soft_limit_of_open_files() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = start(folder.path(), "-Sn 100", &[]);
    let mut tills = Vec::new();
    for number in 0..200 {
        let mut stream = TcpStream::connect(&sandbox.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
            .write_all(b"GET /_sandbox/faults HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .unwrap();
        let read = stream.read(&mut [0; 64]);
        assert!(matches!(read, Ok(1..)), "till {number}: {read:?}");
        tills.push(stream);
    }
}
