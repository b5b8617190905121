//! The page on which a server on another machine is found, paired with, and forgotten.

use ai_band_plugin::action::Action;
use ai_band_plugin::editor::local::Tab;
use ai_band_plugin::model::Abroad;
use egui::{Key, Modifiers};

use crate::pictures::{abroad, empty, named};
use crate::stand::Stand;

fn on_page(name: &str) -> Stand {
    let mut stand = Stand::of(named(name).expect("a picture"));
    stand.local.tab = Tab::Session;
    stand.frames(3);
    stand
}

#[test]
fn nobody_is_looked_for_before_somebody_wants_it() {
    let mut stand = Stand::of(empty());
    stand.local.tab = Tab::Session;
    stand.frames(3);
    assert!(stand.find("Pairing code").is_none());
    stand.click("Look around");
    assert_eq!(stand.taken(), [Action::LookAround]);
    stand.picture.model.lan.is_looking = true;
    stand.frames(2);
    assert!(stand.find("Look around").is_none());
    let words = stand.names().join("\n");
    assert!(words.contains("ai-band serve --lan") && words.contains("192.168.1.7:8001"), "{words}");
}

#[test]
fn a_server_that_is_near_is_used_with_a_click() {
    let mut stand = on_page("nearby");
    let use_it = stand.all("Use")[1];
    stand.click_at(use_it.center(), Modifiers::NONE);
    assert_eq!(stand.taken(), [Action::Server(Some("192.168.1.20:8001".into()))]);
}

#[test]
fn a_code_goes_with_enter_or_the_button_and_is_not_kept() {
    for by_key in [true, false] {
        let mut stand = on_page("code");
        stand.click("Pairing code");
        stand.write("123 456");
        if by_key {
            stand.press(Key::Enter, Modifiers::NONE);
        } else {
            stand.click("Pair");
        }
        assert_eq!(stand.taken(), [Action::Pair("123 456".to_owned())]);
        assert_eq!(stand.local.code, "");
    }
}

#[test]
fn leaving_the_field_sends_nothing() {
    let mut stand = on_page("code");
    stand.click("Pairing code");
    stand.write("123");
    stand.press(Key::Tab, Modifiers::NONE);
    assert_eq!((stand.taken(), stand.local.code.as_str()), (vec![], "123"));
}

#[test]
fn each_state_is_said_in_words() {
    for (name, words) in [
        ("code", &["192.168.1.7:8001 asks for a code", "ai-band pair", "Certificate 4be1c07f92aa"][..]),
        ("wrong-code", &["That is another code", "five tries"]),
        ("paired", &["Paired with 192.168.1.7:8001", "Certificate 4be1c07f92aa", "Forget"]),
        ("changed", &["192.168.1.7:8001 is not who it was", "told nothing", "pair again", "Forget"]),
    ] {
        let seen = on_page(name).names().join("\n");
        for words in words {
            assert!(seen.contains(words), "{name}: {words:?} in {seen}");
        }
    }
    for (door, words) in [
        (Abroad::Proving { address: "a:1".to_owned() }, "Proving the code to a:1"),
        (Abroad::Forgotten { address: "a:1".to_owned() }, "a:1 is forgotten here"),
    ] {
        let mut stand = Stand::of(abroad(door));
        stand.local.tab = Tab::Session;
        stand.frames(3);
        assert!(stand.names().join("\n").contains(words), "{words}");
        assert!(stand.find("Pairing code").is_none(), "nothing is asked for: {words}");
    }
}

#[test]
fn what_is_paired_is_forgotten_with_a_click() {
    for name in ["paired", "changed"] {
        let mut stand = on_page(name);
        stand.click("Forget");
        assert_eq!(stand.taken(), [Action::Forget("4b".repeat(32))]);
    }
}
