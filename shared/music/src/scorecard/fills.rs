//! Whether drums say that a section ends, and say it anew each time.

use std::collections::BTreeSet;
use std::ops::Range;

use super::changes::Changes;
use super::hands::BY_FOOT;
use super::heard::{Heard, Onset};
use super::tally::Tally;
use super::touch::{is_ghost, loudest_snare};

/// In shorter sections nothing is usual yet.
const SECTION_BARS_MIN: usize = 4;
/// Bars that differ by less are the same bar to an ear.
const VARIATION_STROKES_MIN: f64 = 2.0;
/// A last bar that differs no more than this is no fill.
const FILL_SALIENCE_MIN: f64 = 1.5;

type Strokes = BTreeSet<(i64, u8)>;

/// The null asks a bar early, where nothing should stand out.
pub(super) fn salience(heard: &Heard<'_>, changes: &Changes) -> Tally {
    Tally::of_values(ends(heard, changes.moved_bars).into_iter().map(|end| end.salience))
}

pub(super) fn same(heard: &Heard<'_>) -> Tally {
    let fills = ends(heard, 0).into_iter().filter(|end| end.salience >= FILL_SALIENCE_MIN);
    let fills: Vec<End> = fills.collect();
    Tally::of_cases(fills.windows(2).map(|two| two[0].is_heard_as(&two[1])))
}

/// The last bar of a section.
struct End {
    /// How much it stands out.
    salience: f64,
    /// What hands strike there beside ghosts, by place from the bar's end and key.
    by_hand: Strokes,
    /// The first place, from the bar's end, with such a stroke that no other bar of the section has.
    from: Option<i64>,
}

impl End {
    /// The same hands in the same places, from where the longer one begins: feet may keep time as they like, ghosts come
    /// and go, and the groove before a fill is no part of it.
    fn is_heard_as(&self, other: &End) -> bool {
        let (Some(one), Some(another)) = (self.from, other.from) else { return false };
        let figure = |end: &End| end.by_hand.range((one.min(another), 0)..).copied().collect::<Strokes>();
        figure(self) == figure(other)
    }
}

/// Of each section that another one follows, where boundaries are moved so many bars to the front.
fn ends(heard: &Heard<'_>, moved_bars: usize) -> Vec<End> {
    let bars = heard.bars();
    let mut sections = sections(heard);
    sections.pop();
    let moved = |section: Range<usize>| {
        section.start.saturating_sub(moved_bars)..section.end.saturating_sub(moved_bars)
    };
    let end = |section: Range<usize>| {
        let last = section.end.checked_sub(1)?;
        let length = heard.song.bars()[last].length;
        let of_one_length = section.filter(|bar| heard.song.bars()[*bar].length == length);
        let played: Vec<&[Onset]> =
            of_one_length.map(|bar| bars[bar]).filter(|bar| !bar.is_empty()).collect();
        let (_, others) = played.split_last()?;
        (played.len() >= SECTION_BARS_MIN && !bars[last].is_empty())
            .then(|| End::of(bars[last], others, length.0 / heard.grid.0))
    };
    sections.into_iter().map(moved).filter_map(end).collect()
}

impl End {
    fn of(last: &[Onset], others: &[&[Onset]], places: i64) -> End {
        let usual: Vec<Strokes> = others.iter().copied().map(Heard::strokes).collect();
        let loudest = loudest_snare(last);
        let is_meant = |onset: &&Onset| is_by_hand(onset) && !is_ghost(onset, loudest);
        let by_hand: Vec<&Onset> = last.iter().filter(is_meant).collect();
        let is_new =
            |onset: &&&Onset| usual.iter().all(|bar| !bar.contains(&(onset.place, onset.pitch.key())));
        let from_end = |onset: &Onset| onset.place - places;
        End {
            salience: standing_out(&Heard::strokes(last), &usual),
            from: by_hand.iter().filter(is_new).map(|onset| from_end(onset)).min(),
            by_hand: by_hand.iter().map(|onset| (from_end(onset), onset.pitch.key())).collect(),
        }
    }
}

fn is_by_hand(onset: &Onset) -> bool {
    !BY_FOOT.contains(&onset.pitch.key())
}

fn standing_out(last: &Strokes, others: &[Strokes]) -> f64 {
    let differ = |a: &Strokes, b: &Strokes| a.symmetric_difference(b).count() as f64;
    let news = Tally::of_values(others.iter().map(|other| differ(last, other)));
    let pairs = others.iter().enumerate().flat_map(|(index, a)| {
        others[index + 1..].iter().map(move |b| a.symmetric_difference(b).count() as f64)
    });
    let usual = Tally::of_values(pairs).mean().unwrap_or(0.0);
    news.mean().unwrap_or(0.0) / usual.max(VARIATION_STROKES_MIN)
}

fn sections(heard: &Heard<'_>) -> Vec<Range<usize>> {
    let mut from = 0;
    let passes = heard.song.bars().chunk_by(|bar, next| bar.section == next.section);
    let range = |bars: &[_]| {
        let start = from;
        from += bars.len();
        start..from
    };
    passes.map(range).collect()
}
