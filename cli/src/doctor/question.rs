//! What a provider's answer to a harmless question says of our credentials.
//!
//! No document lists the codes for a wrong key, and a transaction that never was is refused as well. So a refusal is
//! compared with the one that made-up credentials get. It is good news only if it says that the transaction is not
//! known, and made-up credentials are told something else: whatever cannot be read proves nothing.

use super::{Report, advice};
use twpos::{Error, ErrorKind, Outcome};

/// What a provider's part knows of its own question.
pub(super) struct Question<'a> {
    /// What the line is about.
    pub(super) check: &'a str,
    /// What a success proves.
    pub(super) success: &'a str,
    /// What the credentials are called that the answer is about.
    pub(super) credentials: &'a str,
    /// What to look at if they are refused.
    pub(super) advice: &'a str,
    /// Codes with which the provider reports a fault of its own.
    pub(super) faults: &'a [&'a str],
}

impl Question<'_> {
    /// Reports on the answer to us; `made_up` asks the same again with made-up credentials.
    pub(super) fn report(
        &self,
        report: &mut Report,
        ours: Result<(), Error>,
        made_up: impl FnOnce() -> Result<(), Error>,
    ) {
        let error = match ours {
            Ok(()) => return report.ok(self.check, self.success),
            Err(error) => error,
        };
        let Some(said) = said(&error) else {
            return report.fail(self.check, &error.detail, self.advice_for(error.kind));
        };
        if error
            .provider_code
            .as_deref()
            .is_some_and(|code| self.faults.contains(&code))
        {
            let found = format!("it reports a fault of its own, which says nothing of the credentials: {said}");
            return report.warn(
                self.check,
                &found,
                "run doctor again later; if it stays, ask the provider",
            );
        }
        let made_up = made_up();
        let proven = matches!(&made_up, Err(other) if came_from_the_provider(other)) && says_unknown(text(&error));
        let other = match made_up {
            Ok(()) => "made-up ones are accepted".to_owned(),
            Err(other) if same(&error, &other) => {
                let found = format!("{} refused, just as made-up ones are: {said}", self.credentials);
                return report.fail(self.check, &found, self.advice);
            }
            Err(_) if proven => {
                let found = format!(
                    "{} accepted; of a transaction that never was it says: {said}",
                    self.credentials
                );
                return report.ok(self.check, &found);
            }
            Err(other) if came_from_the_provider(&other) => {
                "made-up ones are told something else, but these words are not known to mean a transaction that never was"
                    .to_owned()
            }
            Err(other) => other.detail,
        };
        report.warn(
            self.check,
            &format!("it says: {said}; whether that is about the credentials could not be found out ({other})"),
            "run doctor again; if it stays, ask the provider",
        );
    }

    fn advice_for(&self, kind: ErrorKind) -> &str {
        match kind {
            ErrorKind::Unauthorized | ErrorKind::Decrypt | ErrorKind::Signature => self.advice,
            kind => advice(kind),
        }
    }
}

/// Whether the two cannot be told apart: the same words but for numbers and marks, such as a time or the number of a
/// trace, or both of them about the transaction.
fn same(ours: &Error, theirs: &Error) -> bool {
    let same_words = ours.provider_code == theirs.provider_code && plain(text(ours)) == plain(text(theirs));
    said(theirs).is_some() && (same_words || (says_unknown(text(ours)) && says_unknown(text(theirs))))
}

fn text(error: &Error) -> &str {
    error.provider_text.as_deref().unwrap_or_default()
}

/// A text's words in small letters, without what looks like a number of any kind: with a digit in it, or hexadecimal.
fn plain(text: &str) -> Vec<String> {
    let words = words(text).into_iter();
    let is_mark = |word: &str| {
        word.contains(char::is_numeric) || (word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    words.filter(|word| !is_mark(word)).collect()
}

/// Runs of letters and digits, in small letters; Chinese beside Latin or digits is a word of its own.
fn words(text: &str) -> Vec<String> {
    let is_latin = |c: char| c.is_ascii() || c.is_numeric();
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in text.chars() {
        if c.is_alphanumeric() {
            if before.is_alphanumeric() && is_latin(before) == is_latin(c) {
                words
                    .last_mut()
                    .into_iter()
                    .for_each(|word| word.extend(c.to_lowercase()));
            } else {
                words.push(c.to_lowercase().collect());
            }
        }
        before = c;
    }
    words
}

/// Whether an answer says in known words that there is no such transaction. What is said not to be there must be
/// the transaction: "no such store" is about the credentials.
fn says_unknown(text: &str) -> bool {
    const CHINESE_NONE: [&str; 6] = ["查無", "無此", "找不到", "查詢不到", "查不到", "沒有"];
    const CHINESE_THING: [&str; 4] = ["交易", "訂單", "單號", "付款"];
    const CHINESE_BETWEEN: [char; 6] = ['此', '該', '這', '筆', '相', '關'];
    const CHINESE_AFTER: [&str; 3] = ["不存在", "查無", "找不到"];
    const CHINESE_TAIL: [char; 5] = ['號', '編', '紀', '錄', '資'];
    const THING: [&str; 6] = ["transaction", "order", "trade", "payment", "opseq", "cancel"];
    let chinese = words(text).into_iter().any(|word| {
        let none_before = CHINESE_NONE.iter().any(|none| {
            word.match_indices(none).any(|(at, _)| {
                let rest = &word[at + none.len()..];
                let rest = rest.trim_start_matches(CHINESE_BETWEEN);
                CHINESE_THING.iter().any(|thing| rest.starts_with(thing))
            })
        });
        let none_after = CHINESE_THING.iter().any(|thing| {
            word.match_indices(thing).any(|(at, _)| {
                let rest = word[at + thing.len()..].trim_start_matches(CHINESE_TAIL);
                CHINESE_AFTER.iter().any(|none| rest.starts_with(none))
            })
        });
        none_before || none_after
    });
    let english = words(text);
    let english: Vec<&str> = english.iter().map(String::as_str).collect();
    let is_thing = |word: &str| THING.contains(&word.trim_end_matches('s'));
    chinese
        || english
            .windows(2)
            .any(|two| matches!(two[0], "no" | "unknown") && is_thing(two[1]))
        || english
            .windows(3)
            .any(|three| three[..2] == ["no", "such"] && is_thing(three[2]))
        || english
            .windows(3)
            .any(|three| is_thing(three[0]) && three[1..] == ["not", "found"])
        || english
            .windows(4)
            .any(|four| is_thing(four[0]) && four[1..] == ["does", "not", "exist"])
}

/// The words of the provider's application, if it understood and answered.
pub(super) fn said(error: &Error) -> Option<String> {
    let understood = matches!(
        error.kind,
        ErrorKind::Declined | ErrorKind::Malformed | ErrorKind::Mismatch
    );
    let words = [&error.provider_code, &error.provider_text];
    let words: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
    (understood && !words.is_empty()).then(|| words.join(" "))
}

/// Whether this is any answer at all, to be told from the one to us.
fn came_from_the_provider(error: &Error) -> bool {
    let lost = matches!(error.kind, ErrorKind::Timeout | ErrorKind::Transport);
    error.kind == ErrorKind::Unauthorized || (error.outcome != Outcome::NotSent && !lost)
}

#[cfg(test)]
mod tests {
    use super::{plain, says_unknown};

    #[test]
    fn only_words_about_the_transaction_say_that_it_is_unknown() {
        for text in [
            "查無此交易",
            "資料錯誤: uid, key: 查無此訂單",
            "查無該筆交易(20261121)",
            "訂單不存在",
            "交易編號不存在",
            "Order not found",
            "no such transaction: 12ab",
            "Transaction does not exist.",
            "unknown OPSeq",
        ] {
            assert!(says_unknown(text), "{text}");
        }
        for text in [
            "",
            "資料錯誤 trace=0f8fad5b-d9cb-469f-a165-70867728950e",
            "signature invalid",
            "bad merchant",
            "查無此特店",
            "查無此商店的交易金鑰",
            "商店不存在",
            "無此權限",
            "Merchant not found",
            "no such store",
            "no 5b1d",
            "order refused: key not found",
        ] {
            assert!(!says_unknown(text), "{text}");
        }
    }

    #[test]
    fn a_number_of_any_kind_makes_no_other_answer() {
        for (ours, theirs) in [
            (
                "資料錯誤 trace=0f8fad5b-d9cb-469f-a165-70867728950e",
                "資料錯誤 trace=7c9e6679-7425-40de-944b-e07fc1f90ae7",
            ),
            ("bad merchant DEADBEEF", "bad merchant 01234567"),
            ("編號3F2A無效", "編號９無效"),
            ("Bad key at 10:11:12", "bad key at 9:1:2, "),
            ("no k3j4XQ", "no zz9"),
        ] {
            assert_eq!(plain(ours), plain(theirs), "{ours}");
        }
        assert_ne!(plain("查無此交易"), plain("金鑰錯誤"));
    }
}
