//! Any song, any style, any seed: what always holds of a guitar part.

use ai_band_composer::brief::Brief;
use ai_band_composer::guitar::neck;
use ai_band_composer::scene::Earlier;
use ai_band_composer::sketch::{Sketch, Stroke};
use ai_band_composer::style::Style;
use music::lane::Lane;
use music::pitch::Pitch;
use music::time::{TICKS_PER_BEAT, Ticks};
use proptest::prelude::*;

use crate::band::{Band, brief};
use crate::hands::sounding;

const CHORDS: [&str; 20] = [
    "C", "G/B", "Am7", "Fmaj7", "D7", "E7#9", "Bm7b5", "N.C.", "F#m", "Bb13", "Ebmaj7/G", "A7alt", "C#dim7",
    "G7sus4", "Ab5", "Dm6", "B+", ">Em7", ">C6", "Gm9",
];
const METERS: [&str; 9] = ["4/4", "3/4", "5/4", "6/8", "7/8", "12/8", "2/4", "5/8", "9/8"];

/// Chords spread over the slots of a bar: `C . G .`; twice or four times as many as there are beats share them evenly.
fn bars(bars: &[Vec<usize>], meter: &str) -> String {
    let slots: usize = meter.split('/').next().unwrap().parse().unwrap();
    let bar = |chords: &Vec<usize>| {
        let is_dense = chords.len() >= slots * 2 && meter.ends_with("/4");
        if is_dense {
            let shared = if chords.len() >= slots * 4 { slots * 4 } else { slots * 2 };
            return chords[..shared].iter().map(|chord| CHORDS[*chord]).collect::<Vec<_>>().join(" ");
        }
        let slot = |slot: usize| match (0..chords.len()).find(|index| index * slots / chords.len() == slot) {
            Some(index) => CHORDS[chords[index]],
            None => ".",
        };
        (0..slots).map(slot).collect::<Vec<_>>().join(" ")
    };
    bars.iter().map(bar).collect::<Vec<_>>().join(" | ")
}

/// A few chords for each bar.
fn chords() -> impl Strategy<Value = Vec<Vec<usize>>> {
    let count = prop_oneof![6 => 1..5_usize, 1 => 6..13_usize];
    let bar = count.prop_flat_map(|count| prop::collection::vec(0..CHORDS.len(), count));
    prop::collection::vec(bar, 1..9)
}

prop_compose! {
    fn chart()(
        verse in chords(),
        chorus in chords(),
        meter in 0..METERS.len(),
        other in 0..METERS.len(),
        tempo in prop_oneof![4 => 60u32..200, 1 => 200u32..400],
    ) -> String {
        let (meter, other) = (METERS[meter], METERS[other]);
        let (verse, chorus) = (bars(&verse, meter), bars(&chorus, other));
        format!(
            "{{tempo: {tempo}}}\n{{meter: {meter}}}\n[Verse]\n| {verse} |\n[Chorus]\n{{meter: {other}}}\n| {chorus} |\n\
             [Verse]\n{{meter: {meter}}}\n| {verse} |\n"
        )
    }
}

prop_compose! {
    fn briefs()(style in 0..Style::BUILT_IN.len(), seed: u64, knobs in prop::array::uniform4(0u8..=127)) -> Brief {
        let mut brief = brief(Style::BUILT_IN[style], seed);
        let [complexity, syncopation, density, intensity] = knobs;
        brief.knobs.complexity = complexity;
        brief.knobs.syncopation = syncopation;
        brief.knobs.intensity = intensity;
        brief.knobs.density[Lane::Guitar.index()] = density;
        brief
    }
}

fn check(band: &Band, sketch: &Sketch) -> Result<(), TestCaseError> {
    prop_assert_eq!(sketch.bars.len(), band.song.bars().len());
    let bars = band.song.bars();
    for (index, (bar, strokes)) in bars.iter().zip(&sketch.bars).enumerate() {
        let next = bars.get(index + 1).map_or(Ticks::ZERO, |next| next.length);
        prop_assert!(
            band.scene().plays(Lane::Guitar, index) || strokes.is_empty(),
            "bar {index} is not its own"
        );
        for stroke in strokes {
            prop_assert!(Ticks::ZERO <= stroke.at && stroke.at < bar.length, "bar {index}: {stroke:?}");
            prop_assert!(Ticks::ZERO < stroke.length && stroke.at + stroke.length <= bar.length + next);
            prop_assert!((40..=88).contains(&stroke.pitch.key()), "{stroke:?}");
            prop_assert!((1..=127).contains(&stroke.velocity) && (1..=127).contains(&stroke.importance));
            prop_assert!(stroke.offset.0.abs() <= 75_000, "{stroke:?}");
        }
    }
    for (at, pitches) in sounding(band, sketch) {
        prop_assert!(neck::can_hold(&pitches), "{at}: {pitches:?}");
    }
    Ok(())
}

/// What sounds where there is no chord, and what is foreign to its chord there.
fn wrong_notes(band: &Band, strokes: &[Stroke]) -> Vec<(Ticks, Pitch)> {
    let is_wrong = |stroke: &&Stroke| {
        let sounding_in = |ticks: i64| band.analysis.at(stroke.at + Ticks(ticks));
        let takes = |change: &ai_band_composer::analyse::Change| {
            change.chord.is_some_and(|chord| {
                let tensions = chord.tensions().into_iter().map(|tone| tone.class);
                chord.classes().union(tensions.collect()).contains(stroke.pitch.class())
            })
        };
        let now = sounding_in(0);
        let may_be_next = now.is_some_and(|now| now.chord.is_some());
        let fits = now.is_some_and(takes) || (may_be_next && sounding_in(480).is_some_and(takes));
        !fits
    };
    strokes.iter().filter(is_wrong).map(|stroke| (stroke.at, stroke.pitch)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_hand_one_range_one_bar(chart in chart(), brief in briefs(), everywhere: bool) {
        let band = if everywhere { Band::playing(&chart, brief) } else { Band::new(&chart, brief) };
        let written = band.written(&Earlier::new());
        check(&band, &written.main)?;
        check(&band, written.fill.as_ref().unwrap())?;
    }

    #[test]
    fn nothing_sounds_that_the_chord_does_not_have(chart in chart(), brief in briefs()) {
        let band = Band::playing(&chart, brief);
        let strokes = band.timeline(&band.played());
        prop_assert_eq!(wrong_notes(&band, &strokes), vec![]);
    }

    #[test]
    fn the_same_question_has_the_same_answer(chart in chart(), brief in briefs()) {
        let band = Band::playing(&chart, brief.clone());
        let again = Band::playing(&chart, brief);
        prop_assert_eq!(band.played(), again.played());
    }

    #[test]
    fn a_chord_is_let_go_when_the_next_one_comes(chart in chart(), brief in briefs()) {
        let band = Band::playing(&chart, brief);
        let strokes = band.timeline(&band.played());
        for pair in band.analysis.changes.windows(2).filter(|pair| pair[0].chord != pair[1].chord) {
            let start = pair[1].start;
            let late = strokes.iter().find(|stroke| stroke.at < start && start < stroke.at + stroke.length);
            prop_assert_eq!(late, None, "rings into {:?} at {}", pair[1].chord, start);
        }
    }
}

proptest! {
    // Each case plays the song once for every window.
    #![proptest_config(ProptestConfig { cases: 5, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_reroll_changes_its_window_and_the_approach_into_it(chart in chart(), brief in briefs(), pick: u16) {
        let band = Band::playing(&chart, brief);
        let firsts = band.plan.windows.iter().map(|window| window.start);
        let any = usize::from(pick) % band.song.bars().len();
        for rolled in firsts.chain([any]) {
            check_reroll(&chart, &band, rolled)?;
        }
    }
}

/// A chart on which every window's anchor has several good shapes to choose from.
#[test]
fn an_anchor_is_the_same_whatever_is_rolled() {
    let chart =
        "{tempo: 140}\n[Solo]\n| Dm7 | G7 | Cmaj7 | A7 | Fm7 | Bb7 | Ebmaj7 | C7 | Am7b5 | D7 | Gm7 | C7 |\n";
    for seed in 0..14 {
        let band = Band::playing(chart, brief("swing", seed));
        for rolled in [4, 8] {
            check_reroll(chart, &band, rolled).unwrap();
        }
    }
}

fn check_reroll(chart: &str, band: &Band, rolled: usize) -> Result<(), TestCaseError> {
    let bars = band.song.bars();
    let mut again = band.brief.clone();
    again.rerolls.insert((Lane::Guitar, bars[rolled].id), 1);
    let (was, now) = (band.played(), Band::playing(chart, again).played());
    let window = band.plan.windows[band.plan.bars[rolled].window].clone();
    for bar in (0..bars.len()).filter(|bar| !window.contains(bar)) {
        let approach = Ticks(if bar + 1 == window.start { TICKS_PER_BEAT } else { 0 });
        let before = |sketch: &Sketch| -> Vec<Stroke> {
            let strokes = sketch.bar(bar).iter();
            strokes.filter(|stroke| stroke.at < bars[bar].length - approach).copied().collect()
        };
        prop_assert_eq!(before(&was), before(&now), "bar {} after bar {} was rolled anew", bar, rolled);
    }
    Ok(())
}
