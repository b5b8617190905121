//! What a bar does when the chart or the plan asks for something.

use ai_band_composer::arrange::{Fill, Landing};
use ai_band_composer::scene::Earlier;
use ai_band_composer::sketch::{Sketch, Stroke, Touch};
use ai_band_composer::style::Style;
use music::lane::Lane;
use music::pitch::Class;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::band::{Band, brief};
use crate::grid;

const BEAT: Ticks = Ticks(TICKS_PER_BEAT);

fn shown(band: &Band, bar: usize) -> String {
    grid::grid(band.played().bar(bar), band.song.bars()[bar].length)
}

fn classes(strokes: &[Stroke], at: Ticks) -> Vec<Class> {
    strokes.iter().filter(|stroke| stroke.at == at).map(|stroke| stroke.pitch.class()).collect()
}

#[test]
fn nothing_sounds_where_there_is_no_chord() {
    for name in Style::BUILT_IN {
        let band = Band::playing("| C . N.C. . | N.C. | N.C. . G . | C |\n", brief(name, 5));
        let sketch = band.played();
        let silent = |bar: usize, from: Ticks, to: Ticks| {
            let sounds = |stroke: &&Stroke| stroke.at < to && from < stroke.at + stroke.length;
            assert_eq!(sketch.bar(bar).iter().filter(sounds).count(), 0, "{name}, bar {bar}");
        };
        silent(0, BEAT * 2, BEAT * 4);
        silent(1, Ticks::ZERO, BEAT * 4);
        silent(2, Ticks::ZERO, BEAT * 2);
        assert!(!sketch.bar(2).is_empty(), "{name} does not come back");
    }
}

#[test]
fn a_pushed_chord_is_struck_early_and_rings_over_the_bar_line() {
    for name in ["pop", "ballad", "swing", "bossa", "shuffle"] {
        let band = Band::playing("[A]\n| C | C | >F | C | C | C | C | C |\n", brief(name, 4));
        let sketch = band.played();
        let early = BEAT * 4 - Ticks(480);
        let struck = classes(sketch.bar(1), early);
        assert!(struck.contains(&Class::new(5)) || struck.contains(&Class::new(9)), "{name}: {struck:?}");
        let rings =
            sketch.bar(1).iter().filter(|stroke| stroke.at == early).map(|stroke| stroke.at + stroke.length);
        assert!(rings.min() > Some(BEAT * 4), "{name} lets go at the bar line");
        assert!(sketch.bar(2).iter().all(|stroke| stroke.at > Ticks::ZERO), "{name} strikes it again");
    }
}

#[test]
fn each_chord_of_a_bar_is_heard_unless_they_come_too_fast() {
    let chart = "{tempo: 100}\n| C F G Am | C . G . | C |\n";
    for name in ["pop", "ballad", "shuffle"] {
        let band = Band::playing(chart, brief(name, 9));
        let sketch = band.played();
        for (beat, root) in [(0, 0), (1, 5), (2, 7), (3, 9)] {
            let chord = [root, root + 7].map(Class::new);
            let within = |stroke: &&Stroke| BEAT * beat <= stroke.at && stroke.at < BEAT * (beat + 1);
            let heard =
                sketch.bar(0).iter().filter(within).any(|stroke| chord.contains(&stroke.pitch.class()));
            assert!(heard, "{name} misses the chord on beat {}", beat + 1);
        }
    }
    let slow = Band::playing("{tempo: 60}\n| C F G Am |\n| C |\n", brief("pop", 9));
    let fast = Band::playing("{tempo: 380}\n| C F G Am |\n| C |\n", brief("pop", 9));
    let shapes = |band: &Band| {
        let sketch = band.played();
        let mut sets: Vec<Vec<Class>> = Vec::new();
        for stroke in sketch.bar(0) {
            let set = classes(sketch.bar(0), stroke.at);
            if set.len() > 1 && !sets.iter().any(|known| set.iter().all(|class| known.contains(class))) {
                sets.push(set);
            }
        }
        sets.len()
    };
    assert!(shapes(&fast) < shapes(&slow), "{} and {}", shapes(&fast), shapes(&slow));
}

/// What takes the next bar's chord early does not take it over a silence or another chord.
#[test]
fn nothing_is_taken_early_over_what_comes_first() {
    for name in Style::BUILT_IN {
        for seed in 0..12 {
            let chart = "{tempo: 60} {meter: 2/4}\n[Verse]\n| C C C C C C N.C. C | C . |\n".repeat(3);
            let sketch = Band::playing(&chart, brief(name, seed)).played();
            for bar in [0, 2, 4] {
                let silent = sketch.bar(bar).iter().filter(|stroke| (1_440..1_680).contains(&stroke.at.0));
                assert_eq!(silent.count(), 0, "{name} {seed}, bar {bar}");
            }
        }
    }
}

/// At 152 to the minute an eighth is too short to change twice: a hand that cannot take both takes what stays.
#[test]
fn of_two_chords_that_come_too_fast_the_one_that_stays_is_held() {
    let chart = "{tempo: 152} {meter: 3/4}\n[A]\n| C >Am . | Fm . >G | Bb >F#m . | Bb |\n";
    for seed in 0..6 {
        let sketch = Band::playing(chart, brief("jazz-waltz", seed)).played();
        for (bar, at, third) in [(0, 480, 0), (1, 1_440, 11), (2, 480, 9)] {
            let struck = classes(sketch.bar(bar), Ticks(at));
            assert!(struck.contains(&Class::new(third)), "{seed}, bar {bar} at {at}: {struck:?}");
        }
    }
}

#[test]
fn a_stop_is_one_stroke() {
    let mut band = Band::playing("| C | F | G | C |\n", brief("pop", 1));
    band.plan.bars[1].is_stop = true;
    let played = shown(&band, 1);
    assert!(played.eq_ignore_ascii_case("D-.............."), "{played}");
}

#[test]
fn a_chord_held_over_a_bar_line_is_struck_again_there() {
    let band = Band::playing("[A]\n| C . G . | . . . . | C | . . . . |\n", brief("swing", 2));
    let sketch = band.played();
    for bar in 0..3 {
        let last = sketch.bar(bar).iter().map(|stroke| stroke.at + stroke.length).max();
        assert!(last <= Some(BEAT * 4), "bar {bar} rings on");
        assert!(!sketch.bar(bar + 1).is_empty(), "bar {} is silent", bar + 1);
    }
}

#[test]
fn a_button_is_short_and_a_ring_is_long() {
    let mut band = Band::playing("| C | F | G | C |\n", brief("pop", 1));
    band.plan.bars[3].ending = Some(Landing::Button);
    assert_eq!(shown(&band, 3).to_uppercase(), "D-..............");
    band.plan.bars[3].ending = Some(Landing::Ring);
    assert_eq!(shown(&band, 3).to_uppercase(), "D---------------");
    band.plan.bars[3].ending = Some(Landing::Fade);
    assert!(shown(&band, 3).len() == 16 && !shown(&band, 3).starts_with("D-------"));
}

#[test]
fn the_last_chord_is_struck_where_it_stands() {
    for name in Style::BUILT_IN {
        for (ending, length) in [(Landing::Button, Ticks(480)), (Landing::Ring, BEAT * 2)] {
            let mut band = Band::playing("| C | F | G | G . C . |\n", brief(name, 2));
            band.plan.bars[3].ending = Some(ending);
            let sketch = band.played();
            let last: Vec<&Stroke> = sketch.bar(3).iter().filter(|stroke| stroke.at >= BEAT * 2).collect();
            assert!(last.len() > 1 && last.iter().all(|stroke| stroke.at == BEAT * 2), "{name}");
            assert!(
                last.iter().all(|stroke| length * 3 < stroke.length * 4 && stroke.length <= length),
                "{name}"
            );
        }
    }
}

#[test]
fn an_arrival_rings_for_a_beat() {
    let mut band = Band::playing("| C | F | G | C |\n", brief("funk", 1));
    band.plan.bars[2].is_arrival = true;
    assert!(shown(&band, 2).starts_with("D---"), "{}", shown(&band, 2));
}

#[test]
fn every_playing_bar_has_a_fill_of_its_own() {
    for name in Style::BUILT_IN {
        let mut band = Band::playing("[A]\n| C | F | G | C | C | F | G | C |\n", brief(name, 3));
        band.plan.bars.iter_mut().for_each(|bar| (bar.fill, bar.is_arrival) = (Fill::None, false));
        let written = band.written(&Earlier::new());
        let fill = written.fill.unwrap();
        let differ = (0..7).filter(|bar| written.main.bar(*bar) != fill.bar(*bar)).count();
        assert!(differ >= 5, "{name}: {differ} of 7 bars have a fill");
    }
}

#[test]
fn who_does_not_sit_in_is_silent() {
    let mut band = Band::playing("| C | F | G | C |\n", brief("pop", 1));
    band.plan.bars[1].plays[Lane::Guitar.index()] = false;
    let sketch = band.played();
    let busy: Vec<bool> = sketch.bars.iter().map(|strokes| !strokes.is_empty()).collect();
    assert_eq!(busy, [true, false, true, true]);
}

/// Keys that strike every eighth, in one register.
fn keys(band: &Band, key: u8) -> Earlier {
    keys_on(band, key, Ticks(480))
}

/// Keys that strike again after each `step`.
fn keys_on(band: &Band, key: u8, step: Ticks) -> Earlier {
    let pitch = music::pitch::Pitch::new(key).unwrap();
    let bar = |length: Ticks| {
        let strokes = (0..length.0 / step.0).map(|at| Stroke::new(step * at, step, pitch, 80, 90));
        strokes.collect()
    };
    let bars = band.song.bars().iter().map(|bar_| bar(bar_.length)).collect();
    Earlier::from([(Lane::Keys, Sketch { bars })])
}

/// Where a style's shapes leave it a choice: shells of three low strings are out of the way as they are.
#[test]
fn where_the_keys_are_busy_the_guitar_adds_less_and_keeps_out_of_their_octave() {
    const KEYS: u8 = 60;
    let chart = "[Solo]\n| Am7b5 | D7 | Gm7 | Cm7 | F7 | Bbmaj7 | Ebmaj7 | D7 |\n".repeat(2);
    let onsets = |sketch: &Sketch| -> usize {
        let bar = |strokes: &Vec<Stroke>| strokes.chunk_by(|one, next| one.at == next.at).count();
        sketch.bars.iter().map(bar).sum()
    };
    let distance = |sketch: &Sketch| -> i32 {
        let away = |stroke: &Stroke| i32::from(stroke.pitch.key().abs_diff(KEYS)) * 100;
        let away: Vec<i32> = sketch.bars.iter().flatten().map(away).collect();
        away.iter().sum::<i32>() / away.len() as i32
    };
    for style in ["bossa", "funk", "ballad"] {
        let (mut strokes, mut apart) = ([0, 0], [0, 0]);
        for seed in 0..10 {
            let band = Band::playing(&chart, brief(style, seed));
            let (alone, beside) = (band.played(), band.written(&keys(&band, KEYS)).main);
            strokes = [strokes[0] + onsets(&alone), strokes[1] + onsets(&beside)];
            apart = [apart[0] + distance(&alone), apart[1] + distance(&beside)];
        }
        assert!(strokes[1] < strokes[0], "{style}: {strokes:?}");
        assert!(apart[1] > apart[0], "{style}: {apart:?}");
    }
}

/// Not where boogies, scratches or four to the bar keep the time: they are in nobody's way.
#[test]
fn weak_strokes_are_left_to_busy_keys_and_kept_beside_quiet_ones() {
    let chart = "[Verse]\n| C | Am | F | G | C | Am | F | G |\n".repeat(2);
    let weak = |sketch: &Sketch| -> usize {
        let is_weak = |stroke: &&Stroke| stroke.at.0 % TICKS_PER_BEAT != 0 && stroke.touch == Touch::Plain;
        let mut places: Vec<(usize, Ticks)> = Vec::new();
        for (bar, strokes) in sketch.bars.iter().enumerate() {
            places.extend(strokes.iter().filter(is_weak).map(|stroke| (bar, stroke.at)));
        }
        places.sort_unstable();
        places.dedup();
        places.len()
    };
    for style in ["pop", "ballad", "bossa", "house", "jazz-waltz"] {
        let (mut quiet, mut busy) = (0, 0);
        for seed in 0..10 {
            let band = Band::playing(&chart, brief(style, seed));
            quiet += weak(&band.written(&keys_on(&band, 60, BEAT * 4)).main);
            busy += weak(&band.written(&keys(&band, 60)).main);
        }
        assert!(busy * 4 < quiet * 3, "{style}: {busy} beside busy keys, {quiet} beside quiet ones");
    }
}

#[test]
fn knobs_do_what_they_say() {
    let chart = "[Verse]\n| C | G | Am | F | C | G | F | C |\n[Chorus]\n| F | G | C | Am | F | G | C | C |\n";
    let count = |set: &dyn Fn(&mut ai_band_composer::Knobs)| -> usize {
        let each = |seed| {
            let mut brief = brief("pop", seed);
            set(&mut brief.knobs);
            let bars = Band::playing(chart, brief).played().bars;
            bars.iter().map(|strokes| strokes.chunk_by(|one, next| one.at == next.at).count()).sum::<usize>()
        };
        (0..10).map(each).sum()
    };
    let usual = count(&|_| {});
    let dense = count(&|knobs| knobs.density[Lane::Guitar.index()] = 127);
    let sparse = count(&|knobs| knobs.density[Lane::Guitar.index()] = 10);
    let complex = count(&|knobs| knobs.complexity = 127);
    assert!(
        sparse < usual * 9 / 10 && usual < dense && usual < complex,
        "{sparse} {usual} {dense} {complex}"
    );
}
