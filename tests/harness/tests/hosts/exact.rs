//! Every note on its sample: against arithmetic on what is written, at any tempo and in blocks of any size.

use harness::{Daw, Format, Rig, Setup, Sizes, Tempo};

use crate::tune::{self, Stretch, assert_same, expected, tune};

const RATE: f64 = 48_000.0;
const FRAMES_MAX: u32 = 4_096;
const TEMPI: [f64; 5] = [60.0, 97.3, 120.0, 133.75, 240.0];
const SIZES: [&[u32]; 6] = [&[64], &[512], &[17], &[480], &[4_096], &[1, 333, 2_048, 7, 96]];

/// A band that plays the tune at once, as notes.
pub fn opened(format: Format, setup: Setup) -> Rig {
    let mut rig = Rig::band(format);
    rig.load(&tune::state(&tune::project(&tune()), format));
    rig.activate(setup);
    rig
}

in_both_hosts! {
    fn five_tempi_in_blocks_of_six_sizes(format) {
        let mut rig = opened(format, Setup::realtime(RATE, FRAMES_MAX));
        for tempo_bpm in TEMPI {
            // Two bars tell as much as eight where they are slow.
            let frames = (tune::BEATS.min(tempo_bpm / 8.0) * 60.0 / tempo_bpm * RATE) as u64;
            let expected = expected(&tune(), RATE, &[Stretch { from_beat: 0.0, tempo_bpm, frames }]);
            assert!(expected.len() > 50);
            for sizes in SIZES {
                let mut daw = Daw::new(RATE, Tempo::Constant(tempo_bpm), Sizes::of(sizes));
                let mut heard = rig.play(daw.play(), frames);
                heard.append(rig.play(daw.stop(), 64));
                assert_same(&heard.notes, &expected, &format!("{tempo_bpm} BPM in {sizes:?}"));
            }
        }
    }

    fn other_sample_rates_and_meters_change_no_beat(format) {
        let mut rig = Rig::band(format);
        rig.load(&tune::state(&tune::project(&tune()), format));
        for (rate, meter) in [(44_100.0, (4, 4)), (96_000.0, (7, 8)), (192_000.0, (3, 4)), (48_000.0, (5, 16))] {
            rig.activate(Setup::realtime(rate, FRAMES_MAX));
            let mut daw = Daw::new(rate, Tempo::Constant(97.3), Sizes::of(&[512, 100]));
            daw.meter = Some(meter);
            let frames = (4.0 * rate) as u64;
            let mut heard = rig.play(daw.play(), frames);
            heard.append(rig.play(daw.stop(), 64));
            let stretch = Stretch { from_beat: 0.0, tempo_bpm: 97.3, frames };
            assert_same(&heard.notes, &expected(&tune(), rate, &[stretch]), &format!("{rate} Hz"));
            rig.deactivate();
        }
    }

    fn playing_begins_anywhere(format) {
        let mut rig = opened(format, Setup::realtime(RATE, FRAMES_MAX));
        for from_beat in [-2.0, -0.5, 0.25, 3.999, 4.0, 17.3, 31.5, 40.0] {
            let mut daw = Daw::new(RATE, Tempo::Constant(120.0), Sizes::of(&[64, 480]));
            daw.seek(from_beat);
            let mut heard = rig.play(daw.play(), 100_000);
            heard.append(rig.play(daw.stop(), 64));
            let stretch = Stretch { from_beat, tempo_bpm: 120.0, frames: 100_000 };
            assert_same(&heard.notes, &expected(&tune(), RATE, &[stretch]), &format!("from beat {from_beat}"));
        }
    }
}
