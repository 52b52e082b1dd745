//! Finds the RSA key in whatever text a merchant was handed: by content, never by label.

use crate::error::{Error, ErrorKind};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use rsa::pkcs1::{RsaPrivateKey, RsaPublicKey};
use rsa::pkcs8::{ObjectIdentifier, PrivateKeyInfo, spki::SubjectPublicKeyInfoRef};
use zeroize::Zeroizing;

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// Copied keys often lose their `=` padding, so it is not insisted on.
const TOLERANT_BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The PKCS#1 DER of the RSA private key in `text` (PEM or bare base64; PKCS#1 or PKCS#8).
pub(super) fn private_key_pkcs1(text: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let block = Block::find(text)?;
    if RsaPrivateKey::try_from(block.der.as_slice()).is_ok() {
        return Ok(block.der);
    }
    match PrivateKeyInfo::try_from(block.der.as_slice()) {
        Ok(info) if info.algorithm.oid != RSA_ENCRYPTION => Err(key_error("it is a private key, but not an RSA key")),
        Ok(info) if RsaPrivateKey::try_from(info.private_key).is_ok() => Ok(Zeroizing::new(info.private_key.to_vec())),
        _ if public_key_pkcs1_der(&block.der).is_some() => {
            Err(key_error("it is a public key, where the private key is expected"))
        }
        _ => Err(block.unreadable("an RSA private key in PKCS#1 or PKCS#8 form")),
    }
}

/// The PKCS#1 DER of the RSA public key in `text` (PEM or bare base64; SPKI or PKCS#1).
pub(super) fn public_key_pkcs1(text: &str) -> Result<Vec<u8>, Error> {
    let block = Block::find(text)?;
    if let Some(der) = public_key_pkcs1_der(&block.der) {
        return Ok(der);
    }
    if SubjectPublicKeyInfoRef::try_from(block.der.as_slice()).is_ok() {
        return Err(key_error("it is a public key, but not an RSA key"));
    }
    if private_key_pkcs1(text).is_ok() {
        return Err(key_error("it is a private key, where the public key is expected"));
    }
    Err(block.unreadable("an RSA public key in SPKI or PKCS#1 form"))
}

fn public_key_pkcs1_der(der: &[u8]) -> Option<Vec<u8>> {
    if RsaPublicKey::try_from(der).is_ok() {
        return Some(der.to_vec());
    }
    let info = SubjectPublicKeyInfoRef::try_from(der).ok()?;
    let inner = info.subject_public_key.as_bytes()?;
    let is_rsa = info.algorithm.oid == RSA_ENCRYPTION && RsaPublicKey::try_from(inner).is_ok();
    is_rsa.then(|| inner.to_vec())
}

/// The bytes between the markers (or the whole bare text), and the label for a helpful message.
struct Block<'a> {
    der: Zeroizing<Vec<u8>>,
    label: &'a str,
}

impl<'a> Block<'a> {
    fn find(text: &'a str) -> Result<Self, Error> {
        let (label, body) = match text.split_once("-----BEGIN ") {
            None => ("", text),
            Some((_, rest)) => {
                let (label, rest) = rest
                    .split_once("-----")
                    .ok_or_else(|| key_error("its BEGIN line is cut off"))?;
                let (body, _) = rest
                    .split_once("-----END")
                    .ok_or_else(|| key_error("its END line is missing"))?;
                (label, body)
            }
        };
        if label.contains("ENCRYPTED") || body.contains("ENCRYPTED") {
            return Err(key_error(
                "it is protected by a passphrase; decrypt it first (openssl pkey -in KEY -out PLAIN)",
            ));
        }
        // Environment variables often carry the two characters \n instead of a line break.
        let mut base64 = Zeroizing::new(body.replace("\\n", ""));
        base64.retain(|c| !c.is_whitespace() && c != '\u{feff}');
        if base64.is_empty() {
            return Err(key_error("it is empty"));
        }
        let der = TOLERANT_BASE64
            .decode(base64.as_bytes())
            .map_err(|_| key_error("it is neither PEM nor base64"))?;
        Ok(Block {
            der: Zeroizing::new(der),
            label,
        })
    }

    fn unreadable(&self, expected: &str) -> Error {
        if self.label.contains("CERTIFICATE") {
            return key_error("it is a certificate; extract its public key (openssl x509 -in CERT -pubkey -noout)");
        }
        key_error(&format!("it is not {expected}"))
    }
}

fn key_error(problem: &str) -> Error {
    Error::new(ErrorKind::Key, format!("the key cannot be used: {problem}"))
}
