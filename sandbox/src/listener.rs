//! The socket that connections come to.

use crate::StartError;
use socket2::{Domain, Protocol, Socket, Type};
use std::net::{SocketAddr, TcpListener};

/// How many connections may wait to be accepted, where the system allows it: a shop's tills begin at once in the
/// morning, and a reset looks like an unknown outcome. The standard library says 128.
const MOST_WAITING: i32 = 4096;

/// Bound here and now, so that a client can connect as soon as `Sandbox::start` returns.
pub(crate) fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let bound = || {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        // As the standard library binds: else a port stays taken for a minute after a stop.
        #[cfg(unix)]
        socket.set_reuse_address(true)?;
        socket.bind(&address.into())?;
        socket.listen(MOST_WAITING)?;
        let listener = TcpListener::from(socket);
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    bound().map_err(|error| StartError::listen(address, error))
}
