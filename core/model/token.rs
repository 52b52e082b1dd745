//! OMNI's token under every order that shuttle finds for the steps of its threads: one of them at a time is at the
//! endpoint, a rejected token is never sent again by who knows of it, nobody waits for ever, and a child of `fork` waits
//! for nothing of its parent's.

use error::{Error, ErrorKind, Outcome};
use shuttle::rand::{Rng, thread_rng};
use shuttle::sync::Mutex;
use shuttle::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use shuttle::thread;
use std::sync::Arc;
use std::time::Duration;
use sync::{CHILD, Instant, PARENT, PROCESS};
use token_cache::{Token, TokenCache};

#[path = "../src/process.rs"]
mod process;
#[path = "../src/omni/token_cache.rs"]
mod token_cache;

/// A token, so far as the cache knows it.
mod crypto {
    #[derive(Debug)]
    pub(crate) struct Secret<T>(T);

    impl<T> Secret<T> {
        pub(crate) fn new(value: T) -> Self {
            Secret(value)
        }

        pub(crate) fn expose(&self) -> &T {
            &self.0
        }
    }
}

/// An error, so far as the cache knows it.
mod error {
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum ErrorKind {
        Connect,
        Internal,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Outcome {
        NotSent,
        Unknown,
    }

    #[derive(Debug, Clone)]
    pub(crate) struct Error(pub(crate) ErrorKind, pub(crate) Outcome);

    impl Error {
        pub(crate) fn new(kind: ErrorKind, _: &str) -> Self {
            Error(kind, Outcome::Unknown)
        }

        pub(crate) fn with_outcome(self, outcome: Outcome) -> Self {
            Error(self.0, outcome)
        }
    }

    impl std::fmt::Display for Error {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{self:?}")
        }
    }
}

/// What `src/sync.rs` gives, of shuttle's parts.
mod sync {
    use shuttle::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
    pub(crate) use shuttle::sync::{Condvar, Mutex, MutexGuard};
    pub(crate) use shuttle::thread::{ThreadId, current as current_thread};
    use std::cell::Cell;
    use std::time::Duration;

    pub(crate) const PARENT: u32 = 1;
    pub(crate) const CHILD: u32 = 2;

    shuttle::thread_local! {
        /// The process that this thread runs in.
        pub(crate) static PROCESS: Cell<u32> = Cell::new(PARENT);
    }

    shuttle::lazy_static! {
        /// Seconds.
        pub(crate) static ref CLOCK: AtomicU64 = AtomicU64::new(0);
        /// Whether the process has forked.
        static ref FORKED: AtomicBool = AtomicBool::new(false);
        static ref CHILD_HAS_ENDED: Mutex<bool> = Mutex::new(false);
        static ref CHILD_ENDS: Condvar = Condvar::new();
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) struct Instant(Duration);

    impl Instant {
        /// The cache looks at the clock with the lock held, so that a thread may be left behind there.
        pub(crate) fn now() -> Self {
            left_behind();
            Instant(Duration::from_secs(CLOCK.load(SeqCst)))
        }
    }

    impl std::ops::Add<Duration> for Instant {
        type Output = Instant;

        fn add(self, duration: Duration) -> Instant {
            Instant(self.0 + duration)
        }
    }

    pub(crate) fn process_id() -> u32 {
        left_behind();
        PROCESS.with(Cell::get)
    }

    /// From here on, the parent's threads take no step until the child has ended; in the child's copy of the memory
    /// there are none.
    pub(crate) fn fork() {
        FORKED.store(true, SeqCst);
        PROCESS.with(|own| own.set(CHILD));
    }

    pub(crate) fn has_forked() -> bool {
        FORKED.load(SeqCst)
    }

    pub(crate) fn child_ends() {
        *CHILD_HAS_ENDED.lock().unwrap() = true;
        CHILD_ENDS.notify_all();
    }

    /// Where a thread may be when another one forks.
    pub(crate) fn left_behind() {
        if PROCESS.with(Cell::get) == PARENT && has_forked() {
            let mut has_ended = CHILD_HAS_ENDED.lock().unwrap();
            while !*has_ended {
                has_ended = CHILD_ENDS.wait(has_ended).unwrap();
            }
        }
    }
}

const HOUR: Duration = Duration::from_secs(60 * 60);
/// Fresh for one hour, and good for another.
const LIFE: Duration = Duration::from_secs(2 * 60 * 60);

type Bearer = Arc<crypto::Secret<String>>;

/// A token endpoint, and the gateway that takes its tokens.
#[derive(Default)]
struct Provider {
    cache: TokenCache,
    visits: AtomicUsize,
    /// By the parent, by the child.
    is_visited: [AtomicBool; 2],
    may_fail: AtomicBool,
    rejected: Mutex<Vec<String>>,
}

impl Provider {
    fn fetch(&self) -> Result<Token, Error> {
        let process = sync::process_id();
        let is_visited = &self.is_visited[usize::from(process == CHILD)];
        let was_visited = is_visited.swap(true, SeqCst);
        // The child has taken the cache of the parent, which therefore has two of them when it goes on.
        let has_two = process == PARENT && sync::has_forked();
        assert!(!was_visited || has_two, "two at the endpoint");
        let visit = self.visits.fetch_add(1, SeqCst);
        thread::yield_now();
        sync::left_behind();
        is_visited.store(false, SeqCst);
        if self.may_fail.load(SeqCst) && thread_rng().gen_bool(0.5) {
            return Err(Error::new(ErrorKind::Connect, ""));
        }
        Ok(Token::new(visit.to_string(), LIFE, Instant::now()))
    }

    fn token(&self, rejected: Option<&Bearer>) -> Result<Bearer, Error> {
        self.cache.token(rejected, &|| self.fetch())
    }

    fn visits(&self) -> usize {
        self.visits.load(SeqCst)
    }

    /// From now on the gateway answers this token with 401.
    fn reject(&self, token: &Bearer) {
        self.rejected.lock().unwrap().push(token.expose().clone());
    }

    fn accepts(&self, token: &Bearer) -> bool {
        !self.rejected.lock().unwrap().contains(token.expose())
    }

    /// As `client.rs` pays: once more with another token after a 401.
    fn pay(&self) {
        let token = self.token(None).expect("a token");
        if !self.accepts(&token) {
            let another = self.token(Some(&token)).expect("another token");
            assert!(self.accepts(&another), "a rejected token was sent again");
        }
    }

    fn ask(&self) {
        self.token(None).expect("a token");
    }

    /// Tries until there is a token.
    fn insist(&self) {
        while let Err(error) = self.token(None) {
            assert_eq!((error.0, error.1), (ErrorKind::Connect, Outcome::NotSent));
        }
    }

    /// A log sink pays in the middle of the renewal.
    fn fetch_with_a_sink(&self) {
        let fetch = || {
            let error = self.token(None).expect_err("there is none yet");
            assert_eq!((error.0, error.1), (ErrorKind::Internal, Outcome::NotSent));
            self.fetch()
        };
        self.cache.token(None, &fetch).expect("a token");
    }

    /// As `client.rs` refunds: never twice.
    fn refund(&self) {
        let token = self.token(None).expect("a token");
        if !self.accepts(&token) {
            self.cache.forget(&token);
        }
    }
}

/// Runs each of these on a thread of its own, of this process.
fn at_once<const N: usize>(provider: &Arc<Provider>, work: [fn(&Provider); N]) {
    let process = sync::process_id();
    let threads = work.map(|work| {
        let provider = provider.clone();
        thread::spawn(move || {
            PROCESS.with(|own| own.set(process));
            work(&provider);
        })
    });
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

fn one_fetches_for_all() {
    let provider = Arc::<Provider>::default();
    at_once(&provider, [Provider::pay; 3]);
    assert_eq!(provider.visits(), 1);
}

fn a_rejected_token_is_renewed_once() {
    let provider = Arc::<Provider>::default();
    provider.reject(&provider.token(None).unwrap());
    at_once(&provider, [Provider::pay; 3]);
    assert_eq!(provider.visits(), 2);
}

fn a_refund_leaves_the_renewal_to_the_next() {
    let provider = Arc::<Provider>::default();
    provider.reject(&provider.token(None).unwrap());
    at_once(
        &provider,
        [Provider::refund, Provider::refund, Provider::pay, Provider::pay],
    );
    provider.pay();
    assert_eq!(provider.visits(), 2, "the new token was given up for the old one");
}

fn an_ended_token_is_renewed_once() {
    let provider = Arc::<Provider>::default();
    let ended = provider.token(None).unwrap();
    sync::CLOCK.fetch_add(LIFE.as_secs(), SeqCst);
    provider.reject(&ended);
    at_once(&provider, [Provider::ask; 3]);
    assert!(provider.accepts(&provider.token(None).unwrap()));
    assert_eq!(provider.visits(), 2);
}

fn an_early_renewal_costs_nobody_the_token() {
    let provider = Arc::<Provider>::default();
    provider.token(None).unwrap();
    provider.may_fail.store(true, SeqCst);
    sync::CLOCK.fetch_add(HOUR.as_secs(), SeqCst);
    at_once(&provider, [Provider::ask; 3]);
    assert_eq!(provider.visits(), 2, "tried again at once");
}

fn a_failure_reaches_all_who_wait_and_the_next_try_again() {
    let provider = Arc::<Provider>::default();
    provider.may_fail.store(true, SeqCst);
    at_once(&provider, [Provider::insist; 3]);
}

fn a_success_ends_the_failure() {
    let provider = Arc::<Provider>::default();
    provider.may_fail.store(true, SeqCst);
    while let Ok(token) = provider.token(None) {
        provider.cache.forget(&token);
    }
    provider.may_fail.store(false, SeqCst);
    at_once(&provider, [Provider::pay; 3]);
}

fn nobody_waits_for_itself() {
    let provider = Arc::<Provider>::default();
    provider.fetch_with_a_sink();
    assert_eq!(provider.visits(), 1);
    let provider = Arc::<Provider>::default();
    at_once(&provider, [Provider::fetch_with_a_sink, Provider::pay]);
    assert_eq!(provider.visits(), 1);
}

/// One thread forks at any time; the child has threads of its own.
fn a_child_waits_for_nothing_of_its_parents() {
    let provider = Arc::<Provider>::default();
    provider.reject(&provider.token(None).unwrap());
    let parents = provider.clone();
    let parents = thread::spawn(move || at_once(&parents, [Provider::pay, Provider::refund]));
    sync::fork();
    at_once(&provider, [Provider::ask; 2]);
    sync::child_ends();
    parents.join().unwrap();
}

fn main() {
    let checks: [(&str, fn()); 9] = [
        ("one fetches for all", one_fetches_for_all),
        ("a rejected token is renewed once", a_rejected_token_is_renewed_once),
        (
            "a refund leaves the renewal to the next",
            a_refund_leaves_the_renewal_to_the_next,
        ),
        ("an ended token is renewed once", an_ended_token_is_renewed_once),
        (
            "an early renewal costs nobody the token",
            an_early_renewal_costs_nobody_the_token,
        ),
        (
            "a failure reaches all who wait, and the next try again",
            a_failure_reaches_all_who_wait_and_the_next_try_again,
        ),
        ("a success ends the failure", a_success_ends_the_failure),
        ("nobody waits for itself", nobody_waits_for_itself),
        (
            "a child waits for nothing of its parent's",
            a_child_waits_for_nothing_of_its_parents,
        ),
    ];
    for (name, check) in checks {
        println!("{name}");
        shuttle::check_random(check, 300);
        // Few changes of the thread, at the worst moments.
        shuttle::check_pct(check, 300, 3);
    }
}
