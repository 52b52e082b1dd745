//! The merchants that this host knows: the till of this state directory, and those that exchanged keys.

use crate::state_dir::StateDir;
use crate::{StartError, random};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use twpos::crypto::{PrivateKey, PublicKey};
use twpos::icash::AesCredential;

const FILE: &str = "icash_merchants.json";

/// Whoever holds one AES credential.
pub(super) struct Merchant {
    pub(super) credential: AesCredential,
    pub(super) public_key: PublicKey,
}

/// Everyone who may call, kept in a file so that they may still call after a restart.
pub(super) struct Merchants {
    own: Arc<Merchant>,
    state_dir: StateDir,
    known: Mutex<Known>,
}

struct Known {
    stored: Stored,
    by_key_id: HashMap<String, Arc<Merchant>>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    /// The number of the key that the first step of the key exchange gives to anybody.
    default_certificate_id: u64,
    /// The first is the till of this directory.
    credentials: Vec<StoredCredential>,
    /// Keys that clients have handed in, by the number of the certificate that they got for it.
    certificates: Vec<StoredCertificate>,
}

#[derive(Serialize, Deserialize, Clone)]
struct StoredCredential {
    enc_key_id: u64,
    aes_key: String,
    aes_iv: String,
    public_key: String,
}

#[derive(Serialize, Deserialize)]
struct StoredCertificate {
    id: u64,
    client_public_key: String,
}

/// A credential as it is handed out, once.
pub(super) struct Issued {
    pub(super) enc_key_id: u64,
    pub(super) aes_key: String,
    pub(super) aes_iv: String,
}

impl Merchants {
    /// Loads everyone, or begins with the till whose private key this is.
    pub(super) fn load(state_dir: &StateDir, till: &PrivateKey) -> Result<Self, StartError> {
        let stored = match state_dir.read_json(FILE)? {
            Some(stored) => stored,
            None => {
                let stored = Stored {
                    default_certificate_id: random::key_id(),
                    credentials: vec![StoredCredential::make(random::key_id(), till.public_key())],
                    certificates: Vec::new(),
                };
                state_dir.write_json(FILE, &stored)?;
                stored
            }
        };
        let path = state_dir.path().join(FILE);
        let mut by_key_id = HashMap::new();
        let mut own = None;
        for credential in &stored.credentials {
            let merchant = credential.open(&path)?;
            own.get_or_insert_with(|| merchant.clone());
            by_key_id.insert(credential.enc_key_id.to_string(), merchant);
        }
        let own = own.ok_or_else(|| StartError::state(&path, std::io::Error::other("it holds no credential")))?;
        Ok(Merchants {
            own,
            state_dir: state_dir.clone(),
            known: Mutex::new(Known { stored, by_key_id }),
        })
    }

    /// The till of this state directory.
    pub(super) fn own(&self) -> Arc<Merchant> {
        self.own.clone()
    }

    pub(super) fn by_key_id(&self, key_id: &str) -> Option<Arc<Merchant>> {
        self.lock().by_key_id.get(key_id).cloned()
    }

    pub(super) fn default_certificate_id(&self) -> u64 {
        self.lock().stored.default_certificate_id
    }

    /// Remembers a client's new key and gives the number that it will quote.
    pub(super) fn add_certificate(&self, client: &PublicKey) -> Result<u64, StartError> {
        let mut known = self.lock();
        let id = unused(|id| known.stored.certificates.iter().any(|other| other.id == id));
        known.stored.certificates.push(StoredCertificate {
            id,
            client_public_key: client.to_base64(),
        });
        self.state_dir.write_json(FILE, &known.stored)?;
        Ok(id)
    }

    /// The key that a client handed in for this number.
    pub(super) fn certificate(&self, id: &str) -> Option<PublicKey> {
        let id: u64 = id.parse().ok()?;
        let known = self.lock();
        let certificate = known.stored.certificates.iter().find(|other| other.id == id)?;
        PublicKey::from_text(&certificate.client_public_key).ok()
    }

    /// Makes a new credential for whoever signs with this key.
    pub(super) fn issue(&self, client: &PublicKey) -> Result<Issued, StartError> {
        let mut known = self.lock();
        let id = unused(|id| known.stored.credentials.iter().any(|other| other.enc_key_id == id));
        let credential = StoredCredential::make(id, client);
        let merchant = credential.open(self.state_dir.path())?;
        known.stored.credentials.push(credential.clone());
        self.state_dir.write_json(FILE, &known.stored)?;
        known.by_key_id.insert(id.to_string(), merchant);
        Ok(Issued {
            enc_key_id: id,
            aes_key: credential.aes_key,
            aes_iv: credential.aes_iv,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StoredCredential {
    fn make(enc_key_id: u64, public_key: &PublicKey) -> Self {
        StoredCredential {
            enc_key_id,
            aes_key: random::alphanumeric(32),
            aes_iv: random::alphanumeric(16),
            public_key: public_key.to_base64(),
        }
    }

    fn open(&self, file: &Path) -> Result<Arc<Merchant>, StartError> {
        let named = |error| StartError::key(file, error);
        let id = self.enc_key_id.to_string();
        Ok(Arc::new(Merchant {
            credential: AesCredential::new(&id, &self.aes_key, &self.aes_iv).map_err(named)?,
            public_key: PublicKey::from_text(&self.public_key).map_err(named)?,
        }))
    }
}

fn unused(taken: impl Fn(u64) -> bool) -> u64 {
    let mut id = random::key_id();
    while taken(id) {
        id = random::key_id();
    }
    id
}
