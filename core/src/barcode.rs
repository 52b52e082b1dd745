//! Where the code is in what a scanner gives.

use std::ops::Range;

/// What a scanner adds before or after a code, as it is set up: line ends, a tab, blanks.
const ADDED: [char; 4] = ['\r', '\n', '\t', ' '];

/// The code alone, without what a scanner adds around it: also without AIM's symbology identifier in front, such as
/// `]C1` or `]Q3`, which no wallet's code begins with.
pub(crate) fn bare(scanned: &str) -> &str {
    scanned.get(place_of_code(scanned)).unwrap_or_default()
}

/// See [`bare`].
pub(crate) fn place_of_code(scanned: &str) -> Range<usize> {
    let end = scanned.trim_end_matches(ADDED).len();
    let mut code = scanned[..end].trim_start_matches(ADDED);
    if let [b']', symbology, modifier, ..] = code.as_bytes()
        && symbology.is_ascii_alphabetic()
        && modifier.is_ascii_alphanumeric()
    {
        code = code[3..].trim_start_matches(ADDED);
    }
    end - code.len()..end
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn what_a_scanner_adds_is_known() {
        for scanned in [
            "IC01",
            "IC01\r\n",
            "\t IC01 ",
            "]C1IC01",
            "]Q3IC01\r",
            " ]e0 IC01",
            "]QRIC01",
        ] {
            assert_eq!(bare(scanned), "IC01", "{scanned:?}");
        }
        // Once, and only what is one.
        for (scanned, code) in [
            ("]C1]C1A", "]C1A"),
            ("]C", "]C"),
            ("]11A", "]11A"),
            ("]C-A", "]C-A"),
            ("A]C1", "A]C1"),
            ("]C1", ""),
            ("]見1A", "]見1A"),
            ("\r\n", ""),
            ("", ""),
        ] {
            assert_eq!(bare(scanned), code, "{scanned:?}");
        }
    }
}
