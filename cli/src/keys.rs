//! `twpos keys`: make, look at, or exchange keys.

use crate::failure::Failure;
use crate::output;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use twpos::crypto::{PrivateKey, PublicKey, encode_base64};
use twpos::{HttpConfig, Route, icash, text_file};
use zeroize::Zeroizing;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Make a merchant key: the private half goes to a new file, the public half to standard output.
    Generate {
        /// The file to make (mode 0600); an existing file is never overwritten.
        #[arg(long)]
        out: PathBuf,
    },
    /// Say what a key file holds. Shows sizes and fingerprints, never the key.
    Inspect {
        /// PEM, bare base64 or binary (DER); private, public or a certificate.
        file: PathBuf,
    },
    /// Exchange keys with icash Pay and write a complete, ready configuration.
    Exchange {
        /// The host that icash Pay named for the exchange.
        #[arg(long)]
        base_url: String,
        /// The host that till.toml should name for payments, if it is another one.
        #[arg(long)]
        payment_url: Option<String>,
        /// The folder for the keys and till.toml; must not hold other keys.
        #[arg(long)]
        out: PathBuf,
        /// An extra CA to trust, such as the sandbox's.
        #[arg(long)]
        ca_file: Option<PathBuf>,
        /// An HTTP proxy, http://HOST:PORT, or the word environment. The till's own goes into till.toml afterwards.
        #[arg(long)]
        proxy: Option<String>,
        /// A file with USER:PASSWORD for the proxy.
        #[arg(long, requires = "proxy")]
        proxy_credentials_file: Option<PathBuf>,
    },
}

pub(crate) fn run(command: Command) -> crate::Result {
    match command {
        Command::Generate { out } => generate(&out),
        Command::Inspect { file } => inspect(&file),
        Command::Exchange {
            base_url,
            payment_url,
            out,
            ca_file,
            proxy,
            proxy_credentials_file,
        } => {
            let route = route(proxy, proxy_credentials_file.as_deref())?;
            let payment_url = payment_url.as_deref().unwrap_or(&base_url);
            exchange(&base_url, payment_url, &out, ca_file.as_deref(), route)
        }
    }
}

fn generate(out: &Path) -> crate::Result {
    let key = PrivateKey::generate()?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let pem = key.to_pem()?;
    let failed = |error: std::io::Error| Failure::usage(format!("{}: {error}", out.display()));
    let mut file = options.open(out).map_err(failed)?;
    let written = file.write_all(pem.as_bytes()).and_then(|()| file.sync_all());
    // Half a key is none, and would be in the way of the next one.
    written
        .inspect_err(|_| drop(std::fs::remove_file(out)))
        .map_err(failed)?;
    output::line(key.public_key().to_pem().trim_end())?;
    output::remark(format_args!(
        "{} holds the private key; hand the public key above to icash Pay",
        out.display()
    ));
    Ok(())
}

fn inspect(file: &Path) -> crate::Result {
    let unreadable = |problem| Failure::Usage(format!("the file cannot be used: {problem}"));
    let bytes = crate::call::read_bytes(&file.to_string_lossy()).map_err(unreadable)?;
    let is_binary = text_file::is_der(&bytes);
    let text = match is_binary {
        true => encode_base64(&bytes),
        false => text_file::decode_key(bytes).map_err(unreadable)?,
    };
    let text = Zeroizing::new(text);
    let (kind, public) = match PrivateKey::from_text(&text) {
        Ok(private) => ("private", PublicKey::from_text(private.public_key().to_pem())?),
        Err(not_private) => match PublicKey::from_text(&text) {
            Ok(public) => ("public", public),
            Err(_) if is_binary => {
                return Err(Failure::usage(
                    "the file is binary (DER), but no RSA key; for a .p12 or .pfx file: openssl pkcs12 -in FILE -nodes \
                     -out KEY.pem",
                ));
            }
            // What is wrong with a private key is said by the private reader.
            Err(_) if text.contains("PRIVATE") => return Err(not_private.into()),
            Err(not_public) => return Err(not_public.into()),
        },
    };
    output::line(format_args!("RSA {kind} key, {} bits", public.bits()))?;
    if is_binary {
        output::line(format_args!(
            "in binary DER form, which no setting takes; text that one does: openssl base64 -in {0} -out {0}.txt",
            twpos::printable(&file.display().to_string())
        ))?;
    }
    output::line(format_args!(
        "SHA-256 of its public half (SPKI): {}",
        public.fingerprint()
    ))
}

fn route(proxy: Option<String>, credentials: Option<&Path>) -> Result<Route, Failure> {
    let credentials = match credentials {
        Some(path) => Some(Zeroizing::new(text_file::read_regular(path).map_err(Failure::Usage)?)),
        None => None,
    };
    Ok(match proxy {
        None => Route::Direct,
        Some(word) if word == "environment" => Route::Environment,
        Some(url) => Route::Proxy {
            url,
            credentials: credentials.map(|text| text.trim().into()),
        },
    })
}

fn exchange(base_url: &str, payment_url: &str, out: &Path, ca_file: Option<&Path>, route: Route) -> crate::Result {
    let extra_ca_pem = match ca_file {
        Some(path) => Some(twpos::read_ca_file(path)?),
        None => None,
    };
    let ca_path = ca_file.map(std::path::absolute).transpose().map_err(Failure::usage)?;
    let http = HttpConfig {
        extra_ca_pem,
        route,
        ..HttpConfig::default()
    };
    // Before the network: icash Pay expects the new keys once it has answered, and unsaved they are lost.
    icash::Credentials::check_folder(out)?;
    let credentials = icash::KeyExchange::new(base_url, &http)?.run()?;
    let ca_path = ca_path.as_deref().map(Path::to_string_lossy);
    let config = credentials.save(out, payment_url, ca_path.as_deref())?;
    output::json(serde_json::json!({
        "config": config,
        "enc_key_id": credentials.aes.enc_key_id(),
        "icash_public_key_expires": credentials.icash_public_key_expires,
    }))
}
