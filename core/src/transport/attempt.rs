//! How far a call got, and what that proves: the connectors that mark it, and the errors that follow.

use super::certificate;
use crate::error::{Error, ErrorKind};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use ureq::http::Uri;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// How far a call got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Phase {
    /// Nothing connected yet, or a pooled connection not yet written to.
    NotConnected,
    /// TCP is up; the TLS handshake runs.
    TcpConnected,
    /// Ready to send; no byte of the request has left.
    Ready,
    /// The first byte of the request may have left.
    Sent,
}

/// The present call of one line, as its connectors record it. It belongs to the line and not to the thread: what
/// another call of the same thread does meanwhile, such as one made by a log sink, is recorded elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Attempt(Arc<Record>);

#[derive(Debug)]
struct Record {
    phase: AtomicU8,
    process: u32,
}

impl Attempt {
    pub(super) fn new() -> Self {
        Attempt(Arc::new(Record {
            phase: AtomicU8::new(Phase::NotConnected as u8),
            process: std::process::id(),
        }))
    }

    /// A call begins.
    pub(super) fn begin(&self) {
        self.reached(Phase::NotConnected);
    }

    pub(super) fn phase(&self) -> Phase {
        const NOT_CONNECTED: u8 = Phase::NotConnected as u8;
        const TCP_CONNECTED: u8 = Phase::TcpConnected as u8;
        const READY: u8 = Phase::Ready as u8;
        match self.0.phase.load(Ordering::Relaxed) {
            NOT_CONNECTED => Phase::NotConnected,
            TCP_CONNECTED => Phase::TcpConnected,
            READY => Phase::Ready,
            _ => Phase::Sent,
        }
    }

    fn reached(&self, phase: Phase) {
        self.0.phase.store(phase as u8, Ordering::Relaxed);
    }

    /// Refuses to go on with a call in a child of `fork` that was forked in the middle of it: the connection is the
    /// parent's, which goes on with the same call.
    fn still_ours(&self) -> Result<(), ureq::Error> {
        if self.0.process == std::process::id() {
            return Ok(());
        }
        self.reached(Phase::Sent);
        Err(ureq::Error::Other("the process was forked during the call".into()))
    }
}

/// Turns a failure into an error. The words are ours: the library's may quote what was received. `proxy` is where the
/// proxy is, if there is one.
pub(super) fn classify(phase: Phase, error: &ureq::Error, proxy: Option<&str>) -> Error {
    let timed_out = match error {
        ureq::Error::Timeout(_) => true,
        ureq::Error::Io(error) => error.kind() == io::ErrorKind::TimedOut,
        _ => false,
    };
    match phase {
        Phase::NotConnected | Phase::Ready => {
            let reason = match proxy {
                Some(proxy) if phase == Phase::NotConnected => proxy_problem(error, timed_out, proxy),
                _ => connect_problem(error, timed_out),
            };
            Error::new(ErrorKind::Connect, format!("no connection to the provider: {reason}"))
        }
        Phase::TcpConnected => Error::new(ErrorKind::Tls, tls_problem(error, timed_out)),
        Phase::Sent if timed_out => Error::new(
            ErrorKind::Timeout,
            "the request was sent, but no complete answer came in time",
        ),
        Phase::Sent => match error {
            ureq::Error::BodyExceedsLimit(_) => Error::new(ErrorKind::Malformed, "the answer is larger than 1 MiB"),
            ureq::Error::LargeResponseHeader(..) => {
                Error::new(ErrorKind::Malformed, "the answer's headers are larger than 64 KiB")
            }
            ureq::Error::Protocol(_) | ureq::Error::Http(_) => Error::new(
                ErrorKind::Malformed,
                "the answer is not HTTP, or has more than 128 headers",
            ),
            ureq::Error::Io(error) => Error::new(
                ErrorKind::Transport,
                format!("the connection failed after the request was sent ({})", error.kind()),
            ),
            _ => Error::new(ErrorKind::Transport, "the connection failed after the request was sent"),
        },
    }
}

fn connect_problem(error: &ureq::Error, timed_out: bool) -> String {
    match error {
        _ if timed_out => "timed out".to_owned(),
        ureq::Error::HostNotFound => "the host name was not found".to_owned(),
        ureq::Error::Io(error) => error.kind().to_string(),
        ureq::Error::Other(error) => error.to_string(),
        _ => "the request could not be started".to_owned(),
    }
}

/// Until the provider is reached, it is the proxy that was not, or that opened no way.
fn proxy_problem(error: &ureq::Error, timed_out: bool, proxy: &str) -> String {
    match error {
        _ if timed_out => format!("the proxy {proxy} opened no way to it in time"),
        ureq::Error::HostNotFound => format!("the name of the proxy {proxy} was not found"),
        ureq::Error::Io(error) => format!("the proxy {proxy} could not be reached, or hung up ({})", error.kind()),
        ureq::Error::Other(error) => error.to_string(),
        // The library's words have nothing of the proxy's but its status.
        ureq::Error::ConnectProxyFailed(reason) => {
            let status: String = reason.chars().filter(char::is_ascii_digit).take(3).collect();
            let hint = if status == "407" {
                "; check proxy_credentials"
            } else {
                ""
            };
            match status.is_empty() {
                true => format!("the proxy {proxy} opened no way to it"),
                false => format!("the proxy {proxy} opened no way to it (HTTP {status}){hint}"),
            }
        }
        _ => format!("what answers at {proxy} is no HTTP proxy"),
    }
}

fn tls_problem(error: &ureq::Error, timed_out: bool) -> String {
    let rustls_error = match error {
        ureq::Error::Rustls(error) => Some(error),
        ureq::Error::Io(error) => error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()),
        _ => None,
    };
    match rustls_error {
        _ if timed_out => "the TLS handshake timed out".to_owned(),
        Some(error) => certificate::problem(error),
        None => "the TLS handshake failed".to_owned(),
    }
}

/// Of a connection to the proxy nothing is recorded: until it has opened the way, there is none to the provider.
fn is_to_proxy(details: &ConnectionDetails<'_>, proxy: Option<&Uri>) -> bool {
    proxy == Some(details.uri)
}

/// Runs after TCP connects and before TLS starts.
#[derive(Debug)]
pub(super) struct MarkTcp {
    pub(super) attempt: Attempt,
    pub(super) proxy: Option<Uri>,
}

impl<In: Transport> Connector<In> for MarkTcp {
    type Out = In;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<In>, ureq::Error> {
        if !is_to_proxy(details, self.proxy.as_ref()) {
            self.attempt.reached(Phase::TcpConnected);
        }
        Ok(chained)
    }
}

/// Runs last, and wraps the connection so that the first byte of every request is noticed.
#[derive(Debug)]
pub(super) struct MarkReady {
    pub(super) attempt: Attempt,
    pub(super) proxy: Option<Uri>,
}

impl<In: Transport> Connector<In> for MarkReady {
    type Out = MarkSent<In>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, ureq::Error> {
        let to_provider = !is_to_proxy(details, self.proxy.as_ref());
        if to_provider {
            self.attempt.reached(Phase::Ready);
        }
        let attempt = self.attempt.clone();
        Ok(chained.map(|inner| MarkSent {
            inner,
            attempt,
            to_provider,
        }))
    }
}

/// A connection that records when it is first written to.
#[derive(Debug)]
pub(super) struct MarkSent<T> {
    inner: T,
    attempt: Attempt,
    to_provider: bool,
}

impl<T: Transport> Transport for MarkSent<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.attempt.still_ours()?;
        if self.to_provider {
            self.attempt.reached(Phase::Sent);
        }
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.attempt.still_ours()?;
        self.inner.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}
