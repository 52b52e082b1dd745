//! A call that is ended by a signal: whoever waits for it still hears what is known, and under which reference.

use crate::failure::{Failure, UNKNOWN, exit_status};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use twpos::{ErrorKind, Outcome, bridge};

/// How far the one call of this process is.
#[derive(Debug)]
enum Progress {
    /// Nothing can have left yet.
    NotBegun,
    /// From here on, something may have left.
    Begun,
    /// What became of it is known, and is being told.
    Ended,
}

static CALL: Mutex<(Progress, Option<String>)> = Mutex::new((Progress::NotBegun, None));

fn call() -> MutexGuard<'static, (Progress, Option<String>)> {
    CALL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `handler` at each SIGINT, SIGTERM and SIGHUP from now on, but at none that this process was started to
/// ignore, as nohup does with SIGHUP.
pub(crate) fn on_signal(handler: impl FnMut() + Send + 'static) -> Result<(), ctrlc::Error> {
    #[cfg(unix)]
    let ignored = inherited::ignored();
    ctrlc::set_handler(handler)?;
    #[cfg(unix)]
    for signal in ignored {
        let _ = inherited::ignore(signal);
    }
    Ok(())
}

#[cfg(unix)]
mod inherited {
    use nix::sys::signal::{SigHandler, SigSet, Signal, signal};

    /// Those of the three that are ignored now.
    pub(super) fn ignored() -> Vec<Signal> {
        let mut signals = vec![Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP];
        // To ask is to ignore it for a moment, in which one that comes is kept waiting.
        let held: SigSet = signals.iter().copied().collect();
        let is_held = held.thread_block();
        signals.retain(|wanted| match ignore(*wanted) {
            Ok(SigHandler::SigIgn) => true,
            Ok(before) => {
                // SAFETY: `before` is what the system itself gave back for this signal.
                let _ = unsafe { signal(*wanted, before) };
                false
            }
            Err(_) => false,
        });
        if is_held.is_ok() {
            let _ = held.thread_unblock();
        }
        signals
    }

    /// Gives what was done before.
    pub(super) fn ignore(wanted: Signal) -> nix::Result<SigHandler> {
        // SAFETY: to ignore a signal runs no code.
        unsafe { signal(wanted, SigHandler::SigIgn) }
    }
}

/// From now on SIGINT, SIGTERM and SIGHUP end the process with an error object and its exit status.
pub(crate) fn watch() -> crate::Result {
    on_signal(stop).map_err(|_| {
        let detail =
            "nothing was sent: this system lets twpos wait for no signal, and a call that is killed must not be silent";
        Failure::of_call(ErrorKind::Internal, Outcome::NotSent, detail)
    })
}

/// The call is about this transaction.
pub(crate) fn is_about(reference: Option<String>) {
    call().1 = reference;
}

/// The reference, for errors that are not the call's own.
pub(crate) fn reference() -> Option<String> {
    call().1.clone()
}

/// Whatever is known of the call before its own result: that it was not sent, or not even that.
pub(crate) fn outcome() -> Outcome {
    match call().0 {
        Progress::NotBegun => Outcome::NotSent,
        Progress::Begun | Progress::Ended => Outcome::Unknown,
    }
}

/// Something may leave from now on. If a signal came before, this does not return.
pub(crate) fn begin() {
    call().0 = Progress::Begun;
}

/// The result is there, and no signal may put another one beside it.
pub(crate) fn end() {
    call().0 = Progress::Ended;
}

fn stop() {
    // Held until the process ends, so that the call can neither begin nor tell its own result any more.
    let call = call();
    let (outcome, detail) = match call.0 {
        Progress::NotBegun => (Outcome::NotSent, "stopped by a signal before anything was sent"),
        Progress::Begun => (
            Outcome::Unknown,
            "stopped by a signal while the call was in flight: whether it was carried out is not known",
        ),
        // The answer is on its way out.
        Progress::Ended => return end_soon(UNKNOWN),
    };
    let error = bridge::about(bridge::error(ErrorKind::Timeout, outcome, detail), || call.1.clone());
    end_soon(exit_status(&error));
    std::process::exit(Failure::Call(error).report().into());
}

/// Ends the process even if nobody reads what it has to say.
fn end_soon(status: u8) {
    let end = move || {
        std::thread::sleep(Duration::from_secs(2));
        std::process::exit(status.into());
    };
    // Where there is no thread to be had, it ends when it has said it.
    let _ = std::thread::Builder::new().spawn(end);
}
