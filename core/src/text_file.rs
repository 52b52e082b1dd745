//! Reads text that a person's editor or shell has written.
//!
//! What is wrong is said without the path and without a word of the text: in a setting that should name a file,
//! either may be the secret itself.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use zeroize::Zeroizing;

/// Longer than any configuration, key, list of certificates or request is.
pub const LONGEST: u64 = 1024 * 1024;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The text of a regular file that holds a key, certificates or another secret: for a path that stands in a setting.
/// A pipe or a device there could keep a till waiting for ever.
///
/// # Errors
/// What is wrong with the file, in words, without its path.
pub fn read_regular(path: &Path) -> Result<String, String> {
    read_regular_bytes(path).and_then(decode_key)
}

/// The text of a configuration: as [`read_regular`], and UTF-8 as a whole.
///
/// # Errors
/// What is wrong with the file, in words, without its path.
pub fn read_configuration(path: &Path) -> Result<String, String> {
    read_regular_bytes(path).and_then(decode)
}

fn read_regular_bytes(path: &Path) -> Result<Zeroizing<Vec<u8>>, String> {
    let metadata = fs::metadata(path).map_err(|error| in_words(&error))?;
    if metadata.is_dir() {
        return Err("it is a folder, not a file".to_owned());
    }
    if !metadata.is_file() {
        return Err("it is a pipe or a device; only regular files are read".to_owned());
    }
    read_bytes(path)
}

/// What a path leads to, such as `/dev/stdin`, as it stands there: for a path that the caller gave.
///
/// # Errors
/// What is wrong with it, in words, without its path.
pub fn read_bytes(path: &Path) -> Result<Zeroizing<Vec<u8>>, String> {
    let file = File::open(path).map_err(|error| in_words(&error))?;
    read_bytes_from(file)
}

/// All that is left in a reader, unless it is longer than [`LONGEST`].
///
/// # Errors
/// What is wrong with it, in words.
pub fn read_bytes_from(reader: impl Read) -> Result<Zeroizing<Vec<u8>>, String> {
    let mut bytes = Zeroizing::new(Vec::new());
    let read = reader.take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| in_words(&error))?;
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= LONGEST => Ok(bytes),
        _ => Err("it is larger than 1 MiB".to_owned()),
    }
}

/// UTF-8 text without the byte order mark that some editors put before it.
///
/// # Errors
/// What the bytes seem to be instead, and what to do.
pub fn decode(mut bytes: Zeroizing<Vec<u8>>) -> Result<String, String> {
    if looks_like_utf16(&bytes) {
        return Err("it is in UTF-16, which Windows also calls Unicode; save it as UTF-8".to_owned());
    }
    if bytes.contains(&0) && !is_der(&bytes) {
        return Err("it holds NUL bytes, so it is binary, damaged or in UTF-32; save it as text in UTF-8".to_owned());
    }
    let mut text = String::from_utf8(std::mem::take(&mut bytes)).map_err(|error| {
        let bytes = Zeroizing::new(error.into_bytes());
        match is_der(&bytes) {
            true => "it is in binary DER form; convert it to PEM (`twpos keys inspect FILE` says how)".to_owned(),
            false => "it is not in UTF-8 but perhaps in Big5; save it as UTF-8".to_owned(),
        }
    })?;
    while text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len());
    }
    Ok(text)
}

/// As [`decode`], for keys and certificates: PEM is found among text of any encoding, such as the names that
/// `openssl pkcs12` writes above a key.
///
/// # Errors
/// As [`decode`].
pub fn decode_key(bytes: Zeroizing<Vec<u8>>) -> Result<String, String> {
    const PEM: &[u8] = b"-----BEGIN ";
    if !bytes.windows(PEM.len()).any(|window| window == PEM) {
        return decode(bytes);
    }
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    // Files that were joined have one before each part.
    text.retain(|c| !BYTE_ORDER_MARK.contains(c));
    Ok(text)
}

/// Whether this begins as keys and certificates in binary form do: with a long ASN.1 sequence.
pub fn is_der(bytes: &[u8]) -> bool {
    matches!(bytes, [0x30, 0x81..=0x84, ..])
}

/// By its byte order mark; or since every other byte of many is NUL, as in Latin letters.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let has_mark = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) && !bytes.starts_with(b"\xff\xfe\0\0");
    let nuls = |start: usize| bytes.iter().skip(start).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    has_mark || (even.min(odd) == 0 && even.max(odd) * 4 >= bytes.len() && !bytes.is_empty())
}

fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "this account is not allowed to read it".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
        kind => format!("it cannot be read ({kind})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<String, String> {
        decode(Zeroizing::new(bytes.to_vec()))
    }

    #[test]
    fn a_byte_order_mark_is_skipped_and_other_encodings_are_named() {
        assert_eq!(text("\u{feff}[icash]".as_bytes()).unwrap(), "[icash]");
        assert_eq!(text("\u{feff}\u{feff}x".as_bytes()).unwrap(), "x");
        assert_eq!(text("見晴".as_bytes()).unwrap(), "見晴");
        assert_eq!(text(b"").unwrap(), "");
        let little: Vec<u8> = "[icash] # 見晴".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "[icash] # 見晴".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            [b"\xff\xfe".as_slice(), &little].concat(),
            [b"\xfe\xff".as_slice(), &big].concat(),
            little,
            big,
        ] {
            let problem = text(&bytes).unwrap_err();
            assert!(
                problem.contains("UTF-16") && problem.contains("save it as UTF-8"),
                "{problem}"
            );
        }
        let utf32: Vec<u8> = "[icash]".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        for bytes in [
            b"[icash]\0\n".to_vec(),
            utf32.clone(),
            [b"\xff\xfe\0\0".as_slice(), &utf32].concat(),
            b"\x1e\xf1\xb5\xb0\0\0\0\0\x02\0\0\0\0\0\0\0".to_vec(),
        ] {
            let problem = text(&bytes).unwrap_err();
            assert!(problem.contains("NUL bytes") && problem.contains("UTF-8"), "{problem}");
        }
        // 見晴 in Big5.
        let problem = text(b"# \xa8\xa3\xb4\xb8\n[icash]\n").unwrap_err();
        assert!(
            problem.contains("Big5") && problem.contains("save it as UTF-8"),
            "{problem}"
        );
        let pem = decode_key(Zeroizing::new(b"# \xa8\xa3\xb4\xb8\n-----BEGIN X-----\n".to_vec()));
        assert!(pem.unwrap().ends_with("-----BEGIN X-----\n"));
        let problem = text(b"\x30\x82\x04\xa4\x02\x01\x00\x02").unwrap_err();
        assert!(problem.contains("DER") && problem.contains("PEM"), "{problem}");
    }

    #[test]
    fn what_has_no_end_is_not_read_to_it() {
        assert_eq!(
            read_bytes_from(io::repeat(b'x')).unwrap_err(),
            "it is larger than 1 MiB"
        );
        let longest = read_bytes_from(io::repeat(b'x').take(LONGEST)).unwrap();
        assert_eq!(u64::try_from(longest.len()).unwrap(), LONGEST);
    }
}
