//! A simulator of the providers that `twpos` speaks to: same wire format, its own ledger, faults on demand.
//!
//! It is what a till is tested against before it meets a real host. Every fault that a network or a
//! host can produce can be asked for, with a [magic barcode](magic_barcodes) or a [rule](FaultRule).
//!
//! ```no_run
//! use twpos_sandbox::{Fault, FaultRule, Options, Sandbox};
//!
//! let sandbox = Sandbox::start(Options::new("sandbox-state"))?;
//! println!("charge me at {}; the till's settings are in {}", sandbox.url(), sandbox.config_path().display());
//! sandbox.inject(FaultRule::new(Fault::ResetAfterCommit));
//! println!("{:#}", sandbox.ledger());
//! # Ok::<(), twpos_sandbox::StartError>(())
//! ```
#![forbid(unsafe_code)]

mod admin;
mod books;
mod callers;
#[cfg(test)]
mod callers_tests;
mod effects;
mod error;
mod fault_rules;
mod faults;
mod host;
mod icash;
mod incoming;
mod invoice_codes;
mod linepay;
mod listed;
mod listener;
#[cfg(all(test, target_os = "linux"))]
mod listener_tests;
mod mypay;
mod omni;
mod phone_codes;
mod providers;
mod random;
mod reply;
mod server;
mod state_dir;
mod taipei;
mod tls;
mod world;

pub use error::StartError;
pub use fault_rules::{FaultMatch, FaultRule};
pub use faults::{Fault, magic_barcodes};
pub use listed::{Operation, Provider};

use books::Books;
use callers::Hosts;
use host::Start;
use providers::Providers;
use state_dir::{StateDir, TILL_FILE};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::runtime::{Handle, Runtime};
use tokio::sync::oneshot;
use world::World;

/// How long stopping waits for work that cannot be interrupted.
const STOP_TIME: Duration = Duration::from_millis(500);

/// How a sandbox behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; port 0 takes a free port.
    pub listen: SocketAddr,
    /// Where keys, credentials, `till.toml` and the ledger live; made if it is not there. One sandbox at a time.
    pub state_dir: PathBuf,
    /// Whether to speak HTTPS, under a certificate authority of its own.
    pub tls: bool,
    /// What a cancel of an unknown transaction does.
    pub unknown_cancel: UnknownCancel,
    /// Whether icash Pay takes a refund of another amount than the whole one, which no document allows.
    pub allow_partial_refunds: bool,
    /// How long every call of a provider takes before anything is committed.
    pub processing_delay: Duration,
    /// Where MYPAY's notifications are posted (plain `http://`); `None` sends none until
    /// `POST /_sandbox/mypay/notifications` names an address, which is of this machine or this one's host and port.
    pub notify_url: Option<String>,
    /// Under which names and addresses it is spoken to besides `localhost`, loopback addresses and the address at
    /// which a connection arrived; without a port. A request with another `Host` is refused.
    pub hosts: Vec<String>,
    /// Whether to forget the ledger of earlier runs in the state directory. Keys and credentials stay.
    pub fresh: bool,
}

/// In what hosts are said to differ.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Habits {
    pub(crate) unknown_cancel: UnknownCancel,
    pub(crate) partial_refunds: bool,
}

/// What happens when a till cancels a transaction that the host has never seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UnknownCancel {
    /// Says ok and forgets it, as the real stage host does: a payment that arrives later is charged.
    #[default]
    Ignore,
    /// Declines with ICASH_NOT_FOUND.
    NotFound,
    /// Says ok, remembers it, and declines a payment that arrives later.
    RefuseLatePayment,
}

impl Options {
    /// Plain HTTP on a free port of 127.0.0.1, behaving like the real stage host, without delay.
    pub fn new(state_dir: impl Into<PathBuf>) -> Self {
        Options {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            state_dir: state_dir.into(),
            tls: false,
            unknown_cancel: UnknownCancel::default(),
            allow_partial_refunds: false,
            processing_delay: Duration::ZERO,
            notify_url: None,
            hosts: Vec::new(),
            fresh: false,
        }
    }
}

/// A running sandbox. Dropping it stops it.
pub struct Sandbox {
    url: String,
    config_path: PathBuf,
    world: Arc<World>,
    runtime: Handle,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox on threads of its own and returns when it accepts connections.
    ///
    /// The first start in a state directory makes its keys, which takes a second or two.
    ///
    /// # Errors
    /// If the address is taken, or the state directory cannot be used.
    pub fn start(options: Options) -> Result<Self, StartError> {
        let state_dir = StateDir::open(&options.state_dir)?;
        let acceptor = options
            .tls
            .then(|| tls::acceptor(&state_dir, &options.hosts))
            .transpose()?;
        let (listener, address) = listener::bind(options.listen)?;
        let url = url_of(address, options.tls);
        let ca_file = options.tls.then_some(tls::CA_FILE);
        let books = Arc::new(Books::open(&state_dir, options.fresh)?);
        let start = Start {
            state_dir: &state_dir,
            books: &books,
            options: &options,
            url: &url,
            ca_file,
        };
        // The last run's file, with the tables that this one is about to write again.
        state_dir.remove(TILL_FILE)?;
        let providers = Providers::start(&start)?;
        state_dir.append(TILL_FILE, &providers.till_tables(&start))?;
        let config_path = state_dir.path().join(TILL_FILE);
        let world = Arc::new(World {
            books: books.clone(),
            hosts: Hosts::new(address.ip(), &options.hosts),
            disturbances: effects::Disturbances {
                faults: fault_rules::Queue::default(),
                processing_delay: options.processing_delay,
            },
            providers,
        });
        let runtime = runtime()?;
        let listener = {
            let _entered = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(|error| StartError::listen(address, error))?
        };
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        let serving = server::serve(listener, acceptor, world.clone(), stopped);
        let thread = std::thread::Builder::new()
            .name("twpos-sandbox".to_owned())
            .spawn(move || run(runtime, serving))
            .map_err(StartError::Thread)?;
        Ok(Sandbox {
            url,
            config_path,
            world,
            runtime: handle,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Where it listens: `http://127.0.0.1:PORT`, or `https://localhost:PORT` with TLS.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The settings file for a till of this sandbox, `till.toml` in the state directory.
    pub fn config_path(&self) -> &Path {
        &self.config_path
    }

    /// Every wallet and transaction, as `GET /_sandbox/ledger` shows them.
    pub fn ledger(&self) -> serde_json::Value {
        self.world.providers.ledger()
    }

    /// Adds a rule to the queue, as `POST /_sandbox/faults` does.
    pub fn inject(&self, fault: FaultRule) {
        self.world.disturbances.faults.add(fault);
    }

    /// The customer pays this MYPAY order (by its `uid`) on its page, as `POST /payment/UID.html` with
    /// `action=pay` does. False if there is no such order or it cannot be paid.
    pub fn pay_order(&self, uid: &str) -> bool {
        // The notification that follows is sent by the sandbox's own threads.
        let _entered = self.runtime.enter();
        self.world.providers.mypay.pay_on_page(uid)
    }

    /// Stops listening and closes every connection, whatever it waits for.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn runtime() -> Result<Runtime, StartError> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("twpos-sandbox")
        .enable_all()
        .build()
        .map_err(StartError::Thread)
}

fn run(runtime: Runtime, serving: impl Future<Output = ()>) {
    runtime.block_on(serving);
    runtime.shutdown_timeout(STOP_TIME);
}

fn url_of(address: SocketAddr, tls: bool) -> String {
    let port = address.port();
    match address {
        _ if tls => format!("https://localhost:{port}"),
        SocketAddr::V6(address) if !address.ip().is_unspecified() => format!("http://{address}"),
        SocketAddr::V4(address) if !address.ip().is_unspecified() => format!("http://{address}"),
        _ => format!("http://127.0.0.1:{port}"),
    }
}
