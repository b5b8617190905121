//! Another music for the session: clips first, then all of it at once; and what is heard of the session is told.

use ai_band_plugin::net::News;
use ai_band_plugin::net::link::Event;
use ai_band_plugin::net::mailbox::{Push, Wish};
use ai_band_plugin::net::rest::Purpose;
use music::arrangement::{Clips, Region, RegionId};
use music::lane::Lane;
use music::time::{Span, Ticks};
use serde_json::{Value, json};
use wire::{ExactBeat, ToOrchestrator};

use crate::stage::{Stage, changed, clip, session};

const WHOLE: &str = "PUT /api/sessions/default/regions";

fn push() -> Wish {
    let (one, two) = (clip(60), clip(62));
    let clips = Clips { fill: Some(two.hash()), ..Clips::only(one.hash()) };
    let region = Region {
        id: RegionId(4),
        lane: Lane::Bass,
        span: Span::new(Ticks(960), Ticks(4_800)).unwrap(),
        clips,
        into: Ticks(-480),
        looped: true,
    };
    let bytes = [one, two].map(|clip| (clip.hash(), clip.to_bytes())).to_vec();
    Wish::Push(Box::new(Push { regions: vec![region], clips: bytes, chart: "| C |".to_owned() }))
}

/// In a session of revision 7, with a push underway.
fn pushing() -> Stage {
    let mut stage = Stage::open();
    stage.changes(1, 2, json!([changed(2, "session", "default", session(7))])).forget();
    stage.event(Event::Wish(push()));
    stage
}

fn not_pushed(stage: &Stage) -> Vec<String> {
    let why = |news: &&News| match news {
        News::NotPushed(why) => Some(why.clone()),
        _ => None,
    };
    stage.news().iter().filter_map(why).collect()
}

#[test]
fn clips_go_first_and_then_everything_at_once_over_what_was_seen() {
    let mut stage = pushing();
    for _ in 0..2 {
        assert!(!stage.paths().contains(&WHOLE.to_owned()), "{:?}", stage.paths());
        stage.answer(Purpose::Push, &json!({}));
    }
    assert_eq!(stage.paths().iter().filter(|path| path.starts_with("PUT /api/blobs/")).count(), 2);
    assert_eq!(stage.paths().last().unwrap(), WHOLE);
    let whole = *stage.asked().last().unwrap();
    assert_eq!(whole.if_match, Some(7));
    let body: Value = serde_json::from_slice(&whole.body).unwrap();
    let (one, two) = (clip(60).hash().to_string(), clip(62).hash().to_string());
    let region = json!({
        "lane": "bass", "start": 960, "length": 3_840, "clip": one, "fill": two, "into": -480, "looped": true,
    });
    assert_eq!(body, json!({ "chart": "| C |", "regions": [region] }));
    stage.forget().answer(Purpose::Push, &json!({}));
    stage.event(Event::Closed(String::new()));
    assert_eq!(not_pushed(&stage), [] as [&str; 0], "it has arrived");
}

#[test]
fn a_push_that_fails_on_the_way_changes_nothing_and_says_so() {
    for answered in 0..3 {
        let mut stage = pushing();
        stage.event(Event::Wish(Wish::Seat { lane: Lane::Keys, mine: true }));
        for _ in 0..answered {
            stage.answer(Purpose::Push, &json!({}));
        }
        stage.refuse(Purpose::Push, "REVISION_CONFLICT");
        assert_eq!(not_pushed(&stage), ["it is REVISION_CONFLICT"], "{answered}");
        assert_eq!(stage.paths().contains(&WHOLE.to_owned()), answered == 2, "nothing is asked after it");
        assert!(stage.paths().last().unwrap().ends_with("/lanes/keys"), "but what has nothing to do with it");
    }
}

#[test]
fn a_push_that_is_cut_off_or_that_nobody_hears_is_told_once() {
    let mut stage = pushing();
    stage.event(Event::Closed(String::new())).pass(2_000);
    assert_eq!(not_pushed(&stage).len(), 1);
    stage.forget().event(Event::Wish(push()));
    assert_eq!(not_pushed(&stage).len(), 1);
    assert!(stage.asked().iter().all(|request| request.method != "PUT"), "nothing comes later as a surprise");
}

#[test]
fn the_session_is_told_what_is_heard_of_it() {
    let mut stage = Stage::open();
    stage.forget().event(Event::Wish(Wish::Heard { revision: 7, beat: 16.5 }));
    stage.event(Event::Wish(Wish::Heard { revision: 8, beat: f64::NAN }));
    let heard: Vec<_> = stage
        .said()
        .into_iter()
        .filter_map(|said| match said {
            ToOrchestrator::Switched(switched) => Some((switched.revision, switched.beat, switched.latent)),
            _ => None,
        })
        .collect();
    assert_eq!(heard, [(7, ExactBeat::from_beats_f64(16.5).unwrap(), None)]);
}

#[test]
fn what_the_session_has_made_is_said_in_words() {
    let mut stage = Stage::open();
    stage.forget().say(json!({
        "type": "midi_ready", "filename": "a_bass.mid", "track_type": "bass", "duration": 16.0, "key": "A minor",
    }));
    let said = stage.news().iter().find_map(|news| match news {
        News::Said { text, is_fault: false } => Some(text.clone()),
        _ => None,
    });
    assert_eq!(said.unwrap(), "The session has music for bass: a_bass.mid, 16 beats, A minor.");
}
