use std::fmt;
use zeroize::Zeroize;

/// A value that is wiped from memory when dropped and prints as `[redacted]`.
///
/// It stands in a box, since moving a value leaves a copy where it was.
///
/// It has no `Display`, `Serialize` or `Deref`: every place that needs the value writes
/// [`expose`](Secret::expose), so that a search for that word finds them all.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret<T: Zeroize>(Box<T>);

impl<T: Zeroize> Secret<T> {
    /// Takes the value in.
    pub fn new(value: T) -> Self {
        Secret(Box::new(value))
    }

    /// The value itself. Never print, log or store what this returns.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<const N: usize> Secret<[u8; N]> {
    /// Copies bytes in, by no way over the stack.
    pub(super) fn copy_of(bytes: &[u8; N]) -> Self {
        let mut secret = Secret::new([0; N]);
        secret.0.copy_from_slice(bytes);
        secret
    }
}

impl From<&str> for Secret<String> {
    fn from(value: &str) -> Self {
        Secret::new(value.to_owned())
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_value() {
        assert_eq!(format!("{:?}", Secret::from("CANARY")), "[redacted]");
    }
}
