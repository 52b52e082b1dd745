//! The queue of faults to come, and what strikes a call: a rule in the queue, or its magic barcode.

use crate::faults::Fault;
use crate::listed::Operation;
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Which calls a rule strikes: those that fit every field that is present.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultMatch {
    /// Only this operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<Operation>,
    /// Only this transaction, by the till's number of it: OPSeq, order_id, order_number and their like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Only this customer's code: BuyerID, the code in data_json, trade_code and their like.
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
    /// The fault that its code asks for by itself.
    pub(crate) magic: Option<Fault>,
    /// How long the two delays last unless a rule says otherwise: longer than a till waits.
    pub(crate) delay: Duration,
}

/// Longer than most tills wait.
pub(crate) const DELAY: Duration = Duration::from_secs(15);

/// A fault that strikes now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Strike {
    pub(crate) fault: Fault,
    /// How long it lasts, if it is a delay.
    pub(crate) delay: Duration,
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
        let provider = call.operation.provider();
        if let Some(rule) = self.use_up(|rule| rule.fits(call)) {
            return Some(Strike {
                fault: rule.fault,
                delay: rule.milliseconds.map_or(call.delay, Duration::from_millis),
            });
        }
        let magic = call.magic.filter(|_| call.operation.is_charge());
        let fault = magic.filter(|fault| fault.providers().contains(&provider))?;
        Some(Strike {
            fault,
            delay: call.delay,
        })
    }

    /// Takes the first rule that fits, once.
    fn use_up(&self, fits: impl FnMut(&FaultRule) -> bool) -> Option<FaultRule> {
        let mut rules = self.lock();
        let index = rules.iter().position(fits)?;
        let rule = &mut rules[index];
        rule.times -= 1;
        match rule.times {
            0 => Some(rules.remove(index)),
            _ => Some(rule.clone()),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<FaultRule>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
