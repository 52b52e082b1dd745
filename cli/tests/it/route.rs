//! Stores behind a proxy, and shops whose antivirus looks into TLS.

use crate::support::*;
use std::io::Read as _;
use std::net::TcpListener;
use std::process::{Command, Output};

/// A cancel, blind, with these settings in every table and these variables. `state` is a TLS sandbox's.
fn cancel(sandbox: &SandboxProcess, without: &str, settings: &str, variables: &[(&str, &str)]) -> Output {
    let config = std::fs::read_to_string(&sandbox.config).unwrap();
    let icash: String = config.split_once("[mypay]").unwrap().0.to_owned();
    let kept: Vec<&str> = icash
        .lines()
        .filter(|line| without.is_empty() || !line.starts_with(without))
        .collect();
    let path = sandbox.config.with_file_name("route.toml");
    std::fs::write(&path, format!("{}\n{settings}\n", kept.join("\n"))).unwrap();
    let request = sandbox.config.with_file_name("cancel.json");
    std::fs::write(&request, r#"{"OPSeq":"ROUTE-1"}"#).unwrap();
    Command::new(TWPOS)
        .args(["call", "icash.cancel", "--config"])
        .arg(&path)
        .stdin(std::fs::File::open(request).unwrap())
        .env_remove("SSL_CERT_FILE")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

#[test]
fn the_systems_roots_are_trusted_only_where_the_setting_says_so() {
    let sandbox = SandboxProcess::start(&["--tls"]);
    let ca = sandbox.state.path().join("ca.pem");
    let store = [("SSL_CERT_FILE", ca.to_str().unwrap())];
    for (settings, status) in [("", 5), ("roots = \"built-in\"", 5), ("roots = \"system\"", 0)] {
        let output = cancel(&sandbox, "ca_file", settings, &store);
        assert_eq!(output.status.code(), Some(status), "{settings}: {output:?}");
    }
    let output = cancel(&sandbox, "ca_file", "roots = \"mine\"", &store);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stdout(&output).contains("roots must be built-in or system"),
        "{output:?}"
    );
}

#[test]
fn the_environments_proxy_is_asked_only_where_the_setting_says_so() {
    let sandbox = SandboxProcess::start(&["--tls"]);
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", proxy.local_addr().unwrap());
    let variables = [("HTTPS_PROXY", url.as_str()), ("ALL_PROXY", url.as_str())];
    assert_eq!(cancel(&sandbox, "", "", &variables).status.code(), Some(0));
    let asked = std::thread::spawn(move || {
        let mut head = [0; 8];
        proxy.accept().unwrap().0.read_exact(&mut head).unwrap();
        head
    });
    let output = cancel(&sandbox, "", "proxy = \"environment\"", &variables);
    assert_eq!(output.status.code(), Some(5), "{output:?}");
    assert_eq!(&asked.join().unwrap(), b"CONNECT ");
    let but = [variables[0], variables[1], ("NO_PROXY", "localhost,127.0.0.1")];
    assert_eq!(
        cancel(&sandbox, "", "proxy = \"environment\"", &but).status.code(),
        Some(0)
    );
}

#[test]
fn doctor_shows_the_proxy_and_not_its_password() {
    let sandbox = SandboxProcess::start(&["--tls"]);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let config = std::fs::read_to_string(&sandbox.config).unwrap();
    let settings = format!("proxy = \"http://{closed}\"\nproxy_credentials = \"till:CANARY\"\n[mypay]");
    let path = sandbox.config.with_file_name("doctor.toml");
    std::fs::write(&path, config.replace("[mypay]", &settings)).unwrap();
    let output = run(&["doctor", "--config", path.to_str().unwrap()], "");
    assert_eq!(output.status.code(), Some(1));
    let report = stdout(&output);
    assert!(
        report.contains(&format!("ok    icash proxy: http://{closed}, with credentials")),
        "{report}"
    );
    assert!(report.contains("fail  icash host: "), "{report}");
    assert!(!report.contains("CANARY"), "{report}");
}
