//! Going: forgotten here, thrown out there, or somebody else in the server's place.

use plugin::model::Abroad;
use plugin::net::lan::certificate::Certificate;
use plugin::net::lan::pairing::{Reached, Why};

use crate::machine::{Machine, Plugin};
use crate::studio::Studio;

fn paired(studio: &Studio, machine: &Machine) -> Plugin {
    let mut plugin = machine.plugin("keys", Some(&studio.address()));
    plugin.until_asked("ai-band pair");
    plugin.code(&studio.code());
    plugin.until_linked();
    plugin
}

#[test]
fn another_certificate_is_told_nothing_until_the_server_is_forgotten() {
    let (mut studio, machine) = (Studio::open(), Machine::new());
    let mut plugin = paired(&studio, &machine);
    let kept = machine.kept();
    studio.close();
    plugin.until_alone();
    studio.lose_certificate();
    studio.open_again();
    plugin.until("another certificate", |plugin| matches!(plugin.door, Abroad::Changed { .. }));
    assert_eq!(machine.kept(), kept, "nothing is pinned anew by itself");
    // A code helps nobody who stands there.
    plugin.code(&studio.code());
    plugin.forget(&kept[0]);
    plugin.until_asked("ai-band pair");
    assert!(machine.kept().is_empty());
    plugin.code(&studio.code());
    plugin.until_linked();
    assert_ne!(machine.kept()[0].certificate, kept[0].certificate);
}

#[test]
fn whoever_is_thrown_out_is_asked_for_a_code() {
    let (studio, machine) = (Studio::open(), Machine::new());
    let mut plugin = paired(&studio, &machine);
    let principal = machine.kept()[0].principal.clone();
    studio.revoke(&principal, true);
    plugin.until_asked("not let in any more");
    plugin.until_alone();
    plugin.code(&studio.code());
    plugin.until_linked();
    assert_ne!(machine.kept()[0].principal, principal);
    assert_eq!(machine.kept().len(), 1, "in place of the one that was thrown out");
}

#[test]
fn whose_tokens_are_taken_back_gets_others_without_a_code() {
    let (studio, machine) = (Studio::open(), Machine::new());
    let mut plugin = paired(&studio, &machine);
    studio.revoke(&machine.kept()[0].principal, false);
    plugin.until_alone();
    studio.pass(std::time::Duration::from_secs(1));
    plugin.until_linked();
}

#[test]
fn what_is_forgotten_here_is_over_there_too() {
    let (studio, machine) = (Studio::open(), Machine::new());
    let mut plugin = paired(&studio, &machine);
    let kept = machine.kept();
    plugin.forget(&kept[0]);
    plugin.until_alone();
    plugin.until_asked("Forgotten here");
    assert!(machine.kept().is_empty() && !studio.knows(&kept[0].principal));
    assert!(
        plugin.said.iter().any(|said| said.contains("is forgotten on this machine")),
        "{:?}",
        plugin.said
    );
    // Another plugin of this machine is as much a stranger.
    let mut other = machine.plugin("bass", Some(&studio.address()));
    other.until_asked("ai-band pair");
}

#[test]
fn a_server_that_is_away_is_forgotten_all_the_same() {
    let (mut studio, machine) = (Studio::open(), Machine::new());
    let mut plugin = paired(&studio, &machine);
    let kept = machine.kept();
    studio.close();
    plugin.until("nobody", |plugin| plugin.door == Abroad::Away);
    plugin.forget(&kept[0]);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !machine.kept().is_empty() {
        assert!(std::time::Instant::now() < until, "it is still kept");
        std::thread::yield_now();
    }
}

#[test]
fn whoever_shows_another_certificate_while_the_code_is_proved_is_told_nothing() {
    let (studio, machine) = (Studio::open(), Machine::new());
    let (address, code) = (studio.address(), studio.code());
    let at = address.parse().expect("numbers");
    // Somebody else was seen there a moment ago.
    let seen = Reached { address, at, certificate: Certificate([7; 32]) };
    assert_eq!(studio.proves(&seen, &code, &machine.paired()), Err(Why::Exchanged));
    assert!(machine.kept().is_empty());
}
