//! What single clients have besides the operations.

use crate::error::{TwposError, guarded_quietly};
use crate::generated::icash::IcashClient;
use crate::generated::mypay::MypayClient;
use std::fmt;
use std::sync::Arc;
use twpos::crypto::AesKey;
use twpos::icash::AesCredential;
use twpos::{Error, mypay};
use zeroize::Zeroizing;

/// One AES credential of icash Pay as issued. The three belong together and change together.
#[derive(Clone, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct IcashAesCredential {
    /// A decimal number.
    #[uniffi(default)]
    pub enc_key_id: String,
    /// 32 ASCII characters.
    #[uniffi(default)]
    pub aes_key: String,
    /// 16 ASCII characters.
    #[uniffi(default)]
    pub aes_iv: String,
}

impl fmt::Debug for IcashAesCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "IcashAesCredential {{ enc_key_id: {:?}, [redacted] }}",
            self.enc_key_id
        )
    }
}

#[uniffi::export]
impl IcashClient {
    /// Takes a new AES credential into use for every call that starts from now on. Calls in flight finish on the one
    /// they began with, and earlier ones stay known for replies that name them.
    pub fn use_credential(&self, credential: IcashAesCredential) -> Result<(), TwposError> {
        guarded_quietly(|| {
            let (key, iv) = (Zeroizing::new(credential.aes_key), Zeroizing::new(credential.aes_iv));
            self.0
                .use_credential(AesCredential::new(&credential.enc_key_id, &key, &iv)?);
            Ok::<_, Error>(())
        })
    }

    /// The EncKeyID that new calls are sealed with.
    pub fn enc_key_id(&self) -> Result<String, TwposError> {
        guarded_quietly(|| Ok::<_, Error>(self.0.enc_key_id()))
    }
}

/// Which of two valid keys seals a MYPAY call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum MypayKeyChoice {
    /// `key` of the settings, or the last one given to `useKey`.
    Current,
    /// `previous_key` of the settings, or the one that `useKey` replaced.
    Previous,
}

#[uniffi::export]
impl MypayClient {
    /// The same client, sealing with the chosen key. No call changes keys by itself: trying the other key would send a
    /// charge twice.
    pub fn with_key(&self, choice: MypayKeyChoice) -> Result<Arc<MypayClient>, TwposError> {
        let choice = match choice {
            MypayKeyChoice::Current => mypay::KeyChoice::Current,
            MypayKeyChoice::Previous => mypay::KeyChoice::Previous,
        };
        guarded_quietly(|| self.0.with_key(choice).map(|client| Arc::new(MypayClient(client))))
    }

    /// Takes a new key (32 ASCII characters) into use for every call that starts from now on; the present one becomes
    /// the previous one. Calls in flight finish with the key they began with.
    pub fn use_key(&self, key: String) -> Result<(), TwposError> {
        let key = Zeroizing::new(key);
        guarded_quietly(|| AesKey::from_text(&key).map(|key| self.0.use_key(key)))
    }
}
