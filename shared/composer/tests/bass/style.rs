//! Memory, kicks, knobs, fills and register: what a bandleader would notice.

use ai_band_composer::compose;
use ai_band_composer::sketch::Sketch;
use ai_band_composer::style::Style;
use music::chart::Chart;
use music::lane::Lane;
use music::time::Ticks;

use crate::stage::{self, Take, brief};

const EIGHT: &str =
    "[Verse]\n| C | C | C | C | C | C | C | C |\n[Chorus]\n| F | F | F | F | F | F | F | F |\n[Verse]\n";

fn rhythm(sketch: &Sketch, bar: usize) -> Vec<Ticks> {
    let importance = |stroke: &&ai_band_composer::sketch::Stroke| stroke.importance >= 40;
    sketch.bars[bar].iter().filter(importance).map(|stroke| stroke.at).collect()
}

#[test]
fn grooves_say_a_a_a_b() {
    let (mut same, mut turned, mut all) = (0, 0, 0);
    for style in ["pop", "funk", "bossa", "ballad"] {
        for seed in 0..20 {
            let mut brief = brief(Lane::Bass, style, seed, EIGHT);
            brief.knobs.complexity = 0;
            let take = Take::with(EIGHT, &brief);
            all += 1;
            same += usize::from(rhythm(&take.line, 0) == rhythm(&take.line, 2));
            turned += usize::from(take.line.bars[3] != take.line.bars[2]);
        }
    }
    assert!(same * 10 >= all * 8, "{same} of {all} phrases keep their cell");
    assert!(turned * 10 >= all * 7, "{turned} of {all} phrases turn round");
}

#[test]
fn a_section_that_returns_brings_its_riff_and_another_has_its_own() {
    let (mut differs, mut all) = (0, 0);
    for style in ["pop", "funk", "house"] {
        for seed in 0..12 {
            let mut brief = brief(Lane::Bass, style, seed, EIGHT);
            brief.knobs.complexity = 0;
            let take = Take::with(EIGHT, &brief);
            all += 1;
            differs += usize::from(rhythm(&take.line, 1) != rhythm(&take.line, 9));
        }
    }
    assert!(differs * 10 >= all * 7, "verse and chorus differ in {differs} of {all}");
}

#[test]
fn seeds_differ() {
    for style in Style::BUILT_IN {
        let lines: Vec<Sketch> = (0..12).map(|seed| Take::of(Lane::Bass, style, EIGHT, seed).line).collect();
        let mut distinct: Vec<&Sketch> = Vec::new();
        for line in &lines {
            if !distinct.contains(&line) {
                distinct.push(line);
            }
        }
        let least = if style == "house" { 5 } else { 10 };
        assert!(distinct.len() >= least, "{style}: {} lines from twelve seeds", distinct.len());
    }
}

#[test]
fn the_bass_is_with_the_kick() {
    let (mut with, mut kicks) = (0, 0);
    for style in ["pop", "funk"] {
        for seed in 0..10 {
            let chart = Chart::parse(stage::chart("song")).unwrap();
            let brief = ai_band_composer::Brief::new(Style::built_in(style).unwrap(), seed);
            let made = compose(&chart, &brief).unwrap();
            let part = |lane: Lane| &made.parts.iter().find(|part| part.lane == lane).unwrap().sketch;
            for (drums, bass) in part(Lane::Drums).bars.iter().zip(&part(Lane::Bass).bars) {
                let kick = drums.iter().filter(|stroke| [35, 36].contains(&stroke.pitch.key()));
                for stroke in kick.filter(|_| !bass.is_empty()) {
                    kicks += 1;
                    with += usize::from(bass.iter().any(|note| (note.at.0 - stroke.at.0).abs() <= 60));
                }
            }
        }
    }
    assert!(with * 100 >= kicks * 60, "{with} of {kicks} kicks have a bass note with them");
}

#[test]
fn knobs_do_what_they_say() {
    let count = |style: &str, turn: &dyn Fn(&mut ai_band_composer::Knobs)| -> usize {
        let song = stage::chart("song");
        let notes = (0..8).map(|seed| {
            let mut brief = brief(Lane::Bass, style, seed, song);
            turn(&mut brief.knobs);
            Take::with(song, &brief).line.bars.iter().map(Vec::len).sum::<usize>()
        });
        notes.sum()
    };
    for style in ["pop", "ballad", "funk", "swing"] {
        let bass = Lane::Bass.index();
        let (sparse, dense) = (
            count(style, &|knobs| knobs.density[bass] = 0),
            count(style, &|knobs| knobs.density[bass] = 127),
        );
        assert!(sparse < dense, "{style}: density gives {sparse} and {dense}");
        let (plain, rich) =
            (count(style, &|knobs| knobs.complexity = 0), count(style, &|knobs| knobs.complexity = 127));
        assert!(plain < rich, "{style}: complexity gives {plain} and {rich}");
    }
}

#[test]
fn syncopation_leaves_the_beat() {
    let off = |knob: u8| -> usize {
        let song = stage::chart("song");
        let strokes = (0..16).map(|seed| {
            let mut brief = brief(Lane::Bass, "pop", seed, song);
            brief.knobs.syncopation = knob;
            let take = Take::with(song, &brief);
            take.line.bars.iter().flatten().filter(|stroke| stroke.at.0 % 960 != 0).count()
        });
        strokes.sum()
    };
    assert!(off(0) < off(127), "{} and {}", off(0), off(127));
}

#[test]
fn a_fill_leads_on_and_leaves_the_rest_alone() {
    for style in Style::BUILT_IN {
        let song = stage::chart("song");
        let chart = Chart::parse(song).unwrap();
        let made = compose(&chart, &brief(Lane::Bass, style, 3, song)).unwrap();
        let part = &made.parts[0];
        assert!(part.regions.iter().all(|region| region.fill.is_some()), "{style} has no fills");
        assert!(part.regions.iter().any(|region| region.fill.as_ref() != Some(&region.main)), "{style}");
    }
}

#[test]
fn every_stroke_says_what_it_matters() {
    for style in Style::BUILT_IN {
        let take = Take::of(Lane::Bass, style, stage::chart("song"), 2);
        for (bar, strokes) in take.song.bars().iter().zip(&take.line.bars) {
            for stroke in strokes {
                let is_new = take.analysis.changes.iter().any(|change| change.start == bar.start + stroke.at);
                assert!(
                    !is_new || stroke.importance >= 96,
                    "{style} bar {}: a root may be left out",
                    bar.number
                );
            }
        }
    }
}
