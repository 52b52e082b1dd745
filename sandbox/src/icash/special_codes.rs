//! Codes of members who are not like the others.

/// What icash Pay knows of the member behind a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Member {
    /// `VehicleType` and `VehicleNo` of the carrier that the member has bound.
    pub(super) carrier: (&'static str, &'static str),
    /// OPEN POINT points that the wallet spends where it may, a dollar each.
    pub(super) points: i64,
}

/// "若有綁定共通載具優先回傳3J0002".
const USUAL: Member = Member {
    carrier: ("3J0002", "/TWPOS00"),
    points: 0,
};

const CODES: &[(&str, Member)] = &[
    ("ICTWPOSBONUS000000", Member { points: 10, ..USUAL }),
    ("ICTWPOSEG001100000", bound("EG0011", "7000000000000011")),
    ("ICTWPOSEK000200000", bound("EK0002", "7000000000000002")),
    ("ICTWPOSEK000400000", bound("EK0004", "7000000000000004")),
];

const fn bound(vehicle_type: &'static str, vehicle_no: &'static str) -> Member {
    Member {
        carrier: (vehicle_type, vehicle_no),
        ..USUAL
    }
}

pub(super) fn member(code: &str) -> Member {
    let found = CODES.iter().find(|(other, _)| *other == code);
    found.map_or(USUAL, |(_, member)| *member)
}

#[test]
fn the_document_lists_every_code() {
    let document = include_str!("../../../docs/sandbox.md");
    for (code, _) in CODES {
        assert!(document.contains(&format!("| `{code}` |")), "{code}");
    }
}
