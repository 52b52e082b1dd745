//! What a provider's host is to the rest of the sandbox.

use crate::books::Books;
use crate::effects::Disturbances;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::state_dir::StateDir;
use crate::{Options, StartError};
use hyper::{Method, StatusCode};
use serde_json::Value;
use std::sync::Arc;

/// What a host is started with.
pub(crate) struct Start<'a> {
    pub(crate) state_dir: &'a StateDir,
    pub(crate) books: &'a Arc<Books>,
    pub(crate) options: &'a Options,
    /// Where it is spoken to.
    pub(crate) url: &'a str,
    /// The certificate that a till must trust, if it is spoken to with TLS.
    pub(crate) ca_file: Option<&'a str>,
}

/// How one of the sandbox's own paths answers.
pub(crate) type Managed = Result<Value, (StatusCode, String)>;

/// A provider's host.
pub(crate) trait Host: Sized {
    /// Loads or makes its keys, and loads its ledger.
    fn start(start: &Start<'_>) -> Result<Self, StartError>;

    /// What it adds to `till.toml`.
    fn till_table(&self, start: &Start<'_>) -> String;

    /// The answer, or `None` if the path is not one of its own.
    fn answer(&self, incoming: &Incoming, disturbances: &Disturbances) -> impl Future<Output = Option<Reply>> + Send;

    /// Everything that it did, and the number of calls, well-formed or not.
    fn ledger(&self) -> Value;

    /// The answer on a path behind `/_sandbox/`, or `None` if it has no such path.
    fn manage(&self, _path: &str, _method: &Method, _body: &[u8]) -> Option<Managed> {
        None
    }
}
