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

/// As over the JSON edge: an order number that was left empty is none.
#[test]
fn an_empty_order_id_does_not_hide_the_uid() {
    let empty = Some(String::new());
    let query = QueryOrderRequest {
        order_id: empty.clone(),
        ..query()
    };
    let refund = RefundOrderRequest {
        order_id: empty.clone(),
        ..refund()
    };
    let expected = ExpectedOrder {
        uid: "95217".to_owned(),
        order_id: empty,
        ..Default::default()
    };
    for error in [
        TILL.query_order(&query).unwrap_err(),
        TILL.refund_order(&refund).unwrap_err(),
        Notification::default().verify(&expected).unwrap_err(),
    ] {
        assert_eq!(error.reference.as_deref(), Some("95217"), "{error}");
    }
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
            if (operation, needed, ruler) == ("create_order", "3", "invoice_input_type") {
                continue;
            }
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
}

/// Note 2 of 『電子發票開立類型』, row 3: on the page the customer chooses, whatever issue_invoice_state says.
#[test]
fn paper_invoices_are_not_ordered_for_the_page() {
    for issue_invoice_state in [Value::Null, json!(0), json!(1), json!("2")] {
        let request = json!({"issue_invoice_state": issue_invoice_state, "invoice_input_type": 3});
        names("create_order", request.clone(), "invoice_input_type");
        passes("scan_pay", request);
        let request = json!({"issue_invoice_state": issue_invoice_state, "invoice_input_type": 1});
        passes("create_order", request);
    }
    // What is printed if the customer does choose paper.
    for field in ["invoice_b2b_title", "invoice_b2b_id", "invoice_b2b_address"] {
        passes("create_order", json!({field: "x"}));
        names("create_order", json!({field: "x", "invoice_input_type": 1}), field);
    }
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
        for operation in ["create_order", "scan_pay"] {
            for code in allowed {
                if (operation, field, *code) != ("create_order", "invoice_input_type", "3") {
                    passes(operation, json!({field: code}));
                }
            }
            names(operation, json!({field: "9"}), field);
        }
    }
    names("create_order", json!({"pfn": "EACH"}), "each_code");
    passes("create_order", json!({"pfn": "EACH", "each_code": "530"}));
    for operation in ["create_order", "scan_pay"] {
        passes(
            operation,
            json!({"creditcard_installment": r#"{"3":["013","822"],"6":["812"]}"#}),
        );
        // As the document prints it (lines 1018-1021).
        passes(
            operation,
            json!({"creditcard_installment": "{\n\"3\": [\"013\", \"822\", \"808\"],\n\"6\": [\"822\", \"812\"]\n}"}),
        );
        names(
            operation,
            json!({"creditcard_installment": "3"}),
            "creditcard_installment",
        );
        // Fields that need no rule.
        for field in ["interface", "success_returl", "failure_returl"] {
            passes(operation, json!({field: "x"}));
        }
    }
    for operation in ["create_order", "scan_pay"] {
        names(operation, json!({"limit_pay_days": 0}), "limit_pay_days");
    }
    names("create_order", json!({"agent_charge_fee": -1}), "agent_charge_fee");
    names("create_order", json!({"suces_returl": "x"}), "suces_returl");
    names("create_order", json!({"extra": {"cost": "1"}}), "cost");
    passes("create_order", json!({"extra": {"new_field": "1"}}));
}

/// 『付款方式』值內容 and "附錄一": a misspelt name would be sent, and offer nothing or everything.
#[test]
fn payment_tools_are_the_listed_ones() {
    for pfn in [
        json!("all"),
        json!("0"),
        json!(27),
        json!("MobilePayAll"),
        json!("JKOOF"),
        json!("98"),
        Value::Null,
    ] {
        passes("create_order", json!({"pfn": pfn}));
    }
    let by_data = |pfn: Value| json!({"pfn": pfn, "scanned_code": null, "data_json": "{\"a\":1}"});
    passes("scan_pay", by_data(json!("EASYWALLETOFF")));
    for pfn in [
        json!("CREDITCRAD"),
        json!("creditcard"),
        json!("99"),
        json!("LINEPAYOFF "),
        json!("2"),
    ] {
        names("create_order", json!({"pfn": pfn}), "pfn");
        names("scan_pay", json!({"pfn": pfn}), "pfn");
        names("scan_pay", by_data(pfn), "pfn");
    }
    passes("create_order", json!({"pfn": "CREDITCARD,LINEPAYON,3"}));
    names("create_order", json!({"pfn": "CREDITCARD,EACH"}), "each_code");
    for several in ["CREDITCARD,LINEPAY", "CREDITCARD,", ",", "CREDITCARD, 3"] {
        names("create_order", json!({"pfn": several}), "pfn");
    }
    // Nor by the way around.
    names("create_order", json!({"pfn": "27", "extra": {"pfn": "NEWPAY"}}), "pfn");
}

#[test]
fn a_line_s_price_is_required() {
    let line = |cost: Value, total: i64| {
        let mut line = json!({"id": "1", "name": "x", "cost": cost, "amount": 1, "total": total});
        if cost.is_null() {
            line.as_object_mut().unwrap().remove("cost");
        }
        line
    };
    let paid = line(json!(900), 900);
    let order = |second: Value| json!({"items": [paid.clone(), second]});
    // What is given away costs 0.
    passes("scan_pay", order(line(json!(0), 0)));
    for operation in ["create_order", "scan_pay", "refund_order"] {
        let mut changes = json!({"items": [line(Value::Null, 900)], "cost": 900, "voucher_paid": null});
        names(operation, changes.clone(), "items[0].cost");
        changes["items"] = json!([line(json!(0), 900)]);
        names(operation, changes, "items[0].cost");
    }
}

/// Vouchers may pay for everything: no row says that an order or a refund of 0 is wrong.
#[test]
fn zero_is_a_cost_where_vouchers_pay() {
    let free = |total: i64| {
        json!({"cost": 0, "voucher_type": "1",
            "items": [{"id": "1", "name": "x", "cost": total, "amount": 1, "total": total}],
            "voucher_free": [{"product_id": "F", "serial_number": "1", "cost": 100}], "voucher_paid": null})
    };
    for operation in ["create_order", "scan_pay"] {
        passes(operation, free(100));
        names(operation, free(101), "cost");
    }
    passes("refund_order", json!({"cost": 0, "whole": true}));
    // Without `whole`, it is one that was forgotten.
    names("refund_order", json!({"cost": 0}), "cost");
    names("refund_order", json!({"cost": null}), "cost");
    names(
        "refund_order",
        json!({"cost": 0, "voucher_paid": null, "whole": true}),
        "cost",
    );
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
    // Row `items`: 若使用電子發票,此欄位必填, unless all is given back.
    for invoice_state in ["4", "6"] {
        let part = json!({"invoice_state": invoice_state, "voucher_paid": null, "cost": 200});
        names("refund_order", part.clone(), "items");
        let mut whole = part.clone();
        whole["whole"] = json!(true);
        passes("refund_order", whole);
        let mut with_items = part;
        with_items["items"] = json!([item]);
        passes("refund_order", with_items);
    }
    passes(
        "refund_order",
        json!({"invoice_state": null, "voucher_paid": null, "cost": 200}),
    );
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
