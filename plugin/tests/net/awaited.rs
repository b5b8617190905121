//! What is heard here of the session is told once, and nothing that is not heard.

use ai_band_plugin::net::awaited::Awaited;
use music::arrangement::Revision;

/// What is told after each of these revisions was entered, while the newest is 9 and the session's 40 is in our 7.
fn told(entered: &[u64]) -> Vec<u64> {
    let mut awaited = Awaited::default();
    awaited.expect(Revision(7), 40);
    entered.iter().filter_map(|entered| awaited.heard(Revision(*entered), Revision(9))).collect()
}

#[test]
fn the_revision_it_is_in_or_a_later_one_is_when_it_is_heard() {
    const AUDITION: u64 = 1 << 52;
    for (case, entered, expected) in [
        ("the very one", &[7][..], &[40][..]),
        ("a later one that has it, too", &[8], &[40]),
        ("told once", &[7, 8, 9, 7], &[40]),
        ("what played before", &[5, 6], &[]),
        ("an audition over what played before", &[6, AUDITION], &[]),
        ("and then the very one", &[AUDITION, 7], &[40]),
        ("nothing was entered", &[], &[]),
    ] {
        assert_eq!(told(entered), expected, "{case}");
    }
}

#[test]
fn what_was_replaced_before_it_was_heard_is_never_told() {
    let mut awaited = Awaited::default();
    awaited.expect(Revision(7), 40);
    awaited.expect(Revision(8), 41);
    assert_eq!(awaited.heard(Revision(7), Revision(8)), None);
    assert_eq!(awaited.heard(Revision(8), Revision(8)), Some(41));
    assert_eq!(Awaited::default().heard(Revision(8), Revision(8)), None);
}
