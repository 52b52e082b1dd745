//! A log sink that makes calls of its own, in the middle of another call of its thread.

use super::lines::Lines;
use super::*;
use crate::error::Outcome;
use crate::omni;
use std::cell::RefCell;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Once;
use std::time::Instant;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, TcpConnector, Transport};

type Sink = Box<dyn Fn(&str)>;

thread_local! {
    static SINK: RefCell<Option<Sink>> = const { RefCell::new(None) };
}

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        // Taken out, so that what the sink does is not logged to it again.
        if let Some(sink) = SINK.take() {
            sink(&record.args().to_string());
            SINK.set(Some(sink));
        }
    }

    fn flush(&self) {}
}

/// Hands this thread's log lines to `sink`.
fn listen(sink: impl Fn(&str) + 'static) {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        log::set_logger(&Logger).unwrap();
        log::set_max_level(log::LevelFilter::Debug);
    });
    SINK.set(Some(Box::new(sink)));
}

fn client(address: std::net::SocketAddr, timeout: Duration) -> HttpClient {
    let config = HttpConfig {
        timeout,
        ..HttpConfig::default()
    };
    HttpClient::new(&format!("http://{address}"), &config).unwrap()
}

/// As a TLS library with its log switched on: a line while it waits for the reply.
#[derive(Debug)]
struct Chatty(TcpConnector);

#[derive(Debug)]
struct ChattyTransport<T>(T);

impl<In: Transport> Connector<In> for Chatty {
    type Out = ChattyTransport<<TcpConnector as Connector<In>>::Out>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, ureq::Error> {
        Ok(self.0.connect(details, chained)?.map(ChattyTransport))
    }
}

impl<T: Transport> Transport for ChattyTransport<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.0.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        log::debug!("waiting");
        self.0.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }
}

#[test]
fn a_call_made_by_a_log_sink_does_not_make_an_unknown_one_not_sent() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let charging = client(silent.local_addr().unwrap(), Duration::from_millis(300));
    let lines = charging.lines.get(Lines::renewed);
    lines.give_back(lines.connect_with(charging.config.clone(), Chatty(TcpConnector::default())));

    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let other = client(closed, Duration::from_secs(5));
    listen(move |line| {
        if line == "waiting" {
            let error = other.post("/", Body::Form("inner"), &[]).unwrap_err();
            assert_eq!((error.kind, error.outcome), (ErrorKind::Connect, Outcome::NotSent));
        }
    });
    let error = charging.post("/", Body::Form("charge"), &[]).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Timeout, Outcome::Unknown));
}

#[test]
fn a_call_that_a_log_sink_sent_does_not_make_one_sent_that_was_not() {
    let (host, _) = answering();
    let reached = client(host, Duration::from_secs(5));
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = client(closed, Duration::from_secs(5));
    listen(move |_| assert_eq!(reached.post("/", Body::Form("inner"), &[]).unwrap().status, 200));
    let error = refused.post("/", Body::Form("charge"), &[]).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Connect, Outcome::NotSent));
}

/// ureq logs while it holds its pool's lock, so that a sink which calls the same client would wait for itself.
#[test]
fn a_log_sink_may_use_the_client_that_logs() {
    let (host, requests) = answering();
    let (ended, end) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let client = std::sync::Arc::new(client(host, Duration::from_secs(5)));
        client.post("/", Body::Form("first"), &[]).unwrap();
        let inner = client.clone();
        listen(move |_| assert_eq!(inner.post("/", Body::Form("inner"), &[]).unwrap().status, 200));
        ended.send(client.post("/", Body::Form("second"), &[]).unwrap().status)
    });
    assert_eq!(end.recv_timeout(Duration::from_secs(20)), Ok(200));
    let seen: Vec<String> = requests.try_iter().collect();
    assert_eq!(seen.iter().filter(|body| *body == "second").count(), 1);
    assert!(seen.len() > 3, "{seen:?}");
}

/// The line that says how a renewal ended, and those during it, come from the thread that renews.
#[test]
fn a_log_sink_may_use_the_client_whose_token_is_renewed() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings = format!(
        "[omni]\nbase_url = \"http://{closed}\"\ntoken_url = \"http://{closed}/token\"\nclient_id = \"till\"\n\
         client_secret = \"secret\"\nstore_id = \"1\"\n"
    );
    let (ended, end) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let client = omni::Client::new(omni::Config::from_toml(&settings, ".").unwrap()).unwrap();
        let client = std::sync::Arc::new(client);
        let ask = |client: &omni::Client| {
            let question = omni::IpassSearchRequest {
                order_number: "A-1".to_owned(),
                ..Default::default()
            };
            let error = client.ipass_search(&question).unwrap_err();
            (error.kind, error.outcome)
        };
        let inner = client.clone();
        let counted = ended.clone();
        listen(move |_| counted.send(ask(&inner)).unwrap());
        ended.send(ask(&client))
    });
    let mut answers = 0;
    while let Ok((kind, outcome)) = end.recv_timeout(Duration::from_secs(20)) {
        assert!(matches!(kind, ErrorKind::Connect | ErrorKind::Internal), "{kind}");
        assert_eq!(outcome, Outcome::NotSent);
        answers += 1;
    }
    assert_eq!(
        end.try_recv(),
        Err(std::sync::mpsc::TryRecvError::Disconnected),
        "it ended"
    );
    assert!(answers > 2, "{answers}");
}

/// A host that says yes to everything, and what it was sent.
fn answering() -> (std::net::SocketAddr, std::sync::mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (send, requests) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let send = send.clone();
            std::thread::spawn(move || answer(stream, &send));
        }
    });
    (address, requests)
}

fn answer(mut stream: TcpStream, requests: &std::sync::mpsc::Sender<String>) {
    let (mut seen, mut part) = (Vec::new(), [0; 1024]);
    let deadline = Instant::now() + Duration::from_secs(30);
    while let Ok(read @ 1..) = stream.read(&mut part)
        && Instant::now() < deadline
    {
        seen.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&seen).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        if head.to_lowercase().contains(&format!("content-length: {}", body.len())) {
            let _ = requests.send(body.to_owned());
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            seen.clear();
        }
    }
}
