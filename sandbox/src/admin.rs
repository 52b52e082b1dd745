//! The sandbox's own paths, under `/_sandbox/`: look at the ledger, ask for faults and notifications.

use crate::fault_rules::{FaultRule, Queue};
use crate::incoming::{Incoming, json_problem, media_type};
use crate::reply::Reply;
use crate::world::World;
use hyper::{Method, StatusCode};
use serde_json::{Value, json};

/// The answer, or `None` if the path is not one of the sandbox's own.
pub(crate) fn answer(incoming: &Incoming, world: &World) -> Option<Reply> {
    let Incoming { method, body, .. } = incoming;
    let path = incoming.path.strip_prefix("/_sandbox/")?;
    // A page elsewhere can send forms and plain text without asking first, but not JSON.
    if method == Method::POST && media_type(&incoming.headers) != "application/json" {
        let problem = "send JSON, with Content-Type: application/json";
        return Some(error(StatusCode::UNSUPPORTED_MEDIA_TYPE, problem));
    }
    let faults = &world.disturbances.faults;
    let reply = match (path, method) {
        ("ledger", &Method::GET) => ok(&world.providers.ledger()),
        ("faults", &Method::GET) => ok(&json!({"pending": faults.pending()})),
        ("faults", &Method::DELETE) => ok(&json!({"removed": faults.clear()})),
        ("faults", &Method::POST) => add_fault(body, faults),
        ("ledger" | "faults", _) => error(
            StatusCode::METHOD_NOT_ALLOWED,
            &format!("{path} does not take {method}"),
        ),
        _ => match world.providers.manage(path, method, body) {
            Some(Ok(value)) => ok(&value),
            Some(Err((status, problem))) => error(status, &problem),
            None => error(
                StatusCode::NOT_FOUND,
                "the sandbox's own paths are /_sandbox/ledger, /_sandbox/faults and those of its providers, such as \
                 /_sandbox/mypay/notifications",
            ),
        },
    };
    Some(reply)
}

fn add_fault(body: &[u8], faults: &Queue) -> Reply {
    let parsed = serde_json::from_slice::<FaultRule>(body).map_err(|error| json_problem(&error));
    match parsed.and_then(|rule| rule.check().map(|()| rule)) {
        Ok(rule) => {
            faults.add(rule);
            ok(&json!({"pending": faults.pending()}))
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
