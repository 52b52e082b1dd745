//! Every fault, seen from the client's end of the socket.

use crate::support::*;
use serde_json::{Value, json};
use std::io::{self, Read, Write};
use std::time::{Duration, Instant};
use twpos_sandbox::{Fault, FaultRule, magic_barcodes};

fn magic(fault: Fault) -> String {
    fault.magic_barcode().unwrap()
}

/// Pays with the fault's barcode: what came back, and whether the wallet was charged.
fn pay_with(fixture: &Fixture, fault: Fault) -> (io::Result<HttpReply>, bool) {
    let op_seq = op_seq();
    let reply = fixture.send("SETPay", &pay(&op_seq, &magic(fault), "100"));
    let charged = fixture
        .transactions()
        .iter()
        .any(|transaction| transaction["op_seq"] == op_seq.as_str());
    (reply, charged)
}

#[test]
fn http_error_pages_are_unsigned_html() {
    let fixture = start();
    let cases = [
        (Fault::Http403, 403, false),
        (Fault::Http429, 429, false),
        (Fault::Http500, 500, true),
        (Fault::Http502, 502, true),
        (Fault::Redirect, 302, true),
    ];
    for (fault, status, commits) in cases {
        let (reply, charged) = pay_with(&fixture, fault);
        let reply = reply.unwrap();
        assert_eq!((reply.status, charged), (status, commits), "{fault:?}");
        assert!(reply.header("content-type").unwrap().starts_with("text/html"));
        assert_eq!(reply.header("x-icp-signature"), None);
        assert!(reply.body.starts_with(b"<!DOCTYPE html>"));
        assert_eq!(reply.header("location").is_some(), fault == Fault::Redirect);
    }
}

#[test]
fn a_redirect_leads_to_the_same_operation_again() {
    let fixture = start();
    let (reply, _) = pay_with(&fixture, Fault::Redirect);
    let location = reply.unwrap().header("location").unwrap().to_owned();
    assert_eq!(location, format!("/moved{}", action_path("SETPay")));
    let request = fixture.till.request("SETPay", &pay(&op_seq(), BARCODE, "1"));
    let request = String::from_utf8(request)
        .unwrap()
        .replacen(&action_path("SETPay"), &location, 1);
    let followed = exchange(&mut fixture.connect(), request.as_bytes()).unwrap();
    assert!(fixture.till.open(&followed).is_approved());
}

#[test]
fn spoilt_signatures() {
    let fixture = start();
    let foreign = std::fs::read_to_string(fixture.dir.path().join("foreign_private_key.pem")).unwrap();
    let foreign = twpos::crypto::PrivateKey::from_text(&foreign).unwrap();
    for fault in [
        Fault::SignatureMissing,
        Fault::SignatureBad,
        Fault::SignatureForeign,
        Fault::BodyTampered,
    ] {
        let (reply, charged) = pay_with(&fixture, fault);
        let reply = reply.unwrap();
        assert!(charged, "{fault:?}");
        let signature = reply.header("x-icp-signature");
        assert_eq!(signature.is_none(), fault == Fault::SignatureMissing);
        if let Some(signature) = signature {
            assert_eq!(twpos::crypto::decode_base64(signature).unwrap().len(), 256);
            assert!(!fixture.till.icash_key.verify(&reply.body, signature));
            assert_eq!(
                foreign.public_key().verify(&reply.body, signature),
                fault == Fault::SignatureForeign
            );
        }
        // Whoever does not verify is told of a success.
        let answer = fixture.till.open_unverified(&reply);
        assert!(answer.is_approved());
        assert_eq!(answer.rtn_msg == "成功", fault != Fault::BodyTampered);
    }
}

#[test]
fn random_enc_data_is_signed() {
    let fixture = start();
    let (reply, charged) = pay_with(&fixture, Fault::EncDataUndecryptable);
    let reply = reply.unwrap();
    assert!(charged);
    assert!(
        fixture
            .till
            .icash_key
            .verify(&reply.body, reply.header("x-icp-signature").unwrap())
    );
    let enc_data = reply.json()["EncData"].as_str().unwrap().to_owned();
    let ciphertext = twpos::crypto::decode_base64(&enc_data).unwrap();
    assert_eq!(ciphertext.len() % 16, 0);
    let plaintext = fixture.till.credential.decrypt(&enc_data);
    assert!(plaintext.is_none_or(|text| serde_json::from_str::<Value>(&text).is_err()));
}

#[test]
fn replies_that_contradict_the_request_are_signed() {
    let fixture = start();
    for fault in [
        Fault::ReferenceWrong,
        Fault::AmountWrong,
        Fault::CodeText,
        Fault::CodeUnlisted,
        Fault::ServiceResultUnlisted,
    ] {
        let op_seq = op_seq();
        let answer = fixture.call("SETPay", &pay(&op_seq, &magic(fault), "100"));
        assert_eq!(answer.text("OPSeq") == op_seq, fault != Fault::ReferenceWrong);
        assert_eq!(
            answer.text("TxAmt"),
            if fault == Fault::AmountWrong { "101" } else { "100" }
        );
        let rtn_code = match fault {
            Fault::CodeText => json!("0001"),
            Fault::CodeUnlisted => json!(7777),
            _ => json!(1),
        };
        assert_eq!(answer.rtn_code, rtn_code);
        let service_result = match fault {
            Fault::CodeUnlisted => None,
            Fault::ServiceResultUnlisted => Some("X"),
            _ => Some("Y"),
        };
        assert_eq!(
            answer.fields.get("ServiceResult").and_then(Value::as_str),
            service_result
        );
    }
    assert_eq!(fixture.transactions().len(), 5);
}

#[test]
fn declines_on_demand_charge_nothing() {
    let fixture = start();
    for fault in [Fault::Decline, Fault::QuoteBarcode] {
        let barcode = magic(fault);
        let op_seq = op_seq();
        let answer = fixture.call("SETPay", &pay(&op_seq, &barcode, "100"));
        answer.assert_declined("ICASH_DECLINED");
        assert_eq!(answer.text("OPSeq"), op_seq);
        assert_eq!(
            answer.text("StatusDesc").contains(&barcode),
            fault == Fault::QuoteBarcode
        );
    }
    assert!(fixture.transactions().is_empty());
}

#[test]
fn truncate_cuts_the_body_under_a_matching_length() {
    let fixture = start();
    let (reply, charged) = pay_with(&fixture, Fault::Truncate);
    let reply = reply.unwrap();
    assert!(charged && reply.status == 200);
    assert!(serde_json::from_slice::<Value>(&reply.body).is_err());
    assert!(
        !fixture
            .till
            .icash_key
            .verify(&reply.body, reply.header("x-icp-signature").unwrap())
    );
}

#[test]
fn oversize_is_two_mebibytes_and_otherwise_right() {
    let fixture = start();
    let (reply, charged) = pay_with(&fixture, Fault::Oversize);
    let reply = reply.unwrap();
    assert!(charged);
    assert_eq!(reply.body.len(), 2 * 1024 * 1024);
    assert!(fixture.till.open(&reply).is_approved());
}

#[test]
fn close_mid_body_sends_half_then_fin() {
    let fixture = start();
    let mut stream = fixture.connect();
    let request = fixture
        .till
        .request("SETPay", &pay(&op_seq(), &magic(Fault::CloseMidBody), "100"));
    stream.write_all(&request).unwrap();
    let (status, headers) = read_head(&mut stream).unwrap();
    let reply = HttpReply {
        status,
        headers,
        body: Vec::new(),
    };
    let promised: usize = reply.header("content-length").unwrap().parse().unwrap();
    let mut received = Vec::new();
    stream.read_to_end(&mut received).expect("FIN, not RST");
    assert_eq!((status, received.len()), (200, promised / 2));
    assert_eq!(fixture.transactions().len(), 1);
}

#[test]
fn reset_after_commit_is_a_reset() {
    let fixture = start();
    let (reply, charged) = pay_with(&fixture, Fault::ResetAfterCommit);
    assert_eq!(reply.unwrap_err().kind(), io::ErrorKind::ConnectionReset);
    assert!(charged);
}

#[test]
fn reset_before_reading_strikes_one_new_connection() {
    let fixture = start();
    // A connection that is open already is not meant.
    let mut open = fixture.connect();
    let request = fixture.till.request("SETPay", &pay(&op_seq(), BARCODE, "1"));
    exchange(&mut open, &request).unwrap();
    fixture.sandbox.inject(FaultRule::new(Fault::ResetBeforeReading));
    let request = fixture.till.request("SETPay", &pay(&op_seq(), BARCODE, "1"));
    exchange(&mut open, &request).unwrap();

    let mut struck = fixture.connect();
    std::thread::sleep(Duration::from_millis(50));
    struck.set_nonblocking(true).unwrap();
    let still_open = struck.read(&mut [0]).unwrap_err();
    assert_eq!(
        still_open.kind(),
        io::ErrorKind::WouldBlock,
        "no reset before the first byte"
    );
    struck.set_nonblocking(false).unwrap();
    let request = fixture.till.request("SETPay", &pay(&op_seq(), BARCODE, "1"));
    let error = exchange(&mut struck, &request).unwrap_err();
    assert!(
        matches!(error.kind(), io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe),
        "{error}"
    );
    assert_eq!(fixture.transactions().len(), 2);

    assert!(fixture.call("SETPay", &pay(&op_seq(), BARCODE, "1")).is_approved());
}

#[test]
fn hang_never_answers_and_commits_nothing() {
    let fixture = start();
    let mut stream = fixture.connect();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let request = fixture
        .till
        .request("SETPay", &pay(&op_seq(), &magic(Fault::Hang), "100"));
    let error = exchange(&mut stream, &request).unwrap_err();
    assert!(
        matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut),
        "{error}"
    );
    fixture.wait_for_requests(1);
    assert!(fixture.transactions().is_empty());
}

#[test]
fn delays_fall_before_or_after_the_commit() {
    for (fault, commits_early) in [("delay_before_commit", false), ("delay_after_commit", true)] {
        let fixture = start();
        fixture.inject(json!({"fault": fault, "milliseconds": 1000}));
        let mut stream = fixture.connect();
        let begun = Instant::now();
        stream
            .write_all(&fixture.till.request("SETPay", &pay(&op_seq(), BARCODE, "1")))
            .unwrap();
        fixture.wait_for_requests(1);
        if commits_early {
            wait_until(|| !fixture.transactions().is_empty());
        } else {
            assert!(fixture.transactions().is_empty());
        }
        assert!(begun.elapsed() < Duration::from_millis(1000));
        assert!(fixture.till.open(&read_reply(&mut stream).unwrap()).is_approved());
        assert!(begun.elapsed() >= Duration::from_millis(1000));
        assert_eq!(fixture.transactions().len(), 1);
    }
}

#[test]
fn a_delay_by_barcode_outlasts_an_impatient_client() {
    let fixture = start();
    let mut stream = fixture.connect();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let request = fixture
        .till
        .request("SETPay", &pay(&op_seq(), &magic(Fault::DelayAfterCommit), "1"));
    assert!(exchange(&mut stream, &request).is_err());
    assert_eq!(fixture.transactions().len(), 1);
}

#[test]
fn magic_barcodes_work_for_charges_only() {
    let fixture = start();
    let (paid, topped_up) = (op_seq(), op_seq());
    let barcode = magic(Fault::Http500);
    assert_eq!(
        fixture
            .send("SETTopUp", &top_up(&topped_up, &barcode, "5"))
            .unwrap()
            .status,
        500
    );
    assert_eq!(fixture.send("SETPay", &pay(&paid, &barcode, "5")).unwrap().status, 500);
    let cancelled = fixture.call("SETTopUpCancel", &cancel_top_up(&topped_up, &barcode));
    assert_eq!(cancelled.text("OPSeq"), topped_up);
}

#[test]
fn names_are_the_documented_ones() {
    let names: Vec<String> = Fault::ALL.iter().map(|fault| fault.name()).collect();
    let expected = "delay_before_commit delay_after_commit hang reset_before_reading reset_after_commit close_mid_body \
                    truncate oversize http_401 http_403 http_429 http_500 http_502 redirect signature_missing signature_bad \
                    signature_foreign body_tampered enc_data_undecryptable reference_wrong amount_wrong code_text \
                    code_unlisted service_result_unlisted transaction_id_missing result_code decline quote_barcode";
    assert_eq!(names, expected.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn every_fault_that_a_barcode_can_ask_for_has_its_own() {
    let barcodes = magic_barcodes();
    let without: Vec<&Fault> = Fault::ALL
        .iter()
        .filter(|fault| fault.magic_barcode().is_none())
        .collect();
    assert_eq!(
        without,
        [
            &Fault::ResetBeforeReading,
            &Fault::TransactionIdMissing,
            &Fault::ResultCode
        ]
    );
    assert_eq!(barcodes.len(), Fault::ALL.len() - without.len());
    let distinct: std::collections::HashSet<_> = barcodes.iter().map(|(code, _)| code).collect();
    assert_eq!(distinct.len(), barcodes.len());
    for (code, fault) in &barcodes {
        assert!(code.len() == 18 && code.starts_with("ICTWPOS"), "{code}");
        assert!(
            code.bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
            "{code}"
        );
        assert!(!fault.description().is_empty() && !fault.description().contains('\n'));
    }
}
