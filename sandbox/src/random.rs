//! Random texts in the shapes that the providers issue.

const ALPHANUMERIC: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Bytes from the system's generator.
pub(crate) fn bytes(len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    // AWS-LC aborts the process rather than report a failure of its generator, so there is none to handle.
    let _ = aws_lc_rs::rand::fill(&mut bytes);
    bytes
}

/// ASCII letters and digits.
pub(crate) fn alphanumeric(len: usize) -> String {
    // 248 is four times 62: dropping the rest keeps every character equally likely.
    let letters = std::iter::repeat_with(|| bytes(len))
        .flatten()
        .filter(|byte| *byte < 248)
        .map(|byte| char::from(ALPHANUMERIC[usize::from(byte) % ALPHANUMERIC.len()]));
    letters.take(len).collect()
}

/// A six-digit number, as key ids are.
pub(crate) fn key_id() -> u64 {
    let number = bytes(8)
        .into_iter()
        .fold(0_u64, |number, byte| (number << 8) | u64::from(byte));
    100_000 + number % 900_000
}
