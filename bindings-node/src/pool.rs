//! Threads for blocking calls. libuv has four, which a fifth charge would wait for; here every call in flight
//! has one of its own, kept for the next call for a while.

use crate::failure::guarded;
use napi::Env;
use napi::bindgen_prelude::{Object, ToNapiValue};
use queue::Queue;
use std::sync::{Arc, LazyLock};
use twpos::{Error, ErrorKind, Outcome, bridge};

#[path = "queue.rs"]
mod queue;

static QUEUE: LazyLock<Arc<Queue>> = LazyLock::new(Arc::default);

/// Runs `work` on a thread of the pool, and gives a promise of what it returns.
pub(crate) fn promise<'env, T>(
    env: &'env Env,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> napi::Result<Object<'env>>
where
    T: ToNapiValue + Send + 'static,
{
    let (deferred, promise) = env.create_deferred()?;
    // Jobs do not panic: what they run is guarded.
    QUEUE.run(Box::new(move |has_thread| {
        let ended = match has_thread {
            true => guarded(work),
            false => guarded(|| {
                let detail = "no thread could be started for the call";
                Err(bridge::error(ErrorKind::Internal, Outcome::NotSent, detail))
            }),
        };
        match ended {
            Ok(value) => deferred.resolve(move |_| Ok(value)),
            Err(error) => deferred.reject(error),
        }
    }));
    Ok(promise)
}

/// What the queue is made of, which `../model/queue.rs` replaces.
mod sync {
    use std::sync::PoisonError;
    pub(crate) use std::sync::{Condvar, Mutex, MutexGuard};
    use std::time::Duration;

    /// How long a thread waits for its next call before it ends.
    const IDLE: Duration = Duration::from_secs(30);

    /// Waits until somebody notifies, or, which it tells by true, until it has waited long enough.
    pub(crate) fn wait<'a, T>(
        _mutex: &'a Mutex<T>,
        condition: &Condvar,
        guard: MutexGuard<'a, T>,
    ) -> (MutexGuard<'a, T>, bool) {
        let (guard, waited) = condition
            .wait_timeout(guard, IDLE)
            .unwrap_or_else(PoisonError::into_inner);
        (guard, waited.timed_out())
    }

    /// Starts a thread, unless none is to be had.
    pub(crate) fn start(work: impl FnOnce() + Send + 'static) -> bool {
        let thread = std::thread::Builder::new().name("twpos".to_owned());
        thread.spawn(work).is_ok()
    }
}
