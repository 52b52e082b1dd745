//! The six operations: what each does to the ledger, and the reply table that it fills.

use super::carriers;
use super::fields::{TIME_FORMAT, amount};
use super::ledger::{Charge, Decline, Kind, Ledger, Receipt, RefundCall};
use super::message::{Message, service_result};
use super::set_operation::SetOperation;
use super::special_codes;
use jiff::civil::DateTime;
use serde_json::{Map, Value, json};

/// A request whose fields are all as the tables say.
pub(super) struct Request {
    pub(super) operation: SetOperation,
    pub(super) message: Map<String, Value>,
}

impl Request {
    /// A text field; empty if it is absent.
    pub(super) fn text(&self, name: &str) -> &str {
        self.message.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// `OPSeq` for a decline; only the reply tables of ICPOS001 and ICPOS004 have that row, and
    /// in ICPOS003 and ICPOS006 its very presence means success.
    pub(super) fn op_seq_of_decline(&self) -> Option<&str> {
        self.operation.is_charge().then(|| self.text("OPSeq"))
    }

    fn amount(&self, name: &str) -> i64 {
        amount(self.text(name)).unwrap_or_default()
    }
}

/// Does it, and says what was done.
pub(super) fn commit(request: &Request, ledger: &mut Ledger, now: DateTime) -> Message {
    let result = match request.operation {
        SetOperation::Pay => pay(request, ledger, now),
        SetOperation::TopUp => top_up(request, ledger, now),
        SetOperation::Refund => refund(request, ledger, now),
        SetOperation::RefundTopUp => refund_top_up(request, ledger, now),
        SetOperation::Cancel => cancel(request, ledger, Kind::Pay, None),
        SetOperation::CancelTopUp => cancel(request, ledger, Kind::TopUp, Some(request.text("BuyerID"))),
    };
    match result {
        Ok(fields) => Message::success(fields),
        Err(decline) => {
            let (code, desc) = decline.texts();
            Message::declined(code, desc, request.op_seq_of_decline())
        }
    }
}

type Fields = Map<String, Value>;

fn pay(request: &Request, ledger: &mut Ledger, now: DateTime) -> Result<Fields, Decline> {
    let member = special_codes::member(request.text("BuyerID"));
    let bonus = bonus(request, member.points);
    let receipt = charge(request, ledger, Kind::Pay, "TxAmt", bonus, now)?;
    let (vehicle_type, vehicle_no) =
        carriers::of_payment(request.text("Vehicle"), request.text("Donate"), member.carrier);
    let mut fields = charged(request, &receipt, now);
    extend(
        &mut fields,
        json!({
            "VehicleType": vehicle_type,
            "VehicleNo": vehicle_no,
            "TxAmt": request.text("TxAmt"),
            "DebitAmt": (request.amount("TxAmt") - bonus).to_string(),
            "BonusList": [{"BonusKind": "2", "BonusAmt": bonus.to_string(), "DebitPoint": bonus.to_string()}],
        }),
    );
    extend(&mut fields, channel(&receipt));
    Ok(fields)
}

fn top_up(request: &Request, ledger: &mut Ledger, now: DateTime) -> Result<Fields, Decline> {
    let receipt = charge(request, ledger, Kind::TopUp, "TopUpAmt", 0, now)?;
    let mut fields = charged(request, &receipt, now);
    extend(
        &mut fields,
        json!({
            "VehicleType": "",
            "VehicleNo": "",
            "TopUpAmt": request.text("TopUpAmt"),
            "OriginalAmt": receipt.balance_before.to_string(),
            "CurrentAmt": receipt.balance_after.to_string(),
        }),
    );
    extend(&mut fields, channel(&receipt));
    Ok(fields)
}

fn refund(request: &Request, ledger: &mut Ledger, now: DateTime) -> Result<Fields, Decline> {
    let receipt = give_back(request, ledger, Kind::Pay, "TxAmt", now)?;
    let mut fields = refunded(&receipt, now);
    extend(&mut fields, refund_channel(request.text("TxAmt"), now));
    Ok(fields)
}

fn refund_top_up(request: &Request, ledger: &mut Ledger, now: DateTime) -> Result<Fields, Decline> {
    let receipt = give_back(request, ledger, Kind::TopUp, "TopUpAmt", now)?;
    let mut fields = refunded(&receipt, now);
    // The document does not say whose "original" amount this is; as in ICPOS004, the balance before.
    extend(
        &mut fields,
        json!({
            "TopUpAmt": request.text("TopUpAmt"),
            "OriginalAmt": receipt.balance_before.to_string(),
            "CurrentAmt": receipt.balance_after.to_string(),
        }),
    );
    extend(&mut fields, refund_channel(request.text("TopUpAmt"), now));
    Ok(fields)
}

fn cancel(request: &Request, ledger: &mut Ledger, kind: Kind, buyer_id: Option<&str>) -> Result<Fields, Decline> {
    ledger.cancel(kind, request.text("OPSeq"), buyer_id)?;
    let mut fields = Fields::new();
    extend(&mut fields, json!({"OPSeq": request.text("OPSeq")}));
    Ok(fields)
}

/// What the wallet pays in points, which it decides itself ("ByWallet") within what may be redeemed.
fn bonus(request: &Request, points: i64) -> i64 {
    let redeemable = request.amount("TxAmt") - request.amount("NonRedeemAmt");
    match request.text("BonusType") {
        "ByWallet" => points.min(redeemable).max(0),
        _ => 0,
    }
}

fn charge(
    request: &Request,
    ledger: &mut Ledger,
    kind: Kind,
    amount: &str,
    bonus: i64,
    now: DateTime,
) -> Result<Receipt, Decline> {
    ledger.charge(&Charge {
        kind,
        op_seq: request.text("OPSeq"),
        buyer_id: request.text("BuyerID"),
        amount: request.amount(amount),
        bonus,
        day: &day(now),
    })
}

fn give_back(
    request: &Request,
    ledger: &mut Ledger,
    kind: Kind,
    amount: &str,
    now: DateTime,
) -> Result<Receipt, Decline> {
    ledger.refund(&RefundCall {
        kind,
        op_seq: request.text("OPSeq"),
        bank_seq: request.text("BankSeq"),
        buyer_id: (kind == Kind::TopUp).then(|| request.text("BuyerID")),
        op_refund_seq: request.text("OPRefundSeq"),
        amount: request.amount(amount),
        day: &day(now),
    })
}

/// ICPOS001 and ICPOS004, reply rows 01-09.
fn charged(request: &Request, receipt: &Receipt, now: DateTime) -> Fields {
    let mut fields = service_result("Y", "ICASH_SUCCESS", "成功");
    extend(
        &mut fields,
        json!({
            "OPSeq": request.text("OPSeq"),
            "BankSeq": receipt.seq,
            "BankTime": wire_time(now),
            "WalletSeq": wallet_seq(receipt),
            "WalletTime": wire_time(now),
            "WalletID": "icash",
        }),
    );
    fields
}

/// ICPOS001 and ICPOS004, the last five rows.
fn channel(receipt: &Receipt) -> Value {
    json!({
        "PaymentChannel": "1",
        "ChannelStatusCode": "0000",
        "ChannelStatusDesc": "成功",
        "CardID": format!("7{:015}", receipt.wallet_number),
        "Cardkind": "01",
    })
}

/// ICPOS002 and ICPOS005, reply rows 01-06.
fn refunded(receipt: &Receipt, now: DateTime) -> Fields {
    let mut fields = service_result("Y", "ICASH_SUCCESS", "成功");
    extend(
        &mut fields,
        json!({
            "BankResponseTime": wire_time(now),
            "BankRefundSeq": receipt.seq,
            "WalletRefundSeq": wallet_seq(receipt),
        }),
    );
    fields
}

/// ICPOS002 and ICPOS005, the last four rows.
fn refund_channel(amount: &str, now: DateTime) -> Value {
    json!({
        "WalletTxAmt": amount,
        "WalletRefundTime": wire_time(now),
        "RefundChannelStatusCode": "0000",
        "RefundChannelStatusDesc": "成功",
    })
}

fn extend(fields: &mut Fields, rows: Value) {
    if let Value::Object(rows) = rows {
        fields.extend(rows);
    }
}

/// The wallet's own number for the movement that the bank numbers with `seq`.
fn wallet_seq(receipt: &Receipt) -> String {
    format!("9{}", &receipt.seq[1..])
}

fn day(now: DateTime) -> String {
    now.strftime("%Y%m%d").to_string()
}

pub(super) fn wire_time(now: DateTime) -> String {
    now.strftime(TIME_FORMAT).to_string()
}
