//! The page for musicians cannot rot: its examples are read, and play what it says they play.

use ai_band_music::chart::Chart;

use crate::played;

const PAGE: &str = include_str!("../../../../docs/charts.md");

/// Language and body of each fenced block.
fn blocks() -> Vec<(&'static str, &'static str)> {
    let fenced = PAGE.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.split_once('\n')).collect()
}

#[test]
fn every_example_is_read_and_plays_what_it_says() {
    let mut chart: Option<Chart> = None;
    let (mut charts, mut played) = (0, 0);
    for (language, body) in blocks() {
        match language {
            "chart" => {
                chart = Some(Chart::parse(body).unwrap_or_else(|errors| panic!("{body}\n{errors}")));
                charts += 1;
            }
            "plays" => {
                let song = chart.take().expect("a chart stands before what it plays").song();
                assert_eq!(played::song(&song), body.trim_end());
                played += 1;
            }
            other => panic!("a block in {other} is not tested"),
        }
    }
    assert!(charts >= 10 && played >= 5, "only {charts} charts and {played} songs were found");
}

#[test]
fn the_page_names_the_limits_as_they_are() {
    use ai_band_music::chart::limits::*;
    let limits = [
        format!("{} KiB", TEXT_BYTES_MAX / 1_024),
        format!("{} {:03} bars on paper", BARS_WRITTEN_MAX / 1_000, BARS_WRITTEN_MAX % 1_000),
        format!("{} {:03} bars once", BARS_PLAYED_MAX / 1_000, BARS_PLAYED_MAX % 1_000),
        format!("{SECTIONS_MAX} sections"),
        format!("{SLOTS_PER_BAR_MAX} slots"),
        format!("{NESTING_MAX} deep and {TIMES_MAX} times"),
    ];
    let page = PAGE.replace('\n', " ");
    for limit in limits {
        assert!(page.contains(&limit), "the page does not say {limit}");
    }
}

#[test]
fn the_chords_of_the_page_are_chords() {
    let spelled =
        PAGE.split("Chords are spelled").nth(1).unwrap().split("Accidentals may be").next().unwrap();
    let chords: Vec<&str> = spelled.split('`').skip(1).step_by(2).collect();
    assert!(chords.len() > 15);
    for chord in chords {
        assert!(Chart::parse(chord).is_ok(), "{chord} is no chord");
    }
}

#[test]
fn the_table_of_slots_is_true() {
    let rows = PAGE.lines().filter(|line| {
        line.starts_with("| one")
            || line.starts_with("| two")
            || line.starts_with("| three")
            || line.starts_with("| four")
    });
    let meters = ["4/4", "3/4", "6/8", "12/8", "5/4", "7/8"];
    let mut cells = 0;
    for (count, row) in (1..).zip(rows) {
        for (meter, cell) in meters.iter().zip(row.split('|').skip(2)) {
            let text = format!("{{meter: {meter}}} | {} |", vec!["C"; count].join(" "));
            let unit = if meter.ends_with('8') { 480 } else { 960 };
            let units = Chart::parse(&text).map(|chart| {
                chart.song().chords().iter().map(|chord| chord.length.0 / unit).collect::<Vec<_>>()
            });
            let expected = match cell.trim() {
                "the whole bar" => Some(vec![meter.split('/').next().unwrap().parse().unwrap()]),
                "–" => None,
                each if each.ends_with(" each") => Some(vec![each[..1].parse().unwrap(); count]),
                sum => Some(sum.split(" + ").map(|part| part.parse().unwrap()).collect()),
            };
            assert_eq!(units.ok(), expected, "{count} in {meter}");
            cells += 1;
        }
    }
    assert_eq!(cells, 24);
}
