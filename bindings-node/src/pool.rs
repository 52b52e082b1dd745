//! Threads for blocking calls. libuv has four, which a fifth charge would wait for; here every call in flight
//! has one of its own, kept for the next call for a while.

use crate::failure::{Failure, guarded};
use napi::Env;
use napi::bindgen_prelude::{Object, ToNapiValue};
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use twpos::{ErrorKind, Outcome};

/// A call, or the refusal of one that cannot begin.
type Job = Box<dyn FnOnce(Result<(), Failure>) + Send>;

/// How long a thread waits for its next call before it ends.
const IDLE: Duration = Duration::from_secs(30);

struct Queue {
    jobs: VecDeque<Job>,
    /// Threads that wait. Each job in the queue has woken one of them, or started a thread.
    idle: usize,
}

static QUEUE: Mutex<Queue> = Mutex::new(Queue {
    jobs: VecDeque::new(),
    idle: 0,
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
    let job: Job = Box::new(
        move |begun| match begun.map_err(napi::Error::from).and_then(|()| guarded(work)) {
            Ok(value) => deferred.resolve(move |_| Ok(value)),
            Err(error) => deferred.reject(error),
        },
    );
    if let Err(job) = run(job) {
        let detail = "no thread could be started for the call";
        job(Err(Failure::new(ErrorKind::Internal, Outcome::NotSent, detail)));
    }
    Ok(promise)
}

/// Gives the job back if there is no thread for it.
fn run(job: Job) -> Result<(), Job> {
    let mut queue = lock();
    if queue.jobs.len() >= queue.idle {
        // Before the job is queued, so that no other thread can have it already if there is none for it.
        let started = std::thread::Builder::new().name("twpos".to_owned()).spawn(work);
        if started.is_err() {
            return Err(job);
        }
    }
    queue.jobs.push_back(job);
    JOB_CAME.notify_one();
    Ok(())
}

/// The life of one thread. Jobs do not panic: [`promise`] guards them.
fn work() {
    let mut queue = lock();
    loop {
        if let Some(job) = queue.jobs.pop_front() {
            drop(queue);
            job(Ok(()));
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
            return;
        }
    }
}

fn lock() -> MutexGuard<'static, Queue> {
    QUEUE.lock().unwrap_or_else(PoisonError::into_inner)
}
