#![cfg(test)]
//! The pool's queue under every order that shuttle finds for the steps of its threads: no job is lost, none runs
//! twice, none waits for another one while a thread of its own could be had, and every thread ends.

use queue::Queue;
use shuttle::sync::{Condvar, Mutex};
use std::sync::Arc;

#[path = "../src/queue.rs"]
mod queue;

/// What `src/pool.rs` gives the queue, of shuttle's parts.
mod sync {
    use shuttle::rand::{Rng, thread_rng};
    use shuttle::sync::atomic::{AtomicBool, Ordering::SeqCst};
    pub(crate) use shuttle::sync::{Condvar, Mutex, MutexGuard};

    shuttle::lazy_static! {
        /// Whether a thread may be refused.
        pub(crate) static ref MAY_FAIL: AtomicBool = AtomicBool::new(false);
        /// Whether every thread has waited long enough.
        pub(crate) static ref IS_OVER: AtomicBool = AtomicBool::new(false);
        /// Threads that run, and who waits for their end.
        pub(crate) static ref THREADS: Mutex<usize> = Mutex::new(0);
        pub(crate) static ref THREAD_ENDED: Condvar = Condvar::new();
    }

    /// Shuttle knows no time: a thread has waited long enough whenever it likes. It is then no longer among those
    /// that are notified, and others may come first to the lock.
    pub(crate) fn wait<'a, T>(
        mutex: &'a Mutex<T>,
        condition: &Condvar,
        guard: MutexGuard<'a, T>,
    ) -> (MutexGuard<'a, T>, bool) {
        if IS_OVER.load(SeqCst) || thread_rng().gen_bool(0.3) {
            drop(guard);
            shuttle::thread::yield_now();
            return (mutex.lock().unwrap(), true);
        }
        (condition.wait(guard).unwrap(), false)
    }

    pub(crate) fn start(work: impl FnOnce() + Send + 'static) -> bool {
        if MAY_FAIL.load(SeqCst) && thread_rng().gen_bool(0.5) {
            return false;
        }
        *THREADS.lock().unwrap() += 1;
        shuttle::thread::spawn(|| {
            work();
            *THREADS.lock().unwrap() -= 1;
            THREAD_ENDED.notify_all();
        });
        true
    }
}

/// How often each job ran or was refused, and who waits for that.
#[derive(Default)]
struct Ran {
    times: Mutex<[usize; JOBS]>,
    changed: Condvar,
}

impl Ran {
    fn run(&self, job: usize) {
        self.times.lock().unwrap()[job] += 1;
        self.changed.notify_all();
    }

    /// If a job is lost, this is a deadlock, which shuttle reports.
    fn wait_for_all(&self) {
        let mut times = self.times.lock().unwrap();
        while times.contains(&0) {
            times = self.changed.wait(times).unwrap();
        }
    }
}

const JOBS: usize = 3;

/// Two callers at once, as the main thread and a worker are, each with some jobs; and then two more, who find threads
/// that wait, or are about to end.
fn check(threads_may_be_refused: bool, job: impl Fn(&Ran, usize, bool) + Copy + Send + Sync + 'static) {
    use shuttle::sync::atomic::Ordering::SeqCst;
    let execution = move || {
        sync::MAY_FAIL.store(threads_may_be_refused, SeqCst);
        let queue = Arc::<Queue>::default();
        for _ in 0..2 {
            let ran = Arc::<Ran>::default();
            let callers = [0..2, 2..JOBS].map(|jobs| {
                let (queue, ran) = (queue.clone(), ran.clone());
                shuttle::thread::spawn(move || {
                    for number in jobs {
                        let ran = ran.clone();
                        queue.run(Box::new(move |has_thread| job(&ran, number, has_thread)));
                    }
                })
            });
            callers.into_iter().for_each(|caller| caller.join().unwrap());
            ran.wait_for_all();
            assert_eq!(*ran.times.lock().unwrap(), [1; JOBS]);
        }
        sync::IS_OVER.store(true, SeqCst);
        let waiting = *sync::THREADS.lock().unwrap();
        // Each wakes one that still waits, if one does.
        (0..waiting).for_each(|_| queue.run(Box::new(|_| ())));
        let mut threads = sync::THREADS.lock().unwrap();
        while *threads > 0 {
            threads = sync::THREAD_ENDED.wait(threads).unwrap();
        }
    };
    shuttle::check_random(execution, 500);
    // Few changes of the thread, at the worst moments.
    shuttle::check_pct(execution, 500, 3);
}

#[test]
fn every_job_runs_once() {
    check(false, |ran, number, has_thread| {
        assert!(has_thread);
        ran.run(number);
    });
}

#[test]
fn every_job_runs_once_or_is_given_back_where_threads_are_refused() {
    check(true, |ran, number, _| ran.run(number));
}

#[test]
fn each_call_in_flight_has_a_thread_of_its_own() {
    // Each call lasts until all have begun: two on one thread would wait for each other.
    check(false, |ran, number, _| {
        ran.run(number);
        ran.wait_for_all();
    });
}
