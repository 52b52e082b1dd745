//! The judges, and the reader of a token, for the fuzz targets.
//!
//! No public call reaches them without a network, and a server for each input is too slow to fuzz with. Built only
//! under `--cfg fuzzing`, which `cargo fuzz` sets, so nothing that ships has this door.

use super::client::{judged, run};
use super::config::Config;
use super::judge::Known;
use super::messages::*;
use super::token::read;
use crate::call::run_json;
use crate::error::{Error, ErrorKind};
use crate::transport::Reply;
use std::time::{Duration, Instant};

/// As [`Client::call_json`](super::Client::call_json) of a client of `config`, if `body` came back. A req_id that
/// the request leaves out is not made up.
///
/// # Errors
/// As the operation, after the network.
pub fn judge_json(
    config: &Config,
    operation: &str,
    request: &str,
    http_status: u16,
    body: &[u8],
) -> Result<String, Error> {
    let Config {
        parameters,
        ipass_refusal_codes,
        ..
    } = config;
    let known = Known {
        ipass_refusal_codes,
        icash_merchant: parameters.icash_merchant(),
    };
    macro_rules! judge {
        ($request:ty) => {
            run_json(request, |request: &$request| {
                let secrets = [parameters.ipass_key(), ""];
                run(request, secrets, || {
                    judged(request, http_status, body, &known, Vec::new())
                })
            })
        };
    }
    match operation {
        "ipass_pay" => judge!(IpassPayRequest),
        "ipass_search" => judge!(IpassSearchRequest),
        "ipass_refund" => judge!(IpassRefundRequest),
        "icash_pay" => judge!(IcashPayRequest),
        "icash_search" => judge!(IcashSearchRequest),
        "icash_cancel" => judge!(IcashCancelRequest),
        _ => Err(Error::new(ErrorKind::InvalidRequest, "there is no such operation")),
    }
}

/// As a token endpoint's answer is read: the token, and how long it lives.
///
/// # Errors
/// As a client's that asks there.
pub fn read_token(http_status: u16, body: &[u8]) -> Result<(String, Duration), Error> {
    let asked = Instant::now();
    let no_reply = || Error::new(ErrorKind::Internal, "no reply");
    let token = read(Reply::of(http_status, body, None).ok_or_else(no_reply)?, asked)?;
    Ok((token.value.expose().clone(), token.expires - asked))
}
