//! Coming in: with the code that is shown, once, in time; and from then on without.

use std::time::Duration;

use crate::machine::Machine;
use crate::studio::Studio;

/// Another one.
fn wrong(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().expect("digits") + 1) % 1_000_000)
}

#[test]
fn a_code_lets_a_machine_in_and_all_its_plugins_after_it() {
    let (studio, machine) = (Studio::open(), Machine::new());
    let mut plugin = machine.plugin("keys", Some(&studio.address()));
    plugin.until_asked("ai-band pair");
    assert!(machine.kept().is_empty());
    plugin.code(&studio.code());
    plugin.until_linked();
    let kept = machine.kept();
    assert_eq!((kept.len(), &kept[0].addresses), (1, &vec![studio.address()]));
    assert!(studio.knows(&kept[0].principal));
    let mut second = machine.plugin("bass", Some(&studio.address()));
    second.until_linked();
    // No address was typed: it goes where the machine was paired.
    let mut third = machine.plugin("drums", None);
    third.until_linked();
    let mut instances = studio.instances();
    instances.sort();
    assert_eq!(instances, ["bass", "drums", "keys"]);
    assert_eq!(machine.kept(), kept, "one key for all of them");
}

#[cfg(unix)]
#[test]
fn what_lets_a_machine_in_is_its_users_alone() {
    use std::os::unix::fs::MetadataExt;
    let (studio, machine) = (Studio::open(), Machine::new());
    let mut plugin = machine.plugin("keys", Some(&studio.address()));
    plugin.until_asked("ai-band pair");
    plugin.code(&studio.code());
    plugin.until_linked();
    let mode = std::fs::metadata(machine.paired()).expect("a file").mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_wrong_code_is_told_and_the_right_one_still_counts() {
    let (studio, machine) = (Studio::open(), Machine::new());
    let mut plugin = machine.plugin("keys", Some(&studio.address()));
    plugin.until_asked("ai-band pair");
    plugin.code("nothing");
    plugin.until_asked("6 digits");
    let code = studio.code();
    plugin.code(&wrong(&code));
    plugin.until_asked("another code");
    assert!(machine.kept().is_empty());
    plugin.code(&format!(" {} {} ", &code[..3], &code[3..]));
    plugin.until_linked();
}

#[test]
fn a_code_is_good_once_and_for_two_minutes() {
    let studio = Studio::open();
    let (first, second) = (Machine::new(), Machine::new());
    let mut plugin = first.plugin("keys", Some(&studio.address()));
    plugin.until_asked("ai-band pair");
    plugin.code("000000");
    plugin.until_asked("No code is good there now");
    let code = studio.code();
    plugin.code(&code);
    plugin.until_linked();
    let mut late = second.plugin("bass", Some(&studio.address()));
    late.until_asked("ai-band pair");
    late.code(&code);
    late.until_asked("No code is good there now");
    let code = studio.code();
    studio.pass(Duration::from_secs(120));
    late.code("12");
    late.until_asked("6 digits");
    late.code(&code);
    late.until_asked("No code is good there now");
    assert!(second.kept().is_empty());
}

#[test]
fn a_server_that_is_restarted_is_known_again() {
    let (mut studio, machine) = (Studio::open(), Machine::new());
    let mut plugin = machine.plugin("keys", Some(&studio.address()));
    plugin.until_asked("ai-band pair");
    plugin.code(&studio.code());
    plugin.until_linked();
    let kept = machine.kept();
    studio.close();
    plugin.until_alone();
    studio.open_again();
    plugin.until_linked();
    assert_eq!(machine.kept(), kept);
}

#[test]
fn nobody_at_an_address_is_no_fault_and_a_link_ends_in_the_middle_of_anything() {
    let (studio, machine) = (Studio::open(), Machine::new());
    let nobody = machine.plugin("keys", Some("127.0.0.1:1"));
    nobody.code("123456");
    drop(nobody);
    for _ in 0..3 {
        let mut plugin = machine.plugin("keys", Some(&studio.address()));
        plugin.until_asked("ai-band pair");
        plugin.code(&studio.code());
        // While the code is proved.
        drop(plugin);
    }
}

#[test]
fn who_looks_around_is_let_go_of_too() {
    let machine = Machine::new();
    let link = machine.plugin("keys", None);
    link.look_around();
    drop(link);
}
