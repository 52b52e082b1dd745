//! The MYPAY client: message → validate → seal → post → judge.

use super::config::{Config, Mode};
use super::envelope::{ENVELOPE, Sealed};
use super::messages::*;
use super::operations::Operation;
use super::reply;
use super::twins;
use crate::call;
use crate::crypto::AesKey;
use crate::error::{Error, ErrorKind, Outcome};
use crate::limits;
use crate::scan;
use crate::transport::{Body, HttpClient};
use crate::wire;
use arc_swap::ArcSwap;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A till's connection to MYPAY LINK. Cheap to share and to clone: any number of threads may call one
/// client at once, clones share its connections and keys, and each call is one blocking HTTP POST, never
/// repeated.
#[derive(Debug, Clone)]
pub struct Client {
    shared: Arc<Shared>,
    choice: KeyChoice,
}

#[derive(Debug)]
struct Shared {
    http: HttpClient,
    mode: Mode,
    uid: String,
    /// Behind no lock, which a child of `fork` might find held for ever.
    keys: ArcSwap<KeyRing>,
}

/// The keys known at this moment. A key lives one year, and the next is issued before it ends.
#[derive(Debug, Clone)]
struct KeyRing {
    current: Arc<AesKey>,
    previous: Option<Arc<AesKey>>,
}

/// Which of two valid keys seals a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyChoice {
    /// `key` of the configuration, or the last one given to [`Client::use_key`].
    Current,
    /// `previous_key` of the configuration, or the one that [`Client::use_key`] replaced.
    Previous,
}

impl Client {
    /// A client for this configuration. Connects to nothing yet.
    ///
    /// # Errors
    /// `config`, naming the setting that is wrong.
    pub fn new(config: Config) -> Result<Self, Error> {
        config.validate()?;
        let http = HttpClient::new(&config.base_url, &config.http)?;
        let credentials = config.credentials;
        let keys = KeyRing {
            current: Arc::new(credentials.key),
            previous: credentials.previous_key.map(Arc::new),
        };
        Ok(Client {
            shared: Arc::new(Shared {
                http,
                mode: credentials.mode,
                uid: credentials.uid,
                keys: ArcSwap::from_pointee(keys),
            }),
            choice: KeyChoice::Current,
        })
    }

    /// A client for the `[mypay]` table of a TOML file.
    ///
    /// # Errors
    /// `config` or `key`, naming the setting that is wrong.
    pub fn from_config_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::new(Config::from_file(path)?)
    }

    /// Makes an order to be paid on MYPAY's page (`api/orders`). Nothing is charged by this call.
    ///
    /// # Errors
    /// See [`Error`]. After an outcome of `Unknown` the order may exist, but it cannot be queried without
    /// the `uid` and `key` of its reply: keep the order_id and wait for the notification.
    pub fn create_order(&self, request: &CreateOrderRequest) -> Result<CreateOrderResponse, Error> {
        self.call(request)
    }

    /// Asks for an order's state (`api/queryorder`). Moves no money and may be repeated.
    ///
    /// # Errors
    /// See [`Error`]. `Refused` means that the *question* was refused; the order's state is still open.
    pub fn query_order(&self, request: &QueryOrderRequest) -> Result<QueryOrderResponse, Error> {
        self.call(request)
    }

    /// Gives money back (`api/refund`). Look at [`refunded`](RefundOrderResponse::refunded): a response
    /// without it is a refund that MYPAY took on but has not finished.
    ///
    /// # Errors
    /// See [`Error`]. After an outcome of `Unknown`, [`query_order`](Client::query_order) and look at
    /// `refund_order` before trying again: a second partial refund might pay twice.
    pub fn refund_order(&self, request: &RefundOrderRequest) -> Result<RefundOrderResponse, Error> {
        self.call(request)
    }

    /// Charges the customer whose code was scanned (`api/transaction`). Look at
    /// [`approved`](ScanPayResponse::approved): a response without it is pending, or paid with another
    /// amount; ask with [`query_order`](Client::query_order) until it changes.
    ///
    /// # Errors
    /// See [`Error`]. After an outcome of `Unknown` the customer may have been charged, and without a reply
    /// there is nothing to query with: keep the order_id, wait for the notification, look at MYPAY's
    /// merchant pages. Never charge again under it.
    pub fn scan_pay(&self, request: &ScanPayRequest) -> Result<ScanPayResponse, Error> {
        self.call(request)
    }

    /// The same client, sealing with the chosen key: `client.with_key(KeyChoice::Previous)?.query_order(…)`.
    ///
    /// No call changes keys by itself: trying the other key would send a charge twice.
    ///
    /// # Errors
    /// `config` if there is no previous key.
    pub fn with_key(&self, choice: KeyChoice) -> Result<Self, Error> {
        let client = Client {
            shared: self.shared.clone(),
            choice,
        };
        client.key().map(|_| client)
    }

    /// Takes a new key into use for every call that starts from now on; the present one becomes the
    /// previous one. Calls in flight finish with the key they began with.
    pub fn use_key(&self, key: AesKey) {
        let key = Arc::new(key);
        self.shared.keys.rcu(|keys| match keys.current == key {
            true => KeyRing::clone(keys),
            false => KeyRing {
                current: key.clone(),
                previous: Some(keys.current.clone()),
            },
        });
    }

    fn key(&self) -> Result<Arc<AesKey>, Error> {
        let keys = self.shared.keys.load();
        match (self.choice, &keys.previous) {
            (KeyChoice::Current, _) => Ok(keys.current.clone()),
            (KeyChoice::Previous, Some(previous)) => Ok(previous.clone()),
            (KeyChoice::Previous, None) => Err(Error::new(ErrorKind::Config, "there is no previous_key")),
        }
    }

    fn call<R: Operation>(&self, request: &R) -> Result<R::Response, Error> {
        // Those of now: by its end, another may have taken the place of the one it was sealed with.
        let keys = self.keys();
        let secrets = || secrets(request, keys);
        call::run(R::NAME, request.reference(REFERENCES), secrets, R::describe, || {
            self.exchange(request)
        })
    }

    /// The issued texts of the keys that we hold.
    fn keys(&self) -> Vec<Zeroizing<String>> {
        let keys = self.shared.keys.load();
        let held = [Some(&keys.current), keys.previous.as_ref()].into_iter().flatten();
        held.map(|key| Zeroizing::new(key.expose_text().to_owned())).collect()
    }

    fn exchange<R: Operation>(&self, request: &R) -> Result<R::Response, Error> {
        let (request, sealed) = self
            .seal(request)
            .map_err(|error| error.with_outcome(Outcome::NotSent))?;
        let mode = self.shared.mode;
        let body = sealed.form_body(mode, &self.shared.uid);
        let reply = self.shared.http.post(mode.path(), Body::Form(&body), &[])?;
        reply::read(reply.status, &reply.body)
            .map(|mut read| {
                crate::reply::hide(&mut read.0, secrets(&request, self.keys()), NEVER_LOGGED);
                read
            })
            .and_then(|read| request.judge(read))
            .map_err(|error| error.with_http_status(reply.status))
    }

    /// Everything before the network: message → validate → seal.
    fn seal<R: Operation>(&self, request: &R) -> Result<(R, Sealed), Error> {
        if self.shared.mode == Mode::Client && !R::PAYS {
            return Err(Error::new(
                ErrorKind::InvalidRequest,
                "mode client can only pay; queries and refunds need mode store or agent",
            ));
        }
        let key = self.key()?;
        let mut request = request.clone();
        if self.shared.mode != Mode::Agent {
            request.fill_store(&self.shared.uid);
        }
        scan::codes(request.scanned())?;
        request.prepare()?;
        limits::check(&request)?;
        request.validate()?;
        let mut fields = wire::to_fields(&request, ENVELOPE)?;
        twins::merge(&mut fields);
        fields.retain(|name, _| !R::NOT_SENT.contains(&name.as_str()));
        let plaintext = Zeroizing::new(Value::Object(fields).to_string());
        let sealed = Sealed::seal(R::CMD, &plaintext, &key)?;
        Ok((request, sealed))
    }
}

/// What no text may show: the customer's code, and these keys.
fn secrets<R: Operation>(request: &R, keys: Vec<Zeroizing<String>>) -> Vec<Zeroizing<String>> {
    let mut secrets = wire::secrets(request, NEVER_LOGGED);
    secrets.extend(keys);
    secrets
}
