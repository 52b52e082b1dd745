//! What the codes on customers' phones look like.
//!
//! A scanner may append a line's end or a tab, and a till may mix up code and reference: no wallet shows either. The
//! shapes are those of published examples and of public integrations (docs/protocol.md), taken strictly, since a
//! sandbox that lets a mistake pass teaches it. The refusals say what is expected and never what came.

/// Most codes in Taiwan are as long as this.
const CHARS: usize = 18;
/// A QR code of document 002's kind may be longer; its example has 22.
const OMNI_CHARS: std::ops::RangeInclusive<usize> = 14..=64;

/// What is wrong with a code of icash Pay: IC and 16 letters or digits.
pub(crate) fn icash_problem(code: &str) -> Option<&'static str> {
    let shown = code.len() == CHARS && code.starts_with("IC") && is_plain(code);
    (!shown).then_some("is not what icash Pay shows: IC and 16 letters or digits")
}

/// What is wrong with a code of one of MYPAY's wallets.
pub(crate) fn mypay_problem(code: &str) -> Option<&'static str> {
    let shown = code.len() == CHARS && is_plain(code);
    (!shown).then_some("is not what a wallet shows: 18 letters or digits")
}

/// What is wrong with a code that the OMNI gateway passes on to iPASS or icash Pay: 18 letters or digits, or as in
/// document 002. The gateway does not say that it tells the two apart, so neither does the sandbox.
pub(crate) fn omni_problem(code: &str) -> Option<&'static str> {
    let begins_with_digit = code.starts_with(|first: char| first.is_ascii_digit());
    let fits = code.len() == CHARS || begins_with_digit && OMNI_CHARS.contains(&code.len());
    let problem = "is not what a wallet shows: 18 letters or digits, or 14-64 with a digit first";
    (!fits || !is_plain(code)).then_some(problem)
}

fn is_plain(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
