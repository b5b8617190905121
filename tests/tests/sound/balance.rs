//! A band in balance: drums and bass carry, the others are there, and the whole has room.

use std::io;

use ai_band_tests::render::Piece;
use ai_band_tests::sound::{Loudness, Performance, loudness};
use examples::demo::demo;
use synth::mixdown::{Limiter, Output, Score, mix};
use synth::{Bank, FluidSynth};

const RATE_HZ: u32 = 44_100;

#[derive(Default)]
struct Kept {
    left: Vec<f32>,
    right: Vec<f32>,
}

impl Output for Kept {
    fn write(&mut self, left: &[f32], right: &[f32]) -> io::Result<()> {
        self.left.extend(left);
        self.right.extend(right);
        Ok(())
    }

    fn progress(&mut self, _: f32) {}
}

fn heard(bank: &Bank, performance: &Performance, score: &Score, limiter: Option<&mut Limiter>) -> Kept {
    let mut synth = FluidSynth::open(bank, RATE_HZ).expect("it plays");
    performance.seat(&mut synth);
    let mut kept = Kept::default();
    mix(&mut synth, score, limiter, &mut kept).expect("memory is always there");
    kept
}

fn of(kept: &Kept) -> Loudness {
    loudness(&kept.left, &kept.right, RATE_HZ)
}

#[test]
fn the_demo_song_is_balanced_and_its_stems_are_its_mix() {
    let demo = demo();
    let piece = Piece { song: &demo.song, arrangement: &demo.arrangement, library: &demo.library };
    let performance = Performance::of_piece(&piece, RATE_HZ).unwrap();
    let bank = Bank::from_bytes("default", synth::bank::make()).unwrap();
    let whole = heard(&bank, &performance, &performance.score, None);
    let (mut left, mut stems) = (vec![0.0_f32; whole.left.len()], Vec::new());
    for seat in &performance.seats {
        let stem = heard(&bank, &performance, &performance.score.of_channels(&[seat.channel]), None);
        left.iter_mut().zip(&stem.left).for_each(|(sum, sample)| *sum += sample);
        stems.push((seat.name.as_str(), of(&stem).lufs));
    }
    let song = performance.score.end_frame() as usize;
    let apart = left[..song]
        .iter()
        .zip(&whole.left)
        .fold(0.0_f32, |most, (sum, sample)| most.max((sum - sample).abs()));
    assert!(apart < 0.003, "the stems are {apart} away from the mix");
    let lufs = |name: &str| stems.iter().find(|(stem, _)| *stem == name).map(|(_, lufs)| *lufs).unwrap();
    let (drums, bass) = (lufs("drums"), lufs("bass"));
    assert!((drums - bass).abs() < 6.0, "drums {drums:.1}, bass {bass:.1}");
    for name in ["keys", "guitar"] {
        let behind = drums.max(bass) - lufs(name);
        assert!((0.0..14.0).contains(&behind), "{name} is {behind:.1} dB behind: {stems:?}");
    }
    let mix = of(&whole);
    assert!((-24.0..-16.0).contains(&mix.lufs) && mix.peak_decibels < -0.5, "{mix:?}");
    let limited = of(&heard(&bank, &performance, &performance.score, Some(&mut Limiter::new(RATE_HZ))));
    assert!(limited.peak_decibels <= -1.0 && (limited.lufs - mix.lufs).abs() < 0.2, "{limited:?}");
}
