//! Typed chords become notes and sound; what is saved plays again, note for note, from the first sample on.

use ai_band_plugin::action::Action;
use ai_band_plugin::model::Route;
use music::lane::Lane;
use nice_plug::midi::{Channel, Key, VoiceID};
use nice_plug::prelude::{NoteEvent, ProcessMode};

use crate::rig::{BEAT, Rig, hanging};

const CHART: &str = "[A]\n| C | Am | F | G |\n";
const SONG: usize = 16 * BEAT;

/// A rig whose lanes all go to the host as well, with a band of four bars.
fn with_a_band(mode: ProcessMode) -> Rig {
    let mut rig = Rig::new(mode);
    rig.asks(Action::Chart(CHART.to_owned()));
    rig.asks(Action::Seed(1));
    for lane in Lane::ALL {
        rig.asks(Action::Route { lane, route: Route::Both });
    }
    let model = rig.asks(Action::Generate);
    assert!(model.lanes.iter().any(|lane| !lane.notes.is_empty()), "{:?}", model.log);
    rig
}

#[test]
fn typed_chords_become_a_band_that_is_heard() {
    let mut rig = with_a_band(ProcessMode::Realtime);
    rig.play(BEAT, 512);
    assert!(rig.heard.is_empty() && rig.loudest() == 0.0, "nobody plays before the host does");
    rig.at_beat(0.0).play(SONG, 512).stop().play(BEAT, 512);
    let first = rig.heard[0];
    assert!(first.0 <= BEAT + 24 * 48, "the first bar is played at once: {first:?}");
    assert!(rig.heard.len() > 100 && rig.loudest() > 0.01, "{} events, {}", rig.heard.len(), rig.loudest());
    assert_eq!(hanging(&rig.heard), []);
}

#[test]
fn block_sizes_change_no_note() {
    let heard = |block| {
        let mut rig = with_a_band(ProcessMode::Realtime);
        rig.asks(Action::Seed(1));
        let state = rig.saved();
        drop(rig);
        let mut rig = Rig::opened(Some(&state), ProcessMode::Realtime);
        rig.at_beat(0.0).play(SONG, block);
        // Different bands: only how many there are of blocks must not matter, so each is compared with itself.
        let whole = std::mem::take(&mut rig.heard);
        let mut again = Rig::opened(Some(&state), ProcessMode::Offline);
        again.at_beat(0.0).play(SONG, 4_096);
        assert_eq!(whole, again.heard, "blocks of {block}");
    };
    [17, 64, 512].into_iter().for_each(heard);
}

#[test]
fn a_bounce_right_after_loading_has_everything_from_its_first_sample_on() {
    let mut live = with_a_band(ProcessMode::Realtime);
    let state = live.saved();
    live.at_beat(0.0).play(SONG, 256);
    let mut bounce = Rig::opened(Some(&state), ProcessMode::Offline);
    bounce.at_beat(0.0).play(SONG, 1_024);
    assert_eq!(live.heard, bounce.heard);
    assert!(bounce.loudest() > 0.01);
}

#[test]
fn a_state_that_comes_while_bouncing_is_waited_for() {
    let mut live = with_a_band(ProcessMode::Realtime);
    let state = live.saved();
    live.at_beat(0.0).play(SONG, 256);
    let mut bounce = Rig::new(ProcessMode::Offline);
    nice_plug::prelude::Plugin::params(&bounce.band).deserialize_fields(&state);
    bounce.at_beat(0.0).play(SONG, 256);
    assert_eq!(live.heard, bounce.heard);
}

#[test]
fn routes_say_where_a_lane_goes_and_a_note_ends_where_it_began() {
    let mut rig = with_a_band(ProcessMode::Realtime);
    rig.at_beat(0.0).play(BEAT / 2, 64);
    assert!(!rig.heard.is_empty());
    for lane in Lane::ALL {
        rig.asks(Action::Route { lane, route: Route::Sound });
    }
    rig.play(SONG, 64).stop().play(BEAT, 64);
    assert_eq!(hanging(&rig.heard), []);
    let late = rig.heard.iter().filter(|(at, _, _, velocity)| *velocity > 0 && *at > BEAT);
    assert_eq!(late.count(), 0, "nothing begins at the host any more");
}

#[test]
fn what_comes_in_is_played_on_the_owned_lane_in_time() {
    let mut rig = Rig::new(ProcessMode::Realtime);
    rig.asks(Action::Route { lane: Lane::Bass, route: Route::Both });
    let (voice_id, channel, key) = (VoiceID::Wildcard, Channel::Number(0), Key::Number(40));
    rig.incoming = vec![
        NoteEvent::NoteOn { timing: 100, voice_id, channel, key, velocity: 0.5 },
        NoteEvent::NoteOff { timing: 300, voice_id, channel, key, velocity: 0.0 },
    ];
    rig.play(BEAT, 512);
    assert_eq!(rig.heard, [(100, 0, 40, 64), (300, 0, 40, 0)]);
    assert!(rig.loudest() > 0.001, "and it sounds");
}

#[test]
fn the_first_block_plays_the_newest_however_much_was_arranged_before_it() {
    for steps in [1, 16, 17, 40] {
        let mut rig = with_a_band(ProcessMode::Realtime);
        for step in 0..steps {
            rig.asks(Action::Channel { lane: Lane::Drums, channel: 13 + step % 2 });
        }
        rig.asks(Action::Channel { lane: Lane::Drums, channel: 12 });
        rig.at_beat(0.0).play(4_096, 4_096);
        // Where the drums were before, and nobody else is.
        let is_stale = |note: &(usize, u8, u8, u8)| [9, 13, 14].contains(&note.1);
        assert!(!rig.heard.iter().any(is_stale), "after {steps} steps: {:?}", rig.heard);
        assert!(rig.heard.iter().any(|note| note.1 == 12), "after {steps} steps: {:?}", rig.heard);
    }
}

#[test]
fn of_more_notes_than_a_block_has_room_for_no_end_is_lost() {
    let mut rig = Rig::new(ProcessMode::Realtime);
    rig.asks(Action::Route { lane: Lane::Bass, route: Route::Both });
    let (voice_id, channel, velocity) = (VoiceID::Wildcard, Channel::Number(0), 0.5);
    let on = |key| NoteEvent::NoteOn { timing: 0, voice_id, channel, key: Key::Number(key), velocity };
    let off = |key| NoteEvent::NoteOff { timing: 9, voice_id, channel, key: Key::Number(key), velocity: 0.0 };
    rig.incoming = vec![on(30), on(31)];
    // A storm on one key, then the ends of all.
    rig.incoming.extend((0..1_000).flat_map(|_| [on(40), off(40)]));
    rig.incoming.extend([on(40), off(30), off(31), off(40)]);
    rig.play(512, 512);
    assert_eq!(hanging(&rig.heard), []);
}
