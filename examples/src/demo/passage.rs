//! Passages: the song's sections as the players think of them, with how much energy each has.

use music::chart::Song;
use music::chart::song::{Bar, Harmony};
use music::time::{Span, Ticks};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Intro,
    Verse,
    Chorus,
    Break,
    Ending,
}

#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) span: Span,
    /// Those with a groove; the last chord of an ending is not among them.
    pub(super) bars: Vec<Bar>,
    /// Where everybody lands together and lets ring.
    pub(super) landing: Option<Harmony>,
}

impl Kind {
    const ALL: [Kind; 5] = [Kind::Intro, Kind::Verse, Kind::Chorus, Kind::Break, Kind::Ending];

    const fn name(self) -> &'static str {
        match self {
            Kind::Intro => "Intro",
            Kind::Verse => "Verse",
            Kind::Chorus => "Chorus",
            Kind::Break => "Break",
            Kind::Ending => "Ending",
        }
    }

    /// How much harder everybody plays, in steps of velocity.
    pub(super) const fn energy(self) -> i32 {
        match self {
            Kind::Intro => -10,
            Kind::Verse => -6,
            Kind::Chorus => 8,
            Kind::Break => -9,
            Kind::Ending => 5,
        }
    }
}

impl Passage {
    pub(super) fn all(song: &Song) -> Vec<Passage> {
        let passes = song.bars().chunk_by(|bar, next| bar.section == next.section);
        passes.map(|bars| Passage::of(song, bars)).collect()
    }

    fn of(song: &Song, bars: &[Bar]) -> Passage {
        let (first, last) = (bars[0], bars[bars.len() - 1]);
        let name = song.sections()[first.section.index].clone();
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
        let kind = kind.expect("the demo's chart has only sections that parts are written for");
        let span = Span { start: first.start, end: last.span().end };
        let landing = song.chords().last().filter(|_| kind == Kind::Ending).copied();
        let groove_end = landing.map_or(span.end, |chord| chord.start);
        let bars = bars.iter().filter(|bar| bar.start < groove_end).copied().collect();
        Passage { kind, name, span, bars, landing }
    }

    pub(super) fn is_last_bar(&self, index: usize) -> bool {
        index + 1 == self.bars.len()
    }
}

/// Whether the bar has more than one chord, so that parts must move in its middle.
pub(super) fn is_split(song: &Song, bar: &Bar) -> bool {
    song.chords_in(bar.span()).len() > 1
}

pub(super) fn harmony_at(song: &Song, at: Ticks) -> Harmony {
    *song.chord_at(at).expect("chords cover the song from its first bar to its last")
}
