//! What surrounds a request on the wire, and whose payment parameters stand in it.

use super::config::{IcashMerchant, IpassMerchant, Parameters};
use crate::crypto::random_bytes;
use crate::encoding::hex;
use crate::error::{Error, ErrorKind};
use serde::Serialize;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

/// Names that a request's `extra` must not bring in: they decide who is paid, and how. The last four stand around
/// the request.
pub(super) const OURS: &[&str] = &[
    "merchantid",
    "key",
    "iv",
    "PlatformID",
    "MerchantID",
    "capture",
    "type",
    "request",
    "store_id",
    "is_test",
];

/// The wallet behind an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wallet {
    Icash,
    Ipass,
}

/// The whole request: 001 and 002 "Request Body Parameters".
#[derive(Serialize)]
struct Envelope<'a> {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    request: Inner<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    store_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_test: Option<bool>,
}

/// The member `request`: the merchant's own parameters, if any, and the message's fields.
#[derive(Serialize)]
struct Inner<'a> {
    #[serde(flatten)]
    own: Option<Own<'a>>,
    #[serde(flatten)]
    fields: &'a Map<String, Value>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Own<'a> {
    Ipass {
        merchantid: &'a str,
        key: &'a str,
        iv: String,
    },
    Icash {
        #[serde(rename = "PlatformID")]
        platform_id: &'a str,
        #[serde(rename = "MerchantID")]
        merchant_id: &'a str,
    },
}

impl Parameters {
    /// Whether an operation of this wallet can be sent at all.
    pub(super) fn allow(&self, wallet: Wallet) -> Result<(), Error> {
        match (self, wallet) {
            (Parameters::Own(own), Wallet::Ipass) if own.ipass.is_none() => Err(Error::field(
                "merchantid",
                "is missing: the configuration has neither store_id nor ipass_merchantid and ipass_key",
            )),
            (Parameters::Own(own), Wallet::Icash) if own.icash.is_none() => Err(Error::field(
                "PlatformID",
                "is missing: the configuration has neither store_id nor platform_id and merchant_id",
            )),
            _ => Ok(()),
        }
    }

    /// The merchant's own numbers at icash Pay, if they are sent.
    pub(super) fn icash_merchant(&self) -> Option<&IcashMerchant> {
        match self {
            Parameters::Own(own) => own.icash.as_ref(),
            Parameters::GatewayHeld { .. } => None,
        }
    }

    /// The merchant's own iPASS parameters, if they are sent.
    fn ipass_merchant(&self) -> Option<&IpassMerchant> {
        match self {
            Parameters::Own(own) => own.ipass.as_ref(),
            Parameters::GatewayHeld { .. } => None,
        }
    }

    /// The merchant's own iPASS key, to be kept out of every text.
    pub(super) fn ipass_key(&self) -> &str {
        self.ipass_merchant().map_or("", |ipass| ipass.key.expose())
    }

    /// `store_id` of the envelope: only where the gateway holds the parameters.
    fn store_id(&self) -> Option<&str> {
        match self {
            Parameters::GatewayHeld { store_id } => Some(store_id),
            Parameters::Own(_) => None,
        }
    }
}

/// The body of a POST. It may hold the merchant's key, so it is wiped after use.
pub(super) fn body(
    wallet: Wallet,
    fields: &Map<String, Value>,
    parameters: &Parameters,
    is_test: Option<bool>,
) -> Result<Zeroizing<String>, Error> {
    let own = match wallet {
        Wallet::Ipass => parameters.ipass_merchant().map(ipass_own).transpose()?,
        Wallet::Icash => parameters.icash_merchant().map(icash_own),
    };
    let envelope = Envelope {
        kind: kind(wallet),
        request: Inner { own, fields },
        store_id: parameters.store_id(),
        is_test,
    };
    json(&envelope).map(Zeroizing::new)
}

/// The query of a GET, which only icash's search is: the same members, with `request` as JSON text.
pub(super) fn query(
    wallet: Wallet,
    fields: &Map<String, Value>,
    parameters: &Parameters,
    is_test: Option<bool>,
) -> Result<Zeroizing<String>, Error> {
    let request = json(&Inner {
        own: parameters.icash_merchant().map(icash_own),
        fields,
    })
    .map(Zeroizing::new)?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(kind) = kind(wallet) {
        query.append_pair("type", kind);
    }
    query.append_pair("request", &request);
    if let Some(store_id) = parameters.store_id() {
        query.append_pair("store_id", store_id);
    }
    if let Some(is_test) = is_test {
        query.append_pair("is_test", if is_test { "TRUE" } else { "FALSE" });
    }
    let query = Zeroizing::new(query.finish());
    Ok(Zeroizing::new(format!("?{}", query.as_str())))
}

/// `type`, by which the "integrate" paths know the wallet (001 request type).
fn kind(wallet: Wallet) -> Option<&'static str> {
    match wallet {
        Wallet::Icash => Some("I_CASH_QRCODE_PAY"),
        Wallet::Ipass => None,
    }
}

fn icash_own(icash: &IcashMerchant) -> Own<'_> {
    Own::Icash {
        platform_id: &icash.platform_id,
        merchant_id: &icash.merchant_id,
    }
}

fn ipass_own(ipass: &IpassMerchant) -> Result<Own<'_>, Error> {
    // 002 request iv: 16 random bytes as hexadecimal text, another for each request.
    Ok(Own::Ipass {
        merchantid: &ipass.merchant_id,
        key: ipass.key.expose(),
        iv: hex(&random_bytes::<16>()?),
    })
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value)
        .map_err(|_| Error::new(ErrorKind::Internal, "the request could not be written as JSON"))
}
