//! TLS: the HTTP library's own connector takes whole certificates alone, or its own list; roots are trust anchors here,
//! Mozilla's compiled in at a third of the certificates' size, with the configured CA beside them.

use crate::crypto::tls_provider;
use crate::error::{Error, ErrorKind, Outcome};
use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use rustls::{ALL_VERSIONS, ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::fmt;
use std::io::{Read as _, Write as _};
use std::sync::Arc;
use ureq::unversioned::transport::time::Instant;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport, TransportAdapter,
};

/// One TLS configuration, roots and remembered sessions for all lines of a process.
#[derive(Clone)]
pub(super) struct Tls(Arc<ClientConfig>);

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    pub(super) fn new(roots: RootCertStore) -> Result<Self, Error> {
        let config = ClientConfig::builder_with_provider(tls_provider())
            .with_protocol_versions(ALL_VERSIONS)
            .map_err(|_| Error::new(ErrorKind::Internal, "TLS could not be set up").with_outcome(Outcome::NotSent))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Tls(Arc::new(config)))
    }

    /// The same for a child of `fork`: sessions are behind a lock, which one of the parent's threads may have held.
    pub(super) fn renewed(&self) -> Self {
        let mut config = ClientConfig::clone(&self.0);
        config.resumption = Resumption::default();
        Tls(Arc::new(config))
    }
}

impl<In: Transport> Connector<In> for Tls {
    type Out = Either<In, TlsTransport>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, ureq::Error> {
        let Some(transport) = chained else { return Ok(None) };
        if !details.needs_tls() || transport.is_tls() {
            return Ok(Some(Either::A(transport)));
        }
        let host = details.uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let name = ServerName::try_from(host.to_owned()).map_err(|_| ureq::Error::Tls("the host's name is none"))?;
        let mut connection = ClientConnection::new(self.0.clone(), name)?;
        let mut inner = TransportAdapter::new(transport.boxed(), details.current_time.clone());
        inner.set_timeout(left(details));
        connection.complete_io(&mut inner)?;
        Ok(Some(Either::B(TlsTransport {
            stream: StreamOwned::new(connection, inner),
            buffers: LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size()),
        })))
    }
}

/// What TCP left of the time to connect.
fn left(details: &ConnectionDetails<'_>) -> NextTimeout {
    let mut timeout = details.timeout;
    if let Instant::Exact(since) = details.now
        && !timeout.after.is_not_happening()
    {
        timeout.after = timeout.after.saturating_sub(since.elapsed()).into();
    }
    timeout
}

/// A connection inside TLS.
pub(super) struct TlsTransport {
    stream: StreamOwned<ClientConnection, TransportAdapter>,
    buffers: LazyBuffers,
}

impl fmt::Debug for TlsTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TlsTransport").field(self.stream.sock.inner()).finish()
    }
}

impl Transport for TlsTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.stream.get_mut().set_timeout(timeout);
        Ok(self.stream.write_all(&self.buffers.output()[..amount])?)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.stream.get_mut().set_timeout(timeout);
        let read = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(read);
        Ok(read > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.get_mut().get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}
