//! What servers say of themselves in the network: places to knock at, few enough, and nothing that cannot be one.

use ai_band_plugin::net::lan::certificate::Certificate;
use ai_band_plugin::net::lan::nearby::Hints;
use mdns_sd::{ResolvedService, ServiceInfo};

const KIND: &str = "_ai-band._tcp.local.";

fn said(name: &str, addresses: &str, port: u16, certificate: &str) -> ResolvedService {
    let properties = [("certificate", certificate)];
    let host = "ai-band-x.local.";
    ServiceInfo::new(KIND, name, host, addresses, port, &properties[..]).unwrap().as_resolved_service()
}

#[test]
fn a_server_is_known_by_what_it_says_it_shows() {
    let mut hints = Hints::default();
    hints.hear(&said("AI Band one", "fd00::7,192.168.1.7,fe80::1", 8001, &"07".repeat(32)));
    let [hint] = &hints.all()[..] else { panic!("one") };
    assert_eq!((hint.name.as_str(), hint.certificate), ("AI Band one", Certificate([7; 32])));
    let at: Vec<String> = hint.at.iter().map(ToString::to_string).collect();
    assert_eq!(
        at,
        ["192.168.1.7:8001", "[fd00::7]:8001"],
        "a local IPv6 address is none without its interface"
    );
    hints.hear(&said("AI Band one", "192.168.1.8", 8001, &"07".repeat(32)));
    assert_eq!(hints.all()[0].at[0].to_string(), "192.168.1.8:8001", "it has moved");
    hints.lose(&format!("AI Band one.{KIND}"));
    assert!(hints.all().is_empty());
}

#[test]
fn what_is_no_place_or_no_certificate_is_not_heard() {
    let good = "07".repeat(32);
    let mut hints = Hints::default();
    for (addresses, port, certificate) in [
        ("192.168.1.7", 8001, ""),
        ("192.168.1.7", 8001, "07"),
        ("192.168.1.7", 8001, &*"zz".repeat(32)),
        ("192.168.1.7", 0, &*good),
        ("", 8001, &*good),
        ("0.0.0.0", 8001, &*good),
        ("224.0.0.251", 8001, &*good),
        ("255.255.255.255", 8001, &*good),
        ("fe80::1", 8001, &*good),
    ] {
        hints.hear(&said("AI Band", addresses, port, certificate));
        assert_eq!(hints.all(), [], "{addresses}:{port} {certificate}");
    }
}

#[test]
fn a_crowd_is_not_heard_to_its_end() {
    let mut hints = Hints::default();
    for number in 0..200_u8 {
        hints.hear(&said(&format!("AI Band {number}"), "192.168.1.7", 8001, &hex(number)));
    }
    assert_eq!(hints.all().len(), 32);
    hints.hear(&said("AI Band 0", "192.168.1.9", 8001, &hex(0)));
    assert!(hints.all().iter().any(|hint| hint.at[0].to_string() == "192.168.1.9:8001"), "who is known is");
}

fn hex(number: u8) -> String {
    format!("{number:02x}").repeat(32)
}
