//! Hosts that take no more notes, for a block or for long: nothing hangs in them, and the sound goes on.

use harness::{Block, Daw, Heard, Rig, Setup, Sizes, Tempo};
use plugin::model::Route;

use crate::chance::Chance;
use crate::exact::opened;
use crate::thru::{HELD, key};
use crate::tune::{self, Stretch, assert_same, expected, tune};

const RATE: f64 = 48_000.0;
const SETUP: Setup = Setup { sample_rate: RATE, frames_max: 512, mode: harness::Mode::Realtime };
const BEAT: u64 = 24_000;

fn playing() -> Daw {
    let mut daw = Daw::new(RATE, Tempo::Constant(120.0), Sizes::of(&[512]));
    daw.play();
    daw
}

/// Blocks of which the host takes so many notes each.
fn refused(rig: &mut Rig, daw: &mut Daw, blocks: usize, room: usize) -> Heard {
    let mut heard = Heard::default();
    for _ in 0..blocks {
        let block = daw.block(512);
        heard.append(rig.process(&Block { notes_out_max: Some(room), ..block }));
    }
    heard
}

in_both_hosts! {
    fn a_host_takes_no_more_than_it_says(format) {
        let mut rig = opened(format, SETUP);
        let first = refused(&mut rig, &mut playing(), 1, 2);
        assert_eq!(first.notes.len(), 2, "of four that begin there");
    }

    fn what_ends_while_the_host_takes_nothing_ends_when_it_does_again(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = playing();
        let mut heard = rig.play(&mut daw, BEAT + 1_024);
        assert!(heard.sounding().len() >= 4, "{:?}", heard.sounding());
        daw.stop();
        heard.append(refused(&mut rig, &mut daw, 8, 0));
        assert!(heard.sounding().len() >= 4, "nobody took their ends");
        // A few at a time.
        heard.append(refused(&mut rig, &mut daw, 8, 1));
        assert!(heard.sounding().is_empty(), "{:?}", heard.sounding());
    }

    fn a_key_let_go_while_the_host_takes_nothing_ends_later(format) {
        for (what, deed) in [("let go", false), ("bypass", true)] {
            let mut rig = opened(format, SETUP);
            let mut daw = playing();
            daw.stop();
            let block = daw.block(512);
            let mut heard = rig.process(&Block { notes: HELD.map(|held| key(held, true, 0)).to_vec(), ..block });
            assert_eq!(heard.sounding().len(), 2);
            let notes = if deed { Vec::new() } else { HELD.map(|held| key(held, false, 9)).to_vec() };
            if deed {
                rig.set("Bypass", 1.0);
            }
            let block = daw.block(512);
            heard.append(rig.process(&Block { notes, notes_out_max: Some(0), ..block }));
            assert_eq!(heard.sounding().len(), 2, "{what}: nobody took their ends");
            heard.append(refused(&mut rig, &mut daw, 1, 1));
            heard.append(rig.play(&mut daw, 1_024));
            assert!(heard.sounding().is_empty(), "{what}: {:?}", heard.sounding());
        }
    }

    fn nothing_hangs_in_a_host_that_refuses_by_chance(format) {
        let mut rig = opened(format, SETUP);
        for seed in 0..8 {
            let (mut chance, mut daw) = (Chance::new(seed), playing());
            let (mut heard, mut is_down) = (Heard::default(), false);
            for _ in 0..400 {
                let mut block = daw.block(512);
                block.notes_out_max = [None, Some(0), Some(1), Some(3)][chance.below(4)];
                if chance.below(5) == 0 {
                    is_down = !is_down;
                    block.notes = HELD.map(|held| key(held, is_down, chance.below(512) as u32)).to_vec();
                    block.notes.sort_by_key(|note| note.sample);
                }
                if chance.below(40) == 0 {
                    daw.seek(chance.below(30) as f64);
                }
                heard.append(rig.process(&block));
            }
            let block = daw.stop().block(512);
            let notes = HELD.map(|held| key(held, false, 0)).to_vec();
            heard.append(rig.process(&Block { notes, ..block }));
            heard.append(rig.play(&mut daw, 1_024));
            assert!(heard.begun().len() > 50);
            assert!(heard.sounding().is_empty(), "seed {seed}: {:?}", heard.sounding());
        }
    }

    fn a_host_that_takes_notes_again_hears_all_that_follow(format) {
        let mut rig = opened(format, SETUP);
        refused(&mut rig, &mut playing(), 100, 0);
        let mut daw = playing();
        rig.play(daw.stop(), 512);
        let frames = 4 * BEAT;
        let mut heard = rig.play(daw.play(), frames);
        heard.append(rig.play(daw.stop(), 512));
        let stretch = Stretch { from_beat: 0.0, tempo_bpm: 120.0, frames };
        assert_same(&heard.notes, &expected(&tune(), RATE, &[stretch]), "afterwards");
    }

    fn the_sound_goes_on_where_nobody_takes_notes(format) {
        let sound = |route: Route, room: Option<usize>| {
            let mut rig = Rig::band(format);
            rig.load(&tune::state(&tune::routed(&tune(), route), format));
            rig.activate(Setup::offline(RATE, 512));
            let (mut daw, mut heard) = (playing(), Heard::default());
            for _ in 0..200 {
                let block = daw.block(512);
                heard.append(rig.process(&Block { notes_out_max: room, ..block }));
            }
            heard
        };
        let (alone, refused) = (sound(Route::Sound, None), sound(Route::Both, Some(0)));
        assert!(alone.peak() > 0.01 && refused.notes.is_empty());
        assert_eq!(alone.audio, refused.audio);
    }
}
