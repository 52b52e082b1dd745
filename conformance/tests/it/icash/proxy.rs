//! A store behind a proxy: what a proxy does is never taken for the provider's doing.

use super::faults::{charged, sandbox};
use crate::support::*;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use twpos::ErrorKind::{Connect, Tls, Transport};
use twpos::Outcome::{NotSent, Unknown};
use twpos::icash::*;
use twpos::{HttpConfig, Route};

/// Answers each CONNECT with `answer`, and after a 200 passes on what comes, to where it was asked for. Gives its URL
/// and the requests' heads.
fn proxy(answer: &'static str) -> (String, mpsc::Receiver<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, heads) = mpsc::channel();
    std::thread::spawn(move || {
        for till in listener.incoming() {
            let mut till = till.unwrap();
            let mut reader = BufReader::new(till.try_clone().unwrap());
            let mut head = Vec::new();
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) <= 2 {
                    break;
                }
                head.push(line.trim_end().to_owned());
            }
            let target = head
                .first()
                .and_then(|line| line.split(' ').nth(1))
                .unwrap_or_default()
                .to_owned();
            tell.send(head).unwrap();
            if answer.is_empty() {
                continue;
            }
            write!(till, "{answer}\r\n\r\n").unwrap();
            if answer.contains("200") {
                tunnel(till, TcpStream::connect(target).unwrap());
            }
        }
    });
    (url, heads)
}

fn tunnel(till: TcpStream, host: TcpStream) {
    for (mut from, mut to) in [(till.try_clone().unwrap(), host.try_clone().unwrap()), (host, till)] {
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = from.read(&mut buffer) {
                if to.write_all(&buffer[..read]).is_err() {
                    break;
                }
            }
            let _ = to.shutdown(std::net::Shutdown::Both);
        });
    }
}

fn through(http: &mut HttpConfig, url: &str, credentials: Option<&str>) {
    http.route = Route::Proxy {
        url: url.to_owned(),
        credentials: credentials.map(Into::into),
    };
}

#[test]
fn a_payment_goes_through_the_proxy_and_its_outcomes_stay_the_same() {
    let (_state, sandbox, mut config) = sandbox(true);
    let (url, heads) = proxy("HTTP/1.1 200 Connection established");
    through(&mut config.http, &url, Some("store-7:sécret:word"));
    let host = config.base_url.strip_prefix("https://").unwrap().to_owned();
    let till = Client::new(config).unwrap();
    assert!(!format!("{till:?}").contains("cret:word"));
    till.pay(&sale("PROXY-1", 36)).unwrap();
    assert!(charged(&sandbox, "PROXY-1"));
    let head = heads.recv().unwrap();
    assert_eq!(head[0], format!("CONNECT {host} HTTP/1.1"));
    // printf 'store-7:sécret:word' | base64
    assert!(
        head.contains(&"Proxy-Authorization: Basic c3RvcmUtNzpzw6ljcmV0OndvcmQ=".to_owned()),
        "{head:?}"
    );

    let mut lost = sale("PROXY-2", 36);
    lost.buyer_id = twpos_sandbox::Fault::ResetAfterCommit.magic_barcode().unwrap();
    let error = till.pay(&lost).unwrap_err();
    assert_eq!((error.kind, error.outcome), (Transport, Unknown), "{error}");
    assert!(charged(&sandbox, "PROXY-2"));
}

#[test]
fn keys_are_fetched_through_the_proxy() {
    let (_state, sandbox, config) = sandbox(true);
    let (url, heads) = proxy("HTTP/1.1 200 Connection established");
    let folder = sandbox.config_path().parent().unwrap();
    std::fs::write(folder.join("proxy.txt"), "\u{feff}store-7:sécret:word\r\n").unwrap();
    let host = format!("[icash]\nbase_url = \"{}\"\nca_file = \"ca.pem\"\n", config.base_url);
    let by_proxy = format!("{host}proxy = \"{url}\"\nproxy_credentials_file = \"proxy.txt\"\n");
    let exchange = KeyExchange::from_toml(&by_proxy, folder).unwrap();
    let credentials = exchange.run().unwrap();
    let head = heads.recv().unwrap();
    let target = config.base_url.strip_prefix("https://").unwrap();
    assert_eq!(head[0], format!("CONNECT {target} HTTP/1.1"));
    assert!(
        head.contains(&"Proxy-Authorization: Basic c3RvcmUtNzpzw6ljcmV0OndvcmQ=".to_owned()),
        "{head:?}"
    );
    assert!(!format!("{exchange:?}").contains("cret:word"));
    let mut config = Config::new(config.base_url, credentials);
    config.http.extra_ca_pem = Some(std::fs::read_to_string(folder.join("ca.pem")).unwrap());
    Client::new(config).unwrap().pay(&sale("PROXY-6", 36)).unwrap();
    assert!(charged(&sandbox, "PROXY-6"));

    let (url, _heads) = proxy("HTTP/1.1 407 Proxy Authentication Required");
    let exchange = KeyExchange::from_toml(&format!("{host}proxy = \"{url}\"\n"), folder).unwrap();
    let error = exchange.run().unwrap_err();
    assert_eq!((error.kind, error.outcome), (Connect, NotSent), "{error}");
    assert!(error.detail.contains("check proxy_credentials"), "{error}");
}

#[test]
fn what_the_proxy_refuses_is_not_sent() {
    let (_state, sandbox, _) = sandbox(true);
    let till_by = |url: &str| {
        let mut config = Config::from_file(sandbox.config_path()).unwrap();
        through(&mut config.http, url, None);
        Client::new(config).unwrap()
    };
    for (answer, words) in [
        ("HTTP/1.1 407 Proxy Authentication Required", "check proxy_credentials"),
        ("HTTP/1.1 403 Forbidden", "403"),
        ("HTTP/1.1 502 Bad Gateway", "502"),
        ("nonsense", "no connection"),
        ("", "no connection"),
    ] {
        let (url, _heads) = proxy(answer);
        let error = till_by(&url).pay(&sale("PROXY-3", 36)).unwrap_err();
        assert_eq!((error.kind, error.outcome), (Connect, NotSent), "{answer}: {error}");
        assert_eq!(error.reference.as_deref(), Some("PROXY-3"));
        assert!(error.detail.contains(words), "{answer}: {error}");
        assert!(!charged(&sandbox, "PROXY-3"));
    }
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = till_by(&format!("http://{closed}"))
        .pay(&sale("PROXY-4", 36))
        .unwrap_err();
    assert_eq!((error.kind, error.outcome), (Connect, NotSent), "{error}");
}

#[test]
fn a_host_that_cannot_do_tls_behind_a_proxy_is_not_sent() {
    let (_state, _sandbox, mut config) = sandbox(true);
    let (url, _heads) = proxy("HTTP/1.1 200 OK");
    through(&mut config.http, &url, None);
    config.http.extra_ca_pem = None;
    let error = Client::new(config).unwrap().pay(&sale("PROXY-5", 36)).unwrap_err();
    assert_eq!((error.kind, error.outcome), (Tls, NotSent), "{error}");
}

#[test]
fn plain_http_to_this_machine_goes_straight_there() {
    let (_state, sandbox, mut config) = sandbox(false);
    let (url, heads) = proxy("HTTP/1.1 200 OK");
    through(&mut config.http, &url, None);
    Client::new(config).unwrap().pay(&sale("PROXY-7", 36)).unwrap();
    assert!(charged(&sandbox, "PROXY-7"));
    assert!(heads.try_recv().is_err(), "the proxy was asked");
}

#[test]
fn a_wrong_proxy_is_named_and_never_quoted() {
    for url in [
        "",
        "proxy",
        "proxy:3128",
        "http://",
        "http://proxy",
        "http://proxy:0",
        "http://proxy:99999",
        "https://proxy:3128",
        "socks5://proxy:1080",
        "http://u:CANARY@proxy:3128",
        "http://proxy:3128/CANARY",
        "http://proxy:3128?CANARY",
    ] {
        let mut config = Config::new("https://pay.example", till_credentials(&vectors()));
        through(&mut config.http, url, None);
        assert!(!format!("{:?}", config.http).contains("CANARY"), "{url}");
        let error = Client::new(config).unwrap_err();
        assert_eq!(error.kind, twpos::ErrorKind::Config, "{url}: {error}");
        assert!(
            error.detail.contains("proxy") && !error.detail.contains("CANARY"),
            "{url}: {error}"
        );
    }
    for credentials in ["", "CANARY", ":CANARY"] {
        let mut config = Config::new("https://pay.example", till_credentials(&vectors()));
        through(&mut config.http, "http://proxy:3128", Some(credentials));
        let error = Client::new(config).unwrap_err();
        assert!(
            error.detail.contains("proxy_credentials must be USER:PASSWORD"),
            "{error}"
        );
        assert!(!error.to_string().contains("CANARY"), "{error}");
    }
}
