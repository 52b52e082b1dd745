//! Notifications as a merchant's own web server gets them. No network.

use proptest::prelude::*;
use twpos::mypay::*;
use twpos::{ErrorKind, Outcome};

const KEY: &str = "3425042d7d266e4aea5fd4653a0271db";

fn body(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs([
        ("uid", "95217"),
        ("key", KEY),
        ("order_id", "1234567890"),
        ("cost", "900"),
    ]);
    form.extend_pairs(fields);
    form.finish().into_bytes()
}

fn parse(fields: &[(&str, &str)]) -> Notification {
    parse_notification(&body(fields)).unwrap()
}

fn expected() -> ExpectedOrder {
    ExpectedOrder {
        uid: "95217".to_owned(),
        key: KEY.to_owned(),
        order_id: Some("1234567890".to_owned()),
        cost: Some(900),
        ..Default::default()
    }
}

#[test]
fn a_finished_payment() {
    let paid = parse(&[
        ("prc", "250"),
        ("finishtime", "20211022090918"),
        ("cardno", "493817******0003"),
        ("card_type", "1"),
        ("issuing_bank", "合作金庫"),
        ("actual_cost", "900"),
        ("retmsg", "付款完成"),
        ("pfn", "CREDITCARD"),
        ("result_type", "4"),
        ("result_content_type", "CREDITCARD"),
        ("result_content", "{}"),
        ("echo_0", "a b+c&d=e"),
        ("something_new", "x"),
    ]);
    assert_eq!((paid.kind.as_str(), paid.state.as_str()), ("completed", "paid"));
    assert_eq!((paid.cost, paid.actual_cost), (Some(900), Some(900)));
    assert_eq!(
        (paid.issuing_bank.as_str(), paid.echo_0.as_str()),
        ("合作金庫", "a b+c&d=e")
    );
    assert_eq!(paid.extra["something_new"], "x");
    assert_eq!(paid.payment_instructions, None);
    paid.verify(&expected()).unwrap();
}

#[test]
fn its_words_show_none_of_its_secrets() {
    let quoted = format!("付款完成 key {} / {KEY} card 4938-1712-3456-0003", KEY.to_uppercase());
    let quotes = |name| parse(&[("prc", "250"), ("cardno", "4938171234560003"), (name, &quoted)]);
    let (retmsg, msg) = (quotes("retmsg"), quotes("msg"));
    for words in [&retmsg.retmsg, &msg.extra["msg"]] {
        assert_eq!(words, "付款完成 key [redacted] / [redacted] card [redacted]");
    }
    assert_eq!((retmsg.key.as_str(), retmsg.cardno.as_str()), (KEY, "4938171234560003"));
}

#[test]
fn a_byte_order_mark_before_the_form_is_skipped() {
    let form = body(&[("prc", "250")]);
    for mark in ["\u{feff}", "%EF%BB%BF"] {
        let marked = [mark.as_bytes(), &form].concat();
        let notification = parse_notification(&marked).unwrap();
        assert_eq!(notification, parse_notification(&form).unwrap());
        // Two uids, one of them behind a mark, are two readings.
        let twice = [mark.as_bytes(), b"uid=1&", &form].concat();
        assert!(parse_notification(&twice).is_err());
    }
}

#[test]
fn a_payment_that_is_still_to_come_says_how_to_pay() {
    let waiting = parse(&[
        ("prc", "270"),
        ("result_content_type", "E_COLLECTION"),
        (
            "result_content",
            r#"{"PinCode":"99112233445566","LimitDate":"20261231235959","BankCode":"806"}"#,
        ),
    ]);
    assert_eq!((waiting.kind.as_str(), waiting.state.as_str()), ("deferred", "pending"));
    let account = waiting.payment_instructions.unwrap().virtual_account.unwrap();
    assert_eq!(
        (account.pin_code.as_str(), account.bank_code.as_str()),
        ("99112233445566", "806")
    );
    for (content_type, content) in [("IBON", r#"{"PinCode":"X1"}"#), ("BARCODE", r#"{"BarCode1":"X1"}"#)] {
        let waiting = parse(&[
            ("prc", "260"),
            ("result_content_type", content_type),
            ("result_content", content),
        ]);
        assert!(waiting.payment_instructions.is_some());
    }
}

#[test]
fn a_confirmed_order_and_the_other_states() {
    for (prc, kind, state) in [
        ("600", "confirmed", "paid"),
        ("290", "completed", "paid_with_different_amount"),
        ("300", "completed", "failed"),
        ("380", "completed", "failed"),
        ("220", "completed", "cancelled"),
        ("400", "completed", "unknown"),
        ("A0001", "deferred", "pending"),
        ("777", "completed", "unknown"),
    ] {
        let notification = parse(&[("prc", prc)]);
        assert_eq!(
            (notification.kind.as_str(), notification.state.as_str()),
            (kind, state),
            "{prc}"
        );
    }
}

#[test]
fn vouchers_come_as_php_lists_or_as_json() {
    let php = parse(&[
        ("prc", "250"),
        ("voucher_paid[0][product_id]", "P01"),
        ("voucher_paid[0][cost]", "50"),
        ("voucher_paid[1][product_id]", "P02"),
        ("voucher_paid[1][cost]", "60"),
        ("voucher_free", ""),
    ]);
    let json = parse(&[
        ("prc", "250"),
        (
            "voucher_paid",
            r#"[{"product_id":"P01","cost":50},{"product_id":"P02","cost":"60"}]"#,
        ),
        ("voucher_free", "[]"),
    ]);
    assert_eq!(php, json);
    assert_eq!(php.voucher_paid[1].cost, 60);
}

#[test]
fn only_the_order_s_own_uid_and_key_verify() {
    let paid = parse(&[("prc", "250")]);
    let wrong = |change: fn(&mut ExpectedOrder)| {
        let mut expected = expected();
        change(&mut expected);
        let error = paid.verify(&expected).unwrap_err();
        // Only who knows the key can say something about the money.
        assert_eq!(error.outcome == Outcome::Unknown, error.kind == ErrorKind::Mismatch);
        assert_eq!(
            error.reference.as_deref(),
            Some(expected.order_id.as_deref().unwrap_or("95217"))
        );
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(KEY) && !shown.contains("3425"), "{shown}");
        error.kind
    };
    assert_eq!(
        wrong(|order| order.uid = "95218".to_owned()),
        ErrorKind::InvalidNotification
    );
    assert_eq!(
        wrong(|order| order.uid = "952170".to_owned()),
        ErrorKind::InvalidNotification
    );
    assert_eq!(
        wrong(|order| order.key = KEY.to_uppercase()),
        ErrorKind::InvalidNotification
    );
    assert_eq!(
        wrong(|order| order.key = KEY[..31].to_owned()),
        ErrorKind::InvalidNotification
    );
    assert_eq!(wrong(|order| order.key = String::new()), ErrorKind::InvalidRequest);
    assert_eq!(
        wrong(|order| order.order_id = Some("2".to_owned())),
        ErrorKind::Mismatch
    );
    assert_eq!(wrong(|order| order.cost = Some(899)), ErrorKind::Mismatch);

    let made = CreateOrderResponse {
        uid: "95217".to_owned(),
        key: KEY.to_owned(),
        ..Default::default()
    };
    paid.verify(&ExpectedOrder::from(&made)).unwrap();
    assert!(!format!("{paid:?} {:?}", ExpectedOrder::from(&made)).contains(KEY));
}

#[test]
fn what_is_no_notification_is_refused() {
    let doubled = [body(&[("prc", "300")]), b"&prc=250".to_vec()].concat();
    let huge = body(&[("prc", "250"), ("echo_0", &"x".repeat(1024 * 1024))]);
    let mut many = String::from("uid=1&key=2&prc=250");
    for index in 0..3000 {
        many.push_str(&format!("&f{index}=1"));
    }
    let bodies: [Vec<u8>; 12] = [
        Vec::new(),
        b"{\"uid\":\"95217\"}".to_vec(),
        b"uid=95217&prc=250".to_vec(),
        body(&[]),
        doubled,
        huge,
        many.into_bytes(),
        body(&[("prc", "250"), ("a", "1"), ("a[0]", "2")]),
        body(&[("prc", "250"), ("a[0", "1")]),
        body(&[("prc", "250"), ("a[0][1][2][3][4]", "1")]),
        body(&[("prc", "250"), ("result_content", r#"{"code":"1","code":"2"}"#)]),
        body(&[
            ("prc", "250"),
            ("voucher_paid[0][redeem]", r#"{"a":[{"b":1,"\u0062":1}]}"#),
        ]),
    ];
    for body in bodies {
        let error = parse_notification(&body).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::InvalidNotification, Outcome::NotSent)
        );
    }
    assert_eq!(NOTIFICATION_ANSWER, "8888");
}

/// Anyone can post there, and what is posted goes into the log.
#[test]
fn no_notification_forges_a_line_of_a_log() {
    const FORGED: &str = "a\n2026-11-21 10:00:00 INFO mypay released order 42\u{2028}\u{202e}\u{85}";
    let without_key = form_urlencoded::Serializer::new(String::new())
        .append_pair("order_id", FORGED)
        .append_pair("prc", "250")
        .finish();
    let error = parse_notification(without_key.as_bytes()).unwrap_err();
    let reference = error.reference.clone().unwrap();
    assert!(reference.starts_with("a\\n2026-11-21"), "{reference}");
    let forged = parse(&[("prc", "250"), ("retmsg", FORGED), (FORGED, FORGED)]);
    for shown in [error.to_string(), format!("{error:?}"), format!("{forged:?}")] {
        let seen = |c: &char| c.is_control() || ['\u{2028}', '\u{202e}'].contains(c);
        assert_eq!(shown.chars().find(seen), None, "{shown}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse_notification(&body);
    }

    #[test]
    fn any_form_is_read_or_refused(body in "(uid|key|prc|cost|redeem|voucher_paid|result_content|a)(\\[[0-9a-z]{0,2}\\]){0,3}=[0-9a-z%{}\\[\\]\":,]{0,20}(&(uid|key|prc|voucher_paid|a)=[0-9]{0,4}){0,6}") {
        let _ = parse_notification(body.as_bytes());
    }

    #[test]
    fn no_other_key_verifies(key in "[0-9a-f]{32}") {
        prop_assume!(key != KEY);
        let expected = ExpectedOrder { key, ..expected() };
        prop_assert!(parse(&[("prc", "250")]).verify(&expected).is_err());
    }
}

#[test]
fn what_was_kept_may_come_as_json() {
    let json = format!(r#"{{"uid":95217,"key":"{KEY}","order_id":"1234567890","cost":"900"}}"#);
    assert_eq!(ExpectedOrder::from_json(&json).unwrap(), expected());

    for (json, named) in [
        ("[]", "object"),
        ("{", "line 1"),
        (r#"{"amount":900}"#, "amount"),
        (r#"{"cost":"nine"}"#, "cost"),
    ] {
        let error = ExpectedOrder::from_json(json).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidRequest, "{json}");
        assert!(error.detail.contains(named), "{json}: {error}");
    }
}
