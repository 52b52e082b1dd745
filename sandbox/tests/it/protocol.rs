//! The six operations, and every way in which a request can be refused.

use crate::support::*;
use serde_json::{Value, json};

fn names(answer: &Answer) -> Vec<&str> {
    answer.fields.keys().map(String::as_str).collect()
}

#[test]
fn a_payment_fills_every_row_of_the_reply_table_in_order() {
    let fixture = start();
    let op_seq = op_seq();
    let answer = fixture.call("SETPay", &pay(&op_seq, BARCODE, "360"));

    assert!(answer.is_approved());
    assert_eq!(answer.rtn_msg, "成功");
    let expected = "ServiceResult StatusCode StatusDesc OPSeq BankSeq BankTime WalletSeq WalletTime WalletID VehicleType \
                    VehicleNo TxAmt DebitAmt BonusList PaymentChannel ChannelStatusCode ChannelStatusDesc CardID Cardkind";
    assert_eq!(names(&answer), expected.split_whitespace().collect::<Vec<_>>());
    assert_eq!(answer.text("OPSeq"), op_seq);
    assert_eq!(answer.text("TxAmt"), "360");
    let bank_seq = answer.text("BankSeq");
    assert!(bank_seq.len() == 20 && bank_seq.bytes().all(|byte| byte.is_ascii_digit()));
    assert_eq!(answer.text("BankTime").len(), "2024/05/22 12:34:56".len());
    assert_eq!(answer.text("CardID").len(), 16);
    assert_eq!(
        answer.fields["BonusList"],
        json!([{"BonusKind": "2", "BonusAmt": "0", "DebitPoint": "0"}])
    );
    assert_eq!(fixture.balance(BARCODE), Some(99_640));
}

#[test]
fn a_payment_is_refunded_whole() {
    let fixture = start();
    let op_seq = op_seq();
    let paid = fixture.call("SETPay", &pay(&op_seq, BARCODE, "100"));
    let bank_seq = paid.text("BankSeq");
    let part = fixture.call("SETPayRefund", &refund(&op_seq, bank_seq, "R1", "60"));
    part.assert_declined("ICASH_AMOUNT_MISMATCH");
    assert!(
        !part.fields.contains_key("OPSeq"),
        "ICPOS002's reply table has no OPSeq"
    );

    let answer = fixture.call("SETPayRefund", &refund(&op_seq, bank_seq, "R1", "100"));
    assert!(answer.is_approved());
    let expected = "ServiceResult StatusCode StatusDesc BankResponseTime BankRefundSeq WalletRefundSeq WalletTxAmt \
                    WalletRefundTime RefundChannelStatusCode RefundChannelStatusDesc";
    assert_eq!(names(&answer), expected.split_whitespace().collect::<Vec<_>>());
    let again = fixture.call("SETPayRefund", &refund(&op_seq, bank_seq, "R2", "100"));
    again.assert_declined("ICASH_REFUND_EXCEEDS_PAID");
    let ledger = &fixture.sandbox.ledger()["icash"];
    assert_eq!(ledger["transactions"][0]["status"], "refunded");
    assert_eq!(ledger["totals"]["refunded"], 100);
    assert_eq!(ledger["requests"], 4);
}

#[test]
fn a_host_may_allow_refunds_in_parts() {
    let fixture = start_with(|options| options.allow_partial_refunds = true);
    let op_seq = op_seq();
    let paid = fixture.call("SETPay", &pay(&op_seq, BARCODE, "100"));
    let refund = |seq, amount| fixture.call("SETPayRefund", &refund(&op_seq, paid.text("BankSeq"), seq, amount));
    assert!(refund("R1", "60").is_approved());
    assert_eq!(fixture.transactions()[0]["status"], "part_refunded");
    refund("R2", "41").assert_declined("ICASH_REFUND_EXCEEDS_PAID");
    assert!(refund("R2", "40").is_approved());
    let ledger = &fixture.sandbox.ledger()["icash"];
    assert_eq!(ledger["transactions"][0]["status"], "refunded");
    assert_eq!(
        ledger["transactions"][0]["refunds"],
        json!([{"op_refund_seq": "R1", "amount": 60}, {"op_refund_seq": "R2", "amount": 40}])
    );
    assert_eq!(
        (&ledger["totals"]["paid"], &ledger["totals"]["refunded"]),
        (&json!(100), &json!(100))
    );
}

#[test]
fn a_cancel_answers_with_the_op_seq_alone_or_without_it() {
    let fixture = start();
    let (cancelled, refunded) = (op_seq(), op_seq());
    fixture.call("SETPay", &pay(&cancelled, BARCODE, "100"));
    for _ in 0..2 {
        let answer = fixture.call("SETPayCancel", &cancel(&cancelled));
        assert_eq!(answer.rtn_code, 1);
        assert_eq!(Value::Object(answer.fields), json!({"OPSeq": cancelled}));
    }
    assert_eq!(fixture.balance(BARCODE), Some(100_000));

    let paid = fixture.call("SETPay", &pay(&refunded, BARCODE, "100"));
    fixture.call("SETPayRefund", &refund(&refunded, paid.text("BankSeq"), "R1", "100"));
    let answer = fixture.call("SETPayCancel", &cancel(&refunded));
    answer.assert_declined("ICASH_ALREADY_REFUNDED");
    assert_eq!(names(&answer), ["ServiceResult", "StatusCode", "StatusDesc"]);
}

#[test]
fn a_top_up_is_refunded_or_cancelled() {
    let fixture = start();
    let (first, second) = (op_seq(), op_seq());
    let answer = fixture.call("SETTopUp", &top_up(&first, BARCODE, "500"));
    let expected = "ServiceResult StatusCode StatusDesc OPSeq BankSeq BankTime WalletSeq WalletTime WalletID VehicleType \
                    VehicleNo TopUpAmt OriginalAmt CurrentAmt PaymentChannel ChannelStatusCode ChannelStatusDesc CardID \
                    Cardkind";
    assert_eq!(names(&answer), expected.split_whitespace().collect::<Vec<_>>());
    assert_eq!(
        (answer.text("OriginalAmt"), answer.text("CurrentAmt")),
        ("100000", "100500")
    );

    let refunded = fixture.call(
        "SETTopUpRefund",
        &refund_top_up(&first, BARCODE, answer.text("BankSeq"), "R1", "500"),
    );
    assert!(refunded.is_approved());
    let expected = "ServiceResult StatusCode StatusDesc BankResponseTime BankRefundSeq WalletRefundSeq TopUpAmt OriginalAmt \
                    CurrentAmt WalletTxAmt WalletRefundTime RefundChannelStatusCode RefundChannelStatusDesc";
    assert_eq!(names(&refunded), expected.split_whitespace().collect::<Vec<_>>());
    assert_eq!(
        (refunded.text("OriginalAmt"), refunded.text("CurrentAmt")),
        ("100500", "100000")
    );

    fixture.call("SETTopUp", &top_up(&second, BARCODE, "7"));
    let cancelled = fixture.call("SETTopUpCancel", &cancel_top_up(&second, BARCODE));
    assert_eq!(Value::Object(cancelled.fields), json!({"OPSeq": second}));
    let totals = &fixture.sandbox.ledger()["icash"]["totals"];
    assert_eq!(
        totals,
        &json!({
            "paid": 0, "refunded": 0, "cancelled": 0, "topped_up": 507, "top_up_refunded": 500, "top_up_cancelled": 7,
        })
    );
}

#[test]
fn declines_echo_the_op_seq_of_a_charge() {
    let fixture = start();
    let op_seq = op_seq();
    let poor = fixture.call("SETPay", &pay(&op_seq, BARCODE, "100001"));
    poor.assert_declined("ICASH_INSUFFICIENT_BALANCE");
    assert_eq!(poor.text("OPSeq"), op_seq);
    assert!(fixture.call("SETPay", &pay(&op_seq, BARCODE, "100000")).is_approved());
    fixture
        .call("SETPay", &pay(&op_seq, BARCODE, "1"))
        .assert_declined("ICASH_DUPLICATE_OPSEQ");
    fixture
        .call("SETTopUp", &top_up(&op_seq, BARCODE, "1"))
        .assert_declined("ICASH_DUPLICATE_OPSEQ");
}

#[test]
fn paths_are_found_in_any_case_behind_any_prefix() {
    let fixture = start();
    let mut stream = fixture.connect();
    for path in ["/api/v2/payment/pos/setpay", "/stage/API/V2/PAYMENT/POS/SETPAY"] {
        let request = fixture.till.request("SETPay", &pay(&op_seq(), BARCODE, "1"));
        let request = String::from_utf8(request)
            .unwrap()
            .replacen(&action_path("SETPay"), path, 1);
        // The same connection serves both.
        let reply = exchange(&mut stream, request.as_bytes()).unwrap();
        assert!(fixture.till.open(&reply).is_approved());
    }
    assert_eq!(fixture.admin("POST", "/api/V2/Payment/POS/Nothing", "").status, 404);
    assert_eq!(fixture.admin("GET", "/api/V2/Payment/POS/SETPay", "").status, 405);
}

type Headers<'a> = Vec<(&'a str, String)>;
type Spoil = fn(&mut Headers<'_>, &mut String);

/// Sends what a careless client would, after `spoil` has had its hands on headers and body.
fn refusal(fixture: &Fixture, spoil: impl FnOnce(&mut Headers<'_>, &mut String)) -> Answer {
    let sealed = fixture.till.seal(&pay(&op_seq(), BARCODE, "1"));
    let mut body = sealed.form_body();
    let mut headers = vec![
        ("X-iCP-EncKeyID", fixture.till.credential.enc_key_id().to_owned()),
        ("X-iCP-Signature", sealed.signature),
        ("Content-Type", "application/x-www-form-urlencoded".to_owned()),
    ];
    spoil(&mut headers, &mut body);
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let request = http_request("POST", &action_path("SETPay"), &headers, body.as_bytes());
    fixture.till.open(&exchange(&mut fixture.connect(), &request).unwrap())
}

#[test]
fn envelopes_that_the_host_would_refuse_are_refused_in_an_authentic_reply() {
    let fixture = start();
    assert!(refusal(&fixture, |_, _| {}).is_approved());
    let cases: [(&str, Spoil); 8] = [
        ("ICASH_UNKNOWN_ENCKEYID", |headers, _| headers[0].1 = "1".to_owned()),
        ("ICASH_UNKNOWN_ENCKEYID", |headers, _| drop(headers.remove(0))),
        ("ICASH_SIGNATURE_INVALID", |headers, _| drop(headers.remove(1))),
        ("ICASH_SIGNATURE_INVALID", |headers, _| headers[1].1 = "AAAA".to_owned()),
        ("ICASH_INVALID_REQUEST", |headers, _| {
            headers[2].1 = "application/json".to_owned()
        }),
        ("ICASH_INVALID_REQUEST", |_, body| *body = "Data=1".to_owned()),
        ("ICASH_INVALID_REQUEST", |_, body| body.push_str("&EncData=1")),
        ("ICASH_SIGNATURE_INVALID", |_, body| body.insert(8, 'A')),
    ];
    for (code, spoil) in cases {
        refusal(&fixture, spoil).assert_refused(code);
    }
    assert_eq!(fixture.transactions().len(), 1);
}

/// The commonest mistake: base64 put into a form as it is, where `+` means a space.
#[test]
fn a_raw_plus_is_a_space() {
    let fixture = start();
    let (sealed, op_seq) = loop {
        let op_seq = op_seq();
        let sealed = fixture.till.seal(&pay(&op_seq, BARCODE, "1"));
        if sealed.enc_data.contains('+') {
            break (sealed, op_seq);
        }
    };
    let headers = [
        ("X-iCP-EncKeyID", fixture.till.credential.enc_key_id()),
        ("X-iCP-Signature", sealed.signature.as_str()),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let post = |body: String| {
        let request = http_request("POST", &action_path("SETPay"), &headers, body.as_bytes());
        fixture.till.open(&exchange(&mut fixture.connect(), &request).unwrap())
    };
    let answer = post(format!("EncData={}", sealed.enc_data));
    answer.assert_refused("ICASH_INVALID_REQUEST");
    assert!(answer.text("StatusDesc").contains("%2B"));
    assert_eq!(post(sealed.form_body()).text("OPSeq"), op_seq);
}

#[test]
fn texts_that_are_no_message_are_refused() {
    let fixture = start();
    for (plaintext, code) in [
        ("[]", "ICASH_INVALID_JSON"),
        ("no", "ICASH_INVALID_JSON"),
        ("{}", "ICASH_INVALID_FIELD"),
    ] {
        let enc_data = fixture.till.credential.encrypt(plaintext);
        post_enc_data(&fixture, &enc_data).assert_refused(code);
    }
    let foreign = twpos::icash::AesCredential::new("1", &"k".repeat(32), &"i".repeat(16)).unwrap();
    post_enc_data(&fixture, &foreign.encrypt("{}")).assert_refused("ICASH_DECRYPT_FAILED");
}

fn post_enc_data(fixture: &Fixture, enc_data: &str) -> Answer {
    let signature = fixture.till.private_key.sign(enc_data.as_bytes()).unwrap();
    let sealed = twpos::icash::Sealed {
        enc_data: enc_data.to_owned(),
        signature,
    };
    let headers = [
        ("x-icp-enckeyid", fixture.till.credential.enc_key_id()),
        ("x-icp-signature", sealed.signature.as_str()),
        ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
    ];
    let request = http_request("POST", &action_path("SETPay"), &headers, sealed.form_body().as_bytes());
    fixture.till.open(&exchange(&mut fixture.connect(), &request).unwrap())
}

#[test]
fn the_refusal_names_every_wrong_field() {
    let fixture = start();
    let mut message = pay(&op_seq(), BARCODE, "0");
    message["ReceiptPrint"] = json!(1);
    message["StoreName"] = json!("店".repeat(101));
    message.as_object_mut().unwrap().remove("TaxID");
    message["PlatformID"] = json!("unknown extra fields are accepted");
    let answer = fixture.call("SETPay", &message);
    answer.assert_refused("ICASH_INVALID_FIELD");
    assert_eq!(
        answer.text("StatusDesc"),
        "TxAmt: must be 1-999999999; StoreName: has 101 characters; at most 100 fit; TaxID: is missing; \
         ReceiptPrint: must be a JSON string"
    );
}

#[test]
fn bodies_over_one_mebibyte_are_turned_away() {
    let fixture = start();
    let mut stream = fixture.connect();
    let request = http_request("POST", &action_path("SETPay"), &[], &vec![b'a'; 1024 * 1024 + 1]);
    assert_eq!(exchange(&mut stream, &request).unwrap().status, 413);
}

/// ICPOS001 reply rows 10 and 11, and request rows 16 and 17.
#[test]
fn the_carrier_is_the_requests_or_else_the_members() {
    let fixture = start();
    let carrier = |barcode: &str, vehicle: &str, donate: &str| {
        let mut request = pay(&op_seq(), barcode, "1");
        request["Vehicle"] = json!(vehicle);
        request["Donate"] = json!(donate);
        let paid = fixture.call("SETPay", &request);
        (paid.text("VehicleType").to_owned(), paid.text("VehicleNo").to_owned())
    };
    for (barcode, vehicle, donate, kind, number) in [
        (BARCODE, "/ABC1+-.", "", "3J0002", "/ABC1+-."),
        (BARCODE, "AB12345678901234", "", "3J0002", "AB12345678901234"),
        (BARCODE, "7000000000000001", "", "EG0011", "7000000000000001"),
        (BARCODE, "", "919", "3J0002", "919"),
        (BARCODE, "", "", "3J0002", "/TWPOS00"),
        ("ICTWPOSEG001100000", "", "", "EG0011", "7000000000000011"),
        ("ICTWPOSEK000200000", "", "", "EK0002", "7000000000000002"),
        ("ICTWPOSEK000400000", "", "", "EK0004", "7000000000000004"),
        ("ICTWPOSEK000400000", "", "919", "3J0002", "919"),
    ] {
        let expected = (kind.to_owned(), number.to_owned());
        assert_eq!(
            carrier(barcode, vehicle, donate),
            expected,
            "{barcode} {vehicle} {donate}"
        );
    }
}

#[test]
fn a_bonus_is_spent_by_the_wallet_within_what_may_be_redeemed() {
    let fixture = start();
    let barcode = "ICTWPOSBONUS000000";
    for (changes, amount, points) in [
        (json!({}), "100", 10),
        (json!({"NonRedeemAmt": "95"}), "100", 5),
        (json!({"NonRedeemAmt": "100"}), "100", 0),
        (json!({}), "7", 7),
        (json!({"BonusType": "None", "BonusCategory": "DHL"}), "100", 0),
    ] {
        let mut request = pay(&op_seq(), barcode, amount);
        for (name, value) in changes.as_object().unwrap() {
            request[name] = value.clone();
        }
        let paid = fixture.call("SETPay", &request);
        assert_eq!(paid.text("TxAmt"), amount);
        let debited = amount.parse::<i64>().unwrap() - points;
        assert_eq!(paid.text("DebitAmt"), debited.to_string(), "{changes}");
        let list = json!([{"BonusKind": "2", "BonusAmt": points.to_string(), "DebitPoint": points.to_string()}]);
        assert_eq!(paid.fields["BonusList"], list, "{changes}");
    }
    // The debited amount is not 原交易金額(含紅利金額).
    let paid = fixture.call("SETPay", &pay("BONUS", barcode, "100"));
    let seq = paid.text("BankSeq");
    let answer = fixture.call("SETPayRefund", &refund("BONUS", seq, "BONUS-R", "90"));
    answer.assert_declined("ICASH_AMOUNT_MISMATCH");
    let refunded = fixture.call("SETPayRefund", &refund("BONUS", seq, "BONUS-R", "100"));
    assert_eq!(refunded.text("WalletTxAmt"), "100");
}
