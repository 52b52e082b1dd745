//! A sandbox process, and the built program run against it.

use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub const TWPOS: &str = env!("CARGO_BIN_EXE_twpos");

/// A sandbox process, stopped when the test ends.
pub struct SandboxProcess {
    pub child: Child,
    pub config: PathBuf,
    pub url: String,
    pub state: tempfile::TempDir,
}

impl SandboxProcess {
    pub fn start(arguments: &[&str]) -> Self {
        let state = tempfile::tempdir().unwrap();
        let mut child = Command::new(TWPOS)
            .args(["sandbox", "--listen", "127.0.0.1:0", "--state"])
            .arg(state.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(ready["ready"], true);
        let config = PathBuf::from(ready["config"].as_str().unwrap());
        assert_eq!(config, state.path().join("till.toml"));
        let url = ready["url"].as_str().unwrap().to_owned();
        SandboxProcess {
            child,
            config,
            url,
            state,
        }
    }

    pub fn call(&self, operation: &str, request: &Value) -> (i32, Value) {
        call(&self.config, operation, &request.to_string())
    }

    #[cfg(unix)]
    pub fn stop_with(mut self, signal: &str) -> (Option<i32>, Duration) {
        let started = Instant::now();
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        (self.child.wait().unwrap().code(), started.elapsed())
    }
}

impl Drop for SandboxProcess {
    fn drop(&mut self) {
        self.child.kill().unwrap_or_default();
        self.child.wait().unwrap();
    }
}

pub fn run(arguments: &[&str], input: &str) -> Output {
    run_with(arguments, input.as_bytes())
}

pub fn run_with(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(TWPOS)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that ends without reading its input is no failure of the test.
    child.stdin.take().unwrap().write_all(input).unwrap_or_default();
    child.wait_with_output().unwrap()
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn call(config: &Path, operation: &str, request: &str) -> (i32, Value) {
    let output = run(&["call", operation, "--config", config.to_str().unwrap()], request);
    let json = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code().unwrap(), json)
}

pub fn sale(op_seq: &str) -> Value {
    json!({
        "BuyerID": "IC0123456789ABCDEF", "TxAmt": 36, "OPSeq": op_seq,
        "StoreId": "217477", "StoreName": "見晴", "PosNo": "01", "BonusType": "ByWallet",
    })
}

/// A server on a real socket that hands every connection to one function.
pub struct RawServer {
    pub url: String,
}

impl RawServer {
    pub fn start(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let serve = Arc::new(serve);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let serve = serve.clone();
                std::thread::spawn(move || serve(stream));
            }
        });
        RawServer { url }
    }
}

/// The till's configuration with every host replaced, beside the keys that it names.
pub fn config_for(sandbox: &SandboxProcess, url: &str) -> PathBuf {
    let text = std::fs::read_to_string(&sandbox.config).unwrap();
    let path = sandbox
        .config
        .with_file_name(format!("till-{}.toml", url.len() + text.len()));
    std::fs::write(&path, text.replace(&sandbox.url, url)).unwrap();
    path
}
