//! The e-invoice of an order, as queries tell of it.
//!
//! One is issued when the money of an order comes that asks for it (`issue_invoice_state` 1); a refund voids it, or
//! reduces it (『電子發票退款時使用作廢或折讓』). Names, types and the shapes of the codes are those of the document's
//! sample. The number is made of the order's uid: no tax office gave it out.

use super::fields as tables;
use super::message::{Fields, entries, fields, value_text, wire_time};
use super::money::Money;
use super::record::{Order, Refund, State};
use jiff::civil::DateTime;
use serde_json::{Value, json};

/// A number that passes the check of a 統一編號, for tests.
const SELLER: &str = "12345675";
/// Two letters of no period.
const WORD_TRACK: &str = "TW";

/// 『電子發票開立狀態類型』.
const NONE: i64 = 0;
const WAITING: i64 = 1;
const ISSUED: i64 = 2;
const VOID: i64 = 4;
const REDUCED: i64 = 6;

/// The invoice that stands for an order now.
struct Invoice<'a> {
    order: &'a Order,
    time: DateTime,
    /// Whose uid makes its number: the order's, or that of the refund after which it was issued anew.
    uid: u64,
    amount: Money,
    lines: Vec<Line>,
}

struct Line {
    name: String,
    quantity: i64,
    price: Money,
    amount: Money,
}

/// 『交易查詢』回傳欄位, its part about the invoice.
pub(super) fn of_order(order: &Order) -> Fields {
    let mut reply = blank(order);
    reply.insert("invoice_state".to_owned(), json!(state(order)));
    if let Some(invoice) = invoice(order) {
        reply.extend(invoice.fields());
    }
    let reductions = order.refunds.iter().filter(|refund| refund.invoice_state == "6");
    let allowances: Vec<Value> = match order.wants_invoice() {
        true => reductions.map(|refund| allowance(order, refund)).collect(),
        false => Vec::new(),
    };
    reply.insert("invoice_allowance".to_owned(), json!(allowances));
    reply
}

/// 『交易查詢-退款資訊』欄位, its part about the invoice: the sample has none there, even of a reduced one.
pub(super) fn of_refund(order: &Order) -> Fields {
    blank(order)
}

fn state(order: &Order) -> i64 {
    let last = order.refunds.last().map(|refund| refund.invoice_state.as_str());
    match order.paid_at {
        _ if !order.wants_invoice() => NONE,
        None if order.state.is_pending() => WAITING,
        None => NONE,
        Some(_) if order.state == State::Cancelled => VOID,
        Some(_) => match last {
            Some("6") => REDUCED,
            Some(_) if order.refunded() == order.actual_cost => VOID,
            _ => ISSUED,
        },
    }
}

fn invoice(order: &Order) -> Option<Invoice<'_>> {
    let mut invoice = Invoice {
        order,
        time: order.paid_at.filter(|_| order.wants_invoice())?,
        uid: order.uid,
        amount: order.actual_cost,
        lines: lines(&entries(tables::items(&order.message)), false),
    };
    let (paid, free) = (
        tables::paid_vouchers(&order.message),
        tables::free_vouchers(&order.message),
    );
    invoice.lines.extend(discounts(free));
    // 『發票金額開立類型』.
    match order.text("voucher_invoice_type").as_str() {
        "2" => invoice.amount += tables::sum(paid, "cost"),
        _ => invoice.lines.extend(discounts(paid)),
    }
    // "作廢或作廢重開": what is left after a part went back is invoiced anew.
    for refund in order.refunds.iter().filter(|refund| refund.invoice_state != "6") {
        if refund.cost < invoice.amount {
            invoice.amount -= refund.cost;
            invoice.uid = refund.uid;
            invoice.time = refund.time;
            invoice.lines.extend(lines(&refund.items, true));
        }
    }
    Some(invoice)
}

impl Invoice<'_> {
    fn fields(&self) -> Fields {
        let number = format!("{:08}", self.uid % 100_000_000);
        let random = format!("{:04}", self.uid * 37 % 10_000);
        let (buyer, tax) = (self.buyer(), self.tax());
        let full = format!("{WORD_TRACK}{number}");
        // The last month of its two, in the years of the Republic.
        let period = format!("{:03}{:02}", self.time.year() - 1911, (self.time.month() + 1) / 2 * 2);
        let (sales, buyer_or_none) = (self.amount - tax, if buyer.is_empty() { "00000000" } else { &buyer });
        let day = format!("{:03}{}", self.time.year() - 1911, self.time.strftime("%m%d"));
        let head = format!(
            "{full}{day}{random}{:08x}{:08x}{buyer_or_none}{SELLER}{}==",
            sales.units(),
            self.amount.units(),
            "A".repeat(22)
        );
        let count = self.lines.len();
        let line = |line: &Line| format!("{}:{}:{}", line.name, line.quantity, line.price);
        let first = self.lines.first().map(line).unwrap_or_default();
        let rest: Vec<String> = self.lines.iter().skip(1).map(line).collect();
        let details: Vec<Value> = self.lines.iter().map(Line::detail).collect();
        fields(json!({
            "invoice_date": wire_time(self.time),
            "invoice_wordtrack": WORD_TRACK,
            "invoice_number": number,
            "invoice_rand_code": random,
            "invoice_seller_ban": SELLER,
            "invoice_buyer_ban": buyer,
            "invoice_left_qrcode": format!("{head}:**********:{count}:{count}:1:{first}:"),
            "invoice_middle_barcode": format!("{period}{full}{random}"),
            "invoice_right_qrcode": format!("**{}", rest.join(":")),
            "invoice_title": "測試店",
            "invoice_amount": self.amount.to_string(),
            "invoice_sales_amount": sales.to_string(),
            "invoice_tax_amount": tax.to_string(),
            "invoice_order_detail": json!(details).to_string(),
        }))
    }

    /// 統一編號 of whoever buys as a company.
    fn buyer(&self) -> String {
        match self.order.text("invoice_input_type").as_str() {
            "3" => self.order.text("invoice_b2b_id"),
            "2" => String::new(),
            _ => self.order.text("invoice_tax_id"),
        }
    }

    /// Five percent, contained in the amount; shown only to companies, as the sample does. No tax has decimals.
    fn tax(&self) -> Money {
        let taxed = matches!(self.order.text("invoice_ratetype").as_str(), "" | "1");
        match taxed && !self.buyer().is_empty() {
            true => self.amount - Money::whole((self.amount.units() * 20 + 10) / 21),
            false => Money::ZERO,
        }
    }
}

impl Line {
    /// 『商品細項』.
    fn detail(&self) -> Value {
        json!({
            "Description": self.name,
            "Quantity": self.quantity.to_string(),
            "UnitPrice": self.price.to_string(),
            "Amount": self.amount.to_string(),
        })
    }
}

fn lines(items: &[Value], taken_back: bool) -> Vec<Line> {
    let money = |item: &Value, name: &str| {
        let money = Money::of_value(item.get(name)).unwrap_or_default();
        if taken_back { -money } else { money }
    };
    let line = |item: &Value| Line {
        name: item.get("name").and_then(value_text).unwrap_or_default(),
        quantity: tables::whole(item.get("amount")).unwrap_or_default(),
        price: money(item, "cost"),
        amount: money(item, "total"),
    };
    items.iter().map(line).collect()
}

/// A voucher is a line of its own with a negative price.
fn discounts(vouchers: Option<&Value>) -> Vec<Line> {
    let discount = |voucher: Value| {
        let cost = Money::of_value(voucher.get("cost")).unwrap_or_default();
        Line {
            name: voucher.get("name").and_then(value_text).unwrap_or_default(),
            quantity: 1,
            price: -cost,
            amount: -cost,
        }
    };
    entries(vouchers).into_iter().map(discount).collect()
}

/// 『電子發票折讓資訊』欄位. Its lines have other names in the sample than the table says; the sample is what was sent.
fn allowance(order: &Order, refund: &Refund) -> Value {
    let lines = match refund.items.is_empty() {
        // "若為全額退款時,不帶此欄位項目,系統會自動補齊".
        true => invoice(order).map(|invoice| invoice.lines).unwrap_or_default(),
        false => lines(&refund.items, false),
    };
    let details: Vec<Value> = lines
        .iter()
        .enumerate()
        .map(|(number, line)| {
            json!({
                "SeqNo": number.to_string(),
                "ItemID": refund.uid.to_string(),
                "ItemName": line.name,
                "Qty": line.quantity.to_string(),
                "TotalAmount": line.amount.to_string(),
                "RateType": "1",
            })
        })
        .collect();
    json!({"uid": refund.uid, "amount": refund.cost.to_string(), "order_detail": json!(details).to_string()})
}

/// No invoice, and what the order asked for.
fn blank(order: &Order) -> Fields {
    let mut invoice = fields(json!({
        "invoice_state": NONE, "invoice_date": "", "invoice_wordtrack": "", "invoice_number": "",
        "invoice_rand_code": "", "invoice_seller_ban": "", "invoice_buyer_ban": "", "invoice_left_qrcode": "",
        "invoice_middle_barcode": "", "invoice_right_qrcode": "", "invoice_title_type": 1, "invoice_title": "",
        "invoice_print_type": 0, "invoice_print_device": 0, "invoice_amount": "0", "invoice_sales_amount": "0",
        "invoice_tax_amount": "0", "invoice_order_detail": "[]",
    }));
    for name in ["invoice_ratetype", "invoice_input_type"] {
        let code = order.text(name);
        invoice.insert(
            name.to_owned(),
            code.parse::<i64>().map_or(json!(code), |code| json!(code)),
        );
    }
    let asked = "invoice_cloud_type invoice_mobile_code invoice_tax_id invoice_natural_person invoice_m_post_zone \
                 invoice_m_address invoice_love_code invoice_b2b_title invoice_b2b_id invoice_b2b_post_zone \
                 invoice_b2b_address";
    for name in asked.split_whitespace() {
        invoice.insert(name.to_owned(), json!(order.text(name)));
    }
    invoice.insert("invoice_allowance".to_owned(), json!([]));
    invoice
}
