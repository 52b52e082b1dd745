//! twpos in the same loop and with the same request as the peers in `bench/peers`.

mod floor;
mod mypay;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use clap::Parser;
use cpu_time::ProcessTime;
use serde_json::{Value, json};
use std::error::Error;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use twpos::crypto::{PrivateKey, PublicKey, decode_base64};
use twpos::icash::{AesCredential, Client, Credentials, Opened, PayRequest, Sealed};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[derive(Parser)]
struct Arguments {
    #[arg(long)]
    vectors: PathBuf,
    #[arg(long)]
    mode: Mode,
    #[arg(long)]
    count: u64,
    #[arg(long, default_value_t = 200)]
    warmup: u64,
    /// The till.toml of the host to charge at.
    #[arg(long)]
    config: Option<PathBuf>,
    /// A file with the JSON text that MYPAY is to get.
    #[arg(long)]
    message: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Mode {
    /// The RSA signature alone, without twpos, which a seal cannot be cheaper than; and a seal after
    /// each, so that both see the same machine. The line has "seal_ratio" as well.
    Sign,
    Seal,
    Open,
    Charge,
    /// A bare signature, a bare verification and the same POST by bare ureq and rustls, which a charge cannot be
    /// cheaper than; and a charge after each. The line has "charge_ratio" as well.
    Floor,
    MypaySeal,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let vectors: Value = serde_json::from_str(&std::fs::read_to_string(&arguments.vectors)?)?;
    let sequence = Sequence::new()?;
    match arguments.mode {
        Mode::Sign => {
            let (keys, bare) = (Keys::read(&vectors)?, bare_signer(&vectors)?);
            let random = SystemRandom::new();
            let enc_data = seal(&sequence.request(0), &keys)?.enc_data;
            let mut signature = vec![0; bare.public_modulus_len()];
            let (mut signing, mut sealing) = (Spent::default(), Spent::default());
            for n in 0..arguments.warmup + arguments.count {
                if n == arguments.warmup {
                    (signing, sealing) = (Spent::default(), Spent::default());
                }
                signing.add(|| Ok(bare.sign(&RSA_PKCS1_SHA256, &random, enc_data.as_bytes(), &mut signature)?))?;
                sealing.add(|| full_seal(&sequence.request(n), &keys))?;
            }
            let ratio = sealing.cpu.as_secs_f64() / signing.cpu.as_secs_f64();
            signing.print(
                &arguments,
                json!({ "peer": "twpos", "mode": "sign", "seal_ratio": ratio }),
            );
            Ok(())
        }
        Mode::Seal => {
            let keys = Keys::read(&vectors)?;
            measure(&arguments, "seal", |n| full_seal(&sequence.request(n), &keys))
        }
        Mode::Open => {
            let keys = Keys::read(&vectors)?;
            let mut replies = vectors["open"].as_array().into_iter().flatten();
            let reply = replies
                .find(|case| case["name"] == "full ICPOS001 reply")
                .ok_or("the vectors have no full ICPOS001 reply")?;
            let (body, signature) = (text(&reply["body"])?, text(&reply["signature"])?);
            measure(&arguments, "open", |_| {
                black_box(Opened::open(
                    body.as_bytes(),
                    Some(signature),
                    &keys.aes,
                    &keys.verifier,
                )?);
                Ok(())
            })
        }
        Mode::Charge => {
            let config = arguments.config.as_ref().ok_or("--mode charge needs --config")?;
            let till = Client::from_config_file(config)?;
            measure(&arguments, "charge", |n| {
                black_box(till.pay(&sequence.request(n))?);
                Ok(())
            })
        }
        Mode::Floor => floor::charge(&arguments, &vectors, &sequence),
        Mode::MypaySeal => mypay::seal(&arguments, &vectors),
    }
}

fn measure(arguments: &Arguments, mode: &str, operation: impl FnMut(u64) -> Result<()>) -> Result<()> {
    let mut spent = Spent::default();
    spent.after_warmup(arguments, operation)?;
    spent.print(arguments, json!({ "peer": "twpos", "mode": mode }));
    Ok(())
}

/// User and system time of the whole process, and the time that passed.
#[derive(Default)]
struct Spent {
    cpu: Duration,
    wall: Duration,
}

impl Spent {
    fn add(&mut self, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let (cpu, wall) = (ProcessTime::try_now()?, Instant::now());
        work()?;
        self.cpu += cpu.try_elapsed()?;
        self.wall += wall.elapsed();
        Ok(())
    }

    fn after_warmup(&mut self, arguments: &Arguments, mut operation: impl FnMut(u64) -> Result<()>) -> Result<()> {
        for n in 0..arguments.warmup {
            operation(n)?;
        }
        self.add(|| (arguments.warmup..arguments.warmup + arguments.count).try_for_each(operation))
    }

    fn print(&self, arguments: &Arguments, mut line: Value) {
        let per_operation = |time: Duration| (time.as_secs_f64() * 1e8 / arguments.count as f64).round() / 100.0;
        line["count"] = arguments.count.into();
        line["cpu_us_per_op"] = per_operation(self.cpu).into();
        line["wall_us_per_op"] = per_operation(self.wall).into();
        println!("{line}");
    }
}

/// OPSeqs that no earlier run has used, even one with the same process id.
struct Sequence(String);

impl Sequence {
    fn new() -> Result<Self> {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        Ok(Sequence(format!("B{}T{seconds}N", std::process::id())))
    }

    /// ICPOS001 as a till fills it: what the peers send, but for `ItemList`, which they send empty and core leaves out.
    fn request(&self, n: u64) -> PayRequest {
        let empty = || Some(String::new());
        PayRequest {
            pay_type: Some("Token".into()),
            buyer_id: "ICBENCH00000000001".into(),
            ccy: Some("TWD".into()),
            tx_amt: 36,
            store_id: "217477".into(),
            store_name: "見晴".into(),
            pos_no: "01".into(),
            op_seq: format!("{}{n:08}", self.0),
            op_time: Some("2026/11/05 12:34:56".into()),
            receipt_no: empty(),
            receipt_period: empty(),
            tax_id: "22555003".into(),
            corp_id: Some("22555003".into()),
            vehicle: empty(),
            donate: empty(),
            item_amt: Some(36),
            bonus_type: "ByWallet".into(),
            bonus_category: empty(),
            bonus_id: empty(),
            payment_no: "038".into(),
            remark: "123456".into(),
            receipt_print: "N".into(),
            ..Default::default()
        }
    }
}

struct Keys {
    signer: PrivateKey,
    verifier: PublicKey,
    aes: AesCredential,
}

impl Keys {
    fn of(credentials: Credentials) -> Self {
        Keys {
            signer: credentials.merchant_private_key,
            verifier: credentials.icash_public_key,
            aes: credentials.aes,
        }
    }

    fn read(vectors: &Value) -> Result<Self> {
        let key = |name| text(&vectors["keys"][name]);
        Ok(Keys {
            signer: PrivateKey::from_text(key("merchant_private_key")?)?,
            verifier: PublicKey::from_text(key("icash_public_key")?)?,
            aes: AesCredential::new(key("enc_key_id")?, key("aes_key")?, key("aes_iv")?)?,
        })
    }
}

fn seal(request: &PayRequest, keys: &Keys) -> Result<Sealed> {
    Ok(Sealed::seal(&serde_json::to_string(request)?, &keys.aes, &keys.signer)?)
}

/// As far as the bytes that a till posts.
fn full_seal(request: &PayRequest, keys: &Keys) -> Result<()> {
    let sealed = seal(request, keys)?;
    black_box((sealed.form_body(), sealed.signature));
    Ok(())
}

/// The merchant's key without anything of twpos around it.
fn bare_signer(vectors: &Value) -> Result<RsaKeyPair> {
    let pem = text(&vectors["keys"]["merchant_private_key"])?;
    let base64: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    Ok(RsaKeyPair::from_pkcs8(
        &decode_base64(&base64).ok_or("the test key is not PEM")?,
    )?)
}

fn text(value: &Value) -> Result<&str> {
    Ok(value.as_str().ok_or("the vectors lack a text")?)
}
