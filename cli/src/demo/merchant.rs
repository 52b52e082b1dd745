//! The merchant's own web server, as small as it can be: it takes MYPAY's notifications and answers 8888.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};
use twpos::mypay::{NOTIFICATION_ANSWER, Notification, parse_notification};

/// Longer than the sandbox ever takes.
const PATIENCE: Duration = Duration::from_secs(10);
/// A notification is small.
const LARGEST_BODY: u64 = 64 * 1024;

pub(super) struct Merchant {
    url: String,
    notifications: Receiver<Notification>,
}

impl Merchant {
    pub(super) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}/notifications", listener.local_addr()?);
        let (sender, notifications) = mpsc::channel();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever sends nonsense gets no answer, and MYPAY tries again.
                let _ = receive(stream, &sender);
            }
        });
        Ok(Merchant { url, notifications })
    }

    /// Where notifications go.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Waits for the notification of one order; an empty one if none comes.
    pub(super) fn wait_for(&self, order_id: &str) -> Notification {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.notifications.recv_timeout(left) {
                Ok(notification) if notification.order_id == order_id => return notification,
                Ok(_) => {}
                Err(_) => return Notification::default(),
            }
        }
    }
}

fn receive(mut stream: TcpStream, sender: &Sender<Notification>) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(&stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().unwrap_or(0);
            }
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut body = Vec::new();
    reader.take(length.min(LARGEST_BODY)).read_to_end(&mut body)?;
    let notification = parse_notification(&body).map_err(io::Error::other)?;
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{NOTIFICATION_ANSWER}",
        NOTIFICATION_ANSWER.len()
    )?;
    sender.send(notification).map_err(io::Error::other)
}
