//! No secret and no customer's code in any error, Debug text or serialised error, however a host quotes them.

use super::host::*;
use crate::support::response;
use twpos::linepay::PayResponse;

#[test]
fn nothing_shows_a_secret() {
    let quote = format!("{SECRET} {CODE} {} {}", &CODE[2..16], CODE.replace("3456", "-3456"));
    for (status, body) in [
        (200, serde_json::json!({"returnCode": "1199", "returnMessage": quote})),
        (200, serde_json::json!({"returnCode": quote, "returnMessage": quote})),
        (200, serde_json::json!({"resultCode": 1104, "statusMessage": quote})),
        (500, serde_json::json!({"returnCode": "1104", "returnMessage": quote})),
    ] {
        let host = Host::answering(response(status, &[], body.to_string().as_bytes()));
        let client = host.client();
        let error = client.pay(&pay()).unwrap_err();
        let shown = format!("{error} {error:?} {client:?} {:?} {:?}", host.config(), pay());
        for secret in [SECRET, CODE, &CODE[2..16]] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        assert_eq!(error.reference.as_deref(), Some(ORDER));
    }
}

#[test]
fn who_the_customer_is_is_not_shown() {
    let mut info = paid();
    info["balance"] = serde_json::json!("CANARY-64000");
    info["merchantReference"] =
        serde_json::json!({"affiliateCards": [{"cardType": "MOBILE_CARRIER", "cardId": "/CANARY7"}]});
    let reply = serde_json::json!({"returnCode": "0000", "returnMessage": "carrier /CANARY7", "info": info});
    let paid = Host::replying(&reply.to_string()).client().pay(&pay()).unwrap();
    let cards = &paid.info.merchant_reference.as_ref().unwrap().affiliate_cards;
    assert_eq!(cards[0].card_id, "/CANARY7");
    assert_eq!(paid.info.balance.as_deref(), Some("CANARY-64000"));
    let shown = format!("{paid:?} {:?}", PayResponse::default());
    assert!(!shown.contains("CANARY"), "{shown}");
    assert!(shown.contains(NUMBER) && shown.contains("[redacted]"));
}
