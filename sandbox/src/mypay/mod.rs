//! MYPAY LINK as its host would answer it.

mod accounts;
mod command;
mod counter;
mod effects;
mod fields;
#[cfg(test)]
mod fields_tests;
mod instructions;
mod invoice;
mod ledger;
mod message;
mod money;
mod notifications;
mod operations;
mod pay_page;
mod post;
mod record;
mod report;
mod special_codes;
mod state;
mod tools;
mod wire;

use crate::books::Books;
use crate::effects::{Disturbances, prevents_commit};
use crate::fault_rules::{Call, DELAY};
use crate::faults::{self, Fault};
use crate::host::{Host, Managed, Start};
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::{StartError, taipei};
use accounts::Accounts;
use command::Command;
use hyper::{Method, StatusCode};
use ledger::Ledger;
use message::Fields;
use notifications::Notifier;
use operations::Request;
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Where a caller comes in (document 003, "介接網址", and docs/protocol.md); it decides who the caller is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entrance {
    Store,
    Agent,
    /// An app with a verification code.
    Client,
}

impl Entrance {
    /// The body's field that names the caller.
    fn uid_field(self) -> &'static str {
        match self {
            Entrance::Agent => "agent_uid",
            Entrance::Store | Entrance::Client => "store_uid",
        }
    }
}

/// What a path asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    Api(Entrance),
    /// The page of the order with this uid.
    PayPage(u64),
}

/// What a path asks for, if it is one of MYPAY's, in whatever case and behind whatever prefix.
pub(crate) fn route(path: &str) -> Option<Route> {
    let path = path.to_ascii_lowercase();
    let entrances = [
        ("/api/init", Entrance::Store),
        ("/api/agent", Entrance::Agent),
        ("/api/open", Entrance::Client),
    ];
    if let Some((_, entrance)) = entrances.into_iter().find(|(ending, _)| path.ends_with(ending)) {
        return Some(Route::Api(entrance));
    }
    let (_, page) = path.rsplit_once("/payment/")?;
    page.strip_suffix(".html")?.parse().ok().map(Route::PayPage)
}

/// The host: its accounts, its ledger, and what it has to tell.
pub(crate) struct Mypay {
    accounts: Accounts,
    ledger: Mutex<Ledger>,
    notifier: Notifier,
    base_url: String,
    books: Arc<Books>,
}

impl Host for Mypay {
    fn start(start: &Start<'_>) -> Result<Self, StartError> {
        let notify_url = start.options.notify_url.clone();
        Ok(Mypay {
            accounts: Accounts::load(start.state_dir)?,
            ledger: Mutex::new(Ledger::load(start.books)?),
            notifier: Notifier::load(start.books, notify_url)?,
            base_url: start.url.to_owned(),
            books: start.books.clone(),
        })
    }

    /// `[mypay]`, for the store.
    fn till_table(&self, start: &Start<'_>) -> String {
        let accounts::StoredStore { uid, key, .. } = &self.accounts.store;
        let base_url = start.url;
        let mut table =
            format!("\n[mypay]\nbase_url = \"{base_url}\"\nmode = \"store\"\nuid = \"{uid}\"\nkey = \"{key}\"\n");
        if let Some(file) = start.ca_file {
            table.push_str(&format!("ca_file = \"{file}\"\n"));
        }
        table
    }

    async fn answer(&self, incoming: &Incoming, disturbances: &Disturbances) -> Option<Reply> {
        let route = route(&incoming.path)?;
        Some(self.answer_route(route, incoming, disturbances).await)
    }

    /// No order's key is in it.
    fn ledger(&self) -> Value {
        let mut value = self.lock().to_json();
        for order in value["orders"].as_array_mut().into_iter().flatten() {
            order["notifications"] = Value::Array(self.notifier.of_order(&order["uid"]));
        }
        value
    }

    fn manage(&self, path: &str, method: &Method, body: &[u8]) -> Option<Managed> {
        (path == "mypay/notifications").then(|| self.manage_notifications(method, body))
    }
}

impl Mypay {
    async fn answer_route(&self, route: Route, incoming: &Incoming, disturbances: &Disturbances) -> Reply {
        match (route, &incoming.method) {
            (Route::PayPage(uid), &Method::GET) => self.show_page(uid),
            (Route::PayPage(uid), &Method::POST) => self.act_on_page(uid, &incoming.body),
            // "只接受POST方式傳送交易資料".
            (Route::Api(entrance), &Method::POST) => {
                self.lock().count_request();
                let reply = self.answer_api(entrance, incoming, disturbances).await;
                // Writes the count, unless that went with what the call changed.
                self.with_ledger(|_| ((), None));
                reply
            }
            _ => Reply::text(StatusCode::METHOD_NOT_ALLOWED, "use POST\n"),
        }
    }

    /// `/_sandbox/mypay/notifications`: the settings, and what was sent.
    fn manage_notifications(&self, method: &Method, body: &[u8]) -> Managed {
        match *method {
            Method::GET => {}
            Method::POST => self
                .notifier
                .configure(body)
                .map_err(|problem| (StatusCode::BAD_REQUEST, problem))?,
            _ => {
                return Err((
                    StatusCode::METHOD_NOT_ALLOWED,
                    format!("notifications does not take {method}"),
                ));
            }
        }
        Ok(self.notifier.to_json())
    }

    async fn answer_api(&self, entrance: Entrance, incoming: &Incoming, disturbances: &Disturbances) -> Reply {
        let request = match self.open(entrance, incoming) {
            Ok(request) => request,
            Err(refusal) => return wire::reply(&refusal.into_fields(), None),
        };
        let call = Call {
            operation: request.command.listed(),
            reference: &self.reference(&request),
            barcode: &request.scanned.code,
            magic: faults::by_barcode(&request.scanned.code),
            delay: DELAY,
        };
        let answer = |fault| wire::reply(&self.commit(&request, fault), fault);
        disturbances.answer(&call, &incoming.path, answer).await
    }

    fn open(&self, entrance: Entrance, incoming: &Incoming) -> Result<Request, message::Refusal> {
        let wire::Opened { command, message } =
            wire::open(entrance, &incoming.headers, &incoming.body, &self.accounts)?;
        let by_agent = entrance == Entrance::Agent;
        let problems = fields::problems(command, &message, &self.accounts.store.uid, by_agent);
        if !problems.is_empty() {
            return Err(command.refuse(&problems));
        }
        let scanned = match command {
            Command::ScanPay => tools::scanned_code(&message).unwrap_or_default(),
            _ => tools::ScannedCode::default(),
        };
        Ok(Request {
            command,
            message,
            scanned,
        })
    }

    /// The order_id that fault rules match. Queries and refunds name the order by its uid.
    fn reference(&self, request: &Request) -> String {
        match request.command {
            Command::CreateOrder | Command::ScanPay => request.text("order_id"),
            Command::QueryOrder | Command::RefundOrder => {
                let uid = request.text("uid").parse().unwrap_or_default();
                let ledger = self.lock();
                ledger.by_uid(uid).map(ledger::Order::order_id).unwrap_or_default()
            }
        }
    }

    fn commit(&self, request: &Request, fault: Option<Fault>) -> Fields {
        if let Some(fault) = fault.filter(|fault| prevents_commit(*fault)) {
            return effects::instead_of_commit(fault, request.command, &request.scanned.code);
        }
        let page = |uid| format!("{}/payment/{uid}.html", self.base_url);
        self.with_ledger(|ledger| {
            let done = operations::commit(request, ledger, taipei::now(), page);
            done.map_or_else(
                |refusal| (refusal.into_fields(), None),
                |done| (done.reply, done.report),
            )
        })
    }

    fn show_page(&self, uid: u64) -> Reply {
        match self.lock().by_uid(uid) {
            Some(order) => pay_page::show(order),
            None => pay_page::problem(StatusCode::NOT_FOUND, "no such order"),
        }
    }

    fn act_on_page(&self, uid: u64, body: &[u8]) -> Reply {
        let action = match pay_page::action(body) {
            Ok(action) => action,
            Err(problem) => return pay_page::problem(StatusCode::BAD_REQUEST, &problem),
        };
        match self.act(uid, action) {
            Ok(reply) => reply,
            Err(ledger::Problem::UnknownOrder) => pay_page::problem(StatusCode::NOT_FOUND, "no such order"),
            Err(problem) => pay_page::problem(StatusCode::CONFLICT, problem.text()),
        }
    }

    /// The customer pays on the order's page. Whether that was possible.
    pub(crate) fn pay_on_page(&self, uid: &str) -> bool {
        let uid = uid.parse().unwrap_or_default();
        self.act(uid, ledger::Action::Pay(None)).is_ok()
    }

    fn act(&self, uid: u64, action: ledger::Action) -> Result<Reply, ledger::Problem> {
        self.with_ledger(|ledger| match ledger.act(uid, action, taipei::now()) {
            Ok(order) => (Ok(pay_page::done(order)), Some(report::notified(order))),
            Err(problem) => (Err(problem), None),
        })
    }

    /// Changes the ledger, here and on disk, and only then tells of it.
    fn with_ledger<T>(&self, change: impl FnOnce(&mut Ledger) -> (T, Option<Fields>)) -> T {
        let mut ledger = self.lock();
        let (result, report) = change(&mut ledger);
        // Still under the lock, so that no older record overwrites a newer one, and reports queue up in the order of
        // what they report.
        self.books.write(&ledger.take_unsaved());
        report.iter().for_each(|report| self.notifier.send(report));
        result
    }

    fn lock(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
