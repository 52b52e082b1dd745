//! Where the invoice goes: ICPOS001 reply rows 10 and 11.

use crate::invoice_codes;

/// A carrier that the till registered with the payment (ICPOS001 request 16).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    /// 共通載具: a mobile barcode, or a citizen certificate, which the table gives no type of its own.
    Common,
    /// 主GID會員載具. What one looks like is not published; the sandbox takes 16 or 17 letters or digits.
    MainGid,
}

impl Carrier {
    /// Which one this is; `None` if it is none of those that a till may register.
    pub(super) fn of(vehicle: &str) -> Option<Self> {
        let is_common = invoice_codes::is_mobile_barcode(vehicle) || invoice_codes::is_citizen_certificate(vehicle);
        let is_main_gid =
            (16..=17).contains(&vehicle.len()) && vehicle.bytes().all(|byte| byte.is_ascii_alphanumeric());
        match (is_common, is_main_gid) {
            (true, _) => Some(Carrier::Common),
            (false, true) => Some(Carrier::MainGid),
            (false, false) => None,
        }
    }

    fn vehicle_type(self) -> &'static str {
        match self {
            Carrier::Common => "3J0002",
            Carrier::MainGid => "EG0011",
        }
    }
}

/// `VehicleType` and `VehicleNo`: by the carrier in the request, or the charity that the invoice is given to (with the
/// type of a common carrier), or else the carrier that icash Pay knows of the member.
pub(super) fn of_payment<'a>(
    vehicle: &'a str,
    donate: &'a str,
    member: (&'static str, &'a str),
) -> (&'static str, &'a str) {
    match Carrier::of(vehicle) {
        Some(carrier) => (carrier.vehicle_type(), vehicle),
        None if !donate.is_empty() => (Carrier::Common.vehicle_type(), donate),
        None => member,
    }
}
