//! Whether the providers' books say what the till believes.

use crate::failure::Failure;
use crate::output;
use serde_json::{Value, json};

/// What the walks did, in New Taiwan dollars.
fn expected() -> Value {
    json!({
        "icash": {
            "paid": 120 + 80 + 200 + 200,
            "refunded": 120,
            "cancelled": 80 + 200 + 200,
            "topped_up": 500 + 300,
            "top_up_refunded": 500,
            "top_up_cancelled": 300,
        },
        "mypay": {
            "paid": 900 + 150 + 200,
            "refunded": 900 + 200,
            "cancelled": 0,
        },
        "omni": {
            "paid": 229 + 200 + 200,
            "refunded": 200,
            "cancelled": 200,
        },
    })
}

/// Prints both, and says whether they agree.
pub(super) fn check(ledger: &Value) -> Result<bool, Failure> {
    let expected = expected();
    let mut agrees = true;
    output::line("\nThe sandbox's ledger, in NT$:")?;
    for (provider, totals) in expected.as_object().into_iter().flatten() {
        let theirs = &ledger[provider]["totals"];
        for (name, amount) in totals.as_object().into_iter().flatten() {
            let remark = match &theirs[name] == amount {
                true => String::new(),
                false => format!("   <- the sandbox has {}", theirs[name]),
            };
            output::line(format_args!("  {provider:<6} {name:<16} {amount:>5}{remark}"))?;
        }
        agrees &= theirs == totals;
    }
    output::line(match agrees {
        true => "The till's view and the ledgers agree: every unknown payment was found and given back.",
        false => "The till's view and the ledgers DISAGREE.",
    })?;
    Ok(agrees)
}
