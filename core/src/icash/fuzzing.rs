//! The readers of the key exchange's three replies, for its fuzz target.
//!
//! No public call reaches them without a network. Built only under `--cfg fuzzing`, which `cargo fuzz` sets, so nothing
//! that ships has this door.

use super::{DefaultKey, ExchangedKey, read_aes};
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::Error;
use crate::icash::AesCredential;
use crate::transport::Reply;

/// What a host answered, with the header X-iCP-Signature if there is one.
#[derive(Debug)]
pub struct HostReply(Reply);

impl HostReply {
    /// `None` if no header can hold this signature.
    pub fn new(http_status: u16, body: &[u8], signature: Option<&str>) -> Option<Self> {
        let header = signature.map(|signature| ("X-iCP-Signature", signature));
        Reply::of(http_status, body, header).map(HostReply)
    }

    /// As call 1 reads it: the default key and its number.
    ///
    /// # Errors
    /// As the exchange.
    pub fn default_key(&self) -> Result<(String, PublicKey), Error> {
        DefaultKey::read(&self.0).map(|read| (read.id, read.key))
    }

    /// As call 2 reads it, of the merchant whose key this is: icash Pay's key, its number and its last day.
    ///
    /// # Errors
    /// As the exchange.
    pub fn exchanged_key(&self, ours: &PrivateKey) -> Result<(String, PublicKey, Option<String>), Error> {
        ExchangedKey::read(&self.0, ours).map(|read| (read.id, read.key, read.expires))
    }

    /// As call 3 reads it.
    ///
    /// # Errors
    /// As the exchange.
    pub fn aes(&self, ours: &PrivateKey, theirs: &PublicKey) -> Result<AesCredential, Error> {
        read_aes(&self.0, ours, theirs)
    }
}
