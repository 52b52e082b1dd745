//! Where threads and processes meet, for what `core/model` runs on shuttle's parts in place of these.

pub(crate) use std::process::id as process_id;
pub(crate) use std::sync::{Condvar, Mutex, MutexGuard};
pub(crate) use std::thread::{ThreadId, current as current_thread};
pub(crate) use std::time::Instant;
