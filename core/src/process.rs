//! What a process must not share with the one it was forked from.
//!
//! A child of `fork` has a copy of its parent's memory, and none of its threads. A connection in that copy is still the
//! parent's, a lock that one of the parent's threads held is held for ever, and what such a thread was changing is half
//! changed. So everything of that kind is held here, and made anew by the first use in a process that did not make it.

use crate::sync::process_id;
use arc_swap::ArcSwap;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// One value for each process. To get at it takes no lock.
pub(crate) struct PerProcess<T>(ArcSwap<Made<T>>);

/// A value, and the process that made it.
pub(crate) struct Made<T> {
    process: u32,
    value: T,
}

impl<T> Made<T> {
    fn new(value: T) -> Arc<Self> {
        let process = process_id();
        Arc::new(Made { process, value })
    }

    /// Whether this process made it.
    pub(crate) fn is_ours(&self) -> bool {
        self.process == process_id()
    }
}

impl<T> Deref for Made<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> PerProcess<T> {
    pub(crate) fn new(value: T) -> Self {
        PerProcess(ArcSwap::new(Made::new(value)))
    }

    /// This process's value; `renew` makes it of the parent's, of which it may wait for nothing.
    pub(crate) fn get(&self, renew: impl FnOnce(&T) -> T) -> Arc<Made<T>> {
        let found = self.0.load_full();
        if found.is_ours() {
            return found;
        }
        let made = Made::new(renew(&found.value));
        let before = self.0.compare_and_swap(&found, made.clone());
        if Arc::ptr_eq(&before, &found) {
            abandon(found);
            return made;
        }
        // Another thread of this process was faster.
        before.clone()
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        let last = self.0.load_full();
        if !last.is_ours() {
            abandon(last);
        }
    }
}

/// Leaks what the parent made. To drop it might run into what its other threads were in the middle of, and a
/// connection's farewell would end the parent's. Its sockets close with this process.
fn abandon<T>(parents: Arc<Made<T>>) {
    std::mem::forget(parents);
}

impl<T: fmt::Debug> fmt::Debug for PerProcess<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.load().value.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a child of `fork` finds it.
    fn inherited(value: &'static str, dropped: &'static std::sync::atomic::AtomicBool) -> PerProcess<Watched> {
        let process = std::process::id() + 1;
        let value = Watched(value, dropped);
        PerProcess(ArcSwap::from_pointee(Made { process, value }))
    }

    struct Watched(&'static str, &'static std::sync::atomic::AtomicBool);

    impl Drop for Watched {
        fn drop(&mut self) {
            self.1.store(true, std::sync::atomic::Ordering::SeqCst);
        }
    }

    macro_rules! flag {
        () => {{
            static FLAG: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
            &FLAG
        }};
    }

    #[test]
    fn what_another_process_made_is_made_anew_once_and_never_dropped() {
        let (parents, ours) = (flag!(), flag!());
        let held = inherited("parent's", parents);
        for _ in 0..2 {
            let renewed = held.get(|parents| {
                assert_eq!(parents.0, "parent's");
                Watched("ours", ours)
            });
            assert_eq!(renewed.0, "ours");
        }
        drop(held);
        let was_dropped = |flag: &std::sync::atomic::AtomicBool| flag.load(std::sync::atomic::Ordering::SeqCst);
        assert_eq!((was_dropped(parents), was_dropped(ours)), (false, true));
    }

    #[test]
    fn what_another_process_made_is_not_dropped_unused_either() {
        let parents = flag!();
        drop(inherited("parent's", parents));
        assert!(!parents.load(std::sync::atomic::Ordering::SeqCst));
    }
}
