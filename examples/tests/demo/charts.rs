//! No chart in the folder may rot.

use std::path::Path;

use ai_band_examples::demo::demo;
use music::chart::{Chart, Ending};

#[test]
fn every_chart_is_read_and_written_back_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("charts");
    let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let charts: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "chart")).collect();
    assert!(!charts.is_empty(), "{} has no charts", folder.display());
    for path in charts {
        let text = std::fs::read_to_string(&path).unwrap();
        let chart = Chart::parse(&text).unwrap_or_else(|errors| panic!("{}:\n{errors}", path.display()));
        assert!(chart.header().title.is_some(), "{} has no title", path.display());
        let again = Chart::parse(&chart.to_string()).unwrap();
        assert_eq!(again.song(), chart.song(), "{} is another song once written back", path.display());
    }
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
