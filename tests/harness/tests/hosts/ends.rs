//! Nothing hangs: whatever happens in mid-note, the note has its end.

use harness::{Daw, Heard, Rig, Setup, Sizes, Tempo};

use crate::exact::opened;

const SETUP: Setup = Setup { sample_rate: 48_000.0, frames_max: 512, mode: harness::Mode::Realtime };
const BEAT: u64 = 24_000;

fn playing() -> Daw {
    let mut daw = Daw::new(48_000.0, Tempo::Constant(120.0), Sizes::of(&[512]));
    daw.play();
    daw
}

/// Up to the middle of a bar, where chords, bass and drums sound.
fn in_mid_note(rig: &mut Rig, daw: &mut Daw) -> Heard {
    let heard = rig.play(daw, BEAT + 1_024);
    assert!(heard.sounding().len() >= 4, "{:?}", heard.sounding());
    heard
}

#[track_caller]
fn assert_ended_at(heard: &Heard, sample: u64) {
    assert!(heard.sounding().is_empty(), "still sounding: {:?}", heard.sounding());
    let last = heard.notes.last().expect("something was heard");
    assert!(last.sample <= sample && !last.is_on, "{last:?} is later than {sample}");
}

in_both_hosts! {
    fn everything_ends_with_the_first_block_of(format) {
        type Deed = fn(&mut Rig, &mut Daw);
        let deeds: [(&str, Deed); 7] = [
            ("a stop", |_, daw| { daw.stop(); }),
            ("a seek to silence", |_, daw| { daw.seek(200.0); }),
            ("a transport that goes away", |_, daw| daw.says.transport = false),
            ("bypass", |rig, _| rig.set("Bypass", 1.0)),
            ("panic", |rig, _| rig.set("Panic", 1.0)),
            ("a reset of a host that stops", |rig, daw| { rig.reset(); daw.stop(); }),
            ("a new setup", |rig, daw| { rig.deactivate(); rig.activate(SETUP); daw.stop(); }),
        ];
        let mut rig = opened(format, SETUP);
        for (what, deed) in deeds {
            let mut daw = playing();
            let mut heard = in_mid_note(&mut rig, &mut daw);
            deed(&mut rig, &mut daw);
            let before = heard.frames() as u64;
            heard.append(rig.play(&mut daw, 512));
            println!("{what}");
            assert_ended_at(&heard, before);
            assert!(rig.play(&mut daw, 4_096).notes.is_empty(), "{what}: and it stays so");
            rig.set("Bypass", 0.0);
            rig.set("Panic", 0.0);
            daw.says.transport = true;
            rig.play(daw.stop(), 512);
        }
    }

    fn bypass_lets_time_go_on(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = playing();
        rig.play(&mut daw, BEAT);
        rig.set("Bypass", 1.0);
        let bypassed = rig.play(&mut daw, 2 * BEAT);
        assert!(bypassed.begun().is_empty());
        rig.set("Bypass", 0.0);
        let after = rig.play(&mut daw, 2 * BEAT);
        let mut fresh = opened(format, SETUP);
        let mut other = playing();
        let whole = fresh.play(&mut other, 5 * BEAT);
        let kicks = |heard: &Heard, from: u64| -> Vec<u64> {
            let kicks = heard.notes.iter().filter(|note| note.is_on && note.key == 36 && note.channel == 9);
            kicks.filter(|note| note.sample >= from).map(|note| note.sample - from).collect()
        };
        // Both started playing at the same moment, in blocks of the same size.
        let shift = whole.frames() as u64 - after.frames() as u64;
        assert_eq!(kicks(&after, 512), kicks(&whole, shift + 512).into_iter().collect::<Vec<_>>());
    }

    fn a_reset_in_the_midst_of_playing_plays_on(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = playing();
        let mut heard = in_mid_note(&mut rig, &mut daw);
        rig.reset();
        heard.append(rig.play(&mut daw, BEAT));
        heard.append(rig.play(daw.stop(), 512));
        assert!(heard.sounding().is_empty(), "{:?}", heard.sounding());
    }
}
