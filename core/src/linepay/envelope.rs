//! What makes a request LINE Pay's: its path, the bytes that are sent, and the signature over them.

use crate::crypto::{Secret, hmac_sha256};
use crate::encoding::encode_base64;
use crate::error::{Error, ErrorKind};
use crate::uuid::uuid;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

/// What travels, and where.
pub(super) enum Payload {
    /// The body of a POST, which may be empty. It may hold the customer's code, so it is wiped after use.
    Post(Zeroizing<String>),
    /// The query of a GET, without its question mark; it may be empty.
    Get(String),
}

impl Payload {
    /// A body of these fields.
    pub(super) fn json(fields: &Map<String, Value>) -> Result<Self, Error> {
        let text = serde_json::to_string(fields)
            .map_err(|_| Error::new(ErrorKind::Internal, "the request could not be written as JSON"))?;
        Ok(Payload::Post(Zeroizing::new(text)))
    }

    /// A query of these fields, in which nothing has to be encoded: each was checked to be plain.
    pub(super) fn query(fields: &Map<String, Value>) -> Self {
        let pairs = fields
            .iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", value.as_str()?)));
        Payload::Get(pairs.collect::<Vec<_>>().join("&"))
    }

    fn signed(&self) -> &str {
        match self {
            Payload::Post(body) => body,
            Payload::Get(query) => query,
        }
    }
}

/// The two headers that are made anew for each request.
pub(super) struct Sealed {
    /// `X-LINE-Authorization-Nonce`.
    pub(super) nonce: String,
    /// `X-LINE-Authorization`.
    pub(super) authorization: String,
}

impl Sealed {
    /// Signs what is sent to this path, which is the whole one, under whatever prefix.
    pub(super) fn seal(secret: &Secret<String>, whole_path: &str, payload: &Payload) -> Result<Self, Error> {
        let nonce = uuid()?;
        let authorization = signature(secret, whole_path, payload.signed(), &nonce);
        Ok(Sealed { nonce, authorization })
    }
}

/// Of the secret, the path, the body or query and the nonce, one after the other, under the secret.
fn signature(secret: &Secret<String>, path: &str, body_or_query: &str, nonce: &str) -> String {
    let key = secret.expose().as_bytes();
    encode_base64(&hmac_sha256(
        key,
        &[key, path.as_bytes(), body_or_query.as_bytes(), nonce.as_bytes()],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linepay::PayRequest;

    const VECTORS: &str = include_str!("../../../conformance/vectors/linepay.json");

    fn text(value: &Value) -> &str {
        value.as_str().unwrap()
    }

    #[test]
    fn the_golden_vectors_are_signed_alike() {
        let vectors: Value = serde_json::from_str(VECTORS).unwrap();
        let secret = Secret::from(text(&vectors["keys"]["channel_secret"]));
        let cases = vectors["sign"].as_array().unwrap();
        assert!(cases.len() >= 5);
        for case in cases {
            let [path, signed, nonce] = ["path", "body_or_query", "nonce"].map(|name| text(&case[name]));
            assert_eq!(
                signature(&secret, path, signed, nonce),
                text(&case["authorization"]),
                "{}",
                case["name"]
            );
        }
    }

    /// Not only the same values: the same bytes, since these are signed.
    #[test]
    fn a_message_becomes_the_bytes_of_the_golden_payment() {
        let vectors: Value = serde_json::from_str(VECTORS).unwrap();
        let golden = text(&vectors["sign"][0]["body_or_query"]);
        let request: PayRequest = serde_json::from_str(golden).unwrap();
        let fields = crate::wire::to_fields(&request, &[]).unwrap();
        assert_eq!(Payload::json(&fields).unwrap().signed(), golden);
    }

    #[test]
    fn no_nonce_comes_twice() {
        let secret = Secret::from("secret");
        let seal = || Sealed::seal(&secret, "/v4/payments", &Payload::Get(String::new())).unwrap();
        let (one, other) = (seal(), seal());
        assert_ne!(one.nonce, other.nonce);
        assert_ne!(one.authorization, other.authorization);
        assert_eq!((one.nonce.len(), &one.nonce[14..15]), (36, "4"));
    }
}
