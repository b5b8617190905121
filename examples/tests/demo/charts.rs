//! No chart in the folder may rot.

use std::path::Path;

use ai_band_examples::demo::demo;
use music::chart::{Chart, Ending, Song};

/// Enough for every style to meet more than one form.
const CHARTS_MIN: usize = 24;

fn charts() -> Vec<(String, Chart)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("charts");
    let entries = std::fs::read_dir(&folder)
        .expect("the examples have charts")
        .map(|entry| entry.expect("a listed file has a path").path());
    let paths = entries.filter(|path| path.extension().is_some_and(|end| end == "chart"));
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a chart is text");
        let chart = Chart::parse(&text).unwrap_or_else(|errors| panic!("{}:\n{errors}", path.display()));
        (path.display().to_string(), chart)
    };
    paths.map(read).collect()
}

#[test]
fn every_chart_is_read_and_written_back_the_same() {
    let charts = charts();
    assert!(charts.len() >= CHARTS_MIN, "{} charts", charts.len());
    for (path, chart) in charts {
        let again = Chart::parse(&chart.to_string()).unwrap();
        assert_eq!(again.song(), chart.song(), "{path} is another song once written back");
    }
}

#[test]
fn every_chart_says_what_a_band_asks_first() {
    let mut titles = std::collections::BTreeSet::new();
    for (path, chart) in charts() {
        let (header, song) = (chart.header(), chart.song());
        let title = header.title.clone().unwrap_or_else(|| panic!("{path} has no title"));
        assert!(titles.insert(title), "{path} has another chart's title");
        assert!(header.style.is_some(), "{path} has no style");
        assert!(song.ending().is_some(), "{path} has no ending");
        let first = song.bars()[0];
        assert!(first.key.is_some() && first.tempo.is_some(), "{path} has no key or tempo at its first bar");
        assert!(song.bars().len() >= 12, "{path} is over before it began");
    }
}

#[test]
fn together_the_charts_have_whatever_a_chart_can_have() {
    let songs: Vec<_> = charts().into_iter().map(|(_, chart)| chart.song()).collect();
    for meter in ["2/4", "3/4", "4/4", "5/4", "6/8", "7/8", "12/8"] {
        let meter = meter.parse().unwrap();
        assert!(songs.iter().any(|song| song.bars().iter().any(|bar| bar.meter == meter)), "{meter}");
    }
    for ending in [Ending::Button, Ending::Ring, Ending::Tag, Ending::Fade] {
        assert!(songs.iter().any(|song| song.ending() == Some(ending)), "{ending:?}");
    }
    assert!(songs.iter().any(|song| song.start().is_negative()), "a pickup");
    assert!(songs.iter().any(|song| song.chords().iter().any(|harmony| harmony.chord.is_none())), "N.C.");
    assert!(songs.iter().any(|song| song.chords().iter().any(|harmony| harmony.pushed)), "a push");
    let changes_key = |song: &&Song| song.bars().iter().any(|bar| bar.key != song.bars()[0].key);
    assert!(songs.iter().any(|song| changes_key(&song)), "a key change");
}

#[test]
fn the_demo_has_a_form_a_key_and_an_end() {
    let demo = demo();
    let form: Vec<(String, i64)> = demo
        .sections
        .iter()
        .map(|section| (section.name.clone(), section.span.length().0 / demo.song.bars()[0].length.0))
        .collect();
    let expected = [("Intro", 4), ("Verse", 8), ("Chorus", 8), ("Break", 4), ("Ending", 6)];
    assert_eq!(form, expected.map(|(name, bars)| (name.to_owned(), bars)));
    assert!(demo.sections.windows(2).all(|two| two[0].span.end == two[1].span.start), "sections touch");
    assert_eq!(demo.song.bars()[0].key, Some("D".parse().unwrap()));
    let tempi: Vec<String> = demo.song.tempo().changes().iter().map(|(_, tempo)| tempo.to_string()).collect();
    assert_eq!(tempi, ["98", "92", "84"]);
    assert_eq!(demo.song.ending(), Some(Ending::Ring));
}

#[test]
fn the_demo_is_the_same_every_time() {
    let (once, again) = (demo(), demo());
    assert_eq!(once.arrangement, again.arrangement);
    assert_eq!(once.library, again.library);
}
