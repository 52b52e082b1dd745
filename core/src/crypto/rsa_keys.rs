use super::{decode_base64, encode_base64, key_text, provider};
use crate::error::{Error, ErrorKind};
use crate::process::PerProcess;
use provider::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rsa::pkcs1::{EncodeRsaPrivateKey as _, der::Encode as _};
use rsa::pkcs8::{AlgorithmIdentifierRef, EncodePublicKey as _, LineEnding, PrivateKeyInfo};
use rsa::traits::PublicKeyParts as _;
use std::fmt;
use zeroize::Zeroizing;

/// Below this an RSA key is refused everywhere (document 000, "API通用規則": RSA2048).
const MIN_BITS: usize = 2048;

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
    numbers: rsa::RsaPublicKey,
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
    pub fn generate() -> Result<Self, Error> {
        let failed = |_| Error::new(ErrorKind::Internal, "the RSA key could not be generated");
        let key = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, MIN_BITS).map_err(failed)?;
        let der = key.to_pkcs1_der().map_err(|_| failed(rsa::Error::Internal))?;
        Self::from_pkcs1(Zeroizing::new(der.as_bytes().to_vec()))
    }

    fn from_pkcs1(pkcs1: Zeroizing<Vec<u8>>) -> Result<Self, Error> {
        let parsed = rsa::pkcs1::RsaPrivateKey::try_from(pkcs1.as_slice()).map_err(|_| unusable("private"))?;
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
        let mut signature = vec![0; self.public.numbers.size()];
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
        let failed = |_| Error::new(ErrorKind::Internal, "the private key could not be encoded");
        let algorithm: AlgorithmIdentifierRef<'_> = rsa::pkcs1::ALGORITHM_ID;
        let der = Zeroizing::new(PrivateKeyInfo::new(algorithm, &self.pkcs1).to_der().map_err(failed)?);
        let pem = rsa::pkcs8::der::pem::encode_string("PRIVATE KEY", LineEnding::LF, &der);
        pem.map(Zeroizing::new)
            .map_err(|_| Error::new(ErrorKind::Internal, "the private key could not be encoded"))
    }

    /// Decrypts a concatenation of RSA-PKCS1-v1_5 blocks; `None` if any block is wrong.
    ///
    /// Only the key exchange needs it, and only `aws-lc-rs` offers it in constant time.
    #[cfg(feature = "provider-aws-lc")]
    pub fn decrypt_blocks(&self, ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        use aws_lc_rs::rsa::{Pkcs1PrivateDecryptingKey, PrivateDecryptingKey};
        let pkcs8 = Zeroizing::new(
            PrivateKeyInfo::new(rsa::pkcs1::ALGORITHM_ID, &self.pkcs1)
                .to_der()
                .ok()?,
        );
        let key = PrivateDecryptingKey::from_pkcs8(&pkcs8).and_then(|key| {
            Pkcs1PrivateDecryptingKey::new(key)
                .map_err(|_| aws_lc_rs::error::KeyRejected::from(aws_lc_rs::error::Unspecified))
        });
        let key = key.ok()?;
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
        let parsed = rsa::pkcs1::RsaPublicKey::try_from(pkcs1).map_err(|_| unusable("public"))?;
        let modulus = rsa::BigUint::from_bytes_be(parsed.modulus.as_bytes());
        let exponent = rsa::BigUint::from_bytes_be(parsed.public_exponent.as_bytes());
        if modulus.bits() < MIN_BITS {
            return Err(Error::new(
                ErrorKind::Key,
                format!(
                    "the RSA key has {} bits; at least {MIN_BITS} are required",
                    modulus.bits()
                ),
            ));
        }
        let numbers = rsa::RsaPublicKey::new_with_max_size(modulus, exponent, 8192).map_err(|_| unusable("public"))?;
        let verifying = provider::verifying_key(pkcs1).ok_or_else(|| unusable("public"))?;
        let spki = numbers.to_public_key_der().map_err(|_| unusable("public"))?.into_vec();
        let pem = numbers.to_public_key_pem(LineEnding::LF);
        Ok(PublicKey {
            verifying: PerProcess::new(Some(verifying)),
            pkcs1: pkcs1.to_vec(),
            numbers,
            spki,
            pem: pem.map_err(|_| unusable("public"))?,
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
        self.numbers.n().to_bytes_be()
    }

    /// The key size in bits.
    pub fn bits(&self) -> usize {
        self.numbers.n().bits()
    }

    /// The SHA-256 of the SPKI form in hexadecimal, to compare two keys by eye.
    ///
    /// The same as `openssl pkey -pubin -in KEY -outform DER | sha256sum`.
    pub fn fingerprint(&self) -> String {
        use rsa::sha2::Digest as _;
        rsa::sha2::Sha256::digest(&self.spki)
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
    /// # Errors
    /// `internal` if the encryption fails.
    pub fn encrypt_blocks(&self, plaintext: &[u8]) -> Result<Vec<u8>, Error> {
        let mut ciphertext = Vec::new();
        for block in plaintext.chunks(self.numbers.size() - 11) {
            let encrypted = self
                .numbers
                .encrypt(&mut rsa::rand_core::OsRng, rsa::Pkcs1v15Encrypt, block);
            ciphertext.extend(encrypted.map_err(|_| Error::new(ErrorKind::Internal, "RSA encryption failed"))?);
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

fn unusable(which: &str) -> Error {
    Error::new(
        ErrorKind::Key,
        format!("the RSA {which} key is damaged or its parts do not belong together"),
    )
}
