//! Every reply that document 003 prints, decoded field by field, and its value tables.
//!
//! It prints three: to an order (lines 958-964), to a query (1918-2062) and to a refund (2920-2960). It prints no
//! notification and no reply to `api/transaction`.

use super::host::*;
use crate::support::{RawServer, response, text};
use serde_json::{Value, json};
use twpos::mypay::*;

/// A client of a server that answers what the document prints for `operation`.
fn printed(operation: &str) -> (RawServer, Client) {
    let body = text(&mypay_vectors()["document"][operation]).to_owned();
    let server = RawServer::answering(response(200, &[], body.as_bytes()));
    let client = client(&server.url, Mode::Agent);
    (server, client)
}

/// Lines 958-964.
#[test]
fn the_printed_reply_to_an_order() {
    let (_server, client) = printed("create_order");
    let made = client.create_order(&order()).unwrap();
    let expected = CreateOrderResponse {
        code: "200".to_owned(),
        msg: "資料正確".to_owned(),
        uid: "95227".to_owned(),
        key: "d2c55a2055cbe6f711f1e977039e2a8f".to_owned(),
        url: "http://pay.usecase.cc/payment/95227.html".to_owned(),
        ..Default::default()
    };
    assert_eq!(made, expected);
}

/// Lines 1918-2062.
#[test]
fn the_printed_reply_to_a_query() {
    let (_server, client) = printed("query_order");
    let asked = client
        .query_order(&QueryOrderRequest {
            order_id: Some("1234567890".to_owned()),
            ..query()
        })
        .unwrap();
    assert_eq!(
        [&asked.state, &asked.refund_state, &asked.cancel_state],
        ["paid", "whole", "none"]
    );
    // Every field that came is the field it went into: written out again, nothing is missing.
    let vectors = mypay_vectors();
    let body: Value = serde_json::from_str(text(&vectors["document"]["query_order"])).unwrap();
    let again = serde_json::to_value(&asked).unwrap();
    for (name, value) in body.as_object().unwrap() {
        if value.is_array() {
            continue;
        }
        assert_eq!(as_text(&again[name]), as_text(value), "{name}");
    }
    assert_eq!(
        (asked.cost, asked.actual_cost, asked.price),
        (Some(900), Some(900), Some(0))
    );
    assert_eq!((asked.uid.as_str(), asked.order_id.as_str()), ("95217", "1234567890"));
    let unlisted: Vec<&str> = asked.extra.keys().map(String::as_str).collect();
    assert_eq!(unlisted, ["pay_mode_uid", "store_group_id"]);
    assert_eq!(
        (
            CardType::from_code(&asked.card_type),
            Supplier::from_code(&asked.supplier_code)
        ),
        (CardType::Visa, Supplier::MyPay)
    );
    assert_eq!(InvoiceState::from_code(&asked.invoice_state), InvoiceState::Allowance);
    assert_eq!(asked.payment_instructions, None);
    assert_eq!(asked.redeem_detail, None);

    assert_eq!(asked.voucher_paid.len(), 1);
    assert_eq!(
        (asked.voucher_paid[0].serial_number.as_str(), asked.voucher_paid[0].cost),
        ("P1634864897", 50)
    );
    assert_eq!(asked.voucher_free[0].name, "VIP免費券");
    let lines: Vec<_> = asked
        .invoice_lines
        .iter()
        .map(|line| (line.unit_price, line.amount))
        .collect();
    assert_eq!(
        lines,
        [(Some(1000), Some(1000)), (Some(-50), Some(-50)), (Some(-50), Some(-50))]
    );
    assert_eq!(asked.invoice_lines[0].description, "好棒棒麻辣鍋湯包");
    assert_eq!(asked.invoice_lines[0].quantity, "1");
}

/// Lines 1918-2062 as well: the rows inside them.
#[test]
fn the_printed_refund_and_allowance_inside_a_query() {
    let (_server, client) = printed("query_order");
    let asked = client
        .query_order(&QueryOrderRequest {
            order_id: None,
            ..query()
        })
        .unwrap();
    assert!(asked.cancel_order.is_empty());
    let [refund] = asked.refund_order.as_slice() else {
        panic!("{:?}", asked.refund_order)
    };
    assert_eq!(Prc::from_code(&refund.prc).class(), PrcClass::Refunded);
    assert_eq!(
        (refund.uid.as_str(), refund.cost, refund.actual_cost),
        ("95232", Some(900), Some(900))
    );
    assert_eq!(
        (refund.finishtime.as_str(), refund.appropriation_date.as_str()),
        ("20211022162732", "20211208")
    );
    assert_eq!((refund.invoice_state.as_str(), refund.invoice_amount), ("0", Some(0)));
    assert!(refund.invoice_lines.is_empty() && refund.invoice_allowance.is_empty());
    assert_eq!(refund.voucher_paid[0].refund_return_type, "1");
    let [allowance] = asked.invoice_allowance.as_slice() else {
        panic!("{:?}", asked.invoice_allowance)
    };
    assert_eq!((allowance.uid.as_str(), allowance.amount), ("95232", Some(900)));
    assert!(allowance.order_detail.starts_with("[{\"SeqNo\""));
    let lines: Vec<_> = allowance
        .lines
        .iter()
        .map(|line| (line.item_id.as_str(), line.item_name.as_str(), line.total_amount))
        .collect();
    assert_eq!(
        lines,
        [
            ("95232", "好棒棒麻辣鍋湯包", Some(1000)),
            ("95217", "VIP免費券", Some(-50)),
            ("95217", "好食券", Some(-50))
        ]
    );
    assert_eq!(
        (
            allowance.lines[2].seq_no.as_str(),
            allowance.lines[2].qty.as_str(),
            allowance.lines[2].rate_type.as_str()
        ),
        ("1", "1", "1")
    );
}

/// Lines 2920-2960.
#[test]
fn the_printed_reply_to_a_refund() {
    let (_server, client) = printed("refund_order");
    let refund = client
        .refund_order(&RefundOrderRequest {
            order_id: Some("1234567890".to_owned()),
            // The printed request is about another order (95047), and its voucher.
            voucher_paid: vec![VoucherRef {
                product_id: "P01".to_owned(),
                serial_number: "P1634864897".to_owned(),
            }],
            ..refund()
        })
        .unwrap();
    assert!(refund.refunded);
    assert_eq!(refund.state, "refunded");
    assert_eq!(
        (refund.code.as_str(), refund.msg.as_str(), refund.uid.as_str()),
        ("B200", "執行成功", "95217")
    );
    let row = refund.row_data.unwrap();
    assert_eq!(
        (row.uid.as_str(), row.refund_uid.as_str(), row.prc.as_str()),
        ("95217", "95232", "230")
    );
    assert_eq!((row.cost, row.actual_cost), (Some(900), Some(900)));
    assert_eq!((row.pfn.as_str(), row.retmsg.as_str()), ("CREDITCARD", "退款完成"));
    assert_eq!(RefundType::from_code(&row.refund_type), RefundType::Online);
    assert_eq!(
        (
            row.voucher_paid[0].issuer.as_str(),
            row.voucher_paid[0].refund_return_type.as_str()
        ),
        ("1", "1")
    );
    assert!(row.extra.is_empty() && refund.extra.is_empty());
}

/// The same in the JSON that other languages see: the vendor's names, and ours beside them.
#[test]
fn replies_as_json_keep_the_vendor_s_names() {
    let (_server, client) = printed("query_order");
    let reply = client
        .call_json(
            "query_order",
            r#"{"uid":95217,"key":"3425042d7d266e4aea5fd4653a0271db"}"#,
        )
        .unwrap();
    let reply: Value = serde_json::from_str(&reply).unwrap();
    assert_eq!(
        (&reply["state"], &reply["cost"], &reply["prc"]),
        (&json!("paid"), &json!(900), &json!("250"))
    );
    assert_eq!(reply["invoice_lines"][1]["Description"], "VIP免費券");
    assert!(reply["invoice_order_detail"].is_string());
}

fn as_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[test]
fn payment_instructions_have_their_five_forms() {
    let all = json!({
        "PinCode": 1234567890123456_i64, "LimitDate": "20261231235959", "BankCode": "806", "BarCode1": "151231C4A",
        "BarCode2": "0123456789", "BarCode3": 900, "BarcodeEndDate": "20261230235959",
    });
    let instructions = |content_type: &str, content: &Value| {
        let body = json!({"uid": "95217", "prc": "260", "result_type": 4, "result_content_type": content_type,
            "result_content": content});
        let server = RawServer::answering(response(200, &[], body.to_string().as_bytes()));
        let asked = client(&server.url, Mode::Agent).query_order(&query()).unwrap();
        assert!(!asked.result_content.is_empty());
        asked.payment_instructions
    };
    for content in [json!(all.to_string()), all.clone()] {
        let pin = "1234567890123456";
        let account = instructions("E_COLLECTION", &content).unwrap().virtual_account.unwrap();
        assert_eq!((account.pin_code.as_str(), account.bank_code.as_str()), (pin, "806"));
        let ibon = instructions("IBON", &content).unwrap().ibon.unwrap();
        assert_eq!(
            (ibon.pin_code.as_str(), ibon.barcode_end_date.as_str()),
            (pin, "20261230235959")
        );
        let famiport = instructions("FAMIPORT", &content).unwrap().famiport.unwrap();
        assert_eq!((famiport.pin_code.as_str(), famiport.bar_code3.as_str()), (pin, "900"));
        let life_et = instructions("LIFEET", &content).unwrap().life_et.unwrap();
        assert_eq!(
            (life_et.bar_code2.as_str(), life_et.limit_date.as_str()),
            ("0123456789", "20261231235959")
        );
        let barcode = instructions("BARCODE", &content).unwrap().barcode.unwrap();
        assert_eq!(barcode.bar_code1, "151231C4A");
    }
    for (content_type, content) in [
        ("CREDITCARD", json!("{}")),
        ("IBON", json!("{}")),
        ("IBON", json!("<xml/>")),
        ("", json!(all.to_string())),
    ] {
        assert_eq!(instructions(content_type, &content), None);
    }
}

#[test]
fn values_wander_between_number_and_text() {
    let body = json!({
        "uid": 95217, "prc": 250, "cost": "900", "actual_cost": "900.00", "love_cost": "", "price": "1.5",
        "redeem": "{\"type\":1,\"used\":\"30\",\"amount\":870}", "is_agent_charge": "1", "transaction_mode": 2,
        "voucher_paid": "[{\"product_id\":1,\"serial_number\":2,\"cost\":\"50\",\"issuer\":1}]",
        "voucher_free": {"0": {"product_id": "F", "cost": 5}}, "refund_order": "", "cancel_order": null,
        "invoice_order_detail": [{"Description": "x", "Quantity": 1, "UnitPrice": 5, "Amount": "5"}], "retmsg": null,
        "new_field": {"nested": [1]},
    });
    let server = RawServer::answering(response(200, &[], body.to_string().as_bytes()));
    let asked = client(&server.url, Mode::Agent).query_order(&query()).unwrap();
    assert_eq!(
        (asked.cost, asked.actual_cost, asked.love_cost, asked.price),
        (Some(900), Some(900), None, None)
    );
    let redeem = asked.redeem_detail.unwrap();
    assert_eq!(
        (redeem.redeem_type.as_str(), redeem.used, redeem.amount),
        ("1", Some(30), Some(870))
    );
    assert_eq!(asked.transaction_mode, "2");
    assert_eq!(
        (asked.voucher_paid[0].product_id.as_str(), asked.voucher_paid[0].cost),
        ("1", 50)
    );
    assert_eq!(
        (asked.voucher_free[0].product_id.as_str(), asked.voucher_free[0].cost),
        ("F", 5)
    );
    assert_eq!(asked.invoice_lines[0].amount, Some(5));
    assert_eq!(asked.extra["new_field"], r#"{"nested":[1]}"#);
}

#[test]
fn states_have_their_class() {
    for (class, codes) in [
        (PrcClass::Paid, &["250", "600"][..]),
        (PrcClass::PaidWithDifferentAmount, &["290"]),
        (
            PrcClass::Pending,
            &[
                "200", "245", "247", "260", "265", "270", "275", "280", "282", "284", "A0001",
            ],
        ),
        (PrcClass::Failed, &["100", "300", "380", "A0002"]),
        (PrcClass::Cancelled, &["220"]),
        (PrcClass::Refunded, &["230"]),
        (PrcClass::Accepted, &["B200"]),
        // B500 answers the call for a refund, and says nothing of a payment.
        (PrcClass::Unknown, &["400", "B500", "", "0", "251", "a0001"]),
    ] {
        for code in codes {
            assert_eq!(Prc::from_code(code).class(), class, "{code}");
        }
    }
    assert_eq!(Prc::ALL.len(), 23);
    for (code, expected) in [
        ("380", true),
        ("400", true),
        ("270", true),
        ("777", true),
        ("300", false),
        ("250", false),
    ] {
        assert_eq!(Prc::from_code(code).may_still_be_paid(), expected, "{code}");
    }
}

/// Checks one table: its size, that each code leads to its own entry, and that both texts are there.
macro_rules! table {
    ($($name:ident: $count:literal),* $(,)?) => {$(
        assert_eq!($name::ALL.len(), $count, stringify!($name));
        for entry in $name::ALL {
            assert_eq!($name::from_code(entry.code().unwrap()), *entry);
            assert!(!entry.chinese().is_empty() && !entry.english().is_empty());
        }
        assert_eq!($name::from_code("no such code"), $name::Unknown);
        assert_eq!(($name::Unknown.code(), $name::Unknown.number()), (None, None));
    )*};
}

/// Table sizes as counted in the document.
#[test]
fn value_tables_are_whole() {
    table!(
        UserSnType: 3, Currency: 2, EnableDcc: 2, EnableQuickpay: 2, TransactionType: 2, IssueInvoiceState: 3,
        InvoiceRateType: 3, InvoiceInputType: 3, InvoiceCloudType: 3, InvoiceFieldLock: 2, AgentSmsFeeType: 2,
        AgentChargeFeeType: 2, VoucherType: 3, VoucherInvoiceType: 2, CardType: 5, TransactionMode: 3, Supplier: 35,
        TransType: 3, ResultType: 7, ResultContentType: 29, PaidVoucherIssuer: 2, RefundReturnType: 3,
        FreeVoucherIssuer: 3, RedeemType: 2, InvoiceState: 7, InvoiceTitleType: 2, InvoicePrintType: 4,
        InvoicePrintDevice: 2, RefundInvoiceState: 2, IsAgentCharge: 2, RefundType: 3, Prc: 23, Pfn: 37,
    );
}

/// What a table's codes mean, by the enum's name.
macro_rules! chinese {
    ($table:expr, $code:expr; $($name:ident),* $(,)?) => {
        match $table {
            $(stringify!($name) => $name::from_code($code).chinese(),)*
            other => panic!("no table {other}"),
        }
    };
}

/// `words.txt` is the document's own column 說明 (附錄二: 狀態說明), read from it and not from core: table, code, words. A
/// line break in a cell is a blank there.
#[test]
fn chinese_is_in_the_document_s_own_words() {
    let mut count = 0;
    for line in include_str!("words.txt").lines() {
        let [table, code, words] = line.splitn(3, ' ').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let ours = chinese!(table, code;
            UserSnType, Currency, EnableDcc, EnableQuickpay, TransactionType, IssueInvoiceState, InvoiceRateType,
            InvoiceInputType, InvoiceCloudType, InvoiceFieldLock, AgentSmsFeeType, AgentChargeFeeType, VoucherType,
            VoucherInvoiceType, CardType, TransactionMode, Supplier, TransType, ResultType, ResultContentType,
            PaidVoucherIssuer, RefundReturnType, FreeVoucherIssuer, RedeemType, InvoiceState, InvoiceTitleType,
            InvoicePrintType, InvoicePrintDevice, RefundInvoiceState, IsAgentCharge, RefundType, Prc, Pfn,
        );
        assert_eq!(ours, words, "{table} {code}");
        count += 1;
    }
    // Every code of every table but OFFLINE, which no document has.
    assert_eq!(count, 207);
}

/// "交易退款": 支援即時退款的支付方式.
#[test]
fn some_tools_refund_at_once() {
    for (codes, expected) in [
        (
            "CREDITCARD 1 AMEX LINEPAYON 16 PION PIOFF JKOON JKOOF WECHAT 19 ALIPAY 33 38 EASYWALLETOFF CASH 21 20",
            true,
        ),
        (
            "ABROAD C_INSTALLMENT C_REDEEM E_COLLECTION CSTORECODE CARDLESS AFP 40 41 42 BARCODE all OFFLINE ?",
            false,
        ),
    ] {
        for code in codes.split(' ') {
            assert_eq!(Pfn::from_code(code).refunds_at_once(), expected, "{code}");
        }
    }
}

/// 附錄二: what may follow which. Nothing follows a final state but a confirmation, cancellation or refund.
#[test]
fn final_states_are_told_from_those_that_others_follow() {
    for (codes, expected) in [
        ("100 220 230 250 290 300 600 A0002", true),
        (
            "200 245 247 260 265 270 275 280 282 284 380 400 A0001 B200 B500 777",
            false,
        ),
    ] {
        for code in codes.split(' ') {
            assert_eq!(Prc::from_code(code).is_final(), expected, "{code}");
        }
    }
    for (code, expected) in [
        ("245", "247 250"),
        ("247", "250"),
        ("260", "250 380"),
        ("265", "A0002 275"),
        ("270", "250 380"),
        ("280", "250 300"),
        ("282", "284 300"),
        ("284", "250 300"),
        ("380", "290"),
        ("A0001", "250 600 300"),
    ] {
        assert_eq!(following(Prc::from_code(code)), expected, "{code}");
    }
    for code in "100 200 220 230 250 275 290 300 400 600 A0002 B200 B500 777".split(' ') {
        assert_eq!(following(Prc::from_code(code)), "", "{code}");
    }
}

fn following(prc: Prc) -> String {
    let codes: Vec<&str> = prc.following().iter().filter_map(|next| next.code()).collect();
    codes.join(" ")
}

/// docs/mypay.md says in words what `is_final` and `following` say in code.
#[test]
fn the_page_says_of_each_state_what_the_codes_say() {
    let page = include_str!("../../../../docs/mypay.md");
    let (_, table) = page.split_once("| code | 狀態說明 | what follows |").unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let codes: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(codes, Prc::ALL.iter().filter_map(|prc| prc.code()).collect::<Vec<_>>());
    for row in rows {
        let (prc, says) = (Prc::from_code(row[0]), row[2]);
        assert!(row[1].starts_with(prc.chinese()), "{row:?}");
        assert_eq!(says.starts_with("final"), prc.is_final(), "{row:?}");
        let is_code = |word: &&str| Prc::from_code(word) != Prc::Unknown;
        let words = says.split(|letter: char| !letter.is_ascii_alphanumeric());
        let mut named: Vec<&str> = words.filter(is_code).collect();
        named.sort_unstable();
        let mut expected: Vec<&str> = prc.following().iter().filter_map(|next| next.code()).collect();
        expected.sort_unstable();
        assert_eq!(named, expected, "{row:?}");
    }
}

#[test]
fn payment_tools_are_known_by_name_and_by_number() {
    // "附錄一", as printed.
    let appendix = "1 CREDITCARD 3 CSTORECODE 4 WEBATM 6 E_COLLECTION 9 ABROAD 10 ALIPAY 13 WECHAT 14 DIRECTDEBIT \
        15 LINEPAYON 16 LINEPAYOFF 19 WECHATOFF 20 APPLEPAY 21 GOOGLEPAY 23 C_INSTALLMENT 24 C_REDEEM 25 CARDLESS \
        27 PION 28 PIOFF 29 AMEX 31 JKOON 32 JKOOF 33 ALIPAYOFF 34 M_RECHARGE 36 AFP 37 CASH 38 EASYWALLETON \
        39 EASYWALLETOFF 40 EASYCARD 41 IPASS 42 ICASH 43 BARCODE 98 OFFLINE";
    let words: Vec<&str> = appendix.split_whitespace().collect();
    assert_eq!(words.len(), 64);
    for pair in words.chunks(2) {
        let tool = Pfn::from_code(pair[1]);
        assert_ne!(tool, Pfn::Unknown, "{pair:?}");
        assert_eq!(Pfn::from_code(pair[0]), tool, "{pair:?}");
        assert_eq!(tool.number(), pair[0].parse().ok(), "{pair:?}");
    }
    assert_eq!(Pfn::from_code("UNIONPAY").number(), None);
    assert_eq!(Pfn::from_code("JKOOFF").code(), Some("JKOOFF"));
    assert_eq!(Pfn::from_code("27").english(), "Pi Wallet online, the customer scans");
}
