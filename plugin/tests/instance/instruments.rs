//! Another program on one lane is that lane's business: whatever sounds on the others goes on sounding. And a bank that
//! could not be read is read when it can be.

use ai_band_plugin::action::Action;
use music::lane::Lane;
use nice_plug::midi::{Channel, Key, VoiceID};
use nice_plug::prelude::{NoteEvent, ProcessMode};

use crate::rig::{BEAT, RATE, Rig};

const BLOCK: usize = 512;
/// Below this nothing is heard; two synths that are silent differ by no more.
const NOTHING: f32 = 1e-5;

fn on(key: u8) -> NoteEvent<()> {
    NoteEvent::NoteOn {
        timing: 0,
        voice_id: VoiceID::Wildcard,
        channel: Channel::Number(0),
        key: Key::Number(key),
        velocity: 0.8,
    }
}

fn off(key: u8) -> NoteEvent<()> {
    NoteEvent::NoteOff {
        timing: 0,
        voice_id: VoiceID::Wildcard,
        channel: Channel::Number(0),
        key: Key::Number(key),
        velocity: 0.0,
    }
}

/// A key of the bass is held over whatever happens in the midst of it, and let go after it.
fn held_over(what: impl FnOnce(&mut Rig)) -> Vec<f32> {
    let mut rig = Rig::new(ProcessMode::Realtime);
    rig.incoming = vec![on(40)];
    rig.play(BEAT, BLOCK);
    what(&mut rig);
    rig.play(BEAT, BLOCK);
    rig.incoming = vec![off(40)];
    rig.play(2 * BEAT, BLOCK);
    rig.left
}

/// The furthest that two recordings are apart.
fn apart(one: &[f32], other: &[f32]) -> f32 {
    assert_eq!(one.len(), other.len());
    one.iter().zip(other).fold(0.0, |most, (one, other)| most.max((one - other).abs()))
}

fn loudest(heard: &[f32]) -> f32 {
    heard.iter().fold(0.0, |most, sample| most.max(sample.abs()))
}

#[test]
fn another_program_on_one_lane_leaves_what_sounds_on_the_others_sample_for_sample() {
    let alone = held_over(|_| ());
    assert!(loudest(&alone[..BEAT]) > 0.01);
    let with_change = held_over(|rig| {
        rig.asks(Action::Program { lane: Lane::Keys, program: 19 });
    });
    assert!(apart(&alone, &with_change) < NOTHING, "{}", apart(&alone, &with_change));
}

#[test]
fn a_held_note_keeps_its_program_and_the_next_has_the_new_one() {
    let alone = held_over(|_| ());
    let with_change = held_over(|rig| {
        rig.asks(Action::Program { lane: Lane::Bass, program: 80 });
    });
    assert!(apart(&alone, &with_change) < NOTHING);
    let pressed = |program: Option<u8>| {
        let mut rig = Rig::new(ProcessMode::Realtime);
        rig.play(BLOCK, BLOCK);
        if let Some(program) = program {
            rig.asks(Action::Program { lane: Lane::Bass, program });
        }
        rig.incoming = vec![on(40)];
        rig.play(BEAT, BLOCK);
        rig.left
    };
    assert!(apart(&pressed(None), &pressed(Some(80))) > 0.01, "the new program is another sound");
}

#[test]
fn somebody_who_turns_through_the_programs_hears_no_click_and_leaves_nothing_behind() {
    let mut rig = Rig::new(ProcessMode::Realtime);
    // A flute: its own samples are never far apart.
    rig.asks(Action::Program { lane: Lane::Bass, program: 73 });
    rig.incoming = vec![on(40)];
    rig.play(BEAT, BLOCK);
    let step =
        |heard: &[f32]| heard.windows(2).fold(0.0_f32, |most, pair| most.max((pair[1] - pair[0]).abs()));
    // When its beginning is over.
    let usual = step(&rig.left[BEAT / 2..]);
    for program in 74..80 {
        rig.asks(Action::Program { lane: Lane::Bass, program });
        rig.play(4 * BLOCK, BLOCK);
    }
    let turned = step(&rig.left[BEAT..]);
    assert!(turned < 2.0 * usual, "a step of {turned} where {usual} is usual");
    rig.incoming = vec![off(40)];
    rig.play(13 * RATE as usize, BLOCK);
    let end = rig.left.len() - BEAT;
    assert!(loudest(&rig.left[end..]) < NOTHING, "silence in the end: {}", loudest(&rig.left[end..]));
}

#[test]
fn who_turns_through_the_programs_in_silence_hears_the_last_one_from_the_first_note() {
    let pressed = |is_played_between: bool| {
        let mut rig = Rig::new(ProcessMode::Realtime);
        rig.play(BLOCK, BLOCK);
        for program in [80, 73, 19] {
            rig.asks(Action::Program { lane: Lane::Bass, program });
            if is_played_between {
                rig.play(2 * BLOCK, BLOCK);
            }
        }
        // The same one is taken there, with nothing before it.
        rig.play(2 * BLOCK, BLOCK);
        rig.left.clear();
        rig.incoming = vec![on(40)];
        rig.play(BEAT, BLOCK);
        rig.left
    };
    assert!(apart(&pressed(false), &pressed(true)) < NOTHING, "{}", apart(&pressed(false), &pressed(true)));
}

#[test]
fn a_bank_that_is_repaired_is_taken_when_it_is_chosen_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mended.sf2");
    let chosen = || Action::Bank(Some(path.clone()));
    std::fs::write(&path, "half of a download").unwrap();
    let mut rig = Rig::new(ProcessMode::Realtime);
    assert!(rig.asks(chosen()).bank.fault.is_some());
    std::fs::write(&path, synth::bank::make()).unwrap();
    let mended = rig.asks(chosen()).bank.clone();
    assert_eq!((mended.fault, mended.path), (None, Some(path.clone())));
    std::fs::remove_file(&path).unwrap();
    let gone = rig.asks(chosen()).bank.clone();
    assert!(
        gone.fault.is_some_and(|fault| fault.contains("mended.sf2")),
        "chosen once more, it is looked for"
    );
}
