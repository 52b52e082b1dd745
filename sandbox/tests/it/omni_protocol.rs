//! The six calls of the OMNI gateway, and every way in which one can be refused.

use crate::omni_support::*;
use crate::support::*;
use serde_json::{Value, json};
use twpos_sandbox::UnknownCancel;

fn names(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[track_caller]
fn assert_gateway_error(reply: &Value, message: &str) {
    assert_eq!(reply, &json!({"message": message, "message_from": "OMNI"}));
}

#[test]
fn an_ipass_payment_is_answered_as_the_example_of_document_002() {
    let gateway = Gateway::start();
    let request = ipass_pay("IXN20240827000003", TRADE_CODE, 2);
    let reply = gateway.call("omni.ipass_pay", request.clone());
    let rows = "transaction_id transaction_date_time electronic_invoice_carrier payment_type amount order_number \
                return_code return_msg req_id";
    assert_eq!(names(&reply), rows.split_whitespace().collect::<Vec<_>>());
    assert_eq!(reply["transaction_id"].as_str().unwrap().len(), "e2458974869618".len());
    let time = reply["transaction_date_time"].as_str().unwrap();
    assert_eq!(
        (time.len(), &time[4..5], &time[10..11]),
        ("2024-09-03 14:54:15".len(), "-", " ")
    );
    assert_eq!(reply["electronic_invoice_carrier"], "");
    assert_eq!((&reply["payment_type"], &reply["amount"]), (&json!("1"), &json!(2)));
    assert_eq!(reply["order_number"], "IXN20240827000003");
    assert_eq!(
        (&reply["return_code"], &reply["return_msg"]),
        (&json!("0000"), &json!("成功"))
    );
    assert_eq!(reply["req_id"], request["req_id"]);
    assert_eq!(gateway.ledger()["wallets"]["ipass"][TRADE_CODE], 99_998);
}

#[test]
fn a_repeated_order_number_is_0006_as_in_document_002() {
    let gateway = Gateway::start();
    gateway.paid("ONCE", 2);
    let again = ipass_pay("ONCE", TRADE_CODE, 2);
    let reply = gateway.call("omni.ipass_pay", again.clone());
    assert_eq!(
        reply,
        json!({
            "return_code": "0006", "return_msg": "該OrderNumber重複", "req_id": again["req_id"], "message_from": "IPASS",
        })
    );
    assert_eq!(gateway.ledger()["totals"]["paid"], 2);
}

#[test]
fn an_ipass_payment_is_found_and_refunded_in_parts() {
    let gateway = Gateway::start();
    let number = gateway.paid("PARTS", 100);
    let found = gateway.call("omni.ipass_search", ipass_search("PARTS"));
    assert_eq!(found["original_transactionId"], number.as_str());
    assert_eq!((&found["return_code"], &found["amount"]), (&json!("0000"), &json!(100)));
    assert_eq!(
        (&found["order_number"], &found["product_desc"]),
        (&json!("PARTS"), &json!("防曬乳*1"))
    );

    let mut statuses = vec![found["pay_status"].clone()];
    for (amount, refunded) in [(Some(60), 60), (None, 40)] {
        let request = ipass_refund(&number, amount);
        let reply = gateway.call("omni.ipass_refund", request.clone());
        let rows = "return_code return_msg req_id cancel_transaction_id cancel_date_time payment_type amount";
        assert_eq!(names(&reply), rows.split_whitespace().collect::<Vec<_>>());
        assert_eq!(
            (&reply["amount"], &reply["req_id"]),
            (&json!(refunded), &request["req_id"])
        );
        statuses.push(gateway.call("omni.ipass_search", ipass_search("PARTS"))["pay_status"].clone());
    }
    assert_eq!(statuses, ["1", "3", "2"]);
    let too_much = gateway.call("omni.ipass_refund", ipass_refund(&number, Some(1)));
    assert_eq!(too_much["return_code"], "IPASS_REFUND_EXCEEDS_PAID");
    assert_eq!(too_much["message_from"], "IPASS");
    let ledger = gateway.ledger();
    assert_eq!(ledger["totals"], json!({"paid": 100, "refunded": 100, "cancelled": 0}));
    assert_eq!(ledger["wallets"]["ipass"][TRADE_CODE], 100_000);
    assert_eq!(ledger["requests"], 7);
}

#[test]
fn an_icash_payment_is_found_and_cancelled_as_in_document_001() {
    let gateway = Gateway::start();
    let paid = gateway.call("omni.icash_pay", icash_pay("I-1", BARCODE, 100));
    assert_eq!(paid["RtnCode"], 1);
    assert_eq!(paid["RtnMsg"], "訊息代碼:0001,成功");
    let data = &paid["EncData"];
    assert_eq!(
        (&data["MerchantTradeNo"], &data["TotalAmount"]),
        (&json!("I-1"), &json!(100))
    );
    assert_eq!(gateway.ledger()["wallets"]["icash"][BARCODE], 99_900);

    let found = gateway.call("omni.icash_search", icash_search("I-1"));
    let rows = "MerchantID PlatformID MerchantTradeNo TransactionID TradeStatus TradeType PaymentType BonusAmt \
                AllocateStatus MaskedPan VToken MMemberID";
    assert_eq!(names(&found["EncData"]), rows.split_whitespace().collect::<Vec<_>>());
    assert_eq!(found["EncData"]["TradeStatus"], "1");
    assert_eq!(found["EncData"]["TransactionID"], data["TransactionID"]);

    let example = json!({
        "RtnCode": 1, "RtnMsg": "訊息代碼:0001,成功",
        "EncData": {
            "MerchantID": gateway.issued("merchant_id"), "PlatformID": gateway.issued("platform_id"),
            "MMemberID": "", "MobileInvoiceCarry": "",
        },
    });
    for _ in 0..2 {
        assert_eq!(gateway.call("omni.icash_cancel", icash_cancel("I-1")), example);
    }
    let found = gateway.call("omni.icash_search", icash_search("I-1"));
    assert_eq!(found["EncData"]["TradeStatus"], "4");
    let totals = json!({"paid": 100, "refunded": 0, "cancelled": 100});
    assert_eq!(gateway.ledger()["totals"], totals);
}

#[test]
fn what_a_wallet_declines_has_a_code_and_leaves_no_trace() {
    let gateway = Gateway::start();
    let poor = gateway.call("omni.ipass_pay", ipass_pay("P", TRADE_CODE, 100_001));
    assert_eq!(poor["return_code"], "IPASS_INSUFFICIENT_BALANCE");
    let poor = gateway.call("omni.icash_pay", icash_pay("P", BARCODE, 100_001));
    assert_eq!(
        (&poor["RtnCode"], &poor["RtnMsg"]),
        (&json!(2107), &json!("訊息代碼:2107,餘額不足"))
    );
    assert_eq!(poor["EncData"]["MerchantTradeNo"], "P");
    assert_eq!(
        gateway.call("omni.ipass_search", ipass_search("P"))["return_code"],
        "IPASS_NOT_FOUND"
    );
    assert_eq!(gateway.call("omni.icash_search", icash_search("P"))["RtnCode"], 90002);
    assert_eq!(
        gateway.call("omni.ipass_refund", ipass_refund("e1", None))["return_code"],
        "IPASS_NOT_FOUND"
    );
    assert_eq!(gateway.ledger()["transactions"], json!([]));
    assert_eq!(gateway.ledger()["wallets"], json!({"ipass": {}, "icash": {}}));

    gateway.call("omni.icash_pay", icash_pay("P", BARCODE, 1));
    // A repeated order may be about a payment that was made, so its code is not the one that means "not charged".
    assert_eq!(
        gateway.call("omni.icash_pay", icash_pay("P", BARCODE, 1))["RtnCode"],
        90006
    );
}

#[test]
fn the_cancel_of_an_order_never_seen_does_what_was_chosen() {
    for (chosen, cancel_code, pay_code) in [
        (UnknownCancel::Ignore, 1, 1),
        (UnknownCancel::NotFound, 90002, 1),
        (UnknownCancel::RefuseLatePayment, 1, 2107),
    ] {
        let gateway = Gateway::start_with(|options| options.unknown_cancel = chosen);
        let cancelled = gateway.call("omni.icash_cancel", icash_cancel("LATE"));
        assert_eq!(cancelled["RtnCode"], cancel_code, "{chosen:?}");
        let paid = gateway.call("omni.icash_pay", icash_pay("LATE", BARCODE, 1));
        assert_eq!(paid["RtnCode"], pay_code, "{chosen:?}");
    }
}

#[test]
fn own_parameters_serve_every_call_under_a_fresh_iv() {
    let gateway = Gateway::start();
    let iv = |number: u8| format!("{number:032x}");
    let pay = gateway.own("omni.ipass_pay", ipass_pay("OWN", TRADE_CODE, 5), &iv(1));
    let paid = gateway.answer("omni.ipass_pay", &pay);
    let number = paid["transaction_id"].as_str().unwrap();
    let search = gateway.own("omni.ipass_search", ipass_search("OWN"), &iv(2));
    assert_eq!(gateway.answer("omni.ipass_search", &search)["return_code"], "0000");
    for used in [1, 2] {
        let refund = gateway.own("omni.ipass_refund", ipass_refund(number, None), &iv(used));
        assert_gateway_error(&gateway.answer("omni.ipass_refund", &refund), "iv: was used before");
    }
    let refund = gateway.own("omni.ipass_refund", ipass_refund(number, None), &"aB".repeat(16));
    assert_eq!(gateway.answer("omni.ipass_refund", &refund)["amount"], 5);
    // Hexadecimal digits mean the same in either case.
    let search = gateway.own("omni.ipass_search", ipass_search("OWN"), &"Ab".repeat(16));
    assert_gateway_error(&gateway.answer("omni.ipass_search", &search), "iv: was used before");

    for (operation, request) in [
        ("omni.icash_pay", icash_pay("OWN", BARCODE, 5)),
        ("omni.icash_search", icash_search("OWN")),
        ("omni.icash_cancel", icash_cancel("OWN")),
    ] {
        let whole = gateway.own(operation, request, "");
        assert_eq!(gateway.answer(operation, &whole)["RtnCode"], 1, "{operation}");
    }
    let totals = json!({"paid": 10, "refunded": 5, "cancelled": 5});
    assert_eq!(gateway.ledger()["totals"], totals);
}

type Spoil = fn(&mut Value);

#[test]
fn exactly_one_mode_of_payment_parameters_is_accepted() {
    let gateway = Gateway::start();
    let held = |order: &str| gateway.held("omni.ipass_pay", ipass_pay(order, TRADE_CODE, 1));
    let own = |order: &str| gateway.own("omni.ipass_pay", ipass_pay(order, TRADE_CODE, 1), &"0f".repeat(16));
    let exclusive = "store_id: excludes the merchant's own payment parameters";
    let cases: [(Value, &str, Spoil); 12] = [
        (held("A"), "store_id 不可為空", |it| it["store_id"] = json!("")),
        (held("A"), "store_id 不可為空", |it| {
            it.as_object_mut().unwrap().remove("store_id");
        }),
        (held("A"), "store_id: must be a JSON string", |it| {
            it["store_id"] = json!(0)
        }),
        (held("A"), "store_id: is not a store of this client", |it| {
            it["store_id"] = json!("0")
        }),
        (held("A"), exclusive, |it| it["request"]["merchantid"] = json!("1")),
        (held("A"), exclusive, |it| it["request"]["key"] = json!("1")),
        (held("A"), exclusive, |it| it["request"]["iv"] = json!("1")),
        (own("A"), "key 不可為空", |it| it["request"]["key"] = json!("")),
        (own("A"), "key: is not this merchant's", |it| {
            it["request"]["key"] = json!("x")
        }),
        (own("A"), "merchantid: is not this merchant's", |it| {
            it["request"]["merchantid"] = json!("x")
        }),
        (own("A"), "iv 不可為空", |it| it["request"]["iv"] = json!("")),
        (own("A"), "iv: must be 32 hexadecimal digits", |it| {
            it["request"]["iv"] = json!("0g".repeat(16))
        }),
    ];
    for (mut whole, message, spoil) in cases {
        spoil(&mut whole);
        assert_gateway_error(&gateway.answer("omni.ipass_pay", &whole), message);
    }
    let mut both = gateway.own("omni.icash_cancel", icash_cancel("A"), "");
    both["store_id"] = json!(gateway.issued("store_id"));
    assert_gateway_error(&gateway.answer("omni.icash_cancel", &both), exclusive);
    let mut half = gateway.own("omni.icash_cancel", icash_cancel("A"), "");
    half["request"]["MerchantID"] = json!("");
    assert_gateway_error(&gateway.answer("omni.icash_cancel", &half), "MerchantID 不可為空");
    assert_eq!(gateway.ledger()["transactions"], json!([]));
}

#[test]
fn what_surrounds_the_request_is_checked() {
    let gateway = Gateway::start();
    let pay = |order: &str| gateway.held("omni.icash_pay", icash_pay(order, BARCODE, 1));
    let cases: [(&str, Spoil); 6] = [
        ("type 不可為空", |it| it["type"] = json!("")),
        ("無此付款方式 CASH", |it| it["type"] = json!("CASH")),
        ("request 不可為空", |it| it["request"] = json!(null)),
        ("request: must be an object", |it| it["request"] = json!([])),
        ("is_test: must be true or false", |it| it["is_test"] = json!("TRUE")),
        ("TotalAmount: must be ItemAmt + UtilityAmt + CommAmt", |it| {
            it["request"]["TotalAmount"] = json!(2)
        }),
    ];
    for (message, spoil) in cases {
        let mut whole = pay("A");
        spoil(&mut whole);
        assert_gateway_error(&gateway.answer("omni.icash_pay", &whole), message);
    }
    for is_test in [true, false] {
        let mut whole = pay(&format!("T-{is_test}"));
        whole["is_test"] = json!(is_test);
        assert_eq!(gateway.answer("omni.icash_pay", &whole)["RtnCode"], 1);
        let mut search = gateway.held("omni.icash_search", icash_search(&format!("T-{is_test}")));
        search["is_test"] = json!(is_test.to_string().to_uppercase());
        assert_eq!(gateway.answer("omni.icash_search", &search)["RtnCode"], 1);
        search["is_test"] = json!(is_test);
        assert_gateway_error(
            &gateway.answer("omni.icash_search", &search),
            "is_test: must be TRUE or FALSE",
        );
    }
    let mut search = gateway.held("omni.icash_search", icash_search("A"));
    search["request"] = json!("{");
    assert_gateway_error(&gateway.answer("omni.icash_search", &search), "request: is not JSON");
}

#[test]
fn the_refusal_names_every_wrong_field() {
    let gateway = Gateway::start();
    let mut request = ipass_pay("A", TRADE_CODE, 0);
    request["terminal_id"] = json!("123456789");
    request["redeem"] = json!({"non_redeem_amount": 80});
    request.as_object_mut().unwrap().remove("capture");
    assert_gateway_error(
        &gateway.call("omni.ipass_pay", request),
        "amount: must be an integer of at least 1; terminal_id: has 9 characters; at most 8 fit; capture 不可為空; \
         redeem.non_redeem_amount: is not in the table",
    );
}

#[test]
fn bodies_that_are_no_json_object_are_refused() {
    let gateway = Gateway::start();
    let bearer = format!("Bearer {}", gateway.issued("static_token"));
    for (content_type, body, message) in [
        ("application/json", "no", "the body is not a JSON object"),
        ("application/json", "[]", "the body is not a JSON object"),
        ("text/plain", "{}", "Content-Type: must be application/json"),
        ("Application/JSON; charset=utf-8", "{}", "request 不可為空"),
    ] {
        let headers = [("Authorization", bearer.as_str()), ("Content-Type", content_type)];
        let request = http_request("POST", PATHS[0].1, &headers, body.as_bytes());
        let reply = exchange(&mut gateway.fixture.connect(), &request).unwrap();
        assert_eq!(reply.status, 200);
        assert_gateway_error(&reply.json(), message);
    }
}

#[test]
fn paths_are_found_behind_any_prefix_and_only_under_their_method() {
    let gateway = Gateway::start();
    for (operation, path) in PATHS {
        let other = if operation == "omni.icash_search" {
            "POST"
        } else {
            "GET"
        };
        assert_eq!(gateway.fixture.admin(other, path, "").status, 405, "{operation}");
        let upper = path.to_uppercase();
        assert_eq!(gateway.fixture.admin("POST", &upper, "").status, 404, "{operation}");
    }
    let request = gateway.request(
        "omni.icash_cancel",
        &gateway.held("omni.icash_cancel", icash_cancel("A")),
    );
    let request = String::from_utf8(request).unwrap().replacen("/v1/", "/moved/v1/", 1);
    let reply = exchange(&mut gateway.fixture.connect(), request.as_bytes()).unwrap();
    assert_eq!(reply.json()["RtnCode"], 1);
}
