//! What a charge cannot be cheaper than: a signature, a verification and an HTTPS POST, with nothing of twpos around them.

use crate::Keys;
use crate::{Arguments, Result, Sequence, Spent, bare_signer, seal, text};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey};
use serde_json::{Value, json};
use std::hint::black_box;
use std::sync::Arc;
use twpos::crypto::decode_base64;
use twpos::icash::{Client, Config, Sealed};
use ureq::Agent;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// ICPOS001, as core posts it.
const PATH: &str = "/api/V2/Payment/POS/SETPay";

pub(crate) fn charge(arguments: &Arguments, vectors: &Value, sequence: &Sequence) -> Result<()> {
    let path = arguments.config.as_ref().ok_or("--mode floor needs --config")?;
    let (till, bare) = (
        Client::from_config_file(path)?,
        Bare::new(Config::from_file(path)?, vectors)?,
    );
    let (mut floor, mut charge) = (Spent::default(), Spent::default());
    for n in 0..arguments.warmup + arguments.count {
        if n == arguments.warmup {
            (floor, charge) = (Spent::default(), Spent::default());
        }
        let (theirs, ours) = (sequence.request(2 * n), sequence.request(2 * n + 1));
        // Sealed outside of the measure, so that the host pays for it as it does for a charge.
        let sealed = seal(&theirs, &bare.keys)?;
        floor.add(|| bare.charge(&sealed))?;
        charge.add(|| {
            black_box(till.pay(&ours)?);
            Ok(())
        })?;
    }
    let ratio = charge.cpu.as_secs_f64() / floor.cpu.as_secs_f64();
    floor.print(
        arguments,
        json!({ "peer": "twpos", "mode": "floor", "charge_ratio": ratio }),
    );
    Ok(())
}

struct Bare {
    url: String,
    agent: Agent,
    keys: Keys,
    random: SystemRandom,
    signer: RsaKeyPair,
    /// icash Pay's key and a reply that it signed, of the vectors: as long as the host's own.
    verifier: UnparsedPublicKey<Vec<u8>>,
    reply: (String, Vec<u8>),
}

impl Bare {
    fn new(config: Config, vectors: &Value) -> Result<Self> {
        let ca = config.http.extra_ca_pem.ok_or("--mode floor needs ca_file")?;
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::Specific(Arc::new(vec![Certificate::from_pem(
                ca.as_bytes(),
            )?])))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .build();
        let replies = vectors["open"].as_array().into_iter().flatten();
        let reply = replies
            .clone()
            .find(|case| case["name"] == "full ICPOS001 reply")
            .ok_or("the vectors have no full ICPOS001 reply")?;
        let key = text(&vectors["keys"]["icash_public_key"])?;
        let key: String = key.lines().filter(|line| !line.starts_with("-----")).collect();
        let bytes = |text| decode_base64(text).ok_or("not base64");
        Ok(Bare {
            url: format!("{}{PATH}", config.base_url),
            agent: Agent::config_builder()
                .http_status_as_error(false)
                .tls_config(tls)
                .build()
                .new_agent(),
            keys: Keys::of(config.credentials),
            random: SystemRandom::new(),
            signer: bare_signer(vectors)?,
            verifier: UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, bytes(&key)?),
            reply: (text(&reply["body"])?.to_owned(), bytes(text(&reply["signature"])?)?),
        })
    }

    fn charge(&self, sealed: &Sealed) -> Result<()> {
        let mut signature = vec![0; self.signer.public_modulus_len()];
        self.signer.sign(
            &RSA_PKCS1_SHA256,
            &self.random,
            sealed.enc_data.as_bytes(),
            &mut signature,
        )?;
        let mut reply = self
            .agent
            .post(&self.url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-iCP-EncKeyID", self.keys.aes.enc_key_id())
            .header("X-iCP-Signature", sealed.signature.as_str())
            .send(sealed.form_body().as_bytes())?;
        let body = reply.body_mut().read_to_vec()?;
        if reply.status() != 200 {
            return Err(format!("the host answered {}", reply.status()).into());
        }
        black_box(body);
        self.verifier.verify(self.reply.0.as_bytes(), &self.reply.1)?;
        Ok(())
    }
}
