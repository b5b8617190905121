//! How well the line fits its chords, beside the same line over the chart moved by a bar.

use ai_band_composer::analyse::Analysis;
use ai_band_composer::sketch::Touch;
use music::lane::Lane;
use music::time::Ticks;

use crate::stage::{self, Take};

/// Shares in thousandths, over charts and seeds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Measured {
    changes: u64,
    roots: u64,
    approached: u64,
    steps: u64,
    pairs: u64,
    repeats: u64,
    strong: u64,
    strong_tones: u64,
    bars: u64,
    distinct: u64,
    leaps: u64,
    semitones: u64,
}

impl Measured {
    pub(crate) fn root_on_change(&self) -> u64 {
        per_thousand(self.roots, self.changes)
    }

    pub(crate) fn step_approach(&self) -> u64 {
        per_thousand(self.steps, self.approached)
    }

    pub(crate) fn repeated(&self) -> u64 {
        per_thousand(self.repeats, self.pairs)
    }

    pub(crate) fn strong_tones(&self) -> u64 {
        per_thousand(self.strong_tones, self.strong)
    }

    pub(crate) fn distinct(&self) -> u64 {
        per_thousand(self.distinct, self.bars)
    }

    /// Of a take; `by` bars further on in the chart for the null.
    pub(crate) fn add(&mut self, take: &Take, by: usize) {
        let notes = notes(take);
        let chart = Rotated { take, by };
        for (index, (at, key)) in notes.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| notes[before].1);
            self.add_note(&chart, *at, *key, before);
        }
        let mut bars: Vec<Vec<(Ticks, u8)>> = take
            .line
            .bars
            .iter()
            .map(|bar| bar.iter().map(|stroke| (stroke.at, stroke.pitch.key())).collect())
            .collect();
        bars.retain(|bar: &Vec<_>| !bar.is_empty());
        self.bars += bars.len() as u64;
        bars.sort_unstable();
        bars.dedup();
        self.distinct += bars.len() as u64;
    }

    fn add_note(&mut self, chart: &Rotated<'_>, at: Ticks, key: u8, before: Option<u8>) {
        if let Some(before) = before {
            let away = key.abs_diff(before);
            self.pairs += 1;
            self.repeats += u64::from(away == 0);
            self.leaps += u64::from(away > 7);
            self.semitones += u64::from(away);
        }
        let Some(change) = chart.change(at) else { return };
        let Some(chord) = change.0 else { return };
        if at.0.rem_euclid(1920) == 0 {
            self.strong += 1;
            self.strong_tones +=
                u64::from(chord.classes().contains(music::pitch::Class::new(i32::from(key))));
        }
        if change.1 {
            self.changes += 1;
            self.roots += u64::from(chord.bass().class().semitones() == key % 12);
            if let Some(before) = before {
                self.approached += 1;
                self.steps += u64::from((1..=2).contains(&key.abs_diff(before)));
            }
        }
    }
}

fn per_thousand(part: u64, of: u64) -> u64 {
    (part * 1000).checked_div(of).unwrap_or(0)
}

struct Rotated<'a> {
    take: &'a Take,
    by: usize,
}

impl Rotated<'_> {
    /// The chord at a place of the line, and whether it begins there.
    fn change(&self, at: Ticks) -> Option<(Option<music::chord::Chord>, bool)> {
        let bars = self.take.song.bars();
        let bar = bars.iter().position(|bar| bar.span().contains(at))?;
        let other = &bars[(bar + self.by) % bars.len()];
        let at = other.start + (at - bars[bar].start);
        let analysis: &Analysis = &self.take.analysis;
        let change = analysis.at(at)?;
        Some((change.chord, change.start == at))
    }
}

/// Without ghosts: they are felt, not heard as pitches.
fn notes(take: &Take) -> Vec<(Ticks, u8)> {
    let bars = take.song.bars().iter().zip(&take.line.bars);
    let notes = bars.flat_map(|(bar, strokes)| {
        let heard = strokes.iter().filter(|stroke| stroke.touch != Touch::Ghost);
        heard.map(move |stroke| (bar.start + stroke.at, stroke.pitch.key()))
    });
    notes.collect()
}

/// The chart, walking from its first bar.
fn in_four(chart: &str) -> String {
    chart.replacen("| ", "| {feel: in four} ", 1)
}

fn measured(style: &str, charts: &[&str], by: usize) -> Measured {
    measured_as(style, charts, by, str::to_owned)
}

fn measured_as(style: &str, charts: &[&str], by: usize, written: fn(&str) -> String) -> Measured {
    let mut measured = Measured::default();
    for chart in charts {
        for seed in 0..5 {
            measured.add(&Take::of(Lane::Bass, style, &written(stage::chart(chart)), seed), by);
        }
    }
    println!(
        "{style} by {by}: root {} step {} repeat {} strong {} distinct {} leaps {} mean {}",
        measured.root_on_change(),
        measured.step_approach(),
        measured.repeated(),
        measured.strong_tones(),
        measured.distinct(),
        per_thousand(measured.leaps, measured.pairs),
        per_thousand(measured.semitones, measured.pairs)
    );
    measured
}

#[test]
fn a_walking_bass_knows_where_it_is() {
    let charts = ["standard", "blues", "song", "latin"];
    let (line, null) = (measured_as("swing", &charts, 0, in_four), measured_as("swing", &charts, 1, in_four));
    assert!(line.root_on_change() >= 700, "{line:?}");
    assert!(line.step_approach() >= 600, "{line:?}");
    assert!(line.repeated() <= 60, "{line:?}");
    assert!(line.strong_tones() >= 850, "{line:?}");
    assert!(line.distinct() >= 800, "{line:?}");
    // What says nothing about the chord would be as good a bar later.
    assert!(null.root_on_change() <= 250, "{null:?}");
    assert!(null.strong_tones() + 200 <= line.strong_tones(), "{null:?}");
}

#[test]
fn in_two_it_does_not_forget() {
    let line = measured("swing", &["standard", "blues"], 0);
    assert!(line.root_on_change() >= 800 && line.step_approach() >= 600, "{line:?}");
    assert!(line.repeated() <= 60 && line.distinct() >= 800, "{line:?}");
}

#[test]
fn so_does_one_in_three() {
    let line = measured("jazz-waltz", &["waltz"], 0);
    assert!(line.root_on_change() >= 700 && line.step_approach() >= 600 && line.repeated() <= 60, "{line:?}");
}

#[test]
fn styles_that_do_not_walk_stand_on_their_roots() {
    for (style, chart) in
        [("pop", "song"), ("ballad", "song"), ("bossa", "latin"), ("funk", "vamp"), ("shuffle", "boogie")]
    {
        let line = measured(style, &[chart], 0);
        assert!(line.root_on_change() >= 900, "{style}: {line:?}");
    }
}
