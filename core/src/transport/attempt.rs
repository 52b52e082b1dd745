//! How far a call got, and what that proves: the connectors that mark it, and the errors that follow.

use crate::error::{Error, ErrorKind};
use std::cell::Cell;
use std::io;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// How far the present call of this thread got. Recorded by the connectors below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

thread_local! {
    /// A call runs on one thread from start to end, so the phase needs no lock and no call id.
    pub(super) static PHASE: Cell<Phase> = const { Cell::new(Phase::NotConnected) };
}

/// Turns a failure into an error. The words are ours: the library's may quote what was received.
pub(super) fn classify(phase: Phase, error: &ureq::Error) -> Error {
    let timed_out = match error {
        ureq::Error::Timeout(_) => true,
        ureq::Error::Io(error) => error.kind() == io::ErrorKind::TimedOut,
        _ => false,
    };
    match phase {
        Phase::NotConnected | Phase::Ready => Error::new(ErrorKind::Connect, connect_problem(error, timed_out)),
        Phase::TcpConnected => Error::new(ErrorKind::Tls, tls_problem(error, timed_out)),
        Phase::Sent if timed_out => Error::new(
            ErrorKind::Timeout,
            "the request was sent, but no complete answer came in time",
        ),
        Phase::Sent => match error {
            ureq::Error::BodyExceedsLimit(_) => Error::new(ErrorKind::Malformed, "the answer is larger than 1 MiB"),
            ureq::Error::Protocol(_) | ureq::Error::Http(_) | ureq::Error::LargeResponseHeader(..) => {
                Error::new(ErrorKind::Malformed, "the answer is not HTTP")
            }
            ureq::Error::Io(error) => Error::new(
                ErrorKind::Transport,
                format!("the connection failed after the request was sent ({})", error.kind()),
            ),
            _ => Error::new(ErrorKind::Transport, "the connection failed after the request was sent"),
        },
    }
}

fn connect_problem(error: &ureq::Error, timed_out: bool) -> String {
    let reason = match error {
        _ if timed_out => "timed out".to_owned(),
        ureq::Error::HostNotFound => "the host name was not found".to_owned(),
        ureq::Error::Io(error) => error.kind().to_string(),
        ureq::Error::Other(error) => error.to_string(),
        _ => "the request could not be started".to_owned(),
    };
    format!("no connection to the provider: {reason}")
}

fn tls_problem(error: &ureq::Error, timed_out: bool) -> String {
    let rustls_error = match error {
        ureq::Error::Rustls(error) => Some(error),
        ureq::Error::Io(error) => error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()),
        _ => None,
    };
    match rustls_error {
        _ if timed_out => "the TLS handshake timed out".to_owned(),
        Some(rustls::Error::InvalidCertificate(reason)) => {
            format!("the host's certificate is not trusted ({reason:?}); is ca_file missing, or the clock wrong?")
        }
        Some(error) => format!("TLS could not be agreed ({error})"),
        None => "the TLS handshake failed".to_owned(),
    }
}

/// Runs after TCP connects and before TLS starts.
#[derive(Debug)]
pub(super) struct MarkTcp;

impl<In: Transport> Connector<In> for MarkTcp {
    type Out = In;

    fn connect(&self, _: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<In>, ureq::Error> {
        PHASE.set(Phase::TcpConnected);
        Ok(chained)
    }
}

/// Runs last, and wraps the connection so that the first byte of every request is noticed.
#[derive(Debug)]
pub(super) struct MarkReady;

impl<In: Transport> Connector<In> for MarkReady {
    type Out = MarkSent<In>;

    fn connect(&self, _: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, ureq::Error> {
        PHASE.set(Phase::Ready);
        Ok(chained.map(MarkSent))
    }
}

/// A connection that records when it is first written to.
#[derive(Debug)]
pub(super) struct MarkSent<T>(T);

impl<T: Transport> Transport for MarkSent<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        PHASE.set(Phase::Sent);
        self.0.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.0.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}
