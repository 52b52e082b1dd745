//! Every rule of the request tables, at and over the limit, and the `[mypay]` configuration table.

use super::host::*;
use crate::support::text;
use serde_json::{Map, Value, json};
use std::path::Path;
use std::sync::LazyLock;
use twpos::mypay::*;
use twpos::{Error, ErrorKind, Outcome};

static TILL: LazyLock<Client> = LazyLock::new(|| unconnected(Mode::Agent));

fn valid(operation: &str) -> Map<String, Value> {
    let request = match operation {
        "create_order" => serde_json::to_value(order()),
        "query_order" => serde_json::to_value(query()),
        "refund_order" => serde_json::to_value(refund()),
        _ => serde_json::to_value(scan()),
    };
    request.unwrap().as_object().unwrap().clone()
}

/// The sample with these fields set; null takes a field out.
fn attempt(operation: &str, changes: Value) -> Error {
    let mut request = valid(operation);
    for (name, value) in changes.as_object().unwrap() {
        match value.is_null() {
            true => request.shift_remove(name),
            false => request.insert(name.clone(), value.clone()),
        };
    }
    TILL.call_json(operation, &Value::Object(request).to_string())
        .unwrap_err()
}

fn passes(operation: &str, changes: Value) {
    let error = attempt(operation, changes.clone());
    assert_eq!(error.kind, ErrorKind::Connect, "{operation} {changes}: {error}");
}

fn names(operation: &str, changes: Value, field: &str) {
    let error = attempt(operation, changes.clone());
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::InvalidRequest, Outcome::NotSent),
        "{operation} {changes}: {error}"
    );
    assert!(
        error.detail.starts_with(&format!("{field}: ")),
        "{operation} {changes}: {error}"
    );
    assert!(error.reference.is_some() || field == "order_id", "{error}");
}

#[test]
fn required_fields_are_required() {
    for operation in ["create_order", "scan_pay"] {
        for field in ["store_uid", "user_id", "order_id", "ip", "items"] {
            let empty = if field == "items" { json!([]) } else { json!("  ") };
            names(operation, json!({field: null}), field);
            names(operation, json!({field: empty}), field);
        }
        names(operation, json!({"cost": null}), "cost");
    }
    for field in ["uid", "key"] {
        names("query_order", json!({field: ""}), field);
        names("refund_order", json!({field: ""}), field);
    }
    names("refund_order", json!({"store_uid": null}), "store_uid");
    names("scan_pay", json!({"scanned_code": ""}), "scanned_code");
}

#[test]
fn lengths_count_bytes() {
    for operation in ["create_order", "scan_pay", "query_order", "refund_order"] {
        passes(operation, json!({"order_id": "x".repeat(50)}));
        passes(operation, json!({"order_id": format!("{}xx", "見".repeat(16))}));
        names(operation, json!({"order_id": "x".repeat(51)}), "order_id");
        names(operation, json!({"order_id": "見".repeat(17)}), "order_id");
    }
    let voucher = |product_id: String| json!([{"product_id": product_id, "serial_number": "1"}]);
    passes("refund_order", json!({"voucher_paid": voucher("x".repeat(32))}));
    names(
        "refund_order",
        json!({"voucher_paid": voucher("x".repeat(33))}),
        "voucher_paid[0].product_id",
    );
    names(
        "refund_order",
        json!({"voucher_paid": voucher("見".repeat(11))}),
        "voucher_paid[0].product_id",
    );
}

#[test]
fn the_cost_is_items_and_shipping_less_vouchers() {
    passes("create_order", json!({"cost": "900"}));
    passes("create_order", json!({"cost": 960, "shipping": 60}));
    passes("scan_pay", json!({"cost": 960, "shipping": "60"}));
    // Every amount is read in the same way, set or not.
    passes("scan_pay", json!({"cost": "960.00", "shipping": "60.00"}));
    passes("create_order", json!({"limit_pay_days": "3.00"}));
    names("create_order", json!({"limit_pay_days": "3.50"}), "limit_pay_days");
    for operation in ["create_order", "scan_pay"] {
        for cost in [899, 901, 1000] {
            names(operation, json!({"cost": cost}), "cost");
        }
        for cost in [
            json!(0),
            json!(-1),
            json!(1_000_000_000),
            json!(900.5),
            json!("NT$900"),
            json!(true),
        ] {
            names(operation, json!({"cost": cost}), "cost");
        }
        names(operation, json!({"shipping": -1, "cost": 899}), "shipping");
    }
    let items = |total: i64| json!([{"id": "1", "name": "x", "cost": total, "amount": 1, "total": total}]);
    passes("scan_pay", json!({"cost": 999_999_999, "items": items(999_999_999)}));
    names("scan_pay", json!({"items": items(1_000_000_000)}), "items[0].cost");
    names(
        "scan_pay",
        json!({"items": [{"id": "1", "name": "x", "cost": 1, "amount": 0, "total": 900}]}),
        "items[0].amount",
    );
    names(
        "scan_pay",
        json!({"items": [{"name": "x", "cost": 1, "amount": 1, "total": 900}]}),
        "items[0].id",
    );
    names(
        "scan_pay",
        json!({"items": [{"id": "1", "nmae": "x"}]}),
        "items[0].nmae",
    );
}

#[test]
fn vouchers_follow_their_rules() {
    let paid = |changes: Value| {
        let mut voucher = valid("create_order")["voucher_paid"][0].clone();
        voucher
            .as_object_mut()
            .unwrap()
            .extend(changes.as_object().unwrap().clone());
        json!({"voucher_paid": [voucher]})
    };
    passes("create_order", json!({"voucher_type": 2}));
    for voucher_type in [json!("0"), json!("3"), Value::Null] {
        names("create_order", json!({"voucher_type": voucher_type}), "voucher_type");
    }
    names(
        "create_order",
        json!({"voucher_invoice_type": "3"}),
        "voucher_invoice_type",
    );
    for (field, wrong) in [
        ("cost", json!(-1)),
        ("issuer", json!("3")),
        ("refund_return_type", json!("4")),
        ("serial_number", json!("")),
        ("product_id", json!("")),
        ("serail_number", json!("1")),
    ] {
        names(
            "create_order",
            paid(json!({field: wrong})),
            &format!("voucher_paid[0].{field}"),
        );
    }
    passes("create_order", paid(json!({"issuer": 2, "refund_return_type": ""})));
    let twice = vec![json!({"product_id": "P", "serial_number": "1"}); 2];
    names(
        "refund_order",
        json!({"voucher_paid": twice}),
        "voucher_paid[1].serial_number",
    );
}

#[test]
fn invoice_fields_are_valid_only_where_the_table_says_so() {
    let rows = [
        ("invoice_cloud_type", "2", "invoice_input_type", "1"),
        ("invoice_tax_id", "12345678", "invoice_input_type", "1"),
        ("invoice_mobile_code", "/ABC+123", "invoice_cloud_type", "2"),
        ("invoice_natural_person", "AB12345678901234", "invoice_cloud_type", "3"),
        ("invoice_m_post_zone", "100", "invoice_cloud_type", "4"),
        ("invoice_m_address", "臺北市", "invoice_cloud_type", "4"),
        ("invoice_love_code", "1234", "invoice_input_type", "2"),
        ("invoice_b2b_title", "公司", "invoice_input_type", "3"),
        ("invoice_b2b_id", "12345678", "invoice_input_type", "3"),
        ("invoice_b2b_address", "臺北市", "invoice_input_type", "3"),
    ];
    for operation in ["create_order", "scan_pay"] {
        for (field, value, ruler, needed) in rows {
            names(operation, json!({field: value}), field);
            let mut request = json!({field: value, ruler: needed});
            if ruler == "invoice_cloud_type" {
                request["invoice_input_type"] = json!(1);
            }
            passes(operation, request.clone());
            for other in ["1", "2", "3", "4"].into_iter().filter(|other| *other != needed) {
                request[ruler] = json!(other);
                let error = attempt(operation, request.clone());
                assert_eq!(error.kind, ErrorKind::InvalidRequest, "{request}: {error}");
            }
        }
    }
    names(
        "create_order",
        json!({"issue_invoice_state": 1, "invoice_input_type": 3}),
        "invoice_input_type",
    );
    passes(
        "create_order",
        json!({"issue_invoice_state": 1, "invoice_input_type": 1}),
    );
    passes("scan_pay", json!({"issue_invoice_state": 1, "invoice_input_type": 3}));
}

#[test]
fn codes_are_the_listed_ones() {
    for (field, allowed) in [
        ("user_sn_type", &["1", "2", "3"][..]),
        ("currency", &["TWD", "CNY"]),
        ("enable_dcc", &["0", "1"]),
        ("enable_quickpay", &["0", "1"]),
        ("transaction_type", &["1", "2"]),
        ("issue_invoice_state", &["0", "1", "2"]),
        ("invoice_ratetype", &["1", "2", "3"]),
        ("invoice_input_type", &["1", "2", "3"]),
        ("invoice_b2b_title_force", &["0", "1"]),
        ("invoice_b2b_id_force", &["0", "1"]),
        ("invoice_b2b_address_force", &["0", "1"]),
        ("agent_sms_fee_type", &["0", "1"]),
        ("agent_charge_fee_type", &["0", "1"]),
        ("is_agent_charge", &["0", "1"]),
    ] {
        for code in allowed {
            passes("create_order", json!({field: code}));
        }
        names("create_order", json!({field: "9"}), field);
    }
    names("create_order", json!({"pfn": "EACH"}), "each_code");
    passes("create_order", json!({"pfn": "EACH", "each_code": "530"}));
    passes(
        "create_order",
        json!({"creditcard_installment": r#"{"3":["013","822"],"6":["812"]}"#}),
    );
    // As the document prints it (lines 1018-1021).
    passes(
        "create_order",
        json!({"creditcard_installment": "{\n\"3\": [\"013\", \"822\", \"808\"],\n\"6\": [\"822\", \"812\"]\n}"}),
    );
    names(
        "create_order",
        json!({"creditcard_installment": "3"}),
        "creditcard_installment",
    );
    names(
        "create_order",
        json!({"creditcard_installment": r#"{"3":["013"],"3":["822"]}"#}),
        "creditcard_installment",
    );
    names("create_order", json!({"limit_pay_days": 0}), "limit_pay_days");
    names("create_order", json!({"agent_charge_fee": -1}), "agent_charge_fee");
    names("create_order", json!({"suces_returl": "x"}), "suces_returl");
    names("create_order", json!({"extra": {"cost": "1"}}), "cost");
    passes("create_order", json!({"extra": {"new_field": "1"}}));
}

#[test]
fn refunds_are_whole_with_vouchers_or_partial_with_items() {
    let item = json!({"id": "1", "name": "x", "cost": 100, "amount": 2, "total": 200});
    let partial =
        |total: i64, vouchers: Value| json!({"cost": total, "items": [item.clone()], "voucher_paid": vouchers});
    passes("refund_order", partial(200, Value::Null));
    names("refund_order", partial(199, Value::Null), "items");
    names("refund_order", json!({"items": [item.clone()], "cost": 200}), "items");
    passes("refund_order", json!({"invoice_state": "4"}));
    names("refund_order", json!({"invoice_state": "5"}), "invoice_state");
    names("refund_order", json!({"cost": 0}), "cost");
}

#[test]
fn scans_need_one_code_in_one_form() {
    names("scan_pay", json!({"data_json": "{}"}), "data_json");
    names(
        "scan_pay",
        json!({"scanned_code": null, "data_json": "[1]"}),
        "data_json",
    );
    names(
        "scan_pay",
        json!({"scanned_code": null, "data_json": r#"{"qrCode":"281234567890123456","qrCode":"28"}"#}),
        "data_json",
    );
    passes(
        "scan_pay",
        json!({"scanned_code": null, "data_json": "{\"a\":1}", "pfn": "39"}),
    );
    names("scan_pay", json!({"pfn": "CREDITCARD"}), "pfn");
    names(
        "scan_pay",
        json!({"pfn": "32", "pos_trade_time": "now"}),
        "pos_trade_time",
    );
    passes("scan_pay", json!({"pfn": "32"}));
}

const KEY: &str = "0123456789abcdef0123456789ABCDEF";

fn config(lines: &str) -> Result<Config, Error> {
    Config::from_toml(&format!("[mypay]\n{lines}"), Path::new("."))
}

#[test]
fn the_configuration_table_is_read() {
    let minimal = format!("environment = \"test\"\nmode = \"agent\"\nuid = 518169081001\nkey = \"{KEY}\"\n");
    let read = config(&minimal).unwrap();
    assert_eq!(
        (read.base_url.as_str(), read.credentials.mode),
        ("https://pay.usecase.cc", Mode::Agent)
    );
    assert_eq!(read.credentials.uid, "518169081001");
    assert!(read.credentials.previous_key.is_none());
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old"), KEY.to_uppercase() + "\r\n").unwrap();
    let whole = format!(
        "[mypay]\nbase_url = \"https://h.example\"\nmode = \"client\"\nuid = \"289151880002\"\nkey = \"{KEY}\"\n\
         previous_key_file = \"old\"\ntimeout_seconds = 12\nconnect_timeout_seconds = 3\nuser_agent = \"Till/1\"\n"
    );
    let path = folder.path().join("till.toml");
    std::fs::write(&path, whole).unwrap();
    let read = Config::from_file(&path).unwrap();
    assert_eq!(read.credentials.mode, Mode::Client);
    assert_eq!(read.http.user_agent, "Till/1");
    assert!(read.credentials.previous_key.is_some());
    Client::from_config_file(&path)
        .unwrap()
        .with_key(KeyChoice::Previous)
        .unwrap();

    for (from, to, problem) in [
        ("mode = \"agent\"", "mode = \"shop\"", "agent, store, client"),
        ("mode = \"agent\"", "", "agent, store, client"),
        ("\"test\"", "\"stage\"", "production, test"),
        ("uid = 518169081001", "uid = \"12345678901234567\"", "1 to 16"),
        ("uid = 518169081001", "", "uid is missing"),
        (KEY, "short", "[mypay] key: "),
        (
            "key = ",
            "key_env = \"TWPOS_NONE\" #",
            "[mypay] key_env names an environment variable that is not set",
        ),
        ("mode = ", "moed = 1\nmode = ", "moed is not a known setting"),
        ("mode = ", &format!("previous_key = \"{KEY}\"\nmode = "), "same as key"),
    ] {
        let error = config(&minimal.replace(from, to)).unwrap_err();
        assert!(error.detail.contains(problem), "expected {problem:?} in {error}");
        assert!(!error.detail.contains(KEY), "{error}");
    }
    assert_eq!(text(&mypay_vectors()["ours"]["uid"]), "95217");
}
