//! The transaction that a request names, to whichever provider it goes.

use crate::text::printable;
use crate::{each_provider, json, wire};

macro_rules! references {
    ($($provider:ident $Name:ident,)*) => {
        /// What names a transaction in the requests of each provider.
        const REFERENCES: &[&[&str]] = &[$(crate::$provider::REFERENCES),*];
    };
}
each_provider!(references);

/// The transaction that a request for `call_json` is about, for a caller whose own fault would lose it.
///
/// `None` for text that is not a JSON object, or that names none. A character that could forge a line of a log is
/// written out.
pub fn reference_in(request: &str) -> Option<String> {
    // A request with a member twice is refused, but still names its transaction.
    let request = json::read(request)
        .or_else(|_| serde_json::from_str(json::unmarked(request)))
        .ok()?;
    let mut named = REFERENCES
        .iter()
        .copied()
        .flatten()
        .filter_map(|name| wire::value_text(request.get(name)?));
    named.find(|text| !text.is_empty()).map(|text| printable(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_its_transaction() {
        for (request, reference) in [
            (r#"{"OPSeq":"A1","TxAmt":36}"#, Some("A1")),
            ("\u{feff}{\"OPSeq\":\"A1\"}", Some("A1")),
            (r#"{"uid":"86","order_id":"","cost":1}"#, Some("86")),
            (r#"{"uid":"86","order_id":7}"#, Some("7")),
            (r#"{"transaction_id":"T1"}"#, Some("T1")),
            (r#"{"TxAmt":36}"#, None),
            (r#"["OPSeq"]"#, None),
            ("OPSeq", None),
        ] {
            assert_eq!(reference_in(request).as_deref(), reference, "{request}");
        }
    }
}
