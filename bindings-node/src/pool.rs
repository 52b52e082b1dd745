//! Threads for blocking calls. libuv has four, which a fifth charge would wait for; here every call in flight
//! has one of its own, kept for the next call for a while.

use crate::failure::{Failure, guarded};
use napi::Env;
use napi::bindgen_prelude::{Object, ToNapiValue};
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

/// How long a thread waits for its next call before it ends.
const IDLE: Duration = Duration::from_secs(30);

struct Queue {
    jobs: VecDeque<Job>,
    /// Threads that wait. Each job in the queue has woken one of them, or started a thread.
    idle: usize,
    threads: usize,
}

static QUEUE: Mutex<Queue> = Mutex::new(Queue {
    jobs: VecDeque::new(),
    idle: 0,
    threads: 0,
});
static JOB_CAME: Condvar = Condvar::new();

/// Runs `work` on a thread of the pool, and gives a promise of what it returns.
pub(crate) fn promise<'env, T, E>(
    env: &'env Env,
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> napi::Result<Object<'env>>
where
    T: ToNapiValue + Send + 'static,
    E: Into<Failure>,
{
    let (deferred, promise) = env.create_deferred()?;
    run(Box::new(move || match guarded(work) {
        Ok(value) => deferred.resolve(move |_| Ok(value)),
        Err(error) => deferred.reject(error),
    }));
    Ok(promise)
}

fn run(job: Job) {
    let mut queue = lock();
    queue.jobs.push_back(job);
    if queue.jobs.len() <= queue.idle {
        JOB_CAME.notify_one();
        return;
    }
    queue.threads += 1;
    drop(queue);
    let started = std::thread::Builder::new().name("twpos".to_owned()).spawn(work);
    if started.is_err() {
        // No more threads are to be had: another one takes the job when it is free, or else this one does.
        let mut queue = lock();
        queue.threads -= 1;
        let job = (queue.threads == 0).then(|| queue.jobs.pop_back()).flatten();
        drop(queue);
        job.into_iter().for_each(|job| job());
    }
}

/// The life of one thread. Jobs do not panic: [`promise`] guards them.
fn work() {
    let mut queue = lock();
    loop {
        if let Some(job) = queue.jobs.pop_front() {
            drop(queue);
            job();
            queue = lock();
            continue;
        }
        queue.idle += 1;
        let (after, waited) = JOB_CAME
            .wait_timeout(queue, IDLE)
            .unwrap_or_else(PoisonError::into_inner);
        queue = after;
        queue.idle -= 1;
        if waited.timed_out() && queue.jobs.is_empty() {
            queue.threads -= 1;
            return;
        }
    }
}

fn lock() -> MutexGuard<'static, Queue> {
    QUEUE.lock().unwrap_or_else(PoisonError::into_inner)
}
