//! The rules that hold between fields: what an order costs, which vouchers and invoice fields go together.

use super::codes::Pfn;
use super::messages::{FreeVoucher, Item, PaidVoucher};
use super::money::Money;
use super::twins::{Decimals, given};
use crate::error::Error;
use crate::json;
use crate::limits::PART;
use crate::text::shown_name;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// A line of an order may be a discount.
const SIGNED: RangeInclusive<i64> = -999_999_999..=999_999_999;

/// Payment tools of the document, by name or number, with commas between. A misspelt one would be sent as it is.
pub(super) fn check_pfn(value: &Option<String>) -> Result<(), Error> {
    match tools(value).any(|tool| tool == Pfn::Unknown) {
        true => Err(Error::field(
            "pfn",
            "is none of document 003's payment tools, such as CREDITCARD or its number 1",
        )),
        false => Ok(()),
    }
}

pub(super) fn tools(pfn: &Option<String>) -> impl Iterator<Item = Pfn> {
    pfn.as_deref()
        .into_iter()
        .flat_map(|pfn| pfn.split(','))
        .map(Pfn::from_code)
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

/// Gives what the lines come to.
pub(super) fn check_items(items: &[Item], decimals: Decimals) -> Result<Money, Error> {
    let mut all = Money::default();
    for (index, item) in items.iter().enumerate() {
        let name = |field: &str| format!("items[{index}].{field}");
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let cost = given(&name("cost"), item.cost, &text(&item.cost_text), SIGNED, decimals)?;
        let total = given(&name("total"), item.total, &text(&item.total_text), SIGNED, decimals)?;
        if cost == Money::default() && total != Money::default() {
            return Err(Error::field(&name("cost"), "is required where total is not 0"));
        }
        all = all + total;
    }
    Ok(all)
}

/// What an order costs: the items, plus shipping, less the vouchers (row `cost`).
pub(super) fn check_cost(cost: Money, expected: Money) -> Result<(), Error> {
    match cost == expected {
        true => Ok(()),
        false => Err(Error::field(
            "cost",
            format!("is {cost}; items plus shipping less vouchers make {expected}"),
        )),
    }
}

/// The voucher fields of an order.
pub(super) struct Vouchers<'a> {
    pub(super) voucher_type: &'a Option<String>,
    pub(super) paid: &'a [PaidVoucher],
    pub(super) free: &'a [FreeVoucher],
}

impl Vouchers<'_> {
    /// Gives what they are worth.
    pub(super) fn check(&self, decimals: Decimals) -> Result<Money, Error> {
        let mut all = Money::default();
        let without_vouchers = matches!(self.voucher_type.as_deref(), None | Some("0"));
        if without_vouchers && !(self.paid.is_empty() && self.free.is_empty()) {
            return Err(Error::field("voucher_type", "must be 1 or 2 when vouchers are given"));
        }
        for (index, voucher) in self.paid.iter().enumerate() {
            let name = |field: &str| format!("voucher_paid[{index}].{field}");
            all = all + given(&name("cost"), voucher.cost, &voucher.cost_text, PART, decimals)?;
            no_other_fields("voucher_paid", index, &voucher.extra)?;
        }
        for (index, voucher) in self.free.iter().enumerate() {
            let name = |field: &str| format!("voucher_free[{index}].{field}");
            all = all + given(&name("cost"), voucher.cost, &voucher.cost_text, PART, decimals)?;
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
        check_voucher_numbers("voucher_free", free)?;
        Ok(all)
    }
}

/// A misspelt field must not be sent as if it meant something.
fn no_other_fields(list: &str, index: usize, extra: &BTreeMap<String, String>) -> Result<(), Error> {
    match extra.keys().next() {
        Some(name) => Err(Error::field(
            &format!("{list}[{index}].{}", shown_name(name)),
            "is not a field of this request",
        )),
        None => Ok(()),
    }
}

/// No voucher twice.
pub(super) fn check_voucher_numbers<'a>(
    list: &str,
    vouchers: impl Iterator<Item = (&'a String, &'a String)>,
) -> Result<(), Error> {
    let mut seen = BTreeSet::new();
    for (index, (product_id, serial_number)) in vouchers.enumerate() {
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
    /// Whether the customer chooses on MYPAY's page.
    pub(super) on_page: bool,
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
        if self.on_page && self.input_type.as_deref() == Some("3") {
            return Err(Error::field(
                "invoice_input_type",
                "must not be 3 (on paper) for the page: what the customer chooses there overrides it",
            ));
        }
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
        ];
        for (name, value, (ruler, ruling), needed) in rows {
            if value.is_some() && ruling != Some(needed) {
                return Err(Error::field(name, format!("is valid only with {ruler} {needed}")));
            }
        }
        self.check_paper(input.1)
    }

    /// What is printed on paper: which the page offers to whoever is not told another kind (the rows
    /// `invoice_b2b_…_force` speak of that choice), and an order elsewhere must ask for.
    fn check_paper(&self, input_type: Option<&str>) -> Result<(), Error> {
        let rows = [
            ("invoice_b2b_title", self.b2b_title),
            ("invoice_b2b_id", self.b2b_id),
            ("invoice_b2b_address", self.b2b_address),
        ];
        let (needed, problem) = match self.on_page {
            true => (None, "is valid only without invoice_input_type"),
            false => (Some("3"), "is valid only with invoice_input_type 3"),
        };
        match rows.into_iter().find(|(_, value)| value.is_some()) {
            Some((name, _)) if input_type != needed => Err(Error::field(name, problem)),
            _ => Ok(()),
        }
    }
}
