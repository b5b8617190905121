//! A scripted transport: what a DAW says block by block while somebody plays, stops, seeks and loops.

use crate::block::{Block, Transport};

/// Where the song is, and how this DAW talks of it.
#[derive(Clone, Debug)]
pub struct Daw {
    pub sample_rate: f64,
    pub sizes: Sizes,
    pub tempo: Tempo,
    pub meter: Option<(u16, u16)>,
    pub looping: Option<Looping>,
    pub says: Says,
    pub is_playing: bool,
    position_beats: f64,
    position_samples: i64,
    blocks: usize,
}

/// Lengths of the blocks, over and over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sizes(Vec<u32>);

#[derive(Clone, Debug, PartialEq)]
pub enum Tempo {
    Constant(f64),
    /// From a beat on; the first is there from the start.
    Steps(Vec<(f64, f64)>),
    /// From one tempo to another over beats from zero, and on with the last.
    Ramp {
        from: f64,
        to: f64,
        beats: f64,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Looping {
    pub start_beats: f64,
    pub end_beats: f64,
    /// This host ends a block where the loop ends.
    pub is_split: bool,
}

/// What this DAW says at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Says {
    pub transport: bool,
    pub tempo: bool,
    pub position: bool,
    pub bar: bool,
}

impl Sizes {
    pub fn of(sizes: &[u32]) -> Sizes {
        assert!(sizes.iter().any(|size| *size > 0), "time has to go on");
        Sizes(sizes.to_vec())
    }

    pub fn longest(&self) -> u32 {
        self.0.iter().copied().max().unwrap_or(0)
    }
}

impl Tempo {
    pub fn at(&self, beat: f64) -> f64 {
        match self {
            Tempo::Constant(bpm) => *bpm,
            Tempo::Steps(steps) => {
                let reached = steps.iter().rev().find(|(from, _)| *from <= beat);
                reached.or(steps.first()).map_or(120.0, |(_, bpm)| *bpm)
            }
            Tempo::Ramp { from, to, beats } => from + (to - from) * (beat / beats).clamp(0.0, 1.0),
        }
    }
}

impl Daw {
    /// Stopped at the song's start.
    pub fn new(sample_rate: f64, tempo: Tempo, sizes: Sizes) -> Daw {
        let says = Says { transport: true, tempo: true, position: true, bar: true };
        Daw {
            sample_rate,
            sizes,
            tempo,
            meter: Some((4, 4)),
            looping: None,
            says,
            is_playing: false,
            position_beats: 0.0,
            position_samples: 0,
            blocks: 0,
        }
    }

    pub fn play(&mut self) -> &mut Daw {
        self.is_playing = true;
        self
    }

    pub fn stop(&mut self) -> &mut Daw {
        self.is_playing = false;
        self
    }

    pub fn seek(&mut self, beat: f64) -> &mut Daw {
        self.position_beats = beat;
        self
    }

    pub fn position_beats(&self) -> f64 {
        self.position_beats
    }

    /// The next block; time goes on behind it. Never longer than `frames_max`.
    pub fn block(&mut self, frames_max: u32) -> Block {
        let size = self.sizes.0[self.blocks % self.sizes.0.len()];
        self.blocks += 1;
        let frames = size.min(frames_max).min(self.frames_to_loop_end());
        let block =
            Block { frames, transport: self.says.transport.then(|| self.transport()), ..Block::default() };
        if self.is_playing {
            self.go_on(frames);
        }
        block
    }

    fn frames_to_loop_end(&self) -> u32 {
        let ahead = self.looping.filter(|looping| looping.is_split && self.is_playing);
        let Some(beats) = ahead.map(|looping| looping.end_beats - self.position_beats) else {
            return u32::MAX;
        };
        if beats <= 0.0 {
            return u32::MAX;
        }
        // Rounding noise must not make a block of nothing.
        (beats / self.beats_per_sample() - 1e-6).ceil().max(1.0) as u32
    }

    fn beats_per_sample(&self) -> f64 {
        self.tempo.at(self.position_beats) / (60.0 * self.sample_rate)
    }

    fn transport(&self) -> Transport {
        let bar_beats = self.meter.map_or(4.0, |(upper, lower)| f64::from(upper) * 4.0 / f64::from(lower));
        let bar_start = (self.position_beats / bar_beats).floor() * bar_beats;
        Transport {
            playing: self.is_playing,
            tempo_bpm: self.says.tempo.then(|| self.tempo.at(self.position_beats)),
            position_beats: self.says.position.then_some(self.position_beats),
            loop_beats: self.looping.map(|looping| (looping.start_beats, looping.end_beats)),
            meter: self.meter,
            bar_start_beats: self.says.bar.then_some(bar_start),
            position_samples: self.position_samples,
        }
    }

    /// Sample by sample where the tempo moves.
    fn go_on(&mut self, frames: u32) {
        let before = self.position_beats;
        match self.tempo {
            Tempo::Constant(_) => self.position_beats += f64::from(frames) * self.beats_per_sample(),
            Tempo::Steps(_) | Tempo::Ramp { .. } => {
                for _ in 0..frames {
                    self.position_beats += self.beats_per_sample();
                }
            }
        }
        self.position_samples += i64::from(frames);
        if let Some(looping) = self.looping
            && before < looping.end_beats
            && self.position_beats >= looping.end_beats - 1e-9
        {
            let over = (self.position_beats - looping.end_beats).max(0.0);
            self.position_beats = looping.start_beats + over % (looping.end_beats - looping.start_beats);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_120(sizes: &[u32]) -> Daw {
        let mut daw = Daw::new(48_000.0, Tempo::Constant(120.0), Sizes::of(sizes));
        daw.play();
        daw
    }

    /// Frames, and millionths of a beat.
    fn said(daw: &mut Daw, blocks: usize) -> Vec<(u32, i64)> {
        let blocks = (0..blocks).map(|_| daw.block(4_096));
        let millionths =
            |block: &Block| (block.transport.unwrap().position_beats.unwrap() * 1e6).round() as i64;
        blocks.map(|block| (block.frames, millionths(&block))).collect()
    }

    #[test]
    fn beats_go_by_with_the_samples() {
        assert_eq!(said(&mut at_120(&[2_400, 1_200]), 3), [(2_400, 0), (1_200, 100_000), (2_400, 150_000)]);
        assert_eq!(said(at_120(&[2_400]).stop(), 2), [(2_400, 0), (2_400, 0)]);
        assert_eq!(said(at_120(&[6_000]).seek(-1.0), 2), [(4_096, -1_000_000), (4_096, -829_333)]);
    }

    #[test]
    fn a_loop_is_split_or_not_as_the_host_does_it() {
        let table = [
            (true, [(2_400, 0), (1_200, 100_000), (2_400, 0)]),
            (false, [(2_400, 0), (2_400, 100_000), (2_400, 50_000)]),
        ];
        for (is_split, expected) in table {
            let mut daw = at_120(&[2_400]);
            daw.looping = Some(Looping { start_beats: 0.0, end_beats: 0.15, is_split });
            assert_eq!(said(&mut daw, 3), expected);
        }
    }

    #[test]
    fn tempi_move_as_they_are_written() {
        let steps = Tempo::Steps(vec![(0.0, 120.0), (1.0, 60.0)]);
        let ramp = Tempo::Ramp { from: 100.0, to: 200.0, beats: 4.0 };
        for (tempo, beat, bpm) in [
            (&steps, -1.0, 120.0),
            (&steps, 0.99, 120.0),
            (&steps, 1.0, 60.0),
            (&ramp, -3.0, 100.0),
            (&ramp, 2.0, 150.0),
            (&ramp, 9.0, 200.0),
        ] {
            assert_eq!(tempo.at(beat), bpm, "{tempo:?} at {beat}");
        }
        let mut daw = Daw::new(48_000.0, steps, Sizes::of(&[48_000]));
        daw.play();
        daw.block(48_000);
        // One beat in half a second, half a beat in the other half.
        assert!((daw.position_beats() - 1.5).abs() < 1e-4);
    }

    #[test]
    fn what_is_not_said_is_not_there() {
        let mut daw = at_120(&[64]);
        daw.says = Says { transport: true, tempo: false, position: false, bar: false };
        let said = daw.block(64).transport.unwrap();
        assert_eq!((said.tempo_bpm, said.position_beats, said.bar_start_beats), (None, None, None));
        daw.says.transport = false;
        assert_eq!(daw.block(64).transport, None);
    }
}
