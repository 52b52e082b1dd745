//! The host's clock, which can be moved: codes, waits and authorisations end by it.

use crate::StartError;
use crate::books::{Books, Record};
use crate::host::Managed;
use crate::incoming::json_problem;
use hyper::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The list of `crate::books` that holds by how much it is fast.
const FORWARD: &str = "linepay.clock_forward_seconds";
/// A hundred years: what follows still has four digits for its year.
const MOST_SECONDS: i64 = 100 * 365 * 24 * 60 * 60;

/// Goes as the system's clock does, some seconds fast.
pub(super) struct Clock {
    forward_seconds: Mutex<i64>,
    books: Arc<Books>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    forward_seconds: u32,
}

impl Clock {
    pub(super) fn load(books: &Arc<Books>) -> Result<Self, StartError> {
        let forward = books.read(FORWARD)?.first().copied();
        Ok(Clock {
            forward_seconds: Mutex::new(forward.unwrap_or_default()),
            books: books.clone(),
        })
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp::now() + SignedDuration::from_secs(*self.lock())
    }

    /// Looks at it, or moves it on. What has ended does not begin again, so it never goes back.
    pub(super) fn manage(&self, method: &Method, body: &[u8]) -> Managed {
        match *method {
            Method::GET => {}
            Method::POST => self.forward(body).map_err(|text| (StatusCode::BAD_REQUEST, text))?,
            _ => {
                let problem = format!("linepay/clock does not take {method}");
                return Err((StatusCode::METHOD_NOT_ALLOWED, problem));
            }
        }
        let now = iso(self.now());
        Ok(json!({"now": now, "forward_seconds": *self.lock()}))
    }

    fn forward(&self, body: &[u8]) -> Result<(), String> {
        let Move { forward_seconds } = serde_json::from_slice(body).map_err(|error| json_problem(&error))?;
        let mut seconds = self.lock();
        let moved = *seconds + i64::from(forward_seconds);
        if moved > MOST_SECONDS {
            return Err("forward_seconds: a hundred years are enough".to_owned());
        }
        *seconds = moved;
        self.books.write(&[Record::new(FORWARD, 0, &moved)]);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, i64> {
        self.forward_seconds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// ISO 8601 in UTC, as LINE Pay writes times.
pub(super) fn iso(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
