//! The LINE Pay client: message → validate → sign → send → judge.

use super::config::{Config, Device};
use super::envelope::{Payload, Sealed};
use super::judge;
use super::messages::*;
use super::operations::{Method, Operation};
use crate::call;
use crate::crypto::Secret;
use crate::error::{Error, Outcome};
use crate::limits;
use crate::reply;
use crate::scan;
use crate::transport::{Body, HttpClient, Reply};
use crate::wire;
use std::path::Path;
use zeroize::Zeroizing;

/// A till's connection to LINE Pay. Cheap to share by reference or `Arc`: any number of threads may call one client at
/// once, and each call is one blocking HTTP request, never repeated.
#[derive(Debug)]
pub struct Client {
    payments: HttpClient,
    /// For every other call, which waits for half as long.
    others: HttpClient,
    channel_id: String,
    channel_secret: Secret<String>,
    device: Option<Device>,
}

impl Client {
    /// A client for this configuration. Connects to nothing yet.
    ///
    /// # Errors
    /// `config`, naming the setting that is wrong.
    pub fn new(config: Config) -> Result<Self, Error> {
        config.validate()?;
        Ok(Client {
            payments: HttpClient::new(&config.base_url, &config.http)?,
            others: HttpClient::new(&config.base_url, &config.http_of_others())?,
            channel_id: config.channel_id,
            channel_secret: config.channel_secret,
            device: config.device,
        })
    }

    /// A client for the `[linepay]` table of a TOML file.
    ///
    /// # Errors
    /// `config`, naming the setting that is wrong.
    pub fn from_config_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::new(Config::from_file(path)?)
    }

    /// Charges the customer whose code was scanned. Waits for at least 40 s, as LINE Pay demands.
    ///
    /// # Errors
    /// See [`Error`]. After an outcome of `Unknown`, [`check`](Client::check) with the same order number, every 3 to 5
    /// seconds; never charge again before that is settled, under whatever number. `duplicate` says that the order number
    /// was used before, not how that attempt ended.
    pub fn pay(&self, request: &PayRequest) -> Result<PayResponse, Error> {
        self.call(request)
    }

    /// Asks where a payment stands. Moves no money and may be repeated.
    ///
    /// # Errors
    /// See [`Error`]; the outcome is never `Refused`, so that no answer to a question reads as if the payment had been
    /// refused. Provider code 1150 says that LINE Pay does not see the payment (yet), not that it will not come.
    pub fn check(&self, request: &CheckRequest) -> Result<CheckResponse, Error> {
        self.call(request)
    }

    /// Gives a payment back, whole or in part. There is no other way to reverse a captured payment.
    ///
    /// # Errors
    /// See [`Error`]. After an outcome of `Unknown`, a refund of the whole (with `amount`) may be sent again, until it is
    /// done. A refund of a part must **never** be sent again: it has no number of its own, and would pay twice. Look at
    /// `refundList` of [`details`](Client::details), and compare count and sum with what you wrote down.
    pub fn refund(&self, request: &RefundRequest) -> Result<RefundResponse, Error> {
        self.call(request)
    }

    /// Asks what was paid and what was given back. Moves no money and may be repeated.
    ///
    /// # Errors
    /// As [`check`](Client::check).
    pub fn details(&self, request: &DetailsRequest) -> Result<DetailsResponse, Error> {
        self.call(request)
    }

    /// Gives up a payment that was authorised and not captured.
    ///
    /// # Errors
    /// See [`Error`]. After an outcome of `Unknown`, ask with [`authorizations`](Client::authorizations).
    pub fn void(&self, request: &VoidRequest) -> Result<VoidResponse, Error> {
        self.call(request)
    }

    /// Takes the money of a payment that was authorised.
    ///
    /// # Errors
    /// See [`Error`]. After an outcome of `Unknown`, [`check`](Client::check): after some failures LINE Pay cancels the
    /// payment by itself.
    pub fn capture(&self, request: &CaptureRequest) -> Result<CaptureResponse, Error> {
        self.call(request)
    }

    /// Asks where an authorisation stands. Moves no money and may be repeated.
    ///
    /// # Errors
    /// As [`check`](Client::check).
    pub fn authorizations(&self, request: &AuthorizationsRequest) -> Result<AuthorizationsResponse, Error> {
        self.call(request)
    }

    fn call<R: Operation>(&self, request: &R) -> Result<R::Response, Error> {
        let reference = request.reference(REFERENCES);
        let secrets = || self.secrets(request);
        let told = |told: &(R::Response, &'static str)| told.1;
        call::run(R::NAME, reference, secrets, told, || self.exchange(request)).map(|(response, _)| response)
    }

    /// What no text may show.
    fn secrets<R: Operation>(&self, request: &R) -> Vec<Zeroizing<String>> {
        let mut secrets = wire::secrets(request, NEVER_LOGGED);
        secrets.push(Zeroizing::new(self.channel_secret.expose().clone()));
        secrets
    }

    /// The response, and what the log says of it.
    fn exchange<R: Operation>(&self, request: &R) -> Result<(R::Response, &'static str), Error> {
        let (request, payload) = self
            .prepare(request)
            .map_err(|error| error.with_outcome(Outcome::NotSent))?;
        let reply = self.send(&request, &payload)?;
        let judged = judge::read(reply.status, &reply.body).and_then(|mut read| {
            reply::hide(&mut read.fields, self.secrets(&request), NEVER_LOGGED);
            let state = request.judge(&read)?;
            let mut response = wire::from_fields(read.fields)?;
            let logged = R::tell(&mut response, state);
            Ok((response, logged))
        });
        judged.map_err(|error| error.with_http_status(reply.status))
    }

    /// Everything before the network but the signature: message → validate → what is sent.
    fn prepare<R: Operation>(&self, request: &R) -> Result<(R, Payload), Error> {
        let mut request = request.clone();
        request.fill_defaults();
        scan::codes(request.scanned())?;
        limits::check(&request)?;
        request.validate()?;
        let mut fields = wire::to_fields(&request, &[])?;
        fields.retain(|name, _| !R::NOT_SENT.contains(&name.as_str()));
        let payload = match R::METHOD {
            Method::Get => Payload::query(&fields),
            Method::Post if fields.is_empty() => Payload::Post(Zeroizing::default()),
            Method::Post => Payload::json(&fields)?,
        };
        Ok((request, payload))
    }

    /// Signs and sends, once.
    fn send<R: Operation>(&self, request: &R, payload: &Payload) -> Result<Reply, Error> {
        let http = if R::IS_PAYMENT { &self.payments } else { &self.others };
        let path = request.path();
        let sealed = Sealed::seal(&self.channel_secret, &http.whole_path(&path), payload)
            .map_err(|error| error.with_outcome(Outcome::NotSent))?;
        let mut headers = vec![
            ("X-LINE-ChannelId", self.channel_id.as_str()),
            ("X-LINE-Authorization-Nonce", &sealed.nonce),
            ("X-LINE-Authorization", &sealed.authorization),
        ];
        if let Some(device) = &self.device {
            headers.push(("X-LINE-MerchantDeviceProfileId", &device.profile_id));
            headers.push(("X-LINE-MerchantDeviceType", &device.device_type));
        }
        match payload {
            Payload::Post(body) => http.post(&path, Body::Json(body), &headers),
            Payload::Get(query) if query.is_empty() => http.get(&path, &headers),
            Payload::Get(query) => http.get(&format!("{path}?{query}"), &headers),
        }
    }
}
