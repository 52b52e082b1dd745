//! Enums over vendor codes, declared alike by every provider (see `docs/adr/0004-codes-stay-text.md`).

/// Declares an enum over vendor codes: `from_code` never fails, `code` gives the wire text back.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal $(| $other:literal)*,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A code that this version does not know; the message still holds its text.
            Unknown,
        }

        impl $name {
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
        }
    };
}

pub(crate) use codes;
