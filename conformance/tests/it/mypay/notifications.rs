//! A shop's web server that takes the sandbox's notifications with `twpos`: told late, twice and out of order,
//! it books each order once.

use super::till::*;
use crate::support::{RawServer, read_request, response};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use twpos::mypay::*;

/// What the shop heard, in the order in which it came.
type Heard = Arc<Mutex<Vec<Notification>>>;

/// A web server that answers only from the `deaf`-th notification on.
fn shop(deaf: usize) -> (RawServer, Heard) {
    let heard = Heard::default();
    let all = heard.clone();
    let server = RawServer::start(move |mut stream| {
        let request = read_request(&mut stream);
        let start = request.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
        let notification = parse_notification(&request[start..]).unwrap();
        let mut all = all.lock().unwrap();
        all.push(notification);
        let answer = if all.len() > deaf { NOTIFICATION_ANSWER } else { "later" };
        stream.write_all(&response(200, &[], answer.as_bytes())).unwrap();
    });
    (server, heard)
}

fn post(till: &Till, path: &str, kind: &str, body: &str) {
    let address = till.sandbox.url().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nConnection: close\r\n\
         Content-Length: {length}\r\n\r\n"
    );
    stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

fn notify(till: &Till, shop: &RawServer, mut settings: Value) {
    settings["url"] = json!(shop.url);
    settings["retry_milliseconds"] = json!(20);
    let path = "/_sandbox/mypay/notifications";
    post(till, path, "application/json", &settings.to_string());
}

fn act(till: &Till, uid: &str, action: &str) {
    let (path, form) = (format!("/payment/{uid}.html"), format!("action={action}"));
    post(till, &path, "application/x-www-form-urlencoded", &form);
}

fn wait_for(heard: &Heard, count: usize) -> Vec<Notification> {
    for _ in 0..1000 {
        if heard.lock().unwrap().len() >= count {
            return heard.lock().unwrap().clone();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{} of {count} notifications came", heard.lock().unwrap().len());
}

#[test]
fn a_notification_verifies_against_the_reply_that_made_its_order() {
    let till = till(false);
    let (server, heard) = shop(2);
    notify(&till, &server, json!({}));
    let made = till.client.create_order(&order("A")).unwrap();
    let other = till.client.create_order(&order("B")).unwrap();
    act(&till, &made.uid, "pay");
    let all = wait_for(&heard, 3);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(heard.lock().unwrap().len(), 3, "8888 ends it");
    assert!(all.iter().all(|one| *one == all[0]), "the same each time");
    let expected = ExpectedOrder {
        order_id: Some("A".to_owned()),
        cost: Some(36),
        ..ExpectedOrder::from(&made)
    };
    all[0].verify(&expected).unwrap();
    assert_eq!((all[0].state.as_str(), all[0].kind.as_str()), ("paid", "completed"));
    assert_eq!(all[0].actual_cost, Some(36));
    all[0].verify(&ExpectedOrder::from(&other)).unwrap_err();
}

#[test]
fn copies_out_of_order_tell_the_same_story_in_the_end() {
    let till = till(false);
    let (server, heard) = shop(0);
    notify(
        &till,
        &server,
        json!({"copies": 3, "reorder": true, "hold_milliseconds": 1000}),
    );
    let made = till.client.create_order(&order("A")).unwrap();
    for action in ["transfer", "pay", "settle"] {
        act(&till, &made.uid, action);
    }
    let all = wait_for(&heard, 9);
    let kinds: Vec<&str> = all.iter().map(|one| one.kind.as_str()).collect();
    assert_eq!(kinds[..3], ["confirmed", "completed", "deferred"]);
    assert_eq!(kinds[..3], kinds[3..6]);
    for one in &all {
        one.verify(&ExpectedOrder::from(&made)).unwrap();
    }
    let account = all[2].payment_instructions.as_ref().unwrap().virtual_account.as_ref();
    assert!(account.is_some_and(|account| account.bank_code == "013"), "{account:?}");
}

/// A scan whose reply was lost cannot be queried: the notification is all that a till will ever hear.
#[test]
fn a_lost_reply_is_made_up_for_by_the_notification() {
    let till = till(false);
    let (server, heard) = shop(0);
    notify(&till, &server, json!({}));
    till.inject(
        twpos_sandbox::Fault::ResetAfterCommit,
        twpos_sandbox::Operation::MypayScanPay,
        "LOST",
    );
    let error = till.client.scan_pay(&scan("LOST")).unwrap_err();
    assert_eq!(error.outcome, twpos::Outcome::Unknown);
    let told = wait_for(&heard, 1).remove(0);
    assert_eq!((told.order_id.as_str(), told.state.as_str()), ("LOST", "paid"));
    let asked = till.client.query_order(&QueryOrderRequest {
        uid: told.uid,
        key: told.key,
        order_id: error.reference,
        ..Default::default()
    });
    assert_eq!(asked.unwrap().state, "paid");
}
