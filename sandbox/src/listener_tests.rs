use super::listener;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Whoever finds the line full is not told so: the system drops the connection's first packet, or resets it later.
/// (Other systems than Linux hold the line shorter, whatever a program asks for.)
#[test]
fn a_thousand_tills_may_begin_at_once() {
    let (_listener, address) = listener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    // Nobody accepts meanwhile.
    let mut tills = Vec::new();
    for number in 1..=1000 {
        let till = TcpStream::connect_timeout(&address, Duration::from_secs(10));
        tills.push(till.unwrap_or_else(|error| panic!("till {number}: {error}")));
    }
}
