//! The list of faults. How to ask for one is in `fault_rules.rs`, or a magic barcode.
//!
//! What each fault does to a reply is in `effects.rs`, and in `effects.rs` of each provider's folder.

use crate::listed::Provider;
use serde::{Deserialize, Serialize};

/// Every magic barcode starts so; a mnemonic of at most eleven characters follows.
const BARCODE_PREFIX: &str = "ICTWPOS";
const BARCODE_CHARS: usize = 18;

const EVERY: &[Provider] = Provider::ALL;
/// Only its replies are signed and encrypted.
const ICASH: &[Provider] = &[Provider::Icash];
/// LINE Pay's results have one type in one shape; the older shape is a fault of its own.
const NOT_LINEPAY: &[Provider] = &[Provider::Icash, Provider::Mypay, Provider::Omni];
/// Only its errors have an older shape, and only its calls need no number that a reply gave.
const LINEPAY: &[Provider] = &[Provider::Linepay];
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
    /// Waits before it does anything, then commits and answers (default 15 s; LINE Pay: 45 s).
    DelayBeforeCommit = Some("DELAYBEFORE"), EVERY;
    /// Commits at once and answers late (default 15 s; LINE Pay: 45 s).
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
    /// Commits and answers about another transaction (OPSeq, order_id, order_number, MerchantTradeNo, orderId).
    ReferenceWrong = Some("REFWRONG"), EVERY;
    /// Commits and answers with another amount.
    AmountWrong = Some("AMOUNTWRONG"), EVERY;
    /// Commits and answers with the code in its other type (icash: RtnCode "0001"; MYPAY: a number): still a success.
    CodeText = Some("CODETEXT"), NOT_LINEPAY;
    /// Commits and answers with the code 7777, which nobody listed (icash: without ServiceResult).
    CodeUnlisted = Some("CODE7777"), EVERY;
    /// Commits and answers with ServiceResult "X", which nobody listed.
    ServiceResultUnlisted = Some("RESULTX"), ICASH;
    /// Commits and answers without the number of the transaction.
    TransactionIdMissing = None, LINEPAY;
    /// Commits and answers in the older shape of errors, `resultCode` as a number: 9000 for what was done.
    ResultCode = None, LINEPAY;
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
    /// `reset_before_reading`, which happens before any barcode is read, and for what only LINE Pay has, whose codes
    /// are digits (docs/sandbox.md).
    pub fn magic_barcode(self) -> Option<String> {
        let mnemonic = self.mnemonic()?;
        Some(format!("{:0<BARCODE_CHARS$}", format!("{BARCODE_PREFIX}{mnemonic}")))
    }

    pub(crate) fn has_delay(self) -> bool {
        matches!(self, Fault::DelayBeforeCommit | Fault::DelayAfterCommit)
    }
}

/// What a magic barcode asks for.
pub(crate) fn by_barcode(code: &str) -> Option<Fault> {
    if !code.starts_with(BARCODE_PREFIX) {
        return None;
    }
    let found = magic_barcodes().into_iter().find(|(barcode, _)| barcode == code);
    found.map(|(_, fault)| fault)
}

/// Every magic barcode and what it asks for.
pub fn magic_barcodes() -> Vec<(String, Fault)> {
    let barcodes = Fault::ALL.iter().map(|fault| (fault.magic_barcode(), *fault));
    barcodes.filter_map(|(code, fault)| Some((code?, fault))).collect()
}
