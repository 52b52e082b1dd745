//! Functions that fail on purpose, for the tests of this package.

use crate::failure::guarded;
use crate::pool;
use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;
use twpos::Error;

/// Panics on a thread of the pool.
#[napi]
pub(crate) fn self_test_panic(env: &Env) -> napi::Result<Object<'_>> {
    pool::promise(env, panics)
}

/// Panics on this thread.
#[napi]
pub(crate) fn self_test_panic_sync() -> napi::Result<String> {
    guarded(panics)
}

fn panics() -> Result<String, Error> {
    #[allow(clippy::panic)]
    {
        panic!("on purpose")
    }
}
