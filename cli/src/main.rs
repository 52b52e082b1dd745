//! The `twpos` command: see it work, try it, call a provider, look after keys, find what is wrong.

mod call;
mod demo;
mod doctor;
mod envelope;
mod failure;
mod generated;
mod keys;
mod mypay;
mod output;
mod sandbox;
mod stop;
mod usage;
mod which;

use clap::{Parser, Subcommand};
use failure::Failure;
use std::process::ExitCode;

/// Wipes whatever it takes back: a key is also in the buffers of libraries that know nothing of secrets.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Wallet payments for tills in Taiwan.
#[derive(Parser)]
#[command(name = "twpos", version, about)]
struct Arguments {
    /// Log to standard error: -v what is called, -vv what the network does. Never shows a key or a barcode.
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    verbose: u8,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Walk through real, encrypted, signed transactions against an embedded sandbox.
    Demo,
    /// Run the sandbox: a stand-in for the providers that speaks their wire format.
    Sandbox(sandbox::Arguments),
    /// Call one operation with JSON in the vendor's field names; see the exit statuses in the README.
    Call(call::Arguments),
    /// Tell which wallet a scanned code can be of, and which provider charges it, without asking anybody.
    Which(which::Arguments),
    /// Make, look at, or exchange keys.
    #[command(subcommand)]
    Keys(keys::Command),
    /// Seal or open one message, to study a capture. Prints no key.
    #[command(subcommand)]
    Envelope(envelope::Command),
    /// What only MYPAY LINK needs: decode a notification.
    #[command(subcommand)]
    Mypay(mypay::Command),
    /// Check a configuration: files, keys, clock, name, TLS, and one round trip per provider where allowed.
    Doctor(doctor::Arguments),
}

fn main() -> ExitCode {
    // What a panic says may quote what it was about; where it happened does not.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        output::remark(format_args!("twpos: a fault of twpos itself at {place}"));
    }));
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(usage::report(error)),
    };
    let level = match (arguments.verbose, &arguments.command) {
        // Its report says the same in words.
        (0, Command::Doctor(_)) => "off",
        (0, _) => "warn",
        (1, _) => "info",
        _ => "debug",
    };
    env_logger::init_from_env(env_logger::Env::default().default_filter_or(level));
    let result = match arguments.command {
        Command::Demo => demo::run(),
        Command::Sandbox(arguments) => sandbox::run(arguments),
        Command::Call(arguments) => call::run(&arguments),
        Command::Which(arguments) => which::run(arguments),
        Command::Keys(command) => keys::run(command),
        Command::Envelope(command) => envelope::run(command),
        Command::Mypay(command) => mypay::run(&command),
        Command::Doctor(arguments) => doctor::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => ExitCode::from(failure.report()),
    }
}

/// What every subcommand gives back.
type Result = std::result::Result<(), Failure>;
