//! Every field of every reply lands in its place, and nothing of a reply is lost.

use crate::support::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use twpos::icash::*;
use twpos_sandbox::{Options, Sandbox};

/// The sandbox sends every field of the vendor's tables; a field that a message lacks would end in `extra`.
#[test]
fn replies_have_a_field_for_every_row_of_the_tables() {
    let state = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start(Options::new(state.path())).unwrap();
    let till = Client::from_config_file(sandbox.config_path()).unwrap();

    let paid = till.pay(&sale("M-1", 36)).unwrap();
    assert_eq!(paid.extra, BTreeMap::new());
    assert_eq!(
        (paid.tx_amt, paid.debit_amt, paid.bank_seq.len()),
        (Some(36), Some(36), 20)
    );
    assert_eq!(
        PaymentChannel::from_code(&paid.payment_channel),
        PaymentChannel::PreDeposit
    );
    assert_eq!(paid.bonus_list.len(), 1);
    let refunded = till
        .refund(&RefundRequest {
            bank_seq: paid.bank_seq,
            ..refund("M-1", 36)
        })
        .unwrap();
    assert_eq!((refunded.extra, refunded.wallet_tx_amt), (BTreeMap::new(), Some(36)));

    let topped_up = till.top_up(&top_up("M-2", 100)).unwrap();
    assert_eq!(topped_up.extra, BTreeMap::new());
    let balances = (
        topped_up.top_up_amt,
        topped_up.current_amt.unwrap() - topped_up.original_amt.unwrap(),
    );
    assert_eq!(balances, (Some(100), 100));
    let request = RefundTopUpRequest {
        bank_seq: topped_up.bank_seq,
        ..refund_top_up("M-2", 100)
    };
    let taken_back = till.refund_top_up(&request).unwrap();
    assert_eq!((taken_back.extra, taken_back.top_up_amt), (BTreeMap::new(), Some(100)));

    till.pay(&sale("M-3", 36)).unwrap();
    assert_eq!(till.cancel(&cancel("M-3")).unwrap().extra, BTreeMap::new());
    till.top_up(&top_up("M-4", 36)).unwrap();
    assert_eq!(
        till.cancel_top_up(&cancel_top_up("M-4")).unwrap().extra,
        BTreeMap::new()
    );
}

/// A server that signs and encrypts `message` with the vectors' keys.
fn replying(message: &Value) -> (RawServer, Client) {
    let vectors = vectors();
    let icash = twpos::crypto::PrivateKey::from_text(text(&vectors["keys"]["icash_private_key"])).unwrap();
    let enc_data = aes_credential(&vectors).encrypt(&message.to_string());
    let body = json!({"EncData": enc_data, "RtnCode": 1, "RtnMsg": "成功"}).to_string();
    let signature = icash.sign(body.as_bytes()).unwrap();
    let server = RawServer::answering(response(200, &[("x-icp-signature", &signature)], body.as_bytes()));
    let till = Client::new(Config::new(&server.url, till_credentials(&vectors))).unwrap();
    (server, till)
}

fn approval() -> Value {
    json!({"ServiceResult": "Y", "OPSeq": "M-1", "TxAmt": 36, "BankSeq": 20240522123456u64, "BonusList": null})
}

#[test]
fn values_may_wander_between_numbers_and_text() {
    let (_server, till) = replying(&approval());
    let paid = till.pay(&sale("M-1", 36)).unwrap();
    assert_eq!((paid.tx_amt, paid.bank_seq.as_str()), (Some(36), "20240522123456"));
    assert_eq!((paid.bonus_list, paid.wallet_seq, paid.debit_amt), (vec![], None, None));
}

#[test]
fn fields_that_no_table_lists_are_kept_and_go_out_again_as_json() {
    let mut message = approval();
    message["NewField"] = json!("new");
    message["NewList"] = json!([{"a": 1}]);
    let (_server, till) = replying(&message);
    let reply: Value =
        serde_json::from_str(&till.call_json("pay", &json!(sale("M-1", 36)).to_string()).unwrap()).unwrap();
    assert_eq!(
        (&reply["NewField"], &reply["NewList"]),
        (&json!("new"), &json!(r#"[{"a":1}]"#))
    );
    assert_eq!((&reply["TxAmt"], &reply["DebitAmt"]), (&json!("36"), &json!("")));
}

/// Only what decides must be readable: the rest of an approval is kept as it came.
#[test]
fn a_field_of_an_impossible_type_decides_nothing() {
    for (field, value, received) in [
        ("DebitAmt", json!("3.5"), "3.5"),
        ("DebitAmt", json!({"a": 1}), r#"{"a":1}"#),
        ("StatusCode", json!({}), "{}"),
        ("VehicleNo", json!(["/ABC1234"]), r#"["/ABC1234"]"#),
        ("WalletSeq", json!([1]), "[1]"),
        ("BonusList", json!("x"), "x"),
        ("BonusList", json!({"BonusKind": "2"}), r#"{"BonusKind":"2"}"#),
        ("BonusList", json!([{"BonusAmt": "6.5"}]), r#"[{"BonusAmt":"6.5"}]"#),
    ] {
        let mut message = approval();
        message[field] = value;
        message["PaymentChannel"] = json!({"code": 1});
        let (_server, till) = replying(&message);
        let text = till.call_json("pay", &json!(sale("M-1", 36)).to_string()).expect(field);
        let paid: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(paid["TxAmt"], "36", "{text}");
        assert_eq!(paid[&format!("reply.{field}")], received, "{text}");
        assert_eq!(
            (&paid["PaymentChannel"], &paid["reply.PaymentChannel"]),
            (&json!(""), &json!(r#"{"code":1}"#))
        );
        assert_eq!(
            text.matches(&format!("\"{field}\":")).count(),
            usize::from(field != "WalletSeq")
        );
    }
    for (field, value) in [
        ("OPSeq", json!(["M-1"])),
        ("BankSeq", json!({})),
        ("BankSeq", json!(["1"])),
    ] {
        let mut message = approval();
        message[field] = value;
        let (_server, till) = replying(&message);
        let error = till.pay(&sale("M-1", 36)).unwrap_err();
        assert_eq!(
            (error.kind.as_str(), error.outcome.as_str()),
            ("malformed", "unknown"),
            "{field}: {error}"
        );
    }
}

#[test]
fn every_code_gives_its_wire_text_back() {
    for code in ["3J0002", "EK0002", "EK0004", "EG0011"] {
        assert_eq!(VehicleType::from_code(code).code(), Some(code));
    }
    for code in ["CreditCard", "PreDeposit", "PostDeposit", "AccountLink"] {
        assert_eq!(PaymentChannel::from_code(code).code(), Some(code));
    }
    assert_eq!(PaymentChannel::from_code("2"), PaymentChannel::AccountLink);
    assert_eq!(
        (VehicleType::from_code("ZZ0001"), VehicleType::Unknown.code()),
        (VehicleType::Unknown, None)
    );
    for code in ["NotBonusStore", "TobaccoInclude", "DHL", "UtilityInclude"] {
        assert_eq!(BonusCategory::from_code(code).code(), Some(code));
    }
    assert_eq!(
        (BonusType::from_code("None"), BonusKind::from_code("2")),
        (BonusType::NotUsed, BonusKind::OpenPoint)
    );
}
