//! Who has how much, and what was ordered, paid and given back: no clock, no network.

use super::counter::Counter;
use super::message::{Fields, entries, value_text};
use super::money::Money;
use super::record::{Refund, Totals};
use super::tools::ScannedCode;
use super::{fields, special_codes};
use crate::books::{Books, Record};
use crate::{StartError, random};
use jiff::civil::DateTime;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

pub(super) use super::record::{Order, Problem, State};

/// Every wallet holds this much at first.
const OPENING_BALANCE: Money = Money::whole(100_000);
/// Orders and refunds are numbered from here on, in one row.
const FIRST_UID: u64 = 100_001;

/// The lists of `crate::books` from which the rest follows.
const ORDERS: &str = "mypay.orders";
const REQUESTS: &str = "mypay.requests";

/// All wallets and orders.
pub(super) struct Ledger {
    wallets: BTreeMap<String, Money>,
    orders: Vec<Order>,
    by_order_id: HashMap<String, usize>,
    next_uid: u64,
    totals: Totals,
    requests: u64,
    /// What a call or an action has changed.
    unsaved: Vec<Record>,
}

/// What can happen to an order besides the four calls: on the page, or in the shop's back office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// The customer pays; another amount than the order's where one is given.
    Pay(Option<Money>),
    /// The customer leaves the page.
    GiveUp,
    /// The bank or wallet refuses.
    Fail,
    /// Something breaks.
    Break,
    /// The customer chooses a virtual account, to be paid by transfer later.
    Transfer,
    /// The customer chooses a code, to be paid at a store later.
    StoreCode(Counter),
    /// The customer goes to the bank's own page (WEBATM) or tops up.
    Wait,
    /// A card is authorised, for the shop to capture.
    Authorize,
    /// The shop captures it, and the bank takes its time.
    Capture,
    /// The customer looks at a loan.
    Bind,
    /// The customer registers for the loan.
    Review,
    /// The customer asks to pay after delivery (後付款).
    Apply,
    /// That is allowed.
    Approve,
    /// The time for the transfer or the code is over.
    Expire,
    /// The bank confirms the payment.
    Settle,
    /// The shop cancels the order.
    Cancel,
}

/// A refund that a till asks for.
pub(super) struct RefundCall<'a> {
    pub(super) uid: &'a str,
    pub(super) key: &'a str,
    pub(super) message: &'a Fields,
    pub(super) now: DateTime,
}

impl Ledger {
    pub(super) fn new() -> Self {
        Ledger {
            wallets: BTreeMap::new(),
            orders: Vec::new(),
            by_order_id: HashMap::new(),
            next_uid: FIRST_UID,
            totals: Totals::default(),
            requests: 0,
            unsaved: Vec::new(),
        }
    }

    /// The ledger as the last run left it.
    pub(super) fn load(books: &Books) -> Result<Self, StartError> {
        let mut ledger = Ledger::new();
        for order in books.read(ORDERS)? {
            ledger.replay(order);
        }
        ledger.requests = books.read(REQUESTS)?.first().copied().unwrap_or_default();
        Ok(ledger)
    }

    /// What is to be written down before a reply leaves.
    pub(super) fn take_unsaved(&mut self) -> Vec<Record> {
        std::mem::take(&mut self.unsaved)
    }

    /// One more call, well-formed or not.
    pub(super) fn count_request(&mut self) {
        self.requests += 1;
        self.unsaved.push(Record::new(REQUESTS, 0, &self.requests));
    }

    /// Takes an order. An order_id is taken once: a second one is a mistake or a repetition, and either way
    /// the customer must not be asked to pay twice. (The document does not say what the real host does.)
    pub(super) fn create(&mut self, message: &Fields, now: DateTime) -> Result<&Order, Problem> {
        let index = self.add(message, now)?;
        Ok(self.save(index))
    }

    /// Takes an order and charges the wallet whose code was scanned, unless the code is a special one.
    pub(super) fn scan(&mut self, message: &Fields, scanned: &ScannedCode, now: DateTime) -> Result<&Order, Problem> {
        let index = self.add(message, now)?;
        let order = &mut self.orders[index];
        order.pfn = scanned.pfn.to_owned();
        order.barcode = Some(scanned.code.clone());
        let cost = order.cost;
        match special_codes::find(&scanned.code) {
            Some(State::PaidDifferently) => self.pay(index, cost + Money::whole(1), State::PaidDifferently, now),
            Some(state) if state.has_money() => self.pay(index, cost, state, now),
            Some(state) => self.move_to(index, state, now),
            None => self.pay(index, cost, State::Paid, now),
        }
        // The wallet's no is a state of the order, not a problem of the call.
        .or_else(|_| self.move_to(index, State::Failed, now))?;
        Ok(self.save(index))
    }

    /// The order that a till knows the secret of.
    pub(super) fn find(&self, uid: &str, key: &str) -> Result<&Order, Problem> {
        let order = self.by_uid(uid.parse().unwrap_or_default());
        order.filter(|order| order.key == key).ok_or(Problem::UnknownOrder)
    }

    pub(super) fn by_uid(&self, uid: u64) -> Option<&Order> {
        self.orders.iter().find(|order| order.uid == uid)
    }

    /// Gives back the whole payment, or a part of one that no voucher helped to pay.
    pub(super) fn refund(&mut self, call: &RefundCall<'_>) -> Result<(&Order, Refund), Problem> {
        let uid = self.find(call.uid, call.key)?.uid;
        let index = self.index(uid)?;
        let order = &self.orders[index];
        if !order.state.has_money() {
            return Err(Problem::NotPaid);
        }
        let cost = Money::of_value(call.message.get("cost")).unwrap_or_default();
        if !cost.fits(&order.message) {
            return Err(Problem::NoDecimals);
        }
        if order.refunded() + cost > order.actual_cost {
            return Err(Problem::ExceedsPaid);
        }
        // An order that vouchers paid alone is given back with 0, once.
        if cost == Money::ZERO && (order.actual_cost != Money::ZERO || !order.refunds.is_empty()) {
            return Err(Problem::NothingGoesBack);
        }
        check_vouchers(order, call.message, cost)?;
        check_items(order, call.message, cost)?;
        let refund = Refund {
            uid: self.take_uid(),
            cost,
            vouchers: entries(fields::paid_vouchers(&self.orders[index].message)),
            invoice_state: match call.message.get("invoice_state").and_then(value_text) {
                Some(state) if !state.is_empty() => state,
                _ => "4".to_owned(),
            },
            items: entries(fields::items(call.message)),
            time: call.now,
        };
        self.give_back(index, cost);
        self.totals.refunded += cost;
        self.orders[index].refunds.push(refund.clone());
        Ok((self.save(index), refund))
    }

    /// Does what the customer or the shop does outside of the API.
    pub(super) fn act(&mut self, uid: u64, action: Action, now: DateTime) -> Result<&Order, Problem> {
        let index = self.index(uid)?;
        let order = &self.orders[index];
        let (state, cost) = (order.state, order.cost);
        if let Action::Pay(Some(amount)) = action
            && !amount.fits(&order.message)
        {
            return Err(Problem::NoDecimals);
        }
        match action {
            Action::Pay(amount) if state.may_be_paid() => match amount.unwrap_or(cost) {
                amount if amount == cost => self.pay(index, cost, State::Paid, now),
                amount => self.pay(index, amount, State::PaidDifferently, now),
            },
            // "若經MYPAY LINK查詢驗證後,有機會在變更狀態 290".
            Action::Pay(amount) if state == State::Overdue => {
                self.pay(index, amount.unwrap_or(cost), State::PaidDifferently, now)
            }
            Action::GiveUp if state.may_be_given_up() => self.move_to(index, State::Abandoned, now),
            Action::Fail if state.may_fail() => self.move_to(index, State::Failed, now),
            Action::Break if state.is_pending() => self.move_to(index, State::Broken, now),
            Action::Transfer if state == State::Created => self.move_to(index, State::AwaitingTransfer, now),
            Action::StoreCode(counter) if state == State::Created => {
                self.orders[index].counter = Some(counter);
                self.move_to(index, State::AwaitingStore, now)
            }
            Action::Wait if state == State::Created => self.move_to(index, State::AwaitingCustomer, now),
            Action::Authorize if state == State::Created => self.move_to(index, State::Authorized, now),
            Action::Capture if state == State::Authorized => self.move_to(index, State::CaptureRequested, now),
            Action::Bind if state == State::Created => self.move_to(index, State::LoanBound, now),
            Action::Review if state == State::LoanBound => self.move_to(index, State::LoanInReview, now),
            Action::Apply if state == State::Created => self.move_to(index, State::DeferredInReview, now),
            Action::Approve if state == State::DeferredInReview => self.move_to(index, State::DeferredToClaim, now),
            Action::Expire if matches!(state, State::AwaitingTransfer | State::AwaitingStore) => {
                self.move_to(index, State::Overdue, now)
            }
            Action::Settle if state == State::Paid => self.move_to(index, State::Settled, now),
            Action::Cancel => self.cancel(index, now),
            _ => Err(Problem::WrongState),
        }?;
        Ok(self.save(index))
    }

    /// The whole ledger, as `GET /_sandbox/ledger` shows it. No order's key is in it.
    pub(super) fn to_json(&self) -> Value {
        let orders: Vec<Value> = self.orders.iter().map(Order::to_json).collect();
        json!({"wallets": self.wallets, "orders": orders, "totals": self.totals, "requests": self.requests})
    }

    fn save(&mut self, index: usize) -> &Order {
        let record = Record::new(ORDERS, index, &self.orders[index]);
        self.unsaved.push(record);
        &self.orders[index]
    }

    /// Does again what an order did to its wallet, the sums and the numbers.
    fn replay(&mut self, order: Order) {
        let (paid, refunded) = (order.actual_cost, order.refunded());
        let cancelled = match order.state {
            State::Cancelled => paid,
            _ => Money::ZERO,
        };
        if let Some(code) = order.barcode.as_ref().filter(|_| order.paid_at.is_some()) {
            let wallet = self.wallets.entry(code.clone()).or_insert(OPENING_BALANCE);
            *wallet += refunded + cancelled - paid;
        }
        self.totals.paid += paid;
        self.totals.refunded += refunded;
        self.totals.cancelled += cancelled;
        let refund_uids = order.refunds.iter().map(|refund| refund.uid);
        let uids = refund_uids.chain(order.cancel_uid).chain([order.uid]);
        self.next_uid = uids.map(|uid| uid + 1).fold(self.next_uid, u64::max);
        self.by_order_id.insert(order.order_id(), self.orders.len());
        self.orders.push(order);
    }

    fn add(&mut self, message: &Fields, now: DateTime) -> Result<usize, Problem> {
        let mut order = Order {
            uid: 0,
            key: random::bytes(16).iter().map(|byte| format!("{byte:02x}")).collect(),
            message: message.clone(),
            cost: Money::of_value(message.get("cost")).unwrap_or_default(),
            state: State::Created,
            actual_cost: Money::ZERO,
            since: now,
            paid_at: None,
            pfn: String::new(),
            counter: None,
            barcode: None,
            refunds: Vec::new(),
            cancel_uid: None,
        };
        let index = self.orders.len();
        if self.by_order_id.contains_key(&order.order_id()) {
            return Err(Problem::DuplicateOrder);
        }
        order.uid = self.take_uid();
        self.by_order_id.insert(order.order_id(), index);
        self.orders.push(order);
        Ok(index)
    }

    fn cancel(&mut self, index: usize, now: DateTime) -> Result<(), Problem> {
        let order = &self.orders[index];
        if !order.refunds.is_empty() {
            return Err(Problem::AlreadyRefunded);
        }
        let (paid, amount) = (order.state.has_money(), order.actual_cost);
        if !paid && !order.state.is_pending() {
            return Err(Problem::WrongState);
        }
        if paid {
            self.give_back(index, amount);
            self.totals.cancelled += amount;
        }
        self.orders[index].cancel_uid = Some(self.take_uid());
        self.move_to(index, State::Cancelled, now)
    }

    /// Who pays on the page pays with a test card, which has no balance here.
    fn pay(&mut self, index: usize, amount: Money, state: State, now: DateTime) -> Result<(), Problem> {
        let order = &mut self.orders[index];
        if let Some(code) = &order.barcode {
            let balance = self.wallets.get(code).copied().unwrap_or(OPENING_BALANCE);
            if amount > balance {
                return Err(Problem::InsufficientBalance);
            }
            self.wallets.insert(code.clone(), balance - amount);
        } else if order.pfn.is_empty() {
            order.pfn = "CREDITCARD".to_owned();
        }
        order.actual_cost = amount;
        order.paid_at = Some(now);
        self.totals.paid += amount;
        self.move_to(index, state, now)
    }

    fn give_back(&mut self, index: usize, amount: Money) {
        if let Some(code) = &self.orders[index].barcode
            && let Some(balance) = self.wallets.get_mut(code)
        {
            *balance += amount;
        }
    }

    fn move_to(&mut self, index: usize, state: State, now: DateTime) -> Result<(), Problem> {
        let order = &mut self.orders[index];
        // Who scanned a code pays with that wallet, whatever becomes of it.
        let tool = match state {
            _ if order.barcode.is_some() => None,
            State::AwaitingTransfer => Some("E_COLLECTION"),
            State::AwaitingStore => order.counter.map(Counter::pfn),
            State::AwaitingCustomer => Some("WEBATM"),
            State::Authorized => Some("CREDITCARD"),
            State::LoanBound => Some("CARDLESS"),
            State::DeferredInReview => Some("AFP"),
            _ => None,
        };
        if let Some(tool) = tool {
            order.pfn = tool.to_owned();
        }
        order.state = state;
        order.since = now;
        Ok(())
    }

    fn index(&self, uid: u64) -> Result<usize, Problem> {
        let index = self.orders.iter().position(|order| order.uid == uid);
        index.ok_or(Problem::UnknownOrder)
    }

    fn take_uid(&mut self) -> u64 {
        self.next_uid += 1;
        self.next_uid - 1
    }
}

/// "注意:若有使用折價券模式,則此欄位為必填", and "則需為全額退款".
fn check_vouchers(order: &Order, message: &Fields, cost: Money) -> Result<(), Problem> {
    let ordered = numbers(fields::paid_vouchers(&order.message));
    let returned = numbers(fields::paid_vouchers(message));
    let has_free = !entries(fields::free_vouchers(&order.message)).is_empty();
    if ordered != returned {
        return Err(Problem::VouchersDiffer);
    }
    let by_voucher = has_free || !ordered.is_empty();
    match by_voucher && cost != order.actual_cost {
        true => Err(Problem::WholeAmountOnly),
        false => Ok(()),
    }
}

/// "退款項目之項目名稱必須和交易時之產品項目名稱相同", "總金額必須與退款金額一致", and needed with an
/// e-invoice unless all is given back.
fn check_items(order: &Order, message: &Fields, cost: Money) -> Result<(), Problem> {
    let returned = entries(fields::items(message));
    if returned.is_empty() {
        return match order.wants_invoice() && cost != order.actual_cost {
            true => Err(Problem::ItemsMissing),
            false => Ok(()),
        };
    }
    let ordered = entries(fields::items(&order.message));
    let is_ordered = |item: &Value| ordered.iter().any(|other| other.get("name") == item.get("name"));
    let total = fields::sum(fields::items(message), "total");
    match returned.iter().all(is_ordered) && total == cost {
        true => Ok(()),
        false => Err(Problem::ItemsDiffer),
    }
}

/// Group and number of each voucher, in no order.
fn numbers(list: Option<&Value>) -> Vec<(String, String)> {
    let text = |voucher: &Value, name: &str| voucher.get(name).and_then(value_text).unwrap_or_default();
    let mut numbers: Vec<_> = entries(list)
        .iter()
        .map(|voucher| (text(voucher, "product_id"), text(voucher, "serial_number")))
        .collect();
    numbers.sort();
    numbers
}
