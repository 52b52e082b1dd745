//! The sandbox's own paths, under `/_sandbox/`: look at the ledger, ask for faults.

use crate::faults::FaultRule;
use crate::reply::Reply;
use crate::server::World;
use hyper::{Method, StatusCode};
use serde_json::{Value, json};

/// The answer, or `None` if the path is not one of the sandbox's own.
pub(crate) fn answer(method: &Method, path: &str, body: &[u8], world: &World) -> Option<Reply> {
    let path = path.strip_prefix("/_sandbox/")?;
    let reply = match (path, method) {
        ("ledger", &Method::GET) => ok(&ledger(world)),
        ("faults", &Method::GET) => ok(&json!({"pending": world.faults.pending()})),
        ("faults", &Method::DELETE) => ok(&json!({"removed": world.faults.clear()})),
        ("faults", &Method::POST) => add_fault(body, world),
        ("ledger" | "faults", _) => error(
            StatusCode::METHOD_NOT_ALLOWED,
            &format!("{path} does not take {method}"),
        ),
        _ => error(
            StatusCode::NOT_FOUND,
            "the sandbox's own paths are /_sandbox/ledger and /_sandbox/faults",
        ),
    };
    Some(reply)
}

/// The ledgers of all providers.
pub(crate) fn ledger(world: &World) -> Value {
    json!({"icash": world.icash.ledger()})
}

fn add_fault(body: &[u8], world: &World) -> Reply {
    let parsed = serde_json::from_slice::<FaultRule>(body).map_err(|error| error.to_string());
    match parsed.and_then(|rule| rule.check().map(|()| rule)) {
        Ok(rule) => {
            world.faults.add(rule);
            ok(&json!({"pending": world.faults.pending()}))
        }
        Err(problem) => error(StatusCode::BAD_REQUEST, &problem),
    }
}

fn ok(value: &Value) -> Reply {
    Reply::json(StatusCode::OK, value)
}

fn error(status: StatusCode, problem: &str) -> Reply {
    Reply::json(status, &json!({"error": problem}))
}
