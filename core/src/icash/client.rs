//! The icash Pay client: message → validate → seal → post → open → judge.

use super::config::Config;
use super::credential::AesCredential;
use super::envelope::{ENVELOPE, Opened, Sealed};
use super::judge::judge;
use super::messages::*;
use super::operations::Operation;
use crate::call;
use crate::crypto::{PrivateKey, PublicKey};
use crate::error::{Error, ErrorKind, Outcome};
use crate::limits;
use crate::reply;
use crate::scan;
use crate::transport::{Body, HttpClient, Reply};
use crate::wire;
use arc_swap::ArcSwap;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A till's connection to icash Pay. Cheap to share by reference or `Arc`: any number of threads may
/// call one client at once, and each call is one blocking HTTP POST, never repeated.
#[derive(Debug)]
pub struct Client {
    http: HttpClient,
    signer: PrivateKey,
    verifier: PublicKey,
    corp_id: String,
    /// Behind no lock, which a child of `fork` might find held for ever.
    keys: ArcSwap<KeyRing>,
}

/// The AES credentials known at this moment. Calls in flight hold their own reference.
#[derive(Debug)]
struct KeyRing {
    current: Arc<AesCredential>,
    known: Vec<Arc<AesCredential>>,
}

impl Client {
    /// A client for this configuration. Connects to nothing yet.
    ///
    /// # Errors
    /// `config`, naming the setting that is wrong.
    pub fn new(config: Config) -> Result<Self, Error> {
        config.validate()?;
        let http = HttpClient::new(&config.base_url, &config.http)?;
        let current = Arc::new(config.credentials.aes);
        Ok(Client {
            http,
            signer: config.credentials.merchant_private_key,
            verifier: config.credentials.icash_public_key,
            corp_id: config.corp_id,
            keys: ArcSwap::from_pointee(KeyRing {
                known: vec![current.clone()],
                current,
            }),
        })
    }

    /// A client for the `[icash]` table of a TOML file.
    ///
    /// # Errors
    /// `config` or `key`, naming the setting that is wrong.
    pub fn from_config_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::new(Config::from_file(path)?)
    }

    /// Charges the customer whose barcode was scanned (ICPOS001).
    ///
    /// # Errors
    /// See [`Error`]. After an outcome of `Unknown`, [`cancel`](Client::cancel) with the same OPSeq;
    /// never charge again under it.
    pub fn pay(&self, request: &PayRequest) -> Result<PayResponse, Error> {
        self.call(request)
    }

    /// Refunds a payment (ICPOS002): the whole original amount, bonus included. Neither the document nor a known
    /// integration refunds a part.
    ///
    /// # Errors
    /// See [`Error`]; `mismatch` too if the reply's `WalletTxAmt` is another amount. An outcome of `Unknown`
    /// needs a look at icash Pay's merchant pages: there is
    /// no query, and a second refund under a new OPRefundSeq might pay twice.
    pub fn refund(&self, request: &RefundRequest) -> Result<RefundResponse, Error> {
        self.call(request)
    }

    /// Reverses a payment whose outcome is unknown (ICPOS003). May be called blind and repeated.
    ///
    /// # Errors
    /// See [`Error`]. `Refused` means that the *cancel* was refused; the payment's outcome is still open.
    pub fn cancel(&self, request: &CancelRequest) -> Result<CancelResponse, Error> {
        self.call(request)
    }

    /// Tops up the wallet whose top-up barcode was scanned (ICPOS004).
    ///
    /// # Errors
    /// See [`Error`]. After an outcome of `Unknown`, [`cancel_top_up`](Client::cancel_top_up).
    pub fn top_up(&self, request: &TopUpRequest) -> Result<TopUpResponse, Error> {
        self.call(request)
    }

    /// Takes a whole top-up back (ICPOS005).
    ///
    /// # Errors
    /// See [`Error`]. An outcome of `Unknown` needs a look at icash Pay's merchant pages.
    pub fn refund_top_up(&self, request: &RefundTopUpRequest) -> Result<RefundTopUpResponse, Error> {
        self.call(request)
    }

    /// Reverses a top-up whose outcome is unknown (ICPOS006). May be called blind and repeated.
    ///
    /// # Errors
    /// See [`Error`]. `Refused` means that the *cancel* was refused; the top-up's outcome is still open.
    pub fn cancel_top_up(&self, request: &CancelTopUpRequest) -> Result<CancelTopUpResponse, Error> {
        self.call(request)
    }

    /// Takes a new AES credential into use for every call that starts from now on.
    ///
    /// Calls in flight finish on the credential they began with, and earlier credentials stay known
    /// for replies that name them. A credential with a known id replaces the earlier one.
    pub fn use_credential(&self, credential: AesCredential) {
        let credential = Arc::new(credential);
        self.keys.rcu(|keys| {
            let others = keys
                .known
                .iter()
                .filter(|known| known.enc_key_id() != credential.enc_key_id());
            KeyRing {
                current: credential.clone(),
                known: others.chain([&credential]).cloned().collect(),
            }
        });
    }

    /// The EncKeyID that new calls are sealed with.
    pub fn enc_key_id(&self) -> String {
        self.current_credential().enc_key_id().to_owned()
    }

    fn current_credential(&self) -> Arc<AesCredential> {
        self.keys.load().current.clone()
    }

    /// The credential a reply was encrypted with: the one it names if we know it, else the request's.
    fn credential_of(&self, reply: &Reply, sealed_with: Arc<AesCredential>) -> Arc<AesCredential> {
        let Some(named) = reply.header("X-iCP-EncKeyID") else {
            return sealed_with;
        };
        self.keys
            .load()
            .known
            .iter()
            .find(|known| known.enc_key_id() == named)
            .cloned()
            .unwrap_or(sealed_with)
    }

    fn call<R: Operation>(&self, request: &R) -> Result<R::Response, Error> {
        let reference = request.reference(REFERENCES);
        let secrets = || self.secrets(request);
        call::run(R::NAME, reference, secrets, |_| "approved", || self.exchange(request))
    }

    /// What no text may show: the customer's code, and every key that we hold.
    fn secrets<R: Operation>(&self, request: &R) -> Vec<Zeroizing<String>> {
        let mut secrets = wire::secrets(request, NEVER_LOGGED);
        for credential in &self.keys.load().known {
            let (key, iv) = credential.expose_texts();
            secrets.extend([key, iv].map(|text| Zeroizing::new(text.to_owned())));
        }
        secrets
    }

    fn exchange<R: Operation>(&self, request: &R) -> Result<R::Response, Error> {
        let credential = self.current_credential();
        let (request, sealed) = self
            .seal(request, &credential)
            .map_err(|error| error.with_outcome(Outcome::NotSent))?;

        let headers = [
            ("X-iCP-EncKeyID", credential.enc_key_id()),
            ("X-iCP-Signature", &sealed.signature),
        ];
        let reply = self.http.post(R::PATH, Body::Form(&sealed.form_body()), &headers)?;

        let credential = self.credential_of(&reply, credential);
        open(&reply, &credential, &self.verifier)
            .map(|mut opened| {
                reply::hide(&mut opened.message, self.secrets(&request), NEVER_LOGGED);
                opened
            })
            .and_then(|opened| judge(opened, &request.expectation()))
            .and_then(|fields| accepted_status(reply.status).map(|()| fields))
            .and_then(wire::from_fields)
            .map_err(|error| error.with_http_status(reply.status))
    }

    /// Everything before the network: message → validate → seal.
    fn seal<R: Operation>(&self, request: &R, credential: &AesCredential) -> Result<(R, Sealed), Error> {
        let mut request = request.clone();
        request.fill_defaults(&self.corp_id);
        scan::codes(request.scanned())?;
        limits::check(&request)?;
        request.validate()?;
        let fields = wire::to_fields(&request, ENVELOPE)?;
        let plaintext = Zeroizing::new(Value::Object(fields).to_string());
        let sealed = Sealed::seal(&plaintext, credential, &self.signer)?;
        Ok((request, sealed))
    }
}

/// Opens a reply that may be from icash Pay. An error page, which no one signed, is reported as what
/// it is; a signed refusal counts even under a 4xx status.
fn open(reply: &Reply, credential: &AesCredential, verifier: &PublicKey) -> Result<Opened, Error> {
    let signature = reply.header("X-iCP-Signature");
    let opened = Opened::open(&reply.body, signature, credential, verifier);
    match (reply.status, &opened) {
        (200..=299, _) => opened,
        (400..=499, Ok(_)) => opened,
        (status, _) => Err(Error::new(ErrorKind::Http, http_problem(status))),
    }
}

/// Only a 2xx reply may approve; anything else that claims to is a contradiction.
fn accepted_status(status: u16) -> Result<(), Error> {
    match status {
        200..=299 => Ok(()),
        _ => Err(Error::new(
            ErrorKind::Mismatch,
            "the reply approves, but under an HTTP status of failure",
        )),
    }
}

fn http_problem(status: u16) -> &'static str {
    match status {
        300..=399 => "the host redirects elsewhere; redirects are not followed, check base_url",
        401 | 403 => "a firewall or gateway answered instead of icash Pay; check user_agent and the allowed addresses",
        404 => "the host does not know this path; check base_url",
        429 => "too many requests; the answer is not icash Pay's",
        _ => "an error page came instead of icash Pay's reply",
    }
}
