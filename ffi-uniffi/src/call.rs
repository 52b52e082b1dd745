//! A second way to call an operation, for Kotlin and Java. JNA passes structures by value only as objects with memory
//! of their own, of which uniffi's four calls for an operation need a dozen: more work than the rest of the bridge.
//! Here numbers and arrays cross, in two calls. `Call.kt` of the Kotlin package is the other side.

use std::mem::ManuallyDrop;
use std::slice;
use uniffi::{RustBuffer, RustCallStatus, RustCallStatusCode};

/// What uniffi exports to clone a handle, and for a method that takes and gives one message.
type CloneHandle = unsafe extern "C" fn(u64, &mut RustCallStatus) -> u64;
type Method = unsafe extern "C" fn(u64, RustBuffer, &mut RustCallStatus) -> RustBuffer;

/// Calls `method` with a copy of `request`, on a clone of `handle`. The answer goes to `reply`: uniffi's code (0 for
/// success), then capacity, length and address of what that code says is there; it is to be given to
/// [`twpos_uniffi_free`] once.
///
/// # Safety
/// The first two are addresses of what uniffi exported for the object of `handle`, which lives until the call returns.
/// `request` has `length` bytes, and `reply` room for four numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_uniffi_call(
    clone_handle: u64,
    method: u64,
    handle: u64,
    request: *const u8,
    length: i32,
    reply: *mut [u64; 4],
) {
    let mut status = RustCallStatus::default();
    // SAFETY: the caller's promises. Both functions catch every panic themselves; nothing else here can panic.
    unsafe {
        let clone_handle: CloneHandle = std::mem::transmute(clone_handle as usize);
        let method: Method = std::mem::transmute(method as usize);
        let request = match usize::try_from(length) {
            Ok(length) if length > 0 => slice::from_raw_parts(request, length).to_vec(),
            _ => Vec::new(),
        };
        let handle = clone_handle(handle, &mut status);
        let mut answer = RustBuffer::new();
        if status.code == RustCallStatusCode::Success {
            answer = method(handle, RustBuffer::from_vec(request), &mut status);
        }
        if status.code != RustCallStatusCode::Success {
            answer = ManuallyDrop::into_inner(status.error_buf);
        }
        let (capacity, length, data) = (answer.capacity(), answer.len(), answer.data_pointer());
        *reply = [status.code as u64, capacity as u64, length as u64, data as u64];
    }
}

/// Frees what [`twpos_uniffi_call`] gave.
///
/// # Safety
/// The numbers are those of one reply, not yet freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_uniffi_free(capacity: u64, length: u64, data: u64) {
    // SAFETY: the caller's promise; a buffer of uniffi's is the parts of a vector.
    drop(unsafe { Vec::from_raw_parts(data as usize as *mut u8, length as usize, capacity as usize) });
}
