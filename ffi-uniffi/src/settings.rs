//! Settings by name, as the tables of docs/configuration.md. They become TOML text, so that core alone checks them
//! and words what is wrong.

use crate::error::{Failure, TwposError};
use serde::Serialize;
use zeroize::Zeroizing;

/// Declares a table of settings, each of which may be left out, and `shown` or `hidden` in its text form.
macro_rules! settings {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $ty:ty, $shown:ident;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Default, Serialize, uniffi::Record)]
        #[uniffi::export(Debug)]
        pub struct $name {
            $(
                $(#[$field_doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                #[uniffi(default)]
                pub $field: Option<$ty>,
            )*
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut shown = f.debug_struct(stringify!($name));
                $(
                    match &self.$field {
                        Some(_) if stringify!($shown) == "hidden" => shown.field(stringify!($field), &format_args!("[redacted]")),
                        Some(value) => shown.field(stringify!($field), value),
                        None => &mut shown,
                    };
                )*
                shown.finish()
            }
        }
    };
}
pub(crate) use settings;

/// The TOML text with these settings in the table `provider`.
pub(crate) fn to_toml(provider: &str, settings: &impl Serialize) -> Result<Zeroizing<String>, TwposError> {
    let table = toml::to_string(settings).map(Zeroizing::new);
    let table = table.map_err(|_| Failure::config("the settings cannot be written as TOML"))?;
    Ok(Zeroizing::new(format!("[{provider}]\n{}", *table)))
}
