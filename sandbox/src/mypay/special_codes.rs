//! Scanned codes that lead to the states which a wallet with money in it never shows.

use super::record::State;

const CODES: &[(&str, State)] = &[
    ("MYTWPOSWAIT0000000", State::AwaitingCustomer),
    ("MYTWPOSCONFIRM0000", State::ToBeConfirmed),
    ("MYTWPOSFAIL0000000", State::Failed),
    ("MYTWPOSDIFFERENT00", State::PaidDifferently),
];

/// Followed by a code of 附錄二, and by 0 up to 18 characters: any state that an order can be left in.
const PREFIX: &str = "MYTWPOSPRC";

/// The state that this code leads to.
pub(super) fn find(code: &str) -> Option<State> {
    let found = CODES.iter().find(|(other, _)| *other == code);
    found.map(|(_, state)| *state).or_else(|| by_prc(code))
}

fn by_prc(code: &str) -> Option<State> {
    let wanted = code.strip_prefix(PREFIX)?;
    let leads_to = |state: &State| {
        let rest = wanted.strip_prefix(state.prc());
        rest.is_some_and(|rest| rest.bytes().all(|byte| byte == b'0'))
    };
    // What is cancelled was an order before.
    let mut states = State::ALL.into_iter().filter(|state| *state != State::Cancelled);
    states.find(leads_to)
}

#[test]
fn the_document_lists_every_code() {
    let document = include_str!("../../../docs/sandbox.md");
    for (code, state) in CODES {
        let row = format!("| `{code}` | {}", state.prc());
        assert!(document.contains(&row), "{row}");
    }
    assert!(document.contains(&format!("`{PREFIX}24500000`")));
}

#[test]
fn every_state_but_cancelled_has_a_code() {
    for state in State::ALL {
        let code = format!("{:0<18}", format!("{PREFIX}{}", state.prc()));
        let expected = (state != State::Cancelled).then_some(state);
        assert_eq!(find(&code), expected, "{code}");
    }
    for code in ["MYTWPOSPRC24510000", "MYTWPOSPRC00000000", "MYTWPOSPRC77770000"] {
        assert_eq!(find(code), None, "{code}");
    }
}
