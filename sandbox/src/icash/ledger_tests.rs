use super::ledger::{Charge, Decline, Kind, Ledger, Receipt, RefundCall};
use crate::{Habits, UnknownCancel};

const DAY: &str = "20240522";

fn ledger() -> Ledger {
    Ledger::new(Habits::default())
}

fn ledger_of_parts() -> Ledger {
    Ledger::new(Habits {
        partial_refunds: true,
        ..Habits::default()
    })
}

fn charge(ledger: &mut Ledger, kind: Kind, op_seq: &str, amount: i64) -> Result<Receipt, Decline> {
    let buyer_id = "IC1";
    ledger.charge(&Charge {
        kind,
        op_seq,
        buyer_id,
        amount,
        bonus: 0,
        day: DAY,
    })
}

fn pay(ledger: &mut Ledger, op_seq: &str, amount: i64) -> Result<Receipt, Decline> {
    charge(ledger, Kind::Pay, op_seq, amount)
}

fn top_up(ledger: &mut Ledger, op_seq: &str, amount: i64) -> Result<Receipt, Decline> {
    charge(ledger, Kind::TopUp, op_seq, amount)
}

fn refund_call<'a>(
    kind: Kind,
    op_seq: &'a str,
    bank_seq: &'a str,
    op_refund_seq: &'a str,
    amount: i64,
) -> RefundCall<'a> {
    RefundCall {
        kind,
        op_seq,
        bank_seq,
        buyer_id: (kind == Kind::TopUp).then_some("IC1"),
        op_refund_seq,
        amount,
        day: DAY,
    }
}

fn balance(ledger: &Ledger) -> i64 {
    ledger.to_json()["wallets"]["IC1"].as_i64().unwrap()
}

fn status(ledger: &Ledger) -> String {
    ledger.to_json()["transactions"][0]["status"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn a_payment_moves_money_and_is_numbered() {
    let mut ledger = ledger();
    let receipt = pay(&mut ledger, "A", 30).unwrap();
    let expected = Receipt {
        seq: "20240522000000000001".to_owned(),
        balance_before: 100_000,
        balance_after: 99_970,
        wallet_number: 1,
    };
    assert_eq!(receipt, expected);
    assert_eq!((balance(&ledger), status(&ledger).as_str()), (99_970, "done"));
    assert_ne!(pay(&mut ledger, "B", 30).unwrap().seq, receipt.seq);
}

#[test]
fn a_declined_payment_leaves_no_trace() {
    let mut ledger = ledger();
    assert_eq!(pay(&mut ledger, "A", 100_001), Err(Decline::InsufficientBalance));
    assert_eq!(ledger.to_json()["wallets"], serde_json::json!({}));
    assert!(pay(&mut ledger, "A", 100_000).is_ok());
    assert_eq!(pay(&mut ledger, "A", 1), Err(Decline::DuplicateOpSeq));
    assert_eq!(top_up(&mut ledger, "A", 1), Err(Decline::DuplicateOpSeq));
}

#[test]
fn refunds_add_up_to_the_payment_at_most() {
    let mut ledger = ledger_of_parts();
    let bank_seq = pay(&mut ledger, "A", 100).unwrap().seq;
    let mut refund = |seq, amount| ledger.refund(&refund_call(Kind::Pay, "A", &bank_seq, seq, amount));
    assert_eq!(refund("R1", 101), Err(Decline::RefundExceedsPaid));
    assert!(refund("R1", 40).is_ok());
    assert_eq!(refund("R1", 40), Err(Decline::DuplicateRefundSeq));
    assert_eq!(refund("R2", 61), Err(Decline::RefundExceedsPaid));
    assert!(refund("R2", 60).is_ok());
    assert_eq!(refund("R3", 1), Err(Decline::RefundExceedsPaid));
    assert_eq!((balance(&ledger), status(&ledger).as_str()), (100_000, "refunded"));
}

/// ICPOS002 request 03: 原交易金額(含紅利金額). ICPOS005 request 04: 原儲值金額.
#[test]
fn a_refund_is_of_the_whole_amount_with_the_bonus() {
    for kind in [Kind::Pay, Kind::TopUp] {
        let mut ledger = ledger();
        let bank_seq = charge(&mut ledger, kind, "A", 100).unwrap().seq;
        let mut refund = |seq, amount| ledger.refund(&refund_call(kind, "A", &bank_seq, seq, amount));
        assert_eq!(refund("R1", 99), Err(Decline::AmountMismatch));
        assert_eq!(refund("R1", 101), Err(Decline::RefundExceedsPaid));
        assert!(refund("R1", 100).is_ok());
        assert_eq!(refund("R2", 100), Err(Decline::RefundExceedsPaid));
        assert_eq!((balance(&ledger), status(&ledger).as_str()), (100_000, "refunded"));
    }
}

#[test]
fn points_are_no_part_of_a_balance_and_go_back_last() {
    let bonus = |ledger: &mut Ledger| {
        let paid = ledger.charge(&Charge {
            kind: Kind::Pay,
            op_seq: "A",
            buyer_id: "IC1",
            amount: 100,
            bonus: 10,
            day: DAY,
        });
        paid.unwrap().seq
    };
    let mut whole = ledger();
    let bank_seq = bonus(&mut whole);
    assert_eq!(
        (balance(&whole), &whole.to_json()["totals"]["paid"]),
        (99_910, &serde_json::json!(100))
    );
    let debited = refund_call(Kind::Pay, "A", &bank_seq, "R1", 90);
    assert_eq!(whole.refund(&debited), Err(Decline::AmountMismatch));
    whole
        .refund(&refund_call(Kind::Pay, "A", &bank_seq, "R1", 100))
        .unwrap();
    assert_eq!(balance(&whole), 100_000);

    let mut parts = ledger_of_parts();
    let bank_seq = bonus(&mut parts);
    for (seq, amount, left) in [("R1", 50, 99_960), ("R2", 45, 100_000), ("R3", 5, 100_000)] {
        parts
            .refund(&refund_call(Kind::Pay, "A", &bank_seq, seq, amount))
            .unwrap();
        assert_eq!(balance(&parts), left);
    }
    let mut cancelled = ledger();
    bonus(&mut cancelled);
    cancelled.cancel(Kind::Pay, "A", None).unwrap();
    assert_eq!(balance(&cancelled), 100_000);
}

#[test]
fn a_refund_must_name_the_payment_exactly() {
    let mut ledger = ledger();
    let bank_seq = pay(&mut ledger, "A", 100).unwrap().seq;
    let mut refund = |kind, op_seq, bank_seq| ledger.refund(&refund_call(kind, op_seq, bank_seq, "R1", 100));
    assert_eq!(refund(Kind::Pay, "B", &bank_seq), Err(Decline::NotFound));
    assert_eq!(refund(Kind::TopUp, "A", &bank_seq), Err(Decline::NotFound));
    assert_eq!(refund(Kind::Pay, "A", "1"), Err(Decline::BankSeqMismatch));
    assert!(refund(Kind::Pay, "A", &bank_seq).is_ok());
}

#[test]
fn a_cancel_reverses_once() {
    let mut ledger = ledger();
    let bank_seq = pay(&mut ledger, "A", 100).unwrap().seq;
    for _ in 0..2 {
        assert_eq!(ledger.cancel(Kind::Pay, "A", None), Ok(()));
        assert_eq!((balance(&ledger), status(&ledger).as_str()), (100_000, "cancelled"));
    }
    assert_eq!(ledger.to_json()["totals"]["cancelled"], 100);
    let refund = refund_call(Kind::Pay, "A", &bank_seq, "R1", 1);
    assert_eq!(ledger.refund(&refund), Err(Decline::AlreadyCancelled));
    assert_eq!(
        pay(&mut ledger, "A", 1),
        Err(Decline::DuplicateOpSeq),
        "a cancelled OPSeq stays used"
    );
}

#[test]
fn a_refunded_payment_is_not_cancelled() {
    let mut ledger = ledger_of_parts();
    let bank_seq = pay(&mut ledger, "A", 100).unwrap().seq;
    ledger.refund(&refund_call(Kind::Pay, "A", &bank_seq, "R1", 1)).unwrap();
    assert_eq!(status(&ledger), "part_refunded");
    assert_eq!(ledger.cancel(Kind::Pay, "A", None), Err(Decline::AlreadyRefunded));
}

#[test]
fn a_top_up_is_refunded_whole_and_only_while_the_wallet_holds_it() {
    let mut ledger = ledger();
    let bank_seq = top_up(&mut ledger, "A", 500).unwrap().seq;
    let part = refund_call(Kind::TopUp, "A", &bank_seq, "R1", 499);
    assert_eq!(ledger.refund(&part), Err(Decline::AmountMismatch));
    let mut stranger = refund_call(Kind::TopUp, "A", &bank_seq, "R1", 500);
    stranger.buyer_id = Some("IC2");
    assert_eq!(ledger.refund(&stranger), Err(Decline::BuyerMismatch));

    pay(&mut ledger, "B", 100_001).unwrap();
    let whole = refund_call(Kind::TopUp, "A", &bank_seq, "R1", 500);
    assert_eq!(ledger.refund(&whole), Err(Decline::InsufficientBalance));
    assert_eq!(
        ledger.cancel(Kind::TopUp, "A", Some("IC1")),
        Err(Decline::InsufficientBalance)
    );
    ledger.cancel(Kind::Pay, "B", None).unwrap();
    assert_eq!(ledger.refund(&whole).unwrap().balance_after, 100_000);
    assert_eq!(
        ledger.cancel(Kind::TopUp, "A", Some("IC1")),
        Err(Decline::AlreadyRefunded)
    );
}

#[test]
fn a_top_up_is_cancelled_by_its_own_customer() {
    let mut ledger = ledger();
    top_up(&mut ledger, "A", 500).unwrap();
    assert_eq!(
        ledger.cancel(Kind::TopUp, "A", Some("IC2")),
        Err(Decline::BuyerMismatch)
    );
    assert_eq!(ledger.cancel(Kind::TopUp, "A", Some("IC1")), Ok(()));
    assert_eq!(balance(&ledger), 100_000);
}

#[test]
fn a_wallet_holds_nine_digits_at_most() {
    let mut ledger = ledger();
    assert_eq!(top_up(&mut ledger, "A", 999_999_999), Err(Decline::BalanceLimit));
    assert!(top_up(&mut ledger, "A", 999_899_999).is_ok());
}

/// The wrong cancel operation is a cancel of something unknown: it says ok and reverses nothing.
#[test]
fn cancelling_a_top_up_as_a_payment_does_nothing() {
    let mut ledger = ledger();
    top_up(&mut ledger, "A", 500).unwrap();
    assert_eq!(ledger.cancel(Kind::Pay, "A", None), Ok(()));
    assert_eq!(status(&ledger), "done");
}

#[test]
fn the_three_ways_to_cancel_the_unknown() {
    let cases = [
        (UnknownCancel::Ignore, Ok(()), true),
        (UnknownCancel::NotFound, Err(Decline::NotFound), true),
        (UnknownCancel::RefuseLatePayment, Ok(()), false),
    ];
    for (mode, answer, charged_later) in cases {
        let mut ledger = Ledger::new(Habits {
            unknown_cancel: mode,
            ..Habits::default()
        });
        assert_eq!(ledger.cancel(Kind::Pay, "A", None), answer);
        let late = pay(&mut ledger, "A", 1);
        assert_eq!(late.is_ok(), charged_later, "{mode:?}");
        if !charged_later {
            assert_eq!(late, Err(Decline::CancelledBeforePayment));
        }
    }
}
