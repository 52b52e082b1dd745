//! The jobs of the pool, and the threads that run them. Has nothing of Node.js in it, so that `../model/queue.rs` can
//! run it under many orders of its steps.

use super::sync::{Condvar, Mutex, MutexGuard, start, wait};
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError};

/// Something to do, which does not panic. It is told whether it runs on a thread of the pool; if not, there was none
/// for it, and the caller waits.
pub(crate) type Job = Box<dyn FnOnce(bool) + Send>;

#[derive(Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    job_came: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    /// Threads that wait. Each job in the queue has woken one of them, or started a thread.
    idle: usize,
}

impl Queue {
    /// Runs `job` on a thread of its own: one that waits, or a new one.
    pub(crate) fn run(self: &Arc<Self>, job: Job) {
        let mut state = self.lock();
        if state.jobs.len() >= state.idle {
            let queue = self.clone();
            // Before the job is queued, so that no other thread can have it already if there is none for it.
            if !start(move || queue.work()) {
                drop(state);
                return job(false);
            }
        }
        state.jobs.push_back(job);
        self.job_came.notify_one();
    }

    /// The life of one thread.
    fn work(&self) {
        let mut state = self.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                drop(state);
                job(true);
                state = self.lock();
                continue;
            }
            state.idle += 1;
            let (after, is_enough) = wait(&self.state, &self.job_came, state);
            state = after;
            state.idle -= 1;
            if is_enough && state.jobs.is_empty() {
                return;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
