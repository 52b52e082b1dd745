//! A second way to call an operation, for Kotlin and Java. JNA passes structures by value only as objects with memory
//! of their own, of which uniffi's four calls for an operation need a dozen: more work than the rest of the bridge.
//! Here numbers and arrays cross, in two calls. `Call.kt` of the Kotlin package is the other side.

use crate::generated::OPERATIONS;
use crate::operation::Operation;
#[cfg(feature = "self-test")]
use crate::self_test::OPERATIONS as SELF_TEST;
use std::mem::ManuallyDrop;
use std::slice;
use uniffi::{Handle, RustBuffer, RustCallStatus, RustCallStatusCode};

#[cfg(not(feature = "self-test"))]
const SELF_TEST: &[Operation] = &[];

fn operations() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().copied().flatten().chain(SELF_TEST)
}

/// The number of the operation that uniffi exports under this name, for [`twpos_uniffi_call`]; -1 if there is none.
///
/// # Safety
/// `name` has `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_uniffi_operation(name: *const u8, length: i32) -> i32 {
    // SAFETY: the caller's promise.
    let name = unsafe { bytes(name, length) };
    let found = operations().position(|operation| operation.name.as_bytes() == name);
    found.and_then(|number| i32::try_from(number).ok()).unwrap_or(-1)
}

/// Calls an operation with a copy of `request`, on a clone of `handle`. The answer goes to `reply`: uniffi's code (0 for
/// success), then capacity, length and address of what that code says is there; it is to be given to
/// [`twpos_uniffi_free`] once.
///
/// # Safety
/// `handle` is of an object of the operation's class, which lives until the call returns. `request` has `length` bytes,
/// and `reply` room for four numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_uniffi_call(
    operation: i32,
    handle: u64,
    request: *const u8,
    length: i32,
    reply: *mut [u64; 4],
) {
    let mut status = RustCallStatus::default();
    // SAFETY: the caller's promise.
    let request = unsafe { bytes(request, length) }.to_vec();
    let found = usize::try_from(operation)
        .ok()
        .and_then(|number| operations().nth(number));
    let answer = match found {
        Some(operation) => {
            // SAFETY: the caller's promise. uniffi catches every panic in both functions.
            let handle = unsafe { (operation.clone_handle)(Handle::from_raw_unchecked(handle), &mut status) };
            match status.code {
                RustCallStatusCode::Success => (operation.method)(handle, RustBuffer::from_vec(request), &mut status),
                _ => RustBuffer::new(),
            }
        }
        None => {
            status.code = RustCallStatusCode::UnexpectedError;
            RustBuffer::new()
        }
    };
    let answer = match status.code {
        RustCallStatusCode::Success => answer,
        _ => ManuallyDrop::into_inner(status.error_buf),
    };
    let (capacity, length, data) = (answer.capacity(), answer.len(), answer.data_pointer());
    // SAFETY: the caller's promise.
    unsafe { *reply = [status.code as u64, capacity as u64, length as u64, data as u64] };
}

/// # Safety
/// If `length` is positive, `start` has so many bytes.
unsafe fn bytes<'a>(start: *const u8, length: i32) -> &'a [u8] {
    match usize::try_from(length) {
        // SAFETY: the caller's promise.
        Ok(length) if length > 0 => unsafe { slice::from_raw_parts(start, length) },
        _ => &[],
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
