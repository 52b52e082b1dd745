//! The rules that hold between fields: what an order costs, which vouchers and invoice fields go together.

use super::messages::{FreeVoucher, Item, PaidVoucher};
use crate::error::Error;
use crate::json;
use crate::limits::{self, CHARGE, PART};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// A line of an order may be a discount.
const SIGNED: RangeInclusive<i64> = -999_999_999..=999_999_999;
/// "最長限32 Bytes" (『有償票券項目』欄位 and its like).
const MAX_PRODUCT_ID: usize = 32;

/// Text that must not be blank and that the document gives no length.
pub(super) fn required(name: &str, value: &str) -> Result<(), Error> {
    limits::required_text(name, value, usize::MAX)
}

pub(super) fn check_flag(name: &str, value: &Option<String>) -> Result<(), Error> {
    limits::optional_one_of(name, value, &["0", "1"])
}

pub(super) fn check_user_sn_type(value: &Option<String>) -> Result<(), Error> {
    limits::optional_one_of("user_sn_type", value, &["1", "2", "3"])
}

pub(super) fn check_currency(value: &Option<String>) -> Result<(), Error> {
    limits::optional_one_of("currency", value, &["TWD", "CNY"])
}

/// An order number: at most 50 bytes of UTF-8.
pub(super) fn check_order_id(order_id: &str) -> Result<(), Error> {
    limits::required_bytes("order_id", order_id, 50)?;
    limits::reference("order_id", order_id, usize::MAX)
}

/// An order number that the reply is held against.
pub(super) fn check_expected_order_id(order_id: &Option<String>) -> Result<(), Error> {
    order_id.as_deref().map_or(Ok(()), check_order_id)
}

/// `{"3":["013"]}`: months to bank codes.
pub(super) fn check_installments(value: &Option<String>) -> Result<(), Error> {
    let Some(text) = value else { return Ok(()) };
    let plan = json::object(text.as_bytes()).map(Value::Object);
    match plan.map(serde_json::from_value::<BTreeMap<u16, Vec<String>>>) {
        Some(Ok(_)) => Ok(()),
        _ => Err(Error::field(
            "creditcard_installment",
            "must be JSON text of months and their bank codes, each once, such as {\"3\":[\"013\"]}",
        )),
    }
}

/// At least one line, each whole.
pub(super) fn check_items(items: &[Item]) -> Result<(), Error> {
    if items.is_empty() {
        return Err(Error::field("items", "is required"));
    }
    for (index, item) in items.iter().enumerate() {
        let name = |field: &str| format!("items[{index}].{field}");
        required(&name("id"), &item.id)?;
        required(&name("name"), &item.name)?;
        limits::amount(&name("cost"), item.cost, SIGNED)?;
        limits::amount(&name("amount"), item.amount, CHARGE)?;
        limits::amount(&name("total"), item.total, SIGNED)?;
    }
    Ok(())
}

pub(super) fn items_total(items: &[Item]) -> i128 {
    items.iter().map(|item| i128::from(item.total)).sum()
}

/// What an order costs: the items, plus shipping, less the vouchers (row `cost`).
pub(super) struct Cost<'a> {
    pub(super) cost: i64,
    pub(super) shipping: i64,
    pub(super) items: &'a [Item],
    pub(super) paid: &'a [PaidVoucher],
    pub(super) free: &'a [FreeVoucher],
}

impl Cost<'_> {
    pub(super) fn check(&self) -> Result<(), Error> {
        limits::amount("cost", self.cost, CHARGE)?;
        limits::amount("shipping", self.shipping, PART)?;
        let paid: i128 = self.paid.iter().map(|voucher| i128::from(voucher.cost)).sum();
        let free: i128 = self.free.iter().map(|voucher| i128::from(voucher.cost)).sum();
        let expected = items_total(self.items) + i128::from(self.shipping) - paid - free;
        match i128::from(self.cost) == expected {
            true => Ok(()),
            false => Err(Error::field(
                "cost",
                format!("is {}; items plus shipping less vouchers make {expected}", self.cost),
            )),
        }
    }
}

/// The voucher fields of an order.
pub(super) struct Vouchers<'a> {
    pub(super) voucher_type: &'a Option<String>,
    pub(super) paid: &'a [PaidVoucher],
    pub(super) free: &'a [FreeVoucher],
    pub(super) invoice_type: &'a Option<String>,
}

impl Vouchers<'_> {
    pub(super) fn check(&self) -> Result<(), Error> {
        limits::optional_one_of("voucher_type", self.voucher_type, &["0", "1", "2"])?;
        limits::optional_one_of("voucher_invoice_type", self.invoice_type, &["1", "2"])?;
        let without_vouchers = matches!(self.voucher_type.as_deref(), None | Some("0"));
        if without_vouchers && !(self.paid.is_empty() && self.free.is_empty()) {
            return Err(Error::field("voucher_type", "must be 1 or 2 when vouchers are given"));
        }
        for (index, voucher) in self.paid.iter().enumerate() {
            let name = |field: &str| format!("voucher_paid[{index}].{field}");
            limits::amount(&name("cost"), voucher.cost, PART)?;
            limits::one_of(&name("issuer"), &voucher.issuer, &["1", "2"])?;
            limits::one_of(
                &name("refund_return_type"),
                &voucher.refund_return_type,
                &["1", "2", "3"],
            )?;
            no_other_fields("voucher_paid", index, &voucher.extra)?;
        }
        for (index, voucher) in self.free.iter().enumerate() {
            let name = |field: &str| format!("voucher_free[{index}].{field}");
            limits::amount(&name("cost"), voucher.cost, PART)?;
            limits::one_of(&name("issuer"), &voucher.issuer, &["1", "2", "3"])?;
            no_other_fields("voucher_free", index, &voucher.extra)?;
        }
        let paid = self
            .paid
            .iter()
            .map(|voucher| (&voucher.product_id, &voucher.serial_number));
        check_voucher_numbers("voucher_paid", paid)?;
        let free = self
            .free
            .iter()
            .map(|voucher| (&voucher.product_id, &voucher.serial_number));
        check_voucher_numbers("voucher_free", free)
    }
}

/// A misspelt field must not be sent as if it meant something.
fn no_other_fields(list: &str, index: usize, extra: &BTreeMap<String, String>) -> Result<(), Error> {
    match extra.keys().next() {
        Some(name) => Err(Error::field(
            &format!("{list}[{index}].{name}"),
            "is not a field of this request",
        )),
        None => Ok(()),
    }
}

/// Group and number of each voucher: present, short enough, and no voucher twice.
pub(super) fn check_voucher_numbers<'a>(
    list: &str,
    vouchers: impl Iterator<Item = (&'a String, &'a String)>,
) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for (index, (product_id, serial_number)) in vouchers.enumerate() {
        limits::required_bytes(&format!("{list}[{index}].product_id"), product_id, MAX_PRODUCT_ID)?;
        required(&format!("{list}[{index}].serial_number"), serial_number)?;
        if !seen.insert((product_id, serial_number)) {
            return Err(Error::field(
                &format!("{list}[{index}].serial_number"),
                "is given twice in its group",
            ));
        }
    }
    Ok(())
}

/// The invoice fields of an order.
pub(super) struct Invoice<'a> {
    pub(super) issue_state: &'a Option<String>,
    pub(super) rate_type: &'a Option<String>,
    pub(super) input_type: &'a Option<String>,
    pub(super) cloud_type: &'a Option<String>,
    pub(super) tax_id: &'a Option<String>,
    pub(super) mobile_code: &'a Option<String>,
    pub(super) natural_person: &'a Option<String>,
    pub(super) post_zone: &'a Option<String>,
    pub(super) address: &'a Option<String>,
    pub(super) love_code: &'a Option<String>,
    pub(super) b2b_title: &'a Option<String>,
    pub(super) b2b_id: &'a Option<String>,
    pub(super) b2b_address: &'a Option<String>,
}

impl Invoice<'_> {
    /// A field is refused where the table says that it has no effect: an invoice that silently goes
    /// elsewhere than the customer wished is worse than an error.
    pub(super) fn check(&self) -> Result<(), Error> {
        limits::optional_one_of("issue_invoice_state", self.issue_state, &["0", "1", "2"])?;
        limits::optional_one_of("invoice_ratetype", self.rate_type, &["1", "2", "3"])?;
        limits::optional_one_of("invoice_input_type", self.input_type, &["1", "2", "3"])?;
        limits::optional_one_of("invoice_cloud_type", self.cloud_type, &["2", "3", "4"])?;
        let input = ("invoice_input_type", self.input_type.as_deref());
        let cloud = ("invoice_cloud_type", self.cloud_type.as_deref());
        let rows = [
            ("invoice_cloud_type", self.cloud_type, input, "1"),
            ("invoice_tax_id", self.tax_id, input, "1"),
            ("invoice_mobile_code", self.mobile_code, cloud, "2"),
            ("invoice_natural_person", self.natural_person, cloud, "3"),
            ("invoice_m_post_zone", self.post_zone, cloud, "4"),
            ("invoice_m_address", self.address, cloud, "4"),
            ("invoice_love_code", self.love_code, input, "2"),
            ("invoice_b2b_title", self.b2b_title, input, "3"),
            ("invoice_b2b_id", self.b2b_id, input, "3"),
            ("invoice_b2b_address", self.b2b_address, input, "3"),
        ];
        for (name, value, (ruler, ruling), needed) in rows {
            if value.is_some() && ruling != Some(needed) {
                return Err(Error::field(name, format!("is valid only with {ruler} {needed}")));
            }
        }
        Ok(())
    }
}

/// On MYPAY's page the customer chooses, so that a paper invoice must not be ordered along with the order
/// (『電子發票開立類型』, note 2 of row 3).
pub(super) fn check_page_invoice(issue_state: &Option<String>, input_type: &Option<String>) -> Result<(), Error> {
    match (issue_state.as_deref(), input_type.as_deref()) {
        (Some("1"), Some("3")) => Err(Error::field(
            "invoice_input_type",
            "must not be 3 with issue_invoice_state 1: the customer's choice on the page overrides it",
        )),
        _ => Ok(()),
    }
}
