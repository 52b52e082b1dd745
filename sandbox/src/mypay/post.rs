//! One form POST to a merchant's web server, small enough to need no HTTP library.

use hyper::Uri;
use std::net::IpAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// More than any page that says 8888.
const LARGEST_ANSWER: u64 = 64 * 1024;

/// What a web server said.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

/// Posts and reads the answer, all of it within `limit`.
pub(super) async fn form(url: &str, body: &str, limit: Duration) -> Result<Answer, String> {
    match timeout(limit, exchange(url, body)).await {
        Ok(answer) => answer,
        Err(_) => Err("no answer in time".to_owned()),
    }
}

async fn exchange(url: &str, body: &str) -> Result<Answer, String> {
    let Target { host, port, path, name } = target(url)?;
    let failed = |error: std::io::Error| error.to_string();
    let mut stream = TcpStream::connect((host.as_str(), port)).await.map_err(failed)?;
    // HTTP/1.0, so that no server answers in chunks.
    let request = format!(
        "POST {path} HTTP/1.0\r\nHost: {name}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.map_err(failed)?;
    read(&mut stream).await
}

/// Until the server closes the connection, or the length that it announced is here.
async fn read(stream: &mut TcpStream) -> Result<Answer, String> {
    let mut received = Vec::new();
    let mut stream = stream.take(LARGEST_ANSWER);
    loop {
        let count = stream
            .read_buf(&mut received)
            .await
            .map_err(|error| error.to_string())?;
        match parse(&received) {
            Some((answer, whole)) if whole || count == 0 => return Ok(answer),
            None if count == 0 => return Err("the answer is not HTTP".to_owned()),
            _ => {}
        }
    }
}

/// What is here of an answer, and whether it is surely all.
fn parse(received: &[u8]) -> Option<(Answer, bool)> {
    let end = received.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&received[..end]).ok()?;
    let mut lines = head.split("\r\n");
    let status_line = lines.next()?.strip_prefix("HTTP/1.")?;
    let status = status_line.split(' ').nth(1)?.parse().ok()?;
    let length: Option<usize> = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok());
    let body = &received[end + 4..];
    let whole = length.is_some_and(|length| body.len() >= length);
    let body = &body[..length.unwrap_or(body.len()).min(body.len())];
    let answer = Answer {
        status,
        body: String::from_utf8_lossy(body).into_owned(),
    };
    Some((answer, whole))
}

/// Where to post.
pub(super) struct Target {
    host: String,
    port: u16,
    path: String,
    /// As the Host header names it.
    name: String,
}

impl Target {
    /// A name other than localhost could be made to point anywhere later.
    pub(super) fn is_this_machine(&self) -> bool {
        let address = self.host.parse::<IpAddr>().map(|ip| ip.to_canonical());
        address.is_ok_and(|ip| ip.is_loopback()) || self.host.eq_ignore_ascii_case("localhost")
    }

    /// The same host and port.
    pub(super) fn is_beside(&self, other: &Target) -> bool {
        self.host.eq_ignore_ascii_case(&other.host) && self.port == other.port
    }
}

/// What a URL names, or what is wrong with one that cannot be posted to.
pub(super) fn target(url: &str) -> Result<Target, String> {
    let uri: Uri = url.parse().map_err(|_| "url is not a web address".to_owned())?;
    if uri.scheme_str() != Some("http") {
        return Err("url must begin with http://".to_owned());
    }
    let authority = uri.authority().ok_or("url names no host")?;
    // It would not be sent, and the admin pages show the address.
    if authority.as_str().contains('@') {
        return Err("url must have no user or password in it; they are not sent".to_owned());
    }
    Ok(Target {
        // Brackets belong to the address of an IPv6 host in a URL, not to the host.
        host: authority.host().trim_matches(['[', ']']).to_owned(),
        port: authority.port_u16().unwrap_or(80),
        path: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        name: authority.as_str().to_owned(),
    })
}
