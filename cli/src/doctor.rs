//! `twpos doctor`: what is wrong with this till's configuration, and what to do about it.

use crate::failure::Failure;
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use twpos::icash::{self, CancelRequest, Config};
use twpos::{Outcome, probe_host};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The configuration file to check.
    #[arg(long)]
    config: PathBuf,
    /// Also make the signed round trip on the production host: a cancel of an OPSeq that never existed.
    #[arg(long)]
    round_trip: bool,
}

/// The lines printed so far, and whether any of them was a failure.
#[derive(Default)]
struct Report {
    failed: bool,
}

impl Report {
    fn ok(&mut self, check: &str, found: &str) {
        println!("ok    {check}: {found}");
    }

    fn warn(&mut self, check: &str, advice: &str) {
        println!("warn  {check}: {advice}");
    }

    fn fail(&mut self, check: &str, advice: &str) {
        self.failed = true;
        println!("fail  {check}: {advice}");
    }
}

pub(crate) fn run(arguments: &Arguments) -> crate::Result {
    let mut report = Report::default();
    check_permissions(&mut report, &arguments.config);
    match Config::from_file(&arguments.config) {
        Ok(config) => check_config(&mut report, config, arguments.round_trip),
        Err(error) => report.fail(
            "configuration",
            &format!("{}; correct it and run doctor again", error.detail),
        ),
    }
    match report.failed {
        true => Err(Failure::Reported),
        false => Ok(()),
    }
}

fn check_config(report: &mut Report, config: Config, round_trip: bool) {
    report.ok("configuration", "every setting is known, every file can be read");
    let merchant = config.credentials.merchant_private_key.public_key();
    let icash_key = &config.credentials.icash_public_key;
    report.ok(
        "merchant key",
        &format!("{} bits, public half {}", merchant.bits(), merchant.fingerprint()),
    );
    report.ok(
        "icash key",
        &format!("{} bits, {}", icash_key.bits(), icash_key.fingerprint()),
    );
    report.ok(
        "AES credential",
        &format!(
            "EncKeyID {}, key and vector of the right length",
            config.credentials.aes.enc_key_id()
        ),
    );
    if !check_host(report, &config) {
        return;
    }
    let production = config.base_url.trim_end_matches('/') == icash::PRODUCTION;
    if production && !round_trip {
        report.warn(
            "round trip",
            "not made on the production host; --round-trip cancels an OPSeq that never existed",
        );
        return;
    }
    match icash::Client::new(config) {
        Ok(client) => check_round_trip(report, &client),
        Err(error) => report.fail("client", &error.detail),
    }
}

/// Name, connection, TLS and clock. Whether it is worth going on.
fn check_host(report: &mut Report, config: &Config) -> bool {
    let probe = match probe_host(&config.base_url, &config.http) {
        Ok(probe) => probe,
        Err(error) => {
            report.fail("host", &format!("{}: {}", config.base_url, error.detail));
            return false;
        }
    };
    let secured = if config.base_url.starts_with("https:") {
        "name, connection and TLS"
    } else {
        "name and connection (no TLS: this machine)"
    };
    report.ok(
        "host",
        &format!("{secured} work; it answered HTTP {}", probe.http_status),
    );
    let theirs = probe
        .date
        .as_deref()
        .and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
    match theirs.map(|theirs| Timestamp::now().duration_since(theirs.timestamp()).as_secs()) {
        Some(ahead) if ahead.abs() > 60 => {
            report.fail(
                "clock",
                &format!("this machine is {ahead} s ahead of the host; set the clock, TLS and OPTime depend on it"),
            );
        }
        Some(ahead) => report.ok("clock", &format!("within {} s of the host's", ahead.abs() + 1)),
        None => report.warn(
            "clock",
            "the host does not tell its time; compare this machine's clock by hand",
        ),
    }
    true
}

/// A cancel of an OPSeq that never existed: it proves keys and signatures in both directions, and
/// whatever icash Pay answers, no money moves.
fn check_round_trip(report: &mut Report, client: &icash::Client) {
    let op_seq = format!("TWPOS-DOCTOR-{}", Timestamp::now().as_microsecond());
    match client.cancel(&CancelRequest {
        op_seq,
        ..Default::default()
    }) {
        Ok(_) => report.ok("round trip", "request accepted, reply signed and decrypted"),
        Err(error) if error.outcome == Outcome::Refused => {
            let code = error.provider_code.unwrap_or_default();
            let text = error.provider_text.unwrap_or_default();
            report.warn("round trip", &format!("the reply is authentic but refuses ({code} {text}); if it speaks of signature or key, check enc_key_id and the merchant key"));
        }
        Err(error) => report.fail("round trip", &format!("{} ({})", error.detail, error.kind)),
    }
}

#[cfg(unix)]
fn check_permissions(report: &mut Report, config: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    for path in secret_files(config) {
        let Ok(metadata) = std::fs::metadata(&path) else {
            continue;
        };
        let mode = metadata.permissions().mode() & 0o777;
        let check = format!("permissions of {}", path.display());
        match mode & 0o077 {
            0 => report.ok(&check, &format!("{mode:o}")),
            _ => report.warn(&check, &format!("{mode:o} lets other accounts read it; chmod 600 it")),
        }
    }
}

#[cfg(not(unix))]
fn check_permissions(report: &mut Report, _: &Path) {
    report.warn(
        "permissions",
        "not checked on this system; let only the till's account read the configuration and keys",
    );
}

/// The configuration and the files it names that hold secrets.
#[cfg(unix)]
fn secret_files(config: &Path) -> Vec<PathBuf> {
    const SECRET_SETTINGS: [&str; 3] = ["merchant_private_key_file", "aes_key_file", "aes_iv_file"];
    let text = std::fs::read_to_string(config).unwrap_or_default();
    let folder = config.parent().unwrap_or(Path::new("."));
    let named = text.lines().filter_map(|line| {
        let (name, value) = line.split_once('=')?;
        SECRET_SETTINGS
            .contains(&name.trim())
            .then(|| folder.join(value.trim().trim_matches(['"', '\''])))
    });
    std::iter::once(config.to_owned()).chain(named).collect()
}
