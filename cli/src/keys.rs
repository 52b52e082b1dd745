//! `twpos keys`: make, look at, or exchange keys.

use crate::failure::Failure;
use crate::generated::Connection;
use crate::output;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use twpos::crypto::{PrivateKey, PublicKey, encode_base64};
use twpos::{icash, text_file};
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
    ///
    /// Of the host's settings, --ca-file goes into the till.toml; the others are the till's own to set there.
    Exchange {
        #[command(flatten)]
        host: Box<Host>,
        /// The host that till.toml should name for payments, if it is another one.
        #[arg(long)]
        payment_url: Option<String>,
        /// The folder for the keys and till.toml; must not hold other keys.
        #[arg(long)]
        out: PathBuf,
    },
}

/// Where and how: settings of the `[icash]` table, by their names.
#[derive(clap::Args, serde::Serialize)]
pub(crate) struct Host {
    /// The host that icash Pay named for the exchange.
    #[arg(long)]
    base_url: String,
    #[command(flatten)]
    #[serde(flatten)]
    connection: Connection,
}

pub(crate) fn run(command: Command) -> crate::Result {
    match command {
        Command::Generate { out } => generate(&out),
        Command::Inspect { file } => inspect(&file),
        Command::Exchange { host, payment_url, out } => exchange(&host, payment_url.as_deref(), &out),
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
    ))?;
    Ok(())
}

fn exchange(host: &Host, payment_url: Option<&str>, out: &Path) -> crate::Result {
    let settings = toml::to_string(host).map_err(Failure::usage)?;
    let exchange = icash::KeyExchange::from_toml(&format!("[icash]\n{settings}"), ".")?;
    let ca_path = host.connection.ca_file.as_ref().map(std::path::absolute).transpose();
    let ca_path = ca_path.map_err(Failure::usage)?;
    let ca_path = match ca_path.as_deref().map(Path::to_str) {
        Some(None) => return Err(Failure::usage("ca_file is a path that is not UTF-8: rename it")),
        path => path.flatten(),
    };
    let payment_url = payment_url.unwrap_or(&host.base_url);
    // Before the network: icash Pay expects the new keys once it has answered, and unsaved they are lost.
    icash::Credentials::check_save(out, payment_url, ca_path)?;
    let credentials = exchange.run()?;
    let config = credentials.save(out, payment_url, ca_path)?;
    output::json(serde_json::json!({
        "config": config,
        "enc_key_id": credentials.aes.enc_key_id(),
        "icash_public_key_expires": credentials.icash_public_key_expires,
    }))?;
    Ok(())
}
