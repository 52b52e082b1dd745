//! What a customer needs who pays later and elsewhere: `result_content` and what goes with it.

use super::counter::Counter;
use super::message::wire_time;
use super::record::{Order, State};
use jiff::Span;
use jiff::civil::DateTime;
use serde_json::{Value, json};

/// For how long an account or a code can be paid, where the order does not say (`limit_pay_days`).
const DAYS: i64 = 3;
/// A barcode of a bill says this in its first part.
const SERVICE: &str = "TWP";

/// 『資料內容所屬支付名稱』: where the table has no name for how the order is paid, there is none.
pub(super) fn content_type(order: &Order) -> &str {
    const OTHERS: &str = "E_COLLECTION WEBATM CREDITCARD UNIONPAY SVC ABROAD ALIPAY WECHAT LINEPAYON LINEPAYOFF \
                          WECHATOFF APPLEPAY GOOGLEPAY EACH CARDLESS PION PIOFF AMEX JKOON JKOOFF ALIPAYOFF \
                          M_RECHARGE EASYWALLETON EASYWALLETOFF AFP BARCODE";
    match order.counter {
        Some(counter) => counter.content_type(),
        None => OTHERS
            .split_whitespace()
            .find(|name| *name == order.pfn)
            .unwrap_or_default(),
    }
}

/// Until when the customer must act: 虛擬帳號、超商代碼、無卡分期資訊.
pub(super) fn limit(order: &Order) -> Option<DateTime> {
    use State::{AwaitingStore, AwaitingTransfer, LoanBound, LoanInReview};
    let scanned = order.barcode.is_some();
    if scanned || !matches!(order.state, AwaitingStore | AwaitingTransfer | LoanBound | LoanInReview) {
        return None;
    }
    let days = order.text("limit_pay_days").parse().unwrap_or(DAYS);
    let span = Span::new().try_days(days).unwrap_or_default();
    Some(order.since.checked_add(span).unwrap_or(order.since))
}

/// 『虛擬帳號回傳欄位』, 『ibon』, 『FamiPort』, 『Life-ET』 or 『超商條碼繳費』欄位, for as long as the customer still
/// needs them.
pub(super) fn content(order: &Order) -> Value {
    let Some(limit) = limit(order) else {
        return json!({});
    };
    let until = wire_time(limit);
    let pin_code = || format!("{SERVICE}{:011}", order.uid);
    let [first, second, third] = bill(order, limit);
    match (order.state, order.counter) {
        (State::AwaitingTransfer, _) => json!({
            "PinCode": format!("99880{:011}", order.uid),
            "LimitDate": until,
            "BankCode": "013",
        }),
        (State::AwaitingStore, Some(Counter::Ibon | Counter::FamiPort)) => json!({
            "PinCode": pin_code(),
            "LimitDate": until,
            "BarCode1": first,
            "BarCode2": second,
            "BarCode3": third,
            "BarcodeEndDate": until,
        }),
        (State::AwaitingStore, Some(Counter::LifeEt)) => json!({
            "PinCode": pin_code(),
            "BarCode1": first,
            "BarCode2": second,
            "BarCode3": third,
            "LimitDate": until,
        }),
        (State::AwaitingStore, Some(Counter::Barcode)) => json!({
            "BarCode1": first,
            "BarCode2": second,
            "BarCode3": third,
            "LimitDate": until,
        }),
        _ => json!({}),
    }
}

/// The three parts of a store's bill, Code-39: the last day in the years of the Republic, whose bill it is, and the
/// amount.
fn bill(order: &Order, limit: DateTime) -> [String; 3] {
    let (year, month, day) = ((limit.year() - 1911) % 100, limit.month(), limit.day());
    [
        format!("{year:02}{month:02}{day:02}{SERVICE}"),
        format!("{SERVICE}{:013}", order.uid),
        format!("{month:02}{day:02}00{:09}", order.cost.units()),
    ]
}
