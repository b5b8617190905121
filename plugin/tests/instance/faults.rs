//! What a hurried host does: saves before anybody has read, sets the same state back, bounces while somebody listens,
//! takes no notes, forgets the keys that were held.

use ai_band_plugin::action::Action;
use ai_band_plugin::model::{Bars, Route, TakeState};
use music::lane::Lane;
use nice_plug::midi::{Channel, Key, VoiceID};
use nice_plug::prelude::{NoteEvent, Plugin, ProcessMode};

use crate::rig::{BEAT, Rig, hanging};

fn with_a_band() -> Rig {
    let mut rig = Rig::new(ProcessMode::Realtime);
    rig.asks(Action::Chart("| C | Am | F | G |".to_owned()));
    rig.asks(Action::Seed(1));
    for lane in Lane::ALL {
        rig.asks(Action::Route { lane, route: Route::Both });
    }
    rig.asks(Action::Generate);
    rig
}

#[test]
fn what_was_loaded_is_saved_again_before_anybody_has_read_it() {
    let state = with_a_band().saved();
    for _ in 0..20 {
        let copy = ai_band_plugin::AiBand::default();
        copy.params().deserialize_fields(&state);
        assert_eq!(copy.params().serialize_fields(), state);
    }
}

#[test]
fn a_new_instance_is_saved_as_it_is_and_comes_back_with_its_seed() {
    let fresh = ai_band_plugin::AiBand::default();
    let state = fresh.params().serialize_fields();
    assert!(state["band"].contains("seed"), "{state:?}");
}

#[test]
fn the_same_state_set_back_leaves_takes_and_undo() {
    let mut rig = with_a_band();
    rig.asks(Action::AskBars(Some(Bars { first: 1, last: 2 })));
    let before = rig.asks(Action::Generate);
    assert!(before.takes.iter().any(|take| take.state == TakeState::ToDecide) && before.undo.is_some());
    let state = rig.saved();
    rig.band.params().deserialize_fields(&state);
    let after = rig.settled();
    assert_eq!((&after.takes, &after.undo), (&before.takes, &before.undo));
}

#[test]
fn a_bounce_of_the_instance_that_is_listened_to_has_no_audition_in_it() {
    let mut rig = with_a_band();
    let bounced = |rig: &mut Rig| {
        rig.activate(ProcessMode::Offline);
        rig.heard.clear();
        let start = rig.left.len();
        rig.at_beat(0.0).play(16 * BEAT, 512).stop().play(512, 512);
        let notes = rig.heard.iter().map(|note| (note.0 - start, note.1, note.2, note.3)).collect::<Vec<_>>();
        rig.activate(ProcessMode::Realtime);
        notes
    };
    let arranged = bounced(&mut rig);
    rig.asks(Action::AskBars(Some(Bars { first: 1, last: 4 })));
    rig.asks(Action::Seed(4_711));
    let model = rig.asks(Action::Generate);
    let take = model.takes.iter().find(|take| take.state == TakeState::ToDecide).unwrap().id;
    assert_eq!(rig.asks(Action::Audition(take)).auditioned, Some(take));
    assert_eq!(bounced(&mut rig), arranged);
}

#[test]
fn a_host_that_takes_no_notes_hears_what_every_other_one_hears() {
    let state = with_a_band().saved();
    let heard = |takes_notes| {
        let mut rig = Rig::opened(Some(&state), ProcessMode::Offline);
        rig.takes_notes = takes_notes;
        rig.at_beat(0.0).play(8 * BEAT, 512);
        (rig.heard.is_empty(), rig.loudest() > 0.01, rig.left)
    };
    let (other, deaf) = (heard(true), heard(false));
    assert_eq!((other.0, deaf.0), (false, true));
    assert!(deaf.1 && deaf.2 == other.2, "the same sound, and one");
}

#[test]
fn what_a_host_did_not_take_for_a_while_is_ended_when_it_does_again() {
    let mut rig = with_a_band();
    rig.at_beat(0.0);
    for block in 0..400 {
        rig.takes_notes = block % 7 < 3;
        rig.play(512, 512);
    }
    rig.takes_notes = true;
    rig.stop().play(512, 512);
    assert!(!rig.heard.is_empty());
    assert_eq!(hanging(&rig.heard), []);
}

#[test]
fn a_key_that_came_in_ends_where_it_began_whatever_happens_meanwhile() {
    let on = |key| NoteEvent::NoteOn {
        timing: 0,
        voice_id: VoiceID::Wildcard,
        channel: Channel::Number(0),
        key: Key::Number(key),
        velocity: 0.5,
    };
    let off = |key| NoteEvent::NoteOff {
        timing: 0,
        voice_id: VoiceID::Wildcard,
        channel: Channel::Number(0),
        key: Key::Number(key),
        velocity: 0.0,
    };
    let meanwhile: [(&str, fn(&mut Rig)); 4] = [
        ("another owner", |rig| drop(rig.asks(Action::Own { lane: Lane::Bass, owned: false }))),
        ("another channel", |rig| drop(rig.asks(Action::Channel { lane: Lane::Bass, channel: 7 }))),
        ("another route", |rig| drop(rig.asks(Action::Route { lane: Lane::Bass, route: Route::Sound }))),
        ("a reset", |rig| rig.band.reset()),
    ];
    for (what, happens) in meanwhile {
        let mut rig = Rig::new(ProcessMode::Realtime);
        rig.asks(Action::Route { lane: Lane::Bass, route: Route::Both });
        rig.incoming = vec![on(40), on(43)];
        rig.play(512, 512);
        happens(&mut rig);
        rig.incoming = vec![off(40), off(43)];
        rig.play(512, 512);
        assert_eq!(rig.heard.len(), 4, "{what}: {:?}", rig.heard);
        assert_eq!(hanging(&rig.heard), [], "{what}");
    }
}

#[test]
fn a_host_that_says_no_beat_leaves_bar_one_where_it_was() {
    let mut rig = Rig::new(ProcessMode::Realtime);
    rig.asks(Action::OriginBeat(8.0));
    rig.play(512, 512);
    let model = rig.asks(Action::OriginHere);
    assert!(model.log.last().is_some_and(|line| line.is_fault), "{:?}", model.log);
    assert_eq!(model.origin_beat, 8.0);
    rig.at_beat(12.0).play(512, 512);
    let model = rig.asks(Action::OriginHere);
    assert_eq!(model.origin_beat, 12.0);
    rig.transport.pos_beats = None;
    rig.play(512, 512);
    assert_eq!(rig.asks(Action::OriginHere).origin_beat, 12.0, "an old beat is none");
}
