//! Cancelling a thread (`pthread_cancel`) unwinds its stack, and Rust's frames end the process then: with it goes what
//! became of a charge. So no thread is cancelled in a call; it is at its next cancellation point after it.

use std::ffi::c_int;

/// While this lives, its thread is not cancelled.
pub(crate) struct Uncancelled(c_int);

#[cfg(all(target_os = "linux", any(target_env = "gnu", target_env = "musl")))]
unsafe extern "C" {
    safe fn pthread_setcancelstate(state: c_int, before: &mut c_int) -> c_int;
}

/// `PTHREAD_CANCEL_DISABLE`, which is the same in glibc and musl.
const DISABLE: c_int = 1;

impl Uncancelled {
    pub(crate) fn begin() -> Self {
        Uncancelled(set(DISABLE))
    }
}

impl Drop for Uncancelled {
    fn drop(&mut self) {
        set(self.0);
    }
}

#[cfg(all(target_os = "linux", any(target_env = "gnu", target_env = "musl")))]
fn set(state: c_int) -> c_int {
    let mut before = 0;
    pthread_setcancelstate(state, &mut before);
    before
}

/// Elsewhere threads are not cancelled (Windows, Android), or nobody has tried.
#[cfg(not(all(target_os = "linux", any(target_env = "gnu", target_env = "musl"))))]
fn set(state: c_int) -> c_int {
    state
}
