//! `twpos sandbox`: the embedded sandbox as a process of its own.

use crate::failure::Failure;
use serde_json::json;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;
use twpos_sandbox::{Options, Sandbox, UnknownCancel};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The folder for keys, credentials, till.toml and the ledger; made on first start, for one sandbox at a time.
    #[arg(long)]
    state: PathBuf,
    /// Forget the ledger that earlier runs left in STATE; keys and credentials stay.
    #[arg(long)]
    fresh: bool,
    /// Serve HTTPS with a certificate of the sandbox's own CA (STATE/ca.pem).
    #[arg(long)]
    tls: bool,
    /// How to treat a cancel of an OPSeq never seen.
    #[arg(long, value_enum, default_value = "ignore")]
    unknown_cancel: UnknownCancelArgument,
    /// Let icash Pay refund parts of an amount, which its document does not allow.
    #[arg(long)]
    allow_partial_refunds: bool,
    /// Where MYPAY's notifications go: your web server, by http, such as http://127.0.0.1:8080/mypay.
    #[arg(long)]
    notify_url: Option<String>,
    /// One more name under which it is spoken to, without a port, such as a container's; may be repeated.
    #[arg(long = "host", value_name = "NAME", value_parser = host_name)]
    hosts: Vec<String>,
    /// How long every transaction takes, in milliseconds.
    #[arg(long, default_value_t = 0)]
    processing_delay: u64,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum UnknownCancelArgument {
    /// Say ok and ignore it, as the real stage host does.
    Ignore,
    /// Refuse it: not found.
    NotFound,
    /// Say ok, remember it, and refuse the payment if it still comes.
    RefuseLatePayment,
}

pub(crate) fn run(arguments: Arguments) -> crate::Result {
    allow_many_connections();
    let (stop, stopped) = mpsc::channel();
    let on_signal = move || stop.send(()).unwrap_or_default();
    crate::stop::on_signal(on_signal).map_err(|error| Failure::usage(format!("cannot handle signals: {error}")))?;

    let mut options = Options::new(arguments.state);
    options.listen = arguments.listen;
    options.tls = arguments.tls;
    options.fresh = arguments.fresh;
    options.processing_delay = Duration::from_millis(arguments.processing_delay);
    options.allow_partial_refunds = arguments.allow_partial_refunds;
    options.notify_url = arguments.notify_url;
    options.hosts = arguments.hosts;
    options.unknown_cancel = match arguments.unknown_cancel {
        UnknownCancelArgument::Ignore => UnknownCancel::Ignore,
        UnknownCancelArgument::NotFound => UnknownCancel::NotFound,
        UnknownCancelArgument::RefuseLatePayment => UnknownCancel::RefuseLatePayment,
    };
    let sandbox = Sandbox::start(options).map_err(Failure::usage)?;
    crate::output::json(json!({ "ready": true, "url": sandbox.url(), "config": sandbox.config_path() }))?;
    // An error means that the handler is gone, which is a reason to stop, too.
    stopped.recv().unwrap_or_default();
    sandbox.stop();
    Ok(())
}

/// A name or an address; what holds anything else, such as a port or a scheme, no `Host` will ever be.
fn host_name(text: &str) -> Result<String, &'static str> {
    let is_name = !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    let is_address = text.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    match is_name || is_address {
        true => Ok(text.to_owned()),
        false => Err("it must be a host's name or address alone, without scheme and port"),
    }
}

/// Most systems allow a process 1024 open files at first, and as many tills would find the sandbox silent.
fn allow_many_connections() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
        let all = Rlimit {
            current: maximum,
            maximum,
        };
        // Where it is not allowed after all, there are fewer.
        let _ = setrlimit(Resource::Nofile, all);
    }
}

#[cfg(test)]
mod tests {
    use super::host_name;

    #[test]
    fn a_host_is_a_name_or_an_address() {
        for host in ["till", "Till-1.example", "my_box", "192.0.2.1", "fd00::1", "[fd00::1]"] {
            assert!(host_name(host).is_ok(), "{host}");
        }
        for host in ["", "a b", "a:1", "http://x", "u@x", "見晴", "[fd00::1]:80", "a/b"] {
            assert!(host_name(host).is_err(), "{host}");
        }
    }
}
