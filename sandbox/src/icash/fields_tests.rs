use super::fields::{amount, problems};
use super::set_operation::SetOperation;
use serde_json::{Map, Value, json};

const OPERATIONS: [SetOperation; 6] = [
    SetOperation::Pay,
    SetOperation::Refund,
    SetOperation::Cancel,
    SetOperation::TopUp,
    SetOperation::RefundTopUp,
    SetOperation::CancelTopUp,
];

/// Each operation's 必填 rows, copied from the document a second time.
fn required(operation: SetOperation) -> &'static str {
    match operation {
        SetOperation::Pay => {
            "PayType BuyerID Ccy TxAmt NonRedeemAmt NonPointAmt StoreId StoreName PosNo OPSeq OPTime TaxID CorpID ItemAmt \
             UtilityAmt CommAmt ExceptAmt1 ExceptAmt2 BonusType PaymentNo Remark ReceiptPrint"
        }
        SetOperation::Refund => "OPSeq BankSeq TxAmt OPRefundSeq OPRefundTime StoreId StoreName PosNo CorpID Remark",
        SetOperation::Cancel => "OPSeq CorpID",
        SetOperation::TopUp => "BuyerID Ccy TopUpAmt StoreId StoreName PosNo OPSeq OPTime CorpID PaymentNo Remark",
        SetOperation::RefundTopUp => {
            "BuyerID OPSeq BankSeq TopUpAmt OPRefundSeq OPRefundTime StoreId StoreName PosNo CorpID Remark"
        }
        SetOperation::CancelTopUp => "BuyerID OPSeq CorpID",
    }
}

fn good(operation: SetOperation) -> Map<String, Value> {
    let value = |name: &str| match name {
        "PayType" => "Token",
        "Ccy" => "TWD",
        "BuyerID" => "IC0123456789ABCDEF",
        "PosNo" => "01",
        "CorpID" => "22555003",
        "BonusType" => "ByWallet",
        "TaxID" => "12345678",
        "OPTime" | "OPRefundTime" => "2024/05/22 23:59:59",
        _ => "1",
    };
    let names = required(operation).split_whitespace();
    names.map(|name| (name.to_owned(), json!(value(name)))).collect()
}

/// The problems of a payment in which one field has this value.
fn pay_with(name: &str, value: Value) -> Vec<String> {
    let mut message = good(SetOperation::Pay);
    message.insert(name.to_owned(), value);
    problems(SetOperation::Pay, &message)
}

#[test]
fn exactly_the_required_rows_are_required() {
    for operation in OPERATIONS {
        let message = good(operation);
        assert_eq!(problems(operation, &message), Vec::<String>::new());
        for name in message.keys() {
            let mut message = message.clone();
            message.remove(name);
            assert_eq!(problems(operation, &message), [format!("{name}: is missing")]);
        }
    }
}

#[test]
fn values_are_json_strings() {
    for value in [json!(1), json!(null), json!(true), json!(["1"])] {
        assert_eq!(pay_with("TxAmt", value.clone()), ["TxAmt: must be a JSON string"]);
        assert_eq!(pay_with("ReceiptNo", value), ["ReceiptNo: must be a JSON string"]);
    }
}

#[test]
fn lengths_count_characters() {
    assert!(pay_with("StoreName", json!("店".repeat(100))).is_empty());
    assert_eq!(
        pay_with("StoreName", json!("店".repeat(101))),
        ["StoreName: has 101 characters; at most 100 fit"]
    );
    assert_eq!(
        pay_with("BuyerID", json!("B".repeat(1025))),
        ["BuyerID: has 1025 characters; at most 1024 fit"]
    );
    assert_eq!(
        pay_with("Vehicle", json!("/".repeat(18))),
        ["Vehicle: has 18 characters; at most 17 fit"]
    );
}

#[test]
fn some_fields_may_be_empty() {
    for name in [
        "NonRedeemAmt",
        "ExceptAmt2",
        "StoreName",
        "TaxID",
        "Remark",
        "ReceiptReriod",
    ] {
        assert!(pay_with(name, json!("")).is_empty(), "{name}");
    }
    for name in ["BuyerID", "StoreId", "OPSeq"] {
        assert_eq!(pay_with(name, json!("")), [format!("{name}: is empty")]);
    }
    assert_eq!(pay_with("PayType", json!("")), ["PayType: must be Token"]);
    assert_eq!(pay_with("Ccy", json!("USD")), ["Ccy: must be TWD"]);
}

#[test]
fn amounts_are_plain_digits() {
    assert_eq!(
        [amount("0"), amount("1"), amount("999999999")],
        [Some(0), Some(1), Some(999_999_999)]
    );
    for text in ["", "00", "01", "-1", "+1", "1.0", "1,000", " 1", "1000000000", "１"] {
        assert_eq!(amount(text), None, "{text:?}");
    }
    assert_eq!(pay_with("TxAmt", json!("0")), ["TxAmt: must be 1-999999999"]);
    assert_eq!(pay_with("TxAmt", json!("")), ["TxAmt: must be 1-999999999"]);
    assert!(pay_with("ItemAmt", json!("0")).is_empty());
    assert_eq!(
        pay_with("ItemAmt", json!("x")),
        ["ItemAmt: must be empty or 0-999999999"]
    );
}

#[test]
fn times_are_written_as_documented() {
    for text in [
        "",
        "2024-05-22 12:34:56",
        "2024/5/22 1:02:03",
        "2024/02/30 00:00:00",
        "2024/05/22 24:00:00",
    ] {
        assert_eq!(
            pay_with("OPTime", json!(text)),
            ["OPTime: must be a time as YYYY/MM/DD HH:MM:SS"],
            "{text}"
        );
    }
}

#[test]
fn lists_hold_sixty_one_items() {
    let item = json!({"ItemName": "A", "Quantity": "1", "Remark": ""});
    assert!(pay_with("ItemList", json!([])).is_empty());
    assert!(pay_with("ItemList", json!(vec![item.clone(); 61])).is_empty());
    assert_eq!(
        pay_with("ItemList", json!(vec![item; 62])),
        ["ItemList: has 62 entries; at most 61 fit"]
    );
    assert_eq!(pay_with("ItemList", json!("")), ["ItemList: must be a list"]);
    assert_eq!(
        pay_with(
            "ItemList",
            json!([{}, "A", {"Quantity": 1}, {"ItemName": "N".repeat(21)}])
        ),
        [
            "ItemList[1] an item must be an object",
            "ItemList[2] Quantity: must be a JSON string",
            "ItemList[3] ItemName: has 21 characters; at most 20 fit",
        ]
    );
}

#[test]
fn extra_fields_are_let_through() {
    assert!(pay_with("PlatformID", json!({"any": 1})).is_empty());
}

/// A till that is let through with these here would be refused by a host, or would charge under another wallet.
#[test]
fn a_code_is_what_a_wallet_shows() {
    let expected = ["BuyerID: is not what icash Pay shows: IC and 16 letters or digits"];
    let good = "IC0123456789ABCDEF";
    for operation in [
        SetOperation::Pay,
        SetOperation::TopUp,
        SetOperation::RefundTopUp,
        SetOperation::CancelTopUp,
    ] {
        for code in [
            format!("{good}\r\n"),
            format!("{good}\n"),
            format!("{good}\t"),
            format!("{good}\u{1d}"),
            format!("{good}\0"),
            format!("{good} "),
            format!(" {good}"),
            format!("]C1{good}"),
            "\u{feff}IC0123456789ABCDEF".to_owned(),
            "IC0123456789ABCDE\u{ff26}".to_owned(),
            "IC0123456789ABCDE".to_owned(),
            "ic0123456789ABCDEF".to_owned(),
            "SHOP1-0001".to_owned(),
            "20241121120000000001".to_owned(),
            "123456789012345678".to_owned(),
        ] {
            let mut message = self::good(operation);
            message.insert("BuyerID".to_owned(), json!(code));
            assert_eq!(problems(operation, &message), expected, "{code:?}");
        }
    }
    assert!(pay_with("BuyerID", json!("IC0123456789abcdef")).is_empty());
}

#[test]
fn rows_with_few_values_take_no_others() {
    for text in ["", "1", "001", "A1", "1 ", "１２"] {
        assert_eq!(pay_with("PosNo", json!(text)), ["PosNo: must be two digits"], "{text}");
    }
    for text in ["", "2255500", "2255500A", "２２５５５００３"] {
        assert_eq!(
            pay_with("CorpID", json!(text)),
            ["CorpID: must be eight digits"],
            "{text}"
        );
    }
    for text in ["", "none", "Wallet"] {
        assert_eq!(
            pay_with("BonusType", json!(text)),
            ["BonusType: must be None or ByWallet"],
            "{text}"
        );
    }
    for text in ["", "token", "Card"] {
        assert_eq!(pay_with("PayType", json!(text)), ["PayType: must be Token"], "{text}");
    }
    for operation in OPERATIONS {
        let mut message = good(operation);
        let held = ["PosNo", "CorpID", "Ccy"].map(|name| message.contains_key(name).then_some(name));
        for name in held.into_iter().flatten() {
            message.insert(name.to_owned(), json!(""));
            assert_eq!(problems(operation, &message).len(), 1, "{operation:?} {name}");
            message.insert(name.to_owned(), good(operation)[name].clone());
        }
    }
}

#[test]
fn a_category_is_one_of_the_four_and_goes_with_none() {
    let problems_of = |kind: &str, category: &str| {
        let mut message = good(SetOperation::Pay);
        message.insert("BonusType".to_owned(), json!(kind));
        message.insert("BonusCategory".to_owned(), json!(category));
        problems(SetOperation::Pay, &message)
    };
    for category in ["NotBonusStore", "TobaccoInclude", "DHL", "UtilityInclude"] {
        assert_eq!(problems_of("None", category), [""; 0]);
        let expected = ["BonusCategory: goes with BonusType None only"];
        assert_eq!(problems_of("ByWallet", category), expected);
    }
    assert_eq!(problems_of("None", ""), [""; 0]);
    assert_eq!(problems_of("ByWallet", ""), [""; 0]);
    let expected = ["BonusCategory: must be one of NotBonusStore, TobaccoInclude, DHL, UtilityInclude"];
    assert_eq!(problems_of("None", "dhl"), expected);
}

#[test]
fn a_carrier_is_one_that_a_till_may_register() {
    let expected = ["Vehicle: is not a mobile barcode, a citizen certificate or a main GID"];
    for vehicle in ["/ABC12+", "/abc1234", "ABC", "AB1234567890123", "70000000000000-1"] {
        assert_eq!(pay_with("Vehicle", json!(vehicle)), expected, "{vehicle}");
    }
    for vehicle in [
        "",
        "/ABC1+-.",
        "AB12345678901234",
        "7000000000000001",
        "70000000000000012",
    ] {
        assert_eq!(pay_with("Vehicle", json!(vehicle)), [""; 0], "{vehicle}");
    }
}

#[test]
fn a_shop_and_a_charity_have_their_numbers() {
    for text in ["1", "1234567", "1234567A", "１２３"] {
        assert_eq!(
            pay_with("TaxID", json!(text)),
            ["TaxID: must be empty or eight digits"],
            "{text}"
        );
    }
    assert_eq!(pay_with("TaxID", json!("12345678")), [""; 0]);
    let expected = ["Donate: is no donation code, which is three to seven digits"];
    for text in ["1", "12", "12345678", "12A", " 123", "愛心", "/ABC1234"] {
        assert_eq!(pay_with("Donate", json!(text)), expected, "{text}");
    }
    for text in ["", "123", "1234567", "0000"] {
        assert_eq!(pay_with("Donate", json!(text)), [""; 0], "{text}");
    }
}
