//! Which wallet a scanned code can be of.

use crate::bridge::{output, status_with_error, text};
use crate::failure::{Error, Failure};
use std::ffi::c_char;
use twpos::{ErrorKind, Outcome, bridge};

/// Which wallets a scanned code can be of, as far as one of `providers` can charge them: for a till with one scanner and
/// several wallets. `providers` are the names of those that the till has, with commas between, such as "icash,mypay".
///
/// Gives a JSON list such as [{"name":"line_pay","providers":["mypay"]}]. The names are icash_pay, line_pay, jkopay and
/// twqr; a later version may know more. It goes by the published shapes alone: one answer is no proof, and several are
/// told as several (18 digits that begin with 22 are LINE Pay's or JKOPAY's), for the cashier to ask. Of a shape that is
/// not known the list is empty. What a scanner adds around a code is left out, as in a request.
///
/// Errors: TWPOS_ERROR_INVALID_REQUEST if the code has a character that no code has, or nothing besides what a scanner
/// adds, or if there is no provider of such a name. The error never quotes the code.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_wallets_of(
    scanned: *const c_char,
    providers: *const c_char,
    wallets_json: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (scanned, providers) = unsafe { (text("scanned", scanned)?, text("providers", providers)?) };
        let wallets_json = unsafe { output("wallets_json", wallets_json) }?;
        let names = providers.split(',').map(str::trim).filter(|name| !name.is_empty());
        let wallets = twpos::wallets_of(scanned, &names.collect::<Vec<_>>())?;
        wallets_json.text(serde_json::to_string(&wallets).map_err(not_json)?)
    };
    unsafe { status_with_error(error, work) }
}

fn not_json(_: serde_json::Error) -> Failure {
    bridge::error(ErrorKind::Internal, Outcome::Unknown, "the wallets are not JSON").into()
}
