//! No copy of a request or reply outlives its exchange in a buffer of the HTTP library.

use std::io::{self, Read};
use ureq::http::uri::PathAndQuery;
use ureq::http::{HeaderValue, Uri, uri};
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};
use zeroize::{Zeroize, Zeroizing};

/// What a reply is read into at first, if it does not say that it is smaller.
const FIRST_SIZE: u64 = 16 * 1024;

/// Wraps a connection so that it wipes its buffers.
#[derive(Debug)]
pub(super) struct Wipe;

impl<In: Transport> Connector<In> for Wipe {
    type Out = Wiping<In>;

    fn connect(&self, _: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, ureq::Error> {
        Ok(chained.map(|inner| Wiping { inner, received: 0 }))
    }
}

/// A connection whose buffers are wiped: what was sent at once, what was received when the exchange is over.
#[derive(Debug)]
pub(super) struct Wiping<T: Transport> {
    inner: T,
    /// How much of the input buffer was written at most.
    received: usize,
}

impl<T: Transport> Wiping<T> {
    /// Wipes what was received and read.
    fn wipe_input(&mut self) {
        let buffers = self.inner.buffers();
        if self.received > 0 && buffers.input().is_empty() {
            let input = buffers.input_append_buf();
            let received = self.received.min(input.len());
            input[..received].zeroize();
            self.received = 0;
        }
    }
}

impl<T: Transport> Transport for Wiping<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        let result = self.inner.transmit_output(amount, timeout);
        self.inner.buffers().output()[..amount].zeroize();
        result
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        let before = self.inner.buffers().input().len();
        let result = self.inner.await_input(timeout);
        self.received += self.inner.buffers().input().len().saturating_sub(before);
        result
    }

    /// The library asks before it keeps a connection for the next exchange, and before it takes it again.
    fn is_open(&mut self) -> bool {
        self.wipe_input();
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

impl<T: Transport> Drop for Wiping<T> {
    fn drop(&mut self) {
        let unread = self.inner.buffers().input().len();
        self.inner.buffers().input_consume(unread);
        self.wipe_input();
    }
}

/// A header's value that is wiped when the last copy of it is dropped; `None` if it holds what no header may.
pub(super) fn header_value(text: Zeroizing<String>) -> Option<HeaderValue> {
    let bytes = bytes::Bytes::from_owner(text);
    let mut value = HeaderValue::from_maybe_shared(bytes).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// `origin` with this path and query, which are wiped when the last copy of them is dropped.
pub(super) fn uri(origin: &Uri, path_and_query: Zeroizing<String>) -> Option<Uri> {
    let bytes = bytes::Bytes::from_owner(path_and_query);
    let mut parts = uri::Parts::default();
    parts.scheme = origin.scheme().cloned();
    parts.authority = origin.authority().cloned();
    parts.path_and_query = Some(PathAndQuery::from_maybe_shared(bytes).ok()?);
    Uri::from_parts(parts).ok()
}

/// Reads to the end. A buffer that grew too small is wiped, which `read_to_end` would leave behind.
pub(super) fn read_whole(reader: &mut impl Read, expected: Option<u64>) -> io::Result<Zeroizing<Vec<u8>>> {
    // One byte more, to be told of the end.
    let size = expected.unwrap_or(FIRST_SIZE).min(FIRST_SIZE) + 1;
    let mut whole = Zeroizing::new(vec![0; size as usize]);
    let mut filled = 0;
    loop {
        if filled == whole.len() {
            let mut larger = Zeroizing::new(vec![0; 2 * filled]);
            larger[..filled].copy_from_slice(&whole);
            whole = larger;
        }
        match reader.read(&mut whole[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    whole.truncate(filled);
    Ok(whole)
}

#[cfg(test)]
#[path = "wiping_tests.rs"]
mod tests;
