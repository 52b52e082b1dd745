//! A request as it came in.

use hyper::body::Bytes;
use hyper::{HeaderMap, Method};

/// A request whose body has arrived whole.
pub(crate) struct Incoming {
    pub(crate) method: Method,
    pub(crate) path: String,
    /// What follows the `?`; empty if nothing does.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}
