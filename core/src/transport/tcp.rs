//! TCP: to whichever address of a host answers first.
//!
//! RFC 8305, "Happy Eyeballs": the addresses are tried one after the other, 250 ms apart or as soon as one fails, and
//! the first to answer wins; the others are closed with nothing sent. An address that worked before comes first. There
//! is no thread in it, since there may be none to be had.

use super::names::NameCache;
use mio::net::TcpStream as Connecting;
use mio::{Events, Interest, Poll, Token};
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};
use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport,
};

/// How long one address is waited for before the next is tried as well (RFC 8305, section 5).
const ATTEMPT_DELAY: Duration = Duration::from_millis(250);

/// Connects to a host by the addresses that its name has.
#[derive(Debug)]
pub(super) struct Tcp(pub(super) NameCache);

impl<In: Transport> Connector<In> for Tcp {
    type Out = Either<In, TcpTransport>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        if chained.is_some() {
            // A proxy's.
            return Ok(chained.map(Either::A));
        }
        let deadline = Deadline::of(details.timeout);
        let addresses = self.0.best_first(details.uri, &details.addrs);
        let (stream, address) = race(&addresses, &deadline)?;
        log::debug!("connected to {address}");
        self.0.worked(details.uri, address);
        stream.set_nodelay(details.config.no_delay())?;
        // So that no later call is without a limit, should a new one be refused.
        stream.set_read_timeout(Some(deadline.left()?))?;
        stream.set_write_timeout(Some(deadline.left()?))?;
        let buffers = LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(Either::B(TcpTransport { stream, buffers })))
    }
}

/// Until when something may take, and whose limit that is.
struct Deadline {
    at: Instant,
    timeout: NextTimeout,
}

impl Deadline {
    fn of(timeout: NextTimeout) -> Self {
        let at = Instant::now() + *timeout.after;
        Deadline { at, timeout }
    }

    /// More than nothing; or the error that the time is over.
    fn left(&self) -> Result<Duration, Error> {
        match self.at.saturating_duration_since(Instant::now()) {
            Duration::ZERO => Err(Error::Timeout(self.timeout.reason)),
            left => Ok(left),
        }
    }

    /// The error of a socket whose limit was set to what is left.
    fn error(&self, error: io::Error) -> Error {
        match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Error::Timeout(self.timeout.reason),
            _ => Error::Io(error),
        }
    }
}

/// The first connection that is made. If none is, the error is that of the address that failed last.
fn race(addresses: &[SocketAddr], deadline: &Deadline) -> Result<(TcpStream, SocketAddr), Error> {
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(addresses.len().max(1));
    let mut waiting = addresses.iter().enumerate();
    let mut attempts: Vec<(Token, SocketAddr, Connecting)> = Vec::new();
    let mut problem = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let mut next_at = Instant::now();
    loop {
        let left = deadline.left()?;
        let until_next = next_at.saturating_duration_since(Instant::now());
        if until_next.is_zero()
            && let Some((number, address)) = waiting.next()
        {
            match attempt(&poll, Token(number), *address) {
                Ok(connecting) => {
                    attempts.push((Token(number), *address, connecting));
                    next_at = Instant::now() + ATTEMPT_DELAY;
                }
                Err(error) => problem = error,
            }
            continue;
        }
        if attempts.is_empty() {
            return Err(Error::Io(problem));
        }
        let patience = if waiting.len() > 0 { left.min(until_next) } else { left };
        match poll.poll(&mut events, Some(patience)) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            result => result?,
        }
        for token in events.iter().map(|event| event.token()) {
            let Some(at) = attempts.iter().position(|(its, ..)| *its == token) else {
                continue;
            };
            match is_connected(&attempts[at].2) {
                Ok(false) => {}
                Ok(true) => {
                    let (_, address, mut connected) = attempts.swap_remove(at);
                    poll.registry().deregister(&mut connected)?;
                    let stream = TcpStream::from(connected);
                    stream.set_nonblocking(false)?;
                    return Ok((stream, address));
                }
                Err(error) => {
                    problem = error;
                    attempts.swap_remove(at);
                    next_at = Instant::now();
                }
            }
        }
    }
}

fn attempt(poll: &Poll, token: Token, address: SocketAddr) -> io::Result<Connecting> {
    let mut connecting = Connecting::connect(address)?;
    poll.registry().register(&mut connecting, token, Interest::WRITABLE)?;
    Ok(connecting)
}

/// Whether an attempt of which there is news has succeeded; it may also still be going on.
fn is_connected(connecting: &Connecting) -> io::Result<bool> {
    if let Some(error) = connecting.take_error()? {
        return Err(error);
    }
    match connecting.peer_addr() {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotConnected => Ok(false),
        Err(error) => Err(error),
    }
}

/// A connection, and what is on its way through it.
#[derive(Debug)]
pub(super) struct TcpTransport {
    stream: TcpStream,
    buffers: LazyBuffers,
}

impl Transport for TcpTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let deadline = Deadline::of(timeout);
        let mut output = &self.buffers.output()[..amount];
        while !output.is_empty() {
            // It may be refused once the other side has closed; what it said before can still be read.
            let _ = self.stream.set_write_timeout(Some(deadline.left()?));
            match self.stream.write(output) {
                Ok(0) => return Err(Error::Io(io::ErrorKind::WriteZero.into())),
                Ok(written) => output = &output[written..],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(deadline.error(error)),
            }
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let deadline = Deadline::of(timeout);
        loop {
            let _ = self.stream.set_read_timeout(Some(deadline.left()?));
            match self.stream.read(self.buffers.input_append_buf()) {
                Ok(read) => {
                    self.buffers.input_appended(read);
                    return Ok(read > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(deadline.error(error)),
            }
        }
    }

    fn is_open(&mut self) -> bool {
        // Nothing is to be read from a connection at rest: neither an end nor what nobody asked for.
        let is_quiet = |stream: &TcpStream| {
            stream.set_nonblocking(true)?;
            let peeked = stream.peek(&mut [0]);
            stream.set_nonblocking(false)?;
            peeked
        };
        is_quiet(&self.stream).is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }
}

#[cfg(test)]
#[path = "tcp_tests.rs"]
mod tests;
