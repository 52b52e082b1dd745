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
mod message;
mod operations;
mod record;
mod set_operation;
mod special_codes;
mod wire;

use crate::books::Books;
use crate::effects::Disturbances;
use crate::fault_rules::{Call, DELAY};
use crate::faults::{self, Fault};
use crate::host::{Host, Start};
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::state_dir::{HOST_KEY, StateDir};
use crate::{Habits, StartError, taipei};
use hyper::{Method, StatusCode};
use key_exchange::Step;
use ledger::Ledger;
use merchants::Merchants;
use message::{Message, Refusal, Signers};
use operations::Request;
use serde_json::Value;
use set_operation::SetOperation;
use std::sync::{Arc, Mutex, PoisonError};
use twpos::crypto::{PrivateKey, PublicKey};
use twpos::icash::Credentials;

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
enum Route {
    /// One of ICPOS001-006.
    Set(SetOperation),
    /// One step of the key exchange.
    KeyExchange(Step),
}

/// The operation that a path names, in whatever case and behind whatever prefix.
fn route(path: &str) -> Option<Route> {
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

impl Host for Icash {
    fn start(start: &Start<'_>) -> Result<Self, StartError> {
        let [till, icash, key_exchange, foreign] = load_keys(start.state_dir)?;
        let merchants = Merchants::load(start.state_dir, &till)?;
        save_till_credentials(start, &merchants, till, &icash)?;
        let habits = Habits {
            unknown_cancel: start.options.unknown_cancel,
            partial_refunds: start.options.allow_partial_refunds,
        };
        Ok(Icash {
            signers: Signers { icash, foreign },
            key_exchange,
            merchants,
            ledger: Mutex::new(Ledger::load(start.books, habits)?),
            books: start.books.clone(),
        })
    }

    /// Nothing: the file begins with its table, which stands there with the keys.
    fn till_table(&self, _start: &Start<'_>) -> String {
        String::new()
    }

    async fn answer(&self, incoming: &Incoming, disturbances: &Disturbances) -> Option<Reply> {
        let route = route(&incoming.path)?;
        Some(self.answer_route(route, incoming, disturbances).await)
    }

    fn ledger(&self) -> Value {
        self.lock().to_json()
    }
}

impl Icash {
    async fn answer_route(&self, route: Route, incoming: &Incoming, disturbances: &Disturbances) -> Reply {
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
            magic: faults::by_barcode(request.text("BuyerID")),
            delay: DELAY,
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

/// The till's keys, and `till.toml` with the table that names them.
fn save_till_credentials(
    start: &Start<'_>,
    merchants: &Merchants,
    till: PrivateKey,
    icash: &PrivateKey,
) -> Result<(), StartError> {
    let folder = start.state_dir.path();
    let named = |error| StartError::key(folder, error);
    let credentials = Credentials {
        merchant_private_key: till,
        icash_public_key: PublicKey::from_text(icash.public_key().to_pem()).map_err(named)?,
        aes: merchants.own().credential.clone(),
        icash_public_key_expires: None,
    };
    credentials
        .save(folder, start.url, start.ca_file)
        .map(drop)
        .map_err(named)
}
