//! Whether the providers' books say what the till believes.

use super::PARTS;
use crate::failure::Failure;
use crate::output;
use serde_json::{Map, Value};
use twpos::PROVIDERS;

/// Prints both, and says whether they agree.
pub(super) fn check(ledger: &Value) -> Result<bool, Failure> {
    let mut agrees = true;
    output::line("\nThe sandbox's ledger, in NT$:")?;
    for (provider, part) in PROVIDERS.iter().zip(PARTS) {
        let theirs = &ledger[provider]["totals"];
        for (name, amount) in part.totals {
            let remark = match theirs[name] == *amount {
                true => String::new(),
                false => format!("   <- the sandbox has {}", theirs[name]),
            };
            output::line(format_args!("  {provider:<6} {name:<16} {amount:>5}{remark}"))?;
        }
        let ours: Map<String, Value> = part
            .totals
            .iter()
            .map(|(name, amount)| ((*name).to_owned(), (*amount).into()))
            .collect();
        agrees &= theirs.as_object() == Some(&ours);
    }
    output::line(match agrees {
        true => "The till's view and the ledgers agree: every unknown payment was found and given back.",
        false => "The till's view and the ledgers DISAGREE.",
    })?;
    Ok(agrees)
}
