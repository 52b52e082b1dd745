//! The six calls: what each does to the ledger, and the reply that it fills.

use super::client::Client;
use super::fields::IPASS_TIME;
use super::ledger::{Charge, Decline, Ledger, Wallet};
use super::omni_operation::OmniOperation;
use jiff::civil::DateTime;
use serde_json::{Map, Value, json};

/// A request whose fields are all as the tables say.
pub(super) struct Request {
    pub(super) operation: OmniOperation,
    pub(super) fields: Map<String, Value>,
}

impl Request {
    /// A text field; empty if it is absent.
    pub(super) fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// The customer's code; empty for calls that carry none.
    pub(super) fn code(&self) -> &str {
        match self.operation.wallet() {
            Wallet::Ipass => self.text("trade_code"),
            Wallet::Icash => self.text("Barcode"),
        }
    }

    /// The order that the call is about. A refund names it by iPASS's own number.
    pub(super) fn order(&self, ledger: &Ledger) -> String {
        let transaction_id = self.text("transaction_id");
        let order = match self.operation {
            OmniOperation::IpassRefund => ledger.order_of(transaction_id).unwrap_or(transaction_id),
            _ if self.operation.wallet() == Wallet::Ipass => self.text("order_number"),
            _ => self.text("MerchantTradeNo"),
        };
        order.to_owned()
    }

    fn amount(&self, name: &str) -> Option<i64> {
        self.fields.get(name).and_then(Value::as_i64)
    }
}

/// A reply's body.
pub(super) type Fields = Map<String, Value>;

/// Does it, and says what was done.
pub(super) fn commit(request: &Request, ledger: &mut Ledger, client: &Client, now: DateTime) -> Fields {
    let result = match request.operation {
        OmniOperation::IpassPay => ipass_pay(request, ledger, now),
        OmniOperation::IpassSearch => ipass_search(request, ledger),
        OmniOperation::IpassRefund => ipass_refund(request, ledger, now),
        OmniOperation::IcashPay => icash_pay(request, ledger, client, now),
        OmniOperation::IcashSearch => icash_search(request, ledger, client),
        OmniOperation::IcashCancel => icash_cancel(request, ledger, client),
    };
    result.unwrap_or_else(|decline| declined(request, client, decline, None))
}

/// The wallet's no, in its own words unless others are given.
pub(super) fn declined(request: &Request, client: &Client, decline: Decline, words: Option<&str>) -> Fields {
    let (return_code, rtn_code, own_words) = decline.texts();
    let words = words.unwrap_or(own_words);
    match request.operation.wallet() {
        // The document's first example of a failure.
        Wallet::Ipass => object(json!({
            "return_code": return_code,
            "return_msg": words,
            "req_id": request.text("req_id"),
            "message_from": "IPASS",
        })),
        Wallet::Icash => {
            let mut data = merchant(client);
            // The reply table of the cancel has no such row.
            if request.operation != OmniOperation::IcashCancel {
                data["MerchantTradeNo"] = json!(request.text("MerchantTradeNo"));
            }
            icash_reply(rtn_code, words, data)
        }
    }
}

fn ipass_pay(request: &Request, ledger: &mut Ledger, now: DateTime) -> Result<Fields, Decline> {
    let payment = ledger.charge(&Charge {
        wallet: Wallet::Ipass,
        order: request.text("order_number"),
        code: request.code(),
        amount: request.amount("amount").unwrap_or_default(),
        product_desc: request.text("product_desc"),
        now,
    })?;
    Ok(object(json!({
        "transaction_id": payment.transaction_id,
        "transaction_date_time": ipass_time(payment.paid_at),
        "electronic_invoice_carrier": "",
        "payment_type": "1",
        "amount": payment.amount,
        "order_number": payment.order,
        "return_code": "0000",
        "return_msg": "成功",
        "req_id": request.text("req_id"),
    })))
}

/// The page's rows. Its words for them have slipped by one, so the names decide.
fn ipass_search(request: &Request, ledger: &Ledger) -> Result<Fields, Decline> {
    let payment = ledger.find(Wallet::Ipass, request.text("order_number"))?;
    Ok(object(json!({
        "return_code": "0000",
        "return_msg": "成功",
        "req_id": request.text("req_id"),
        "transaction_date_time": ipass_time(payment.paid_at),
        "original_transactionId": payment.transaction_id,
        "pay_status": payment.standing().trade_status(),
        "product_desc": payment.product_desc,
        "payment_type": "1",
        "amount": payment.amount,
        "order_number": payment.order,
    })))
}

fn ipass_refund(request: &Request, ledger: &mut Ledger, now: DateTime) -> Result<Fields, Decline> {
    let refund = ledger.refund(request.text("transaction_id"), request.amount("amount"), now)?;
    Ok(object(json!({
        "return_code": "0000",
        "return_msg": "成功",
        "req_id": request.text("req_id"),
        "cancel_transaction_id": refund.cancel_transaction_id,
        "cancel_date_time": ipass_time(now),
        "payment_type": "1",
        "amount": refund.amount,
    })))
}

fn icash_pay(request: &Request, ledger: &mut Ledger, client: &Client, now: DateTime) -> Result<Fields, Decline> {
    let payment = ledger.charge(&Charge {
        wallet: Wallet::Icash,
        order: request.text("MerchantTradeNo"),
        code: request.code(),
        amount: request.amount("TotalAmount").unwrap_or_default(),
        product_desc: "",
        now,
    })?;
    let mut data = merchant(client);
    data["MerchantTradeNo"] = json!(payment.order);
    data["TransactionID"] = json!(payment.transaction_id);
    data["TotalAmount"] = json!(payment.amount);
    Ok(approved(with_member(data)))
}

fn icash_search(request: &Request, ledger: &Ledger, client: &Client) -> Result<Fields, Decline> {
    let payment = ledger.find(Wallet::Icash, request.text("MerchantTradeNo"))?;
    let mut data = merchant(client);
    let rows = [
        ("MerchantTradeNo", payment.order.as_str()),
        ("TransactionID", &payment.transaction_id),
        ("TradeStatus", payment.standing().trade_status()),
        ("TradeType", "0"),
        ("PaymentType", "1"),
        ("BonusAmt", "0"),
        ("AllocateStatus", "0"),
        ("MaskedPan", ""),
        ("VToken", ""),
        ("MMemberID", ""),
    ];
    for (name, value) in rows {
        data[name] = json!(value);
    }
    Ok(approved(data))
}

fn icash_cancel(request: &Request, ledger: &mut Ledger, client: &Client) -> Result<Fields, Decline> {
    ledger.cancel(request.text("MerchantTradeNo"))?;
    Ok(approved(with_member(merchant(client))))
}

/// In the order of document 001's example.
fn merchant(client: &Client) -> Value {
    json!({"MerchantID": client.merchant_id, "PlatformID": client.platform_id})
}

/// This customer is no member, and has no carrier.
fn with_member(mut data: Value) -> Value {
    data["MMemberID"] = json!("");
    data["MobileInvoiceCarry"] = json!("");
    data
}

fn approved(data: Value) -> Fields {
    icash_reply(1, "成功", data)
}

fn icash_reply(code: i64, words: &str, data: Value) -> Fields {
    object(json!({"RtnCode": code, "RtnMsg": format!("訊息代碼:{code:04},{words}"), "EncData": data}))
}

fn object(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

fn ipass_time(time: DateTime) -> String {
    time.strftime(IPASS_TIME).to_string()
}
