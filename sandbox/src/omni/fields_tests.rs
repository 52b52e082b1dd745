use super::fields::problems;
use super::omni_operation::OmniOperation;
use serde_json::{Map, Value, json};

const OPERATIONS: [OmniOperation; 6] = [
    OmniOperation::IpassPay,
    OmniOperation::IpassSearch,
    OmniOperation::IpassRefund,
    OmniOperation::IcashPay,
    OmniOperation::IcashSearch,
    OmniOperation::IcashCancel,
];

/// Each call's rows without "(optional)", copied from the documents and the public pages a second time.
fn required(operation: OmniOperation) -> Map<String, Value> {
    let fields = match operation {
        OmniOperation::IpassPay => json!({
            "req_id": "9CC197A0-E12C-4AC5-8CC0-0052E09D3752", "trade_code": "96A1OABQAAFmIVAVRxhAgY", "amount": 229,
            "order_number": "IXN20231011000001", "store_id": "00681", "terminal_id": "AB123456", "capture": true,
        }),
        OmniOperation::IpassSearch => json!({
            "req_id": "3815D6AE-9349-40CF-8990-0000E42AC591", "order_number": "IXN20231011000001",
        }),
        OmniOperation::IpassRefund => json!({
            "req_id": "3815D6AE-9349-40CF-8990-0000E42AC591", "transaction_id": "IPY202208250340004",
        }),
        OmniOperation::IcashPay => json!({
            "MerchantTradeNo": "202305160934510005", "StoreName": "002", "MerchantTradeDate": "2023/05/16 10:09:00",
            "TotalAmount": 100, "ItemAmt": 100, "UtilityAmt": 0, "CommAmt": 0, "ItemNonRedeemAmt": 100,
            "UtilityNonRedeemAmt": 100, "CommNonRedeemAmt": 0, "NonPointAmt": 0, "Barcode": "IC191TBP35LJ1SD8WA",
        }),
        OmniOperation::IcashSearch => json!({"MerchantTradeNo": "202305160934510006"}),
        OmniOperation::IcashCancel => json!({
            "MerchantTradeNo": "202305160934510006", "MerchantTradeDate": "2023/07/10 23:10:10",
        }),
    };
    fields.as_object().unwrap().clone()
}

fn with(operation: OmniOperation, name: &str, value: Value) -> Vec<String> {
    let mut fields = required(operation);
    fields.insert(name.to_owned(), value);
    problems(operation, &fields)
}

#[test]
fn exactly_the_required_rows_are_required() {
    for operation in OPERATIONS {
        let fields = required(operation);
        assert_eq!(problems(operation, &fields), Vec::<String>::new(), "{operation:?}");
        for name in fields.keys() {
            let mut without = fields.clone();
            without.shift_remove(name);
            let expected = [format!("{name} 不可為空")];
            assert_eq!(problems(operation, &without), expected, "{operation:?}");
            let mistyped = with(operation, name, json!([]));
            assert!(mistyped[0].starts_with(&format!("{name}: must be ")), "{mistyped:?}");
        }
    }
}

#[test]
fn lengths_end_where_the_document_says_counted_in_characters() {
    use OmniOperation::{IpassPay, IpassRefund, IpassSearch};
    for (operation, name, most) in [
        (IpassPay, "req_id", 36),
        (IpassPay, "order_number", 100),
        (IpassPay, "store_id", 20),
        (IpassPay, "terminal_id", 8),
        (IpassPay, "product_desc", 4000),
        (IpassPay, "remark", 1000),
        (IpassSearch, "req_id", 36),
        (IpassSearch, "order_number", 100),
        (IpassRefund, "req_id", 36),
    ] {
        assert!(with(operation, name, json!("店".repeat(most))).is_empty(), "{name}");
        let expected = format!("{name}: has {} characters; at most {most} fit", most + 1);
        assert_eq!(with(operation, name, json!("店".repeat(most + 1))), [expected]);
    }
}

#[test]
fn amounts_are_integers_and_never_texts() {
    use OmniOperation::{IcashPay, IpassPay, IpassRefund};
    for (operation, name) in [(IpassPay, "amount"), (IpassRefund, "amount"), (IcashPay, "TotalAmount")] {
        for value in [json!(0), json!(-1), json!("229"), json!(1.5), json!(null)] {
            let expected = format!("{name}: must be an integer of at least 1");
            assert_eq!(with(operation, name, value), [expected]);
        }
    }
    let parts =
        "ItemAmt UtilityAmt CommAmt NonRedeemAmt ItemNonRedeemAmt UtilityNonRedeemAmt CommNonRedeemAmt NonPointAmt";
    for name in parts.split_whitespace() {
        for value in [json!(-1), json!("0")] {
            let expected = format!("{name}: must be an integer of at least 0");
            assert_eq!(with(IcashPay, name, value), [expected]);
        }
    }
}

#[test]
fn the_total_is_the_sum_of_its_parts() {
    for name in ["TotalAmount", "ItemAmt", "UtilityAmt", "CommAmt"] {
        let problems = with(OmniOperation::IcashPay, name, json!(7));
        assert_eq!(problems, ["TotalAmount: must be ItemAmt + UtilityAmt + CommAmt"]);
    }
    // The largest parts do not overflow the sum.
    let mut fields = required(OmniOperation::IcashPay);
    for name in ["ItemAmt", "UtilityAmt", "CommAmt"] {
        fields.insert(name.to_owned(), json!(i64::MAX));
    }
    assert_eq!(problems(OmniOperation::IcashPay, &fields).len(), 1);
}

#[test]
fn times_are_as_each_wallet_writes_them() {
    use OmniOperation::{IcashCancel, IcashPay, IpassPay};
    for name in ["pos_date_time", "trade_date_time"] {
        for good in ["2023-10-11 01:44:54", ""] {
            assert!(with(IpassPay, name, json!(good)).is_empty());
        }
        for bad in [
            "2023/10/11 01:44:54",
            "2023-13-11 01:44:54",
            "2023-1-1 1:2:3",
            " 2023-10-11 01:44:54",
        ] {
            let expected = format!("{name}: must be a time as YYYY-MM-DD HH:MM:SS");
            assert_eq!(with(IpassPay, name, json!(bad)), [expected]);
        }
    }
    for operation in [IcashPay, IcashCancel] {
        for bad in ["2023-05-16 10:09:00", "2023/05/16", "2023/5/16 10:09:00"] {
            let expected = "MerchantTradeDate: must be a time as YYYY/MM/DD HH:MM:SS";
            assert_eq!(with(operation, "MerchantTradeDate", json!(bad)), [expected]);
        }
    }
}

#[test]
fn capture_is_true_and_redeem_is_spelled_as_on_the_wire() {
    use OmniOperation::IpassPay;
    assert_eq!(with(IpassPay, "capture", json!(false)), ["capture: must be true"]);
    assert!(with(IpassPay, "redeem", json!({"non_redeem_amout": 80})).is_empty());
    assert!(with(IpassPay, "redeem", json!({})).is_empty());
    assert_eq!(
        with(IpassPay, "redeem", json!({"non_redeem_amount": 80})),
        ["redeem.non_redeem_amount: is not in the table"]
    );
    assert_eq!(
        with(IpassPay, "redeem", json!({"non_redeem_amout": "80"})),
        ["redeem.non_redeem_amout: must be an integer of at least 0"]
    );
    assert_eq!(with(IpassPay, "redeem", json!(80)), ["redeem: must be an object"]);
}

#[test]
fn fields_that_the_tables_lack_are_let_through() {
    for operation in OPERATIONS {
        assert!(with(operation, "orderNumber", json!("X")).is_empty());
    }
}

/// Whatever a scanner appends or a till mixes up, no wallet opens for it, and no answer repeats it.
#[test]
fn a_code_is_what_a_wallet_shows() {
    use OmniOperation::{IcashPay, IpassPay};
    let problem = "is not what a wallet shows: 18 letters or digits, or 14-64 with a digit first";
    for (operation, name, good) in [
        (IpassPay, "trade_code", "96A1OABQAAFmIVAVRxhAgY"),
        (IpassPay, "trade_code", "00000181234567"),
        (IpassPay, "trade_code", "IPASSCODE000000001"),
        (IcashPay, "Barcode", "IC191TBP35LJ1SD8WA"),
    ] {
        let problem = format!("{name}: {problem}");
        assert_eq!(with(operation, name, json!(good)), [""; 0], "{good}");
        for end in ["\r\n", "\n", "\t", "\u{1d}", "\0", " ", "\u{feff}", "\u{3000}"] {
            assert_eq!(
                with(operation, name, json!(format!("{good}{end}"))),
                [problem.as_str()],
                "{good}{end:?}"
            );
            assert_eq!(
                with(operation, name, json!(format!("{end}{good}"))),
                [problem.as_str()],
                "{end:?}{good}"
            );
        }
        for reference in [
            "SHOP1-0001",
            "IXN20231011000001",
            "T000001",
            "2023-05-16-000000001",
            "A",
        ] {
            assert_eq!(
                with(operation, name, json!(reference)),
                [problem.as_str()],
                "{reference}"
            );
        }
    }
}
