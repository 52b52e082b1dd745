//! Text on its way to JavaScript that may hold a key or a card number: wiped here once JavaScript has its copy.

use napi::bindgen_prelude::{ToNapiValue, TypeName};
use napi::{ValueType, sys};
use zeroize::Zeroizing;

/// Becomes a string there.
pub struct SecretText(Zeroizing<String>);

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        SecretText(Zeroizing::new(text))
    }
}

impl From<Zeroizing<String>> for SecretText {
    fn from(text: Zeroizing<String>) -> Self {
        SecretText(text)
    }
}

impl TypeName for SecretText {
    fn type_name() -> &'static str {
        String::type_name()
    }

    fn value_type() -> ValueType {
        String::value_type()
    }
}

impl ToNapiValue for SecretText {
    unsafe fn to_napi_value(env: sys::napi_env, text: Self) -> napi::Result<sys::napi_value> {
        // SAFETY: as for this function: `env` is the environment of the thread that this runs on.
        unsafe { <&str as ToNapiValue>::to_napi_value(env, text.0.as_str()) }
    }
}
