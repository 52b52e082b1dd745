//! Every way a call can go wrong, over a real socket: the kind and the outcome that a till must see,
//! and (where the sandbox is the host) what the host's books say happened.
//!
//! The rows are facts.md's "Classifying an attempt" and the sandbox's list of faults.

use crate::support::*;
use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::Duration;
use twpos::ErrorKind::{
    self, Connect, Declined, Decrypt, Http, Malformed, Mismatch, Signature, Timeout, Tls, Transport,
};
use twpos::Outcome::{self, NotSent, Refused, Unknown};
use twpos::icash::*;
use twpos_sandbox::{Fault, FaultMatch, FaultRule, Options, Provider, Sandbox};

/// A fault of a charge; what the till sees, `None` being an approval; whether the customer was charged,
/// which shows why the unknown ones must stay unknown.
type Row = (Fault, Option<(ErrorKind, Outcome)>, bool);

const FAULTS: &[Row] = &[
    (Fault::DelayBeforeCommit, Some((Timeout, Unknown)), true),
    (Fault::DelayAfterCommit, Some((Timeout, Unknown)), true),
    (Fault::Hang, Some((Timeout, Unknown)), false),
    (Fault::ResetBeforeReading, Some((Transport, Unknown)), false),
    (Fault::ResetAfterCommit, Some((Transport, Unknown)), true),
    (Fault::CloseMidBody, Some((Transport, Unknown)), true),
    (Fault::Truncate, Some((Signature, Unknown)), true),
    (Fault::Oversize, Some((Malformed, Unknown)), true),
    (Fault::Http403, Some((Http, Unknown)), false),
    (Fault::Http429, Some((Http, Unknown)), false),
    (Fault::Http500, Some((Http, Unknown)), true),
    (Fault::Http502, Some((Http, Unknown)), true),
    (Fault::Redirect, Some((Http, Unknown)), true),
    (Fault::SignatureMissing, Some((Signature, Unknown)), true),
    (Fault::SignatureBad, Some((Signature, Unknown)), true),
    (Fault::SignatureForeign, Some((Signature, Unknown)), true),
    (Fault::BodyTampered, Some((Signature, Unknown)), true),
    (Fault::EncDataUndecryptable, Some((Decrypt, Unknown)), true),
    (Fault::ReferenceWrong, Some((Mismatch, Unknown)), true),
    (Fault::AmountWrong, Some((Mismatch, Unknown)), true),
    (Fault::CodeText, None, true),
    (Fault::CodeUnlisted, Some((Malformed, Unknown)), true),
    (Fault::ServiceResultUnlisted, Some((Malformed, Unknown)), true),
    (Fault::Decline, Some((Declined, Refused)), false),
    (Fault::QuoteBarcode, Some((Declined, Refused)), false),
];

/// A sandbox and a till with the shortest timeout that icash Pay allows.
fn sandbox(tls: bool) -> (tempfile::TempDir, Sandbox, Config) {
    let state = tempfile::tempdir().unwrap();
    let mut options = Options::new(state.path());
    options.tls = tls;
    let sandbox = Sandbox::start(options).unwrap();
    let mut config = Config::from_file(sandbox.config_path()).unwrap();
    config.http.timeout = Duration::from_secs(10);
    (state, sandbox, config)
}

fn charged(sandbox: &Sandbox, op_seq: &str) -> bool {
    let ledger = sandbox.ledger();
    let transactions = ledger["icash"]["transactions"].as_array().unwrap().clone();
    transactions
        .iter()
        .any(|transaction| transaction["op_seq"] == op_seq && transaction["status"] == "done")
}

#[test]
fn the_table_has_a_row_for_every_fault_of_icash() {
    let listed: BTreeSet<String> = FAULTS.iter().map(|(fault, ..)| fault.name()).collect();
    let of_icash = Fault::ALL
        .iter()
        .filter(|fault| fault.providers().contains(&Provider::Icash));
    let known: BTreeSet<String> = of_icash.map(|fault| fault.name()).collect();
    assert_eq!(listed, known);
    assert_eq!(FAULTS.len(), known.len());
}

#[test]
fn every_fault_of_a_charge_gives_its_kind_and_outcome() {
    let (_state, sandbox, config) = sandbox(false);
    let till = Client::new(config).unwrap();
    // The faults that run into the 10 s timeout wait side by side.
    std::thread::scope(|scope| {
        for (fault, expected, _) in FAULTS.iter().filter(|(fault, ..)| *fault != Fault::ResetBeforeReading) {
            let till = &till;
            scope.spawn(move || check_fault(till, *fault, *expected));
        }
    });
    // Delayed commits happen after the till gave up, which is what makes the outcome unknown.
    std::thread::sleep(Duration::from_secs(7));
    for (fault, _, was_charged) in FAULTS {
        assert_eq!(
            charged(&sandbox, &format!("FAULT-{}", fault.name())),
            *was_charged,
            "{fault:?}"
        );
    }
}

fn check_fault(till: &Client, fault: Fault, expected: Option<(ErrorKind, Outcome)>) {
    let mut sale = sale(&format!("FAULT-{}", fault.name()), 36);
    sale.buyer_id = fault.magic_barcode().unwrap();
    match (till.pay(&sale), expected) {
        (Ok(paid), None) => assert_eq!((paid.tx_amt, paid.op_seq), (Some(36), sale.op_seq)),
        (Err(error), Some((kind, outcome))) => {
            assert_eq!((error.kind, error.outcome), (kind, outcome), "{fault:?}: {error}");
            assert_eq!(error.reference.as_deref(), Some(sale.op_seq.as_str()), "{fault:?}");
            assert!(
                !error.to_string().contains(&sale.buyer_id),
                "{fault:?} shows the barcode: {error}"
            );
        }
        (result, _) => panic!("{fault:?}: {result:?}"),
    }
}

/// The same faults on the other operations, asked for by rule, since they have no barcode or no charge.
#[test]
fn refunds_and_cancels_suffer_the_same_faults() {
    let (_state, sandbox, config) = sandbox(false);
    let till = Client::new(config).unwrap();
    for (number, (fault, expected, _)) in FAULTS.iter().enumerate() {
        let slow = matches!(fault, Fault::DelayBeforeCommit | Fault::DelayAfterCommit | Fault::Hang);
        let not_about_this = matches!(
            fault,
            Fault::ResetBeforeReading | Fault::AmountWrong | Fault::QuoteBarcode
        );
        if slow || not_about_this {
            continue;
        }
        let op_seq = format!("CANCEL-{number}");
        till.pay(&sale(&op_seq, 36)).unwrap();
        let matching = FaultMatch {
            reference: Some(op_seq.clone()),
            ..FaultMatch::default()
        };
        sandbox.inject(FaultRule {
            matching,
            ..FaultRule::new(*fault)
        });
        match (till.cancel(&cancel(&op_seq)), expected) {
            (Ok(_), None) => {}
            // Without OPSeq a cancel reply is a refusal to cancel, whatever else it says.
            (Err(error), Some(_)) if *fault == Fault::CodeUnlisted => {
                assert!(matches!(error.outcome, Refused | Unknown), "{fault:?}: {error}");
            }
            (Err(error), Some((kind, outcome))) => {
                assert_eq!((error.kind, error.outcome), (*kind, *outcome), "{fault:?}: {error}");
            }
            (result, _) => panic!("{fault:?}: {result:?}"),
        }
    }
}

#[test]
fn a_reset_before_reading_is_unknown_over_http_and_not_sent_over_tls() {
    for (tls, expected) in [(false, (Transport, Unknown)), (true, (Tls, NotSent))] {
        let (_state, sandbox, config) = sandbox(tls);
        sandbox.inject(FaultRule::new(Fault::ResetBeforeReading));
        let till = Client::new(config).unwrap();
        let error = till.pay(&sale("RESET-1", 36)).unwrap_err();
        assert_eq!((error.kind, error.outcome), expected, "{error}");
        assert!(!charged(&sandbox, "RESET-1"));
        till.pay(&sale("RESET-2", 36)).unwrap();
    }
}

/// The sandbox refuses the cancel of a refunded payment; that must not read as "not charged".
#[test]
fn a_refused_cancel_says_that_the_payment_is_still_open() {
    let (_state, sandbox, config) = sandbox(false);
    let till = Client::new(config).unwrap();
    let paid = till.pay(&sale("OPEN-1", 36)).unwrap();
    let refund = RefundRequest {
        bank_seq: paid.bank_seq,
        ..refund("OPEN-1", 10)
    };
    till.refund(&refund).unwrap();
    let error = till.cancel(&cancel("OPEN-1")).unwrap_err();
    assert_eq!((error.kind, error.outcome), (Declined, Refused), "{error}");
    assert!(error.detail.contains("still open"), "{error}");
    drop(sandbox);
}

#[test]
fn after_an_unknown_outcome_cancel_settles_it() {
    let (_state, sandbox, config) = sandbox(true);
    let till = Client::new(config).unwrap();
    let mut sale = sale("SETTLE-1", 36);
    sale.buyer_id = Fault::ResetAfterCommit.magic_barcode().unwrap();
    assert_eq!(till.pay(&sale).unwrap_err().outcome, Unknown);
    assert!(charged(&sandbox, "SETTLE-1"));
    for _ in 0..3 {
        till.cancel(&cancel("SETTLE-1")).unwrap();
    }
    assert!(!charged(&sandbox, "SETTLE-1"));
    // A charge is never sent again by us: one request per call reached the host.
    assert_eq!(sandbox.ledger()["icash"]["requests"], 4);
}

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
fn an_untrusted_certificate_is_not_sent() {
    let (_state, sandbox, mut config) = sandbox(true);
    config.http.extra_ca_pem = None;
    let error = Client::new(config).unwrap().pay(&sale("TLS-1", 36)).unwrap_err();
    assert_eq!((error.kind, error.outcome), (Tls, NotSent), "{error}");
    assert!(error.detail.contains("not trusted"), "{error}");
    assert!(!charged(&sandbox, "TLS-1"));
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
    // ureq gives up when its buffer is full, and reports the end of what it would read.
    assert_pay(&endless_headers.url, Transport, Unknown, "endless headers");
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
