//! The three calls by which a merchant gets its keys.

use crate::support::*;
use serde_json::{Value, json};
use twpos::crypto::{PrivateKey, PublicKey, decode_base64, encode_base64};
use twpos::icash::AesCredential;
use twpos_sandbox::{Options, Sandbox};

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

fn post(fixture: &Fixture, step: &str, headers: &[(&str, &str)], enc_data: &str) -> HttpReply {
    let body = match enc_data {
        "" => String::new(),
        enc_data => {
            let form = twpos::icash::Sealed {
                enc_data: enc_data.to_owned(),
                signature: String::new(),
            };
            form.form_body()
        }
    };
    let path = format!("/api/member/Certificate/{step}");
    exchange(
        &mut fixture.connect(),
        &http_request("POST", &path, headers, body.as_bytes()),
    )
    .unwrap()
}

fn encrypt(key: &PublicKey, message: &Value) -> String {
    encode_base64(&key.encrypt_blocks(message.to_string().as_bytes()).unwrap())
}

fn open(reply: &HttpReply, client: &PrivateKey) -> Value {
    let body = reply.json();
    assert_eq!(body["RtnCode"], 1, "{body}");
    let ciphertext = decode_base64(body["EncData"].as_str().unwrap()).unwrap();
    serde_json::from_slice(&client.decrypt_blocks(&ciphertext).unwrap()).unwrap()
}

/// Goes through all three steps with a new key.
fn exchange_keys(fixture: &Fixture, client: PrivateKey) -> Till {
    let default = post(fixture, "GetDefaultPucCert", &[], "").json();
    assert_eq!(default["RtnCode"], 1);
    let default_key = PublicKey::from_text(default["DefaultPubCert"].as_str().unwrap()).unwrap();
    let default_id = default["DefaultPubCertID"].to_string();

    let time = "2024/05/22 12:34:56";
    let public_key = client.public_key().to_base64();
    let enc_data = encrypt(&default_key, &json!({"ClientPubCert": public_key, "Timestamp": time}));
    let signature = client.sign(enc_data.as_bytes()).unwrap();
    let headers = [
        FORM,
        ("X-iCP-DefaultPubCertID", &default_id),
        ("X-iCP-Signature", &signature),
    ];
    let reply = post(fixture, "ExchangePucCert", &headers, &enc_data);
    let server = open(&reply, &client);
    let server_key = PublicKey::from_text(server["ServerPubCert"].as_str().unwrap()).unwrap();
    assert!(server_key.verify(&reply.body, reply.header("x-icp-signature").unwrap()));
    let server_id = server["ServerPubCertID"].to_string();

    let enc_data = encrypt(&server_key, &json!({"Timestamp": time}));
    let signature = client.sign(enc_data.as_bytes()).unwrap();
    let headers = [
        FORM,
        ("X-iCP-ServerPubCertID", &server_id),
        ("X-iCP-Signature", &signature),
    ];
    let reply = post(fixture, "GenerateAES", &headers, &enc_data);
    assert!(server_key.verify(&reply.body, reply.header("x-icp-signature").unwrap()));
    let aes = open(&reply, &client);
    let (key, iv) = (aes["AES_Key"].as_str().unwrap(), aes["AES_IV"].as_str().unwrap());
    Till {
        credential: AesCredential::new(&aes["EncKeyID"].to_string(), key, iv).unwrap(),
        private_key: client,
        icash_key: server_key,
    }
}

#[test]
fn a_merchant_that_exchanged_keys_can_pay_also_after_a_restart() {
    let mut fixture = start();
    let own = fixture.call("SETPay", &pay(&op_seq(), BARCODE, "1"));
    assert!(own.is_approved());

    let new = exchange_keys(&fixture, PrivateKey::generate().unwrap());
    assert_ne!(new.credential, fixture.till.credential);
    let old = std::mem::replace(&mut fixture.till, new);
    assert!(fixture.call("SETPay", &pay(&op_seq(), BARCODE, "1")).is_approved());

    let Fixture { sandbox, till, dir } = fixture;
    sandbox.stop();
    let sandbox = Sandbox::start(Options::new(dir.path())).unwrap();
    let mut fixture = Fixture { sandbox, till, dir };
    assert!(fixture.call("SETPay", &pay(&op_seq(), BARCODE, "1")).is_approved());
    fixture.till = old;
    assert!(fixture.call("SETPay", &pay(&op_seq(), BARCODE, "1")).is_approved());
}

#[test]
fn one_merchants_key_does_not_sign_for_another() {
    let mut fixture = start();
    let new = exchange_keys(&fixture, PrivateKey::generate().unwrap());
    let sealed = fixture.till.seal(&pay(&op_seq(), BARCODE, "1"));
    let headers = [
        FORM,
        ("X-iCP-EncKeyID", new.credential.enc_key_id()),
        ("X-iCP-Signature", &sealed.signature),
    ];
    let request = http_request("POST", &action_path("SETPay"), &headers, sealed.form_body().as_bytes());
    let reply = exchange(&mut fixture.connect(), &request).unwrap();
    fixture.till.open(&reply).assert_refused("ICASH_SIGNATURE_INVALID");
    fixture.till = new;
}

#[test]
fn wrong_steps_are_refused_in_a_signed_reply() {
    let fixture = start();
    let client = &fixture.till.private_key;
    let default = post(&fixture, "GetDefaultPucCert", &[], "").json();
    let default_key = PublicKey::from_text(default["DefaultPubCert"].as_str().unwrap()).unwrap();
    let default_id = default["DefaultPubCertID"].to_string();
    let good = encrypt(
        &default_key,
        &json!({"ClientPubCert": client.public_key().to_base64(), "Timestamp": "2024/05/22 12:34:56"}),
    );
    let no_time = encrypt(&default_key, &json!({"ClientPubCert": client.public_key().to_base64()}));
    let no_key = encrypt(&default_key, &json!({"Timestamp": "2024/05/22 12:34:56"}));
    let signed = |enc_data: &str| client.sign(enc_data.as_bytes()).unwrap();
    let cases = [
        (
            "ExchangePucCert",
            "X-iCP-DefaultPubCertID",
            "1",
            &good,
            signed(&good),
            "ICASH_UNKNOWN_CERTIFICATE",
        ),
        (
            "ExchangePucCert",
            "X-iCP-DefaultPubCertID",
            &default_id,
            &good,
            signed("?"),
            "ICASH_SIGNATURE_INVALID",
        ),
        (
            "ExchangePucCert",
            "X-iCP-DefaultPubCertID",
            &default_id,
            &no_time,
            signed(&no_time),
            "Timestamp",
        ),
        (
            "ExchangePucCert",
            "X-iCP-DefaultPubCertID",
            &default_id,
            &no_key,
            signed(&no_key),
            "ClientPubCert",
        ),
        (
            "ExchangePucCert",
            "X-iCP-DefaultPubCertID",
            &default_id,
            &"AAAA".to_owned(),
            signed("AAAA"),
            "ICASH_DECRYPT_FAILED",
        ),
        (
            "GenerateAES",
            "X-iCP-ServerPubCertID",
            "1",
            &good,
            signed(&good),
            "ICASH_UNKNOWN_CERTIFICATE",
        ),
    ];
    for (step, id_header, id, enc_data, signature, problem) in cases {
        let headers = [FORM, (id_header, id), ("X-iCP-Signature", signature.as_str())];
        let reply = post(&fixture, step, &headers, enc_data);
        assert!(
            fixture
                .till
                .icash_key
                .verify(&reply.body, reply.header("x-icp-signature").unwrap())
        );
        let body = reply.json();
        assert_eq!((&body["RtnCode"], &body["EncData"]), (&json!(2107), &json!("")));
        assert!(body["RtnMsg"].as_str().unwrap().contains(problem), "{problem}: {body}");
    }
}
