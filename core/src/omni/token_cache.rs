//! One token for every thread of a process, renewed by one of them at a time.
//!
//! Has nothing of HTTP in it, so that `core/model` can run it under many orders of its threads' steps.

use crate::crypto::Secret;
use crate::error::{Error, ErrorKind, Outcome};
use crate::process::{Made, PerProcess};
use crate::sync::{Condvar, Instant, Mutex, MutexGuard, ThreadId, current_thread};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// A token is renewed so long before its end, or at half of its life if that is later.
const EARLY: Duration = Duration::from_secs(60 * 60);
/// No promise is believed for longer.
const LONGEST_LIFE: Duration = Duration::from_secs(366 * 24 * 60 * 60);
/// After an early renewal failed, sales go on with the old token for so long before the next attempt.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(60);

/// The token in use, and who renews it.
#[derive(Debug)]
pub(super) struct TokenCache(PerProcess<Shared>);

impl Default for TokenCache {
    fn default() -> Self {
        TokenCache(PerProcess::new(Shared::default()))
    }
}

impl TokenCache {
    /// A token to send, other than the `rejected` one; `fetch` visits the endpoint, if this thread is to do that.
    ///
    /// An error's outcome is `NotSent`: the call it was wanted for has not begun.
    pub(super) fn token(
        &self,
        rejected: Option<&Arc<Secret<String>>>,
        fetch: &impl Fn() -> Result<Token, Error>,
    ) -> Result<Arc<Secret<String>>, Error> {
        let shared = self.shared();
        let mut state = shared.state();
        match state.step(rejected, Instant::now()) {
            Step::Use(token) => Ok(token),
            Step::Renew(serving) => {
                state.renewing = Some(current_thread().id());
                drop(state);
                let result = Renewal::of(shared).run(fetch);
                // An early renewal that fails costs the sale time, since it runs on its thread, but not the token.
                match serving {
                    Some(serving) => Ok(result.unwrap_or(serving)),
                    None => result,
                }
            }
            Step::Wait => {
                let awaited = state.ended;
                state = shared
                    .renewed
                    .wait_while(state, |state| state.renewing.is_some() && state.ended == awaited)
                    .unwrap_or_else(PoisonError::into_inner);
                match (&state.token, &state.failure) {
                    (Some(token), None) => Ok(token.value.clone()),
                    (_, Some(failure)) => Err(failure.clone()),
                    // Another call has had the new one rejected meanwhile.
                    (None, None) => {
                        drop(state);
                        self.token(rejected, fetch)
                    }
                }
            }
            Step::Refuse => Err(unfinished()),
        }
    }

    /// Leaves a rejected token to the next call to renew.
    pub(super) fn forget(&self, rejected: &Arc<Secret<String>>) {
        let shared = self.shared();
        shared
            .state()
            .token
            .take_if(|token| Arc::ptr_eq(rejected, &token.value));
    }

    fn shared(&self) -> Arc<Made<Shared>> {
        self.0.get(Shared::of_parent)
    }
}

/// What the threads of one process share.
#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    renewed: Condvar,
}

impl Shared {
    /// In a child of `fork`: the parent's token, unless one of its threads was busy with it.
    fn of_parent(parent: &Shared) -> Shared {
        let token = parent.state.try_lock().ok().and_then(|mut state| state.token.take());
        let state = State {
            token,
            ..State::default()
        };
        Shared {
            state: Mutex::new(state),
            renewed: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, Default)]
struct State {
    token: Option<Token>,
    /// The thread that is at the endpoint now.
    renewing: Option<ThreadId>,
    /// How many renewals have ended, so that a waiting thread knows its own.
    ended: u64,
    /// How the last one to end failed, for those who waited for it.
    failure: Option<Error>,
    /// Not before this is an early renewal tried again.
    pause_until: Option<Instant>,
}

/// A token, and how long it may be used.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) value: Arc<Secret<String>>,
    renew_after: Instant,
    pub(super) expires: Instant,
}

impl Token {
    pub(super) fn new(value: String, life: Duration, now: Instant) -> Self {
        let life = life.min(LONGEST_LIFE);
        Token {
            value: Arc::new(Secret::new(value)),
            renew_after: now + (life - EARLY.min(life / 2)),
            expires: now + life,
        }
    }
}

/// What a thread does about its token.
enum Step {
    Use(Arc<Secret<String>>),
    /// Fetch a new one; meanwhile and if that fails, this one still serves.
    Renew(Option<Arc<Secret<String>>>),
    Wait,
    /// It would wait for itself.
    Refuse,
}

impl State {
    fn step(&self, rejected: Option<&Arc<Secret<String>>>, now: Instant) -> Step {
        let usable = |token: &&Token| now < token.expires && rejected.is_none_or(|it| !Arc::ptr_eq(it, &token.value));
        match self.token.as_ref().filter(usable) {
            Some(token) if now < token.renew_after => Step::Use(token.value.clone()),
            Some(token) if self.renewing.is_some() || self.pause_until.is_some_and(|until| now < until) => {
                Step::Use(token.value.clone())
            }
            Some(token) => Step::Renew(Some(token.value.clone())),
            // A log sink that makes a call in the middle of the renewal.
            None if self.renewing == Some(current_thread().id()) => Step::Refuse,
            None if self.renewing.is_some() => Step::Wait,
            None => Step::Renew(None),
        }
    }
}

/// One visit to the endpoint. Its end is recorded and wakes those who wait, even if it ends in a panic.
struct Renewal {
    shared: Arc<Made<Shared>>,
    result: Result<Token, Error>,
}

impl Renewal {
    fn of(shared: Arc<Made<Shared>>) -> Self {
        Renewal {
            shared,
            result: Err(unfinished()),
        }
    }

    fn run(mut self, fetch: impl FnOnce() -> Result<Token, Error>) -> Result<Arc<Secret<String>>, Error> {
        let result = fetch();
        self.result = result.map_err(|error| error.with_outcome(Outcome::NotSent));
        self.result
            .as_ref()
            .map(|token| token.value.clone())
            .map_err(Error::clone)
    }
}

impl Drop for Renewal {
    fn drop(&mut self) {
        // Forked in the middle of it: the lock is the parent's.
        if !self.shared.is_ours() {
            return;
        }
        let result = std::mem::replace(&mut self.result, Err(unfinished()));
        if let Err(error) = &result {
            // Before the lock: a log sink may make a call.
            log::warn!("omni token: {error}");
        }
        let mut state = self.shared.state();
        match result {
            Ok(token) => {
                state.token = Some(token);
                state.failure = None;
                state.pause_until = None;
            }
            Err(error) => {
                state.failure = Some(error);
                state.pause_until = Some(Instant::now() + PAUSE_AFTER_FAILURE);
            }
        }
        state.renewing = None;
        state.ended += 1;
        drop(state);
        self.shared.renewed.notify_all();
    }
}

fn unfinished() -> Error {
    Error::new(ErrorKind::Internal, "the token renewal did not finish").with_outcome(Outcome::NotSent)
}

#[cfg(test)]
#[path = "token_cache_tests.rs"]
mod tests;
