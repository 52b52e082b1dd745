//! Whatever anyone posts to the merchant's web server: reading it must not panic, and only the order's own uid and
//! key may verify.
#![no_main]

use libfuzzer_sys::fuzz_target;
use twpos::mypay::{ExpectedOrder, Notification, parse_notification};
use twpos::{Error, ErrorKind, Outcome};

fuzz_target!(|body: &[u8]| {
    let notification = match parse_notification(body) {
        Ok(notification) => notification,
        Err(error) => {
            assert_eq!((error.kind, error.outcome), (ErrorKind::InvalidNotification, Outcome::NotSent));
            return;
        }
    };
    let Notification { uid, key, prc, .. } = &notification;
    assert!(!uid.is_empty() && !key.is_empty() && !prc.is_empty());
    assert!(notification.state != "paid" || prc == "250" || prc == "600");
    verify(&notification);
    // A second prc would be a second reading of the same notification.
    parse_notification(&[body, b"&prc=250"].concat()).expect_err("prc came twice");
    serde_json::to_string(&notification).expect("JSON");
});

fn verify(notification: &Notification) {
    let Notification {
        uid,
        key,
        order_id,
        cost,
        ..
    } = notification;
    let expected = |uid: &str, key: &str| ExpectedOrder {
        uid: uid.to_owned(),
        key: key.to_owned(),
        order_id: Some(order_id.clone()),
        cost: *cost,
        ..Default::default()
    };
    let against = |expected: ExpectedOrder| notification.verify(&expected).map_err(|error: Error| error.kind);
    let longer = |text: &str| format!("{text}0");

    let own = expected(uid, key);
    // Without a currency, what is expected is in New Taiwan dollars.
    let named = [&notification.currency, &notification.actual_currency];
    let named = named.into_iter().find(|currency| !currency.is_empty());
    let is_other = cost.is_some() && named.is_some_and(|currency| !currency.eq_ignore_ascii_case("TWD"));
    match is_other {
        true => assert_eq!(against(own.clone()), Err(ErrorKind::Mismatch)),
        false => assert_eq!(against(own.clone()), Ok(())),
    }
    assert_eq!(against(expected(uid, "")), Err(ErrorKind::InvalidRequest));
    assert_eq!(against(expected("", key)), Err(ErrorKind::InvalidRequest));
    assert_eq!(against(expected(uid, &longer(key))), Err(ErrorKind::InvalidNotification));
    assert_eq!(against(expected(&longer(uid), key)), Err(ErrorKind::InvalidNotification));
    let another = ExpectedOrder {
        order_id: Some(longer(order_id)),
        ..own.clone()
    };
    assert_eq!(against(another), Err(ErrorKind::Mismatch));
    let another = ExpectedOrder {
        cost: Some(cost.unwrap_or_default() ^ 1),
        ..own
    };
    assert_eq!(against(another), Err(ErrorKind::Mismatch));
}
