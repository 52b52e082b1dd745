//! A call that is ended by a signal still says what is known.
#![cfg(unix)]

use crate::support::*;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

const SIGNALS: [&str; 3] = ["-INT", "-TERM", "-HUP"];

fn start(config: &Path, operation: &str, request: &str) -> Child {
    let mut child = Command::new(TWPOS)
        .args(["call", operation, "--config", config.to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(request.as_bytes()).unwrap();
    child
}

fn signal(child: &Child, signal: &str) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
}

/// The exit status and the one object.
fn end(child: Child) -> (Option<i32>, Value) {
    let output = child.wait_with_output().unwrap();
    let text = stdout(&output);
    assert_eq!(text.lines().count(), 1, "{text:?}");
    (output.status.code(), serde_json::from_str(&text).unwrap())
}

fn requests() -> [(&'static str, String, &'static str); 3] {
    let scan = json!({
        "scanned_code": "MY20261122TEST0001", "user_id": "guest", "cost": 150, "order_id": "KILLED-2",
        "ip": "203.0.113.5", "items": [{"id": "1", "name": "便當", "cost": 150, "amount": 1, "total": 150}],
    });
    let ipass = json!({
        "trade_code": "00000181234567", "amount": 229, "order_number": "KILLED-3", "store_id": "1", "terminal_id": "1",
    });
    [
        ("icash.pay", sale("KILLED-1").to_string(), "KILLED-1"),
        ("mypay.scan_pay", scan.to_string(), "KILLED-2"),
        ("omni.ipass_pay", ipass.to_string(), "KILLED-3"),
    ]
}

/// A server that reads a request, says so, and never answers.
fn silent_server() -> (RawServer, mpsc::Receiver<()>) {
    let (said, heard) = mpsc::channel();
    let server = RawServer::start(move |mut stream| {
        let mut buffer = [0; 1024];
        if stream.read(&mut buffer).unwrap_or(0) > 0 {
            said.send(()).unwrap_or_default();
        }
        // Until the other end is gone.
        while stream.read(&mut buffer).unwrap_or(0) > 0 {}
    });
    (server, heard)
}

#[test]
fn a_call_in_flight_is_told_as_unknown_with_its_reference() {
    let sandbox = SandboxProcess::start(&[]);
    let (server, heard) = silent_server();
    let config = config_for(&sandbox, &server.url);
    for (operation, request, reference) in requests() {
        for name in SIGNALS {
            let child = start(&config, operation, &request);
            heard.recv().unwrap();
            signal(&child, name);
            let (status, reply) = end(child);
            assert_eq!(status, Some(4), "{operation} {name}: {reply}");
            let error = &reply["error"];
            assert_eq!(
                (&error["kind"], &error["outcome"], &error["reference"]),
                (&json!("timeout"), &json!("unknown"), &json!(reference)),
                "{operation} {name}"
            );
            assert_eq!(error.as_object().unwrap().len(), 7, "{reply}");
        }
    }
}

#[test]
fn a_call_that_had_not_begun_is_told_as_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    // The request is read before the call: whoever opens the pipe is before it.
    let request = folder.path().join("request");
    assert!(Command::new("mkfifo").arg(&request).status().unwrap().success());
    for (operation, _, _) in requests() {
        for name in SIGNALS {
            let child = Command::new(TWPOS)
                .args(["call", operation, "--config", "no/such/till.toml", "--request"])
                .arg(&request)
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let pipe = std::fs::OpenOptions::new().write(true).open(&request).unwrap();
            signal(&child, name);
            let (status, reply) = end(child);
            drop(pipe);
            assert_eq!(status, Some(5), "{operation} {name}: {reply}");
            let error = &reply["error"];
            assert_eq!(
                (&error["kind"], &error["outcome"], &error["reference"]),
                (&json!("timeout"), &json!("not_sent"), &json!(null))
            );
        }
    }
}

/// As nohup starts it: what is ignored stays ignored, and the other signals still end the call.
#[test]
fn a_signal_that_is_ignored_from_the_start_stays_ignored() {
    let sandbox = SandboxProcess::start(&[]);
    let (server, heard) = silent_server();
    let config = config_for(&sandbox, &server.url);
    for (ignored, ends) in [("HUP", "TERM"), ("INT", "HUP"), ("TERM", "INT")] {
        let mut child = Command::new("sh")
            .args(["-c", &format!("trap '' {ignored}; exec \"$0\" \"$@\""), TWPOS])
            .args(["call", "icash.pay", "--config", config.to_str().unwrap()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let request = sale(&format!("IGNORED-{ignored}")).to_string();
        child.stdin.take().unwrap().write_all(request.as_bytes()).unwrap();
        heard.recv().unwrap();
        for _ in 0..5 {
            signal(&child, &format!("-{ignored}"));
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        assert_eq!(child.try_wait().unwrap(), None, "{ignored}");
        signal(&child, &format!("-{ends}"));
        let (status, reply) = end(child);
        assert_eq!(status, Some(4), "{ignored} {ends}: {reply}");
    }
}

/// Whoever has stopped reading cannot keep the process from ending.
#[test]
fn a_call_ends_although_nobody_reads_its_answer() {
    let sandbox = SandboxProcess::start(&[]);
    let (server, heard) = silent_server();
    let config = config_for(&sandbox, &server.url);
    let (mut reader, mut writer) = std::io::pipe().unwrap();
    // As much as a pipe holds; so the program can write no more.
    writer.write_all(&[b' '; 65536]).unwrap();
    let mut child = Command::new(TWPOS)
        .args(["call", "icash.pay", "--config", config.to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(writer)
        .spawn()
        .unwrap();
    let request = sale("KILLED-4").to_string();
    child.stdin.take().unwrap().write_all(request.as_bytes()).unwrap();
    heard.recv().unwrap();
    signal(&child, "-TERM");
    assert_eq!(child.wait().unwrap().code(), Some(4));
    let mut rest = String::new();
    reader.read_to_string(&mut rest).unwrap();
    assert_eq!(rest.trim(), "");
}

/// Also in the moment between the answer and its telling: one object, and never two.
#[test]
fn a_signal_at_any_moment_leaves_one_object_or_none() {
    let sandbox = SandboxProcess::start(&[]);
    for at in 0..40_u64 {
        let reference = format!("MOMENT-{at}");
        let child = start(&sandbox.config, "icash.pay", &sale(&reference).to_string());
        std::thread::sleep(std::time::Duration::from_micros(at * 2000));
        signal(&child, "-TERM");
        let output = child.wait_with_output().unwrap();
        let text = stdout(&output);
        match output.status.code() {
            // Before the program could take care of it: nothing was sent, and README says what it means.
            None => assert_eq!(text, ""),
            Some(status) => {
                let reply: Value = serde_json::from_str(&text).unwrap();
                let outcome = reply["error"]["outcome"].as_str();
                let expected = match outcome {
                    None => 0,
                    Some("unknown") => 4,
                    Some(outcome) => {
                        assert_eq!(outcome, "not_sent");
                        5
                    }
                };
                assert_eq!(status, expected, "{text}");
                let told = reply["error"]["reference"].as_str().or(reply["OPSeq"].as_str());
                assert!(told == Some(&reference) || outcome == Some("not_sent"), "{text}");
            }
        }
    }
}
