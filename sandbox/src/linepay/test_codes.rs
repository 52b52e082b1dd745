//! One-time keys that lead where an ordinary customer's never does.
//!
//! 99, two digits for what happens, four for a number, and ten that are free, since each code pays only once.

use crate::faults::Fault;

/// Every test code begins so.
const PREFIX: &str = "99";

/// The tools of `payInfo`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Means {
    #[default]
    Balance,
    CreditCard,
    Point,
    /// Half in points, the rest from the balance.
    Split,
}

/// What becomes of a payment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Fate {
    /// It goes through at once.
    #[default]
    Pays,
    /// It is not even registered.
    Nothing,
    /// It is registered, and has failed.
    Fails,
    /// It takes so many seconds, and then ends.
    Waits { seconds: i64, waits: Wait, end: End },
}

/// What check says of a payment that is not through yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// 1145.
    InProgress,
    /// The customer has something to do.
    AuthReady,
}

/// How a wait ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Complete,
    Cancel,
    Fail,
}

/// A code that is told instead of what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) code: u16,
    /// In the older shape, `resultCode` as a number.
    pub(super) old_shape: bool,
}

impl Told {
    fn plain(code: u16) -> Self {
        Told { code, old_shape: false }
    }
}

/// What a refund meets that would otherwise be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RefundTrouble {
    pub(super) code: u16,
    /// Whether the money goes back all the same.
    pub(super) given_back: bool,
}

/// Everything that a code decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Script {
    pub(super) means: Means,
    /// `paymentProvider` is EPI.
    pub(super) epi: bool,
    /// The customer's invoice carrier.
    pub(super) carrier: Option<&'static str>,
    /// The reply to pay has no `payInfo`.
    pub(super) means_untold: bool,
    /// The customer pays a dollar less than was asked.
    pub(super) dollar_less: bool,
    pub(super) fate: Fate,
    /// What pay says.
    pub(super) told: Option<Told>,
    /// For so many seconds nobody finds the payment.
    pub(super) hidden_seconds: i64,
    pub(super) refund: Option<RefundTrouble>,
    /// Check says COMPLETE although all was refunded.
    pub(super) stays_complete: bool,
    /// What capture says.
    pub(super) capture: Option<u16>,
}

impl Script {
    /// What this code leads to; `None` if it is nobody's.
    pub(super) fn of(code: &str) -> Option<Self> {
        let Some(rest) = code.strip_prefix(PREFIX) else {
            return Some(Script::default());
        };
        let (kind, rest) = rest.split_at_checked(2)?;
        let number: u16 = rest.get(..4)?.parse().ok()?;
        by_kind(kind, number).or_else(|| fault(code).map(|_| Script::default()))
    }
}

/// The rows of docs/sandbox.md.
fn by_kind(kind: &str, number: u16) -> Option<Script> {
    let usual = Script::default();
    Some(match kind {
        "01" => usual,
        "02" => means(Means::CreditCard),
        "03" => means(Means::Point),
        "04" => means(Means::Split),
        "05" => Script { epi: true, ..usual },
        "06" => carrier("/TWPOS00"),
        "07" => carrier("TWPOS00"),
        "08" => Script {
            means_untold: true,
            ..usual
        },
        "09" => Script {
            dollar_less: true,
            ..usual
        },
        "11" => answers(number, Fate::Nothing),
        "12" => answers(number, Fate::Fails),
        "13" => answers(number, Fate::Pays),
        "14" => in_old_shape(answers(number, Fate::Nothing)),
        "21" => waits(number, Wait::InProgress, End::Complete),
        "22" => waits(number, Wait::AuthReady, End::Complete),
        "23" => waits(number, Wait::AuthReady, End::Cancel),
        "24" => waits(number, Wait::AuthReady, End::Fail),
        "25" => hidden(number, None),
        "26" => hidden(number, Some(Told::plain(1199))),
        "31" => refund(number, false),
        "32" => refund(number, true),
        "33" => Script {
            stays_complete: true,
            ..usual
        },
        "34" => Script {
            capture: Some(number),
            ..usual
        },
        _ => return None,
    })
}

fn means(means: Means) -> Script {
    Script {
        means,
        ..Script::default()
    }
}

fn carrier(carrier: &'static str) -> Script {
    Script {
        carrier: Some(carrier),
        ..Script::default()
    }
}

fn answers(code: u16, fate: Fate) -> Script {
    Script {
        told: Some(Told::plain(code)),
        fate,
        ..Script::default()
    }
}

fn in_old_shape(script: Script) -> Script {
    Script {
        told: script.told.map(|told| Told {
            old_shape: true,
            ..told
        }),
        ..script
    }
}

fn waits(seconds: u16, waits: Wait, end: End) -> Script {
    let code = match waits {
        Wait::InProgress => 1145,
        Wait::AuthReady => 1169,
    };
    let seconds = seconds.into();
    answers(code, Fate::Waits { seconds, waits, end })
}

fn refund(code: u16, given_back: bool) -> Script {
    Script {
        refund: Some(RefundTrouble { code, given_back }),
        ..Script::default()
    }
}

fn hidden(seconds: u16, told: Option<Told>) -> Script {
    Script {
        told,
        hidden_seconds: seconds.into(),
        ..Script::default()
    }
}

/// LINE Pay's codes are digits, so the magic barcodes of the others are none of its own.
const FAULTS: &[(&str, Fault)] = &[
    ("99500001", Fault::DelayBeforeCommit),
    ("99500002", Fault::DelayAfterCommit),
    ("99500003", Fault::Hang),
    ("99500004", Fault::ResetAfterCommit),
    ("99500005", Fault::CloseMidBody),
    ("99500006", Fault::Truncate),
    ("99500007", Fault::Oversize),
    ("99500008", Fault::Redirect),
    ("99500009", Fault::ReferenceWrong),
    ("99500010", Fault::AmountWrong),
    ("99500011", Fault::CodeUnlisted),
    ("99500012", Fault::Decline),
    ("99500013", Fault::QuoteBarcode),
    ("99500014", Fault::TransactionIdMissing),
    ("99500015", Fault::ResultCode),
    ("99500403", Fault::Http403),
    ("99500429", Fault::Http429),
    ("99500500", Fault::Http500),
    ("99500502", Fault::Http502),
];

/// The fault that this code asks for.
pub(super) fn fault(code: &str) -> Option<Fault> {
    let found = FAULTS.iter().find(|(start, _)| code.starts_with(start));
    found.map(|(_, fault)| *fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listed::Provider;

    const DOCUMENT: &str = include_str!("../../../docs/sandbox.md");

    #[test]
    fn the_document_lists_every_kind_and_no_other() {
        let section = DOCUMENT.split("\n## ").find(|section| section.starts_with("LINE Pay"));
        let rows = section.unwrap().lines().filter_map(|line| line.strip_prefix("| `99"));
        let listed: Vec<&str> = rows.map(|row| &row[..2]).filter(|kind| *kind != "50").collect();
        let known: Vec<String> = (0..100)
            .map(|kind| format!("{kind:02}"))
            .filter(|kind| by_kind(kind, 0).is_some())
            .collect();
        assert_eq!(listed, known);
    }

    #[test]
    fn the_document_lists_the_code_of_every_fault() {
        for (start, fault) in FAULTS {
            let row = format!("| `{start}` | `{}` |", fault.name());
            assert!(DOCUMENT.contains(&row), "{row}");
        }
        let of_linepay = Fault::ALL
            .iter()
            .filter(|fault| fault.providers().contains(&Provider::Linepay) && **fault != Fault::ResetBeforeReading);
        for fault in of_linepay {
            assert!(FAULTS.iter().any(|(_, other)| other == fault), "{fault:?} has no code");
        }
    }

    #[test]
    fn a_number_is_part_of_the_code() {
        let script = Script::of("991312980000000000").unwrap();
        assert_eq!((script.told, script.fate), (Some(Told::plain(1298)), Fate::Pays));
        assert_eq!(Script::of("992590000000000000").unwrap().hidden_seconds, 9000);
    }

    #[test]
    fn a_test_code_that_leads_nowhere_is_nobodys() {
        for code in ["990000000000000000", "995000160000000000", "999999999999999999"] {
            assert_eq!(Script::of(code), None, "{code}");
        }
        assert_eq!(Script::of("391234567890123456"), Some(Script::default()));
    }
}
