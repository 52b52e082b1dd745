//! Telling the merchant's web server what became of an order, until it says that it has heard.
//!
//! The real host repeats a notification several times, whatever came before it, and not in order
//! (docs/protocol.md). Here each goes out once and in order, until `copies` and `reorder` ask for the worse.

use super::message::Fields;
use super::post::{self, Target};
use crate::StartError;
use crate::books::{Books, Record};
use crate::incoming::json_problem;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::sleep;

/// The whole body by which a receiver says that it has heard.
const HEARD: &str = "8888";
/// The list of `crate::books` that holds every try.
const SENT: &str = "mypay.notifications";
/// How much of another answer is kept.
const KEPT_CHARS: usize = 200;

/// Where notifications go, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    /// Nothing is sent while there is none.
    pub(super) url: Option<String>,
    /// How often each notification is sent although the receiver has heard it.
    copies: u32,
    /// Hold notifications back for a moment, and send the last one first.
    reorder: bool,
    /// That moment.
    hold_milliseconds: u64,
    /// How long to wait after an answer that is not 8888.
    retry_milliseconds: u64,
    /// How often each copy is tried.
    most_tries: u32,
    /// How long to wait for an answer.
    timeout_milliseconds: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            url: None,
            copies: 1,
            reorder: false,
            hold_milliseconds: 500,
            retry_milliseconds: 1000,
            most_tries: 10,
            timeout_milliseconds: 2000,
        }
    }
}

impl Settings {
    fn check(&self) -> Result<(), String> {
        if let Some(url) = &self.url {
            post::target(url)?;
        }
        let ranges = [
            ("copies", u64::from(self.copies), 1..=100),
            ("hold_milliseconds", self.hold_milliseconds, 0..=60_000),
            ("retry_milliseconds", self.retry_milliseconds, 1..=600_000),
            ("most_tries", u64::from(self.most_tries), 1..=1000),
            ("timeout_milliseconds", self.timeout_milliseconds, 1..=60_000),
        ];
        match ranges.iter().find(|(_, value, range)| !range.contains(value)) {
            Some((name, _, range)) => Err(format!("{name} must be {}-{}", range.start(), range.end())),
            None => Ok(()),
        }
    }
}

/// One try, for `GET /_sandbox/mypay/notifications`. It holds no order's key.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Sent {
    uid: u64,
    order_id: String,
    prc: String,
    copy: u32,
    #[serde(rename = "try")]
    number: u32,
    accepted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// A notification on its way.
#[derive(Debug, Clone)]
struct Notification {
    uid: u64,
    order_id: String,
    prc: String,
    body: String,
    copy: u32,
    settings: Settings,
    url: String,
}

/// Sends notifications on tasks of its own.
#[derive(Clone)]
pub(super) struct Notifier(Arc<Shared>);

struct Shared {
    /// Where the sandbox was told to send when it started: what comes later may only change the path.
    start: Option<Target>,
    settings: Mutex<Settings>,
    sent: Mutex<Vec<Sent>>,
    books: Arc<Books>,
    queue: OnceLock<UnboundedSender<Notification>>,
}

impl Notifier {
    /// Sends to `url` from the beginning, if there is one. What was sent in earlier runs is known; what they had not
    /// brought to an end is not sent again.
    pub(super) fn load(books: &Arc<Books>, url: Option<String>) -> Result<Self, StartError> {
        let start = url.as_deref().map(post::target).transpose();
        let settings = Settings {
            url,
            ..Settings::default()
        };
        Ok(Notifier(Arc::new(Shared {
            start: start.map_err(StartError::NotifyUrl)?,
            settings: Mutex::new(settings),
            sent: Mutex::new(books.read(SENT)?),
            books: books.clone(),
            queue: OnceLock::new(),
        })))
    }

    /// Takes what `POST /_sandbox/mypay/notifications` says; what it leaves out is as at the start, but for
    /// the url, which stays.
    pub(super) fn configure(&self, body: &[u8]) -> Result<(), String> {
        let said: Value = serde_json::from_slice(body).map_err(|error| json_problem(&error))?;
        let has_url = said.get("url").is_some();
        let mut settings: Settings = serde_json::from_value(said).map_err(|error| json_problem(&error))?;
        let mut present = lock(&self.0.settings);
        if !has_url {
            settings.url = present.url.clone();
        }
        settings.check()?;
        if let Some(url) = &settings.url {
            self.check_destination(&post::target(url)?)?;
        }
        *present = settings;
        Ok(())
    }

    /// Whoever can reach the sandbox must not make it post anywhere in its network.
    fn check_destination(&self, target: &Target) -> Result<(), String> {
        let told = self.0.start.as_ref().is_some_and(|start| start.is_beside(target));
        match told || target.is_this_machine() {
            true => Ok(()),
            false => Err("url must be on this machine, or where --notify-url sends to".to_owned()),
        }
    }

    /// The settings, and every try with what came back.
    pub(super) fn to_json(&self) -> Value {
        json!({"settings": &*lock(&self.0.settings), "sent": &*lock(&self.0.sent)})
    }

    /// The tries that an order's notifications took, for the ledger.
    pub(super) fn of_order(&self, uid: &Value) -> Vec<Value> {
        let sent = lock(&self.0.sent);
        let tries = sent.iter().filter(|sent| *uid == json!(sent.uid));
        tries
            .map(|sent| json!({"prc": sent.prc, "copy": sent.copy, "try": sent.number, "accepted": sent.accepted}))
            .collect()
    }

    /// Sends a report, if there is an address. To be called on the sandbox's runtime; returns at once.
    pub(super) fn send(&self, report: &Fields) {
        let settings = lock(&self.0.settings).clone();
        let Some(url) = settings.url.clone() else {
            return;
        };
        let text = |name: &str| {
            report
                .get(name)
                .and_then(super::message::value_text)
                .unwrap_or_default()
        };
        let notification = Notification {
            uid: report.get("uid").and_then(Value::as_u64).unwrap_or_default(),
            order_id: text("order_id"),
            prc: text("prc"),
            body: form_body(report),
            copy: 1,
            settings,
            url,
        };
        let queue = self.0.queue.get_or_init(|| {
            let (queue, waiting) = unbounded_channel();
            tokio::spawn(self.clone().work(waiting));
            queue
        });
        // It can only fail while the sandbox stops.
        let _ = queue.send(notification);
    }

    /// One first try after the other, so that a receiver that answers sees what happened in order; what must
    /// be tried again is tried beside, so that a dead receiver holds nothing up for long.
    async fn work(self, mut waiting: UnboundedReceiver<Notification>) {
        while let Some(first) = waiting.recv().await {
            let mut batch = vec![first];
            if batch[0].settings.reorder {
                sleep(Duration::from_millis(batch[0].settings.hold_milliseconds)).await;
                while let Ok(next) = waiting.try_recv() {
                    batch.push(next);
                }
                batch.reverse();
            }
            let most_copies = batch.iter().map(|one| one.settings.copies).max().unwrap_or_default();
            for copy in 1..=most_copies {
                for one in batch.iter().filter(|one| copy <= one.settings.copies) {
                    self.begin(Notification { copy, ..one.clone() }).await;
                }
            }
        }
    }

    async fn begin(&self, notification: Notification) {
        if self.try_once(&notification, 1).await {
            return;
        }
        let this = self.clone();
        tokio::spawn(async move {
            for number in 2..=notification.settings.most_tries {
                sleep(Duration::from_millis(notification.settings.retry_milliseconds)).await;
                if this.try_once(&notification, number).await {
                    return;
                }
            }
        });
    }

    /// Whether the receiver has heard.
    async fn try_once(&self, notification: &Notification, number: u32) -> bool {
        let limit = Duration::from_millis(notification.settings.timeout_milliseconds);
        let answer = post::form(&notification.url, &notification.body, limit).await;
        let accepted = matches!(&answer, Ok(answer) if answer.status == 200 && answer.body == HEARD);
        let (status, text, error) = match answer {
            Ok(answer) => {
                let text = answer.body.chars().take(KEPT_CHARS).collect();
                (Some(answer.status), Some(text), None)
            }
            Err(error) => (None, None, Some(error)),
        };
        let mut sent = lock(&self.0.sent);
        let entry = Sent {
            uid: notification.uid,
            order_id: notification.order_id.clone(),
            prc: notification.prc.clone(),
            copy: notification.copy,
            number,
            accepted,
            status,
            answer: text,
            error,
        };
        self.0.books.write(&[Record::new(SENT, sent.len(), &entry)]);
        sent.push(entry);
        accepted
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The fields as PHP's `http_build_query` writes them: lists as `voucher_paid[0][name]=…`, empty ones not at all.
fn form_body(report: &Fields) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    for (name, value) in report {
        append(&mut body, name, value);
    }
    body.finish()
}

fn append(body: &mut form_urlencoded::Serializer<'_, String>, name: &str, value: &Value) {
    match value {
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                append(body, &format!("{name}[{index}]"), entry);
            }
        }
        Value::Object(fields) => {
            for (inner, value) in fields {
                append(body, &format!("{name}[{inner}]"), value);
            }
        }
        value => {
            let text = super::message::value_text(value).unwrap_or_default();
            body.append_pair(name, &text);
        }
    }
}
