//! Loops, seeks, stops and tempi that move, and hosts that say little.

use harness::daw::{Looping, Says};
use harness::{Block, Daw, NoteEvent, Setup, Sizes, Tempo};

use crate::exact::opened;
use crate::tune::{Stretch, assert_same, compared, expected, tune};

const RATE: f64 = 48_000.0;
const SETUP: Setup = Setup { sample_rate: RATE, frames_max: 4_096, mode: harness::Mode::Realtime };
/// Samples of a beat at 120 BPM.
const BEAT: u64 = 24_000;
const BEAT_AT_90: u64 = 32_000;

fn at_120(sizes: &[u32]) -> Daw {
    Daw::new(RATE, Tempo::Constant(120.0), Sizes::of(sizes))
}

fn stretch(from_beat: f64, frames: u64) -> Stretch {
    Stretch { from_beat, tempo_bpm: 120.0, frames }
}

fn begun(notes: &[NoteEvent]) -> Vec<NoteEvent> {
    notes.iter().copied().filter(|note| note.is_on).collect()
}

in_both_hosts! {
    fn loops_wrap_whether_the_host_splits_there_or_not(format) {
        let mut rig = opened(format, SETUP);
        // From a beat to a beat, from between beats, and shorter than a block.
        for (start_beats, end_beats) in [(4.0, 8.0), (1.5, 3.25), (2.0, 2.0625)] {
            for is_split in [true, false] {
                let mut daw = at_120(&[512, 4_096, 300]);
                daw.looping = Some(Looping { start_beats, end_beats, is_split });
                let length = ((end_beats - start_beats) * BEAT as f64) as u64;
                let passes = (4 * BEAT / length).max(3);
                let mut heard = rig.play(daw.seek(start_beats).play(), passes * length);
                heard.append(rig.play(daw.stop(), 64));
                let stretches = vec![stretch(start_beats, length); passes as usize];
                let what = format!("beats {start_beats} to {end_beats}, split: {is_split}");
                assert_same(&heard.notes, &expected(&tune(), RATE, &stretches), &what);
            }
        }
    }

    fn a_seek_ends_what_sounds_and_goes_on_there(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = at_120(&[480]);
        let mut heard = rig.play(daw.play(), BEAT);
        heard.append(rig.play(daw.seek(18.5), BEAT));
        heard.append(rig.play(daw.seek(2.0), 2 * BEAT));
        heard.append(rig.play(daw.stop(), 480));
        let stretches = [stretch(0.0, BEAT), stretch(18.5, BEAT), stretch(2.0, 2 * BEAT)];
        assert_same(&heard.notes, &expected(&tune(), RATE, &stretches), "two seeks");
    }

    fn stop_and_play_again(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = at_120(&[64]);
        let mut heard = rig.play(daw.play(), BEAT + 6_400);
        let first = expected(&tune(), RATE, &[stretch(0.0, BEAT + 6_400)]);
        heard.append(rig.play(daw.stop(), 6_400));
        assert_same(&heard.notes, &first, "stopped in mid-note");
        let again = rig.play(daw.seek(0.0).play(), BEAT).begun();
        assert_eq!(again, begun(&expected(&tune(), RATE, &[stretch(0.0, BEAT)])));
    }

    fn tempo_steps_on_a_blocks_start_are_exact(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = at_120(&[480]);
        // Whole blocks up to beat 4, then slower.
        daw.tempo = Tempo::Steps(vec![(0.0, 120.0), (3.9999999, 75.0)]);
        let mut heard = rig.play(daw.play(), 4 * BEAT);
        let slow = 38_400;
        heard.append(rig.play(&mut daw, 4 * slow));
        let begun_before = begun(&expected(&tune(), RATE, &[stretch(0.0, 4 * BEAT)]));
        let later = Stretch { from_beat: 4.0, tempo_bpm: 75.0, frames: 4 * slow };
        let begun_after = begun(&expected(&tune(), RATE, &[later])).into_iter().map(|note| {
            NoteEvent { sample: note.sample + 4 * BEAT, ..note }
        });
        let heard = begun(&compared(&heard.notes));
        // Early hats of the fifth bar's second half are within it; none stands on the seam.
        let chords_taken_up = |note: &NoteEvent| note.sample != 4 * BEAT || note.channel != 2;
        let all: Vec<NoteEvent> = begun_before.into_iter().chain(begun_after).collect();
        assert_eq!(heard.iter().filter(|n| chords_taken_up(n)).count(), all.iter().filter(|n| chords_taken_up(n)).count());
        assert_same(&heard, &all, "a step from 120 to 75");
    }

    fn a_ramp_stays_within_three_samples(format) {
        let mut rig = opened(format, SETUP);
        for sizes in [&[64][..], &[1_024]] {
            let (from, to, beats) = (90.0, 180.0, 24.0);
            let mut daw = Daw::new(RATE, Tempo::Ramp { from, to, beats }, Sizes::of(sizes));
            // Beats go by as the tempo says: t = 60 × beats / (to − from) × ln(tempo / from).
            let sample_at = |beat: f64| {
                let tempo = from + (to - from) * beat / beats;
                RATE * 60.0 * beats / (to - from) * (tempo / from).ln()
            };
            let heard = rig.play(daw.play(), sample_at(20.0) as u64);
            let mut kicks = heard.notes.iter().filter(|note| note.is_on && (note.channel, note.key) == (9, 36));
            for beat in 0..20 {
                let kick = kicks.next().expect("a kick on every beat");
                let off = (kick.sample as f64 - sample_at(f64::from(beat))).abs();
                assert!(off <= 3.0, "beat {beat} is {off} samples off in blocks of {sizes:?}");
            }
            rig.play(daw.stop(), 64);
        }
    }

    fn a_host_without_a_position_is_played_with_from_where_it_stood(format) {
        let mut rig = opened(format, SETUP);
        // A tempo that nobody takes when none is said.
        let mut daw = Daw::new(RATE, Tempo::Constant(90.0), Sizes::of(&[480, 333, 64]));
        rig.play(daw.stop(), 480);
        daw.says = Says { transport: true, tempo: true, position: false, bar: false };
        for from_beat in [0.0, 4.0] {
            let free = Stretch { from_beat, tempo_bpm: 90.0, frames: 4 * BEAT_AT_90 };
            let mut heard = rig.play(daw.play(), free.frames);
            heard.append(rig.play(daw.stop(), 480));
            assert_same(&heard.notes, &expected(&tune(), RATE, &[free]), &format!("on from beat {from_beat}"));
        }
    }

    fn a_host_without_a_tempo_is_played_with_at_the_last_one(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = Daw::new(RATE, Tempo::Constant(90.0), Sizes::of(&[480]));
        rig.play(daw.stop(), 480);
        daw.says = Says { transport: true, tempo: false, position: true, bar: false };
        let heard = rig.play(daw.play(), BEAT_AT_90);
        let at_90 = Stretch { from_beat: 0.0, tempo_bpm: 90.0, frames: BEAT_AT_90 };
        assert_eq!(heard.begun(), begun(&expected(&tune(), RATE, &[at_90])));
        rig.play(daw.stop(), 480);
    }

    fn no_transport_is_silence_and_ends_what_sounds(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = at_120(&[480]);
        let mut heard = rig.play(daw.play(), BEAT + 960);
        assert!(!heard.sounding().is_empty());
        heard.append(rig.process(&Block::silent(480)));
        assert!(heard.sounding().is_empty(), "{:?}", heard.sounding());
        assert_eq!(rig.process(&Block::silent(480)).notes, []);
    }

    fn an_empty_block_changes_nothing(format) {
        let mut rig = opened(format, SETUP);
        let mut daw = at_120(&[0, 480]);
        let mut heard = rig.play(daw.play(), 2 * BEAT);
        heard.append(rig.play(daw.stop(), 64));
        assert_same(&heard.notes, &expected(&tune(), RATE, &[stretch(0.0, 2 * BEAT)]), "empty blocks between");
    }
}
