//! The OMNI client: message → validate → token → send → judge.

use super::config::{Config, Parameters};
use super::envelope;
use super::judge::{Known, judge};
use super::messages::*;
use super::operations::{Method, Operation};
use super::token::Tokens;
use crate::call;
use crate::crypto::Secret;
use crate::error::{Error, Outcome};
use crate::limits;
use crate::reply;
use crate::scan;
use crate::transport::{Body, HttpClient, Reply};
use crate::wire;
use serde_json::{Map, Value};
use std::path::Path;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A till's connection to the OMNI gateway. Cheap to share by reference or `Arc`: any number of threads may
/// call one client at once, and they share its connections and its token.
///
/// Each call is one blocking HTTP request. After an answer of 401 the token is renewed once, and the call goes out
/// once more under the same order number; a refund does not, since it has no number that the gateway would know
/// again. A token handed out by hand is never replaced. A 401 that remains is an error of kind `unauthorized`, and
/// its outcome is `Unknown`: it is no proof that nothing was done.
#[derive(Debug)]
pub struct Client {
    http: HttpClient,
    tokens: Tokens,
    parameters: Parameters,
    is_test: Option<bool>,
    ipass_refusal_codes: Vec<String>,
}

impl Client {
    /// A client for this configuration. Connects to nothing yet.
    ///
    /// # Errors
    /// `config`, naming the setting that is wrong.
    pub fn new(config: Config) -> Result<Self, Error> {
        config.validate()?;
        Ok(Client {
            http: HttpClient::new(&config.base_url, &config.http)?,
            tokens: Tokens::new(config.authorization, &config.http)?,
            parameters: config.parameters,
            is_test: config.is_test,
            ipass_refusal_codes: config.ipass_refusal_codes,
        })
    }

    /// A client for the `[omni]` table of a TOML file.
    ///
    /// # Errors
    /// `config`, naming the setting that is wrong.
    pub fn from_config_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::new(Config::from_file(path)?)
    }

    /// Charges the iPASS customer whose code was scanned (document 002). Captured at once.
    ///
    /// # Errors
    /// See [`Error`]. After an outcome of `Unknown`, [`ipass_search`](Client::ipass_search) with the same order
    /// number; never charge again under another one before that is settled. `duplicate` (provider code 0006) says
    /// that the order number was used before, not how that attempt ended.
    pub fn ipass_pay(&self, request: &IpassPayRequest) -> Result<IpassPayResponse, Error> {
        self.call(request)
    }

    /// Asks iPASS for a captured payment (from the gateway's public pages, not from the vendor's document in
    /// hand). Moves no money and may be repeated.
    ///
    /// # Errors
    /// See [`Error`]; the outcome is the question's, not the payment's.
    pub fn ipass_search(&self, request: &IpassSearchRequest) -> Result<IpassSearchResponse, Error> {
        self.call(request)
    }

    /// Refunds an iPASS payment, whole or in part (from the gateway's public pages, not from the vendor's
    /// document in hand).
    ///
    /// # Errors
    /// See [`Error`]. After an outcome of `Unknown`, look at iPASS's merchant pages before trying again: a
    /// second partial refund might pay twice. So it is never sent again by us, after a 401 neither.
    pub fn ipass_refund(&self, request: &IpassRefundRequest) -> Result<IpassRefundResponse, Error> {
        self.call(request)
    }

    /// Charges the icash Pay customer whose barcode was scanned (from the gateway's public pages, not from the
    /// vendor's document in hand).
    ///
    /// # Errors
    /// See [`Error`]. After an outcome of `Unknown`, [`icash_search`](Client::icash_search) or
    /// [`icash_cancel`](Client::icash_cancel) with the same MerchantTradeNo; never charge again under it.
    pub fn icash_pay(&self, request: &IcashPayRequest) -> Result<IcashPayResponse, Error> {
        self.call(request)
    }

    /// Asks icash Pay for a payment (from the gateway's public pages, not from the vendor's document in hand).
    /// Moves no money and may be repeated.
    ///
    /// # Errors
    /// See [`Error`]; the outcome is the question's, not the payment's.
    pub fn icash_search(&self, request: &IcashSearchRequest) -> Result<IcashSearchResponse, Error> {
        self.call(request)
    }

    /// Reverses an icash Pay payment whose outcome is unknown (document 001).
    ///
    /// # Errors
    /// See [`Error`]. `Refused` means that the *cancel* was refused; the payment's outcome is still open.
    pub fn icash_cancel(&self, request: &IcashCancelRequest) -> Result<IcashCancelResponse, Error> {
        self.call(request)
    }

    fn call<R: Operation>(&self, request: &R) -> Result<R::Response, Error> {
        let secrets = || self.secrets(request);
        call::run(
            R::NAME,
            request.reference(REFERENCES),
            secrets,
            |_| R::DONE,
            || self.exchange(request),
        )
    }

    /// What no text may show, but for the token.
    fn secrets<R: Operation>(&self, request: &R) -> Vec<Zeroizing<String>> {
        let mut secrets = wire::secrets(request, NEVER_LOGGED);
        let ours = [self.parameters.ipass_key(), self.tokens.client_secret()];
        secrets.extend(ours.map(|secret| Zeroizing::new(secret.to_owned())));
        secrets
    }

    fn exchange<R: Operation>(&self, request: &R) -> Result<R::Response, Error> {
        let (request, fields) = self
            .prepare(request)
            .map_err(|error| error.with_outcome(Outcome::NotSent))?;
        let (reply, token) = self.send::<R>(&fields)?;
        let known = Known {
            ipass_refusal_codes: &self.ipass_refusal_codes,
            icash_merchant: self.parameters.icash_merchant(),
        };
        let mut secrets = self.secrets(&request);
        secrets.push(Zeroizing::new(token.expose().clone()));
        judge(reply.status, &reply.body, R::WALLET, &request.expectation(), &known)
            .map(|mut fields| {
                reply::hide(&mut fields, secrets, NEVER_LOGGED);
                fields
            })
            .and_then(wire::from_fields)
            .map_err(|error| error.with_http_status(reply.status).without(&[token.expose()]))
    }

    /// Everything before the network: message → validate → fields.
    fn prepare<R: Operation>(&self, request: &R) -> Result<(R, Map<String, Value>), Error> {
        self.parameters.allow(R::WALLET)?;
        let mut request = request.clone();
        request.fill_defaults()?;
        scan::codes(request.scanned())?;
        limits::check(&request)?;
        request.validate()?;
        let fields = wire::to_fields(&request, envelope::OURS)?;
        Ok((request, fields))
    }

    /// Sends once; after a 401, once more with another token if the operation allows it. Gives the token that the
    /// reply is to.
    fn send<R: Operation>(&self, fields: &Map<String, Value>) -> Result<(Reply, Arc<Secret<String>>), Error> {
        let token = self.tokens.token()?;
        let reply = self.send_with::<R>(fields, &token)?;
        if reply.status != 401 {
            return Ok((reply, token));
        }
        if !R::AGAIN_AFTER_401 {
            self.tokens.forget(&token);
            return Ok((reply, token));
        }
        match self.tokens.in_place_of(&token) {
            None => Ok((reply, token)),
            // Something was sent by now, so nothing that fails from here on is a proven NotSent.
            Some(next) => next
                .and_then(|next| Ok((self.send_with::<R>(fields, &next)?, next)))
                .map_err(|error| error.with_outcome(Outcome::Unknown)),
        }
    }

    fn send_with<R: Operation>(&self, fields: &Map<String, Value>, token: &Secret<String>) -> Result<Reply, Error> {
        let not_sent = |error: Error| error.with_outcome(Outcome::NotSent);
        let authorization = Zeroizing::new(format!("Bearer {}", token.expose()));
        let headers = [
            ("Authorization", authorization.as_str()),
            ("Accept", "application/json"),
        ];
        match R::METHOD {
            Method::Post => {
                let body = envelope::body(R::WALLET, fields, &self.parameters, self.is_test);
                let body = body.map_err(not_sent)?;
                self.http.post(R::PATH, Body::Json(&body), &headers)
            }
            Method::Get => {
                let query = envelope::query(R::WALLET, fields, &self.parameters, self.is_test);
                let path = Zeroizing::new(format!("{}{}", R::PATH, query.map_err(not_sent)?.as_str()));
                self.http.get(&path, &headers)
            }
        }
    }
}
