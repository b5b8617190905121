//! Music that somebody asks the session for: approved by its rule, it stands in every plugin's list of takes.

use domain::job::{Job, State};
use music::arrangement::{Arrangement, Region};
use music::lane::Lane;
use music::time::{Span, Ticks};
use plugin::model::TakeState;
use serde_json::json;

use crate::member::{Member, project};
use crate::room::{Room, awaited};

#[test]
fn what_the_session_makes_stands_in_the_list_of_takes_also_for_who_comes_later() {
    let room = Room::open();
    let member = Member::open(&project(&room.file(), &[Lane::Bass]));
    member.linked();
    let asked = json!({ "chart": "| Am7 | D7 | Gmaj7 | % |", "lanes": ["bass", "drums"], "seed": 7 });
    room.ask("POST", "/api/midi/generate", &asked);
    let later = Member::open(&project(&room.file(), &[Lane::Drums]));
    for member in [&member, &later] {
        let take = awaited("it stands in the list", || member.shown().takes.first().cloned());
        assert!(matches!(take.state, TakeState::Armed { .. }), "{take:?}");
        assert_eq!((take.detail.as_str(), take.lanes.len()), ("bars 1–4 · drums, bass", 2), "{take:?}");
        assert!(take.title.contains("_bass_") && take.title.contains("_drums_"), "{take:?}");
        assert_eq!(member.shown().takes.len(), 1);
    }
}

#[test]
fn what_the_session_only_keeps_is_no_take_here() {
    let room = Room::open();
    let member = Member::open(&project(&room.file(), &[Lane::Bass]));
    member.linked();
    for seed in [7, 8] {
        // The second finds the chair taken.
        let asked = json!({ "chart": "| C | F |", "lanes": ["bass"], "seed": seed });
        room.ask("POST", "/api/midi/generate", &asked);
        let is_done = |job: &Job| matches!(job.state, State::Done { .. });
        let done = || room.session(|session| session.jobs().iter().filter(|job| is_done(job)).count());
        awaited("it is done", || (done() == seed - 6).then_some(()));
    }
    awaited("the first is a take", || member.shown().takes.first().cloned());
    room.ask("POST", "/api/midi/generate", &json!({ "chart": "| C | F |", "lanes": ["keys"], "seed": 9 }));
    awaited("so is the third", || (member.shown().takes.len() == 2).then_some(()));
    let lanes: Vec<_> = member.shown().takes.iter().flat_map(|take| take.lanes.clone()).collect();
    assert_eq!(lanes, [Lane::Bass, Lane::Keys], "the one between is only kept");
}

#[test]
fn another_project_of_the_same_instance_meets_the_session_as_it_is() {
    let room = Room::open();
    let member = Member::open(&project(&room.file(), &[Lane::Bass]));
    member.linked();
    room.ask("POST", "/api/midi/generate", &json!({ "chart": "| C | F |", "lanes": ["bass"], "seed": 7 }));
    awaited("it plays here", || {
        let takes = member.shown().takes.len();
        (takes == 1 && !member.project().arrangement.regions().is_empty()).then_some(())
    });
    let mut same_music = member.project();
    same_music.seed += 1;
    member.load(&same_music);
    awaited("it is opened", || (member.shown().ask.seed == same_music.seed).then_some(()));
    awaited("the session's take is there, too", || (member.shown().takes.len() == 1).then_some(()));
    assert_eq!(member.shown().differs, None);

    let mut other_music = member.project();
    let regions = other_music.arrangement.regions().iter();
    let shorter = regions.map(|region| {
        let end = Ticks((region.span.start.0 + region.span.end.0) / 2);
        Region { span: Span { end, ..region.span }, ..*region }
    });
    let (revision, last) = (other_music.arrangement.revision(), other_music.arrangement.last_id());
    other_music.arrangement =
        Arrangement::from_regions(revision, last, shorter.collect()).expect("shorter regions fit");
    member.load(&other_music);
    awaited("somebody has to choose", || member.shown().differs.clone());
}
