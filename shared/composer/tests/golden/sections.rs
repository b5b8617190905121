//! Every style plays every kind of section as it is written down.

use std::collections::BTreeSet;

use ai_band_composer::style::Style;

use crate::band::Band;
use crate::kept;

const SECTIONS: [&str; 6] = ["intro", "verse", "chorus", "bridge", "break", "ending"];
/// A clip that a person reads.
const BARS: std::ops::RangeInclusive<usize> = 4..=8;

#[test]
fn every_style_plays_every_section_as_it_is_written_down() {
    let mut changes = Vec::new();
    for style in Style::BUILT_IN {
        let band = Band::of(style);
        for (name, bars) in band.sections() {
            changes.extend(kept::change(&format!("golden/{style}/{name}.txt"), &band.page(&bars)));
        }
        assert_eq!(files(style), expected_files(), "{style}");
    }
    kept::assert_none(&changes);
}

fn files(style: &str) -> BTreeSet<String> {
    let files = std::fs::read_dir(kept::folder().join("golden").join(style)).unwrap();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

fn expected_files() -> BTreeSet<String> {
    SECTIONS.iter().map(|name| format!("{name}.txt")).chain(["song.chart".to_owned()]).collect()
}

#[test]
fn a_song_has_each_section_once_and_short_enough_to_read() {
    for style in Style::BUILT_IN {
        let (names, lengths): (Vec<String>, Vec<usize>) =
            Band::of(style).sections().map(|(name, bars)| (name, bars.len())).unzip();
        assert_eq!(names, SECTIONS, "{style}");
        assert!(lengths.iter().all(|bars| BARS.contains(bars)), "{style}: {lengths:?}");
    }
}

#[test]
fn in_every_style_each_chair_of_its_own_is_in_some_clip() {
    for style in Style::BUILT_IN {
        let band = Band::of(style);
        let pages: String = band.sections().map(|(_, bars)| band.page(&bars)).collect();
        for lane in Style::built_in(style).unwrap().general.lanes {
            assert!(pages.contains(&format!("\n{lane}\n")), "{style}: nobody sees {lane}");
        }
    }
}
