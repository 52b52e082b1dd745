//! LINE Pay's Offline API v4 as its host would answer it.

mod channel;
mod clock;
mod effects;
mod fields;
#[cfg(test)]
mod fields_tests;
mod ledger;
mod operations;
mod record;
mod refusal;
mod request;
mod test_codes;

use crate::StartError;
use crate::books::Books;
use crate::effects::{Disturbances, prevents_commit};
use crate::fault_rules::Call;
use crate::faults::Fault;
use crate::host::{Host, Managed, Start};
use crate::incoming::{Incoming, json_problem};
use crate::reply::Reply;
use channel::Channel;
use clock::Clock;
use hyper::{Method, StatusCode};
use ledger::Ledger;
use operations::Info;
use refusal::Refusal;
use request::{Request, Route};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The host: its channel, its clock and its ledger.
pub(crate) struct Linepay {
    channel: Channel,
    clock: Clock,
    ledger: Mutex<Ledger>,
    books: Arc<Books>,
}

/// What a phone is told to show.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    #[serde(rename = "oneTimeKey")]
    code: String,
}

/// A till has to wait for 40 s.
const DELAY: Duration = Duration::from_secs(45);

impl Host for Linepay {
    fn start(start: &Start<'_>) -> Result<Self, StartError> {
        Ok(Linepay {
            channel: Channel::load(start.state_dir)?,
            clock: Clock::load(start.books)?,
            ledger: Mutex::new(Ledger::load(start.books)?),
            books: start.books.clone(),
        })
    }

    fn till_table(&self, start: &Start<'_>) -> String {
        self.channel.till_table(start)
    }

    async fn answer(&self, incoming: &Incoming, disturbances: &Disturbances) -> Option<Reply> {
        let route = request::route(&incoming.path)?;
        let method = route.method();
        if incoming.method != method {
            return Some(Reply::text(StatusCode::METHOD_NOT_ALLOWED, format!("use {method}\n")));
        }
        self.lock().count_request();
        let reply = self.answer_call(route, incoming, disturbances).await;
        // Writes the count, unless that went with what the call changed.
        self.with_ledger(|_| ());
        Some(reply)
    }

    fn ledger(&self) -> Value {
        self.lock().to_json(self.clock.now())
    }

    fn manage(&self, path: &str, method: &Method, body: &[u8]) -> Option<Managed> {
        match path {
            "linepay/clock" => Some(self.clock.manage(method, body)),
            "linepay/codes" => Some(self.manage_codes(method, body)),
            _ => None,
        }
    }
}

impl Linepay {
    async fn answer_call(&self, route: Route, incoming: &Incoming, disturbances: &Disturbances) -> Reply {
        let opened = self.channel.verify(incoming);
        let request = match opened.and_then(|device| Request::open(route, incoming, device)) {
            Ok(request) => request,
            Err(refusal) => return effects::reply(Err(refusal), None),
        };
        let order = operations::order(&request, &self.lock());
        if !request.code().is_empty() {
            // A phone shows it since now at the latest, however long the call then takes.
            let now = self.clock.now();
            self.with_ledger(|ledger| ledger.show(request.code(), now));
        }
        let call = Call {
            operation: request.operation,
            reference: &order,
            barcode: request.code(),
            magic: test_codes::fault(request.code()),
            delay: DELAY,
        };
        let answer = |fault| effects::reply(self.commit(&request, fault), fault);
        disturbances.answer(&call, &incoming.path, answer).await
    }

    fn commit(&self, request: &Request, fault: Option<Fault>) -> Result<Info, Refusal> {
        if let Some(fault) = fault.filter(|fault| prevents_commit(*fault)) {
            return Err(effects::instead_of_commit(fault, request));
        }
        let now = self.clock.now();
        self.with_ledger(|ledger| operations::commit(request, ledger, now))
    }

    /// `/_sandbox/linepay/codes`: a phone shows a code from now on, which is long before it is scanned if the clock
    /// is then moved.
    fn manage_codes(&self, method: &Method, body: &[u8]) -> Managed {
        let bad = |problem: String| Err((StatusCode::BAD_REQUEST, problem));
        if method != Method::POST {
            let problem = format!("linepay/codes does not take {method}");
            return Err((StatusCode::METHOD_NOT_ALLOWED, problem));
        }
        match serde_json::from_slice::<Shown>(body) {
            Ok(Shown { code }) if fields::is_code(&code) => {
                let now = self.clock.now();
                let ends = self.with_ledger(|ledger| ledger.show(&code, now));
                Ok(json!({"oneTimeKey": code, "ends": clock::iso(ends)}))
            }
            Ok(_) => bad("oneTimeKey: must be 18 digits".to_owned()),
            Err(error) => bad(json_problem(&error)),
        }
    }

    /// Changes the ledger, here and on disk.
    fn with_ledger<T>(&self, change: impl FnOnce(&mut Ledger) -> T) -> T {
        let mut ledger = self.lock();
        let result = change(&mut ledger);
        // Still under the lock, so that no older record overwrites a newer one.
        self.books.write(&ledger.take_unsaved());
        result
    }

    fn lock(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
