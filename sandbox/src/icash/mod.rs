//! icash Pay SET as its host would answer it.

mod carriers;
mod effects;
mod fields;
#[cfg(test)]
mod fields_tests;
mod key_exchange;
mod ledger;
#[cfg(test)]
mod ledger_tests;
mod merchants;
mod operations;
mod record;
mod special_codes;
mod wire;

use crate::books::Books;
use crate::effects::Disturbances;
use crate::fault_rules::Call;
use crate::faults::Fault;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::state_dir::{HOST_KEY, StateDir};
use crate::{Habits, StartError, taipei};
use hyper::{Method, StatusCode};
use key_exchange::Step;
use ledger::Ledger;
use merchants::Merchants;
use operations::{Request, SetOperation};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use twpos::crypto::{PrivateKey, PublicKey};
use twpos::icash::Credentials;
use wire::{Message, Refusal, Signers};

/// The path endings of document 000, section 3.2, and of the key exchange; in lower case.
const ROUTES: &[(&str, Route)] = &[
    ("/api/v2/payment/pos/setpay", Route::Set(SetOperation::Pay)),
    ("/api/v2/payment/pos/setpayrefund", Route::Set(SetOperation::Refund)),
    ("/api/v2/payment/pos/setpaycancel", Route::Set(SetOperation::Cancel)),
    ("/api/v2/payment/pos/settopup", Route::Set(SetOperation::TopUp)),
    (
        "/api/v2/payment/pos/settopuprefund",
        Route::Set(SetOperation::RefundTopUp),
    ),
    (
        "/api/v2/payment/pos/settopupcancel",
        Route::Set(SetOperation::CancelTopUp),
    ),
    (
        "/api/member/certificate/getdefaultpuccert",
        Route::KeyExchange(Step::GetDefault),
    ),
    (
        "/api/member/certificate/exchangepuccert",
        Route::KeyExchange(Step::Exchange),
    ),
    (
        "/api/member/certificate/generateaes",
        Route::KeyExchange(Step::GenerateAes),
    ),
];

/// What a path asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// One of ICPOS001-006.
    Set(SetOperation),
    /// One step of the key exchange.
    KeyExchange(Step),
}

/// The operation that a path names, in whatever case and behind whatever prefix.
pub(crate) fn route(path: &str) -> Option<Route> {
    let path = path.to_ascii_lowercase();
    let found = ROUTES.iter().find(|(ending, _)| path.ends_with(ending));
    found.map(|(_, route)| *route)
}

/// The host: its keys, its merchants and its ledger.
pub(crate) struct Icash {
    signers: Signers,
    key_exchange: PrivateKey,
    merchants: Merchants,
    ledger: Mutex<Ledger>,
    books: Arc<Books>,
}

impl Icash {
    /// Loads or makes the keys, and writes `till.toml` for a client of `base_url`.
    pub(crate) fn start(
        state_dir: &StateDir,
        books: &Arc<Books>,
        habits: Habits,
        base_url: &str,
        ca_file: Option<&str>,
    ) -> Result<(Self, PathBuf), StartError> {
        let [till, icash, key_exchange, foreign] = load_keys(state_dir)?;
        let merchants = Merchants::load(state_dir, &till)?;
        let config = write_till_config(state_dir, &merchants, till, &icash, base_url, ca_file)?;
        let host = Icash {
            signers: Signers { icash, foreign },
            key_exchange,
            merchants,
            ledger: Mutex::new(Ledger::load(books, habits)?),
            books: books.clone(),
        };
        Ok((host, config))
    }

    pub(crate) async fn answer(&self, route: Route, incoming: &Incoming, disturbances: &Disturbances) -> Reply {
        if incoming.method != Method::POST {
            return Reply::text(StatusCode::METHOD_NOT_ALLOWED, "use POST\n");
        }
        match route {
            Route::Set(operation) => {
                self.lock().count_request();
                let reply = self.answer_set(operation, incoming, disturbances).await;
                // Writes the count, unless that went with what the call changed.
                self.with_ledger(|_| ());
                reply
            }
            Route::KeyExchange(step) => self.answer_key_exchange(step, &incoming.headers, &incoming.body),
        }
    }

    /// The ledger and the number of SET calls, well-formed or not.
    pub(crate) fn ledger(&self) -> Value {
        self.lock().to_json()
    }

    async fn answer_set(&self, operation: SetOperation, incoming: &Incoming, disturbances: &Disturbances) -> Reply {
        let refuse = |merchant: &merchants::Merchant, refusal: Refusal| {
            wire::seal(&Message::refused(&refusal), merchant, &self.signers, None)
        };
        let (merchant, message) = match wire::open(&incoming.headers, &incoming.body, &self.merchants) {
            Ok(opened) => opened,
            Err((merchant, refusal)) => return refuse(&merchant, refusal),
        };
        let problems = fields::problems(operation, &message);
        if !problems.is_empty() {
            return refuse(&merchant, Refusal::new("ICASH_INVALID_FIELD", problems.join("; ")));
        }
        let request = Request { operation, message };
        let call = Call {
            operation: operation.listed(),
            reference: request.text("OPSeq"),
            barcode: request.text("BuyerID"),
        };
        let answer = |fault| wire::seal(&self.commit(&request, fault), &merchant, &self.signers, fault);
        disturbances.answer(&call, &incoming.path, answer).await
    }

    fn commit(&self, request: &Request, fault: Option<Fault>) -> Message {
        let mut message = match fault {
            Some(fault) if crate::effects::prevents_commit(fault) => {
                effects::instead_of_commit(fault, request.text("BuyerID"), request.op_seq_of_decline())
            }
            _ => self.with_ledger(|ledger| operations::commit(request, ledger, taipei::now())),
        };
        if let Some(fault) = fault {
            effects::alter_message(fault, &mut message);
        }
        message
    }

    /// Changes the ledger, here and on disk.
    fn with_ledger<T>(&self, change: impl FnOnce(&mut Ledger) -> T) -> T {
        let mut ledger = self.lock();
        let result = change(&mut ledger);
        // Still under the lock, so that no older record overwrites a newer one.
        self.books.write(&ledger.take_unsaved());
        result
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Making a key takes most of a second, so the four are made at once.
fn load_keys(state_dir: &StateDir) -> Result<[PrivateKey; 4], StartError> {
    let load = |name: &'static str| move || state_dir.private_key(name);
    std::thread::scope(|scope| {
        let icash = scope.spawn(load(HOST_KEY));
        let key_exchange = scope.spawn(load("icash_key_exchange_private_key.pem"));
        let foreign = scope.spawn(load("foreign_private_key.pem"));
        let till = load("merchant_private_key.pem")()?;
        let join = |thread: std::thread::ScopedJoinHandle<'_, Result<PrivateKey, StartError>>| {
            let died = || StartError::Thread(std::io::Error::other("a thread that makes a key died"));
            thread.join().unwrap_or_else(|_| Err(died()))
        };
        Ok([till, join(icash)?, join(key_exchange)?, join(foreign)?])
    })
}

fn write_till_config(
    state_dir: &StateDir,
    merchants: &Merchants,
    till: PrivateKey,
    icash: &PrivateKey,
    base_url: &str,
    ca_file: Option<&str>,
) -> Result<PathBuf, StartError> {
    let named = |error| StartError::key(state_dir.path(), error);
    let credentials = Credentials {
        merchant_private_key: till,
        icash_public_key: PublicKey::from_text(icash.public_key().to_pem()).map_err(named)?,
        aes: merchants.own().credential.clone(),
        icash_public_key_expires: None,
    };
    // The last run's, with the tables that this one is about to write again; `save` does not overwrite those.
    state_dir.remove("till.toml")?;
    credentials.save(state_dir.path(), base_url, ca_file).map_err(named)
}
