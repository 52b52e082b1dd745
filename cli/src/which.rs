//! `twpos which`: which wallet a scanned code can be of.

use crate::call::invalid;
use crate::failure::Failure;
use crate::output;
use std::io::{BufRead as _, Read as _};
use std::path::{Path, PathBuf};
use twpos::{ErrorKind, Outcome, PROVIDERS, configured_providers, text_file, wallets_of};
use zeroize::Zeroizing;

#[derive(clap::Args)]
#[command(after_help = "\
Standard output has a JSON list of wallets, each with the providers that charge it, such as
[{\"name\":\"line_pay\",\"providers\":[\"mypay\"]}]. Several are told as several, and of a code of no known shape the list is
empty. Exit status: 0 with a list; 2 with {\"error\": …} if the code is none, or the configuration is wrong.")]
pub(crate) struct Arguments {
    /// The code as scanned; "-", or nothing, takes one line of standard input, which no list of processes shows.
    #[arg(default_value = "-")]
    code: String,
    /// The configuration file, of whose providers alone is told; without it, of all.
    #[arg(long)]
    config: Option<PathBuf>,
}

pub(crate) fn run(arguments: Arguments) -> crate::Result {
    let code = Zeroizing::new(arguments.code);
    let providers = match &arguments.config {
        Some(path) => configured(path)?,
        None => PROVIDERS.to_vec(),
    };
    let wallets = match code.as_str() {
        "-" => wallets_of(&scanned_line()?, &providers)?,
        code => wallets_of(code, &providers)?,
    };
    output::json(serde_json::to_string(&wallets).map_err(Failure::usage)?)?;
    Ok(())
}

fn configured(path: &Path) -> Result<Vec<&'static str>, Failure> {
    let text = text_file::read_configuration(path).map_err(|problem| {
        let detail = format!("the configuration cannot be read: {problem}");
        Failure::of_call(ErrorKind::Config, Outcome::NotSent, detail)
    })?;
    Ok(configured_providers(&Zeroizing::new(text))?)
}

/// A scanner ends each code as a keyboard ends a line, and standard input may stay open behind it.
fn scanned_line() -> Result<Zeroizing<String>, Failure> {
    let mut line = Zeroizing::new(Vec::new());
    let read = std::io::stdin()
        .lock()
        .take(text_file::LONGEST)
        .read_until(b'\n', &mut line);
    let text = match read {
        Ok(_) => text_file::decode(line),
        Err(error) => Err(error.kind().to_string()),
    };
    let text = text.map_err(|problem| invalid(format!("the code cannot be read: {problem}")))?;
    Ok(Zeroizing::new(text))
}
