//! Where the invoice goes: ICPOS001 reply rows 10 and 11.

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
        let bytes = vehicle.as_bytes();
        match bytes {
            [b'/', code @ ..] if code.len() == 7 && code.iter().all(is_of_mobile_barcode) => Some(Carrier::Common),
            [a, b, digits @ ..]
                if digits.len() == 14
                    && [a, b].iter().all(|byte| byte.is_ascii_uppercase())
                    && digits.iter().all(u8::is_ascii_digit) =>
            {
                Some(Carrier::Common)
            }
            _ if (16..=17).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_alphanumeric) => {
                Some(Carrier::MainGid)
            }
            _ => None,
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

fn is_of_mobile_barcode(byte: &u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase() || b"+-.".contains(byte)
}
