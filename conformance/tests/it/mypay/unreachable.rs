//! The ways a MYPAY call can go wrong without the sandbox: hosts that cannot be reached, and hosts that answer
//! something else. The rows are "Classifying an attempt" of docs/protocol.md.

use super::till::*;
use crate::support::{RawServer, response};
use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::time::Duration;
use twpos::ErrorKind::{self, Connect, Http, Malformed, Tls, Transport};
use twpos::Outcome::{self, NotSent, Unknown};
use twpos::mypay::*;

fn client_for(url: &str) -> Client {
    let credentials = Credentials::new(Mode::Store, "100000000001", &"k".repeat(32)).unwrap();
    let mut config = Config::new(url, credentials);
    config.http.timeout = PATIENCE;
    config.http.connect_timeout = Duration::from_secs(1);
    Client::new(config).unwrap()
}

/// Both calls that move money, against a host that is not the sandbox.
#[track_caller]
fn assert_both(url: &str, kind: ErrorKind, outcome: Outcome, what: &str) {
    let paid = ScanPayResponse {
        uid: "1".to_owned(),
        key: "2".to_owned(),
        order_id: "RAW-1".to_owned(),
        ..Default::default()
    };
    let scanned = client_for(url).scan_pay(&scan("RAW-1")).unwrap_err();
    let refunded = client_for(url).refund_order(&refund(&paid, 36)).unwrap_err();
    for error in [scanned, refunded] {
        assert_eq!((error.kind, error.outcome), (kind, outcome), "{what}: {error}");
        assert_eq!(error.reference.as_deref(), Some("RAW-1"), "{what}");
    }
}

#[test]
fn what_never_reached_the_host_is_not_sent() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_both(&format!("http://{closed}"), Connect, NotSent, "connection refused");
    assert_both("https://no-such-host.invalid", Connect, NotSent, "name not found");

    // A full backlog: the kernel drops the SYN, so connecting times out.
    let (_full, address) = backlog_of_one();
    let _fill: Vec<_> = (0..4)
        .map(|_| TcpStream::connect_timeout(&address, Duration::from_millis(100)))
        .collect();
    assert_both(&format!("http://{address}"), Connect, NotSent, "connect timeout");

    let plain = RawServer::answering(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec());
    assert_both(
        &plain.url.replace("http", "https"),
        Tls,
        NotSent,
        "host does not speak TLS",
    );
    let silent = RawServer::start(|mut stream| {
        let _ = stream.read(&mut [0; 1]);
        std::thread::sleep(PATIENCE);
    });
    assert_both(
        &silent.url.replace("http", "https"),
        Tls,
        NotSent,
        "TLS handshake timeout",
    );
}

fn backlog_of_one() -> (socket2::Socket, std::net::SocketAddr) {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    let any: std::net::SocketAddr = "127.0.0.1:0".parse().unwrap();
    socket.bind(&any.into()).unwrap();
    socket.listen(0).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    (socket, address)
}

#[test]
fn what_is_no_reply_is_unknown() {
    let yes = br#"{"code":"250","order_id":"RAW-1","cost":"36","uid":"1","key":"2"}"#;
    let no = br#"{"code":"300","msg":"no"}"#;
    let rows: Vec<(&str, Vec<u8>, ErrorKind)> = vec![
        ("closed without an answer", Vec::new(), Transport),
        ("not HTTP", b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec(), Malformed),
        ("head cut off", b"HTTP/1.1 200 OK\r\nContent-Le".to_vec(), Transport),
        ("empty body", response(200, &[], b""), Malformed),
        ("a page", response(200, &[], b"<html>"), Malformed),
        ("a list", response(200, &[], b"[]"), Malformed),
        ("no code", response(200, &[], b"{}"), Malformed),
        ("half of the JSON", response(200, &[], &yes[..20]), Malformed),
        ("a yes under 500", response(500, &[], yes), Http),
        ("a no under 500", response(500, &[], no), Http),
        ("a no under 403", response(403, &[], no), Http),
        ("204", b"HTTP/1.1 204 No Content\r\n\r\n".to_vec(), Http),
        ("301", response(301, &[("Location", "/elsewhere")], b""), Http),
        ("401", response(401, &[], b""), Http),
        ("404", response(404, &[], b""), Http),
        (
            "chunk cut off",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc".to_vec(),
            Transport,
        ),
    ];
    for (what, bytes, kind) in rows {
        assert_both(&RawServer::answering(bytes).url, kind, Unknown, what);
    }
}
