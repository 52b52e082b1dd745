//! The ways a call can go wrong without the sandbox: hosts that cannot be reached, and hosts that answer something
//! else. The rows are "Classifying an attempt" of docs/protocol.md.

use crate::support::*;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::Duration;
use twpos::ErrorKind::{self, Connect, Declined, Http, Malformed, Mismatch, Signature, Timeout, Tls, Transport};
use twpos::Outcome::{self, NotSent, Refused, Unknown};
use twpos::icash::*;

fn till_for(url: &str) -> Client {
    let mut config = Config::new(url, till_credentials(&vectors()));
    config.http.timeout = Duration::from_secs(10);
    config.http.connect_timeout = Duration::from_secs(1);
    Client::new(config).unwrap()
}

fn assert_pay(url: &str, kind: ErrorKind, outcome: Outcome, what: &str) {
    let error = till_for(url).pay(&sale("RAW-1", 36)).unwrap_err();
    assert_eq!((error.kind, error.outcome), (kind, outcome), "{what}: {error}");
    assert_eq!(error.reference.as_deref(), Some("RAW-1"), "{what}");
}

#[test]
fn what_never_reached_the_host_is_not_sent() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_pay(&format!("http://{closed}"), Connect, NotSent, "connection refused");
    assert_pay("https://no-such-host.invalid", Connect, NotSent, "name not found");

    // A full backlog: the kernel drops the SYN, so connecting times out.
    let full = socket2_backlog_of_one();
    let _fill: Vec<_> = (0..4)
        .map(|_| TcpStream::connect_timeout(&full.1, Duration::from_millis(100)))
        .collect();
    assert_pay(&format!("http://{}", full.1), Connect, NotSent, "connect timeout");

    let plain = RawServer::answering(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec());
    assert_pay(
        &plain.url.replace("http", "https"),
        Tls,
        NotSent,
        "host does not speak TLS",
    );
    let silent = RawServer::start(|mut stream| {
        let _ = stream.read(&mut [0; 1]);
        std::thread::sleep(Duration::from_secs(3));
    });
    assert_pay(
        &silent.url.replace("http", "https"),
        Tls,
        NotSent,
        "TLS handshake timeout",
    );
    let (answered, alert) = mpsc::channel();
    let old = RawServer::start(move |mut stream| answered.send(chooses_tls_1_1(&mut stream)).unwrap());
    assert_pay(&old.url.replace("http", "https"), Tls, NotSent, "TLS 1.1");
    // A fatal alert, protocol_version: it was the version that the till did not accept.
    assert_eq!(alert.recv_timeout(Duration::from_secs(5)).unwrap(), [2, 70]);
}

/// A host that knows nothing newer than TLS 1.1; gives the alert that it gets for it.
fn chooses_tls_1_1(stream: &mut TcpStream) -> Vec<u8> {
    read_record(stream);
    let hello = [&[2, 0, 0, 38, 3, 2][..], &[7; 32], &[0, 0, 0x2f, 0]].concat(); // server_hello, with AES-128 and SHA-1
    stream.write_all(&[&[22, 3, 2, 0, 42][..], &hello].concat()).unwrap();
    read_record(stream)
}

/// One TLS record, without its head.
fn read_record(stream: &mut TcpStream) -> Vec<u8> {
    let mut head = [0; 5];
    stream.read_exact(&mut head).unwrap();
    let mut record = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
    stream.read_exact(&mut record).unwrap();
    record
}

fn socket2_backlog_of_one() -> (socket2::Socket, std::net::SocketAddr) {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    socket
        .bind(&"127.0.0.1:0".parse::<std::net::SocketAddr>().unwrap().into())
        .unwrap();
    socket.listen(0).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    (socket, address)
}

#[test]
fn what_is_no_reply_is_unknown() {
    let rows: &[(&str, &[u8], ErrorKind)] = &[
        ("closed without an answer", b"", Transport),
        ("not HTTP", b"SSH-2.0-OpenSSH_9.2\r\n\r\n", Malformed),
        ("head cut off", b"HTTP/1.1 200 OK\r\nContent-Le", Transport),
        (
            "empty body, unsigned",
            b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            Signature,
        ),
        ("204", b"HTTP/1.1 204 No Content\r\n\r\n", Signature),
        (
            "unsigned JSON that says N",
            b"HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n{\"ServiceResult\":\"N\"}",
            Signature,
        ),
        ("401", b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", Http),
        ("404", b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Http),
        ("503", b"HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n", Http),
        (
            "301",
            b"HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
            Http,
        ),
        (
            "chunk cut off",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc",
            Transport,
        ),
        (
            "bad chunk",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
            Malformed,
        ),
    ];
    for (what, bytes, kind) in rows {
        assert_pay(&RawServer::answering(bytes.to_vec()).url, *kind, Unknown, what);
    }
}

/// Signed replies under a status of failure: a no counts under 4xx, a yes never does, and under any
/// other status nothing does.
#[test]
fn a_signed_reply_under_a_failure_status_never_approves() {
    let vectors = vectors();
    let replies = vectors["replies"].as_array().unwrap();
    let named = |name: &str| replies.iter().find(|case| case["name"] == name).unwrap();
    let (yes, no) = (named("pay: RtnCode 1, Y"), named("pay: RtnCode 1, N"));
    for (case, status, kind, outcome) in [
        (yes, 400, Mismatch, Unknown),
        (yes, 404, Mismatch, Unknown),
        (yes, 302, Http, Unknown),
        (yes, 500, Http, Unknown),
        (no, 400, Declined, Refused),
        (no, 403, Declined, Refused),
        (no, 302, Http, Unknown),
        (no, 500, Http, Unknown),
        (no, 201, Declined, Refused),
    ] {
        let headers = [("X-iCP-Signature", text(&case["signature"]))];
        let server = RawServer::answering(response(status, &headers, text(&case["body"]).as_bytes()));
        let op_seq = text(&case["request"]["OPSeq"]);
        let error = till_for(&server.url).pay(&sale(op_seq, 36)).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (kind, outcome),
            "{} under {status}: {error}",
            case["name"]
        );
        assert_eq!(error.http_status, Some(status));
    }
}

#[test]
fn endless_headers_and_endless_bodies_end() {
    let endless_headers = RawServer::start(|mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream
            .write_all(&[b"X-Filler: ", "x".repeat(4000).as_bytes(), b"\r\n"].concat())
            .is_ok()
        {}
    });
    assert_pay(&endless_headers.url, Malformed, Unknown, "endless headers");
    let endless_body = RawServer::start(|mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b'x'; 65536]).is_ok() {}
    });
    assert_pay(&endless_body.url, Malformed, Unknown, "endless body");
}

/// A host that trickles its answer keeps every single read short; the whole call still ends in time.
#[test]
fn a_trickled_answer_ends_with_the_whole_call() {
    let trickle = RawServer::start(|mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(500));
        }
    });
    let started = std::time::Instant::now();
    assert_pay(&trickle.url, Timeout, Unknown, "trickled answer");
    assert!(
        (10..13).contains(&started.elapsed().as_secs()),
        "took {:?}",
        started.elapsed()
    );
}

/// A kept-alive connection that the host closed meanwhile: the next call connects anew.
#[test]
fn a_connection_that_closed_while_idle_is_not_used() {
    let vectors = vectors();
    let case = &vectors["replies"][0];
    let answer = response(
        200,
        &[("X-iCP-Signature", text(&case["signature"]))],
        text(&case["body"]).as_bytes(),
    );
    let (closed, closing) = mpsc::channel();
    let server = RawServer::start(move |mut stream| {
        read_request(&mut stream);
        stream.write_all(&answer).unwrap();
        stream.shutdown(Shutdown::Both).unwrap();
        closed.send(()).unwrap();
    });
    let till = till_for(&server.url);
    for _ in 0..3 {
        till.pay(&sale(text(&case["request"]["OPSeq"]), 36)).unwrap();
        closing.recv_timeout(Duration::from_secs(5)).unwrap();
    }
    assert_eq!(server.connections.load(std::sync::atomic::Ordering::SeqCst), 3);
}
