//! What a band does as one: chords that come early, and the chords of the last bar.

use std::collections::BTreeSet;

use ai_band_composer::analyse::Change;
use ai_band_composer::drums::kit::{Duty, Limb, Piece};
use ai_band_composer::sketch::{Stroke, Touch};
use ai_band_composer::style::Style;
use ai_band_composer::{Brief, Composition, compose};
use music::chart::Chart;
use music::lane::Lane;

use crate::stage::Stage;

const BAND: [Lane; 6] = [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Pad, Lane::Lead];
/// Who says the chords and strikes them.
const STRIKE: [Lane; 3] = [Lane::Bass, Lane::Keys, Lane::Guitar];

struct Take {
    stage: Stage,
    composition: Composition,
}

impl Take {
    fn new(style: &str, seed: u64, chart: &str) -> Take {
        let mut brief = Brief::new(Style::built_in(style).unwrap(), seed);
        brief.lanes = BAND.to_vec();
        let composition = compose(&Chart::parse(chart).unwrap(), &brief).unwrap();
        Take { stage: Stage::with(brief, chart), composition }
    }

    fn strokes(&self, lane: Lane, bar: usize) -> &[Stroke] {
        let part = self.composition.parts.iter().find(|part| part.lane == lane).unwrap();
        part.sketch.bar(bar)
    }

    /// Where something of some weight begins in a bar.
    fn onsets(&self, lane: Lane, bar: usize) -> BTreeSet<i64> {
        let weighty = |stroke: &&Stroke| stroke.touch != Touch::Ghost;
        self.strokes(lane, bar).iter().filter(weighty).map(|stroke| stroke.at.0).collect()
    }

    fn plays(&self, lane: Lane, bar: usize) -> bool {
        self.stage.scene().plays(lane, bar)
    }
}

/// Inside their bars and over bar lines.
const PUSHED: [&str; 3] = [
    "[Verse]\n| C . . >F | C . >G . | Am . >F . | G >C | C . . >F | C . >G . | Am . >F . | G >C |\n\
     [Chorus]\n| F . >G . | C . . >Am | F >G | C | F . >G . | C . . >Am | F >G | C |",
    "[Verse]\n| C | >F | C | >G | Am | >F | G | C |\n[Chorus]\n| F | >G | C | >Am | F | >G | C | C |",
    "{meter: 3/4} [Verse]\n| C . >F | C >G . | Am . >F | G | C . >F | C >G . | Am . >F | G |\n\
     [Chorus]\n| F . >G | C >Am . | F . >G | C | F . >G | C >Am . | F . >G | C |",
];

fn pushes(take: &Take) -> impl Iterator<Item = (usize, &Change)> {
    let bars = take.stage.song.bars();
    let early = take.stage.analysis.changes.iter().filter(|change| change.pushed);
    early.map(|change| (bars.iter().rposition(|bar| bar.start <= change.start).unwrap(), change))
}

#[test]
fn a_chord_that_comes_early_is_struck_by_everybody_then_and_by_nobody_where_it_stands() {
    let mut judged = 0;
    for (style, chart) in Style::BUILT_IN.iter().flat_map(|style| PUSHED.map(|chart| (style, chart))) {
        for seed in 0..3 {
            let take = Take::new(style, seed, chart);
            for (bar, change) in pushes(&take) {
                let start = take.stage.song.bars()[bar].start;
                let (at, written) = (change.start - start, change.written - start);
                let has_next = |lane| bar + 1 >= take.stage.song.bars().len() || take.plays(lane, bar + 1);
                for lane in STRIKE.into_iter().filter(|lane| take.plays(*lane, bar) && has_next(*lane)) {
                    let onsets = take.onsets(lane, bar);
                    let case =
                        format!("{lane} of {style} {seed}, bar {}: {onsets:?} at {}\n{chart}", bar + 1, at.0);
                    assert!(onsets.contains(&at.0), "{case}");
                    assert!(onsets.range(at.0 + 1..=written.0).next().is_none(), "{case}");
                    judged += 1;
                }
            }
        }
    }
    assert!(judged > 1_000, "{judged}");
}

/// Last bars with chords before the last one, and where they all stand.
const LAST_BARS: [(&str, &[i64]); 5] = [
    ("4/4| Dm7 G7", &[0, 1_920]),
    ("4/4| D7 . . G7", &[0, 2_880]),
    ("4/4| G7 . C .", &[0, 1_920]),
    ("4/4| F G Am C", &[0, 960, 1_920, 2_880]),
    ("3/4| Dm7 . G7", &[0, 1_920]),
];

fn ended(style: &str, seed: u64, ending: &str, last: &str) -> Take {
    let (meter, last) = last.split_once('|').unwrap();
    let verse = "| C | Am | Dm | G7 | C | Am | Dm | G7 |";
    let chart = format!(
        "{{ending: {ending}}} {{meter: {meter}}}\n[Verse]\n{verse}\n[Chorus]\n{verse}\n| F | G | C | {last} |"
    );
    Take::new(style, seed, &chart)
}

/// Stands and falls with the last bar: nobody goes on comping while the others hit.
#[test]
fn the_chords_of_the_last_bar_are_hit_together() {
    for style in Style::BUILT_IN {
        for (ending, (last, places)) in
            ["button", "ring"].iter().flat_map(|ending| LAST_BARS.map(|last| (ending, last)))
        {
            for seed in 0..3 {
                let take = ended(style, seed, ending, last);
                let bar = take.stage.song.bars().len() - 1;
                let case = format!("{style} {seed}, {ending} on {last}");
                for lane in [Lane::Keys, Lane::Guitar] {
                    let onsets: Vec<i64> = take.onsets(lane, bar).into_iter().collect();
                    assert_eq!(onsets, places, "{lane} of {case}");
                }
                let bass = take.onsets(Lane::Bass, bar);
                assert!(places.iter().all(|place| bass.contains(place)), "bass of {case}: {bass:?}");
                let is_hit = |stroke: &&Stroke| {
                    let piece = Piece::of_pitch(stroke.pitch);
                    let hits = |piece: Piece| {
                        piece.is_crash()
                            || matches!(piece, Piece::Kick | Piece::Snare | Piece::Clap | Piece::Stick)
                    };
                    piece.is_some_and(hits) && stroke.importance >= 80
                };
                let drums = take.strokes(Lane::Drums, bar);
                let hits: BTreeSet<i64> = drums.iter().filter(is_hit).map(|stroke| stroke.at.0).collect();
                assert!(places.iter().all(|place| hits.contains(place)), "drums of {case}: {hits:?}");
            }
        }
    }
}

/// The beat before it belongs to the drummer's hands, off the instrument that keeps time.
#[test]
fn the_drummer_leads_on_to_a_last_chord_inside_its_bar() {
    for style in Style::BUILT_IN {
        for (last, places) in LAST_BARS {
            for seed in 0..3 {
                let take = ended(style, seed, "ring", last);
                let place = places[places.len() - 1];
                let strokes = take.strokes(Lane::Drums, take.stage.song.bars().len() - 1);
                let talks = |piece: Piece| piece.limb() == Limb::Hand && piece.duty() != Duty::Time;
                let leads = |stroke: &&Stroke| {
                    (place - 960..place).contains(&stroke.at.0)
                        && Piece::of_pitch(stroke.pitch).is_some_and(talks)
                };
                let led: Vec<&Stroke> = strokes.iter().filter(leads).collect();
                assert!(led.len() > 1, "{style} {seed} on {last}: {led:?}");
            }
        }
    }
}

/// Whatever fill an edit brings about in the bar before it.
#[test]
fn what_leads_on_in_the_last_bar_does_not_hang_on_the_bar_before() {
    let chart = |eighth: &str| {
        let chorus = format!("| C | C | C | C | C | C | C | {eighth} | Dm7 G7 |");
        format!("[Intro]\n| C | C | C | C | C | C |\n[Verse]\n| C |\n[Chorus] x2\n{chorus}\n")
    };
    for seed in (0..24).chain([6_764_955_966_269_371_698]) {
        let mut brief = Brief::new(Style::built_in("pop").unwrap(), seed);
        brief.lanes = vec![Lane::Drums];
        let plain = Chart::parse(&chart("C")).unwrap();
        let edited = Chart::reparse(&plain, &chart("Abm7")).unwrap();
        let last = |chart: &Chart| compose(chart, &brief).unwrap().parts[0].sketch.bars.last().cloned();
        assert_eq!(last(&plain), last(&edited), "{seed}");
    }
}

/// However long a fill ends the section before, and however loud.
#[test]
fn what_leads_on_in_the_last_bar_does_not_hang_on_how_long_the_section_before_is() {
    let chart = |chorus: &str| {
        let verse = "[Intro]\n| C | C |\n[Verse] x2\n| C | C | C | C | C | C | C |";
        format!("{{tempo: 118}}\n{verse}\n[Chorus]\n| {chorus} |\n[Bridge]\n| Dm7 G7 |\n")
    };
    let plain = Chart::parse(&chart("C | C")).unwrap();
    let edited = Chart::reparse(&plain, &chart("C")).unwrap();
    let differs = |seed: &u64| {
        let mut brief = Brief::new(Style::built_in("pop").unwrap(), *seed);
        brief.lanes = vec![Lane::Drums];
        let last = |chart: &Chart| compose(chart, &brief).unwrap().parts[0].sketch.bars.last().cloned();
        last(&plain) != last(&edited)
    };
    assert_eq!((0..60).filter(differs).collect::<Vec<u64>>(), Vec::<u64>::new());
}

/// In house both bars choose from the same fills; elsewhere a short one and a long one may end alike.
#[test]
fn the_fill_before_the_last_bar_is_not_the_one_that_leads_on_in_it_however_often_it_is_rolled() {
    let chart =
        Chart::parse("[Verse] x2\n| C | C | C | C |\n[Chorus]\n| C | C |\n[Bridge]\n| Dm7 G7 |").unwrap();
    let song = chart.song();
    let last = song.bars().len() - 1;
    for (seed, rolls) in (0..40).flat_map(|seed| (0..3).map(move |rolls| (seed, rolls))) {
        let mut brief = Brief::new(Style::built_in("house").unwrap(), seed);
        brief.lanes = vec![Lane::Drums];
        brief.rerolls.insert((Lane::Drums, song.bars()[last - 1].id), rolls);
        let drums = compose(&chart, &brief).unwrap().parts[0].sketch.clone();
        let (before, after) =
            (hands_before(drums.bar(last - 1), 3_840), hands_before(drums.bar(last), 1_920));
        assert!(!after.is_empty() && before != after, "{seed}, rolled {rolls} times: {before:?}");
    }
}

/// What a drummer's hands do in the beat before a place, counted from there.
fn hands_before(strokes: &[Stroke], place: i64) -> Vec<(i64, u8)> {
    let by_hand = |stroke: &&Stroke| {
        let piece = Piece::of_pitch(stroke.pitch);
        (place - 960..place).contains(&stroke.at.0) && piece.is_some_and(|piece| piece.limb() == Limb::Hand)
    };
    strokes.iter().filter(by_hand).map(|stroke| (place - stroke.at.0, stroke.pitch.key())).collect()
}
