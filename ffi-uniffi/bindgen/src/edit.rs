//! Changes to text that uniffi wrote. Each fails, naming the text, where uniffi no longer writes what is to be changed:
//! a change that is skipped in silence would be missed by whoever uses the package.

/// Replaces what is there once.
pub(crate) fn once(text: &str, from: &str, to: &str) -> Result<String, String> {
    times(1, text, from, to)
}

/// Replaces what is there so many times.
pub(crate) fn times(count: usize, text: &str, from: &str, to: &str) -> Result<String, String> {
    same(from, text.matches(from).count(), count)?;
    Ok(text.replace(from, to))
}

/// Replaces what is there at least once.
pub(crate) fn every(text: &str, from: &str, to: &str) -> Result<String, String> {
    match text.contains(from) {
        true => Ok(text.replace(from, to)),
        false => Err(format!("uniffi no longer writes: {from}")),
    }
}

/// Fails unless `text`, or a change of it, is there as often as something else that uniffi wrote shows that it must be.
pub(crate) fn same(text: &str, found: usize, expected: usize) -> Result<(), String> {
    match found == expected && expected > 0 {
        true => Ok(()),
        false => Err(format!("uniffi wrote this {found} times and not {expected}: {text}")),
    }
}
