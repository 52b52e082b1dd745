//! What surrounds a request: 001 and 002 "Request Body Parameters", and whose payment parameters it uses.

use super::client::Client;
use super::omni_operation::OmniOperation;
use super::record::Wallet;
use crate::StartError;
use crate::books::{Books, Record};
use crate::incoming::{Incoming, media_type};
use hyper::Method;
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The one way to pay that this gateway has on its "integrate" paths.
const ICASH_TYPE: &str = "I_CASH_QRCODE_PAY";
/// 16 bytes in hexadecimal.
const IV_CHARS: usize = 32;

type Fields = Map<String, Value>;

/// The list of `crate::books` that holds them.
const USED_IVS: &str = "omni.used_ivs";

/// Every `iv` that the merchant has used: 002 wants another for each request.
pub(super) struct UsedIvs {
    used: Mutex<HashSet<String>>,
    books: Arc<Books>,
}

impl UsedIvs {
    pub(super) fn load(books: &Arc<Books>) -> Result<Self, StartError> {
        Ok(UsedIvs {
            used: Mutex::new(books.read(USED_IVS)?.into_iter().collect()),
            books: books.clone(),
        })
    }

    /// Whether it is new.
    fn remember(&self, iv: &str) -> bool {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let (number, iv) = (used.len(), iv.to_ascii_lowercase());
        let record = Record::new(USED_IVS, number, &iv);
        let is_new = used.insert(iv);
        if is_new {
            self.books.write(&[record]);
        }
        is_new
    }
}

/// Takes the member `request` out of a call, or says why it is no call of this client.
pub(super) fn open(
    operation: OmniOperation,
    incoming: &Incoming,
    client: &Client,
    used_ivs: &UsedIvs,
) -> Result<Fields, String> {
    let mut whole = match operation.method() {
        Method::GET => query(&incoming.query)?,
        _ => body(incoming)?,
    };
    let Some(request) = whole.remove("request").filter(|value| !is_blank(value)) else {
        return Err(missing("request"));
    };
    let Value::Object(request) = request else {
        return Err("request: must be an object".to_owned());
    };
    if operation.wallet() == Wallet::Icash {
        match text(&whole, "type")? {
            None => return Err(missing("type")),
            Some(ICASH_TYPE) => {}
            Some(other) => return Err(format!("無此付款方式 {other}")),
        }
    }
    if whole.get("is_test").is_some_and(|is_test| !is_test.is_boolean()) {
        return Err("is_test: must be true or false".to_owned());
    }
    check_parameters(
        operation.wallet(),
        text(&whole, "store_id")?,
        &request,
        client,
        used_ivs,
    )?;
    Ok(request)
}

/// In the words of document 001.
pub(super) fn missing(name: &str) -> String {
    format!("{name} 不可為空")
}

fn body(incoming: &Incoming) -> Result<Fields, String> {
    if media_type(&incoming.headers) != "application/json" {
        return Err("Content-Type: must be application/json".to_owned());
    }
    match serde_json::from_slice(&incoming.body) {
        Ok(Value::Object(whole)) => Ok(whole),
        _ => Err("the body is not a JSON object".to_owned()),
    }
}

/// The members of a GET, of which `request` is JSON text and `is_test` is TRUE or FALSE.
fn query(query: &str) -> Result<Fields, String> {
    let mut whole = Fields::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = match (name.as_ref(), value.as_ref()) {
            ("request", json) => serde_json::from_str(json).map_err(|_| "request: is not JSON".to_owned())?,
            ("is_test", "TRUE") => Value::Bool(true),
            ("is_test", "FALSE") => Value::Bool(false),
            ("is_test", _) => return Err("is_test: must be TRUE or FALSE".to_owned()),
            (_, text) => Value::from(text),
        };
        if whole.insert(name.to_string(), value).is_some() {
            return Err(format!("{name}: is given twice"));
        }
    }
    Ok(whole)
}

/// Either the gateway holds the payment parameters of a store, or the request carries the merchant's own.
fn check_parameters(
    wallet: Wallet,
    store_id: Option<&str>,
    request: &Fields,
    client: &Client,
    used_ivs: &UsedIvs,
) -> Result<(), String> {
    let own: &[(&str, &str)] = match wallet {
        Wallet::Ipass => &[("merchantid", &client.ipass_merchantid), ("key", &client.ipass_key)],
        Wallet::Icash => &[("PlatformID", &client.platform_id), ("MerchantID", &client.merchant_id)],
    };
    let iv = text(request, "iv")?.filter(|_| wallet == Wallet::Ipass);
    let mut given = Vec::new();
    for (name, known) in own {
        given.push((*name, text(request, name)?, *known));
    }
    let any_own = iv.is_some() || given.iter().any(|(_, value, _)| value.is_some());
    match store_id {
        Some(_) if any_own => Err("store_id: excludes the merchant's own payment parameters".to_owned()),
        Some(store_id) if store_id != client.store_id => Err("store_id: is not a store of this client".to_owned()),
        Some(_) => Ok(()),
        None if !any_own => Err(missing("store_id")),
        None => {
            for (name, value, known) in given {
                match value {
                    None => return Err(missing(name)),
                    Some(value) if value != known => return Err(format!("{name}: is not this merchant's")),
                    Some(_) => {}
                }
            }
            match wallet {
                Wallet::Ipass => check_iv(iv, used_ivs),
                Wallet::Icash => Ok(()),
            }
        }
    }
}

fn check_iv(iv: Option<&str>, used_ivs: &UsedIvs) -> Result<(), String> {
    match iv {
        None => Err(missing("iv")),
        Some(iv) if iv.len() != IV_CHARS || !iv.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            Err(format!("iv: must be {IV_CHARS} hexadecimal digits"))
        }
        Some(iv) if !used_ivs.remember(iv) => Err("iv: was used before".to_owned()),
        Some(_) => Ok(()),
    }
}

/// A text that may be absent; an empty one is absent.
fn text<'a>(fields: &'a Fields, name: &str) -> Result<Option<&'a str>, String> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
        Some(_) => Err(format!("{name}: must be a JSON string")),
    }
}

fn is_blank(value: &Value) -> bool {
    matches!(value, Value::Null) || value == ""
}
