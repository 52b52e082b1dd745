use super::{decode_base64, encode_base64, key_text, provider};
use crate::error::{Error, ErrorKind};
use crate::process::PerProcess;
use pkcs1::ALGORITHM_ID;
use pkcs8::PrivateKeyInfo;
use pkcs8::der::{Encode as _, asn1::BitStringRef};
use pkcs8::spki::SubjectPublicKeyInfoRef;
use provider::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use std::fmt;
use zeroize::Zeroizing;

/// Below this an RSA key is refused everywhere (document 000, "API通用規則": RSA2048).
const MIN_BITS: usize = 2048;

/// Above these the provider verifies with no modulus, or no exponent.
const MAX_BITS: usize = 8192;
const MAX_EXPONENT_BITS: usize = 33;

/// An RSA private key, parsed once and ready to sign.
pub struct PrivateKey {
    /// The provider's key has a lock inside, which a child of `fork` might find held for ever.
    pair: PerProcess<Option<RsaKeyPair>>,
    pkcs1: Zeroizing<Vec<u8>>,
    public: PublicKey,
}

/// An RSA public key, parsed once and ready to verify.
pub struct PublicKey {
    /// As the private key's.
    verifying: PerProcess<Option<provider::VerifyingKey>>,
    pkcs1: Vec<u8>,
    /// Big-endian, without leading zeros.
    modulus: Vec<u8>,
    /// SPKI, encoded while a failure can still be reported.
    spki: Vec<u8>,
    pem: String,
}

impl PrivateKey {
    /// Reads a key by its content: PEM or bare base64, PKCS#1 or PKCS#8, under any label,
    /// with or without line breaks. PEM may have certificates and other text around the key.
    ///
    /// # Errors
    /// `key`, saying what the text is instead, that it holds several keys, or that the key has fewer than 2048 bits.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        Self::from_pkcs1(key_text::private_key_pkcs1(text)?)
    }

    /// Makes a new 2048-bit key from the operating system's randomness. Takes up to a second or so.
    ///
    /// # Errors
    /// `internal` if the generator fails.
    #[cfg(feature = "provider-aws-lc")]
    pub fn generate() -> Result<Self, Error> {
        use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
        let failed = || Error::new(ErrorKind::Internal, "the RSA key could not be generated");
        let pair = RsaKeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048).map_err(|_| failed())?;
        let pkcs8: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| failed())?;
        let info = PrivateKeyInfo::try_from(pkcs8.as_ref()).map_err(|_| failed())?;
        Self::from_pkcs1(Zeroizing::new(info.private_key.to_vec()))
    }

    fn from_pkcs1(pkcs1: Zeroizing<Vec<u8>>) -> Result<Self, Error> {
        let parsed = pkcs1::RsaPrivateKey::try_from(pkcs1.as_slice()).map_err(|_| unusable("private"))?;
        let public = PublicKey::from_pkcs1(&parsed.public_key().to_der().map_err(|_| unusable("private"))?)?;
        let pair = RsaKeyPair::from_der(&pkcs1).map_err(|_| unusable("private"))?;
        let pair = PerProcess::new(Some(pair));
        Ok(PrivateKey { pair, pkcs1, public })
    }

    /// The base64 signature of `data`: RSASSA-PKCS1-v1_5 with SHA-256.
    ///
    /// # Errors
    /// `internal` if the crypto provider fails.
    pub fn sign(&self, data: &[u8]) -> Result<String, Error> {
        let mut signature = vec![0; self.public.modulus.len()];
        let pair = self.pair.get(|_| RsaKeyPair::from_der(&self.pkcs1).ok());
        let random = provider::SystemRandom::new();
        let signed = (**pair)
            .as_ref()
            .map(|pair| pair.sign(&RSA_PKCS1_SHA256, &random, data, &mut signature));
        match signed {
            Some(Ok(())) => Ok(encode_base64(&signature)),
            _ => Err(Error::new(ErrorKind::Internal, "the RSA signature could not be made")),
        }
    }

    /// The public half.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// The key as unencrypted PKCS#8 PEM, to be written to a file that only its owner can read.
    ///
    /// # Errors
    /// `internal` if the key cannot be encoded.
    pub fn to_pem(&self) -> Result<Zeroizing<String>, Error> {
        match self.to_pkcs8() {
            Some(der) => Ok(key_text::to_pem("PRIVATE KEY", &der)),
            None => Err(Error::new(ErrorKind::Internal, "the private key could not be encoded")),
        }
    }

    fn to_pkcs8(&self) -> Option<Zeroizing<Vec<u8>>> {
        let der = PrivateKeyInfo::new(ALGORITHM_ID, &self.pkcs1).to_der();
        der.ok().map(Zeroizing::new)
    }

    /// Decrypts a concatenation of RSA-PKCS1-v1_5 blocks; `None` if any block is wrong.
    ///
    /// Only the key exchange needs it, and only `aws-lc-rs` offers it in constant time.
    #[cfg(feature = "provider-aws-lc")]
    pub fn decrypt_blocks(&self, ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        use aws_lc_rs::rsa::{Pkcs1PrivateDecryptingKey, PrivateDecryptingKey};
        let key = PrivateDecryptingKey::from_pkcs8(&self.to_pkcs8()?).ok()?;
        let key = Pkcs1PrivateDecryptingKey::new(key).ok()?;
        let mut plaintext = Zeroizing::new(Vec::new());
        let mut block = Zeroizing::new(vec![0; key.key_size_bytes()]);
        for chunk in ciphertext.chunks(key.key_size_bytes()) {
            plaintext.extend_from_slice(key.decrypt(chunk, &mut block).ok()?);
        }
        Some(plaintext)
    }
}

impl PublicKey {
    /// Reads a key by its content: PEM or bare base64, SPKI or PKCS#1, under any label,
    /// with or without line breaks. Of a certificate its public key is taken.
    ///
    /// # Errors
    /// `key`, saying what the text is instead, that it holds several keys, or that the key has fewer than 2048 bits.
    pub fn from_text(text: &str) -> Result<Self, Error> {
        Self::from_pkcs1(&key_text::public_key_pkcs1(text)?)
    }

    fn from_pkcs1(pkcs1: &[u8]) -> Result<Self, Error> {
        let parsed = pkcs1::RsaPublicKey::try_from(pkcs1).map_err(|_| unusable("public"))?;
        let (modulus, exponent) = (parsed.modulus.as_bytes(), parsed.public_exponent.as_bytes());
        let bits = bit_length(modulus);
        if bits < MIN_BITS {
            return Err(Error::new(
                ErrorKind::Key,
                format!("the RSA key has {bits} bits; at least {MIN_BITS} are required"),
            ));
        }
        // ring looks at neither before the first signature.
        let too_large = bits > MAX_BITS || bit_length(exponent) > MAX_EXPONENT_BITS;
        if too_large || !is_odd(modulus) || !is_odd(exponent) || exponent == [1] {
            return Err(unusable("public"));
        }
        let verifying = provider::verifying_key(pkcs1).ok_or_else(|| unusable("public"))?;
        let spki = BitStringRef::from_bytes(pkcs1).and_then(|subject_public_key| {
            SubjectPublicKeyInfoRef {
                algorithm: ALGORITHM_ID,
                subject_public_key,
            }
            .to_der()
        });
        let spki = spki.map_err(|_| unusable("public"))?;
        Ok(PublicKey {
            verifying: PerProcess::new(Some(verifying)),
            pkcs1: pkcs1.to_vec(),
            modulus: modulus.to_vec(),
            pem: key_text::to_pem("PUBLIC KEY", &spki).to_string(),
            spki,
        })
    }

    /// Whether `signature` (base64) is this key's RSASSA-PKCS1-v1_5 SHA-256 signature of `data`.
    #[must_use]
    pub fn verify(&self, data: &[u8], signature: &str) -> bool {
        let key = self.verifying.get(|_| provider::verifying_key(&self.pkcs1));
        let (Some(key), Some(signature)) = ((**key).as_ref(), decode_base64(signature)) else {
            return false;
        };
        provider::verify(key, data, &signature)
    }

    /// The modulus as big-endian bytes.
    pub fn modulus(&self) -> Vec<u8> {
        self.modulus.clone()
    }

    /// The key size in bits.
    pub fn bits(&self) -> usize {
        bit_length(&self.modulus)
    }

    /// The SHA-256 of the SPKI form in hexadecimal, to compare two keys by eye.
    ///
    /// The same as `openssl pkey -pubin -in KEY -outform DER | sha256sum`.
    pub fn fingerprint(&self) -> String {
        provider::digest::digest(&provider::digest::SHA256, &self.spki)
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// The key as SPKI PEM.
    pub fn to_pem(&self) -> &str {
        &self.pem
    }

    /// The key as one line of base64 SPKI, the form that the key exchange carries.
    pub fn to_base64(&self) -> String {
        encode_base64(&self.spki)
    }

    /// RSA-PKCS1-v1_5 encryption: `plaintext` in blocks of (key bytes - 11), ciphertexts concatenated.
    ///
    /// Only the key exchange needs it.
    ///
    /// # Errors
    /// `internal` if the encryption fails.
    #[cfg(feature = "provider-aws-lc")]
    pub fn encrypt_blocks(&self, plaintext: &[u8]) -> Result<Vec<u8>, Error> {
        use aws_lc_rs::rsa::{Pkcs1PublicEncryptingKey, PublicEncryptingKey};
        let failed = || Error::new(ErrorKind::Internal, "RSA encryption failed");
        let key = PublicEncryptingKey::from_der(&self.spki).map_err(|_| failed())?;
        let key = Pkcs1PublicEncryptingKey::new(key).map_err(|_| failed())?;
        let mut ciphertext = Vec::new();
        let mut encrypted = vec![0; key.ciphertext_size()];
        for block in plaintext.chunks(key.max_plaintext_size()) {
            ciphertext.extend_from_slice(key.encrypt(block, &mut encrypted).map_err(|_| failed())?);
        }
        Ok(ciphertext)
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey([redacted], public {})", self.public.fingerprint())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.fingerprint())
    }
}

/// Of a big-endian number without leading zeros.
fn bit_length(number: &[u8]) -> usize {
    number
        .first()
        .map_or(0, |first| 8 * number.len() - first.leading_zeros() as usize)
}

fn is_odd(number: &[u8]) -> bool {
    number.last().is_some_and(|byte| byte % 2 == 1)
}

fn unusable(which: &str) -> Error {
    Error::new(
        ErrorKind::Key,
        format!("the RSA {which} key is damaged or its parts do not belong together"),
    )
}
