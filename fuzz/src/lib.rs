//! What the targets share: test keys from the golden vectors, clients that reach nobody, and reading of replies.

pub mod reply;

use serde_json::Value;
use std::sync::LazyLock;
use twpos::crypto::{AesKey, PrivateKey, PublicKey};
use twpos::icash::{AesCredential, Credentials};
use twpos::{AnyClient, omni};

static ICASH: LazyLock<Value> = LazyLock::new(|| vectors(include_str!("../../conformance/vectors/icash.json")));
static MYPAY: LazyLock<Value> = LazyLock::new(|| vectors(include_str!("../../conformance/vectors/mypay.json")));

/// Nothing listens on port 1, and TLS would keep even a listener from reading a request.
const NOWHERE: &str = "https://127.0.0.1:1";

fn vectors(text: &str) -> Value {
    serde_json::from_str(text).expect("vectors")
}

fn key<'a>(vectors: &'a Value, name: &str) -> &'a str {
    vectors["keys"][name].as_str().expect("a test key")
}

/// Clients' configuration, of the same keys as the clients here.
pub fn config_text() -> String {
    let icash = |name| key(&ICASH, name);
    let mypay = |name| key(&MYPAY, name);
    format!(
        "[icash]\nbase_url = {NOWHERE:?}\nmerchant_private_key = {:?}\nicash_public_key = {:?}\nenc_key_id = {:?}\n\
         aes_key = {:?}\naes_iv = {:?}\n\
         [mypay]\nbase_url = {NOWHERE:?}\nmode = \"store\"\nuid = {:?}\nkey = {:?}\nprevious_key = {:?}\n\
         [omni]\nbase_url = {NOWHERE:?}\ntoken = \"token\"\nstore_id = \"0\"\n\
         [linepay]\nbase_url = {NOWHERE:?}\nchannel_id = \"1\"\nchannel_secret = \"test-secret\"\n",
        icash("merchant_private_key"),
        icash("icash_public_key"),
        icash("enc_key_id"),
        icash("aes_key"),
        icash("aes_iv"),
        mypay("store_uid"),
        mypay("key"),
        mypay("previous_key"),
    )
}

/// The texts that a merchant has of icash Pay: private key, icash Pay's public key, EncKeyID, AES_Key, AES_IV.
pub fn merchant_texts() -> [&'static str; 5] {
    [
        "merchant_private_key",
        "icash_public_key",
        "enc_key_id",
        "aes_key",
        "aes_iv",
    ]
    .map(|name| key(&ICASH, name))
}

/// icash Pay's half of the test keys, to sign replies as the host would.
pub fn icash_signer() -> PrivateKey {
    PrivateKey::from_text(key(&ICASH, "icash_private_key")).expect("a test key")
}

/// The merchant's half.
pub fn merchant() -> Credentials {
    let key = |name| key(&ICASH, name);
    Credentials {
        merchant_private_key: PrivateKey::from_text(key("merchant_private_key")).expect("a test key"),
        icash_public_key: PublicKey::from_text(key("icash_public_key")).expect("a test key"),
        aes: AesCredential::new(key("enc_key_id"), key("aes_key"), key("aes_iv")).expect("a test credential"),
        icash_public_key_expires: None,
    }
}

/// The key that both sides of MYPAY's envelope use.
pub fn mypay_key() -> AesKey {
    AesKey::from_text(key(&MYPAY, "key")).expect("a test key")
}

/// A client of this provider that reaches nobody.
pub fn client(provider: &str) -> AnyClient {
    AnyClient::from_toml(provider, &config_text(), ".").expect("a client")
}

/// The merchant of documents 001 and 002, for whom iPASS's code 1234 means that the customer was declined.
pub fn omni_client() -> AnyClient {
    let own = omni::OwnParameters {
        icash: Some(omni::IcashMerchant {
            platform_id: "10523647".into(),
            merchant_id: "10523650".into(),
        }),
        ipass: Some(omni::IpassMerchant {
            merchant_id: "90000001".into(),
            key: "ipass-test-key".into(),
        }),
    };
    let token = omni::Authorization::Token("token".into());
    let mut config = omni::Config::new(NOWHERE, token, omni::Parameters::Own(own));
    config.ipass_refusal_codes = vec!["1234".into()];
    AnyClient::Omni(omni::Client::new(config).expect("a client"))
}
