//! The jobs of the pool, and the threads that run them. Has nothing of Node.js in it, so that `tests/queue.rs`
//! can run it under every order of its steps.

use super::sync::{Condvar, Mutex, MutexGuard, start, wait};
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError};

/// Something to do, which does not panic.
pub(crate) type Job = Box<dyn FnOnce() + Send>;

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
    threads: usize,
}

impl Queue {
    /// Runs `job` on a thread of its own: one that waits, or a new one. Where no thread is to be had, another one
    /// takes it when it is free, or else this one does.
    pub(crate) fn run(self: &Arc<Self>, job: Job) {
        let mut state = self.lock();
        state.jobs.push_back(job);
        if state.jobs.len() <= state.idle {
            self.job_came.notify_one();
            return;
        }
        state.threads += 1;
        drop(state);
        let queue = self.clone();
        if !start(move || queue.work()) {
            let mut state = self.lock();
            state.threads -= 1;
            // Also the jobs of others, whose threads were counted here when they could not be started.
            while state.threads == 0 {
                let Some(job) = state.jobs.pop_front() else { break };
                drop(state);
                job();
                state = self.lock();
            }
        }
    }

    /// The life of one thread.
    fn work(&self) {
        let mut state = self.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                drop(state);
                job();
                state = self.lock();
                continue;
            }
            state.idle += 1;
            let (after, is_enough) = wait(&self.state, &self.job_came, state);
            state = after;
            state.idle -= 1;
            if is_enough && state.jobs.is_empty() {
                state.threads -= 1;
                return;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
