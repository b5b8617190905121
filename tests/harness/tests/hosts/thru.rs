//! Notes that a person plays into the band: they go out in time, and end whatever happens while they are held.

use harness::{Block, Daw, Heard, NoteEvent, NoteIn, Rig, Setup, Sizes, Tempo};

use crate::exact::opened;

const SETUP: Setup = Setup { sample_rate: 48_000.0, frames_max: 512, mode: harness::Mode::Realtime };
/// Keys that the tune does not play.
pub const HELD: [u8; 2] = [100, 103];

pub fn key(key: u8, is_on: bool, sample: u32) -> NoteIn {
    NoteIn { sample, is_on, channel: 0, key, velocity: 64 }
}

fn playing() -> Daw {
    let mut daw = Daw::new(48_000.0, Tempo::Constant(120.0), Sizes::of(&[512]));
    daw.play();
    daw
}

/// The next block of the script, with keys in it.
pub fn with(rig: &mut Rig, daw: &mut Daw, notes: &[NoteIn]) -> Heard {
    let block = daw.block(512);
    rig.process(&Block { notes: notes.to_vec(), ..block })
}

pub fn press(rig: &mut Rig, daw: &mut Daw) -> Heard {
    with(rig, daw, &HELD.map(|held| key(held, true, 64)))
}

pub fn let_go(rig: &mut Rig, daw: &mut Daw) -> Heard {
    with(rig, daw, &HELD.map(|held| key(held, false, 32)))
}

/// What was heard of these keys.
pub fn of_keys(heard: &Heard) -> Vec<NoteEvent> {
    heard.notes.iter().copied().filter(|note| HELD.contains(&note.key)).collect()
}

/// Each of them began once and ended once.
#[track_caller]
pub fn assert_whole(heard: &Heard, what: &str) {
    let notes = of_keys(heard);
    for held in HELD {
        let of_one: Vec<bool> = notes.iter().filter(|note| note.key == held).map(|note| note.is_on).collect();
        assert_eq!(of_one, [true, false], "{what}: key {held} in {notes:?}");
    }
}

in_both_hosts! {
    fn keys_go_out_on_their_sample_among_the_bands_notes(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = playing();
        let mut heard = Heard::default();
        let mut expected = Vec::new();
        for block in 0..120_u32 {
            // Every third block, at another sample, into the last one of the block.
            let place = block * 13 % 512;
            let struck = if block % 3 == 0 { vec![key(100, true, place), key(100, false, 511)] } else { Vec::new() };
            expected.extend(struck.iter().map(|note| (heard.frames() as u64 + u64::from(note.sample), note.is_on)));
            heard.append(with(&mut rig, &mut daw, &struck));
        }
        let notes = of_keys(&heard);
        assert_eq!(notes.iter().map(|note| (note.sample, note.is_on)).collect::<Vec<_>>(), expected);
        assert!(notes.iter().all(|note| note.channel == notes[0].channel && (!note.is_on || note.velocity == 64)));
        assert!(heard.notes.len() > notes.len() + 10, "the band plays too");
    }

    fn keys_end_whatever_happens_while_they_are_held(format) {
        type Deed = fn(&mut Rig, &mut Daw);
        let deeds: [(&str, Deed); 9] = [
            ("nothing", |_, _| {}),
            ("a stop", |_, daw| { daw.stop(); }),
            ("a seek", |_, daw| { daw.seek(9.5); }),
            ("a transport that goes away", |_, daw| daw.says.transport = false),
            ("bypass", |rig, _| rig.set("Bypass", 1.0)),
            ("panic", |rig, _| rig.set("Panic", 1.0)),
            ("a reset", |rig, _| rig.reset()),
            ("a new setup", |rig, _| { rig.deactivate(); rig.activate(SETUP); }),
            ("another lane's mute", |rig, _| rig.set("Bass mute", 1.0)),
        ];
        for is_rolling in [true, false] {
            for (what, deed) in deeds {
                let mut rig = opened(format, SETUP);
                let mut daw = playing();
                if !is_rolling {
                    daw.stop();
                }
                let mut heard = rig.play(&mut daw, 4_096);
                heard.append(press(&mut rig, &mut daw));
                heard.append(rig.play(&mut daw, 1_024));
                assert_eq!(of_keys(&heard).len(), 2, "{what}: they are held");
                deed(&mut rig, &mut daw);
                heard.append(rig.play(&mut daw, 1_024));
                heard.append(let_go(&mut rig, &mut daw));
                heard.append(rig.play(daw.stop(), 1_024));
                assert_whole(&heard, what);
                assert!(heard.sounding().is_empty(), "{what}: {:?}", heard.sounding());
            }
        }
    }

    fn a_bypassed_band_ends_held_keys_at_once_and_begins_none(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = playing();
        let mut heard = press(&mut rig, &mut daw);
        rig.set("Bypass", 1.0);
        heard.append(rig.play(&mut daw, 512));
        assert_whole(&heard, "bypass");
        assert!(of_keys(&heard).iter().all(|note| note.sample <= 512), "with the first block: {:?}", of_keys(&heard));
        let mut bypassed = press(&mut rig, &mut daw);
        bypassed.append(rig.play(&mut daw, 1_024));
        assert_eq!(bypassed.notes, [], "nothing begins");
        rig.set("Bypass", 0.0);
        bypassed.append(rig.play(&mut daw, 512));
        bypassed.append(let_go(&mut rig, &mut daw));
        assert_eq!(of_keys(&bypassed), [], "and what did not begin does not end");
        bypassed.append(press(&mut rig, &mut daw));
        bypassed.append(let_go(&mut rig, &mut daw));
        assert_whole(&bypassed, "after it");
    }
}
