//! A web page in the developer's browser can do nothing here, unless the sandbox served it.

use crate::mypay_support::{mypay_ledger, plain_order, store};
use crate::support::*;
use serde_json::json;

const RULE: &str = r#"{"fault":"decline"}"#;

fn port(fixture: &Fixture) -> u16 {
    fixture.sandbox.url().rsplit_once(':').unwrap().1.parse().unwrap()
}

/// The status of the answer to a request with these headers.
fn status(fixture: &Fixture, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> u16 {
    let request = http_request(method, path, headers, body.as_bytes());
    exchange(&mut fixture.connect(), &request).unwrap().status
}

fn pending(fixture: &Fixture) -> usize {
    let faults = fixture.admin("GET", "/_sandbox/faults", "").json();
    faults["pending"].as_array().unwrap().len()
}

#[test]
fn only_its_own_names_are_a_host() {
    let fixture = start_with(|options| options.hosts = vec!["Till-Sandbox".to_owned(), "192.0.2.7".to_owned()]);
    let port = port(&fixture);
    for own in [
        "localhost",
        "LOCALHOST:80",
        &format!("127.0.0.1:{port}"),
        &format!("[::1]:{port}"),
        "till-sandbox:8080",
        "192.0.2.7",
    ] {
        assert_eq!(
            status(&fixture, "GET", "/_sandbox/ledger", &[("Host", own)], ""),
            200,
            "{own}"
        );
    }
    let paths = [
        "/_sandbox/ledger",
        "/payment/1.html",
        "/oauth/token",
        "/api/init",
        &action_path("SETPay"),
        "/",
    ];
    for foreign in [
        "attacker.example",
        &format!("attacker.example:{port}"),
        "localhost.attacker.example",
        "127.0.0.1.attacker.example",
        "localhost@attacker.example",
        "attacker.example@localhost",
        "till-sandbox.attacker.example",
        "192.0.2.8",
        "[2001:db8::1]",
        "",
    ] {
        for path in paths {
            let status = status(&fixture, "GET", path, &[("Host", foreign)], "");
            assert_eq!(status, 421, "{foreign} {path}");
        }
    }
    let two = [("Host", "localhost"), ("Host", "attacker.example")];
    assert_eq!(status(&fixture, "GET", "/_sandbox/ledger", &two, ""), 400);
    let whole = "http://attacker.example/_sandbox/ledger";
    assert_eq!(status(&fixture, "GET", whole, &[("Host", "localhost")], ""), 421);
    let none = b"GET /_sandbox/ledger HTTP/1.1\r\n\r\n";
    assert_eq!(exchange(&mut fixture.connect(), none).unwrap().status, 400);
}

#[test]
fn a_foreign_page_can_do_nothing() {
    let fixture = start();
    let port = port(&fixture);
    let host = format!("127.0.0.1:{port}");
    let json = ("Content-Type", "application/json");
    for origin in [
        "https://attacker.example",
        "null",
        "",
        // Another program of the developer's, which may show foreign content.
        "http://127.0.0.1:3000",
        &format!("http://localhost:{port}"),
        &format!("http://127.0.0.1:{port}.attacker.example"),
        &format!("file://127.0.0.1:{port}"),
    ] {
        let headers = [("Host", host.as_str()), ("Origin", origin), json];
        assert_eq!(
            status(&fixture, "POST", "/_sandbox/faults", &headers, RULE),
            403,
            "{origin}"
        );
        assert_eq!(
            status(&fixture, "DELETE", "/_sandbox/faults", &headers, ""),
            403,
            "{origin}"
        );
        assert_eq!(
            status(&fixture, "GET", "/_sandbox/ledger", &headers, ""),
            403,
            "{origin}"
        );
        assert_eq!(
            status(&fixture, "OPTIONS", "/_sandbox/faults", &headers, ""),
            403,
            "{origin}"
        );
        assert_eq!(status(&fixture, "POST", "/oauth/token", &headers, ""), 403, "{origin}");
    }
    for site in ["cross-site", "same-site", "what"] {
        let headers = [("Sec-Fetch-Site", site), ("Sec-Fetch-Dest", "iframe"), json];
        assert_eq!(
            status(&fixture, "POST", "/_sandbox/faults", &headers, RULE),
            403,
            "{site}"
        );
        assert_eq!(status(&fixture, "GET", "/_sandbox/ledger", &headers, ""), 403, "{site}");
        let followed = [
            ("Sec-Fetch-Site", site),
            ("Sec-Fetch-Mode", "navigate"),
            ("Sec-Fetch-Dest", "document"),
        ];
        for path in ["/_sandbox/ledger", "/_sandbox/mypay/notifications", "/"] {
            assert_eq!(status(&fixture, "GET", path, &followed, ""), 403, "{site} {path}");
        }
    }
    let own = format!("http://{host}");
    let headers = [
        ("Host", host.as_str()),
        ("Origin", own.as_str()),
        ("Sec-Fetch-Site", "same-origin"),
        json,
    ];
    assert_eq!(pending(&fixture), 0);
    assert_eq!(status(&fixture, "POST", "/_sandbox/faults", &headers, RULE), 200);
    assert_eq!(pending(&fixture), 1);
}

/// A form or a text is sent by any page without asking first; JSON is not.
#[test]
fn orders_to_the_sandbox_are_json() {
    let fixture = start();
    let paths = [
        "/_sandbox/faults",
        "/_sandbox/mypay/notifications",
        "/_sandbox/omni/tokens",
    ];
    for path in paths {
        for kind in [
            "",
            "text/plain",
            "application/x-www-form-urlencoded",
            "text/plain; application/json",
        ] {
            let headers = [("Content-Type", kind)];
            assert_eq!(status(&fixture, "POST", path, &headers, RULE), 415, "{path} {kind}");
        }
        assert_eq!(status(&fixture, "POST", path, &[], RULE), 415, "{path}");
    }
    assert_eq!(pending(&fixture), 0);
    let headers = [("Content-Type", "Application/JSON; charset=utf-8")];
    assert_eq!(status(&fixture, "POST", "/_sandbox/faults", &headers, RULE), 200);
}

#[test]
fn the_pay_page_is_reached_from_the_shop_and_paid_on_itself() {
    let fixture = &start();
    let made = store(fixture).order(&plain_order("O-1", 100));
    let page = format!("/payment/{}.html", made["uid"]);
    let is = || mypay_ledger(fixture)["orders"][0]["status"].clone();
    let link = [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Dest", "document"),
        ("Sec-Fetch-Mode", "navigate"),
    ];
    assert_eq!(status(fixture, "GET", &page, &link, ""), 200);
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let foreign = [
        form,
        ("Origin", "https://attacker.example"),
        ("Sec-Fetch-Site", "cross-site"),
    ];
    assert_eq!(status(fixture, "POST", &page, &foreign, "action=pay"), 403);
    assert_eq!(is(), "pending");
    let own = [
        form,
        ("Host", "localhost:81"),
        ("Origin", "http://localhost:81"),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    assert_eq!(status(fixture, "POST", &page, &own, "action=pay"), 200);
    assert_eq!(is(), "paid");
}

#[test]
fn notifications_go_to_this_machine_or_where_they_were_told_to_at_the_start() {
    let set = |fixture: &Fixture, url: &str| {
        let body = json!({"url": url}).to_string();
        fixture.admin("POST", "/_sandbox/mypay/notifications", &body).status
    };
    let fixture = start();
    for url in [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://shop.example:8080/mypay",
        "http://localhost.attacker.example/",
        "http://127.0.0.1@attacker.example/",
        "http://[::ffff:10.0.0.1]/",
        "http://0.0.0.0/",
    ] {
        assert_eq!(set(&fixture, url), 400, "{url}");
    }
    for url in [
        "http://127.0.0.1:1/a",
        "http://localhost/a",
        "http://[::1]:8080/",
        "http://127.8.9.10/",
    ] {
        assert_eq!(set(&fixture, url), 200, "{url}");
    }
    let told = start_with(|options| options.notify_url = Some("http://shop.example:8080/mypay".to_owned()));
    assert_eq!(set(&told, "http://SHOP.example:8080/other"), 200);
    assert_eq!(set(&told, "http://shop.example:8081/mypay"), 400);
    assert_eq!(set(&told, "http://www.shop.example:8080/mypay"), 400);
}
