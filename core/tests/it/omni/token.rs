//! Tokens of an OAuth 2.0 endpoint: asked for once, kept, renewed, and never by two threads at a time.

use super::gateway::*;
use crate::support::response;
use serde_json::json;
use std::collections::HashSet;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use twpos::omni::*;
use twpos::{Error, ErrorKind, Outcome};

const FOUND: &str = r#"{"return_code":"0000","req_id":"3815D6AE-9349-40CF-8990-0000E42AC591","pay_status":"1"}"#;

fn token_reply(token: &str, expires_in: serde_json::Value) -> Vec<u8> {
    let reply = json!({"access_token": token, "expires_in": expires_in, "token_type": "Bearer", "scope": "api"});
    ok(&reply.to_string())
}

/// Gives out T1, T2, … with this life, after a pause in which other threads come.
fn endpoint(expires_in: serde_json::Value) -> Gateway {
    Gateway::start(move |_, number| {
        std::thread::sleep(Duration::from_millis(50));
        token_reply(&format!("T{number}"), expires_in.clone())
    })
}

/// A gateway that accepts these tokens only.
fn accepting(tokens: &'static [&'static str]) -> Gateway {
    Gateway::start(move |seen, _| {
        let token = seen
            .header("Authorization")
            .unwrap_or_default()
            .trim_start_matches("Bearer ");
        match tokens.contains(&token) {
            true => ok(FOUND),
            false => response(401, &[], b"{}"),
        }
    })
}

fn client_at(gateway_url: String, token_url: String) -> Client {
    let authorization = Authorization::ClientCredentials {
        token_url,
        client_id: "till & co".to_owned(),
        client_secret: CLIENT_SECRET.into(),
    };
    let mut config = Config::new(gateway_url, authorization, store());
    config.http.timeout = Duration::from_secs(2);
    Client::new(config).unwrap()
}

fn client(gateway: &Gateway, endpoint: &Gateway) -> Client {
    client_at(gateway.url(), format!("{}/oauth/token/", endpoint.url()))
}

fn search(client: &Client) -> Result<IpassSearchResponse, Error> {
    client.ipass_search(&ipass_search())
}

/// Sixteen threads that begin at once.
fn sixteen(client: &Client) -> Vec<Result<IpassSearchResponse, Error>> {
    let barrier = Barrier::new(16);
    let call = || {
        barrier.wait();
        search(client)
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(call)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn the_endpoint_gets_the_documented_form() {
    let (gateway, endpoint) = (accepting(&["T1"]), endpoint(json!(2_592_000)));
    search(&client(&gateway, &endpoint)).unwrap();
    let seen = &endpoint.seen()[0];
    assert_eq!(seen.line, "POST /oauth/token/ HTTP/1.1");
    assert_eq!(seen.header("Content-Type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        seen.body,
        "client_id=till+%26+co&client_secret=CANARY-client%2Bsecret%2F%3D&grant_type=client_credentials&scope=api"
    );
}

#[test]
fn one_token_serves_sixteen_threads_and_is_asked_for_once() {
    let (gateway, endpoint) = (accepting(&["T1"]), endpoint(json!("2592000")));
    let client = client(&gateway, &endpoint);
    for _ in 0..3 {
        sixteen(&client).into_iter().for_each(|result| drop(result.unwrap()));
    }
    assert_eq!(endpoint.seen().len(), 1);
    assert_eq!(gateway.seen().len(), 48);
}

#[test]
fn a_rejected_token_is_renewed_once_for_sixteen_threads() {
    let (gateway, endpoint) = (accepting(&["T2"]), endpoint(json!(2_592_000)));
    let client = client(&gateway, &endpoint);
    sixteen(&client).into_iter().for_each(|result| drop(result.unwrap()));
    assert_eq!(endpoint.seen().len(), 2);
    assert!(gateway.seen().len() <= 32);
}

#[test]
fn a_second_401_is_the_end_and_its_outcome_is_unknown() {
    let (gateway, endpoint) = (accepting(&[]), endpoint(json!(2_592_000)));
    let error = client(&gateway, &endpoint).ipass_pay(&ipass_pay()).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Unauthorized, Outcome::Unknown));
    assert_eq!((gateway.seen().len(), endpoint.seen().len()), (2, 2));
    assert_eq!(error.reference.as_deref(), Some("IXN20231011000001"));
}

/// Nothing in a partial refund tells a second one from the first.
#[test]
fn a_refund_is_not_repeated_after_a_401_and_the_next_call_has_a_new_token() {
    let (gateway, endpoint) = (accepting(&["T2"]), endpoint(json!(2_592_000)));
    let client = client(&gateway, &endpoint);
    let refund = IpassRefundRequest {
        transaction_id: "e1".to_owned(),
        amount: Some(10),
        ..Default::default()
    };
    let error = client.ipass_refund(&refund).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Unauthorized, Outcome::Unknown));
    assert_eq!(error.reference.as_deref(), Some("e1"));
    assert_eq!((gateway.seen().len(), endpoint.seen().len()), (1, 1));
    search(&client).unwrap();
    assert_eq!((gateway.seen().len(), endpoint.seen().len()), (2, 2));
}

#[test]
fn a_call_repeated_after_401_is_the_same_but_for_token_and_iv() {
    let (gateway, endpoint) = (accepting(&["T2"]), endpoint(json!(2_592_000)));
    let authorization = Authorization::ClientCredentials {
        token_url: endpoint.url(),
        client_id: "till".to_owned(),
        client_secret: CLIENT_SECRET.into(),
    };
    let client = Client::new(Config::new(gateway.url(), authorization, own())).unwrap();
    let request = IpassPayRequest {
        req_id: None,
        ..ipass_pay()
    };
    client.ipass_pay(&request).unwrap_err();
    let mut bodies: Vec<_> = gateway.seen().iter().map(|seen| seen.json()).collect();
    let ivs: HashSet<String> = bodies.iter().map(|body| body["request"]["iv"].to_string()).collect();
    assert_eq!((bodies.len(), ivs.len()), (2, 2));
    bodies.iter_mut().for_each(|body| body["request"]["iv"] = json!(""));
    assert_eq!(bodies[0], bodies[1]);
}

#[test]
fn a_token_handed_out_is_never_replaced() {
    let gateway = accepting(&[]);
    let error = gateway.client().ipass_pay(&ipass_pay()).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Unauthorized, Outcome::Unknown));
    assert_eq!(gateway.seen().len(), 1);
}

#[test]
fn a_token_is_renewed_before_its_end_by_one_thread() {
    let (gateway, endpoint) = (accepting(&["T1", "T2"]), endpoint(json!(4)));
    let client = client(&gateway, &endpoint);
    search(&client).unwrap();
    std::thread::sleep(Duration::from_millis(2300));
    sixteen(&client).into_iter().for_each(|result| drop(result.unwrap()));
    assert_eq!(endpoint.seen().len(), 2);
    search(&client).unwrap();
    assert_eq!(gateway.seen().pop().unwrap().header("Authorization"), Some("Bearer T2"));
}

#[test]
fn an_early_renewal_that_fails_costs_no_sale_and_is_not_repeated_at_each() {
    let gateway = accepting(&["T1"]);
    let endpoint = Gateway::start(|_, number| match number {
        1 => token_reply("T1", json!(6)),
        _ => response(503, &[], b""),
    });
    let client = client(&gateway, &endpoint);
    search(&client).unwrap();
    std::thread::sleep(Duration::from_millis(3200));
    for _ in 0..3 {
        search(&client).unwrap();
    }
    assert_eq!(endpoint.seen().len(), 2);
}

#[test]
fn a_failure_before_the_charge_is_not_sent() {
    let page = |status: u16, body: &'static str| move |_: &Seen, _: usize| response(status, &[], body.as_bytes());
    let cases = [
        (
            page(401, r#"{"error":"invalid_client"}"#),
            ErrorKind::Unauthorized,
            Some("invalid_client"),
        ),
        (
            page(400, r#"{"error":"CANARY-client+secret/="}"#),
            ErrorKind::Unauthorized,
            None,
        ),
        (page(403, ""), ErrorKind::Http, None),
        (page(302, ""), ErrorKind::Http, None),
        (page(500, ""), ErrorKind::Http, None),
        (page(200, "<html>"), ErrorKind::Malformed, None),
        (page(200, "{}"), ErrorKind::Malformed, None),
        (
            page(200, r#"{"access_token":"","expires_in":5}"#),
            ErrorKind::Malformed,
            None,
        ),
        (
            page(200, r#"{"access_token":"a b","expires_in":5}"#),
            ErrorKind::Malformed,
            None,
        ),
        (
            page(200, r#"{"access_token":"a\r\nX: y","expires_in":5}"#),
            ErrorKind::Malformed,
            None,
        ),
        (
            page(200, r#"{"access_token":"ab","expires_in":-5}"#),
            ErrorKind::Malformed,
            None,
        ),
        (
            page(200, r#"{"access_token":"ab","token_type":"mac"}"#),
            ErrorKind::Malformed,
            None,
        ),
    ];
    let gateway = accepting(&[]);
    for (number, (answer, kind, code)) in cases.into_iter().enumerate() {
        let endpoint = Gateway::start(answer);
        let error = client(&gateway, &endpoint).ipass_pay(&ipass_pay()).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (kind, Outcome::NotSent),
            "case {number}: {error}"
        );
        assert_eq!(error.provider_code.as_deref(), code, "case {number}");
        assert_eq!(error.reference.as_deref(), Some("IXN20231011000001"));
        assert!(!error.to_string().contains("CANARY"), "{error}");
    }
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let error = search(&client_at(gateway.url(), format!("http://{closed}/token"))).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Connect, Outcome::NotSent));
    assert!(gateway.seen().is_empty(), "a call was sent without a token");
}

#[test]
fn threads_that_waited_for_a_failing_renewal_share_its_failure() {
    static VISITS: AtomicUsize = AtomicUsize::new(0);
    let gateway = accepting(&[]);
    let endpoint = Gateway::start(|_, _| {
        VISITS.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(700));
        response(503, &[], b"")
    });
    let results = sixteen(&client(&gateway, &endpoint));
    assert!(
        results
            .iter()
            .all(|result| result.as_ref().is_err_and(|error| error.outcome == Outcome::NotSent))
    );
    assert!(
        VISITS.load(Ordering::SeqCst) <= 2,
        "{} visits",
        VISITS.load(Ordering::SeqCst)
    );
}

#[test]
fn a_renewal_that_fails_after_a_401_leaves_the_outcome_unknown() {
    let gateway = accepting(&[]);
    let endpoint = Gateway::start(|_, number| match number {
        1 => token_reply("T1", json!(2_592_000)),
        _ => response(503, &[], b""),
    });
    let error = client(&gateway, &endpoint).ipass_pay(&ipass_pay()).unwrap_err();
    assert_eq!((error.kind, error.outcome), (ErrorKind::Http, Outcome::Unknown));
    assert_eq!(gateway.seen().len(), 1);
}

#[test]
fn a_token_reply_has_one_reading() {
    let gateway = accepting(&["T1"]);
    let answered = |body: &str| {
        let endpoint = Gateway::replying(body);
        search(&client(&gateway, &endpoint))
    };
    answered("\u{feff}{\"access_token\":\"T1\",\"token_type\":\"Bearer\"}").unwrap();
    for body in [
        r#"{"access_token":"T2","access_token":"T1","token_type":"Bearer"}"#,
        r#"{"access_token":"T1","token_type":"mac","token_type":"Bearer"}"#,
    ] {
        let error = answered(body).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::Malformed, Outcome::NotSent),
            "{body}"
        );
    }
}

#[test]
fn a_token_whose_life_is_unstated_or_over_still_serves_its_call() {
    for (life, visits) in [
        (json!(null), 1),
        (json!(""), 1),
        (json!(3600.0), 1),
        (json!("3600"), 1),
        (json!("3600.00"), 1),
        (json!(0), 3),
        (json!(0.0), 3),
    ] {
        let (gateway, endpoint) = (accepting(&["T1", "T2", "T3"]), endpoint(life));
        let client = client(&gateway, &endpoint);
        (0..3).for_each(|_| drop(search(&client).unwrap()));
        assert_eq!(endpoint.seen().len(), visits);
    }
}
