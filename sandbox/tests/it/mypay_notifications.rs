//! What the host tells the merchant's web server, how often, and in which order.

use crate::mypay_support::*;
use crate::support::*;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::time::{Duration, Instant};

const PATH: &str = "/_sandbox/mypay/notifications";

fn configure(fixture: &Fixture, settings: Value) {
    let reply = fixture.admin("POST", PATH, &settings.to_string());
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
}

fn sent(fixture: &Fixture) -> Vec<Value> {
    fixture.admin("GET", PATH, "").json()["sent"]
        .as_array()
        .unwrap()
        .clone()
}

#[test]
fn a_payment_is_reported_with_every_field_of_the_table() {
    let receiver = Receiver::hearing_all();
    let fixture = start_with(|options| options.notify_url = Some(receiver.url.clone()));
    let store = store(&fixture);
    let made = store.order(&with(&voucher_order("A/+&="), json!({"echo_0": "中文"})));
    assert_eq!(receiver.count(), 0, "an order alone is no news");
    store.act(&made, "action=pay");
    let form = &receiver.wait_for(1)[0];
    let head = &receiver.requests()[0];
    assert!(head.starts_with("POST /heard?by=shop HTTP/1."), "{head}");
    assert!(head.contains("Content-Type: application/x-www-form-urlencoded\r\n"));

    let expected = "uid key prc finishtime cardno acode card_type issuing_bank issuing_bank_uid is_agent_charge \
                    transaction_mode supplier_name supplier_code order_id user_id cost currency actual_cost \
                    actual_currency price actual_price recharge_code love_cost retmsg pfn trans_type redeem \
                    payment_name nois group_id bank_id expired_date result_type result_content_type result_content \
                    echo_0 echo_1 echo_2 echo_3 echo_4";
    for name in expected.split_whitespace() {
        field(form, name);
    }
    let others: Vec<&str> = form
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| name.contains('['))
        .collect();
    assert_eq!(others.len() + expected.split_whitespace().count(), form.len());
    for (name, value) in [
        ("uid", made["uid"].to_string().as_str()),
        ("key", made["key"].as_str().unwrap()),
        ("prc", "250"),
        ("order_id", "A/+&="),
        ("cost", "900"),
        ("actual_cost", "900"),
        ("echo_0", "中文"),
        ("voucher_paid[0][serial_number]", "P1635306439"),
        ("result_content", "{}"),
    ] {
        assert_eq!(field(form, name), value, "{name}");
    }
}

#[test]
fn the_three_kinds_of_news_and_scanned_payments() {
    let receiver = Receiver::hearing_all();
    let fixture = start_with(|options| options.notify_url = Some(receiver.url.clone()));
    let store = store(&fixture);
    let made = store.order(&plain_order("A", 100));
    for action in ["transfer", "pay", "settle"] {
        store.act(&made, &format!("action={action}"));
    }
    store.call("api/transaction", &scan("B", SCANNED, 1));
    let forms = receiver.wait_for(4);
    let prcs: Vec<&str> = forms.iter().map(|form| field(form, "prc")).collect();
    assert_eq!(prcs, ["270", "250", "600", "250"]);
    assert!(field(&forms[0], "result_content").contains("PinCode"));
    assert_eq!(field(&forms[3], "order_id"), "B");
}

#[test]
fn it_is_repeated_until_the_receiver_says_8888() {
    // Neither a page, nor an error, nor nearly 8888 will do.
    let receiver = Receiver::start(|count| match count {
        1 => said("<html>thanks</html>"),
        2 => "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\n8888".to_owned(),
        3 => said("8888\n"),
        4 => String::new(),
        // Without a length, up to the end of the connection.
        _ => "HTTP/1.1 200 OK\r\n\r\n8888".to_owned(),
    });
    let fixture = start();
    configure(&fixture, json!({"url": receiver.url, "retry_milliseconds": 20}));
    let store = store(&fixture);
    let made = store.order(&plain_order("A", 100));
    store.act(&made, "action=pay");
    receiver.wait_for(5);
    wait_until(|| sent(&fixture).len() == 5);
    std::thread::sleep(Duration::from_millis(100));
    let sent = sent(&fixture);
    let of = |name: &str| sent.iter().map(|one| one[name].clone()).collect::<Vec<_>>();
    assert_eq!(of("try"), [1, 2, 3, 4, 5]);
    assert_eq!(of("accepted"), [false, false, false, false, true]);
    assert_eq!(
        of("status"),
        [json!(200), json!(500), json!(200), Value::Null, json!(200)]
    );
    assert_eq!(of("answer")[0], "<html>thanks</html>");
    assert!(of("error")[3].is_string());
    assert_eq!(receiver.count(), 5);
    let bodies = receiver.requests();
    assert!(bodies.iter().all(|body| *body == bodies[0]), "the same news each time");
    let order = &fixture.sandbox.ledger()["mypay"]["orders"][0];
    assert_eq!(order["notifications"].as_array().unwrap().len(), 5);
    assert_eq!(
        order["notifications"][4],
        json!({"prc": "250", "copy": 1, "try": 5, "accepted": true})
    );
}

#[test]
fn it_gives_up_in_the_end() {
    let receiver = Receiver::start(|_| said("no"));
    let fixture = start();
    configure(
        &fixture,
        json!({"url": receiver.url, "retry_milliseconds": 5, "most_tries": 3}),
    );
    let store = store(&fixture);
    store.act(&store.order(&plain_order("A", 100)), "action=pay");
    receiver.wait_for(3);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(receiver.count(), 3);
}

#[test]
fn copies_come_although_the_first_was_heard() {
    let receiver = Receiver::hearing_all();
    let fixture = start();
    configure(&fixture, json!({"url": receiver.url, "copies": 3}));
    let store = store(&fixture);
    store.act(&store.order(&plain_order("A", 100)), "action=pay");
    let forms = receiver.wait_for(3);
    assert!(forms.iter().all(|form| form == &forms[0]));
    wait_until(|| sent(&fixture).len() == 3);
    let copies: Vec<Value> = sent(&fixture).iter().map(|one| one["copy"].clone()).collect();
    assert_eq!(copies, [1, 2, 3]);
}

#[test]
fn the_last_news_comes_first_on_request() {
    let receiver = Receiver::hearing_all();
    let fixture = start();
    let settings = json!({"url": receiver.url, "reorder": true, "copies": 2, "hold_milliseconds": 1000});
    configure(&fixture, settings);
    let store = store(&fixture);
    let made = store.order(&plain_order("A", 100));
    store.act(&made, "action=transfer");
    store.act(&made, "action=pay");
    let forms = receiver.wait_for(4);
    let prcs: Vec<&str> = forms.iter().map(|form| field(form, "prc")).collect();
    assert_eq!(prcs, ["250", "270", "250", "270"]);
}

#[test]
fn a_receiver_that_is_not_there_holds_nothing_up() {
    let fixture = start();
    let store = store(&fixture);
    // One that refuses, and one that accepts and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (number, address) in [gone, silent.local_addr().unwrap()].into_iter().enumerate() {
        let url = format!("http://{address}/");
        configure(
            &fixture,
            json!({"url": url, "timeout_milliseconds": 200, "retry_milliseconds": 60_000}),
        );
        let begun = Instant::now();
        let made = store.order(&plain_order(&format!("A{number}"), 100));
        store.act(&made, "action=pay");
        assert_eq!(store.query(&made)["prc"], "250");
        assert!(begun.elapsed() < Duration::from_millis(1500));
        wait_until(|| sent(&fixture).len() == number + 1);
        assert!(sent(&fixture)[number]["error"].is_string());
    }
    // Nor does it hold up the news for a receiver that is.
    let receiver = Receiver::hearing_all();
    configure(&fixture, json!({"url": receiver.url}));
    store.act(&store.order(&plain_order("B", 100)), "action=pay");
    receiver.wait_for(1);
    let begun = Instant::now();
    fixture.sandbox.stop();
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[test]
fn settings_are_checked_and_shown() {
    let fixture = start();
    let shown = || fixture.admin("GET", PATH, "").json();
    assert_eq!(shown()["sent"], json!([]));
    assert_eq!(shown()["settings"]["url"], Value::Null);
    for (body, problem) in [
        ("x", "expected value"),
        (r#"{"url": "https://127.0.0.1/"}"#, "must begin with http://"),
        (r#"{"url": "nowhere"}"#, "url"),
        (r#"{"url": "http://u:CANARY@127.0.0.1:1/"}"#, "no user or password"),
        (r#"{"url": "http://CANARY@127.0.0.1:1/"}"#, "no user or password"),
        (r#"{"copies": 0}"#, "copies must be 1-100"),
        (r#"{"copy": 1}"#, "unknown field `copy`"),
    ] {
        let reply = fixture.admin("POST", PATH, body);
        assert_eq!(reply.status, 400, "{body}");
        let error = reply.json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains(problem), "{body}: {error}");
        assert!(!error.contains("CANARY"), "{error}");
    }
    assert_eq!(shown()["settings"]["url"], Value::Null);
    configure(&fixture, json!({"url": "http://127.0.0.1:1/", "copies": 2}));
    configure(&fixture, json!({"reorder": true}));
    let settings = &shown()["settings"];
    assert_eq!(
        (&settings["url"], &settings["copies"]),
        (&json!("http://127.0.0.1:1/"), &json!(1)),
        "the url stays"
    );
    configure(&fixture, json!({"url": null}));
    assert_eq!(shown()["settings"]["url"], Value::Null);
    assert_eq!(fixture.admin("DELETE", PATH, "").status, 405);

    for (url, problem) in [
        ("ftp://x", "http://"),
        ("http://u:CANARY@127.0.0.1/x", "no user or password"),
    ] {
        let bad = twpos_sandbox::Options {
            notify_url: Some(url.to_owned()),
            ..twpos_sandbox::Options::new(state_dir().path())
        };
        let error = twpos_sandbox::Sandbox::start(bad).err().expect("refused").to_string();
        assert!(error.contains(problem) && !error.contains("CANARY"), "{error}");
    }
}
