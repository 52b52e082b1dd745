//! When a token is used, renewed and waited for, without a clock to wait on.

use super::*;

fn state(life: u64, now: Instant) -> State {
    State {
        token: Some(Token::new("t".to_owned(), Duration::from_secs(life), now)),
        ..State::default()
    }
}

fn name(step: Step) -> &'static str {
    match step {
        Step::Use(_) => "use",
        Step::Renew(Some(_)) => "renew early",
        Step::Renew(None) => "renew",
        Step::Wait => "wait",
        Step::Refuse => "refuse",
    }
}

#[test]
fn a_token_is_renewed_an_hour_or_half_its_life_before_its_end() {
    let start = Instant::now();
    let day = 24 * 60 * 60;
    for (life, last_fresh) in [(30 * day, 30 * day - 3600), (3600, 1800), (60, 30)] {
        let state = state(life, start);
        let step = |seconds: u64| name(state.step(None, start + Duration::from_secs(seconds)));
        assert_eq!(step(0), "use");
        assert_eq!(step(last_fresh - 1), "use");
        assert_eq!(step(last_fresh), "renew early");
        assert_eq!(step(life - 1), "renew early");
        assert_eq!(step(life), "renew");
    }
}

#[test]
fn while_one_renews_the_others_use_the_old_token_or_wait() {
    let start = Instant::now();
    let mut state = state(60, start);
    state.renewing = std::thread::spawn(|| std::thread::current().id()).join().ok();
    assert_eq!(name(state.step(None, start + Duration::from_secs(40))), "use");
    assert_eq!(name(state.step(None, start + Duration::from_secs(60))), "wait");
}

#[test]
fn nobody_waits_for_the_renewal_that_is_its_own_work() {
    let start = Instant::now();
    let mut state = state(60, start);
    state.renewing = Some(std::thread::current().id());
    assert_eq!(name(state.step(None, start + Duration::from_secs(40))), "use");
    assert_eq!(name(state.step(None, start + Duration::from_secs(60))), "refuse");
}

#[test]
fn a_child_of_fork_begins_with_the_token_unless_a_thread_of_its_parent_was_busy_with_it() {
    let parent = Shared::default();
    *parent.state() = state(60, Instant::now());
    parent.state().renewing = Some(std::thread::current().id());
    let busy = parent.state();
    assert!(Shared::of_parent(&parent).state().token.is_none());
    drop(busy);
    let child = Shared::of_parent(&parent);
    let state = child.state();
    assert!(state.token.is_some() && state.renewing.is_none());
}

#[test]
fn a_rejected_token_is_not_used_again_but_its_successor_is() {
    let start = Instant::now();
    let state = state(60, start);
    let rejected = state.token.as_ref().map(|token| token.value.clone());
    assert_eq!(name(state.step(rejected.as_ref(), start)), "renew");
    let another = Arc::new(Secret::from("t"));
    assert_eq!(name(state.step(Some(&another), start)), "use");
}

#[test]
fn a_failed_early_renewal_is_not_repeated_at_once_but_a_needed_one_is() {
    let start = Instant::now();
    let mut state = state(60, start);
    state.pause_until = Some(start + Duration::from_secs(90));
    assert_eq!(name(state.step(None, start + Duration::from_secs(40))), "use");
    assert_eq!(name(state.step(None, start + Duration::from_secs(60))), "renew");
}

#[test]
fn a_promise_of_ages_does_not_overflow() {
    let start = Instant::now();
    let token = Token::new("t".to_owned(), Duration::from_secs(u64::MAX), start);
    assert_eq!(token.expires, start + LONGEST_LIFE);
}
