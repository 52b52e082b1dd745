//! Scanned codes that lead to the states which a wallet with money in it never shows.

use super::record::State;

const CODES: &[(&str, State)] = &[
    ("MYTWPOSWAIT0000000", State::AwaitingCustomer),
    ("MYTWPOSCONFIRM0000", State::ToBeConfirmed),
    ("MYTWPOSFAIL0000000", State::Failed),
    ("MYTWPOSDIFFERENT00", State::PaidDifferently),
];

/// The state that this code leads to.
pub(super) fn find(code: &str) -> Option<State> {
    let found = CODES.iter().find(|(other, _)| *other == code);
    found.map(|(_, state)| *state)
}
