//! `twpos sandbox` as a process.

use crate::support::*;
use serde_json::json;
use std::time::{Duration, Instant};

#[cfg(unix)]
#[test]
fn the_sandbox_stops_cleanly_on_both_signals() {
    for signal in ["-INT", "-TERM"] {
        let sandbox = SandboxProcess::start(&[]);
        sandbox.call("icash.pay", &sale("STOP-1"));
        let (code, elapsed) = sandbox.stop_with(signal);
        assert_eq!(code, Some(0), "{signal}");
        assert!(elapsed < Duration::from_secs(3), "{signal} took {elapsed:?}");
    }
}

#[test]
fn the_sandbox_keeps_its_keys_and_speaks_tls() {
    let sandbox = SandboxProcess::start(&["--tls", "--unknown-cancel", "not-found", "--processing-delay", "200"]);
    assert!(sandbox.url.starts_with("https://"), "{}", sandbox.url);
    let started = Instant::now();
    assert_eq!(sandbox.call("icash.pay", &sale("TLS-1")).0, 0);
    assert!(started.elapsed() >= Duration::from_millis(200));
    let (status, reply) = sandbox.call("icash.cancel", &json!({"OPSeq": "NEVER-SEEN"}));
    assert_eq!(
        (status, &reply["error"]["provider_code"]),
        (3, &json!("ICASH_NOT_FOUND"))
    );
    let key = std::fs::read(sandbox.state.path().join("merchant_private_key.pem")).unwrap();
    let second = run(&["sandbox", "--state", sandbox.state.path().to_str().unwrap()], "");
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("another sandbox runs on it"), "{said}");
    assert_eq!((second.status.code(), second.stdout.len()), (Some(2), 0));
    assert_eq!(
        std::fs::read(sandbox.state.path().join("merchant_private_key.pem")).unwrap(),
        key
    );
}
