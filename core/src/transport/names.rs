//! Names: looked up within a time limit, and remembered.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Long enough to spare a DNS query per payment, short enough to follow a provider's failover.
const NAME_AGE: Duration = Duration::from_secs(30);
/// As many addresses as ureq takes.
const MAX_ADDRESSES: usize = 16;

/// Remembers names for a while: ureq asks its resolver before every request, also on a warm
/// connection, and a lookup with a time limit costs a thread each time.
#[derive(Debug, Clone, Default)]
pub(super) struct NameCache(Arc<Mutex<HashMap<String, (Instant, Vec<SocketAddr>)>>>);

impl NameCache {
    fn known(&self) -> MutexGuard<'_, HashMap<String, (Instant, Vec<SocketAddr>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After a failed connection: the name may now belong to another address.
    pub(super) fn forget(&self) {
        self.known().clear();
    }
}

impl Resolver for NameCache {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.authority().map(|authority| authority.as_str()).unwrap_or_default();
        let cached = self
            .known()
            .get(host)
            .filter(|(since, _)| since.elapsed() < NAME_AGE)
            .cloned();
        let addresses = match cached {
            Some((_, addresses)) => addresses,
            None => {
                let addresses = look_up(uri, timeout)?;
                let is_proxy = config.proxy().is_some_and(|proxy| proxy.uri() == uri);
                let leaves_machine = addresses.iter().any(|address| !address.ip().is_loopback());
                if uri.scheme_str() == Some("http") && leaves_machine && !is_proxy {
                    return Err(ureq::Error::Other("plain http is allowed only to this machine".into()));
                }
                self.known()
                    .insert(host.to_owned(), (Instant::now(), addresses.clone()));
                addresses
            }
        };
        let mut result = self.empty();
        addresses.into_iter().for_each(|address| result.push(address));
        Ok(result)
    }
}

/// The addresses of a URL's host.
fn look_up(uri: &Uri, timeout: NextTimeout) -> Result<Vec<SocketAddr>, ureq::Error> {
    let is_plain = uri.scheme_str() == Some("http");
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let port = uri.port_u16().unwrap_or(if is_plain { 80 } else { 443 });
    let mut addresses = match host.parse::<IpAddr>() {
        Ok(address) => vec![SocketAddr::new(address, port)],
        Err(_) => {
            log::debug!("resolving {host}");
            ask_system(host, port, timeout)?
        }
    };
    addresses.truncate(MAX_ADDRESSES);
    if addresses.is_empty() {
        return Err(ureq::Error::HostNotFound);
    }
    Ok(addresses)
}

/// Asks the operating system, which has no time limit, on a thread of its own, which is left behind if it takes too
/// long.
fn ask_system(host: String, port: u16, timeout: NextTimeout) -> Result<Vec<SocketAddr>, ureq::Error> {
    let (tell, told) = mpsc::sync_channel(1);
    let work = move || {
        // Its failures have no kind of their own, and nobody listens any more after the time limit.
        let found = (host.as_str(), port).to_socket_addrs().map(Vec::from_iter);
        let _ = tell.send(found.map_err(|_| ureq::Error::HostNotFound));
    };
    let no_thread = || ureq::Error::Other("no thread could be started to look up the host's name".into());
    let named = std::thread::Builder::new().name("twpos-names".to_owned());
    named.spawn(work).map_err(|_| no_thread())?;
    match told.recv_timeout(*timeout.after) {
        Ok(found) => found,
        Err(RecvTimeoutError::Timeout) => Err(ureq::Error::Timeout(timeout.reason)),
        Err(RecvTimeoutError::Disconnected) => Err(ureq::Error::HostNotFound),
    }
}
