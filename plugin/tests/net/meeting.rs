//! What plays here against what the session plays.

use ai_band_plugin::net::reopening::{Meeting, Ours, Theirs, Verdict, fingerprint, follow, judge};
use music::arrangement::{Clips, Region, RegionId};
use music::clip::Hash;
use music::lane::Lane;
use music::time::{Span, Ticks};

fn hash(text: &str) -> Hash {
    Hash::of(text.as_bytes())
}

fn ours() -> Ours {
    Ours {
        session: Some("s".to_owned()),
        revision: Some(4),
        agreed: Some(hash("a")),
        music: hash("a"),
        is_empty: false,
        is_automatic: false,
        is_rolling: false,
    }
}

fn theirs(music: &str, revision: u64) -> Theirs {
    Theirs { session: "s".to_owned(), revision, music: hash(music) }
}

#[test]
fn a_project_that_meets_its_session_again_asks_unless_nothing_can_be_lost_or_it_may() {
    let automatic = Ours { is_automatic: true, ..ours() };
    let empty = Ours { is_empty: true, agreed: None, ..ours() };
    for (case, ours, theirs, verdict) in [
        ("the same music", ours(), theirs("a", 9), Verdict::Same),
        ("theirs is newer", ours(), theirs("b", 9), Verdict::Ask),
        ("nothing is here yet", empty.clone(), theirs("b", 9), Verdict::Use),
        ("it was cleared here", Ours { is_empty: true, ..empty.clone() }, theirs("b", 9), Verdict::Use),
        (
            "emptied since",
            Ours { is_empty: true, agreed: Some(hash("x")), ..ours() },
            theirs("b", 9),
            Verdict::Ask,
        ),
        ("allowed, and theirs descends", automatic.clone(), theirs("b", 9), Verdict::Use),
        ("while it rolls", Ours { is_rolling: true, ..automatic.clone() }, theirs("b", 9), Verdict::Ask),
        ("changed here since", Ours { music: hash("c"), ..automatic.clone() }, theirs("b", 9), Verdict::Ask),
        ("theirs is older", automatic.clone(), theirs("b", 3), Verdict::Ask),
        ("never agreed", Ours { agreed: None, ..automatic.clone() }, theirs("b", 9), Verdict::Ask),
        (
            "another session",
            Ours { session: Some("t".to_owned()), ..automatic },
            theirs("b", 9),
            Verdict::Ask,
        ),
    ] {
        assert_eq!(judge(&ours, &theirs), verdict, "{case}");
    }
}

#[test]
fn while_linked_the_session_is_followed_unless_something_was_done_here() {
    for (case, ours, verdict) in [
        ("nothing was done here", ours(), Verdict::Use),
        ("even while it rolls", Ours { is_rolling: true, ..ours() }, Verdict::Use),
        ("a take was approved here", Ours { music: hash("c"), ..ours() }, Verdict::Ask),
        ("the same was done on both sides", Ours { music: hash("b"), ..ours() }, Verdict::Same),
    ] {
        assert_eq!(follow(&ours, &theirs("b", 5)), verdict, "{case}");
    }
}

/// What becomes of a meeting, step by step: what was done, then the verdict on the session's music and whether it is asked.
#[test]
fn a_person_is_asked_once_about_each_music_and_never_about_what_was_chosen() {
    type Deed = fn(&mut Meeting);
    let nothing: Deed = |_| {};
    let mine = || Ours { agreed: None, music: hash("mine"), ..ours() };
    let followed = || Ours { music: hash("b"), agreed: Some(hash("b")), ..ours() };
    let table: [(&str, &[(Deed, Ours, &str, Verdict, bool)]); 6] = [
        (
            "asked until it is answered",
            &[(nothing, mine(), "b", Verdict::Ask, true), (nothing, mine(), "b", Verdict::Ask, true)],
        ),
        (
            "stays local; another music is another question",
            &[
                (nothing, mine(), "b", Verdict::Ask, true),
                (|it| it.stay_local(Some(hash("b"))), mine(), "b", Verdict::Ask, false),
                (nothing, mine(), "c", Verdict::Ask, true),
            ],
        ),
        (
            "once used, it is followed",
            &[
                (nothing, mine(), "b", Verdict::Ask, true),
                (Meeting::use_session, followed(), "b", Verdict::Same, false),
                (nothing, followed(), "c", Verdict::Use, false),
            ],
        ),
        (
            "the same from the beginning is followed, too",
            &[(nothing, ours(), "a", Verdict::Same, false), (nothing, ours(), "b", Verdict::Use, false)],
        ),
        (
            "what is pushed is not asked about, and what comes after it is",
            &[
                (nothing, mine(), "b", Verdict::Ask, true),
                (|it| it.push(Some(hash("b"))), mine(), "b", Verdict::Ask, false),
                (nothing, mine(), "mine", Verdict::Same, false),
                (nothing, mine(), "c", Verdict::Ask, true),
            ],
        ),
        (
            "what could not be pushed is asked about again",
            &[
                (|it| it.push(Some(hash("b"))), mine(), "b", Verdict::Ask, false),
                (Meeting::was_not_pushed, mine(), "b", Verdict::Ask, true),
            ],
        ),
    ];
    for (case, steps) in table {
        let mut meeting = Meeting::default();
        for (index, (deed, ours, theirs_music, verdict, asks)) in steps.iter().enumerate() {
            deed(&mut meeting);
            let found = meeting.judge(ours, &theirs(theirs_music, 9));
            assert_eq!((found, meeting.asks()), (*verdict, *asks), "{case}, step {index}");
        }
    }
}

#[test]
fn music_has_one_fingerprint_whatever_its_regions_are_called() {
    let region = |id: u64, lane: Lane, start: i64| Region {
        id: RegionId(id),
        lane,
        span: Span::new(Ticks(start), Ticks(start + 3_840)).unwrap(),
        clips: Clips::only(hash("clip")),
        into: Ticks(0),
        looped: false,
    };
    let one = fingerprint(&[region(1, Lane::Bass, 0), region(2, Lane::Keys, 0)]);
    assert_eq!(one, fingerprint(&[region(9, Lane::Keys, 0), region(8, Lane::Bass, 0)]));
    let looped = Region { looped: true, ..region(2, Lane::Keys, 0) };
    let filled = Region { clips: Clips { fill: Some(hash("f")), ..Clips::only(hash("clip")) }, ..looped };
    for other in [region(2, Lane::Keys, 960), region(2, Lane::Lead, 0), looped, filled] {
        assert_ne!(one, fingerprint(&[region(1, Lane::Bass, 0), other]));
    }
}
