//! Programs that wait for their moment, and the one that fades out.

use crate::deck::Deck;
use crate::to_audio::{Moment, Play};
use crate::transport::{Lines, Loop, Ruler, nearest};

/// What a waiting program looks at to find its place.
pub(crate) struct View<'a> {
    /// Everything before this position has been reached in this pass.
    pub(crate) reached_ticks: f64,
    pub(crate) lines: &'a Lines,
    pub(crate) active_loop: Option<Loop>,
    pub(crate) ruler: &'a Ruler,
}

impl Play {
    /// Where it enters if nothing jumps before; `None` when only a landing can let it in.
    pub(crate) fn place(&self, sections: &[i64], view: &View<'_>) -> Option<f64> {
        let from = view.reached_ticks;
        let place = match self.moment {
            Moment::Now => HERE,
            Moment::NextBeat => view.lines.next_beat(from),
            Moment::NextBar => view.lines.next_bar(from),
            Moment::NextSection => {
                let past = sections.partition_point(|start| (*start as f64) < from);
                sections.get(past).map_or_else(|| view.lines.next_bar(from), |start| *start as f64)
            }
            Moment::Beat(ticks) => Some(ticks.0 as f64).filter(|ticks| *ticks >= from).unwrap_or(HERE),
        };
        view.is_reachable(place).then_some(place)
    }
}

/// Behind every position, so at whichever sample one looks. (The front of what was reached would not do: a host that
/// corrects its position backwards is behind it.)
const HERE: f64 = f64::NEG_INFINITY;

impl View<'_> {
    /// Lines from here on are not reached: the wrap comes first, and it is a landing.
    pub(crate) fn loop_end_ticks(&self) -> Option<f64> {
        self.active_loop.map(|range| range.end - self.ruler.tie_ticks())
    }

    pub(crate) fn is_reachable(&self, ticks: f64) -> bool {
        self.loop_end_ticks().is_none_or(|end| ticks < end)
    }
}

/// The program that is fading out, on the lanes that sustain.
pub(crate) struct Fade {
    pub(crate) deck: Deck,
    start: i64,
    length: i64,
}

impl Fade {
    pub(crate) fn new(deck: Deck, start_ticks: f64, beats: u8) -> Fade {
        Fade { deck, start: nearest(start_ticks), length: i64::from(beats) * music::time::TICKS_PER_BEAT }
    }

    pub(crate) fn end(&self) -> f64 {
        (self.start + self.length) as f64
    }

    pub(crate) fn rising(&self, velocity: u8, start: i64) -> u8 {
        self.scaled(velocity, self.gone(start))
    }

    pub(crate) fn falling(&self, velocity: u8, start: i64) -> u8 {
        self.scaled(velocity, self.length - self.gone(start))
    }

    fn gone(&self, start: i64) -> i64 {
        (start - self.start).clamp(0, self.length)
    }

    /// Rounds half up, and may fall silent.
    fn scaled(&self, velocity: u8, share: i64) -> u8 {
        ((2 * i64::from(velocity) * share + self.length) / (2 * self.length)) as u8
    }
}
