//! A take's scorecard in words: what tells most about each lane, beside the same against a chart moved by a bar.

use std::collections::BTreeMap;

use music::clip::Note;
use music::lane::Lane;
use music::scorecard::{self, Card, Changes, Measure, Tally};
use music::time::Span;

use super::paper::Sheet;
use super::takes::Strip;

/// Name, measured, null.
pub(super) fn of(sheet: &Sheet, music: &[Strip], span: Span) -> Vec<(String, String, String)> {
    let mut notes: BTreeMap<Lane, Vec<Note>> = BTreeMap::new();
    for strip in music.iter().filter(|strip| !strip.looped) {
        let zero = strip.span.start - strip.into;
        let placed = strip.main.notes().iter().map(|note| Note { start: note.start + zero, ..*note });
        let heard = placed.filter(|note| strip.span.contains(note.start) && span.contains(note.start));
        notes.entry(strip.lane).or_default().extend(heard);
    }
    let takes = || notes.iter().map(|(lane, notes)| scorecard::Take { lane: *lane, notes });
    let (changes, moved) = (Changes::of(&sheet.song), Changes::rotated(&sheet.song));
    let mut lines = Vec::new();
    for take in takes() {
        let (card, null) =
            (scorecard::card(&take, &sheet.song, &changes), scorecard::card(&take, &sheet.song, &moved));
        let told = told(take.lane).iter();
        lines.extend(told.filter_map(|measure| line(Some(take.lane), *measure, &card, &null)));
    }
    let all: Vec<scorecard::Take<'_>> = takes().collect();
    let clashes = |changes: &Changes| {
        let tally = scorecard::clashes(&all, &sheet.song, changes);
        Card::from_iter((tally.count() > 0).then_some((Measure::Clashes, tally)))
    };
    lines.extend(line(None, Measure::Clashes, &clashes(&changes), &clashes(&moved)));
    lines
}

/// What a musician would ask about that chair first.
fn told(lane: Lane) -> &'static [Measure] {
    match lane {
        Lane::Drums => &[Measure::FillSalience, Measure::DistinctRhythms],
        Lane::Percussion => &[Measure::GrooveConsistency, Measure::DistinctRhythms],
        Lane::Bass => &[Measure::RootOnChange, Measure::StepIntoChange, Measure::DistinctBars],
        Lane::Keys | Lane::Guitar | Lane::Pad => {
            &[Measure::Colours, Measure::GuideTones, Measure::VoiceLeading]
        }
        Lane::Lead | Lane::Extra => &[Measure::ChordTones, Measure::Colours],
    }
}

fn line(lane: Option<Lane>, measure: Measure, card: &Card, null: &Card) -> Option<(String, String, String)> {
    let value = |card: &Card| card.get(&measure).copied().and_then(Tally::mean);
    let name = measure.name().replace('-', " ");
    let name = lane.map_or_else(|| name.clone(), |lane| format!("{lane}: {name}"));
    let null = value(null).filter(|_| measure.has_null());
    Some((name, shown(measure, value(card)?), null.map_or_else(String::new, |null| shown(measure, null))))
}

fn shown(measure: Measure, value: f64) -> String {
    match measure {
        Measure::VoiceLeading => format!("{value:.1} semitones"),
        Measure::FillSalience => format!("{value:.1} ×"),
        Measure::VelocitySd => format!("{value:.0}"),
        Measure::TimingSd => format!("{value:.1} ms"),
        Measure::TimingDrift | Measure::Energy => format!("{value:.2}"),
        Measure::ChordTones
        | Measure::Colours
        | Measure::Tensions
        | Measure::GuideTones
        | Measure::RootOnChange
        | Measure::StepIntoChange
        | Measure::RepeatedNotes
        | Measure::Pushes
        | Measure::Clashes
        | Measure::DistinctBars
        | Measure::DistinctRhythms
        | Measure::DistinctLines
        | Measure::GrooveConsistency
        | Measure::SameFill
        | Measure::OutOfRange
        | Measure::Limbs
        | Measure::HandSpan
        | Measure::FretSpan
        | Measure::LowIntervals
        | Measure::Ghosts
        | Measure::OnGrid => format!("{:.0} %", value * 100.0),
    }
}
