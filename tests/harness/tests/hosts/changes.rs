//! Channels, routes, programs and chairs change while the band plays: by a project that a host sets in mid-song.

use std::time::{Duration, Instant};

use harness::{Daw, Format, Heard, Rig, Setup, Sizes, Tempo};
use music::lane::Lane;
use plugin::model::Route;
use plugin::saved_state::Saved;

use crate::thru::{assert_whole, key, let_go, of_keys, press, with};
use crate::tune::{self, tune};

const RATE: f64 = 48_000.0;
const SETUP: Setup = Setup { sample_rate: RATE, frames_max: 512, mode: harness::Mode::Realtime };
const BEAT: u64 = 24_000;
/// A worker reads a project in less, on any machine that can build it.
const PATIENCE: Duration = Duration::from_secs(20);
/// Struck to hear where it goes; nobody else plays it.
const PROBE: u8 = 110;

type Change = fn(&mut Saved);

const CHANGES: [(&str, Change); 4] = [
    ("other channels", |saved| saved.chairs.iter_mut().for_each(|chair| chair.channel ^= 5)),
    ("no notes to the host", |saved| saved.chairs.iter_mut().for_each(|chair| chair.route = Route::Sound)),
    ("nobody owned", |saved| saved.chairs.iter_mut().for_each(|chair| chair.owned = false)),
    ("another song", |saved| saved.arrangement = music::arrangement::Arrangement::new()),
];

fn playing() -> Daw {
    let mut daw = Daw::new(RATE, Tempo::Constant(120.0), Sizes::of(&[512]));
    daw.play();
    daw
}

fn band(format: Format, saved: &Saved) -> Rig {
    let mut rig = Rig::band(format);
    rig.load(&tune::state(saved, format));
    rig.activate(SETUP);
    rig
}

/// Where a key that is struck now goes, if anywhere.
fn probed(rig: &mut Rig, daw: &mut Daw) -> (Heard, Option<u8>) {
    let heard = with(rig, daw, &[key(PROBE, true, 0), key(PROBE, false, 1)]);
    let channel = heard.notes.iter().find(|note| note.key == PROBE).map(|note| note.channel);
    (heard, channel)
}

in_both_hosts! {
    fn what_sounds_ends_where_it_began(format) {
        for (what, change) in CHANGES {
            let mut rig = band(format, &tune::routed(&tune(), Route::Both));
            let mut daw = playing();
            let mut heard = rig.play(&mut daw, BEAT);
            heard.append(press(&mut rig, &mut daw));
            assert!(heard.sounding().len() >= 6, "{what}: {:?}", heard.sounding());
            let mut saved = tune::routed(&tune(), Route::Both);
            change(&mut saved);
            rig.load(&tune::state(&saved, format));
            for _ in 0..200 {
                heard.append(rig.play(&mut daw, 512));
                std::thread::yield_now();
            }
            heard.append(let_go(&mut rig, &mut daw));
            heard.append(rig.play(daw.stop(), 1_024));
            assert_whole(&heard, what);
            assert!(heard.sounding().is_empty(), "{what}: {:?}", heard.sounding());
        }
    }

    fn a_channel_changes_under_a_held_key(format) {
        let mut rig = band(format, &tune::project(&tune()));
        let mut daw = playing();
        daw.stop();
        let mut heard = press(&mut rig, &mut daw);
        let before = of_keys(&heard)[0].channel;
        let mut saved = tune::project(&tune());
        saved.chairs.iter_mut().for_each(|chair| chair.channel ^= 5);
        rig.load(&tune::state(&saved, format));
        let until = Instant::now() + PATIENCE;
        loop {
            let (more, channel) = probed(&mut rig, &mut daw);
            heard.append(more);
            if channel == Some(before ^ 5) {
                break;
            }
            assert!(Instant::now() < until, "the new channel is never used");
            std::thread::yield_now();
        }
        heard.append(let_go(&mut rig, &mut daw));
        assert!(of_keys(&heard).iter().all(|note| note.channel == before), "{:?}", of_keys(&heard));
        assert!(heard.sounding().is_empty(), "{:?}", heard.sounding());
    }

    fn a_program_changes_the_sound_and_no_note(format) {
        let performed = |program: u8| {
            let mut saved = tune::routed(&tune(), Route::Both);
            saved.chairs[Lane::Keys.index()].program = program;
            let mut rig = Rig::band(format);
            rig.load(&tune::state(&saved, format));
            rig.activate(Setup::offline(RATE, 512));
            rig.play(&mut playing(), 4 * BEAT)
        };
        let (piano, organ) = (performed(0), performed(16));
        assert_eq!(piano.notes, organ.notes);
        assert_ne!(piano.audio, organ.audio);
        assert!(organ.peak() > 0.01);
    }

    fn a_program_changes_in_mid_song_and_the_sound_goes_on(format) {
        let mut saved = tune::routed(&tune(), Route::Both);
        let mut rig = band(format, &saved);
        let mut daw = playing();
        let mut heard = rig.play(&mut daw, 2 * BEAT);
        saved.chairs[Lane::Keys.index()].program = 16;
        rig.load(&tune::state(&saved, format));
        heard.append(rig.play(&mut daw, 8 * BEAT));
        let late = heard.audio[0].iter().skip(heard.frames() - BEAT as usize);
        assert!(late.fold(0.0_f32, |peak, sample| sample.abs().max(peak)) > 0.001, "it fell silent");
        heard.append(rig.play(daw.stop(), 512));
        assert!(heard.sounding().is_empty(), "{:?}", heard.sounding());
    }
}
