//! Who may call: one store, and one agent that acts for it.

use super::Entrance;
use crate::state_dir::StateDir;
use crate::{StartError, random};
use serde::{Deserialize, Serialize};
use twpos::crypto::AesKey;

/// Everything that MYPAY would have sent to the merchant by mail.
pub(super) const FILE: &str = "mypay_credentials.json";

/// The uids, and the keys that open a caller's request.
pub(super) struct Accounts {
    pub(super) store: StoredStore,
    pub(super) agent: StoredAgent,
    store_keys: Vec<AesKey>,
    agent_keys: Vec<AesKey>,
    verification: Vec<AesKey>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    store: StoredStore,
    agent: StoredAgent,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredStore {
    pub(super) uid: String,
    pub(super) key: String,
    /// A key lives one year and the next is issued before it ends: for some days both are good.
    previous_key: String,
    /// Takes the key's place in apps, which can be taken apart (`/api/open`).
    verification_code: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredAgent {
    pub(super) uid: String,
    key: String,
    previous_key: String,
}

impl Accounts {
    /// Loads the credentials, or makes them on the first start.
    pub(super) fn load(state_dir: &StateDir) -> Result<Self, StartError> {
        let Stored { store, agent } = match state_dir.read_json(FILE)? {
            Some(stored) => stored,
            None => {
                let stored = Stored::make();
                state_dir.write_json(FILE, &stored)?;
                stored
            }
        };
        let keys = |texts: &[&str]| -> Result<Vec<AesKey>, StartError> {
            let keys = texts.iter().map(|text| AesKey::from_text(text));
            keys.collect::<Result<_, _>>()
                .map_err(|error| StartError::key(&state_dir.path().join(FILE), error))
        };
        Ok(Accounts {
            store_keys: keys(&[&store.key, &store.previous_key])?,
            agent_keys: keys(&[&agent.key, &agent.previous_key])?,
            verification: keys(&[&store.verification_code])?,
            store,
            agent,
        })
    }

    /// The keys of whoever has this uid at this entrance; `None` if nobody has.
    pub(super) fn keys(&self, entrance: Entrance, uid: &str) -> Option<&[AesKey]> {
        let (known, keys) = match entrance {
            Entrance::Store => (&self.store.uid, &self.store_keys),
            Entrance::Agent => (&self.agent.uid, &self.agent_keys),
            Entrance::Client => (&self.store.uid, &self.verification),
        };
        (known == uid).then_some(keys)
    }
}

impl Stored {
    /// In the shapes of document 003's samples: twelve digits, and 32 letters and digits.
    fn make() -> Self {
        let uid = || format!("{}{}", random::key_id(), random::key_id());
        let key = || random::alphanumeric(32);
        Stored {
            store: StoredStore {
                uid: uid(),
                key: key(),
                previous_key: key(),
                verification_code: key(),
            },
            agent: StoredAgent {
                uid: uid(),
                key: key(),
                previous_key: key(),
            },
        }
    }
}
