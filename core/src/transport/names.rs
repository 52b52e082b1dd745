//! Names that are remembered.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Long enough to spare a DNS query per payment, short enough to follow a provider's failover.
const NAME_AGE: Duration = Duration::from_secs(30);

/// Remembers names for a while: ureq asks its resolver before every request, also on a warm
/// connection, and a resolver with a time limit costs a thread each time.
#[derive(Debug, Clone, Default)]
pub(super) struct NameCache(Arc<NameCacheInner>);

#[derive(Debug, Default)]
struct NameCacheInner {
    lookup: DefaultResolver,
    known: Mutex<HashMap<String, (Instant, Vec<SocketAddr>)>>,
}

impl NameCache {
    fn known(&self) -> MutexGuard<'_, HashMap<String, (Instant, Vec<SocketAddr>)>> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
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
        if let Some((_, addresses)) = cached {
            let mut result = self.empty();
            addresses.into_iter().for_each(|address| result.push(address));
            return Ok(result);
        }
        log::debug!("resolving {host}");
        let addresses = self
            .0
            .lookup
            .resolve(uri, config, timeout)
            .map_err(|error| match error {
                // getaddrinfo's failures have no kind of their own.
                ureq::Error::Io(_) => ureq::Error::HostNotFound,
                error => error,
            })?;
        let leaves_machine = addresses.iter().any(|address| !address.ip().is_loopback());
        if uri.scheme_str() == Some("http") && leaves_machine {
            return Err(ureq::Error::Other("plain http is allowed only to this machine".into()));
        }
        self.known()
            .insert(host.to_owned(), (Instant::now(), addresses.to_vec()));
        Ok(addresses)
    }
}
