//! The OAuth 2.0 token endpoint, the tokens' life, and what never shows them.

use crate::omni_support::*;
use crate::support::*;
use serde_json::{Value, json};
use std::time::Duration;
use twpos_sandbox::{Options, Sandbox};

/// The status of a search under this Authorization header.
fn status_under(gateway: &Gateway, authorization: &str) -> u16 {
    let whole = gateway.held("omni.ipass_search", ipass_search("A"));
    let request = gateway.request_with("omni.ipass_search", &whole, authorization);
    exchange(&mut gateway.fixture.connect(), &request).unwrap().status
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

fn manage(gateway: &Gateway, method: &str, body: &str) -> Value {
    let reply = gateway.fixture.admin(method, "/_sandbox/omni/tokens", body);
    assert_eq!(reply.status, 200);
    reply.json()
}

#[test]
fn a_token_is_given_for_the_right_form_and_opens_calls() {
    let gateway = Gateway::start();
    let reply = gateway.token_reply(&gateway.form());
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let granted = reply.json();
    assert_eq!(
        (&granted["token_type"], &granted["scope"]),
        (&json!("Bearer"), &json!("api"))
    );
    assert_eq!(granted["expires_in"], 2_592_000);
    let token = granted["access_token"].as_str().unwrap();
    assert_eq!(status_under(&gateway, &bearer(token)), 200);
    // A scheme's name has no case (RFC 9110), and another token leaves the first one valid.
    assert_eq!(status_under(&gateway, &format!("bearer {}", gateway.token())), 200);
    assert_eq!(status_under(&gateway, &bearer(token)), 200);
    assert_eq!(gateway.ledger()["tokens_issued"], 2);
}

type Spoil = fn(&mut Vec<(&'static str, &str)>);

fn without(form: &mut Vec<(&'static str, &str)>, field: usize) {
    form.remove(field);
}

#[test]
fn wrong_forms_get_the_errors_of_rfc_6749() {
    let gateway = Gateway::start();
    let cases: [(u16, &str, Spoil); 9] = [
        (401, "invalid_client", |form| form[0].1 = "someone"),
        (401, "invalid_client", |form| form[1].1 = "wrong"),
        (400, "invalid_request", |form| without(form, 0)),
        (400, "invalid_request", |form| without(form, 1)),
        (400, "invalid_request", |form| without(form, 2)),
        (400, "invalid_request", |form| form.push(("scope", "api"))),
        (400, "unsupported_grant_type", |form| form[2].1 = "password"),
        (400, "invalid_scope", |form| form[3].1 = "admin"),
        (400, "invalid_scope", |form| without(form, 3)),
    ];
    for (status, code, spoil) in cases {
        let mut form = gateway.form();
        spoil(&mut form);
        let reply = gateway.token_reply(&form);
        assert_eq!(
            (reply.status, &reply.json()["error"]),
            (status, &json!(code)),
            "{form:?}"
        );
        assert_eq!(reply.header("www-authenticate").is_some(), status == 401);
        assert!(
            !String::from_utf8(reply.body)
                .unwrap()
                .contains(gateway.issued("client_secret"))
        );
    }
    let json_body = http_request("POST", "/oauth/token", &[("Content-Type", "application/json")], b"{}");
    let reply = exchange(&mut gateway.fixture.connect(), &json_body).unwrap();
    assert_eq!((reply.status, &reply.json()["error"]), (400, &json!("invalid_request")));
    assert_eq!(gateway.fixture.admin("GET", "/oauth/token", "").status, 405);
    assert_eq!(gateway.ledger()["tokens_issued"], 0);
}

#[test]
fn every_call_needs_a_token() {
    let gateway = Gateway::start();
    for (operation, _) in PATHS {
        let whole = gateway.held(operation, json!({}));
        for (authorization, challenge) in [
            (
                "Bearer wrong",
                "Bearer realm=\"twpos sandbox\", error=\"invalid_token\"",
            ),
            ("Basic dXNlcjpwYXNz", "Bearer realm=\"twpos sandbox\""),
            ("", "Bearer realm=\"twpos sandbox\""),
        ] {
            let request = gateway.request_with(operation, &whole, authorization);
            let reply = exchange(&mut gateway.fixture.connect(), &request).unwrap();
            assert_eq!(reply.status, 401, "{operation}");
            assert_eq!(reply.header("www-authenticate"), Some(challenge));
            assert_eq!(names(&reply.json()), ["message"]);
        }
    }
    assert_eq!(gateway.ledger()["requests"], 18);
    assert_eq!(gateway.ledger()["transactions"], json!([]));
}

fn names(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn tokens_end_after_the_life_that_was_set() {
    let gateway = Gateway::start();
    let long = gateway.token();
    assert_eq!(
        manage(&gateway, "POST", r#"{"expires_in": 1}"#),
        json!({"expires_in": 1, "valid": 1, "issued": 1})
    );
    let reply = gateway.token_reply(&gateway.form()).json();
    assert_eq!(reply["expires_in"], 1);
    let short = reply["access_token"].as_str().unwrap();
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(status_under(&gateway, &bearer(short)), 401);
    assert_eq!(status_under(&gateway, &bearer(&long)), 200);
    assert_eq!(
        manage(&gateway, "GET", ""),
        json!({"expires_in": 1, "valid": 1, "issued": 2})
    );
}

#[test]
fn tokens_are_revoked_together_but_for_the_static_one() {
    let gateway = Gateway::start();
    let (first, second) = (gateway.token(), gateway.token());
    assert_eq!(manage(&gateway, "DELETE", ""), json!({"revoked": 2}));
    for token in [first, second] {
        assert_eq!(status_under(&gateway, &bearer(&token)), 401);
    }
    assert_eq!(status_under(&gateway, &bearer(gateway.issued("static_token"))), 200);
    assert_eq!(status_under(&gateway, &bearer(&gateway.token())), 200);
}

#[test]
fn bad_settings_are_answered_with_the_problem() {
    let gateway = Gateway::start();
    for (body, problem) in [
        ("", "EOF"),
        ("{}", "missing field `expires_in`"),
        (r#"{"expires_in": 0}"#, "at least 1"),
        (r#"{"expires_in": -1}"#, "expected u32"),
        (r#"{"expires": 5}"#, "unknown field `expires`"),
    ] {
        let reply = gateway.fixture.admin("POST", "/_sandbox/omni/tokens", body);
        assert_eq!(reply.status, 400, "{body}");
        let error = reply.json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains(problem), "{body}: {error}");
    }
    assert_eq!(gateway.fixture.admin("PUT", "/_sandbox/omni/tokens", "").status, 405);
}

#[test]
fn the_client_is_the_same_after_a_restart_and_till_toml_names_it() {
    let dir = state_dir();
    let start = || {
        let sandbox = Sandbox::start(Options::new(dir.path())).unwrap();
        let text = std::fs::read_to_string(sandbox.config_path()).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let mut omni = table["omni"].as_table().unwrap().clone();
        let url = sandbox.url().to_owned();
        assert_eq!(omni.remove("base_url").unwrap().as_str(), Some(url.as_str()));
        let token_url = omni.remove("token_url").unwrap();
        assert_eq!(token_url.as_str(), Some(format!("{url}/oauth/token").as_str()));
        (omni, text)
    };
    let (first, text) = start();
    assert_eq!(
        first.keys().collect::<Vec<_>>(),
        ["client_id", "client_secret", "store_id"]
    );
    assert_eq!(start().0, first);
    let issued = std::fs::read_to_string(dir.path().join("omni_client.json")).unwrap();
    let issued: Value = serde_json::from_str(&issued).unwrap();
    for (name, value) in issued.as_object().unwrap() {
        let shown = text.contains(value.as_str().unwrap());
        assert!(shown, "{name} is not in till.toml, not even as a comment");
    }
}

/// With every kind of call made, right and wrong, and every admin path read.
#[test]
fn no_secret_is_in_any_answer_of_the_sandbox_itself() {
    let gateway = Gateway::start();
    let token = gateway.token();
    let iv = "0123456789abcdef0123456789abcdef";
    let own = gateway.own("omni.ipass_pay", ipass_pay("A", TRADE_CODE, 1), iv);
    let mut shown = vec![gateway.answer("omni.ipass_pay", &own).to_string()];
    shown.push(gateway.answer("omni.ipass_pay", &own).to_string());
    gateway
        .fixture
        .inject(json!({"fault": "hang", "match": {"reference": "A"}}));
    for path in ["ledger", "faults", "omni/tokens", "nothing"] {
        let reply = gateway.fixture.admin("GET", &format!("/_sandbox/{path}"), "");
        shown.push(String::from_utf8(reply.body).unwrap());
    }
    let deleted = gateway.fixture.admin("DELETE", "/_sandbox/omni/tokens", "");
    shown.push(String::from_utf8(deleted.body).unwrap());
    let mut secrets = vec![token.as_str(), iv];
    secrets.extend(["client_secret", "static_token", "ipass_key"].map(|name| gateway.issued(name)));
    for text in shown {
        for secret in &secrets {
            assert!(!text.contains(secret), "{secret} is in {text}");
        }
    }
}
