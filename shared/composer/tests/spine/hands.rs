//! How hands play what is written: swing, lean, spread, drift, dynamics.

use ai_band_composer::Brief;
use ai_band_composer::perform::{Played, performed};
use ai_band_composer::sketch::{Sketch, Touch};
use ai_band_composer::style::Style;
use music::lane::Lane;
use music::time::{Micros, Ticks};

use crate::stage::{EIGHTHS, Stage, stroke};

const LONG: &str = "{tempo: 120}\n[Verse] x16\n| C | F | G | C | C | F | G | C |\n";

fn offsets(played: &Played) -> Vec<f64> {
    played.iter().flatten().map(|note| f64::from(note.offset.0) / 1_000.0).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
}

/// How much a value says about the next one.
fn lag_one(values: &[f64]) -> f64 {
    let mean = mean(values);
    let together: f64 = values.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum();
    together / values.iter().map(|value| (value - mean).powi(2)).sum::<f64>()
}

#[test]
fn human_hands_spread_and_drift_as_people_do() {
    for name in Style::BUILT_IN.into_iter().filter(|name| *name != "house") {
        let stage = Stage::new(name, LONG);
        for (lane, key) in [(Lane::Drums, 42), (Lane::Bass, 40), (Lane::Keys, 60), (Lane::Guitar, 60)] {
            let sketch = stage.every_bar(&EIGHTHS.map(|(at, length, _)| (at, length, key)));
            let played = performed(&stage.scene(), lane, &sketch);
            let offsets = offsets(&played);
            let (spread, drift) = (deviation(&offsets), lag_one(&offsets));
            assert!((4.0..=10.0).contains(&spread), "{name} {lane}: sd {spread}");
            assert!((0.2..=0.6).contains(&drift), "{name} {lane}: lag-1 {drift}");
            let on_the_grid = offsets.iter().filter(|offset| offset.abs() < 0.5).count();
            assert!(on_the_grid * 10 < offsets.len(), "{name} {lane}: {on_the_grid} of {}", offsets.len());
            let lean = f64::from(stage.brief.style.general.hands[lane.index()].lean_ms);
            assert!((mean(&offsets) - lean).abs() < 1.5, "{name} {lane}: lean {}", mean(&offsets));
        }
    }
}

#[test]
fn neighbours_are_alike_whatever_the_rhythm() {
    let chord = [60, 64, 67].as_slice();
    for (step, keys) in
        [(1_920, &[60][..]), (960, &[60]), (480, &[60]), (240, &[60]), (960, chord), (1_920, chord)]
    {
        let mut brief = Brief::new(Style::built_in("pop").unwrap(), 1);
        brief.hands_seed = Some(5);
        let stage = Stage::with(brief, LONG);
        let places = (0..3_840).step_by(step);
        let strokes: Vec<(i64, i64, u8)> =
            places.flat_map(|at| keys.iter().map(move |key| (at, 200, *key))).collect();
        let drift = lag_one(&offsets(&performed(&stage.scene(), Lane::Keys, &stage.every_bar(&strokes))));
        assert!((0.2..=0.6).contains(&drift), "every {step} ticks, {} keys: {drift}", keys.len());
    }
}

#[test]
fn a_machine_is_exact_and_always_the_same() {
    let stage = Stage::new("house", LONG);
    let played = performed(&stage.scene(), Lane::Drums, &stage.every_bar(&EIGHTHS));
    assert!(played.iter().flatten().all(|note| note.offset == Micros(0)));
    let bar = &played[0];
    assert!(bar.iter().all(|note| note.velocity == bar[0].velocity));
}

#[test]
fn the_knob_makes_robots_and_drunkards() {
    let spread_at = |humanise: u8| {
        let mut brief = Brief::new(Style::built_in("pop").unwrap(), 1);
        brief.knobs.humanise = humanise;
        let stage = Stage::with(brief, LONG);
        deviation(&offsets(&performed(&stage.scene(), Lane::Bass, &stage.every_bar(&EIGHTHS))))
    };
    assert!(spread_at(0) == 0.0);
    assert!(spread_at(32) < spread_at(64) && spread_at(64) < spread_at(127));
}

#[test]
fn offbeats_swing_by_style_tempo_feel_and_knob() {
    let table = [
        ("swing", "{tempo: 60}", 64, 664),
        ("swing", "{tempo: 152}", 64, 634),
        ("swing", "{tempo: 240}", 64, 590),
        ("swing", "{tempo: 152} {feel: straight}", 64, 480),
        ("swing", "{tempo: 152}", 0, 480),
        ("swing", "{tempo: 152}", 127, 720),
        ("shuffle", "{tempo: 116}", 64, 656),
        ("pop", "{tempo: 112}", 64, 480),
        ("pop", "{tempo: 112} {feel: swing}", 64, 645),
        ("pop", "{tempo: 112}", 0, 480),
        ("pop", "{tempo: 112}", 96, 563),
        ("pop", "{tempo: 112}", 127, 645),
        ("pop", "{tempo: 112} {feel: straight}", 127, 480),
        ("bossa", "{tempo: 132}", 127, 640),
        ("bossa", "{tempo: 132}", 64, 480),
        ("funk", "{tempo: 104}", 64, 480),
    ];
    for (style, head, knob, offbeat) in table {
        let mut brief = Brief::new(Style::built_in(style).unwrap(), 1);
        brief.knobs.swing = knob;
        let stage = Stage::with(brief, &format!("{head}\n| C | F | G | C |"));
        let played = performed(&stage.scene(), Lane::Keys, &stage.every_bar(&EIGHTHS));
        let start = played[0][1].start.0;
        assert!((start - offbeat).abs() <= 4, "{style} {head} {knob}: {start}, not {offbeat}");
        assert_eq!(played[0][2].start, Ticks(960));
    }
}

#[test]
fn sixteenths_swing_in_funk() {
    let stage = Stage::new("funk", "{tempo: 100}\n| C | F | G | C |");
    let played = performed(
        &stage.scene(),
        Lane::Keys,
        &stage.every_bar(&[(0, 100, 60), (240, 100, 60), (480, 100, 60)]),
    );
    let starts: Vec<i64> = played[0].iter().map(|note| note.start.0).collect();
    assert!(starts[0] == 0 && starts[2] == 480 && (245..=275).contains(&starts[1]), "{starts:?}");
}

#[test]
fn loud_sections_are_played_louder_and_ghosts_stay_ghosts() {
    let stage = Stage::new("pop", "[Verse]\n| C | F | G | C |\n[Chorus]\n| C | F | G | C |\n");
    let mut sketch = stage.every_bar(&EIGHTHS);
    for bar in &mut sketch.bars {
        bar[1].touch = Touch::Ghost;
    }
    let played = performed(&stage.scene(), Lane::Drums, &sketch);
    let loudness = |bars: &[Vec<music::clip::Note>]| {
        let all: Vec<f64> = bars.iter().flatten().map(|note| f64::from(note.velocity)).collect();
        mean(&all)
    };
    assert!(loudness(&played[4..]) > loudness(&played[..4]) + 3.0);
    assert!(played.iter().all(|bar| bar[1].velocity <= 50));
}

#[test]
fn a_fade_goes_down_to_almost_nothing() {
    let stage = Stage::new("pop", "{ending: fade}\n[Verse] x4\n| C | F | G | C |\n");
    let played = performed(&stage.scene(), Lane::Keys, &stage.every_bar(&[(0, 480, 60)]));
    let velocities: Vec<u8> = played.iter().map(|bar| bar[0].velocity).collect();
    assert!(velocities[15] < velocities[7] / 3, "{velocities:?}");
    assert!(velocities[8..].windows(4).all(|some| some[3] < some[0]), "{velocities:?}");
}

#[test]
fn a_strum_keeps_its_own_order_and_no_offset_leaves_its_limit() {
    let stage = Stage::new("swing", "{tempo: 400}\n| C | F | G | C |");
    let mut late = stroke(0, 960, 60);
    late.offset = Micros(i32::MAX);
    let mut early = stroke(0, 960, 64);
    early.offset = Micros(i32::MIN);
    let sketch = Sketch { bars: vec![vec![late, early]; 4] };
    let played = performed(&stage.scene(), Lane::Guitar, &sketch);
    assert!(played.iter().all(|bar| bar[0].offset.0 == 100_000 && bar[1].offset.0 == -100_000));
}

#[test]
fn other_hands_play_the_same_notes() {
    let mut stage = Stage::new("pop", LONG);
    let sketch = stage.every_bar(&EIGHTHS);
    let first = performed(&stage.scene(), Lane::Bass, &sketch);
    assert_eq!(first, performed(&stage.scene(), Lane::Bass, &sketch));
    stage.brief.hands_seed = Some(99);
    let second = performed(&stage.scene(), Lane::Bass, &sketch);
    assert_ne!(first, second);
    let written = |played: &Played| -> Vec<(Ticks, u8)> {
        played.iter().flatten().map(|note| (note.start, note.pitch.key())).collect()
    };
    assert_eq!(written(&first), written(&second));
}

#[test]
fn hands_in_one_window_do_not_hear_another() {
    let stage = Stage::new("pop", LONG);
    let sketch = stage.every_bar(&EIGHTHS);
    let before = performed(&stage.scene(), Lane::Bass, &sketch);
    for changed in 0..12 {
        let mut other = sketch.clone();
        other.bars[changed].remove(3);
        let after = performed(&stage.scene(), Lane::Bass, &other);
        for bar in (0..before.len()).filter(|bar| *bar != changed) {
            assert_eq!(before[bar], after[bar], "bar {bar} heard a change of bar {changed}");
        }
    }
}
