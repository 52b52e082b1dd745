//! Stores behind a proxy, and shops whose antivirus looks into TLS.

use crate::support::*;
use std::io::{Read as _, Write as _};
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
fn a_wrong_proxy_of_the_environment_is_an_error_and_http_proxy_is_not_for_https() {
    let sandbox = SandboxProcess::start(&["--tls"]);
    let closed = "http://127.0.0.1:1";
    for (variables, status, words) in [
        (&[("HTTPS_PROXY", "garbage x")][..], 2, "proxy: the environment names"),
        (
            &[("HTTPS_PROXY", "http://till:CANARY@127.0.0.1:99999")],
            2,
            "proxy: the environment names",
        ),
        (
            &[("ALL_PROXY", "socks5://127.0.0.1:1")],
            2,
            "proxy: the environment names",
        ),
        (&[("HTTP_PROXY", closed), ("http_proxy", closed)], 0, ""),
        (
            &[("HTTPS_PROXY", "http://till:CANARY@127.0.0.1:1")],
            5,
            "no connection to the provider: the proxy 127.0.0.1:1 could not be reached",
        ),
        (&[("HTTPS_PROXY", closed), ("NO_PROXY", " a , localhost ")], 0, ""),
    ] {
        let output = cancel(&sandbox, "", "proxy = \"environment\"", variables);
        assert_eq!(output.status.code(), Some(status), "{variables:?}: {output:?}");
        assert!(stdout(&output).contains(words), "{variables:?}: {output:?}");
        assert!(!format!("{output:?}").contains("CANARY"), "{output:?}");
    }
}

#[test]
fn a_proxy_that_fails_is_named_as_what_failed() {
    let sandbox = SandboxProcess::start(&["--tls"]);
    for (answer, words) in [
        (
            "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            "opened no way to it (HTTP 407); check proxy_credentials",
        ),
        ("HTTP/1.1 503 Busy\r\n\r\n", "opened no way to it (HTTP 503)"),
        ("SSH-2.0-OpenSSH_9.6\r\n\r\n", "is no HTTP proxy"),
        ("", "the proxy"),
    ] {
        let proxy = RawServer::start(move |mut stream| {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                head.push(byte[0]);
            }
            stream.write_all(answer.as_bytes()).unwrap_or_default();
        });
        let output = cancel(&sandbox, "", &format!("proxy = \"{}\"", proxy.url), &[]);
        assert_eq!(output.status.code(), Some(5), "{output:?}");
        let said = stdout(&output);
        let place = proxy.url.trim_start_matches("http://");
        assert!(said.contains(words) && said.contains(place), "{answer:?}: {said}");
        assert!(said.contains("\"outcome\":\"not_sent\""), "{said}");
    }
    let output = cancel(&sandbox, "", "proxy = \"http://no-such-proxy.invalid:3128\"", &[]);
    assert!(
        stdout(&output).contains("the name of the proxy no-such-proxy.invalid:3128 was not found"),
        "{output:?}"
    );
    // A second line would go out as part of the password.
    let settings = "proxy = \"http://127.0.0.1:1\"\nproxy_credentials = \"till:CANARY\\nsecond\"";
    let output = cancel(&sandbox, "", settings, &[]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(
        stdout(&output).contains("in one line") && !stdout(&output).contains("CANARY"),
        "{output:?}"
    );
}

#[test]
fn doctor_names_the_environments_proxy_or_that_there_is_none() {
    let sandbox = SandboxProcess::start(&["--tls"]);
    let config = std::fs::read_to_string(&sandbox.config).unwrap();
    let icash = config.split_once("[mypay]").unwrap().0;
    let path = sandbox.config.with_file_name("doctor.toml");
    std::fs::write(&path, format!("{icash}\nproxy = \"environment\"\n")).unwrap();
    for (variables, line) in [
        (
            &[][..],
            "ok    icash proxy: none for this host, as the environment says",
        ),
        (
            &[("HTTPS_PROXY", "http://till:CANARY@127.0.0.1:1")][..],
            "ok    icash proxy: http://127.0.0.1:1, as the environment says",
        ),
    ] {
        let output = Command::new(TWPOS)
            .args(["doctor", "--config"])
            .arg(&path)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let report = stdout(&output);
        assert!(report.contains(line) && !report.contains("CANARY"), "{report}");
    }
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
