//! Enums over vendor codes, declared alike by every provider (see `docs/adr/0004-codes-stay-text.md`).
//!
//! The code generator (`xtask/src/parse/codes.rs`) reads the same declarations.

/// Declares an enum over one of a vendor's value tables: `Variant = "code", "中文", "English";`.
///
/// The first code is the one written on the wire; further ones (`"PreDeposit" | "1"`) are read too.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal $(| $other:literal)*, $chinese:literal, $english:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $code, "` ", $chinese, ": ", $english, ".")] $variant,)*
            /// A code that this version does not know; the message still holds its text.
            Unknown,
        }

        impl $name {
            /// Every listed code, in the document's order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The meaning of a wire code; [`Unknown`](Self::Unknown) if it is not listed.
            pub fn from_code(code: &str) -> Self {
                match code {
                    $($code $(| $other)* => $name::$variant,)*
                    _ => $name::Unknown,
                }
            }

            /// The wire code; `None` for [`Unknown`](Self::Unknown).
            pub fn code(self) -> Option<&'static str> {
                match self {
                    $($name::$variant => Some($code),)*
                    $name::Unknown => None,
                }
            }

            /// The code as a number, where the document gives it one.
            pub fn number(self) -> Option<i32> {
                match self {
                    $($name::$variant => [$code $(, $other)*].into_iter().find_map($crate::codes::number),)*
                    $name::Unknown => None,
                }
            }

            /// The meaning in Chinese, in the document's own words (a line break there is a blank here); a name that
            /// has none stays a name.
            pub fn chinese(self) -> &'static str {
                match self {
                    $($name::$variant => $chinese,)*
                    $name::Unknown => "未知",
                }
            }

            /// The meaning in English.
            pub fn english(self) -> &'static str {
                match self {
                    $($name::$variant => $english,)*
                    $name::Unknown => "unknown",
                }
            }
        }
    };
}

pub(crate) use codes;

/// A code that is a number. Text such as `0006`, whose zeros would be lost, is none.
pub(crate) fn number(code: &str) -> Option<i32> {
    let padded = code.len() > 1 && code.starts_with('0');
    code.parse().ok().filter(|_| !padded)
}

#[cfg(test)]
mod tests {
    use super::number;
    use crate::{icash, omni};

    #[test]
    fn padded_text_is_no_number() {
        assert_eq!(
            ["0", "27", "0006", "A1", ""].map(number),
            [Some(0), Some(27), None, None, None]
        );
    }

    #[test]
    fn every_provider_says_what_its_codes_mean() {
        let paid = icash::PaymentChannel::from_code("1");
        assert_eq!((paid.code(), paid.number()), (Some("PreDeposit"), Some(1)));
        assert_eq!(paid.chinese(), "儲值帳戶, 愛金卡帳戶");
        assert_eq!(icash::PaymentChannel::ALL.len(), 4);

        let reused = omni::IpassReturnCode::from_code("0006");
        assert_eq!((reused.chinese(), reused.number()), ("該OrderNumber重複", None));
        assert_eq!(omni::TradeStatus::from_code("2").english(), "refunded as a whole");
        assert_eq!(omni::TradeStatus::Unknown.english(), "unknown");
    }
}
