//! What a fault does to a call, whoever the provider is: everything below the provider's envelope.
//!
//! The faults that only make sense inside a provider's envelope are in `effects.rs` of its folder.

use crate::fault_rules::{Call, Queue, Strike};
use crate::faults::Fault;
use crate::reply::{Ending, Reply};
use hyper::StatusCode;
use hyper::header::{HeaderValue, LOCATION, RETRY_AFTER};
use std::time::Duration;

const OVERSIZE_BYTES: usize = 2 * 1024 * 1024;

/// Whether the call is answered without reaching the ledger.
pub(crate) fn prevents_commit(fault: Fault) -> bool {
    matches!(
        fault,
        Fault::Hang | Fault::Http401 | Fault::Http403 | Fault::Http429 | Fault::Decline | Fault::QuoteBarcode
    )
}

/// What stands between a call that could be read and its answer, for every provider.
#[derive(Default)]
pub(crate) struct Disturbances {
    pub(crate) faults: Queue,
    pub(crate) processing_delay: Duration,
}

impl Disturbances {
    /// Waits, lets `answer` commit the call and seal its reply under the fault that strikes it, and
    /// sends the reply the way the fault demands.
    pub(crate) async fn answer(
        &self,
        call: &Call<'_>,
        path: &str,
        answer: impl FnOnce(Option<Fault>) -> Reply,
    ) -> Reply {
        let strike = self.faults.strike_call(call);
        tokio::time::sleep(self.processing_delay).await;
        sleep_if(strike, Fault::DelayBeforeCommit).await;
        let fault = strike.map(|strike| strike.fault);
        let reply = answer(fault);
        sleep_if(strike, Fault::DelayAfterCommit).await;
        match fault {
            Some(fault) => alter_reply(fault, path, reply),
            None => reply,
        }
    }
}

async fn sleep_if(strike: Option<Strike>, delay: Fault) {
    if let Some(strike) = strike.filter(|strike| strike.fault == delay) {
        tokio::time::sleep(strike.delay).await;
    }
}

/// Changes the body before it is signed.
///
/// Spaces after the object are still valid JSON, so that only a cap on the size stops the oversize one.
pub(crate) fn alter_body(fault: Fault, mut body: Vec<u8>) -> Vec<u8> {
    if fault == Fault::Oversize {
        body.resize(OVERSIZE_BYTES, b' ');
    }
    body
}

/// Spoils the finished reply.
fn alter_reply(fault: Fault, path: &str, reply: Reply) -> Reply {
    match fault {
        Fault::Hang => end(reply, Ending::Never),
        Fault::ResetAfterCommit => end(reply, Ending::Reset),
        Fault::CloseMidBody => end(reply, Ending::CloseMidBody),
        Fault::Truncate => truncate(reply),
        Fault::Http403 => error_page(
            StatusCode::FORBIDDEN,
            "Request blocked by the web application firewall.",
        ),
        Fault::Http429 => error_page(StatusCode::TOO_MANY_REQUESTS, "Too many requests.")
            .with_header(RETRY_AFTER.as_str(), HeaderValue::from_static("1")),
        Fault::Http500 => error_page(StatusCode::INTERNAL_SERVER_ERROR, "Server Error in '/' Application."),
        Fault::Http502 => error_page(StatusCode::BAD_GATEWAY, "The upstream server did not answer."),
        Fault::Redirect => redirect(path),
        _ => reply,
    }
}

fn end(reply: Reply, ending: Ending) -> Reply {
    Reply { ending, ..reply }
}

fn truncate(reply: Reply) -> Reply {
    let half = reply.body.slice(..reply.body.len() / 2);
    Reply { body: half, ..reply }
}

fn error_page(status: StatusCode, text: &str) -> Reply {
    let page = format!(
        "<!DOCTYPE html>\n<html><head><title>{status}</title></head><body><h1>{status}</h1><p>{text}</p></body></html>\n"
    );
    Reply::html(status, page)
}

/// To a path that this server would take as the same operation again: whoever follows, charges twice.
fn redirect(path: &str) -> Reply {
    let reply = Reply::html(StatusCode::FOUND, "<!DOCTYPE html>\n<html><body>Moved.</body></html>\n");
    match HeaderValue::from_str(&format!("/moved{path}")) {
        Ok(location) => reply.with_header(LOCATION.as_str(), location),
        Err(_) => reply,
    }
}
