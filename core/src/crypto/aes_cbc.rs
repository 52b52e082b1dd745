use super::{Secret, on_wiped_stack, random_bytes};
use crate::error::{Error, ErrorKind};
use aes::Aes256;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::Pkcs7};

/// An AES-256 key: 32 ASCII characters as the providers issue them, used directly as 32 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AesKey(Secret<[u8; 32]>);

/// A CBC initialisation vector: 16 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AesIv(Secret<[u8; 16]>);

impl AesKey {
    /// Takes the issued text as the key.
    ///
    /// # Errors
    /// `key` if the text is not exactly 32 ASCII characters.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        ascii_bytes(text, "AES key").map(|bytes| AesKey(Secret::copy_of(bytes)))
    }

    /// AES-256-CBC with PKCS#7 padding.
    pub fn encrypt(&self, iv: &AesIv, plaintext: &[u8]) -> Vec<u8> {
        on_wiped_stack(|| {
            cbc::Encryptor::<Aes256>::new(self.0.expose().into(), iv.0.expose().into())
                .encrypt_padded_vec::<Pkcs7>(plaintext)
        })
    }

    /// The reverse of [`encrypt`](AesKey::encrypt); `None` if length or padding is wrong.
    ///
    /// Verify a signature before calling this: CBC by itself authenticates nothing.
    pub fn decrypt(&self, iv: &AesIv, ciphertext: &[u8]) -> Option<Vec<u8>> {
        on_wiped_stack(|| {
            cbc::Decryptor::<Aes256>::new(self.0.expose().into(), iv.0.expose().into())
                .decrypt_padded_vec::<Pkcs7>(ciphertext)
                .ok()
        })
    }

    /// The vector followed by the ciphertext, for providers whose messages carry their vector.
    pub fn encrypt_prefixed(&self, iv: &AesIv, plaintext: &[u8]) -> Vec<u8> {
        let mut message = iv.0.expose().to_vec();
        message.extend(self.encrypt(iv, plaintext));
        message
    }

    /// The reverse of [`encrypt_prefixed`](AesKey::encrypt_prefixed); `None` for every failure alike.
    pub fn decrypt_prefixed(&self, message: &[u8]) -> Option<Vec<u8>> {
        let (iv, ciphertext) = message.split_first_chunk()?;
        self.decrypt(&AesIv::from_bytes(*iv), ciphertext)
    }

    /// The issued text again, to save a credential. Never print it.
    pub(crate) fn expose_text(&self) -> &str {
        std::str::from_utf8(self.0.expose()).unwrap_or_default()
    }
}

impl AesIv {
    /// Takes 16 bytes as the vector.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        AesIv(Secret::new(bytes))
    }

    /// A fresh vector from the operating system's randomness, for one message only.
    ///
    /// # Errors
    /// `internal` if the operating system has no randomness to give.
    pub fn random() -> Result<Self, Error> {
        random_bytes().map(Self::from_bytes)
    }

    /// Takes the issued text as the vector.
    ///
    /// # Errors
    /// `key` if the text is not exactly 16 ASCII characters.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        ascii_bytes(text, "AES IV").map(|bytes| AesIv(Secret::copy_of(bytes)))
    }

    /// The issued text again, to save a credential. Never print it.
    pub(crate) fn expose_text(&self) -> &str {
        std::str::from_utf8(self.0.expose()).unwrap_or_default()
    }
}

fn ascii_bytes<'a, const N: usize>(text: &'a str, what: &str) -> Result<&'a [u8; N], Error> {
    match <&[u8; N]>::try_from(text.as_bytes()) {
        Ok(bytes) if text.is_ascii() => Ok(bytes),
        _ => Err(Error::new(
            ErrorKind::Key,
            format!(
                "the {what} must be exactly {N} ASCII characters as issued; this text has {} characters",
                text.chars().count()
            ),
        )),
    }
}
