//! Finds the RSA key in whatever text a merchant was handed: by content, never by label.

use crate::error::{Error, ErrorKind};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use pkcs1::{ALGORITHM_OID, RsaPrivateKey, RsaPublicKey};
use pkcs8::{PrivateKeyInfo, spki::SubjectPublicKeyInfoRef};
use rustls::pki_types::CertificateDer;
use rustls::server::ParsedCertificate;
use zeroize::Zeroizing;

/// Copied keys often lose their `=` padding, so it is not insisted on.
const TOLERANT_BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// `der` as PEM.
pub(super) fn to_pem(label: &str, der: &[u8]) -> Zeroizing<String> {
    // All at once: a text that grows leaves copies of itself.
    let mut pem = Zeroizing::new(String::with_capacity(der.len() * 3 / 2 + 100));
    *pem += &format!("-----BEGIN {label}-----\n");
    for line in der.chunks(48) {
        STANDARD.encode_string(line, &mut pem);
        pem.push('\n');
    }
    *pem += &format!("-----END {label}-----\n");
    pem
}

/// The PKCS#1 DER of the one RSA private key in `text`: PEM, also beside certificates and among other text, or bare
/// base64; PKCS#1 or PKCS#8.
pub(super) fn private_key_pkcs1(text: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
    let blocks = Block::all(text)?;
    let found = distinct(blocks.iter().filter_map(Block::private_key));
    match only(found, "private keys")? {
        Some(key) => Ok(key),
        None => Err(problem(&blocks, Wanted::Private)),
    }
}

/// The PKCS#1 DER of the one RSA public key in `text`, which may also be a certificate's: PEM or bare base64; SPKI,
/// PKCS#1 or X.509.
pub(super) fn public_key_pkcs1(text: &str) -> Result<Vec<u8>, Error> {
    let blocks = Block::all(text)?;
    let keys = blocks.iter().filter_map(Block::public_key);
    let found = distinct(keys.chain(blocks.iter().filter_map(Block::certified_key)));
    match only(found, "public keys or certificates of different keys")? {
        Some(key) => Ok(key),
        None => Err(problem(&blocks, Wanted::Public)),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Private,
    Public,
}

fn distinct<K: PartialEq>(keys: impl Iterator<Item = K>) -> Vec<K> {
    let mut distinct = Vec::new();
    for key in keys {
        if !distinct.contains(&key) {
            distinct.push(key);
        }
    }
    distinct
}

/// The only one, if there is any. Which of two is meant, nobody can tell, and the wrong one fails every payment.
fn only<K>(mut found: Vec<K>, what: &str) -> Result<Option<K>, Error> {
    match found.len() {
        0 | 1 => Ok(found.pop()),
        count => Err(key_error(&format!(
            "there are {count} {what}; leave only the one that belongs here"
        ))),
    }
}

/// What there is instead of the key that was looked for.
fn problem(blocks: &[Block<'_>], wanted: Wanted) -> Error {
    let any = |is: &dyn Fn(&Block<'_>) -> bool| blocks.iter().any(is);
    let instead = match wanted {
        _ if any(&|block| block.content == Content::Locked) => {
            "it is protected by a passphrase; decrypt it first (openssl pkey -in KEY -out PLAIN)"
        }
        _ if any(&|block| block.label.contains("OPENSSH")) => {
            "it is in OpenSSH's own form; convert it first (ssh-keygen -p -m PEM -f KEY)"
        }
        _ if any(&|block| block.label.contains("REQUEST")) => "it is a request for a certificate, not a key",
        Wanted::Private if any(&|block| block.is_other_private_key()) => "it is a private key, but not an RSA key",
        Wanted::Private if any(&|block| block.public_key().is_some()) => {
            "it is a public key, where the private key is expected"
        }
        Wanted::Private if any(&|block| block.is_certificate()) => {
            "it is a certificate, where the private key is expected"
        }
        Wanted::Public if any(&|block| block.is_other_public_key()) => "it is a public key, but not an RSA key",
        Wanted::Public if any(&|block| block.private_key().is_some()) => {
            "it is a private key, where the public key is expected"
        }
        Wanted::Public if any(&|block| block.is_certificate()) => {
            "it is a certificate that cannot be read, or not of an RSA key; extract its public key (openssl x509 -in \
             CERT -pubkey -noout)"
        }
        _ => match blocks.iter().find_map(|block| block.content.problem()) {
            Some(problem) => problem,
            None if wanted == Wanted::Private => "it is not an RSA private key in PKCS#1 or PKCS#8 form",
            None => "it is not an RSA public key in SPKI or PKCS#1 form, nor a certificate",
        },
    };
    key_error(instead)
}

fn public_key_pkcs1_der(der: &[u8]) -> Option<Vec<u8>> {
    if RsaPublicKey::try_from(der).is_ok() {
        return Some(der.to_vec());
    }
    let info = SubjectPublicKeyInfoRef::try_from(der).ok()?;
    let inner = info.subject_public_key.as_bytes()?;
    let is_rsa = info.algorithm.oid == ALGORITHM_OID && RsaPublicKey::try_from(inner).is_ok();
    is_rsa.then(|| inner.to_vec())
}

/// What stands between two markers, or the whole of a text without any.
struct Block<'a> {
    content: Content,
    /// For a helpful message only.
    label: &'a str,
}

#[derive(PartialEq, Eq)]
enum Content {
    Der(Zeroizing<Vec<u8>>),
    /// Encrypted.
    Locked,
    Empty,
    /// Neither of these.
    Other,
}

impl Content {
    fn problem(&self) -> Option<&'static str> {
        match self {
            Content::Empty => Some("it is empty"),
            Content::Other => Some("it is neither PEM nor base64"),
            Content::Der(_) | Content::Locked => None,
        }
    }

    fn read(body: &str) -> Self {
        let mut base64 = Zeroizing::new(String::with_capacity(body.len()));
        let mut chars = body.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                // A variable often carries the characters \n, or \r\n, instead of a line break.
                '\\' => drop(chars.next_if(|next| matches!(next, 'r' | 'n'))),
                '\u{feff}' => {}
                c if c.is_whitespace() => {}
                c => base64.push(c),
            }
        }
        match TOLERANT_BASE64.decode(base64.as_bytes()) {
            _ if base64.is_empty() => Content::Empty,
            Ok(der) => Content::Der(Zeroizing::new(der)),
            Err(_) => Content::Other,
        }
    }
}

impl<'a> Block<'a> {
    fn all(text: &'a str) -> Result<Vec<Self>, Error> {
        let mut blocks = Vec::new();
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("-----BEGIN ") {
            let (label, after) = after
                .split_once("-----")
                .ok_or_else(|| key_error("its BEGIN line is cut off"))?;
            let (body, after) = after
                .split_once("-----END")
                .filter(|(body, _)| !body.contains("-----BEGIN"))
                .ok_or_else(|| key_error("its END line is missing"))?;
            let is_locked = label.contains("ENCRYPTED") || body.contains("ENCRYPTED");
            let content = if is_locked {
                Content::Locked
            } else {
                Content::read(body)
            };
            blocks.push(Block { content, label });
            rest = after;
        }
        if blocks.is_empty() {
            let content = Content::read(text);
            blocks.push(Block { content, label: "" });
        }
        Ok(blocks)
    }

    fn der(&self) -> &[u8] {
        match &self.content {
            Content::Der(der) => der,
            Content::Locked | Content::Empty | Content::Other => &[],
        }
    }

    fn private_key(&self) -> Option<Zeroizing<Vec<u8>>> {
        let der = self.der();
        let pkcs1 = match PrivateKeyInfo::try_from(der) {
            Ok(info) if info.algorithm.oid == ALGORITHM_OID => info.private_key,
            _ => der,
        };
        RsaPrivateKey::try_from(pkcs1).ok()?;
        Some(Zeroizing::new(pkcs1.to_vec()))
    }

    fn is_other_private_key(&self) -> bool {
        PrivateKeyInfo::try_from(self.der()).is_ok_and(|info| info.algorithm.oid != ALGORITHM_OID)
    }

    fn public_key(&self) -> Option<Vec<u8>> {
        public_key_pkcs1_der(self.der())
    }

    fn is_other_public_key(&self) -> bool {
        SubjectPublicKeyInfoRef::try_from(self.der()).is_ok_and(|info| info.algorithm.oid != ALGORITHM_OID)
    }

    /// The key that a certificate is about. Neither its dates nor its signature matter: whoever gave the file vouches
    /// for the key.
    fn certified_key(&self) -> Option<Vec<u8>> {
        let certificate = CertificateDer::from(self.der());
        let certificate = ParsedCertificate::try_from(&certificate).ok()?;
        public_key_pkcs1_der(&certificate.subject_public_key_info())
    }

    fn is_certificate(&self) -> bool {
        self.label.contains("CERTIFICATE") || self.certified_key().is_some()
    }
}

fn key_error(problem: &str) -> Error {
    Error::new(ErrorKind::Key, format!("the key cannot be used: {problem}"))
}
