//! Races between addresses, of which some never answer.

use super::*;
use socket2::{Domain, Socket, Type};
use std::net::TcpListener;
use std::sync::mpsc;
use ureq::Timeout;
use ureq::http::Uri;

/// An address that answers nobody, as a dead route: its backlog is full, so that the kernel drops who knocks.
struct Dead {
    listener: TcpListener,
    address: SocketAddr,
    _fill: Vec<Connecting>,
}

impl Dead {
    fn new() -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
        socket.bind(&any.into()).unwrap();
        socket.listen(0).unwrap();
        let listener = TcpListener::from(socket);
        let address = listener.local_addr().unwrap();
        let _fill = (0..4).map(|_| Connecting::connect(address).unwrap()).collect();
        Dead {
            listener,
            address,
            _fill,
        }
    }
}

fn alive() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

fn closed() -> SocketAddr {
    alive().1
}

fn within(limit: Duration) -> Deadline {
    Deadline::of(NextTimeout {
        after: limit.into(),
        reason: Timeout::Connect,
        ..NextTimeout::default()
    })
}

/// The result, unless it takes so long that the addresses cannot have been tried side by side.
fn raced(addresses: Vec<SocketAddr>, limit: Duration) -> Result<(TcpStream, SocketAddr), Error> {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || tell.send(race(&addresses, &within(limit))));
    told.recv_timeout(Duration::from_secs(60))
        .expect("a dead address was waited for")
}

const AN_HOUR: Duration = Duration::from_secs(60 * 60);

#[test]
fn dead_addresses_do_not_keep_the_living_one_waiting() {
    let (dead, others) = (Dead::new(), [Dead::new(), Dead::new()]);
    let (_listener, living) = alive();
    let addresses = vec![dead.address, closed(), others[0].address, others[1].address, living];
    let (mut stream, address) = raced(addresses, AN_HOUR).unwrap();
    assert_eq!((address, stream.peer_addr().unwrap()), (living, living));
    // It blocks, as every connection of ours.
    stream.set_read_timeout(Some(Duration::from_millis(10))).unwrap();
    assert_eq!(stream.read(&mut [0]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
    assert_eq!(stream.take_error().unwrap().map(|error| error.kind()), None);

    // Whoever lost is closed, and was sent nothing.
    dead.listener.set_nonblocking(true).unwrap();
    let ours = stream.local_addr().unwrap();
    while let Ok((mut lost, from)) = dead.listener.accept() {
        assert_ne!(from, ours);
        lost.set_read_timeout(Some(Duration::from_millis(10))).unwrap();
        assert!(!matches!(lost.read(&mut [0; 16]), Ok(1..)), "something was sent");
    }
}

#[test]
fn an_address_that_refuses_is_left_at_once() {
    let (_listener, living) = alive();
    let addresses = (0..15).map(|_| closed()).chain([living]).collect();
    assert_eq!(raced(addresses, AN_HOUR).unwrap().1, living);
}

#[test]
fn where_none_answers_the_error_says_why() {
    let refused = raced(vec![closed(), closed()], AN_HOUR).unwrap_err();
    assert!(
        matches!(&refused, Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused),
        "{refused:?}"
    );
    let dead = Dead::new();
    let unanswered = raced(vec![closed(), dead.address], Duration::from_millis(700)).unwrap_err();
    assert!(
        matches!(&unanswered, Error::Timeout(Timeout::Connect)),
        "{unanswered:?}"
    );
    assert!(raced(Vec::new(), AN_HOUR).is_err());
}

#[test]
fn the_address_that_worked_is_the_first_next_time_and_families_take_turns() {
    let names = NameCache::default();
    let uri = Uri::from_static("https://pos.example/pay");
    let other = Uri::from_static("https://pos.example:8443/pay");
    let all: Vec<SocketAddr> = [
        "[100::1]:443",
        "[100::2]:443",
        "[100::3]:443",
        "192.0.2.1:443",
        "192.0.2.2:443",
    ]
    .iter()
    .map(|address| address.parse().unwrap())
    .collect();
    let [six_1, six_2, six_3, four_1, four_2] = all[..] else {
        panic!()
    };
    assert_eq!(names.best_first(&uri, &all), [six_1, four_1, six_2, four_2, six_3]);
    names.worked(&uri, four_2);
    assert_eq!(names.best_first(&uri, &all), [four_2, six_1, four_1, six_2, six_3]);
    assert_eq!(names.best_first(&other, &all), [six_1, four_1, six_2, four_2, six_3]);
    // The name has another address now, or the same one twice.
    assert_eq!(names.best_first(&uri, &all[..2]), [six_1, six_2]);
    assert_eq!(names.best_first(&uri, &[four_2, four_2, six_1]), [four_2, six_1]);
    names.forget();
    assert_eq!(names.best_first(&uri, &all)[0], six_1);
}

/// Through a client: the second connection goes straight to the address that worked.
#[test]
fn a_client_remembers_the_address_that_worked() {
    use super::super::lines::Lines;
    use super::super::{Body, HttpClient, HttpConfig};
    let dead = Dead::new();
    let (listener, living) = alive();
    let http = HttpConfig {
        timeout: AN_HOUR,
        connect_timeout: AN_HOUR,
        ..HttpConfig::default()
    };
    let base_url = format!("http://localhost:{}", living.port());
    let client = HttpClient::new(&base_url, &http).unwrap();
    let uri: Uri = base_url.parse().unwrap();
    let lines = client.lines.get(Lines::renewed);
    lines.names.is_at(&uri, vec![dead.address, living]);

    std::thread::spawn(move || {
        // A connection for each request.
        for mut stream in listener.incoming().flatten() {
            while !matches!(stream.read(&mut [0; 1024]), Ok(0..1024) | Err(_)) {}
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        let statuses = [(); 2].map(|()| client.post("/", Body::Form(""), &[]).ok().map(|reply| reply.status));
        let lines = client.lines.get(Lines::renewed);
        tell.send((statuses, lines.names.best_first(&uri, &[dead.address, living])))
    });
    let (statuses, order) = told
        .recv_timeout(Duration::from_secs(60))
        .expect("the dead address was waited for");
    assert_eq!(statuses, [Some(200), Some(200)]);
    assert_eq!(order[0], living);
}
