//! Every limit of the six request tables: at the limit nothing is refused before sending, one beyond
//! it the error names the field and nothing is sent.

use crate::support::*;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use twpos::icash::*;
use twpos::{Error, ErrorKind, Outcome};

/// Field, most characters, whether it may be empty. Read from document 000, not from the code.
type TextRow = (&'static str, usize, bool);

const PAY_TEXTS: &[TextRow] = &[
    ("BuyerID", 1024, false),
    ("StoreId", 20, false),
    ("StoreName", 100, false),
    ("OPSeq", 50, false),
    ("ReceiptNo", 10, true),
    ("ReceiptReriod", 7, true),
    ("TaxID", 8, true),
    ("CorpID", 8, false),
    ("Vehicle", 17, true),
    ("Donate", 8, true),
    ("BonusID", 3, true),
    ("PaymentNo", 3, true),
    ("Remark", 1000, true),
    ("ReceiptPrint", 1, true),
];
const REFUND_TEXTS: &[TextRow] = &[
    ("OPSeq", 50, false),
    ("BankSeq", 20, false),
    ("OPRefundSeq", 50, false),
    ("StoreId", 20, false),
    ("StoreName", 100, false),
    ("CorpID", 8, false),
    ("Remark", 1000, true),
];
const CANCEL_TEXTS: &[TextRow] = &[("OPSeq", 50, false), ("CorpID", 8, false)];
const TOP_UP_TEXTS: &[TextRow] = &[
    ("BuyerID", 1024, false),
    ("StoreId", 20, false),
    ("StoreName", 100, false),
    ("OPSeq", 50, false),
    ("CorpID", 8, false),
    ("PaymentNo", 3, true),
    ("Remark", 1000, true),
];
const REFUND_TOP_UP_TEXTS: &[TextRow] = &[
    ("BuyerID", 1024, false),
    ("OPSeq", 50, false),
    ("BankSeq", 20, false),
    ("OPRefundSeq", 50, false),
    ("StoreId", 20, false),
    ("StoreName", 100, false),
    ("CorpID", 8, false),
    ("Remark", 1000, true),
];
const CANCEL_TOP_UP_TEXTS: &[TextRow] = &[("BuyerID", 1024, false), ("OPSeq", 50, false), ("CorpID", 8, false)];

const OPERATIONS: &[(&str, &[TextRow])] = &[
    ("pay", PAY_TEXTS),
    ("refund", REFUND_TEXTS),
    ("cancel", CANCEL_TEXTS),
    ("top_up", TOP_UP_TEXTS),
    ("refund_top_up", REFUND_TOP_UP_TEXTS),
    ("cancel_top_up", CANCEL_TOP_UP_TEXTS),
];
const AMOUNTS: &[(&str, &str, i64)] = &[
    ("pay", "TxAmt", 1),
    ("pay", "NonRedeemAmt", 0),
    ("pay", "NonPointAmt", 0),
    ("pay", "ItemAmt", 0),
    ("pay", "UtilityAmt", 0),
    ("pay", "CommAmt", 0),
    ("pay", "ExceptAmt1", 0),
    ("pay", "ExceptAmt2", 0),
    ("refund", "TxAmt", 1),
    ("top_up", "TopUpAmt", 1),
    ("refund_top_up", "TopUpAmt", 1),
];
const TIMES: &[(&str, &str)] = &[
    ("pay", "OPTime"),
    ("refund", "OPRefundTime"),
    ("top_up", "OPTime"),
    ("refund_top_up", "OPRefundTime"),
];

/// A client whose host refuses connections: a request that passes every check ends as `connect`.
static TILL: LazyLock<Client> = LazyLock::new(|| {
    let free_port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    Client::new(Config::new(
        format!("http://127.0.0.1:{free_port}"),
        till_credentials(&vectors()),
    ))
    .unwrap()
});

fn valid(operation: &str) -> Map<String, Value> {
    let request = match operation {
        "pay" => serde_json::to_value(sale("A-1", 36)),
        "refund" => serde_json::to_value(refund("A-1", 36)),
        "cancel" => serde_json::to_value(cancel("A-1")),
        "top_up" => serde_json::to_value(top_up("A-1", 36)),
        "refund_top_up" => serde_json::to_value(refund_top_up("A-1", 36)),
        _ => serde_json::to_value(cancel_top_up("A-1")),
    };
    request.unwrap().as_object().unwrap().clone()
}

fn attempt(operation: &str, field: &str, value: Value) -> Error {
    let mut request = valid(operation);
    request.insert(field.to_owned(), value);
    TILL.call_json(operation, &Value::Object(request).to_string())
        .unwrap_err()
}

fn assert_passes_checks(error: &Error, what: &str) {
    assert_eq!(error.kind, ErrorKind::Connect, "{what}: {error}");
}

fn assert_names(error: &Error, field: &str) {
    assert_eq!(error.kind, ErrorKind::InvalidRequest, "{field}: {error}");
    assert_eq!(error.outcome, Outcome::NotSent);
    assert!(error.detail.starts_with(&format!("{field}: ")), "{field}: {error}");
}

#[test]
fn texts_are_limited_in_characters_not_bytes() {
    for (operation, rows) in OPERATIONS {
        for (field, max, _) in *rows {
            // A scanned code is ASCII.
            let is_scanned = ["BuyerID", "Vehicle", "Donate"].contains(field);
            let longest = if is_scanned { "x" } else { "見" }.repeat(*max);
            assert_passes_checks(&attempt(operation, field, json!(longest)), field);
            let error = attempt(operation, field, json!("x".repeat(max + 1)));
            assert_names(&error, field);
            assert!(error.detail.contains(&max.to_string()), "{error}");
        }
    }
}

#[test]
fn required_texts_must_not_be_blank_and_others_may_be() {
    for (operation, rows) in OPERATIONS {
        for (field, _, may_be_empty) in *rows {
            for blank in ["", "   "] {
                let error = attempt(operation, field, json!(blank));
                match may_be_empty {
                    true if blank.is_empty() => assert_passes_checks(&error, field),
                    true => {}
                    false => assert_names(&error, field),
                }
            }
        }
    }
}

#[test]
fn amounts_are_whole_and_in_range() {
    for (operation, field, least) in AMOUNTS {
        assert_passes_checks(&attempt(operation, field, json!(least)), field);
        assert_passes_checks(&attempt(operation, field, json!(999_999_999)), field);
        assert_passes_checks(&attempt(operation, field, json!("999999999")), field);
        for wrong in [json!(least - 1), json!(1_000_000_000), json!(i64::MAX), json!(-5)] {
            assert_names(&attempt(operation, field, wrong), field);
        }
        for wrong in [json!(36.5), json!("36.5"), json!("NT$36"), json!(true), json!([36])] {
            assert_names(&attempt(operation, field, wrong), field);
        }
    }
}

#[test]
fn times_have_the_wire_form() {
    for (operation, field) in TIMES {
        assert_passes_checks(&attempt(operation, field, json!("2026/11/21 23:59:59")), field);
        for wrong in [
            "2026-11-21 10:00:00",
            "2026/11/21T10:00:00",
            "2026/02/30 10:00:00",
            "21/11/2026 10:00:00",
            "",
        ] {
            assert_names(&attempt(operation, field, json!(wrong)), field);
        }
    }
}

#[test]
fn item_lists_hold_up_to_61_entries_of_limited_fields() {
    for operation in ["pay", "top_up"] {
        let item = json!({"ItemName": "A".repeat(20), "Quantity": "1".repeat(20), "Remark": "r".repeat(1000)});
        assert_passes_checks(
            &attempt(operation, "ItemList", json!(vec![item.clone(); 61])),
            "ItemList",
        );
        assert_names(&attempt(operation, "ItemList", json!(vec![item; 62])), "ItemList");
        for (field, length) in [("ItemName", 21), ("Quantity", 21), ("Remark", 1001)] {
            let items = json!([{}, {field: "x".repeat(length)}]);
            assert_names(&attempt(operation, "ItemList", items), &format!("ItemList[1].{field}"));
        }
        assert_names(
            &attempt(operation, "ItemList", json!([{"Name": "A"}])),
            "ItemList[0].Name",
        );
    }
}

/// Rows 01, 03 and 23 of ICPOS001, row 02 of ICPOS004: the values that the table prints, and nothing else.
#[test]
fn codes_are_those_of_their_rows() {
    for (operation, field, codes) in [
        ("pay", "PayType", &["Token"][..]),
        ("pay", "Ccy", &["TWD"]),
        ("top_up", "Ccy", &["TWD"]),
        ("pay", "BonusType", &["None", "ByWallet"]),
    ] {
        for code in codes {
            assert_passes_checks(&attempt(operation, field, json!(code)), field);
            for wrong in [
                code.to_lowercase(),
                format!("{code} "),
                " ".to_owned(),
                "USD".to_owned(),
            ] {
                assert_names(&attempt(operation, field, json!(wrong)), field);
            }
        }
    }
    for (operation, field) in [("pay", "PayType"), ("pay", "Ccy"), ("top_up", "Ccy")] {
        assert_names(&attempt(operation, field, json!("")), field);
    }
}

/// Row 24 of ICPOS001.
#[test]
fn a_bonus_category_is_a_listed_one_beside_no_bonus() {
    let attempt = |bonus: &str, category: &str| {
        let mut request = valid("pay");
        request.insert("BonusType".to_owned(), json!(bonus));
        request.insert("BonusCategory".to_owned(), json!(category));
        TILL.call_json("pay", &Value::Object(request).to_string()).unwrap_err()
    };
    for category in ["NotBonusStore", "TobaccoInclude", "DHL", "UtilityInclude"] {
        assert_passes_checks(&attempt("None", category), category);
        assert_names(&attempt("ByWallet", category), "BonusCategory");
    }
    assert_passes_checks(&attempt("", "DHL"), "unset is None");
    for bonus in ["None", "ByWallet", ""] {
        assert_passes_checks(&attempt(bonus, ""), "BonusCategory");
    }
    for wrong in ["dhl", "Other", "內含菸品", " "] {
        assert_names(&attempt("None", wrong), "BonusCategory");
    }
}

/// 機號(2位)，左補0: every table with a till in it.
#[test]
fn a_till_has_two_digits_and_what_is_left_out_is_as_its_row_says() {
    for operation in ["pay", "refund", "top_up", "refund_top_up"] {
        for right in ["01", "99", "00", "1", "0"] {
            assert_passes_checks(&attempt(operation, "PosNo", json!(right)), right);
        }
        for wrong in [
            "", " ", " 1", "1 ", "001", "100", "A1", "1A", "-1", "１", "01\n", "12345678",
        ] {
            assert_names(&attempt(operation, "PosNo", json!(wrong)), "PosNo");
        }
    }
    let (sent, received) = std::sync::mpsc::channel();
    let server = RawServer::start(move |mut stream| {
        sent.send(read_request(&mut stream)).unwrap_or_default();
    });
    let till = Client::new(Config::new(&server.url, till_credentials(&vectors()))).unwrap();
    let mut request = sale("A-1", 36);
    request.pos_no = "7".to_owned();
    request.bonus_type = String::new();
    till.pay(&request).unwrap_err();
    let request = String::from_utf8(received.recv().unwrap()).unwrap();
    let (_, body) = request.split_once("\r\n\r\n").unwrap();
    let enc_data = form_urlencoded::parse(body.as_bytes()).next().unwrap().1.into_owned();
    let message = aes_credential(&vectors()).decrypt(&enc_data).unwrap();
    assert!(message.contains(r#""PosNo":"07""#), "{message}");
    assert!(message.contains(r#""BonusType":"None""#), "{message}");
}

#[test]
fn unknown_mistyped_and_doubled_fields_are_named() {
    assert_names(&attempt("pay", "TxAmmount", json!(5)), "TxAmmount");
    assert_names(&attempt("pay", "StoreId", json!({"id": 1})), "StoreId");
    assert_names(&attempt("pay", "extra", json!({"TxAmt": "1"})), "TxAmt");
    assert_passes_checks(&attempt("pay", "extra", json!({"PlatformID": "10000266"})), "extra");
}

#[test]
fn what_is_no_request_is_refused_with_its_reference_kept() {
    for (text, problem) in [
        ("", "line 1"),
        ("{\"OPSeq\":", "line 1"),
        ("[]", "object"),
        ("36", "object"),
    ] {
        let error = TILL.call_json("pay", text).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::InvalidRequest, Outcome::NotSent)
        );
        assert!(error.detail.contains(problem), "{error}");
    }
    let error = TILL
        .call_json("pay", r#"{"OPSeq":"KEEP-ME","Nonsense":1}"#)
        .unwrap_err();
    assert_eq!(error.reference.as_deref(), Some("KEEP-ME"));
    let error = TILL.call_json("steal", r#"{"OPSeq":"KEEP-ME"}"#).unwrap_err();
    assert!(error.detail.contains("pay, refund, cancel"), "{error}");
    assert_eq!(error.reference.as_deref(), Some("KEEP-ME"));
}

/// Of two amounts nobody can say which one the till meant.
#[test]
fn a_member_that_is_there_twice_is_refused_by_name_at_any_depth() {
    for (text, name) in [
        (r#"{"TxAmt":36,"OPSeq":"TWICE","TxAmt":1}"#, "TxAmt"),
        (r#"{"TxAmt":36,"TxAmt":36,"OPSeq":"TWICE"}"#, "TxAmt"),
        (r#"{"OPSeq":"TWICE","extra":{"A":"1","A":"2"}}"#, "A"),
        (
            r#"{"OPSeq":"TWICE","ItemList":[{"ItemNo":"1","ItemNo":"2"}]}"#,
            "ItemNo",
        ),
    ] {
        let error = TILL.call_json("pay", text).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::InvalidRequest, Outcome::NotSent),
            "{error}"
        );
        assert!(error.detail.starts_with(&format!("{name}: ")), "{error}");
        assert_eq!(error.reference.as_deref(), Some("TWICE"), "{text}");
    }
}

proptest! {
    /// Whatever text a till passes, the length rule is the only one that a free text field has.
    #[test]
    fn any_remark_within_its_length_passes(remark in "\\PC{0,1000}") {
        assert_passes_checks(&attempt("pay", "Remark", json!(remark)), "Remark");
    }

    #[test]
    fn any_amount_is_judged_by_its_range(amount in any::<i64>()) {
        let error = attempt("pay", "TxAmt", json!(amount));
        prop_assert_eq!(error.kind == ErrorKind::Connect, (1..=999_999_999).contains(&amount));
    }

    /// Sealing and opening are inverse for every message, and no other key opens it.
    #[test]
    fn what_is_sealed_opens_again(name in "\\PC{0,200}", other_key in "[a-zA-Z0-9]{32}") {
        let vectors = vectors();
        let credential = aes_credential(&vectors);
        let message = json!({"StoreName": name}).to_string();
        let enc_data = credential.encrypt(&message);
        prop_assert_eq!(credential.decrypt(&enc_data), Some(message.clone()));
        let other = AesCredential::new("1", &other_key, text(&vectors["keys"]["aes_iv"])).unwrap();
        prop_assert_ne!(other.decrypt(&enc_data), Some(message));
    }
}
