//! The OMNI gateway as it would answer: its tokens, and iPASS and icash Pay behind it.

mod client;
mod effects;
mod envelope;
mod fields;
#[cfg(test)]
mod fields_tests;
mod ledger;
#[cfg(test)]
mod ledger_tests;
mod omni_operation;
mod operations;
mod record;
mod tokens;

use crate::books::Books;
use crate::effects::{Disturbances, prevents_commit};
use crate::fault_rules::{Call, DELAY};
use crate::faults::{self, Fault};
use crate::host::{Host, Managed, Start};
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::{StartError, taipei};
use client::Client;
use envelope::UsedIvs;
use hyper::{Method, StatusCode};
use ledger::Ledger;
use omni_operation::OmniOperation;
use operations::Request;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use tokens::Tokens;

/// Where tokens are given out. The documents print no path; a till is told the whole URL.
const TOKEN_PATH: &str = "/oauth/token";

/// The path endings of documents 001 and 002 ("Resource"), and of the gateway's public pages.
const ROUTES: &[(&str, Route)] = &[
    (TOKEN_PATH, Route::Token),
    ("/v1/payment/ipass/offline/pay", Route::Call(OmniOperation::IpassPay)),
    (
        "/v1/payment/ipass/offline/search",
        Route::Call(OmniOperation::IpassSearch),
    ),
    (
        "/v1/payment/ipass/offline/refund",
        Route::Call(OmniOperation::IpassRefund),
    ),
    ("/v1/payment/integrate/pay", Route::Call(OmniOperation::IcashPay)),
    ("/v1/payment/integrate/search", Route::Call(OmniOperation::IcashSearch)),
    ("/v1/payment/integrate/cancel", Route::Call(OmniOperation::IcashCancel)),
];

/// What a path asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route {
    /// A bearer token.
    Token,
    /// One of the six calls.
    Call(OmniOperation),
}

/// What a path asks for, if it is one of the gateway's, behind whatever prefix.
fn route(path: &str) -> Option<Route> {
    let found = ROUTES.iter().find(|(ending, _)| path.ends_with(ending));
    found.map(|(_, route)| *route)
}

/// The gateway: its client, its tokens and its ledger.
pub(crate) struct Omni {
    client: Client,
    tokens: Tokens,
    used_ivs: UsedIvs,
    ledger: Mutex<Ledger>,
    books: Arc<Books>,
}

impl Host for Omni {
    fn start(start: &Start<'_>) -> Result<Self, StartError> {
        Ok(Omni {
            client: Client::load(start.state_dir)?,
            tokens: Tokens::load(start.books)?,
            used_ivs: UsedIvs::load(start.books)?,
            ledger: Mutex::new(Ledger::load(start.books, start.options.unknown_cancel)?),
            books: start.books.clone(),
        })
    }

    /// `[omni]`, for its client.
    fn till_table(&self, start: &Start<'_>) -> String {
        self.client.till_table(start.url, TOKEN_PATH, start.ca_file)
    }

    async fn answer(&self, incoming: &Incoming, disturbances: &Disturbances) -> Option<Reply> {
        let route = route(&incoming.path)?;
        Some(self.answer_route(route, incoming, disturbances).await)
    }

    /// With the number of tokens given out.
    fn ledger(&self) -> Value {
        let mut value = self.lock().to_json();
        value["tokens_issued"] = json!(self.tokens.issued());
        value
    }

    fn manage(&self, path: &str, method: &Method, body: &[u8]) -> Option<Managed> {
        (path == "omni/tokens").then(|| self.tokens.manage(method, body))
    }
}

impl Omni {
    async fn answer_route(&self, route: Route, incoming: &Incoming, disturbances: &Disturbances) -> Reply {
        let method = match route {
            Route::Token => Method::POST,
            Route::Call(operation) => operation.method(),
        };
        if incoming.method != method {
            return Reply::text(StatusCode::METHOD_NOT_ALLOWED, format!("use {method}\n"));
        }
        match route {
            Route::Token => self.tokens.answer(incoming, &self.client),
            Route::Call(operation) => {
                self.lock().count_request();
                let reply = self.answer_call(operation, incoming, disturbances).await;
                // Writes the count, unless that went with what the call changed.
                self.with_ledger(|_| ());
                reply
            }
        }
    }

    async fn answer_call(&self, operation: OmniOperation, incoming: &Incoming, disturbances: &Disturbances) -> Reply {
        if let Some(unauthorized) = self.tokens.refusal(&incoming.headers, &self.client) {
            return unauthorized;
        }
        let request = match envelope::open(operation, incoming, &self.client, &self.used_ivs) {
            Ok(fields) => Request { operation, fields },
            Err(problem) => return gateway_error(&problem),
        };
        let problems = fields::problems(operation, &request.fields);
        if !problems.is_empty() {
            return gateway_error(&problems.join("; "));
        }
        let order = request.order(&self.lock());
        let call = Call {
            operation: operation.listed(),
            reference: &order,
            barcode: request.code(),
            magic: faults::by_barcode(request.code()),
            delay: DELAY,
        };
        let answer = |fault| self.commit(&request, fault);
        disturbances.answer(&call, &incoming.path, answer).await
    }

    fn commit(&self, request: &Request, fault: Option<Fault>) -> Reply {
        let mut fields = match fault {
            Some(fault) if prevents_commit(fault) => effects::instead_of_commit(fault, request, &self.client),
            _ => self.with_ledger(|ledger| operations::commit(request, ledger, &self.client, taipei::now())),
        };
        if let Some(fault) = fault {
            effects::alter_fields(fault, &mut fields);
        }
        effects::seal(fault, fields)
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

/// The gateway's own no, before any wallet: HTTP 200 all the same.
fn gateway_error(problem: &str) -> Reply {
    let message: String = problem.chars().take(1000).collect();
    Reply::json(StatusCode::OK, &json!({"message": message, "message_from": "OMNI"}))
}
