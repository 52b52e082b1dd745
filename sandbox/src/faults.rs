//! The list of faults, and the two ways to ask for one: a rule in the queue, or a magic barcode.
//!
//! What each fault does to a reply is in `effects.rs`, and in `effects.rs` of each provider's folder.

use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};

/// How long the two delays last unless the rule says otherwise.
const DEFAULT_DELAY_MILLISECONDS: u64 = 15_000;

/// Every magic barcode starts so; a mnemonic of at most eleven characters follows.
const BARCODE_PREFIX: &str = "ICTWPOS";
const BARCODE_CHARS: usize = 18;

/// Whose wire format a call speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Provider {
    /// icash Pay SET.
    Icash,
    /// MYPAY LINK.
    Mypay,
    /// The OMNI gateway.
    Omni,
}

impl Provider {
    /// The name before the dot of an operation, such as `icash`.
    pub fn name(self) -> &'static str {
        match self {
            Provider::Icash => "icash",
            Provider::Mypay => "mypay",
            Provider::Omni => "omni",
        }
    }
}

const EVERY: &[Provider] = &[Provider::Icash, Provider::Mypay, Provider::Omni];
/// Only its replies are signed and encrypted.
const ICASH: &[Provider] = &[Provider::Icash];
/// Only its calls carry a bearer token.
const OMNI: &[Provider] = &[Provider::Omni];

/// Writes the enum once, so that names, barcodes and descriptions cannot drift apart.
macro_rules! faults {
    ($($(#[doc = $doc:literal])+ $(#[serde($serde:meta)])? $variant:ident = $mnemonic:expr, $providers:ident;)+) => {
        /// One way for a call to go wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Fault {
            $($(#[doc = $doc])+ $(#[serde($serde)])? $variant,)+
        }

        impl Fault {
            /// Every fault, in the order of the documentation.
            pub const ALL: &[Fault] = &[$(Fault::$variant,)+];

            /// What the fault does, in one line.
            pub fn description(self) -> &'static str {
                match self {
                    $(Fault::$variant => concat!($($doc,)+).trim_ascii(),)+
                }
            }

            fn mnemonic(self) -> Option<&'static str> {
                match self {
                    $(Fault::$variant => $mnemonic,)+
                }
            }

            /// Whose replies can go wrong in this way.
            pub fn providers(self) -> &'static [Provider] {
                match self {
                    $(Fault::$variant => $providers,)+
                }
            }
        }
    };
}

faults! {
    /// Waits before it does anything, then commits and answers (default 15 s).
    DelayBeforeCommit = Some("DELAYBEFORE"), EVERY;
    /// Commits at once and answers late (default 15 s).
    DelayAfterCommit = Some("DELAYAFTER"), EVERY;
    /// Reads the request, commits nothing and never answers.
    Hang = Some("HANG"), EVERY;
    /// Resets the next new connection (TCP RST) when its first byte has arrived, without reading it.
    ResetBeforeReading = None, EVERY;
    /// Commits, then resets the connection (TCP RST) instead of answering.
    ResetAfterCommit = Some("RESETAFTER"), EVERY;
    /// Commits, sends the headers and half of the body, then closes the connection.
    CloseMidBody = Some("CLOSEMID"), EVERY;
    /// Commits and answers with half of the body under a matching Content-Length (icash: the whole body's signature).
    Truncate = Some("TRUNCATE"), EVERY;
    /// Commits and answers with the true reply padded to 2 MiB.
    Oversize = Some("OVERSIZE"), EVERY;
    /// Says with HTTP 401 that the bearer token is not accepted; nothing is committed.
    #[serde(rename = "http_401")]
    Http401 = Some("HTTP401"), OMNI;
    /// A firewall's HTML page with HTTP 403; nothing is committed.
    #[serde(rename = "http_403")]
    Http403 = Some("HTTP403"), EVERY;
    /// An HTML page with HTTP 429 and Retry-After; nothing is committed.
    #[serde(rename = "http_429")]
    Http429 = Some("HTTP429"), EVERY;
    /// Commits, then answers with an HTML page and HTTP 500.
    #[serde(rename = "http_500")]
    Http500 = Some("HTTP500"), EVERY;
    /// Commits, then answers with a proxy's HTML page and HTTP 502.
    #[serde(rename = "http_502")]
    Http502 = Some("HTTP502"), EVERY;
    /// Commits, then redirects (HTTP 302) to another path of this server.
    Redirect = Some("REDIRECT"), EVERY;
    /// Commits and answers without the signature header.
    SignatureMissing = Some("SIGMISSING"), ICASH;
    /// Commits and answers with one bit of the signature flipped.
    SignatureBad = Some("SIGBAD"), ICASH;
    /// Commits and answers with a good signature of a key that is not icash Pay's.
    SignatureForeign = Some("SIGFOREIGN"), ICASH;
    /// Commits and answers with one byte of RtnMsg changed after signing.
    BodyTampered = Some("TAMPERED"), ICASH;
    /// Commits and answers with random bytes as EncData, correctly signed.
    EncDataUndecryptable = Some("ENCDATABAD"), ICASH;
    /// Commits and answers about another transaction (OPSeq, order_id, order_number, MerchantTradeNo).
    ReferenceWrong = Some("REFWRONG"), EVERY;
    /// Commits and answers with another amount.
    AmountWrong = Some("AMOUNTWRONG"), EVERY;
    /// Commits and answers with the code in its other type (icash: RtnCode "0001"; MYPAY: a number): still a success.
    CodeText = Some("CODETEXT"), EVERY;
    /// Commits and answers with the code 7777, which nobody listed (icash: without ServiceResult).
    CodeUnlisted = Some("CODE7777"), EVERY;
    /// Commits and answers with ServiceResult "X", which nobody listed.
    ServiceResultUnlisted = Some("RESULTX"), ICASH;
    /// Declines; nothing is committed.
    Decline = Some("DECLINE"), EVERY;
    /// Declines, and its text quotes the customer's barcode, as careless servers do.
    QuoteBarcode = Some("QUOTECODE"), EVERY;
}

impl Fault {
    /// The name in rules and documentation, for example `signature_bad`.
    pub fn name(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(name)) => name,
            _ => String::new(),
        }
    }

    /// The barcode that asks for this fault when it is charged or topped up; `None` for
    /// `reset_before_reading`, which happens before any barcode is read.
    pub fn magic_barcode(self) -> Option<String> {
        let mnemonic = self.mnemonic()?;
        Some(format!("{:0<BARCODE_CHARS$}", format!("{BARCODE_PREFIX}{mnemonic}")))
    }

    fn has_delay(self) -> bool {
        matches!(self, Fault::DelayBeforeCommit | Fault::DelayAfterCommit)
    }
}

/// Every magic barcode and what it asks for.
pub fn magic_barcodes() -> Vec<(String, Fault)> {
    let barcodes = Fault::ALL.iter().map(|fault| (fault.magic_barcode(), *fault));
    barcodes.filter_map(|(code, fault)| Some((code?, fault))).collect()
}

/// The calls that a fault can strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Operation {
    /// ICPOS001, SETPay.
    #[serde(rename = "icash.pay")]
    IcashPay,
    /// ICPOS002, SETPayRefund.
    #[serde(rename = "icash.refund")]
    IcashRefund,
    /// ICPOS003, SETPayCancel.
    #[serde(rename = "icash.cancel")]
    IcashCancel,
    /// ICPOS004, SETTopUp.
    #[serde(rename = "icash.top_up")]
    IcashTopUp,
    /// ICPOS005, SETTopUpRefund.
    #[serde(rename = "icash.refund_top_up")]
    IcashRefundTopUp,
    /// ICPOS006, SETTopUpCancel.
    #[serde(rename = "icash.cancel_top_up")]
    IcashCancelTopUp,
    /// MYPAY `api/orders`.
    #[serde(rename = "mypay.create_order")]
    MypayCreateOrder,
    /// MYPAY `api/queryorder`.
    #[serde(rename = "mypay.query_order")]
    MypayQueryOrder,
    /// MYPAY `api/refund`.
    #[serde(rename = "mypay.refund_order")]
    MypayRefundOrder,
    /// MYPAY `api/transaction`.
    #[serde(rename = "mypay.scan_pay")]
    MypayScanPay,
    /// OMNI, iPASS offline pay.
    #[serde(rename = "omni.ipass_pay")]
    OmniIpassPay,
    /// OMNI, iPASS offline search.
    #[serde(rename = "omni.ipass_search")]
    OmniIpassSearch,
    /// OMNI, iPASS offline refund.
    #[serde(rename = "omni.ipass_refund")]
    OmniIpassRefund,
    /// OMNI, icash Pay by barcode.
    #[serde(rename = "omni.icash_pay")]
    OmniIcashPay,
    /// OMNI, icash Pay search.
    #[serde(rename = "omni.icash_search")]
    OmniIcashSearch,
    /// OMNI, icash Pay cancel.
    #[serde(rename = "omni.icash_cancel")]
    OmniIcashCancel,
}

impl Operation {
    /// Whether the call takes or gives money anew, so that a magic barcode counts.
    pub(crate) fn is_charge(self) -> bool {
        use Operation::{IcashPay, IcashTopUp, MypayScanPay, OmniIcashPay, OmniIpassPay};
        matches!(self, IcashPay | IcashTopUp | MypayScanPay | OmniIcashPay | OmniIpassPay)
    }

    /// Whose operation it is.
    pub fn provider(self) -> Provider {
        use Operation::*;
        match self {
            IcashPay | IcashRefund | IcashCancel | IcashTopUp | IcashRefundTopUp | IcashCancelTopUp => Provider::Icash,
            MypayCreateOrder | MypayQueryOrder | MypayRefundOrder | MypayScanPay => Provider::Mypay,
            OmniIpassPay | OmniIpassSearch | OmniIpassRefund | OmniIcashPay | OmniIcashSearch | OmniIcashCancel => {
                Provider::Omni
            }
        }
    }
}

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
