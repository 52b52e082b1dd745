//! What the ledger is made of, and what time does to it.

use super::channel::Device;
use super::test_codes::{End, Fate, Means, Script, Wait};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A customer who has not finished by then is too late.
const LONGEST_WAIT_SECONDS: i64 = 20 * 60;
/// How long an authorisation can be captured: the sandbox's own, the specification has no number.
const AUTHORIZED_DAYS: i64 = 30;

/// A payment that was asked for, whatever became of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Payment {
    pub(super) order: String,
    /// The code on the customer's phone.
    pub(super) code: String,
    pub(super) amount: i64,
    pub(super) product_name: String,
    pub(super) transaction_id: i64,
    pub(super) made_at: Timestamp,
    /// Only authorised at first.
    pub(super) authorize_only: bool,
    /// How much of that was captured.
    pub(super) captured: Option<i64>,
    pub(super) voided: bool,
    /// Refunds give back all or nothing, whatever the code.
    pub(super) whole_refunds: bool,
    pub(super) device: Option<Device>,
    pub(super) refunds: Vec<Refund>,
    /// The body, for a second one to be compared with.
    pub(super) request: Value,
}

/// Money that went back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Refund {
    pub(super) transaction_id: i64,
    pub(super) amount: i64,
    pub(super) at: Timestamp,
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Standing {
    InProgress,
    AuthReady,
    Failed,
    Cancelled,
    Authorized,
    Voided,
    Expired,
    Done,
    PartRefunded,
    Refunded,
}

impl Payment {
    /// What its code decides.
    pub(super) fn script(&self) -> Script {
        Script::of(&self.code).unwrap_or_default()
    }

    pub(super) fn standing(&self, now: Timestamp) -> Standing {
        match self.script().fate {
            Fate::Pays | Fate::Nothing => self.standing_of_paid(now),
            Fate::Fails => Standing::Failed,
            Fate::Waits { seconds, waits, end } => {
                let end = if seconds > LONGEST_WAIT_SECONDS {
                    End::Cancel
                } else {
                    end
                };
                match (self.has_lasted(seconds.min(LONGEST_WAIT_SECONDS), now), waits, end) {
                    (false, Wait::InProgress, _) => Standing::InProgress,
                    (false, Wait::AuthReady, _) => Standing::AuthReady,
                    (true, _, End::Complete) => self.standing_of_paid(now),
                    (true, _, End::Cancel) => Standing::Cancelled,
                    (true, _, End::Fail) => Standing::Failed,
                }
            }
        }
    }

    fn standing_of_paid(&self, now: Timestamp) -> Standing {
        if self.authorize_only && self.captured.is_none() {
            return match self.voided {
                true => Standing::Voided,
                false if now >= self.authorization_ends() => Standing::Expired,
                false => Standing::Authorized,
            };
        }
        match self.refunded() {
            0 => Standing::Done,
            refunded if refunded < self.paid() => Standing::PartRefunded,
            _ => Standing::Refunded,
        }
    }

    /// Whether anybody finds it yet.
    pub(super) fn is_visible(&self, now: Timestamp) -> bool {
        self.has_lasted(self.script().hidden_seconds, now)
    }

    fn has_lasted(&self, seconds: i64, now: Timestamp) -> bool {
        now >= self.made_at + SignedDuration::from_secs(seconds)
    }

    pub(super) fn authorization_ends(&self) -> Timestamp {
        self.made_at + SignedDuration::from_hours(AUTHORIZED_DAYS * 24)
    }

    /// What the customer pays, or will once it is captured.
    pub(super) fn paid(&self) -> i64 {
        self.captured.unwrap_or(self.amount) - i64::from(self.script().dollar_less)
    }

    pub(super) fn refunded(&self) -> i64 {
        self.refunds.iter().map(|refund| refund.amount).sum()
    }

    /// Tool and amount of each part.
    pub(super) fn means(&self) -> Vec<(&'static str, i64)> {
        let paid = self.paid();
        let parts = match self.script().means {
            Means::Balance => vec![("BALANCE", paid)],
            Means::CreditCard => vec![("CREDIT_CARD", paid)],
            Means::Point => vec![("POINT", paid)],
            Means::Split => vec![("POINT", paid / 2), ("BALANCE", paid - paid / 2)],
        };
        parts.into_iter().filter(|(_, amount)| *amount > 0).collect()
    }

    pub(super) fn to_json(&self, now: Timestamp) -> Value {
        let refunds = self
            .refunds
            .iter()
            .map(|refund| json!({"refund_transaction_id": refund.transaction_id.to_string(), "amount": refund.amount}));
        json!({
            "order_id": self.order,
            "one_time_key": self.code,
            "amount": self.amount,
            "refunded": self.refunded(),
            "status": self.standing(now),
            "transaction_id": self.transaction_id.to_string(),
            "refunds": refunds.collect::<Vec<_>>(),
            "device": self.device,
        })
    }
}

impl Standing {
    /// Whether the customer's money is, or was, the shop's.
    pub(super) fn is_paid(self) -> bool {
        matches!(self, Standing::Done | Standing::PartRefunded | Standing::Refunded)
    }
}
