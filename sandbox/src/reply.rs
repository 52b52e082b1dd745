//! A finished answer, and how it leaves.

use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use hyper::{HeaderMap, Response, StatusCode};
use serde_json::Value;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::Sleep;

/// Long enough that hyper has surely flushed the first half before the connection closes.
const FLUSH_TIME: Duration = Duration::from_millis(50);

/// An answer that is ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) ending: Ending,
}

/// What happens to the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The answer is sent and the connection stays open.
    Normal,
    /// Headers and half of the body are sent, then the connection closes.
    CloseMidBody,
    /// Nothing is sent; the connection is reset.
    Reset,
    /// Nothing is sent; the connection stays open.
    Never,
}

impl Reply {
    pub(crate) fn new(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        Reply {
            status,
            headers,
            body: body.into(),
            ending: Ending::Normal,
        }
    }

    pub(crate) fn json(status: StatusCode, value: &Value) -> Self {
        Self::new(status, "application/json; charset=utf-8", value.to_string())
    }

    pub(crate) fn html(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self::new(status, "text/html; charset=utf-8", body)
    }

    pub(crate) fn text(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self::new(status, "text/plain; charset=utf-8", body)
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// The answer as hyper wants it.
    pub(crate) fn into_response(mut self) -> Response<Outgoing> {
        let body = if self.ending == Ending::CloseMidBody {
            self.headers.insert(CONTENT_LENGTH, HeaderValue::from(self.body.len()));
            Outgoing::Half(Some(self.body.slice(..self.body.len() / 2)), None)
        } else {
            Outgoing::Whole(Some(self.body))
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// A body that arrives whole, or breaks off half-way.
pub(crate) enum Outgoing {
    Whole(Option<Bytes>),
    Half(Option<Bytes>, Option<Pin<Box<Sleep>>>),
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        match &mut *self {
            Outgoing::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Outgoing::Half(bytes, sleep) => {
                if let Some(bytes) = bytes.take() {
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                let sleep = sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep(FLUSH_TIME)));
                // An error is how a body tells hyper to close the connection without finishing it.
                sleep
                    .as_mut()
                    .poll(context)
                    .map(|()| Some(Err(std::io::Error::other("closed on purpose"))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Outgoing::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Outgoing::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
            Outgoing::Half(..) => SizeHint::default(),
        }
    }
}
