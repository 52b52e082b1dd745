use super::callers::Hosts;
use std::net::IpAddr;

/// The address at which a connection arrived is one that the request may name; another one of the network is not.
#[test]
fn the_address_that_was_connected_to_is_a_host() {
    let (wildcard, local): (IpAddr, IpAddr) = ([0, 0, 0, 0].into(), [10, 1, 2, 3].into());
    let hosts = Hosts::new(wildcard, &[]);
    for own in [
        "10.1.2.3",
        "10.1.2.3:8080",
        "[::ffff:10.1.2.3]",
        "127.8.9.10",
        "0.0.0.0:1",
    ] {
        assert!(hosts.is_own(own, local), "{own}");
    }
    for foreign in [
        "localhost:evil",
        "127.0.0.1:8080.attacker.example",
        "127.0.0.1:99999",
        "127.0.0.1:+1",
        "localhost:",
    ] {
        assert!(!hosts.is_own(foreign, local), "{foreign}");
    }
    for foreign in ["10.1.2.4", "10.1.2.3.attacker.example", "167838211", "0x7f.1", "127.1"] {
        assert!(!hosts.is_own(foreign, local), "{foreign}");
    }
    let mapped: IpAddr = "::ffff:10.1.2.3".parse().unwrap();
    assert!(hosts.is_own("10.1.2.3", mapped));
}

#[test]
fn further_names_are_told_with_or_without_a_port() {
    let names = ["Shop", "till:8080", "fd00::1", "[fd00::2]"].map(str::to_owned);
    let hosts = Hosts::new([127, 0, 0, 1].into(), &names);
    for own in ["shop:1", "TILL", "till:8081", "[fd00::1]:80", "[FD00::2]"] {
        assert!(hosts.is_own(own, [127, 0, 0, 1].into()), "{own}");
    }
    assert!(!hosts.is_own("shop.attacker.example", [127, 0, 0, 1].into()));
}
