//! Which wallet a scanned code can be of, by the shape of what each wallet shows, and which provider charges it.
//!
//! A wallet's shape stands here, since several providers may charge one wallet; which they are, each provider's folder
//! says in its `WALLETS`. What is known of the shapes is in docs/protocol.md, "Which wallet a scanned code is of".

use crate::error::Error;
use crate::providers::{PROVIDERS, no_provider};
use crate::{each_provider, scan};
use serde::Serialize;

/// A wallet that a scanned code can be of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Wallet {
    /// `icash_pay`, `line_pay`, `jkopay` or `twqr`. A later version may know more.
    pub name: &'static str,
    /// Those of the providers asked for that can charge it, in the order of [`PROVIDERS`]; at least one.
    pub providers: Vec<&'static str>,
}

/// A wallet whose codes have a published shape.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `IC` and 16 letters or digits.
    IcashPay,
    /// 18 digits.
    LinePay,
    /// `22` and 16 letters or digits.
    Jkopay,
    /// 22 letters or digits, a digit first.
    Twqr,
}

impl Kind {
    const ALL: [Kind; 4] = [Kind::IcashPay, Kind::LinePay, Kind::Jkopay, Kind::Twqr];

    fn name(self) -> &'static str {
        match self {
            Kind::IcashPay => "icash_pay",
            Kind::LinePay => "line_pay",
            Kind::Jkopay => "jkopay",
            Kind::Twqr => "twqr",
        }
    }

    /// Exactly: what only resembles a shape is of a wallet that is not known here.
    fn shows(self, code: &str) -> bool {
        let is_plain = code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_digit = |byte: u8| byte.is_ascii_digit();
        is_plain
            && match self {
                Kind::IcashPay => code.len() == 18 && code.starts_with("IC"),
                Kind::LinePay => code.len() == 18 && code.bytes().all(is_digit),
                Kind::Jkopay => code.len() == 18 && code.starts_with("22"),
                Kind::Twqr => code.len() == 22 && code.bytes().next().is_some_and(is_digit),
            }
    }
}

macro_rules! charged {
    ($($provider:ident $Name:ident,)*) => {
        /// The wallets that each provider charges.
        const CHARGED: [(&str, &[Kind]); PROVIDERS.len()] = [$((stringify!($provider), crate::$provider::WALLETS)),*];
    };
}
each_provider!(charged);

/// The wallets that a scanned code can be of, as far as one of `providers` can charge them: for a till with one scanner
/// and several wallets. `providers` are the names of those that the till has, such as
/// [`configured_providers`](crate::configured_providers) gives.
///
/// It goes by the published shapes alone and knows no wallet's mind: one answer is no proof, and several are told as
/// several (18 digits that begin with 22 are LINE Pay's or JKOPAY's), for the cashier to ask. Of a shape that is not
/// known the answer is empty. What a scanner adds around a code is left out, as in a request. (docs/protocol.md, "Which
/// wallet a scanned code is of".)
///
/// ```
/// let wallets = twpos::wallets_of("IC0123456789ABCDEF\r\n", &["icash", "mypay"])?;
/// assert_eq!((wallets[0].name, &wallets[0].providers[..]), ("icash_pay", &["icash"][..]));
/// # Ok::<(), twpos::Error>(())
/// ```
///
/// # Errors
/// `invalid_request` if the code has a character that no code has, or nothing besides what a scanner adds, or if there
/// is no provider of such a name. The error never quotes the code.
pub fn wallets_of(scanned: &str, providers: &[impl AsRef<str>]) -> Result<Vec<Wallet>, Error> {
    let code = scan::checked("scanned", scanned)?;
    let is_asked = |name: &str| providers.iter().any(|provider| provider.as_ref() == name);
    if !providers.iter().all(|provider| PROVIDERS.contains(&provider.as_ref())) {
        return Err(no_provider());
    }
    let wallet = |kind: Kind| {
        let charge =
            |(provider, kinds): (_, &[Kind])| (is_asked(provider) && kinds.contains(&kind)).then_some(provider);
        Wallet {
            name: kind.name(),
            providers: CHARGED.into_iter().filter_map(charge).collect(),
        }
    };
    let shown = Kind::ALL.into_iter().filter(|kind| kind.shows(code)).map(wallet);
    Ok(shown.filter(|wallet| !wallet.providers.is_empty()).collect())
}
