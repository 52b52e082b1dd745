//! Which wallet a scanned code can be of.

use crate::error::{TwposError, guarded_quietly};
use twpos::Error;
use zeroize::Zeroizing;

/// A wallet that a scanned code can be of.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Wallet {
    /// `icash_pay`, `line_pay`, `jkopay` or `twqr`. A later version may know more.
    pub name: String,
    /// Those of the providers asked for that can charge it; at least one.
    pub providers: Vec<String>,
}

/// The wallets that a scanned code can be of, as far as one of `providers` can charge them: for a till with one scanner
/// and several wallets. `providers` are the names of those that the till has, such as `icash`.
///
/// It goes by the published shapes alone: one answer is no proof, and several are told as several (18 digits that begin
/// with 22 are LINE Pay's or JKOPAY's), for the cashier to ask. Of a shape that is not known the answer is empty. What a
/// scanner adds around a code is left out, as in a request.
///
/// Fails with `InvalidRequest` if the code has a character that no code has, or nothing besides what a scanner adds, or
/// if there is no provider of such a name. The error never quotes the code.
#[uniffi::export]
pub fn wallets_of(scanned: String, providers: Vec<String>) -> Result<Vec<Wallet>, TwposError> {
    let scanned = Zeroizing::new(scanned);
    guarded_quietly(|| {
        let wallets = twpos::wallets_of(&scanned, &providers)?;
        let wallets = wallets.into_iter().map(|wallet| Wallet {
            name: wallet.name.to_owned(),
            providers: wallet.providers.into_iter().map(str::to_owned).collect(),
        });
        Ok::<_, Error>(wallets.collect())
    })
}
