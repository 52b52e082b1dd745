//! What names the transaction of a request; the parser has made sure that each has such a field.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};
use xtask::model::Model;
use xtask::parse;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn model() -> Model {
    parse::read(&root()).unwrap_or_else(|problem| panic!("{problem}"))
}

#[test]
fn fields_in_the_order_of_preference() {
    let model = model();
    let of = |provider: &str, name: &str| -> Vec<String> {
        let provider = model.provider(provider).unwrap();
        let fields = provider.references_of(provider.message(name).unwrap());
        fields.map(|field| field.name.clone()).collect()
    };
    assert_eq!(of("icash", "RefundTopUpRequest"), ["op_seq"]);
    assert_eq!(of("mypay", "RefundOrderRequest"), ["order_id", "uid"]);
    assert_eq!(of("mypay", "ExpectedOrder"), ["order_id", "uid"]);
    assert_eq!(of("omni", "IpassRefundRequest"), ["transaction_id"]);
    assert_eq!(of("linepay", "CaptureRequest"), ["order_id"]);
}

/// Of a request whose provider nobody told.
#[test]
fn core_knows_those_of_every_provider() {
    for name in model().providers.iter().flat_map(|provider| &provider.references) {
        let found = twpos::reference_in(&format!("{{\"{name}\":\"A1\"}}"));
        assert_eq!(found.as_deref(), Some("A1"), "{name}");
    }
}
