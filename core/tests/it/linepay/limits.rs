//! Every limit of the request tables: at it nothing is refused before sending, beyond it the error names the field
//! and nothing is sent.

use super::host::*;
use serde_json::{Value, json};
use twpos::{ErrorKind, Outcome};

/// Whether the host got it; if not, the error must name the field.
fn is_sent(host: &Host, operation: &str, field: &str, request: &Value) -> bool {
    let before = host.seen().len();
    let error = host.client().call_json(operation, &request.to_string()).unwrap_err();
    let sent = host.seen().len() > before;
    if !sent {
        let named = error.detail.starts_with(&format!("{field}: "));
        assert!(named, "{operation} {field}: {error}");
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::InvalidRequest, Outcome::NotSent),
            "{error}"
        );
    }
    sent
}

/// The request with the value at this place, which is named as errors name it.
fn with(operation: &str, field: &str, value: Value) -> Value {
    let mut request = request(operation);
    let mut place = &mut request;
    for step in field.split(['.', '[']) {
        place = match step.strip_suffix(']') {
            Some(index) => &mut place[index.parse::<usize>().unwrap()],
            None => &mut place[step],
        };
    }
    *place = value;
    request
}

#[test]
fn texts_and_their_lengths() {
    let host = Host::replying("{}");
    for (field, most, may_be_empty) in [
        ("packages[0].id", 50, false),
        ("packages[0].name", 100, true),
        ("packages[0].products[0].id", 50, true),
        ("packages[0].products[0].name", 4000, false),
        ("options.extra.branchId", 32, true),
        ("options.extra.branchName", 100, true),
    ] {
        let is_sent = |text: String| is_sent(&host, "pay", field, &with("pay", field, json!(text)));
        assert!(is_sent("見".repeat(most)), "{field}");
        assert!(!is_sent("見".repeat(most + 1)), "{field}");
        assert_eq!(is_sent(String::new()), may_be_empty, "{field}");
    }
    let image = "packages[0].products[0].imageUrl";
    let is_sent = |url: String| is_sent(&host, "pay", image, &with("pay", image, json!(url)));
    assert!(is_sent(format!("https://{}", "a".repeat(492))));
    assert!(!is_sent(format!("https://{}", "a".repeat(493))));
    assert!(!is_sent("http://shop.example/a.png".to_owned()));
}

#[test]
fn an_order_number_has_one_form_in_a_path() {
    let host = Host::replying("{}");
    for operation in ["pay", "check", "refund", "details", "void", "capture", "authorizations"] {
        let is_sent = |order: &str| is_sent(&host, operation, "orderId", &with(operation, "orderId", json!(order)));
        for order in ["A", "0", "shop.1_A-2", &"9".repeat(100)] {
            assert!(is_sent(order), "{operation} {order}");
        }
        let long = "9".repeat(101);
        for order in [
            "",
            " ",
            ".",
            "..",
            "-1",
            "_1",
            "a/b",
            "a b",
            "a?b",
            "a%2Fb",
            "a#b",
            "a+b",
            "單",
            "a\u{200b}",
            "a\n",
            &long,
        ] {
            assert!(!is_sent(order), "{operation} {order:?}");
        }
    }
}

#[test]
fn a_code_has_eighteen_digits() {
    let host = Host::replying("{}");
    for code in [
        "",
        "39123456789012345",
        "3912345678901234567",
        "IC0123456789ABCDEF",
        "2812345678901234AB",
        "３91234567890123456",
    ] {
        let error = host
            .client()
            .call_json("pay", &with("pay", "oneTimeKey", json!(code)).to_string())
            .unwrap_err();
        assert!(error.detail.starts_with("oneTimeKey: "), "{error}");
        assert_eq!(error.outcome, Outcome::NotSent);
        assert!(code.is_empty() || !error.to_string().contains(code), "{error}");
    }
    assert!(host.seen().is_empty());
}

#[test]
fn amounts() {
    let host = Host::replying("{}");
    for (operation, field) in [
        ("capture", "amount"),
        ("refund", "refundAmount"),
        ("check", "amount"),
        ("details", "amount"),
    ] {
        let is_sent = |amount: i64| is_sent(&host, operation, field, &with(operation, field, json!(amount)));
        assert!(is_sent(1), "{operation}");
        for amount in [0, -1, 1_000_000_000] {
            assert!(!is_sent(amount), "{operation} {amount}");
        }
    }
    let refund = |refund: i64, paid: Value| {
        let request = json!({"orderId": ORDER, "refundAmount": refund, "amount": paid});
        is_sent(&host, "refund", "refundAmount", &request)
    };
    assert!(refund(36, json!(36)) && refund(35, json!(36)) && refund(999_999_999, Value::Null));
    assert!(!refund(37, json!(36)));
    for amount in [0, -36, 1_000_000_000] {
        assert!(!is_sent(&host, "pay", "amount", &with("pay", "amount", json!(amount))));
    }
}

#[test]
fn packages_are_there_and_add_up() {
    let host = Host::replying("{}");
    let is_sent = |field: &str, request: &Value| is_sent(&host, "pay", field, request);
    let package = |amount: i64, quantity: i64, price: i64| json!({"id": "1", "amount": amount, "products": [{"name": "咖啡", "quantity": quantity, "price": price}]});
    let packages = |packages: Value| with("pay", "packages", packages);
    assert!(is_sent("", &packages(json!([package(30, 2, 15), package(6, 1, 6)]))));
    assert!(is_sent("", &packages(json!([package(36, 1, 36), package(0, 1, 0)]))));
    for (field, wrong) in [
        ("packages", json!([])),
        ("amount", json!([package(35, 1, 35)])),
        ("packages[0].amount", json!([package(36, 2, 36)])),
        ("packages[0].amount", json!([package(-36, 1, 36)])),
        ("packages[0].products[0].quantity", json!([package(36, 0, 36)])),
        ("packages[0].products[0].price", json!([package(36, 1, -36)])),
        (
            "packages[0].products",
            json!([{"id": "1", "amount": 36, "products": []}]),
        ),
        ("packages[0].amount", json!([package(36, 999_999_999, 999_999_999)])),
    ] {
        assert!(!is_sent(field, &packages(wrong)), "{field}");
    }
}

#[test]
fn only_dollars_of_taiwan() {
    let host = Host::replying("{}");
    for operation in ["pay", "capture"] {
        let is_sent = |value: Value| is_sent(&host, operation, "currency", &with(operation, "currency", value));
        assert!(is_sent(json!("TWD")) && is_sent(Value::Null));
        assert!(!is_sent(json!("USD")) && !is_sent(json!("twd")) && !is_sent(json!("")));
    }
}

#[test]
fn details_are_of_one_number() {
    let host = Host::replying("{}");
    let is_sent = |field: &str, request: Value| is_sent(&host, "details", field, &request);
    assert!(is_sent("", json!({"orderId": ORDER})) && is_sent("", json!({"transactionId": NUMBER})));
    assert!(!is_sent("orderId", json!({})));
    assert!(!is_sent(
        "transactionId",
        json!({"orderId": ORDER, "transactionId": NUMBER})
    ));
    // Nothing in a field of JSON is no field.
    assert!(!is_sent("orderId", json!({"transactionId": ""})));
    for number in ["2.0261121e18", "12345678901234567890", "1a", "1&orderId=2"] {
        assert!(!is_sent("transactionId", json!({"transactionId": number})), "{number}");
    }
}

#[test]
fn a_field_that_no_table_has_is_refused() {
    let host = Host::replying("{}");
    for (field, value) in [
        ("productName", json!("v2")),
        ("confirmUrl", json!("x")),
        ("capture", json!(true)),
    ] {
        let error = host
            .client()
            .call_json("pay", &with("pay", field, value).to_string())
            .unwrap_err();
        assert!(error.detail.starts_with(&format!("{field}: ")), "{error}");
        assert_eq!(error.reference.as_deref(), Some(ORDER));
    }
    assert!(host.seen().is_empty());
}

#[test]
fn no_text_that_is_sent_has_control_characters() {
    let host = Host::replying("{}");
    for field in [
        "packages[0].id",
        "packages[0].name",
        "packages[0].products[0].name",
        "packages[0].products[0].id",
        "options.extra.branchName",
    ] {
        for control in ["\0", "\x1b", "\n", "\u{9b}"] {
            let request = with("pay", field, json!(format!("1{control}1")));
            let error = host.client().call_json("pay", &request.to_string()).unwrap_err();
            assert_eq!(
                (error.kind, error.outcome),
                (ErrorKind::InvalidRequest, Outcome::NotSent),
                "{field}: {error}"
            );
        }
    }
    assert!(host.seen().is_empty());
}

/// What may be a code or a key in a name's place is not quoted, nor is a value.
#[test]
fn no_error_quotes_what_may_be_a_secret() {
    let host = Host::replying("{}");
    for secret in [CODE, SECRET, "9f86d081884c7d659a2feaa0c55ad015"] {
        for operation in ["pay", "check", "refund", "details", "void", "capture", "authorizations"] {
            let request = request(operation);
            let mut slips = vec![
                with(operation, secret, json!("1")).to_string(),
                request
                    .to_string()
                    .replacen('{', &format!(r#"{{"{secret}":1,"{secret}":1,"#), 1),
                with(operation, "orderId", json!([secret])).to_string(),
                with(operation, "orderId", json!(format!("/{secret}"))).to_string(),
                request.to_string().replacen('}', &format!(r#","{secret}""#), 1),
            ];
            if operation == "pay" {
                slips.push(with(operation, "oneTimeKey", json!(format!("{secret}x"))).to_string());
                slips.push(with(operation, "amount", json!(secret)).to_string());
                slips.push(with(operation, &format!("packages[0].{secret}"), json!(1)).to_string());
            }
            for slip in slips {
                let error = host.client().call_json(operation, &slip).unwrap_err();
                assert_eq!(error.outcome, Outcome::NotSent, "{operation} {slip}: {error}");
                assert!(!error.detail.contains(secret), "{operation} {slip}: {error}");
            }
        }
    }
    assert!(host.seen().is_empty());
}
