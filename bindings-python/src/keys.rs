//! Keys. They are parsed once, cannot be pickled, and print no secret.

use crate::bridge::detached_quietly;
use crate::characters;
use crate::{errors, text};
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::path::{Path, PathBuf};
use twpos::{crypto, icash};

/// An RSA private key, parsed once and ready to sign.
///
/// Its repr shows the fingerprint of the public half only, and it cannot be pickled.
#[pyclass(frozen, module = "twpos")]
pub(crate) struct PrivateKey(pub(crate) crypto::PrivateKey);

/// An RSA public key, parsed once and ready to verify.
#[pyclass(frozen, module = "twpos")]
pub(crate) struct PublicKey(pub(crate) crypto::PublicKey);

/// One AES credential of icash Pay: key id, key and vector. The three belong together and rotate together.
#[pyclass(frozen, module = "twpos.icash")]
pub(crate) struct AesCredential(pub(crate) icash::AesCredential);

/// A merchant's complete key material for icash Pay, as a key exchange produces it. Save it at once.
#[pyclass(frozen, module = "twpos.icash")]
pub(crate) struct Credentials(pub(crate) icash::Credentials);

#[pymethods]
impl PrivateKey {
    /// Read a key by its content: PEM or bare base64, PKCS#1 or PKCS#8, under any label, with or without
    /// line breaks. Raises ConfigError of kind `key`, saying what the text is instead, or that the key has
    /// fewer than 2048 bits.
    #[staticmethod]
    fn from_text(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (py, text) = (text.py(), text::argument(text, "text")?);
        detached_quietly(py, || crypto::PrivateKey::from_text(&text)).map(PrivateKey)
    }

    /// Make a new 2048-bit key from the operating system's randomness. Takes up to a second or so.
    #[staticmethod]
    fn generate(py: Python<'_>) -> PyResult<Self> {
        detached_quietly(py, crypto::PrivateKey::generate).map(PrivateKey)
    }

    /// The public half, to be handed to icash Pay.
    #[getter]
    fn public_key(&self, py: Python<'_>) -> PyResult<PublicKey> {
        public_key(py, self.0.public_key())
    }

    /// The key as unencrypted PKCS#8 PEM. Write it only to a file that its owner alone can read.
    fn to_pem<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        detached_quietly(py, || self.0.to_pem()).map(|pem| PyString::new(py, &pem))
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }
}

#[pymethods]
impl PublicKey {
    /// Read a key by its content: PEM or bare base64, SPKI or PKCS#1, under any label, with or without line
    /// breaks. Raises ConfigError of kind `key`, saying what the text is instead, or that the key has fewer
    /// than 2048 bits.
    #[staticmethod]
    fn from_text(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (py, text) = (text.py(), text::argument(text, "text")?);
        detached_quietly(py, || crypto::PublicKey::from_text(&text)).map(PublicKey)
    }

    /// The key's size in bits.
    #[getter]
    fn bits(&self) -> usize {
        self.0.bits()
    }

    /// The SHA-256 of the SPKI form in hexadecimal, to compare two keys by eye.
    #[getter]
    fn fingerprint(&self) -> String {
        self.0.fingerprint()
    }

    /// The modulus as big-endian bytes.
    #[getter]
    fn modulus(&self) -> Vec<u8> {
        self.0.modulus()
    }

    /// Whether `signature` (base64) is this key's RSASSA-PKCS1-v1_5 SHA-256 signature of `data`.
    fn verify(&self, data: &[u8], signature: &Bound<'_, PyString>) -> bool {
        characters::read(signature).is_some_and(|signature| self.0.verify(data, &signature))
    }

    /// The key as SPKI PEM.
    fn to_pem(&self) -> &str {
        self.0.to_pem()
    }

    /// The key as one line of base64 SPKI, the form that the key exchange carries.
    fn to_base64(&self) -> String {
        self.0.to_base64()
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0.to_pem() == other.0.to_pem()
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        let mut hasher = DefaultHasher::new();
        self.0.to_pem().hash(&mut hasher);
        hasher.finish()
    }
}

#[pymethods]
impl AesCredential {
    /// Take the three values as issued: `enc_key_id` a decimal number as text, `aes_key` 32 and `aes_iv` 16
    /// ASCII characters. Raises ConfigError; no error shows a value.
    #[new]
    #[pyo3(signature = (*, enc_key_id, aes_key, aes_iv))]
    fn new(enc_key_id: &Bound<'_, PyAny>, aes_key: &Bound<'_, PyAny>, aes_iv: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = enc_key_id.py();
        let enc_key_id = text::argument(enc_key_id, "enc_key_id")?;
        let (aes_key, aes_iv) = (text::argument(aes_key, "aes_key")?, text::argument(aes_iv, "aes_iv")?);
        detached_quietly(py, || icash::AesCredential::new(&enc_key_id, &aes_key, &aes_iv)).map(AesCredential)
    }

    /// The key id, which names this credential to icash Pay. Not a secret.
    #[getter]
    fn enc_key_id(&self) -> &str {
        self.0.enc_key_id()
    }

    fn __repr__(&self) -> String {
        format!("AesCredential(enc_key_id={:?}, [redacted])", self.0.enc_key_id())
    }
}

#[pymethods]
impl Credentials {
    /// The merchant's RSA private key, which signs requests.
    #[getter]
    fn merchant_private_key(&self, py: Python<'_>) -> PyResult<PrivateKey> {
        detached_quietly(py, || {
            crypto::PrivateKey::from_text(&self.0.merchant_private_key.to_pem()?)
        })
        .map(PrivateKey)
    }

    /// icash Pay's RSA public key, which verifies replies.
    #[getter]
    fn icash_public_key(&self, py: Python<'_>) -> PyResult<PublicKey> {
        public_key(py, &self.0.icash_public_key)
    }

    /// The AES credential that encrypts in both directions.
    #[getter]
    fn aes(&self) -> AesCredential {
        AesCredential(self.0.aes.clone())
    }

    /// Write `merchant_private_key.pem`, `icash_public_key.pem` and `till.toml` into `directory` (made if
    /// missing), each readable by its owner only, and return the path of `till.toml`, which
    /// `Client.from_config` loads as it is.
    ///
    /// `base_url` is the payment host, and `ca_file` the path of an extra CA, relative to `directory`. A key
    /// is never overwritten by another. Raises ConfigError naming the file that cannot be written or that
    /// holds another key.
    #[pyo3(signature = (directory, *, base_url, ca_file = None))]
    fn save(
        &self,
        directory: &Bound<'_, PyAny>,
        base_url: &Bound<'_, PyAny>,
        ca_file: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PathBuf> {
        let (py, directory) = (directory.py(), text::path(directory, "directory")?);
        let base_url = text::argument(base_url, "base_url")?;
        let ca_file = ca_file.map(|path| text::path(path, "ca_file")).transpose()?;
        let ca_file = match ca_file.as_deref().map(Path::to_str) {
            Some(None) => {
                return Err(errors::config(
                    py,
                    "ca_file: is a path that is not UTF-8: rename it",
                    None,
                ));
            }
            path => path.flatten(),
        };
        detached_quietly(py, || self.0.save(&directory, &base_url, ca_file))
    }

    fn __repr__(&self) -> String {
        format!("Credentials(enc_key_id={:?}, [redacted])", self.0.aes.enc_key_id())
    }
}

/// Another handle of a public key.
fn public_key(py: Python<'_>, key: &crypto::PublicKey) -> PyResult<PublicKey> {
    detached_quietly(py, || crypto::PublicKey::from_text(key.to_pem())).map(PublicKey)
}
