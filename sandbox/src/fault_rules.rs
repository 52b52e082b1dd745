//! The queue of faults to come, and what strikes a call: a rule in the queue, or its magic barcode.

use crate::faults::{BARCODE_PREFIX, Fault, Operation, magic_barcodes};
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};

/// How long the two delays last unless the rule says otherwise.
const DEFAULT_DELAY_MILLISECONDS: u64 = 15_000;

/// Which calls a rule strikes: those that fit every field that is present.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultMatch {
    /// Only this operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operation>,
    /// Only this transaction (icash: OPSeq; MYPAY: order_id; OMNI: order_number or MerchantTradeNo).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Only this customer's barcode (icash: BuyerID; MYPAY: the code in data_json; OMNI: trade_code or Barcode).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
}

/// A fault to come: which calls, what, and how often.
///
/// Rules are looked at in the order in which they came; a call that could not be read (unknown key,
/// bad signature, invalid field) uses none up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// Which calls.
    #[serde(rename = "match", default)]
    pub matching: FaultMatch,
    /// What happens to them.
    pub fault: Fault,
    /// To how many of them.
    #[serde(default = "once")]
    pub times: u32,
    /// How long a delay lasts; only for `delay_before_commit` and `delay_after_commit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<u64>,
}

impl FaultRule {
    /// The next call of any kind suffers `fault`, once.
    pub fn new(fault: Fault) -> Self {
        FaultRule {
            matching: FaultMatch::default(),
            fault,
            times: once(),
            milliseconds: None,
        }
    }

    /// Says what is wrong with a rule that could never have its effect.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.times == 0 {
            return Err("times must be at least 1".to_owned());
        }
        if self.milliseconds.is_some() && !self.fault.has_delay() {
            return Err(format!("milliseconds means nothing to {}", self.fault.name()));
        }
        if let Some(operation) = self.matching.operation
            && !self.fault.providers().contains(&operation.provider())
        {
            let provider = operation.provider().name();
            return Err(format!("{} cannot happen to {provider}", self.fault.name()));
        }
        if self.fault == Fault::ResetBeforeReading && self.matching != FaultMatch::default() {
            let text = "reset_before_reading strikes the next new connection, before anything is read: leave match out";
            return Err(text.to_owned());
        }
        Ok(())
    }

    fn fits(&self, call: &Call<'_>) -> bool {
        let FaultMatch {
            operation,
            reference,
            barcode,
        } = &self.matching;
        self.fault != Fault::ResetBeforeReading
            && self.fault.providers().contains(&call.operation.provider())
            && operation.is_none_or(|operation| operation == call.operation)
            && reference.as_ref().is_none_or(|reference| reference == call.reference)
            && barcode.as_ref().is_none_or(|barcode| barcode == call.barcode)
    }
}

fn once() -> u32 {
    1
}

/// What a rule is compared with.
pub(crate) struct Call<'a> {
    pub(crate) operation: Operation,
    pub(crate) reference: &'a str,
    /// Empty for operations that carry none.
    pub(crate) barcode: &'a str,
}

/// A fault that strikes now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Strike {
    pub(crate) fault: Fault,
    pub(crate) milliseconds: u64,
}

/// The rules that wait for their call.
#[derive(Default)]
pub(crate) struct Queue(Mutex<Vec<FaultRule>>);

impl Queue {
    /// A rule for zero calls is already used up.
    pub(crate) fn add(&self, rule: FaultRule) {
        if rule.times > 0 {
            self.lock().push(rule);
        }
    }

    pub(crate) fn pending(&self) -> Vec<FaultRule> {
        self.lock().clone()
    }

    /// Forgets every rule and says how many there were.
    pub(crate) fn clear(&self) -> usize {
        self.lock().drain(..).count()
    }

    /// Whether the connection just accepted is to be reset.
    pub(crate) fn strike_connection(&self) -> bool {
        self.use_up(|rule| rule.fault == Fault::ResetBeforeReading).is_some()
    }

    /// What strikes this call: a rule, or else the magic of its barcode.
    pub(crate) fn strike_call(&self, call: &Call<'_>) -> Option<Strike> {
        if let Some(strike) = self.use_up(|rule| rule.fits(call)) {
            return Some(strike);
        }
        if !call.operation.is_charge() || !call.barcode.starts_with(BARCODE_PREFIX) {
            return None;
        }
        let (_, fault) = magic_barcodes()
            .into_iter()
            .find(|(code, fault)| code == call.barcode && fault.providers().contains(&call.operation.provider()))?;
        Some(Strike {
            fault,
            milliseconds: DEFAULT_DELAY_MILLISECONDS,
        })
    }

    fn use_up(&self, fits: impl FnMut(&FaultRule) -> bool) -> Option<Strike> {
        let mut rules = self.lock();
        let index = rules.iter().position(fits)?;
        let rule = &mut rules[index];
        let strike = Strike {
            fault: rule.fault,
            milliseconds: rule.milliseconds.unwrap_or(DEFAULT_DELAY_MILLISECONDS),
        };
        rule.times -= 1;
        if rule.times == 0 {
            rules.remove(index);
        }
        Some(strike)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<FaultRule>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
