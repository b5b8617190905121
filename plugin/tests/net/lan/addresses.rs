//! What somebody types where a server is: a file, an address, or something to be told about.

use ai_band_plugin::net::lan::address::{Address, Typed};

#[test]
fn a_host_and_a_port_are_an_address_and_a_file_is_a_file() {
    for (text, expected) in [
        ("192.168.1.7:8001", Some("192.168.1.7:8001")),
        ("  192.168.1.7  ", Some("192.168.1.7:8001")),
        ("studio.local", Some("studio.local:8001")),
        ("studio:9000", Some("studio:9000")),
        ("https://studio.local:8001/", Some("studio.local:8001")),
        ("[fd00::7]:8001", Some("[fd00::7]:8001")),
        ("https://[::1]", Some("[::1]:8001")),
        ("/run/user/1000/ai-band/server.json", None),
        ("server.json", None),
        ("./server", None),
        (r"D:\band\server.json", None),
    ] {
        let expected = match expected {
            Some(shown) => Typed::Address(Address::read(shown).unwrap()),
            None => Typed::Path,
        };
        assert_eq!(Typed::read(text), expected, "{text}");
        if let Typed::Address(address) = expected {
            assert_eq!(Address::read(&address.to_string()), Some(address), "it is read as it is shown");
        }
    }
}

#[test]
fn what_is_neither_is_named_with_the_way_out() {
    for (text, way_out) in [
        ("http://192.168.1.7:8000", "https"),
        ("studio:", "8001"),
        ("studio:0", "192.168.1.7:8001"),
        ("studio:99999", "192.168.1.7:8001"),
        ("studio:+80", "192.168.1.7:8001"),
        ("fd00::7", "192.168.1.7:8001"),
        ("[fd00::7", "192.168.1.7:8001"),
        ("[studio]:8001", "192.168.1.7:8001"),
        ("me@studio:8001", "192.168.1.7:8001"),
        ("two words", "192.168.1.7:8001"),
        ("https://studio:8001/elsewhere", "192.168.1.7:8001"),
        ("https://", "192.168.1.7:8001"),
        ("stüdio", "192.168.1.7:8001"),
    ] {
        if text == "studio:" {
            // A port that nobody typed is the usual one.
            assert_eq!(Typed::read(text), Typed::read("studio"));
            continue;
        }
        let Typed::Wrong(why) = Typed::read(text) else { panic!("{text}") };
        assert!(why.contains(text) && why.contains(way_out), "{why}");
    }
}
