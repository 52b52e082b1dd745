//! What each operation adds to its message: name on the wire, defaults, limits, and how its reply is judged.

use super::codes::Pfn;
use super::judge;
use super::messages::*;
use super::reply::Reply;
use super::rules::{self, Invoice, Vouchers};
use super::twins::{self, Decimals};
use crate::error::Error;
use crate::fields::Fields;
use crate::json;
use crate::limits::{self, CHARGE, Hold as _, PART, Rule};
use crate::scan;
use crate::taipei;
use serde::Serialize;
use serde_json::{Value, json};

/// A request that MYPAY understands.
pub(super) trait Operation: Clone + Serialize + Fields {
    type Response;
    /// The name used everywhere, for logs.
    const NAME: &'static str;
    /// `cmd` of `service`.
    const CMD: &'static str;
    /// Whether mode client may do it.
    const PAYS: bool = false;
    /// Fields of the message that are ours and not MYPAY's.
    const NOT_SENT: &'static [&'static str] = &[];

    /// Sets the store where the caller left it out.
    fn fill_store(&mut self, _uid: &str) {}
    /// The codes that are scanned, by name, to be freed of what the scanner added.
    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        Vec::new()
    }
    /// Makes what is sent from what the caller gave.
    fn prepare(&mut self) -> Result<(), Error> {
        Ok(())
    }
    /// Checks what holds between fields; what one field may hold is in its row. The error names the field.
    fn validate(&self) -> Result<(), Error>;
    /// Approved, refused or unknown.
    fn judge(&self, reply: Reply) -> Result<Self::Response, Error>;
    /// What the log says of a response.
    fn describe(response: &Self::Response) -> &'static str;
}

impl Operation for CreateOrderRequest {
    type Response = CreateOrderResponse;
    const NAME: &'static str = "mypay.create_order";
    const CMD: &'static str = "api/orders";
    const PAYS: bool = true;
    const NOT_SENT: &'static [&'static str] = &["shipping"];

    fn fill_store(&mut self, uid: &str) {
        self.store_uid.get_or_insert_with(|| uid.to_owned());
    }

    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        scanned_for_an_order(
            &mut self.invoice_mobile_code,
            &mut self.invoice_natural_person,
            &mut self.invoice_love_code,
            &mut self.voucher_paid,
            &mut self.voucher_free,
        )
    }

    fn validate(&self) -> Result<(), Error> {
        self.check_order()
    }

    fn judge(&self, reply: Reply) -> Result<CreateOrderResponse, Error> {
        judge::created(reply, self)
    }

    fn describe(_: &CreateOrderResponse) -> &'static str {
        "accepted"
    }
}

impl Operation for QueryOrderRequest {
    type Response = QueryOrderResponse;
    const NAME: &'static str = "mypay.query_order";
    const CMD: &'static str = "api/queryorder";
    const NOT_SENT: &'static [&'static str] = &["order_id", "cost", "currency"];

    fn validate(&self) -> Result<(), Error> {
        let text = self.cost_text.as_deref().unwrap_or_default();
        twins::given("cost", self.cost.unwrap_or(0), text, PART, Decimals::of(&self.currency))?;
        Ok(())
    }

    fn judge(&self, reply: Reply) -> Result<QueryOrderResponse, Error> {
        judge::queried(reply, self)
    }

    fn describe(_: &QueryOrderResponse) -> &'static str {
        "answered"
    }
}

impl Operation for RefundOrderRequest {
    type Response = RefundOrderResponse;
    const NAME: &'static str = "mypay.refund_order";
    const CMD: &'static str = "api/refund";
    const NOT_SENT: &'static [&'static str] = &["order_id", "currency", "whole"];

    fn fill_store(&mut self, uid: &str) {
        self.store_uid.get_or_insert_with(|| uid.to_owned());
    }

    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        let vouchers = self.voucher_paid.iter_mut();
        vouchers
            .map(|voucher| ("voucher_paid.serial_number", &mut voucher.serial_number))
            .collect()
    }

    fn validate(&self) -> Result<(), Error> {
        // Vouchers may have paid for everything; without `whole`, 0 is a cost that was forgotten.
        let range = match self.whole && !self.voucher_paid.is_empty() {
            true => PART,
            false => CHARGE,
        };
        let text = self.cost_text.as_deref().unwrap_or_default();
        let decimals = Decimals::of(&self.currency);
        let cost = twins::given("cost", self.cost, text, range, decimals)?;
        let vouchers = self.voucher_paid.iter();
        rules::check_voucher_numbers("voucher_paid", vouchers.map(|it| (&it.product_id, &it.serial_number)))?;
        let is_whole = self.whole || !self.voucher_paid.is_empty();
        if self.items.is_empty() {
            return match self.invoice_state.is_some() && !is_whole {
                true => Err(Error::field(
                    "items",
                    "is required with invoice_state (an e-invoice), unless whole says that all is given back",
                )),
                false => Ok(()),
            };
        }
        if !self.voucher_paid.is_empty() {
            return Err(Error::field(
                "items",
                "must be left out with voucher_paid, which means the whole order",
            ));
        }
        match rules::check_items(&self.items, decimals)? == cost {
            true => Ok(()),
            false => Err(Error::field("items", "totals must add up to cost")),
        }
    }

    fn judge(&self, reply: Reply) -> Result<RefundOrderResponse, Error> {
        judge::refunded(reply, self)
    }

    fn describe(response: &RefundOrderResponse) -> &'static str {
        match (response.refunded, response.state.as_str()) {
            (true, _) => "refunded",
            (false, "pending") => "accepted, not refunded yet",
            (false, _) => "refunded with a different amount",
        }
    }
}

impl Operation for ScanPayRequest {
    type Response = ScanPayResponse;
    const NAME: &'static str = "mypay.scan_pay";
    const CMD: &'static str = "api/transaction";
    const PAYS: bool = true;
    const NOT_SENT: &'static [&'static str] = &["shipping", "scanned_code", "pos_id", "pos_trade_time", "pos_remark"];

    fn fill_store(&mut self, uid: &str) {
        self.store_uid.get_or_insert_with(|| uid.to_owned());
    }

    fn scanned(&mut self) -> Vec<(&'static str, &mut String)> {
        let mut codes = scanned_for_an_order(
            &mut self.invoice_mobile_code,
            &mut self.invoice_natural_person,
            &mut self.invoice_love_code,
            &mut self.voucher_paid,
            &mut self.voucher_free,
        );
        codes.push(("scanned_code", &mut self.scanned_code));
        codes
    }

    fn prepare(&mut self) -> Result<(), Error> {
        let pfn = self.pfn.get_or_insert_with(|| "OFFLINE".to_owned()).clone();
        let has_code = !self.scanned_code.is_empty();
        match (&mut self.data_json, has_code) {
            (Some(_), true) => Err(Error::field("data_json", "must be left out with scanned_code")),
            (None, false) => Err(Error::field("scanned_code", "is required (or data_json)")),
            (Some(data), false) => match json::read(data) {
                Ok(Value::Object(_)) => scan::json("data_json", data),
                Err(json::Problem::Twice(_)) => Err(Error::field("data_json", "has a member twice")),
                _ => Err(Error::field("data_json", "must be the text of a JSON object")),
            },
            (None, true) => {
                self.data_json = Some(self.wallet_data(Pfn::from_code(&pfn))?.to_string());
                Ok(())
            }
        }
    }

    fn validate(&self) -> Result<(), Error> {
        self.check_order()
    }

    fn judge(&self, reply: Reply) -> Result<ScanPayResponse, Error> {
        judge::scanned(reply, self)
    }

    fn describe(response: &ScanPayResponse) -> &'static str {
        match (response.approved, response.state.as_str()) {
            (true, _) => "approved",
            (false, "pending") => "pending",
            (false, _) => "paid with a different amount",
        }
    }
}

impl ScanPayRequest {
    /// What each wallet wants around the scanned code (docs/protocol.md, scanning in the store).
    fn wallet_data(&self, wallet: Pfn) -> Result<Value, Error> {
        let code = &self.scanned_code;
        match wallet {
            Pfn::Offline => Ok(json!({"qrCode": code})),
            Pfn::LinePayOff => Ok(json!({"linepayCode": code})),
            Pfn::PiOff => Ok(json!({"piCode": code})),
            Pfn::JkoOff => {
                let time = &self.pos_trade_time;
                limits::check_one("pos_trade_time", Rule::Time, time.held())?;
                Ok(json!({
                    "jkoCode": code,
                    "posId": self.pos_id.clone().unwrap_or_default(),
                    "posTradeTime": time.clone().unwrap_or_else(taipei::now),
                    "remark": self.pos_remark.clone().unwrap_or_default(),
                }))
            }
            _ => Err(Error::field(
                "pfn",
                "has no known data_json; use OFFLINE, LINEPAYOFF, PIOFF or JKOOFF, or set data_json",
            )),
        }
    }
}

/// Carriers and vouchers are barcodes on the customer's phone, and the charity's code may be one on the counter.
fn scanned_for_an_order<'a>(
    mobile_code: &'a mut Option<String>,
    natural_person: &'a mut Option<String>,
    love_code: &'a mut Option<String>,
    paid: &'a mut [PaidVoucher],
    free: &'a mut [FreeVoucher],
) -> Vec<(&'static str, &'a mut String)> {
    let codes = [
        ("invoice_mobile_code", mobile_code),
        ("invoice_natural_person", natural_person),
        ("invoice_love_code", love_code),
    ];
    let codes = codes
        .into_iter()
        .filter_map(|(name, code)| Some((name, code.as_mut()?)));
    let paid = paid
        .iter_mut()
        .map(|voucher| ("voucher_paid.serial_number", &mut voucher.serial_number));
    let free = free
        .iter_mut()
        .map(|voucher| ("voucher_free.serial_number", &mut voucher.serial_number));
    codes.chain(paid).chain(free).collect()
}

/// The same rules apply to an order and to a scanned payment.
macro_rules! order_rules {
    ($($request:ident { on_page: $on_page:literal })*) => {$(
        impl $request {
            fn check_order(&self) -> Result<(), Error> {
                rules::check_installments(&self.creditcard_installment)?;
                rules::check_pfn(&self.pfn)?;
                let pays_by_each = rules::tools(&self.pfn).any(|tool| tool == Pfn::Each);
                if pays_by_each && self.each_code.is_none() {
                    return Err(Error::field("each_code", "is required when pfn is EACH"));
                }
                let decimals = Decimals::of(&self.currency);
                let items = rules::check_items(&self.items, decimals)?;
                let vouchers = self.voucher_rules().check(decimals)?;
                // 0 is what is left to pay where vouchers pay for everything.
                let amount = |name: &str, whole: i64, text: &Option<String>| {
                    twins::given(name, whole, text.as_deref().unwrap_or_default(), PART, decimals)
                };
                let cost = amount("cost", self.cost, &self.cost_text)?;
                let shipping = amount("shipping", self.shipping, &self.shipping_text)?;
                rules::check_cost(cost, items + shipping - vouchers)?;
                self.invoice_rules().check()
            }

            fn voucher_rules(&self) -> Vouchers<'_> {
                Vouchers {
                    voucher_type: &self.voucher_type,
                    paid: &self.voucher_paid,
                    free: &self.voucher_free,
                }
            }

            fn invoice_rules(&self) -> Invoice<'_> {
                Invoice {
                    on_page: $on_page,
                    input_type: &self.invoice_input_type,
                    cloud_type: &self.invoice_cloud_type,
                    tax_id: &self.invoice_tax_id,
                    mobile_code: &self.invoice_mobile_code,
                    natural_person: &self.invoice_natural_person,
                    post_zone: &self.invoice_m_post_zone,
                    address: &self.invoice_m_address,
                    love_code: &self.invoice_love_code,
                    b2b_title: &self.invoice_b2b_title,
                    b2b_id: &self.invoice_b2b_id,
                    b2b_address: &self.invoice_b2b_address,
                }
            }
        }
    )*};
}
order_rules!(CreateOrderRequest { on_page: true } ScanPayRequest { on_page: false });
