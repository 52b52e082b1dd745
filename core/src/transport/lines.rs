//! The connections of one client: as many lines as it has had calls at once.

use super::attempt::{Attempt, MarkReady, MarkTcp};
use super::names::NameCache;
use super::tcp::Tcp;
use super::tls::Tls;
use super::wiping::Wipe;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::config::Config;
use ureq::unversioned::transport::{ConnectProxyConnector, Connector, Either, Transport};

/// A till rests between customers; its connection should still be warm for the next one.
pub(super) const IDLE_AGE: Duration = Duration::from_secs(60);
/// As many tills as may share one client.
const IDLE_LINES: usize = 64;

/// What one process shares between the calls of a client.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) names: NameCache,
    tls: Tls,
    idle: Mutex<Vec<(Instant, Line)>>,
}

/// An agent of its own for each call in flight, with the one connection that it keeps: so the connectors know whose
/// phase they record, and a log sink that makes a call meanwhile finds no lock held.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) agent: Agent,
    pub(super) attempt: Attempt,
}

impl Lines {
    pub(super) fn new(tls: Tls) -> Self {
        Lines {
            names: NameCache::default(),
            tls,
            idle: Mutex::default(),
        }
    }

    /// Those of a child of `fork`.
    pub(super) fn renewed(&self) -> Self {
        Lines::new(self.tls.renewed())
    }

    /// The line that rested for the shortest time, or a new one.
    pub(super) fn take(&self, config: &Config) -> Line {
        let rested = self.idle().pop();
        let line = rested.map_or_else(
            || self.connect_with((*config).clone(), Tcp(self.names.clone())),
            |(_, line)| line,
        );
        line.attempt.begin();
        line
    }

    /// For another call. Not the line of a call that failed: its connection is gone, or had better be.
    pub(super) fn give_back(&self, line: Line) {
        let now = Instant::now();
        let mut idle = self.idle();
        idle.push((now, line));
        let too_many = idle.len().saturating_sub(IDLE_LINES);
        let too_old = idle.iter().take_while(|(since, _)| now - *since >= IDLE_AGE).count();
        let leaving: Vec<_> = idle.drain(..too_many.max(too_old)).collect();
        // After the lock: to close connections takes time.
        drop(idle);
        drop(leaving);
    }

    pub(super) fn connect_with<Tcp>(&self, config: Config, tcp: Tcp) -> Line
    where
        Tcp: Connector<Either<(), Box<dyn Transport>>>,
    {
        let attempt = Attempt::new();
        let proxy = config.proxy().map(|proxy| proxy.uri().clone());
        let mark_tcp = MarkTcp {
            attempt: attempt.clone(),
            proxy: proxy.clone(),
        };
        let mark_ready = MarkReady {
            attempt: attempt.clone(),
            proxy,
        };
        let connector =
            ().chain(ConnectProxyConnector::default())
                .chain(tcp)
                .chain(mark_tcp)
                .chain(self.tls.clone())
                .chain(mark_ready)
                .chain(Wipe);
        let agent = Agent::with_parts(config, connector, self.names.clone());
        Line { agent, attempt }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Instant, Line)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
