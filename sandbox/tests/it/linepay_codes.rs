//! One-time keys: each pays once and lives five minutes, by a clock that can be moved. What a restart keeps.

use crate::books::restart;
use crate::linepay_support::*;
use crate::support::*;
use serde_json::{Value, json};
use std::time::Instant;

const CLOCK: &str = "/_sandbox/linepay/clock";
const CODES: &str = "/_sandbox/linepay/codes";

#[test]
fn a_code_pays_once() {
    let shop = Shop::start();
    let code = usual();
    shop.paid("A", &code, 36);
    assert_eq!(shop.pay("B", &code, 36)["returnCode"], "1133");
    assert_eq!(shop.row("B"), None);

    // One that failed is used, too.
    let failed = crate::linepay_support::code("99121298");
    shop.pay("C", &failed, 36);
    assert_eq!(shop.pay("D", &failed, 36)["returnCode"], "1133");
}

#[test]
fn a_code_that_nobody_shows_does_not_pay() {
    let shop = Shop::start();
    for start in ["9900", "9910", "9988", "99509999"] {
        assert_eq!(shop.pay("A", &code(start), 36)["returnCode"], "1133", "{start}");
    }
    assert_eq!(shop.row("A"), None);
}

#[test]
fn a_code_lives_five_minutes_from_when_it_is_shown() {
    let shop = Shop::start();
    let [at_once, in_time, late] = [usual(), usual(), usual()];
    for code in [&at_once, &in_time, &late] {
        shop.show(code);
    }
    shop.paid("A", &at_once, 1);
    shop.forward(200);
    shop.paid("B", &in_time, 1);
    shop.forward(100);
    assert_eq!(shop.pay("C", &late, 1)["returnCode"], "1133");
    // To show it again makes it no younger.
    shop.show(&late);
    assert_eq!(shop.pay("C", &late, 1)["returnCode"], "1133");
    assert_eq!(shop.row("C"), None);
    shop.paid("C", &usual(), 1);
}

/// The fence of a till: a payment that is on its way for five minutes cannot be taken any more.
#[test]
fn a_payment_that_comes_late_is_too_late() {
    let shop = Shop::start();
    let code = usual();
    shop.fixture
        .inject(json!({"fault": "delay_before_commit", "milliseconds": 4000}));
    let request = shop.request(&post(PAY, payment("A", &code, 36).to_string().as_bytes()));
    let mut stream = shop.fixture.connect();
    let waits = std::thread::spawn(move || exchange(&mut stream, &request).unwrap().json());
    wait_until(|| shop.ledger()["requests"] == 1);
    shop.forward(300);
    assert_eq!(shop.status("A"), "1150");
    assert_eq!(waits.join().unwrap()["returnCode"], "1133");
    assert_eq!((shop.status("A"), shop.row("A")), ("1150".to_owned(), None));
}

#[test]
fn the_clock_goes_on_and_never_back() {
    let shop = Shop::start();
    let now = |reply: Value| reply["now"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let shown = shop.fixture.admin("GET", CLOCK, "").json();
    assert_eq!(shown["forward_seconds"], 0);
    let (before, begun) = (now(shown), Instant::now());
    shop.forward(3600);
    let moved = shop.fixture.admin("POST", CLOCK, r#"{"forward_seconds":60}"#).json();
    assert_eq!(moved["forward_seconds"], 3660);
    let passed = now(moved).duration_since(before).as_secs();
    let itself = i64::try_from(begun.elapsed().as_secs()).unwrap() + 1;
    assert!((3660..=3660 + itself).contains(&passed), "{passed}");
    for body in [
        "{}",
        r#"{"forward_seconds":-1}"#,
        r#"{"forward_seconds":4294967295}"#,
        r#"{"back":1}"#,
    ] {
        assert_eq!(shop.fixture.admin("POST", CLOCK, body).status, 400, "{body}");
    }
    assert_eq!(shop.fixture.admin("DELETE", CLOCK, "").status, 405);
}

#[test]
fn only_a_code_can_be_shown() {
    let shop = Shop::start();
    let before = jiff::Timestamp::now();
    let body = json!({"oneTimeKey": usual()}).to_string();
    let shown = shop.fixture.admin("POST", CODES, &body).json();
    let ends: jiff::Timestamp = shown["ends"].as_str().unwrap().parse().unwrap();
    let made = ends - jiff::SignedDuration::from_mins(5);
    // It has no fractions of seconds.
    let just_before = before - jiff::SignedDuration::from_secs(1);
    assert!((just_before..=jiff::Timestamp::now()).contains(&made), "{ends}");
    for body in ["{}", r#"{"oneTimeKey":"1"}"#, r#"{"oneTimeKey":391234567890123456}"#] {
        let reply = shop.fixture.admin("POST", CODES, body);
        assert_eq!(reply.status, 400, "{body}");
        assert!(!String::from_utf8(reply.body).unwrap().contains("391234567890123456"));
    }
    assert_eq!(shop.fixture.admin("GET", CODES, "").status, 405);
}

#[test]
fn orders_to_the_clock_and_the_phones_are_json() {
    let shop = Shop::start();
    for path in [CLOCK, CODES] {
        let request = http_request(
            "POST",
            path,
            &[("Content-Type", "text/plain")],
            br#"{"forward_seconds":60}"#,
        );
        let reply = exchange(&mut shop.fixture.connect(), &request).unwrap();
        assert_eq!(reply.status, 415, "{path}");
    }
}

#[test]
fn a_restart_keeps_everything_but_the_nonces() {
    let shop = Shop::start();
    let first = payment("A", &usual(), 100);
    shop.post(PAY, &first);
    shop.refund("A", 40);
    shop.authorized("B", &usual(), 50);
    shop.void("B");
    shop.authorized("C", &usual(), 50);
    shop.capture("C", 30);
    shop.pay("D", &code("99220060"), 5);
    let (old, used) = (usual(), usual());
    shop.show(&old);
    shop.paid("E", &used, 1);
    shop.forward(300);
    let before = shop.ledger();

    let shop = shop.map(|fixture| restart(fixture, |_| {}));
    assert_eq!(shop.ledger(), before);
    assert_eq!(shop.post(PAY, &first)["returnCode"], "1172");
    for code in [old, used] {
        assert_eq!(shop.pay("F", &code, 1)["returnCode"], "1133");
    }
    assert_eq!(shop.status("D"), "COMPLETE", "the clock is still fast");
    assert_eq!(shop.refund("A", 60)["returnCode"], "0000");
    let numbers = before.to_string();
    let next = shop.paid("G", &usual(), 1)["transactionId"].to_string();
    assert!(!numbers.contains(&next), "the next number is new");

    let shop = shop.map(|fixture| restart(fixture, |options| options.fresh = true));
    assert_eq!(shop.ledger()["transactions"], json!([]));
    assert_eq!(shop.fixture.admin("GET", CLOCK, "").json()["forward_seconds"], 0);
    assert_eq!(shop.check("A")["returnCode"], "1150", "the same channel");
}
