//! `twpos_icash_credentials`: a merchant's keys for icash Pay, how they are exchanged and saved, and the
//! envelope made with them.

use crate::bridge::{bytes, free, handle, optional_text, output, status, status_with_error, text};
use crate::config::Config;
use crate::failure::Error;
use serde_json::json;
use std::ffi::c_char;
use std::path::Path;
use std::time::Duration;
use twpos::HttpConfig;
use twpos::crypto::{PrivateKey, PublicKey};
use twpos::icash::{AesCredential, Credentials, KeyExchange, Opened, Sealed};

/// A merchant's complete key material for icash Pay: its private key, icash Pay's public key and the AES
/// credential. Any number of threads may use one at once.
pub struct IcashCredentials(Credentials);

/// Takes keys as issued. The two RSA keys are read by their content, as twpos_private_key_from_text and
/// twpos_public_key_from_text do; `enc_key_id` is a decimal number, `aes_key` has 32 and `aes_iv` 16 ASCII
/// characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_credentials_new(
    merchant_private_key: *const c_char,
    icash_public_key: *const c_char,
    enc_key_id: *const c_char,
    aes_key: *const c_char,
    aes_iv: *const c_char,
    credentials: *mut *mut IcashCredentials,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let private = unsafe { text("merchant_private_key", merchant_private_key) }?;
        let public = unsafe { text("icash_public_key", icash_public_key) }?;
        let id = unsafe { text("enc_key_id", enc_key_id) }?;
        let (key, iv) = unsafe { (text("aes_key", aes_key)?, text("aes_iv", aes_iv)?) };
        let credentials = unsafe { output("credentials", credentials) }?;
        credentials.handle(IcashCredentials(Credentials {
            merchant_private_key: PrivateKey::from_text(private)?,
            icash_public_key: PublicKey::from_text(public)?,
            aes: AesCredential::new(id, key, iv)?,
            icash_public_key_expires: None,
        }));
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

/// Exchanges keys with icash Pay: makes a new merchant key, exchanges public keys and fetches an AES
/// credential. Moves no money: after a failure it may simply be run again. Save the result at once, since
/// icash Pay now expects these keys.
///
/// `base_url` is the member host that icash Pay named, which may differ from the payment host. `ca_pem` is
/// the text of a CA to trust besides the public ones; `ca_pem` may be NULL. `timeout_seconds` is for each of
/// the three calls; 0 is the default of 30. For a proxy and other settings there is
/// twpos_icash_credentials_exchange_from_config.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_credentials_exchange(
    base_url: *const c_char,
    ca_pem: *const c_char,
    timeout_seconds: i32,
    credentials: *mut *mut IcashCredentials,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (base_url, ca_pem) = unsafe { (text("base_url", base_url)?, optional_text("ca_pem", ca_pem)?) };
        let credentials = unsafe { output("credentials", credentials) }?;
        let default = HttpConfig::default();
        let timeout = match u64::try_from(timeout_seconds) {
            Ok(0) => default.timeout,
            Ok(seconds) => Duration::from_secs(seconds),
            Err(_) => return Err(Error::invalid_argument("timeout_seconds", "is negative")),
        };
        let http = HttpConfig {
            timeout,
            extra_ca_pem: ca_pem.map(str::to_owned),
            ..default
        };
        credentials.handle(IcashCredentials(KeyExchange::new(base_url, &http)?.run()?));
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

/// As twpos_icash_credentials_exchange, with the settings "icash.…": "icash.base_url", the member host, and any of
/// those that docs/configuration.md lists for every provider, such as "icash.proxy". Paths in them are relative to
/// the process's directory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_credentials_exchange_from_config(
    config: *const Config,
    credentials: *mut *mut IcashCredentials,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (config, credentials) = unsafe { (handle("config", config)?, output("credentials", credentials)?) };
        let exchange = KeyExchange::from_toml(&config.to_toml(), ".")?;
        credentials.handle(IcashCredentials(exchange.run()?));
        Ok(())
    };
    unsafe { status_with_error(error, work) }
}

/// Frees credentials, and wipes them. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_credentials_free(credentials: *mut IcashCredentials) {
    unsafe { free(credentials) };
}

/// The id of the AES credential. Not a secret.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_credentials_enc_key_id(
    credentials: *const IcashCredentials,
    enc_key_id: *mut *mut c_char,
) -> i32 {
    status(|| {
        let (credentials, id) = unsafe { (handle("credentials", credentials)?, output("enc_key_id", enc_key_id)?) };
        id.text(credentials.0.aes.enc_key_id())
    })
}

/// Writes merchant_private_key.pem, icash_public_key.pem and till.toml into `directory` (made if missing),
/// each readable by its owner only, and gives the path of till.toml: a configuration that a client loads as
/// it is, for payments at `base_url`.
///
/// A key is never overwritten by another one; till.toml is replaced in one step. `ca_file` is the path of a
/// CA to trust besides the public ones, relative to `directory`; `ca_file` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_credentials_save(
    credentials: *const IcashCredentials,
    directory: *const c_char,
    base_url: *const c_char,
    ca_file: *const c_char,
    config_path: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (credentials, directory) = unsafe { (handle("credentials", credentials)?, text("directory", directory)?) };
        let (base_url, ca_file) = unsafe { (text("base_url", base_url)?, optional_text("ca_file", ca_file)?) };
        let config_path = unsafe { output("config_path", config_path) }?;
        let path = credentials.0.save(Path::new(directory), base_url, ca_file)?;
        config_path.text(path.to_string_lossy().into_owned())
    };
    unsafe { status_with_error(error, work) }
}

/// For tests and diagnosis: encrypts and signs one message, as every operation does. Gives a JSON object
/// with X-iCP-EncKeyID and X-iCP-Signature (the headers), EncData, and body (what is posted).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_credentials_seal(
    credentials: *const IcashCredentials,
    plaintext: *const c_char,
    sealed_json: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (credentials, plaintext) = unsafe { (handle("credentials", credentials)?, text("plaintext", plaintext)?) };
        let sealed_json = unsafe { output("sealed_json", sealed_json) }?;
        let Credentials {
            merchant_private_key,
            aes,
            ..
        } = &credentials.0;
        let sealed = Sealed::seal(plaintext, aes, merchant_private_key)?;
        let json = json!({
            "X-iCP-EncKeyID": aes.enc_key_id(),
            "X-iCP-Signature": sealed.signature,
            "EncData": sealed.enc_data,
            "body": sealed.form_body(),
        });
        sealed_json.text(json.to_string())
    };
    unsafe { status_with_error(error, work) }
}

/// For tests and diagnosis: verifies and decrypts a captured reply, as every operation does. Gives a JSON
/// object with RtnCode, RtnMsg and message.
///
/// `body` is the reply's body as received, `length` bytes of it; `signature` its header X-iCP-Signature.
/// `signature` may be NULL, which fails as a reply without that header does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn twpos_icash_credentials_open(
    credentials: *const IcashCredentials,
    body: *const c_char,
    length: usize,
    signature: *const c_char,
    opened_json: *mut *mut c_char,
    error: *mut *mut Error,
) -> i32 {
    let work = || {
        let (credentials, body) = unsafe { (handle("credentials", credentials)?, bytes("body", body, length)?) };
        let signature = unsafe { optional_text("signature", signature) }?;
        let opened_json = unsafe { output("opened_json", opened_json) }?;
        let Credentials {
            icash_public_key, aes, ..
        } = &credentials.0;
        let opened = Opened::open(body, signature, aes, icash_public_key)?;
        let json = json!({ "RtnCode": opened.rtn_code, "RtnMsg": opened.rtn_msg, "message": opened.message });
        opened_json.text(json.to_string())
    };
    unsafe { status_with_error(error, work) }
}
