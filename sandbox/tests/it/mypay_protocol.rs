//! MYPAY's envelope: the three entrances, and every way in which a request can be refused.

use crate::mypay_support::*;
use crate::support::*;
use serde_json::{Value, json};
use twpos::mypay::Mode;

#[test]
fn an_order_is_taken_at_every_entrance_as_form_and_as_json() {
    let fixture = start();
    for (number, mode) in [Mode::Store, Mode::Agent, Mode::Client].into_iter().enumerate() {
        let caller = caller(&fixture, mode);
        let order = |id: &str| with(&voucher_order(id), json!({"store_uid": caller.store_uid}));
        let made = caller.order(&order(&format!("FORM-{number}")));
        let request = caller.json_request("api/orders", &order(&format!("JSON-{number}")));
        let by_json = exchange(&mut fixture.connect(), &request).unwrap().json();
        for made in [made, by_json] {
            assert_eq!(names(&made), ["code", "msg", "url", "uid", "key"]);
            assert_eq!((&made["code"], &made["msg"]), (&json!("200"), &json!("資料正確")));
            let uid = made["uid"].as_u64().expect("a number, as in the sample");
            assert_eq!(made["url"], format!("{}/payment/{uid}.html", fixture.sandbox.url()));
            let key = made["key"].as_str().unwrap();
            assert!(key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit()));
        }
    }
    assert_eq!(mypay_ledger(&fixture)["orders"].as_array().unwrap().len(), 6);
    assert_eq!(mypay_ledger(&fixture)["requests"], 6);
}

#[test]
fn slashes_are_escaped_as_the_sample_shows() {
    let fixture = start();
    let reply = store(&fixture).send("api/orders", &plain_order("A", 1)).unwrap();
    let body = String::from_utf8(reply.body).unwrap();
    assert!(body.contains(r#""url":"http:\/\/127.0.0.1:"#), "{body}");
}

#[test]
fn the_previous_key_is_good_too() {
    let fixture = start();
    let credentials = Credentials::load(&fixture);
    for (mode, who) in [(Mode::Store, "store"), (Mode::Agent, "agent")] {
        let mut caller = caller(&fixture, mode);
        caller.key = credentials.text(who, "previous_key").to_owned();
        let order = with(&plain_order(who, 1), json!({"store_uid": caller.store_uid}));
        caller.order(&order);
    }
}

#[test]
fn whoever_is_not_known_is_refused() {
    let fixture = start();
    let refused = |change: &dyn Fn(&mut Caller<'_>), problem: &str| {
        let mut caller = caller(&fixture, Mode::Agent);
        change(&mut caller);
        let order = with(&plain_order("A", 1), json!({"store_uid": caller.store_uid}));
        let reply = caller.call("api/orders", &order);
        assert_eq!(names(&reply), ["code", "msg"]);
        assert_eq!(reply["code"], "100");
        assert!(reply["msg"].as_str().unwrap().contains(problem), "{reply}");
    };
    refused(&|caller| caller.uid = "518169081001".to_owned(), "agent_uid: unknown");
    refused(&|caller| caller.uid = String::new(), "agent_uid: is missing");
    refused(&|caller| caller.mode = Mode::Store, "store_uid: unknown");
    let other_key = "k".repeat(32);
    refused(&|caller| caller.key = other_key.clone(), "service: cannot be decrypted");
    refused(
        &|caller| caller.store_uid = "289151880002".to_owned(),
        "store_uid: unknown",
    );
    assert_eq!(mypay_ledger(&fixture)["orders"], json!([]));

    let agent = caller(&fixture, Mode::Agent);
    let reply = agent.call("api/orders", &plain_order("A", 1));
    assert!(
        reply["msg"].as_str().unwrap().contains("store_uid: is missing"),
        "{reply}"
    );
}

#[test]
fn bodies_that_are_no_envelope_are_refused_with_the_field() {
    let fixture = start();
    let store = store(&fixture);
    let (uid, form) = (&store.uid, "application/x-www-form-urlencoded");
    let sealed = store.seal("api/orders", &plain_order("A", 1));
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let (service, data) = (encoded(&sealed.service), encoded(&sealed.encry_data));
    let no_object = encoded(&store.seal("api/orders", &json!([1])).encry_data);
    let other_service = |text: &str| {
        let key = twpos::crypto::AesKey::from_text(&store.key).unwrap();
        encoded(&twpos::mypay::encrypt(
            text,
            &key,
            &twpos::crypto::AesIv::random().unwrap(),
        ))
    };
    let body = |service: &str, data: &str| format!("store_uid={uid}&service={service}&encry_data={data}");
    let cases = [
        ("text/plain", body(&service, &data), "Content-Type"),
        (form, String::new(), "store_uid: is missing"),
        (
            form,
            format!("store_uid={uid}&encry_data={data}"),
            "service: is missing",
        ),
        (
            form,
            format!("store_uid={uid}&service={service}"),
            "encry_data: is missing",
        ),
        (form, body("a+b=", &data), "write + as %2B"),
        (form, body("!!", &data), "service: cannot be decrypted"),
        (form, body(&service, "AAAA"), "encry_data: cannot be decrypted"),
        (form, body(&service, &no_object), "encry_data: is not a JSON object"),
        (form, body(&other_service("{}"), &data), "service_name: is missing"),
        (
            form,
            body(&other_service(r#"{"service_name":"api","cmd":"api/fly"}"#), &data),
            "cmd: unknown",
        ),
        (
            form,
            body(&other_service(r#"{"service_name":"web","cmd":"api/orders"}"#), &data),
            "service_name: must be api",
        ),
        ("application/json", "[]".to_owned(), "not a JSON object"),
    ];
    for (content_type, body, problem) in cases {
        let request = store.raw_request(content_type, &body);
        let reply = exchange(&mut fixture.connect(), &request).unwrap();
        assert_eq!(reply.status, 200, "{problem}");
        let reply = reply.json();
        assert_eq!(reply["code"], "100", "{problem}");
        assert!(reply["msg"].as_str().unwrap().contains(problem), "{problem}: {reply}");
    }
    let request = http_request("GET", "/api/init", &[], b"");
    assert_eq!(exchange(&mut fixture.connect(), &request).unwrap().status, 405);
}

#[test]
fn an_app_can_only_pay() {
    let fixture = start();
    let app = caller(&fixture, Mode::Client);
    let made = app.order(&plain_order("A", 1));
    assert_eq!(app.call("api/transaction", &scan("B", SCANNED, 1))["code"], "250");
    for reply in [app.query(&made), app.refund(&made, 1)] {
        assert_eq!(reply["code"], "100");
        assert!(reply["msg"].as_str().unwrap().contains("cmd"), "{reply}");
    }
    let mut with_the_key = caller(&fixture, Mode::Client);
    with_the_key.key = store(&fixture).key;
    let reply = with_the_key.call("api/orders", &plain_order("C", 1));
    assert!(reply["msg"].as_str().unwrap().contains("cannot be decrypted"));
}

#[test]
fn the_ledger_holds_no_secret() {
    let fixture = start();
    let store = store(&fixture);
    let made = store.order(&plain_order("A", 100));
    let receiver = Receiver::hearing_all();
    let settings = json!({"url": receiver.url}).to_string();
    fixture.admin("POST", "/_sandbox/mypay/notifications", &settings);
    store.act(&made, "action=pay");
    store.call("api/transaction", &scan("B", SCANNED, 1));
    receiver.wait_for(2);
    wait_until(|| mypay_ledger(&fixture)["orders"][1]["notifications"] != json!([]));
    for path in ["ledger", "mypay/notifications", "faults"] {
        let text = String::from_utf8(fixture.admin("GET", &format!("/_sandbox/{path}"), "").body).unwrap();
        for secret in [made["key"].as_str().unwrap(), store.key.as_str()] {
            assert!(!text.contains(secret), "{path}");
        }
        assert!(!text.contains("\"key\""), "{path}");
    }
}

#[test]
fn credentials_survive_a_restart_and_till_toml_names_the_store() {
    let fixture = start();
    let before = Credentials::load(&fixture).0;
    let dir = fixture.dir;
    fixture.sandbox.stop();
    let options = twpos_sandbox::Options {
        tls: true,
        ..twpos_sandbox::Options::new(dir.path())
    };
    let sandbox = twpos_sandbox::Sandbox::start(options).unwrap();
    let text = std::fs::read_to_string(dir.path().join("mypay_credentials.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), before);
    let table: toml::Table = std::fs::read_to_string(sandbox.config_path()).unwrap().parse().unwrap();
    let mypay = table["mypay"].as_table().unwrap();
    let setting = |name: &str| mypay[name].as_str().unwrap();
    assert_eq!((setting("base_url"), setting("mode")), (sandbox.url(), "store"));
    assert_eq!(setting("uid"), before["store"]["uid"].as_str().unwrap());
    assert_eq!(setting("key"), before["store"]["key"].as_str().unwrap());
    assert_eq!(setting("ca_file"), "ca.pem");
    assert_eq!(setting("uid").len(), 12);
}
