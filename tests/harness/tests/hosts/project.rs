//! A project is saved, opened and bounced: the same notes, from the first sample on.

use harness::{Daw, Format, Heard, Rig, Setup, Sizes, Tempo};
use plugin::model::Route;

use crate::exact::opened;
use crate::tune::{self, Stretch, assert_same, expected, tune};

const RATE: f64 = 48_000.0;
const SETUP: Setup = Setup { sample_rate: RATE, frames_max: 512, mode: harness::Mode::Realtime };
const SONG: u64 = 32 * 24_000;

/// From the song's start to its end and a little silence behind it.
fn performed(rig: &mut Rig) -> Heard {
    let mut daw = Daw::new(RATE, Tempo::Constant(120.0), Sizes::of(&[512]));
    let mut heard = rig.play(daw.play(), SONG);
    heard.append(rig.play(daw.stop(), 512));
    heard
}

fn written() -> Vec<harness::NoteEvent> {
    expected(&tune(), RATE, &[Stretch { from_beat: 0.0, tempo_bpm: 120.0, frames: SONG }])
}

in_both_hosts! {
    fn what_was_saved_plays_again(format) {
        let mut rig = opened(format, SETUP);
        rig.set("Complexity", 0.5);
        let live = performed(&mut rig);
        let state = rig.save();
        let mut again = Rig::band(format);
        again.load(&state);
        again.activate(SETUP);
        assert_eq!(again.save(), state, "saved, opened, saved");
        assert_same(&performed(&mut again).notes, &live.notes, "opened again");
    }

    fn a_bounce_is_the_live_performance_from_its_first_sample(format) {
        let mut rig = Rig::band(format);
        rig.load(&tune::state(&tune::project(&tune()), format));
        rig.activate(Setup::offline(RATE, 512));
        let bounced = performed(&mut rig);
        assert_eq!(bounced.notes.iter().filter(|note| note.sample == 0).count(), 4, "a kick and a chord");
        assert_same(&bounced.notes, &written(), "bounced");
        rig.deactivate();
        rig.activate(SETUP);
        assert_same(&performed(&mut rig).notes, &written(), "live again");
    }

    fn a_bounce_has_its_sound_from_the_first_sample(format) {
        let bounce = || {
            let mut rig = Rig::band(format);
            rig.load(&tune::state(&tune::routed(&tune(), Route::Sound), format));
            rig.activate(Setup::offline(RATE, 512));
            performed(&mut rig)
        };
        let bounced = bounce();
        assert!(bounced.notes.is_empty(), "nothing goes to the host");
        let first = bounced.audio[0].iter().position(|sample| *sample != 0.0);
        // A drum's first sample may be nothing; ten milliseconds of nothing are late.
        assert!(first.is_some_and(|first| first < 480), "{first:?}");
        assert!((0.01..=1.0).contains(&bounced.peak()), "{}", bounced.peak());
        let again = bounce();
        let off = bounced.audio[0].iter().zip(&again.audio[0]).map(|(one, two)| (one - two).abs());
        assert!(off.fold(0.0, f32::max) < 1e-6, "opened again, it sounds the same");
    }

    fn a_state_loaded_while_it_plays_takes_over(format) {
        let mut rig = Rig::band(format);
        rig.activate(SETUP);
        let mut daw = Daw::new(RATE, Tempo::Constant(120.0), Sizes::of(&[512]));
        assert!(rig.play(daw.play(), 24_000).notes.is_empty(), "nothing was asked for yet");
        rig.load(&tune::state(&tune::project(&tune()), format));
        // A host that loads a preset while it plays sets the plugin up anew or goes on: this one goes on, and the
        // band comes in when it has been read.
        let mut heard = Heard::default();
        for _ in 0..400 {
            heard.append(rig.play(&mut daw, 4_800));
            daw.seek(0.0);
            if !heard.notes.is_empty() {
                break;
            }
        }
        assert!(!heard.notes.is_empty(), "it never came in");
        rig.play(daw.stop(), 512);
        assert_same(&performed(&mut rig).notes, &written(), "from then on");
    }

    fn a_project_is_carried_to_the_other_format(format) {
        let mut rig = opened(format, SETUP);
        let other: Format = crate::other(format);
        let kept = harness::kept::Kept::read(format, &rig.save()).expect("what it saves can be read");
        let mut fresh = Rig::band(other);
        fresh.load(&kept.write(other));
        fresh.activate(SETUP);
        assert_same(&performed(&mut fresh).notes, &performed(&mut rig).notes, "in the other format");
    }

    fn where_the_song_begins_is_kept(format) {
        let mut saved = tune::project(&tune());
        saved.origin_beat = 8.0;
        let mut rig = Rig::band(format);
        rig.load(&tune::state(&saved, format));
        rig.activate(SETUP);
        let mut daw = Daw::new(RATE, Tempo::Constant(120.0), Sizes::of(&[512]));
        daw.seek(8.0);
        let mut heard = rig.play(daw.play(), 96_000);
        heard.append(rig.play(daw.stop(), 512));
        let stretch = Stretch { from_beat: 0.0, tempo_bpm: 120.0, frames: 96_000 };
        assert_same(&heard.notes, &expected(&tune(), RATE, &[stretch]), "from the host's beat 8");
    }
}
