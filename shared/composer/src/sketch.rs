//! What a role writes: strokes on paper, bar by bar, before hands make them early, late, loud or soft.

use music::chart::song::Song;
use music::pitch::Pitch;
use music::time::{Micros, Ticks};

/// One note as planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stroke {
    /// From the bar's start; a pickup into the next bar is written at this bar's end.
    pub at: Ticks,
    pub length: Ticks,
    pub pitch: Pitch,
    /// Before dynamics: what the role means, 1–127.
    pub velocity: u8,
    /// 127 must play; the bones of a part are above 96, what any player would leave out first is below 32.
    pub importance: u8,
    /// Order in time that is part of the stroke itself, as between the strings of a strum.
    pub offset: Micros,
    pub touch: Touch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Touch {
    #[default]
    Plain,
    /// Felt more than heard: ghost notes, dead strings.
    Ghost,
    /// Stands out, and no hand moves it far from its place.
    Accent,
}

/// A lane's strokes, one list for each bar of the song, in the song's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    pub bars: Vec<Vec<Stroke>>,
}

/// What a role offers: how it plays, and what it would play in each bar if a fill were asked for there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub main: Sketch,
    pub fill: Option<Sketch>,
}

impl Sketch {
    pub fn silent(bars: usize) -> Sketch {
        Sketch { bars: vec![Vec::new(); bars] }
    }

    /// Every stroke in the bar in which it sounds, by place and pitch, each key once at a time. What would sound before
    /// the song sounds with its first beat; what would sound after it is gone.
    #[must_use]
    pub fn settled(self, song: &Song) -> Sketch {
        let places = song.bars();
        let mut bars = vec![Vec::new(); places.len()];
        for (written, strokes) in places.iter().zip(self.bars) {
            for stroke in strokes {
                let at = Ticks(written.start.0.saturating_add(stroke.at.0)).max(song.start());
                let bar = places.partition_point(|bar| bar.start <= at).saturating_sub(1);
                if at < places[bar].span().end {
                    bars[bar].push(Stroke { at: at - places[bar].start, ..stroke });
                }
            }
        }
        bars.iter_mut().for_each(each_key_once);
        Sketch { bars }
    }

    pub fn bar(&self, index: usize) -> &[Stroke] {
        self.bars.get(index).map_or(&[], Vec::as_slice)
    }
}

/// Of strokes of one key at one place the most important stays, of equals the loudest.
fn each_key_once(strokes: &mut Vec<Stroke>) {
    let weight = |stroke: &Stroke| (stroke.importance, stroke.velocity, stroke.length);
    strokes.sort_by_key(|stroke| (stroke.at, stroke.pitch, std::cmp::Reverse(weight(stroke))));
    strokes.dedup_by_key(|stroke| (stroke.at, stroke.pitch));
}

impl Stroke {
    pub fn new(at: Ticks, length: Ticks, pitch: Pitch, velocity: u8, importance: u8) -> Stroke {
        Stroke { at, length, pitch, velocity, importance, offset: Micros(0), touch: Touch::Plain }
    }
}
