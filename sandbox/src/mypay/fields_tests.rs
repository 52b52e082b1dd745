#![allow(clippy::unwrap_used)]

use super::command::Command;
use super::fields::{problems, whole};
use super::message::{Fields, fields};
use serde_json::{Value, json};

const STORE: &str = "289151880002";

/// The order of the document's samples.
fn order() -> Value {
    json!({
        "store_uid": STORE, "user_id": "userid", "order_id": "1234567890", "ip": "192.168.0.1", "pfn": "0",
        "cost": 900, "agent_sms_fee_type": 1, "agent_charge_fee_type": 1, "agent_charge_fee": 90,
        "items": [{"id": "1", "name": "好棒棒麻辣鍋湯包", "cost": "1000", "amount": "1", "total": "1000"}],
        "voucher_type": "1", "voucher_invoice_type": "1",
        "voucher_paid": [{
            "product_id": "P01", "serial_number": "P1635306439", "name": "好食券", "cost": 50, "issuer": "1",
            "refund_return_type": "3",
        }],
        "voucher_free": [{
            "product_id": "F01", "serial_number": "F1635306439", "name": "VIP免費券", "cost": 50, "issuer": "1",
        }],
    })
}

fn refund() -> Value {
    json!({
        "store_uid": STORE, "uid": "95047", "key": "85def7799fd15978cac14a44846f3a2a", "cost": 900,
        "voucher_paid": [{"product_id": "P01", "serial_number": "P1634634156"}], "invoice_state": 6,
    })
}

/// Sets the value at a JSON pointer's place, or takes it away.
fn changed(message: &Value, name: &str, value: Option<Value>) -> Fields {
    let mut message = fields(message.clone());
    match value {
        Some(value) => message.insert(name.to_owned(), value),
        None => message.shift_remove(name),
    };
    message
}

#[track_caller]
fn assert_problem(command: Command, message: &Fields, expected: &str) {
    assert_eq!(problems(command, message, STORE, true), [expected]);
}

#[test]
fn the_samples_are_right() {
    let query = json!({"uid": "95217", "key": "3425042d7d266e4aea5fd4653a0271db"});
    for (command, message) in [
        (Command::CreateOrder, order()),
        (Command::QueryOrder, query),
        (Command::RefundOrder, refund()),
    ] {
        assert_eq!(problems(command, &fields(message), STORE, true), [""; 0], "{command:?}");
    }
}

#[test]
fn required_fields_are_missed_whether_absent_null_or_blank() {
    let missing = |command, message: &Value, names: &[&str]| {
        for name in names {
            for value in [None, Some(Value::Null), Some(json!("")), Some(json!(" "))] {
                let problem = problems(command, &changed(message, name, value), STORE, true);
                assert_eq!(problem.len(), 1, "{name}: {problem:?}");
                assert!(problem[0].starts_with(&format!("{name}: ")), "{problem:?}");
            }
        }
    };
    missing(Command::CreateOrder, &order(), &["user_id", "cost", "order_id", "ip"]);
    missing(Command::RefundOrder, &refund(), &["key", "uid", "cost"]);
    missing(Command::QueryOrder, &json!({"uid": "1", "key": "2"}), &["uid", "key"]);
    let without = |name| changed(&order(), name, None);
    assert_problem(Command::CreateOrder, &without("store_uid"), "store_uid: is missing");
    assert_problem(Command::CreateOrder, &without("items"), "items: is missing");
    let empty = changed(&order(), "items", Some(json!([])));
    assert_problem(Command::CreateOrder, &empty, "items: is missing");
}

#[test]
fn a_store_need_not_name_itself_again() {
    let unnamed = changed(&order(), "store_uid", None);
    assert_eq!(problems(Command::CreateOrder, &unnamed, STORE, false), [""; 0]);
    let other = changed(&order(), "store_uid", Some(json!("1")));
    assert_eq!(
        problems(Command::CreateOrder, &other, STORE, false),
        ["store_uid: unknown"]
    );
}

#[test]
fn lengths_are_in_bytes() {
    let with = |text: String| changed(&order(), "order_id", Some(json!(text)));
    let fits = format!("{}xx", "單".repeat(16));
    assert_eq!(
        problems(Command::CreateOrder, &with(fits.clone()), STORE, true),
        [""; 0]
    );
    let over = with(format!("{fits}x"));
    assert_problem(Command::CreateOrder, &over, "order_id: has 51 bytes; at most 50 fit");
    let mut long_group = order();
    long_group["voucher_paid"][0]["product_id"] = json!("P".repeat(33));
    let problem = "voucher_paid[0] product_id: has 33 bytes; at most 32 fit";
    assert_problem(Command::CreateOrder, &fields(long_group), problem);
}

#[test]
fn the_cost_is_at_least_items_less_vouchers() {
    let cost = |cost: Value| {
        problems(
            Command::CreateOrder,
            &changed(&order(), "cost", Some(cost)),
            STORE,
            true,
        )
    };
    assert_eq!(cost(json!("900")), [""; 0], "text, as the table has it");
    assert_eq!(cost(json!(960)), [""; 0], "60 for shipping");
    assert_eq!(cost(json!(899)), ["cost: is 899; items less vouchers make 900"]);
    assert_eq!(cost(json!(0)), ["cost: is 0; items less vouchers make 900"]);
    for bad in [
        json!(-1),
        json!("9.555"),
        json!("+5"),
        json!(1_000_000_000),
        json!("1e2"),
    ] {
        assert_eq!(cost(bad.clone()), ["cost: must be an amount from 0"], "{bad}");
    }
    for decimals in [json!("900.5"), json!(900.5)] {
        assert_eq!(
            cost(decimals.clone()),
            ["cost: must be whole, as NT$ are"],
            "{decimals}"
        );
    }
    assert_eq!(cost(json!([900])), ["cost: must be text or a number"]);
}

#[test]
fn vouchers_have_rules() {
    let set = |list: &str, name: &str, value: Value| {
        let mut order = order();
        order[list][0][name] = value;
        problems(Command::CreateOrder, &fields(order), STORE, true)
    };
    assert_eq!(
        set("voucher_paid", "issuer", json!("3")),
        ["voucher_paid[0] issuer: must be one of 1, 2"]
    );
    assert_eq!(set("voucher_free", "issuer", json!(3)), [""; 0]);
    let problem = "voucher_paid[0] refund_return_type: must be one of 1, 2, 3";
    assert_eq!(set("voucher_paid", "refund_return_type", json!(0)), [problem]);
    assert_eq!(
        set("voucher_free", "serial_number", json!("")),
        ["voucher_free[0] serial_number: is missing"]
    );
    assert_eq!(
        set("voucher_free", "cost", json!(-50)),
        ["voucher_free[0] cost: must be an amount from 0"]
    );

    let off = changed(&order(), "voucher_type", Some(json!("0")));
    assert_problem(
        Command::CreateOrder,
        &off,
        "voucher_type: must be 1 or 2 when vouchers are given",
    );
    let mut twice = order();
    let voucher = twice["voucher_paid"][0].clone();
    twice["voucher_paid"].as_array_mut().unwrap().push(voucher);
    let problem = "voucher_paid[1] serial_number: is given twice in its group";
    assert_problem(Command::CreateOrder, &fields(twice), problem);
}

/// The Java and C# samples send `voucherPaid` and `voucherFree`.
#[test]
fn the_other_spelling_of_the_vouchers_counts() {
    let mut order = fields(order());
    for (table, sample) in [("voucher_paid", "voucherPaid"), ("voucher_free", "voucherFree")] {
        let list = order.shift_remove(table).unwrap();
        order.insert(sample.to_owned(), list);
    }
    assert_eq!(problems(Command::CreateOrder, &order, STORE, true), [""; 0]);
    order["voucherPaid"][0]["cost"] = json!(49);
    assert_problem(
        Command::CreateOrder,
        &order,
        "cost: is 900; items less vouchers make 901",
    );
}

#[test]
fn values_are_those_of_their_tables_and_unknown_fields_pass() {
    let set =
        |name: &str, value: Value| problems(Command::CreateOrder, &changed(&order(), name, Some(value)), STORE, true);
    for (name, value) in [
        ("currency", "USD"),
        ("enable_quickpay", "2"),
        ("invoice_cloud_type", "1"),
        ("invoice_input_type", "0"),
        ("user_sn_type", "4"),
        ("transaction_type", "0"),
    ] {
        let problem = set(name, json!(value));
        assert!(
            problem.len() == 1 && problem[0].starts_with(&format!("{name}: must be one of")),
            "{problem:?}"
        );
    }
    for pfn in ["all", "27", "PION", "CREDITCARD,LINEPAYON", "1, 15"] {
        assert_eq!(set("pfn", json!(pfn)), [""; 0], "{pfn}");
    }
    assert_eq!(
        set("pfn", json!("PAYPAL")),
        ["pfn: is not in the table of payment tools"]
    );
    assert_eq!(set("items", json!("x")), ["items: must be a list"]);
    assert_eq!(set("items", json!([1])), ["items[0] must be an object"]);
    assert_eq!(set("whatever", json!({"a": [1]})), [""; 0]);
}

#[test]
fn whole_numbers_come_as_numbers_and_as_text() {
    for (value, expected) in [
        (json!(5), Some(5)),
        (json!("5"), Some(5)),
        (json!("-5"), Some(-5)),
        (json!("05"), Some(5)),
        (json!(""), None),
        (json!("-"), None),
        (json!("5 "), None),
        (json!(5.0), None),
        (json!(true), None),
    ] {
        assert_eq!(whole(Some(&value)), expected, "{value}");
    }
}

/// Whatever a scanner appends or a till mixes up, no wallet opens for it, and no answer repeats it.
#[test]
fn a_scanned_code_is_what_a_wallet_shows() {
    let with_code = |tool: &str, name: &str, code: &str| {
        let data = json!({name: code, "posId": "", "posTradeTime": "", "remark": ""}).to_string();
        let with_tool = Value::Object(changed(&order(), "pfn", Some(json!(tool))));
        let message = changed(&with_tool, "data_json", Some(json!(data)));
        problems(Command::ScanPay, &message, STORE, true)
    };
    for (tool, name) in [
        ("98", "qrCode"),
        ("16", "linepayCode"),
        ("PIOFF", "piCode"),
        ("32", "jkoCode"),
    ] {
        for code in [
            "123456789012345678",
            "22A456789012345678",
            "IC0123456789ABCDEF",
            "MYTWPOSWAIT0000000",
        ] {
            assert_eq!(with_code(tool, name, code), [""; 0], "{tool} {code}");
            let expected = [format!(
                "data_json: {name} is not what a wallet shows: 18 letters or digits"
            )];
            for wrong in [
                format!("{code}\r\n"),
                format!("{code}\t"),
                format!("{code}\u{1d}"),
                format!("{code}\0"),
                format!("{code} "),
                code[1..].to_owned(),
                "SHOP1-0001".to_owned(),
                "1234567890".to_owned(),
            ] {
                assert_eq!(with_code(tool, name, &wrong), expected, "{tool} {wrong:?}");
            }
        }
    }
}

/// Each is looked at where its row makes it effective, and nowhere else.
#[test]
fn an_invoice_s_codes_have_their_shapes() {
    let (kind, cloud) = ("invoice_input_type", "invoice_cloud_type");
    for (name, decides, when, good, bad) in [
        (
            "invoice_tax_id",
            kind,
            "1",
            &["28915188"][..],
            &["2891518", "2891518A"][..],
        ),
        (
            "invoice_mobile_code",
            cloud,
            "2",
            &["/ABC1+-."],
            &["ABC1234", "/abc1234", "/ABC12", "/ABC12345"],
        ),
        (
            "invoice_natural_person",
            cloud,
            "3",
            &["AB12345678901234"],
            &["A123456789012345", "AB1234"],
        ),
        (
            "invoice_love_code",
            kind,
            "2",
            &["123", "1234567"],
            &["12", "12345678", "12A"],
        ),
        ("invoice_b2b_id", kind, "3", &["28915188"], &["2891518", "A8915188"]),
    ] {
        let found = |decided: &str, code: &str| {
            let message = changed(&order(), decides, Some(json!(decided)));
            let message = changed(&json!(message), name, Some(json!(code)));
            let message = changed(&json!(message), "pfn", Some(json!("OFFLINE")));
            let data = json!({"qrCode": "IC0123456789ABCDEF"}).to_string();
            let message = changed(&json!(message), "data_json", Some(json!(data)));
            problems(Command::ScanPay, &message, STORE, true)
        };
        for code in good {
            assert_eq!(found(when, code), [""; 0], "{name} {code}");
        }
        for code in bad {
            let problem = found(when, code);
            assert_eq!(problem.len(), 1, "{name} {code}: {problem:?}");
            assert!(problem[0].starts_with(&format!("{name}: ")), "{problem:?}");
            let other = if decides == cloud {
                "4"
            } else if when == "1" {
                "2"
            } else {
                "1"
            };
            assert_eq!(found(other, code), [""; 0], "{name} {code}, without effect");
        }
    }
    let blank = changed(&order(), "invoice_b2b_id", Some(json!("1")));
    assert_problem(Command::CreateOrder, &blank, "invoice_b2b_id: must be eight digits");
}
