//! The native half of the Python package `twpos`: it converts messages and errors, releases the
//! interpreter lock, and hands everything else to core. `python/twpos/` is the other half.

mod bridge;
mod characters;
mod clients;
mod convert;
mod envelopes;
mod errors;
mod generated;
mod keys;
mod logging;
mod messages;
#[cfg(feature = "self-test")]
mod self_test;
mod settings;
mod text;
mod wallets;

use pyo3::prelude::*;
use pyo3::types::PyString;

/// Wipes whatever it takes back: a key is also in the buffers of libraries that know nothing of secrets.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

#[pymodule]
mod _native {
    use super::*;

    #[pymodule_export]
    use super::clients::{Client, KeyExchange};
    #[pymodule_export]
    use super::clients::{parse_notification, reference, verify_notification};
    #[pymodule_export]
    use super::envelopes::{icash_open, icash_seal, mypay_decrypt, mypay_encrypt, mypay_form_body, mypay_seal};
    #[pymodule_export]
    use super::generated::ask;
    #[pymodule_export]
    use super::keys::{AesCredential, Credentials, PrivateKey, PublicKey};
    #[pymodule_export]
    use super::messages::Fields;
    #[cfg(feature = "self-test")]
    #[pymodule_export]
    use super::self_test::self_test_panic;

    #[pymodule_export]
    use super::wallets::wallets_of;

    /// Whether an error may quote this name, which nobody knows.
    #[pyfunction]
    fn may_be_a_name(name: &Bound<'_, PyString>) -> bool {
        characters::read(name).is_some_and(|name| twpos::may_be_a_name(&name))
    }

    /// The version of core, which is the package's.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        logging::install();
        module.add("MessageBase", messages::base(module.py())?)
    }
}
