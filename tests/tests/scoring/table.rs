//! The table: what is printed, what is missed, and what a band's notes have to do with it.

use ai_band_tests::compose;
use ai_band_tests::scoring::{
    Aim, Band, Interval, Marks, Scored, marks, misses, ours, planned_energy, table,
};
use composer::style::Style;
use music::chart::Chart;
use music::lane::Lane;

fn row(name: &'static str, aim: Aim, ours: Option<f64>) -> Scored {
    let ours = ours.map(|mean| Interval { mean, low: mean - 0.1, high: mean + 0.1 });
    Scored { name, aim, ours, null: Some(0.125), others: vec![Some(0.5), None] }
}

#[test]
fn a_row_reads_from_its_name_to_whether_it_is_missed() {
    let rows = [
        row("good", Aim::AtLeast(0.5), Some(0.75)),
        row("bad", Aim::AtMost(0.0), Some(0.25)),
        row("nobody", Aim::Within(0.0, 1.0), None),
    ];
    let text = table(&rows, &["mma", "other"]);
    let words: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(words[0], ["aim", "ours", "95", "%", "null", "mma", "other"]);
    assert_eq!(words[1], ["good", "≥", "0.5", "0.750", "[0.650,", "0.850]", "0.125", "0.500", "–"]);
    assert_eq!(words[2], ["bad", "≤", "0", "0.250", "[0.150,", "0.350]", "0.125", "0.500", "–", "missed"]);
    assert_eq!(words[3], ["nobody", "0–1", "–", "0.125", "0.500", "–"]);
    let misses = misses(&rows);
    assert_eq!(misses.len(), 1, "{misses:?}");
    assert_eq!((misses[0].name, misses[0].value, misses[0].by), ("bad", 0.25, 0.25));
}

const CHART: &str = "{tempo: 120} [Intro] | Dm7 | G7 | C | A7 |\n\
    [Verse] | Dm7 | G7 | C | A7 | Dm7 | G7 | C | A7 |\n[Chorus] | F | G7 | C | A7 | F | G7 | C | . |";

/// What the composer plays with a few seeds; one band alone may miss a mean.
fn bands(style: &Style, chart: &Chart) -> Vec<(u64, Band)> {
    let band = |seed| (seed, ours(chart, style, seed).expect("a chart with bars"));
    (1..=4).map(band).collect()
}

fn missed(style: &Style, chart: &Chart, bands: &[(u64, Band)]) -> Vec<&'static str> {
    let song = chart.song();
    let marked = |(seed, band): &(u64, Band)| {
        marks("a chart", style, &song, band, Some(&planned_energy(&song, style, *seed)))
    };
    let marked: Vec<Marks> = bands.iter().map(marked).collect();
    misses(&Scored::all(&marked, &[])).iter().map(|miss| miss.name).collect()
}

fn each(band: &mut Band, lane: Lane, change: impl Fn(usize, &mut music::clip::Note)) {
    let notes = band.get_mut(&lane).into_iter().flatten();
    notes.enumerate().for_each(|(index, note)| change(index, note));
}

/// One break for each row that a single band can miss.
#[test]
fn each_way_to_spoil_a_band_misses_its_row() {
    type Spoil = fn(&mut Band);
    let table: [(&str, Spoil); 12] = [
        ("root on chord change (walking)", |band| {
            each(band, Lane::Bass, |_, note| note.pitch = note.pitch.transposed(1).unwrap());
        }),
        ("step approach into the change (walking)", |band| {
            each(band, Lane::Bass, |index, note| {
                note.pitch = note.pitch.transposed(if index % 2 == 0 { 12 } else { 0 }).unwrap();
            });
        }),
        ("repeated notes (walking)", |band| {
            each(band, Lane::Bass, |_, note| note.pitch = "C2".parse().unwrap());
        }),
        ("distinct bars over the same chords (walking)", |band| {
            each(band, Lane::Bass, |_, note| note.pitch = "C2".parse().unwrap());
        }),
        ("chord tones + tensions, strong beats, comp", |band| {
            each(band, Lane::Keys, |_, note| note.pitch = note.pitch.transposed(1).unwrap());
        }),
        ("guide tones sounded (keys)", |band| {
            each(band, Lane::Keys, |_, note| note.pitch = note.pitch.transposed(1).unwrap());
        }),
        ("voice leading, semitones a voice (keys)", |band| {
            each(band, Lane::Keys, |_, note| {
                let bar = note.start.as_beats_f64() as i32 / 4;
                note.pitch = note.pitch.transposed(if bar % 2 == 0 { 12 } else { 0 }).unwrap();
            });
        }),
        ("exactly on the grid (human)", |band| {
            for lane in Lane::ALL {
                each(band, lane, |_, note| note.offset = music::time::Micros(0));
                each(band, lane, |_, note| note.start = music::time::Ticks(note.start.0 / 480 * 480));
            }
        }),
        ("velocity sd, drums (human)", |band| each(band, Lane::Drums, |_, note| note.velocity = 80)),
        ("ghost share of snare", |band| each(band, Lane::Drums, |_, note| note.velocity = 80)),
        ("notes out of range", |band| each(band, Lane::Bass, |_, note| note.pitch = "C0".parse().unwrap())),
        ("limb violations (human drummer)", |band| {
            let drums = band.get_mut(&Lane::Drums).unwrap();
            let more = drums.iter().flat_map(|note| {
                ["C#3", "A3", "C3"].map(|key| music::clip::Note { pitch: key.parse().unwrap(), ..*note })
            });
            let more: Vec<_> = more.collect();
            drums.extend(more);
        }),
    ];
    let style = compose::style("swing").unwrap();
    let chart = Chart::parse(CHART).unwrap();
    let sound = bands(&style, &chart);
    let already = missed(&style, &chart, &sound);
    for (name, spoil) in table {
        assert!(!already.contains(&name), "{name} is missed before anything is spoilt");
        let mut spoilt = sound.clone();
        spoilt.iter_mut().for_each(|(_, band)| spoil(band));
        assert!(missed(&style, &chart, &spoilt).contains(&name), "{name} is met by a spoilt band");
    }
}
