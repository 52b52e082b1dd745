//! A warm connection costs no name lookup, no new connection and no new thread per request.
//!
//! A test program of its own: it counts the threads of the whole process.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    unreachable_pub,
    missing_docs
)]

mod support;

use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use support::*;
use twpos::icash::*;

/// Counts what the client logs when it really asks for a name.
struct LookupCounter(Mutex<Vec<String>>);

impl log::Log for LookupCounter {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = record.args().to_string();
        if record.target().starts_with("twpos") && line.starts_with("resolving ") {
            self.0.lock().unwrap().push(line);
        }
    }

    fn flush(&self) {}
}

static LOOKUPS: LookupCounter = LookupCounter(Mutex::new(Vec::new()));

/// The highest thread id given out so far in this process's view: it grows with every thread made.
fn threads_ever_made() -> usize {
    std::thread::spawn(|| {}).join().unwrap();
    let id = format!(
        "{:?}",
        std::thread::Builder::new()
            .spawn(|| std::thread::current().id())
            .unwrap()
            .join()
            .unwrap()
    );
    id.trim_start_matches("ThreadId(")
        .trim_end_matches(')')
        .parse()
        .unwrap()
}

#[test]
fn a_hundred_charges_on_one_connection() {
    log::set_logger(&LOOKUPS).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let vectors = vectors();
    let case = vectors["replies"][0].clone();
    let answer = response(
        200,
        &[("X-iCP-Signature", text(&case["signature"]))],
        text(&case["body"]).as_bytes(),
    );
    let server = RawServer::start(move |mut stream| {
        while !read_request(&mut stream).is_empty() {
            stream.write_all(&answer).unwrap();
        }
    });
    let url = server.url.replace("127.0.0.1", "localhost");
    let till = Client::new(Config::new(url, till_credentials(&vectors))).unwrap();
    let pay = || till.pay(&sale(text(&case["request"]["OPSeq"]), 36)).unwrap();
    pay();
    let before = threads_ever_made();
    for _ in 0..100 {
        pay();
    }
    // Two threads are the measurement's own.
    assert_eq!(
        threads_ever_made() - before,
        2,
        "threads were made on a warm connection"
    );
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    assert_eq!(LOOKUPS.0.lock().unwrap().len(), 1);
}
