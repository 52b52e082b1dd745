//! The codes of MYPAY's document, with their meaning in Chinese and English.
//!
//! Messages carry codes as the text that came, so that a new vendor code is never lost; the types
//! here say what a known one means (see `docs/adr/0004-codes-stay-text.md`).

/// Declares an enum over one of the document's value tables. The first text is the code as written on the
/// wire; further ones are read too (a payment tool's number stands for its name).
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
                    $($name::$variant => [$code $(, $other)*].iter().find_map(|code| code.parse().ok()),)*
                    $name::Unknown => None,
                }
            }

            /// The meaning in Chinese, as the document has it.
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

mod invoice;
mod order;
mod payment;
mod pfn;
mod prc;
mod supplier;

pub use invoice::*;
pub use order::*;
pub use payment::*;
pub use pfn::*;
pub use prc::*;
pub use supplier::*;
