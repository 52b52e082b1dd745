//! Which wallet a scanned code can be of.

use crate::failure::guarded;
use napi_derive::napi;
use twpos::{ErrorKind, Outcome, bridge};
use zeroize::Zeroizing;

/// Gives a list as JSON text.
#[napi]
pub(crate) fn wallets_of(scanned: String, providers: Vec<String>) -> napi::Result<String> {
    let scanned = Zeroizing::new(scanned);
    guarded(|| {
        let wallets = twpos::wallets_of(&scanned, &providers)?;
        serde_json::to_string(&wallets)
            .map_err(|_| bridge::error(ErrorKind::Internal, Outcome::Unknown, "the wallets are not JSON"))
    })
}
