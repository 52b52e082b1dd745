//! What is left in a connection's buffers, as the connection itself sees it.

use super::super::lines::Lines;
use super::super::{Body, HttpClient, HttpConfig};
use super::*;
use std::sync::{Arc, Mutex};
use ureq::unversioned::transport::LazyBuffers;

const SECRETS: [&str; 4] = ["SECRET-QUERY", "SECRET-TOKEN", "SECRET-BODY", "SECRET-REPLY"];

#[derive(Debug, Default)]
struct Seen {
    sent: Vec<u8>,
    /// Both buffers whenever the connection was asked whether it is open, and at its end.
    left: Vec<Vec<u8>>,
}

/// A host without a network: it answers everything with the same bytes.
#[derive(Debug)]
struct Host {
    answer: Vec<u8>,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Debug)]
struct Connection {
    answer: Vec<u8>,
    buffers: LazyBuffers,
    seen: Arc<Mutex<Seen>>,
}

impl<In: Transport> Connector<In> for Host {
    type Out = Connection;

    fn connect(&self, _: &ConnectionDetails<'_>, _: Option<In>) -> Result<Option<Connection>, ureq::Error> {
        Ok(Some(Connection {
            answer: self.answer.clone(),
            buffers: LazyBuffers::new(4096, 4096),
            seen: self.seen.clone(),
        }))
    }
}

impl Connection {
    fn look(&mut self) {
        let mut left = self.buffers.input().to_vec();
        left.extend_from_slice(self.buffers.input_append_buf());
        left.extend_from_slice(self.buffers.output());
        self.seen.lock().unwrap().left.push(left);
    }
}

impl Transport for Connection {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), ureq::Error> {
        let output = &self.buffers.output()[..amount];
        self.seen.lock().unwrap().sent.extend_from_slice(output);
        Ok(())
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, ureq::Error> {
        let place = self.buffers.input_append_buf();
        let amount = place.len().min(self.answer.len());
        place[..amount].copy_from_slice(&self.answer[..amount]);
        self.answer.drain(..amount);
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.look();
        true
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.look();
    }
}

/// Makes a call to a host that answers so, and gives its result and what the connection saw until its end.
fn exchange(answer: &str) -> (Result<super::super::Reply, crate::Error>, Seen) {
    let client = HttpClient::new("http://127.0.0.1:9/base", &HttpConfig::default()).unwrap();
    let seen = Arc::new(Mutex::new(Seen::default()));
    let host = Host {
        answer: answer.as_bytes().to_vec(),
        seen: seen.clone(),
    };
    let lines = client.lines.get(Lines::renewed);
    lines.give_back(lines.connect_with(client.config.clone(), host));
    let reply = client.post(
        "/pay?q=SECRET-QUERY",
        Body::Json("SECRET-BODY"),
        &[("Authorization", "Bearer SECRET-TOKEN")],
    );
    drop((client, lines));
    (reply, Arc::try_unwrap(seen).unwrap().into_inner().unwrap())
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[track_caller]
fn nothing_left(seen: &Seen) {
    for secret in &SECRETS[..3] {
        assert!(holds(&seen.sent, secret), "{secret} was not sent");
    }
    assert!(!seen.left.is_empty());
    for (secret, left) in SECRETS
        .iter()
        .flat_map(|secret| seen.left.iter().map(move |left| (secret, left)))
    {
        assert!(!holds(left, secret), "{secret} is left");
    }
}

#[test]
fn a_connection_at_rest_holds_nothing_of_its_last_exchange() {
    let (reply, seen) = exchange("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nSECRET-REPLY");
    assert_eq!(reply.unwrap().body.as_slice(), b"SECRET-REPLY");
    assert!(holds(&seen.sent, "POST /base/pay?q=SECRET-QUERY HTTP/1.1"));
    nothing_left(&seen);
}

#[test]
fn a_connection_that_ends_in_the_middle_leaves_nothing_behind() {
    for answer in [
        "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nSECRET-REPLY",
        "HTTP/1.1 200 OK\r\nX-Token: SECRET-REPLY",
        "SECRET-REPLY is not HTTP\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokSECRET-REPLY",
    ] {
        let (_, seen) = exchange(answer);
        nothing_left(&seen);
    }
}

/// The library's own types keep what they are given, and copy nothing of it.
#[test]
fn urls_and_headers_are_not_copied() {
    let origin = Uri::from_static("https://pos.example");
    let path = Zeroizing::new("/pay?key=SECRET-QUERY".to_owned());
    let place = path.as_ptr();
    let uri = uri(&origin, path).unwrap();
    assert_eq!(uri.to_string(), "https://pos.example/pay?key=SECRET-QUERY");
    assert_eq!(uri.path_and_query().unwrap().as_str().as_ptr(), place);

    let token = Zeroizing::new("Bearer SECRET-TOKEN".to_owned());
    let place = token.as_ptr();
    let value = header_value(token).unwrap();
    assert_eq!(value.as_bytes().as_ptr(), place);
    assert_eq!(format!("{value:?}"), "Sensitive");
    assert!(header_value(Zeroizing::new("a\nb".to_owned())).is_none());
}

#[test]
fn a_reply_is_read_whole_whatever_it_says_of_its_size() {
    /// A few bytes at a time, with interruptions.
    struct Slow<'a>(&'a [u8], bool);
    impl Read for Slow<'_> {
        fn read(&mut self, place: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            match self.1 {
                true => Err(io::ErrorKind::Interrupted.into()),
                false => {
                    let place = &mut place[..7];
                    self.0.read(place)
                }
            }
        }
    }
    let text: Vec<u8> = (0..100_000_u32).map(|number| number as u8).collect();
    for length in [0, 1, 5_000, 16 * 1024, 16 * 1024 + 1, 100_000] {
        for expected in [None, Some(0), Some(length as u64), Some(u64::MAX)] {
            let read = read_whole(&mut &text[..length], expected).unwrap();
            assert_eq!(*read, text[..length], "{length} {expected:?}");
        }
    }
    assert_eq!(
        *read_whole(&mut Slow(&text[..7 * 9], false), Some(200)).unwrap(),
        text[..7 * 9]
    );
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    assert_eq!(
        read_whole(&mut Broken, None).unwrap_err().kind(),
        io::ErrorKind::ConnectionReset
    );
}
