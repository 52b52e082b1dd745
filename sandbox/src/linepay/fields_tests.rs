//! The request tables, row by row.

use super::fields::{check_capture, check_pay, is_code, is_order, refund_amount};
use serde_json::{Map, Value, json};

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => panic!("no object"),
    }
}

fn payment() -> Value {
    json!({
        "amount": 36, "currency": "TWD", "oneTimeKey": "391234567890123456", "orderId": "SHOP1-0001",
        "packages": [{
            "id": "1", "amount": 36, "name": "見晴", "userFee": 0,
            "products": [
                {"id": "A", "name": "咖啡", "imageUrl": "https://shop.example/a.png", "quantity": 2, "price": 10},
                {"name": "茶", "quantity": 1, "price": 16},
            ],
        }],
        "options": {"payment": {"capture": true}, "extra": {"branchId": "217477", "branchName": "見晴"}},
    })
}

/// The code that is said to the payment with this one field changed, or left out.
fn changed(pointer: &str, value: Option<Value>) -> Option<u16> {
    let mut body = payment();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let fields = body.pointer_mut(parent).and_then(Value::as_object_mut).unwrap();
    match value {
        Some(value) => fields.insert(name.to_owned(), value),
        None => fields.remove(name),
    };
    check_pay(&object(body)).err().map(|refusal| refusal.code)
}

#[test]
fn the_whole_table_and_its_least_are_taken() {
    assert_eq!(check_pay(&object(payment())), Ok(()));
    for optional in [
        "/options",
        "/options/payment",
        "/options/payment/capture",
        "/options/extra",
        "/options/extra/branchId",
        "/options/extra/branchName",
        "/packages/0/name",
        "/packages/0/userFee",
        "/packages/0/products/0/id",
        "/packages/0/products/0/imageUrl",
    ] {
        assert_eq!(changed(optional, None), None, "{optional}");
    }
    assert_eq!(changed("/somethingElse", Some(json!(1))), None);
}

#[test]
fn what_is_required_is_required() {
    for required in [
        "/amount",
        "/currency",
        "/oneTimeKey",
        "/orderId",
        "/packages",
        "/packages/0/id",
        "/packages/0/amount",
        "/packages/0/products",
        "/packages/0/products/0/name",
        "/packages/0/products/0/quantity",
        "/packages/0/products/0/price",
    ] {
        assert_eq!(changed(required, None), Some(2101), "{required}");
    }
}

#[test]
fn each_row_has_its_type_and_its_limit() {
    let long = |chars: usize| json!("字".repeat(chars));
    let cases = [
        ("/amount", json!(0), 1124),
        ("/amount", json!(36.5), 1124),
        ("/amount", json!("36"), 1124),
        ("/currency", json!("USD"), 1178),
        ("/oneTimeKey", json!("123456789012"), 1133),
        ("/oneTimeKey", json!("39123456789012345X"), 1133),
        ("/oneTimeKey", json!(391_234_567_890_123_456_i64), 2101),
        ("/orderId", json!(1), 2101),
        ("/orderId", json!("A B"), 2101),
        ("/packages", json!([]), 2101),
        ("/packages", json!({}), 2101),
        ("/packages", json!(["1"]), 2101),
        ("/packages/0/id", long(51), 2101),
        ("/packages/0/id", json!(""), 2101),
        ("/packages/0/amount", json!("36"), 2101),
        ("/packages/0/name", long(101), 2101),
        ("/packages/0/userFee", json!(-1), 2101),
        ("/packages/0/products", json!([]), 2101),
        ("/packages/0/products/0/name", json!(""), 2101),
        ("/packages/0/products/0/name", long(4001), 2101),
        ("/packages/0/products/0/quantity", json!(0), 2101),
        ("/packages/0/products/0/price", json!(-1), 2101),
        ("/packages/0/products/0/id", long(51), 2101),
        ("/packages/0/products/0/imageUrl", long(501), 2101),
        (
            "/packages/0/products/0/imageUrl",
            json!("http://shop.example/a.png"),
            2101,
        ),
        ("/options", json!([]), 2101),
        ("/options/payment", json!(false), 2101),
        ("/options/payment/capture", json!("false"), 2101),
        ("/options/payment/captrue", json!(false), 2101),
        ("/options/extra/branchId", long(33), 2101),
        ("/options/extra/branchName", long(101), 2101),
    ];
    for (pointer, value, code) in cases {
        assert_eq!(changed(pointer, Some(value.clone())), Some(code), "{pointer} {value}");
    }
}

#[test]
fn the_longest_that_fits_is_taken() {
    for (pointer, chars) in [
        ("/packages/0/id", 50),
        ("/packages/0/name", 100),
        ("/packages/0/products/0/name", 4000),
        ("/packages/0/products/0/id", 50),
        ("/options/extra/branchId", 32),
        ("/options/extra/branchName", 100),
    ] {
        let value = json!("字".repeat(chars));
        assert_eq!(changed(pointer, Some(value)), None, "{pointer}");
    }
}

#[test]
fn the_sums_are_right() {
    assert_eq!(changed("/packages/0/products/0/price", Some(json!(11))), Some(2101));
    assert_eq!(changed("/packages/0/products/0/quantity", Some(json!(3))), Some(2101));
    assert_eq!(changed("/amount", Some(json!(35))), Some(1124));
    // Larger than a number of 64 bits, and no crash.
    let most = Some(json!(i64::MAX));
    assert_eq!(changed("/packages/0/products/0/price", most), Some(2101));
}

#[test]
fn order_numbers_need_no_encoding_and_codes_are_18_digits() {
    for order in ["A", "0", "SHOP1-20261121-0001", "a.b_c", &"A".repeat(100)] {
        assert!(is_order(order), "{order}");
    }
    for order in [
        "",
        ".",
        "..",
        "-A",
        "_A",
        "A/B",
        "A B",
        "A%20B",
        "訂單",
        &"A".repeat(101),
    ] {
        assert!(!is_order(order), "{order}");
    }
    assert!(is_code("000000000000000000"));
    for code in ["", "39123456789012345", "3912345678901234567", "３91234567890123456"] {
        assert!(!is_code(code), "{code}");
    }
}

#[test]
fn refunds_and_captures_are_whole_dollars() {
    assert_eq!(refund_amount(&object(json!({}))), Ok(None));
    assert_eq!(refund_amount(&object(json!({"refundAmount": 10}))), Ok(Some(10)));
    for wrong in [json!(0), json!(-1), json!(1.5), json!("1"), json!(null)] {
        let refused = refund_amount(&object(json!({"refundAmount": wrong}))).unwrap_err();
        assert_eq!(refused.code, 1124);
    }
    let code = |body: Value| check_capture(&object(body)).err().map(|refusal| refusal.code);
    assert_eq!(code(json!({"amount": 1, "currency": "TWD"})), None);
    assert_eq!(code(json!({"amount": 1})), Some(2101));
    assert_eq!(code(json!({"currency": "TWD"})), Some(2101));
    assert_eq!(code(json!({"amount": 0, "currency": "TWD"})), Some(1124));
    assert_eq!(code(json!({"amount": 1, "currency": "JPY"})), Some(1178));
}
