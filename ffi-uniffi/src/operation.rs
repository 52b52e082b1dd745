//! What [`call`](crate::call) can call.

use uniffi::{Handle, RustBuffer, RustCallStatus};

/// An operation as uniffi exports it, by whose name it is found. The compiler holds the types of both functions
/// against what uniffi really wrote.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) clone_handle: unsafe extern "C" fn(Handle, &mut RustCallStatus) -> Handle,
    pub(crate) method: extern "C" fn(Handle, RustBuffer, &mut RustCallStatus) -> RustBuffer,
}
