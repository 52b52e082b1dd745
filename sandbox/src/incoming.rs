//! A request as it came in.

use hyper::body::Bytes;
use hyper::header::CONTENT_TYPE;
use hyper::{HeaderMap, Method};

/// A request whose body has arrived whole.
pub(crate) struct Incoming {
    pub(crate) method: Method,
    /// Whom the request line names, where it is a whole URL as for a proxy.
    pub(crate) authority: Option<String>,
    pub(crate) path: String,
    /// What follows the `?`; empty if nothing does.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// What is wrong with JSON that a person sent, without the value that is: it could be a code from a phone.
pub(crate) fn json_problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let value = text.find(": ").zip(text.find(", expected"));
    match value {
        Some((start, end)) if text.starts_with("invalid") && start < end => {
            format!("{}{}", &text[..start], &text[end..])
        }
        _ => text,
    }
}

/// `Content-Type` without its parameters, in lower case; empty if there is none.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = value.unwrap_or_default().split(';').next().unwrap_or_default();
    media_type.trim().to_ascii_lowercase()
}
