//! What icash Pay issues to a merchant, or the key exchange produces.

use crate::crypto::{AesIv, AesKey, PrivateKey, PublicKey, decode_base64, encode_base64};
use crate::error::{Error, ErrorKind};

/// One AES credential: key id, key and vector. The three belong together and rotate together.
///
/// The vector is fixed for the life of the key id and is not sent (docs/protocol.md, icash Pay SET).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AesCredential {
    enc_key_id: String,
    key: AesKey,
    iv: AesIv,
}

/// A merchant's complete key material for icash Pay: three keys (document 000, "特店業者金鑰").
#[derive(Debug)]
pub struct Credentials {
    /// The merchant's RSA private key, which signs requests.
    pub merchant_private_key: PrivateKey,
    /// icash Pay's RSA public key, which verifies replies.
    pub icash_public_key: PublicKey,
    /// The AES credential that encrypts in both directions.
    pub aes: AesCredential,
    /// `ExpireDate` of the key exchange: when `icash_public_key` ends, in Taipei time and as icash Pay wrote it.
    /// `None` where the keys did not come from an exchange, or its reply does not say.
    pub icash_public_key_expires: Option<String>,
}

impl AesCredential {
    /// Takes the three values as issued.
    ///
    /// * `enc_key_id`: a decimal number as text (header `X-iCP-EncKeyID`).
    /// * `aes_key`: 32 ASCII characters, used directly as the 32 bytes of the key.
    /// * `aes_iv`: 16 ASCII characters, used directly as the 16 bytes of the vector.
    ///
    /// # Errors
    /// `config` if the id is not a decimal number; `key` if a length is wrong. No error shows a value.
    pub fn new(enc_key_id: &str, aes_key: &str, aes_iv: &str) -> Result<Self, Error> {
        if enc_key_id.is_empty() || !enc_key_id.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Error::new(ErrorKind::Config, "enc_key_id must be a decimal number"));
        }
        Ok(AesCredential {
            enc_key_id: enc_key_id.to_owned(),
            key: AesKey::from_text(aes_key)?,
            iv: AesIv::from_text(aes_iv)?,
        })
    }

    /// The key id, which names this credential to icash Pay. Not a secret.
    pub fn enc_key_id(&self) -> &str {
        &self.enc_key_id
    }

    /// Encrypts a message into the text of `EncData`.
    pub fn encrypt(&self, plaintext: &str) -> String {
        encode_base64(&self.key.encrypt(&self.iv, plaintext.as_bytes()))
    }

    /// Decrypts the text of `EncData`; `None` for every failure alike.
    pub fn decrypt(&self, enc_data: &str) -> Option<String> {
        let ciphertext = decode_base64(enc_data)?;
        String::from_utf8(self.key.decrypt(&self.iv, &ciphertext)?).ok()
    }

    /// Key and vector as issued, to save them. Never print what this returns.
    pub(crate) fn expose_texts(&self) -> (&str, &str) {
        (self.key.expose_text(), self.iv.expose_text())
    }
}
