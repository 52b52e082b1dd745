//! The ledger outlives the process, and belongs to one sandbox at a time.

use crate::mypay_support::{Receiver, mypay_ledger, plain_order, scan, store};
use crate::omni_support::{Gateway, TRADE_CODE, icash_cancel, icash_pay, ipass_pay, ipass_refund};
use crate::support::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::path::Path;
use twpos_sandbox::{Options, Sandbox, StartError, UnknownCancel};

/// Stops a sandbox and starts the next one on its folder.
pub fn restart(fixture: Fixture, change: impl FnOnce(&mut Options)) -> Fixture {
    let Fixture { sandbox, till, dir } = fixture;
    sandbox.stop();
    let mut options = Options::new(dir.path());
    change(&mut options);
    let sandbox = Sandbox::start(options).unwrap();
    Fixture { sandbox, till, dir }
}

fn remembering(options: &mut Options) {
    options.unknown_cancel = UnknownCancel::RefuseLatePayment;
}

#[test]
fn icash_goes_on_where_it_was() {
    let fixture = start_with(remembering);
    let paid = fixture
        .call("SETPay", &pay("A", BARCODE, "100"))
        .text("BankSeq")
        .to_owned();
    fixture.call("SETPay", &pay("B", BARCODE, "30"));
    fixture.call("SETPayCancel", &cancel("B"));
    fixture.call("SETPayCancel", &cancel("NEVER"));
    let topped = fixture.call("SETTopUp", &top_up("C", "IC0000000000000001", "500"));
    let seq = topped.text("BankSeq");
    fixture.call(
        "SETTopUpRefund",
        &refund_top_up("C", "IC0000000000000001", seq, "C-R", "500"),
    );
    fixture.call("SETTopUp", &top_up("D", "IC0000000000000001", "7"));
    fixture.call("SETPay", &json!({}));
    let before = fixture.sandbox.ledger();
    assert_eq!(before["icash"]["requests"], 8);

    let fixture = restart(fixture, remembering);
    assert_eq!(fixture.sandbox.ledger(), before);
    fixture
        .call("SETPay", &pay("A", BARCODE, "1"))
        .assert_declined("ICASH_DUPLICATE_OPSEQ");
    let late = fixture.call("SETPay", &pay("NEVER", BARCODE, "1"));
    late.assert_declined("ICASH_CANCELLED_BEFORE_PAYMENT");
    let again = refund_top_up("D", "IC0000000000000001", seq, "C-R", "7");
    fixture
        .call("SETTopUpRefund", &again)
        .assert_declined("ICASH_BANKSEQ_MISMATCH");
    let refunded = fixture.call("SETPayRefund", &refund("A", &paid, "A-R", "100"));
    assert_eq!(refunded.text("ServiceResult"), "Y");
    assert_eq!(fixture.balance(BARCODE), Some(100_000));
    // The running number goes on, too.
    let next = fixture
        .call("SETPay", &pay("E", BARCODE, "1"))
        .text("BankSeq")
        .to_owned();
    assert_eq!(&next[8..], "000000000007");
}

#[test]
fn mypay_goes_on_where_it_was() {
    let receiver = Receiver::hearing_all();
    let fixture = start_with(|options| options.notify_url = Some(receiver.url.clone()));
    let (store_uid, made, waiting) = {
        let shop = store(&fixture);
        let made = shop.order(&plain_order("O-1", 100));
        shop.act(&made, "action=pay");
        shop.refund(&made, 40);
        let cancelled = shop.order(&plain_order("O-2", 50));
        shop.act(&cancelled, "action=pay");
        shop.act(&cancelled, "action=cancel");
        shop.call("api/transaction", &scan("O-3", "391234567890123456", 70));
        shop.call("api/transaction", &scan("O-4", "391234567890123456", 100_000));
        let waiting = shop.call("api/transaction", &scan("O-5", "MYTWPOSWAIT0000000", 9));
        let settled = shop.call("api/transaction", &scan("O-6", "IC0123456789ABCDEF", 5));
        shop.refund(&settled, 5);
        shop.order(&plain_order("O-7", 1));
        (shop.store_uid.clone(), made, waiting)
    };
    receiver.wait_for(7);
    wait_until(|| {
        let orders = mypay_ledger(&fixture)["orders"].as_array().unwrap().clone();
        let told = orders
            .iter()
            .map(|order| order["notifications"].as_array().unwrap().len());
        told.sum::<usize>() == 7
    });
    let before = fixture.sandbox.ledger();

    let fixture = restart(fixture, |_| {});
    assert_eq!(fixture.sandbox.ledger(), before);
    let shop = store(&fixture);
    assert_eq!(shop.query(&made)["prc"], "250");
    assert_eq!(shop.query(&made)["refund_order"][0]["cost"], 40);
    assert_eq!(shop.call("api/orders", &plain_order("O-7", 1))["code"], "100");
    assert_eq!(shop.act(&waiting, "action=pay").status, 200);
    assert_eq!(mypay_ledger(&fixture)["wallets"]["MYTWPOSWAIT0000000"], 99_991);
    let rest = crate::mypay_support::refund_of(&made, &store_uid, 60);
    assert_eq!(shop.call("api/refund", &rest)["code"], "B200");
    let uids = mypay_ledger(&fixture)["orders"].to_string();
    let next = shop.order(&plain_order("O-8", 1))["uid"].to_string();
    assert!(!uids.contains(&next), "{next} is new");
}

#[test]
fn omni_goes_on_where_it_was() {
    let gateway = Gateway::start_with(remembering);
    let iv = "00112233445566778899AABBCCDDEEFF";
    let transaction = gateway.paid("P-1", 100);
    gateway.call("omni.ipass_refund", ipass_refund(&transaction, Some(40)));
    gateway.answer(
        "omni.ipass_pay",
        &gateway.own("omni.ipass_pay", ipass_pay("P-2", TRADE_CODE, 5), iv),
    );
    gateway.call("omni.icash_pay", icash_pay("M-1", BARCODE, 30));
    gateway.call("omni.icash_cancel", icash_cancel("M-1"));
    gateway.call("omni.icash_cancel", icash_cancel("NEVER"));
    gateway.call("omni.icash_pay", icash_pay("M-2", BARCODE, 7));
    gateway.token();
    let before = gateway.fixture.sandbox.ledger();
    assert_eq!(before["omni"]["tokens_issued"], 1);

    let gateway = gateway.map(|fixture| restart(fixture, remembering));
    assert_eq!(gateway.fixture.sandbox.ledger(), before);
    let again = gateway.call("omni.ipass_pay", ipass_pay("P-1", TRADE_CODE, 100));
    assert_eq!(again["return_code"], "0006");
    let late = gateway.call("omni.icash_pay", icash_pay("NEVER", BARCODE, 1));
    assert_eq!(late["RtnCode"], 2107);
    let used = gateway.own("omni.ipass_pay", ipass_pay("P-3", TRADE_CODE, 5), &iv.to_lowercase());
    assert_eq!(
        gateway.answer("omni.ipass_pay", &used)["message"],
        "iv: was used before"
    );
    let rest = gateway.call("omni.ipass_refund", ipass_refund(&transaction, None));
    assert_eq!(rest["amount"], 60);
    let ledger = gateway.ledger().to_string();
    assert!(!ledger.contains(&gateway.paid("P-4", 1)), "the next number is new");
}

#[test]
fn a_fresh_start_keeps_the_keys_and_forgets_the_rest() {
    let fixture = start();
    fixture.call("SETPay", &pay("A", BARCODE, "1"));
    let empty = start().sandbox.ledger();
    let fixture = restart(fixture, |options| options.fresh = true);
    assert_eq!(fixture.sandbox.ledger(), empty);
    assert!(fixture.call("SETPay", &pay("A", BARCODE, "1")).is_approved());
}

fn contents(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut contents: Vec<_> = entries
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect();
    contents.sort();
    contents
}

#[test]
fn a_second_sandbox_on_the_folder_is_refused_and_changes_nothing() {
    let fixture = start();
    let before = contents(fixture.dir.path());
    for fresh in [false, true] {
        let options = Options {
            fresh,
            ..Options::new(fixture.dir.path())
        };
        let Err(error @ StartError::InUse(_)) = Sandbox::start(options) else {
            panic!("two sandboxes in one folder")
        };
        let text = error.to_string();
        assert!(text.contains("another sandbox runs on it"), "{text}");
        assert!(text.contains(&fixture.dir.path().display().to_string()), "{text}");
    }
    assert_eq!(contents(fixture.dir.path()), before);
    assert!(fixture.call("SETPay", &pay("A", BARCODE, "1")).is_approved());
    let fixture = restart(fixture, |_| {});
    assert_eq!(fixture.transactions().len(), 1);
}

#[test]
fn a_ledger_that_is_none_is_named_and_a_fresh_one_can_be_begun() {
    let spoil: [fn(&Path); 3] = [
        |file| std::fs::write(file, "not a database, but long enough to be looked at as one").unwrap(),
        |file| {
            Connection::open(file)
                .unwrap()
                .pragma_update(None, "user_version", 99)
                .unwrap()
        },
        |file| {
            let insert = "INSERT INTO record VALUES ('mypay.orders', 0, '{\"key\":\"KEY-CANARY\"}')";
            Connection::open(file).unwrap().execute(insert, []).unwrap();
        },
    ];
    for spoil in spoil {
        let dir = state_dir();
        spoil(&dir.path().join("ledger.sqlite"));
        let Err(error) = Sandbox::start(Options::new(dir.path())) else {
            panic!("started on a damaged ledger")
        };
        let text = error.to_string();
        assert!(text.contains("ledger.sqlite") && text.contains("--fresh"), "{text}");
        assert!(!text.contains("CANARY"), "{text}");
        let fresh = Options {
            fresh: true,
            ..Options::new(dir.path())
        };
        assert_eq!(Sandbox::start(fresh).unwrap().ledger()["mypay"]["orders"], json!([]));
    }
}

/// Whatever the ledger in memory says, a reply that is not in the file must not leave.
#[test]
fn nothing_is_answered_that_cannot_be_written_down() {
    let fixture = start();
    let file = fixture.dir.path().join("ledger.sqlite");
    Connection::open(file)
        .unwrap()
        .execute("DROP TABLE record", [])
        .unwrap();
    let reply = fixture.send("SETPay", &pay("A", BARCODE, "1")).unwrap();
    assert_eq!(reply.status, 500);
    let text = String::from_utf8(reply.body).unwrap();
    assert!(
        text.contains("ledger.sqlite") && text.contains("no such table"),
        "{text}"
    );
    let made: Value = plain_order("O-1", 100);
    assert_eq!(store(&fixture).send("api/orders", &made).unwrap().status, 500);
}
