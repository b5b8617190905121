//! From sketches to regions: pickups, pushes, overlaps, seams, endings, and what the player gets.

use ai_band_composer::assemble::{self, Region};
use ai_band_composer::sketch::{Sketch, Written};
use ai_band_composer::style::Style;
use ai_band_composer::{Brief, Composition, Part, compose};
use music::chart::Chart;
use music::clip::Note;
use music::lane::Lane;
use music::time::Ticks;

use crate::stage::{EIGHTHS, Stage, stroke};

const SONG: &str = "[Verse]\n| C | F | G | C |\n[Chorus]\n| F | G | C | C |\n";

fn part(stage: &Stage, lane: Lane, main: Sketch) -> Part {
    assemble::part(&stage.scene(), lane, Written { main: main.settled(&stage.song), fill: None })
}

/// Notes on the song's ticks: start, end, key.
fn heard(part: &Part) -> Vec<(i64, i64, u8)> {
    let notes = part
        .regions
        .iter()
        .flat_map(|region| region.main.notes().iter().map(|note| (region.span.start, note)));
    notes
        .map(|(start, note)| {
            let start = start + note.start;
            (start.0, (start + note.length).0, note.pitch.key())
        })
        .collect()
}

fn spans(part: &Part) -> Vec<(i64, i64)> {
    part.regions.iter().map(|Region { span, .. }| (span.start.0, span.end.0)).collect()
}

#[test]
fn a_region_for_each_section_and_every_note_in_it() {
    let stage = Stage::new("pop", SONG);
    let part = part(&stage, Lane::Drums, stage.every_bar(&EIGHTHS));
    assert_eq!(spans(&part), [(0, 4 * 3_840), (4 * 3_840, 8 * 3_840)]);
    assert_eq!(heard(&part).len(), 64);
}

#[test]
fn a_pickup_sounds_where_it_is_heard_not_where_it_is_written() {
    let stage = Stage::new("pop", SONG);
    let mut sketch = Sketch::silent(8);
    sketch.bars[2] = vec![stroke(-480, 240, 60)];
    sketch.bars[5] = vec![stroke(3_840 + 480, 240, 62)];
    let part = part(&stage, Lane::Keys, sketch);
    assert_eq!(
        heard(&part),
        [(2 * 3_840 - 480, 2 * 3_840 - 240, 60), (6 * 3_840 + 480, 6 * 3_840 + 720, 62)]
    );
    assert_eq!(part.sketch.bars[1].len(), 1, "what others hear is settled too");
}

#[test]
fn a_pickup_into_the_first_section_a_lane_plays_has_a_region() {
    let chart = "[Verse]\n| C | F | G | C | C | F | G | C |\n[Chorus]\n| F | G | C | C | F | G | C | C |\n";
    let stage = Stage::new("pop", chart);
    let first = (0..16).find(|bar| stage.plan.bars[*bar].plays[Lane::Guitar.index()]).unwrap();
    assert_eq!(first, 8, "the guitar waits for the chorus");
    let mut sketch = Sketch::silent(16);
    sketch.bars[8] = vec![stroke(-480, 240, 60), stroke(0, 960, 62)];
    assert_eq!(heard(&part(&stage, Lane::Guitar, sketch)).len(), 2);
}

#[test]
fn a_push_before_the_first_beat_is_played_on_it_and_nothing_outlasts_the_song() {
    let stage = Stage::new("pop", SONG);
    let mut sketch = Sketch::silent(8);
    sketch.bars[0] = vec![stroke(-480, 960, 60)];
    sketch.bars[7] = vec![stroke(1_920, 9_999, 60), stroke(3_840, 100, 62)];
    assert_eq!(heard(&part(&stage, Lane::Keys, sketch)), [(0, 960, 60), (7 * 3_840 + 1_920, 8 * 3_840, 60)]);
}

#[test]
fn a_chord_pushed_over_a_seam_rings_on() {
    let stage = Stage::new("pop", SONG);
    let mut sketch = Sketch::silent(8);
    sketch.bars[3] = vec![stroke(0, 3_840, 60)];
    sketch.bars[4] = vec![stroke(-480, 2_400, 64)];
    let part = part(&stage, Lane::Keys, sketch);
    let seam = 4 * 3_840 - 480;
    assert_eq!(spans(&part), [(0, seam), (seam, 8 * 3_840)]);
    assert_eq!(heard(&part), [(3 * 3_840, seam, 60), (seam, seam + 2_400, 64)]);
}

#[test]
fn cymbals_do_not_move_seams() {
    let stage = Stage::new("pop", SONG);
    let mut sketch = stage.every_bar(&EIGHTHS);
    sketch.bars[3].push(stroke(3_360, 3_840, 49));
    assert_eq!(spans(&part(&stage, Lane::Drums, sketch))[1].0, 4 * 3_840);
}

#[test]
fn a_key_is_let_go_before_it_is_struck_again() {
    let stage = Stage::new("pop", SONG);
    let part = part(&stage, Lane::Keys, stage.every_bar(&[(0, 9_000, 60), (960, 960, 60), (960, 480, 64)]));
    let heard = heard(&part);
    for (index, (_, end, key)) in heard.iter().enumerate() {
        let next = heard[index + 1..].iter().find(|(_, _, next)| next == key);
        assert!(next.is_none_or(|(start, ..)| end <= start), "{heard:?}");
    }
}

#[test]
fn a_bass_is_one_voice() {
    let stage = Stage::new("pop", SONG);
    let part =
        part(&stage, Lane::Bass, stage.every_bar(&[(0, 3_000, 40), (1_920, 1_920, 43), (3_360, 960, 45)]));
    let heard = heard(&part);
    assert!(heard.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{heard:?}");
}

#[test]
fn a_fill_is_as_long_as_what_it_stands_in_for() {
    let stage = Stage::new("pop", SONG);
    let mut fill = stage.every_bar(&EIGHTHS);
    fill.bars[3].push(stroke(3_600, 100, 38));
    let main = stage.every_bar(&EIGHTHS);
    let part = assemble::part(&stage.scene(), Lane::Drums, Written { main, fill: Some(fill) });
    let lengths =
        |region: &Region| (region.main.length(), region.fill.as_ref().map(music::clip::Clip::length));
    assert_eq!(lengths(&part.regions[0]), (Ticks(15_360), Some(Ticks(15_360))));
    assert_eq!(lengths(&part.regions[1]), (Ticks(15_360), None), "a fill that changes nothing is none");
}

#[test]
fn pickup_bars_are_before_beat_zero() {
    let stage = Stage::new("pop", "{pickup: 1}\n[Verse]\n| C | F | G | C | C |\n");
    let bars = stage.song.bars();
    let part = part(&stage, Lane::Drums, stage.every_bar(&[(0, 240, 42)]));
    assert_eq!(heard(&part)[0].0, bars[0].start.0);
}

#[test]
fn a_composition_is_an_arrangement() {
    let chart = Chart::parse(SONG).unwrap();
    let stage = Stage::new("pop", SONG);
    let mut brief = Brief::new(Style::built_in("pop").unwrap(), 1);
    brief.lanes = vec![Lane::Bass, Lane::Extra];
    brief.bars = Some(0..1);
    brief.given.insert(Lane::Extra, stage.every_bar(&EIGHTHS));
    let composition: Composition = compose(&chart, &brief).unwrap();
    let (arrangement, library) = assemble::arrangement(&composition).unwrap();
    let extra = arrangement.regions().iter().filter(|region| region.lane == Lane::Extra);
    let lengths: Vec<Ticks> = extra.map(|region| region.clips.length(&library).unwrap()).collect();
    assert_eq!(lengths, [Ticks(3 * 3_840), Ticks(4 * 3_840)]);
}

#[test]
fn a_note_from_elsewhere_that_no_clip_takes_is_made_possible() {
    let mut stage = Stage::new("pop", SONG);
    let id = stage.song.bars()[1].id;
    let note = Note {
        start: Ticks(0),
        length: Ticks(i64::MAX),
        offset: music::time::Micros(i32::MIN),
        pitch: music::pitch::Pitch::new(60).unwrap(),
        velocity: 0,
        importance: 255,
    };
    stage.brief.locks.insert((Lane::Keys, id), Vec::new());
    stage.brief.kept.insert((Lane::Keys, id), vec![note]);
    let mut sketch = stage.every_bar(&EIGHTHS);
    sketch.bars[2] = vec![stroke(i64::MAX, i64::MAX, 60), stroke(i64::MIN, i64::MIN, 61)];
    assert!(!heard(&part(&stage, Lane::Keys, sketch)).is_empty());
}
