//! What a name and its folder say, case by case.

use std::path::Path;

use ai_band_plugin::folder::disk::Stat;
use ai_band_plugin::folder::names::{Name, counts, shown};
use ai_band_plugin::folder::rank::Rank;
use music::lane::Lane;
use proptest::prelude::*;

use crate::stage::arc;

#[test]
fn a_name_says_when_and_for_whom() {
    let table = [
        ("20250824103000_bass_Cmaj_120.mid", Some("20250824103000"), Some(Lane::Bass)),
        ("20250824_drums_Cmaj.midi", Some("20250824"), Some(Lane::Drums)),
        // The folder comes first, the nearest one of several.
        ("bass/20250824103000_keys_Cmaj_120.mid", Some("20250824103000"), Some(Lane::Bass)),
        ("bass/guitar/take.mid", None, Some(Lane::Guitar)),
        ("Gtr/blues/take.mid", None, Some(Lane::Guitar)),
        ("blues/take.mid", None, None),
        // Names that are nearly ours.
        ("20250824103000_bass.mid", Some("20250824103000"), Some(Lane::Bass)),
        ("20250824103000_bass_Cmaj_120_take2.mid", Some("20250824103000"), Some(Lane::Bass)),
        ("20250824103000-bass.mid", Some("20250824103000"), Some(Lane::Bass)),
        ("20250824 my song.mid", Some("20250824"), None),
        ("20251399_bass_Cmaj.mid", None, Some(Lane::Bass)),
        ("2025_bass.mid", None, Some(Lane::Bass)),
        // Names that are not.
        ("Slap Bass 2.mid", None, Some(Lane::Bass)),
        ("bass drums.mid", None, None),
        ("bassoon.mid", None, None),
        ("Song in the key of F.mid", None, None),
        ("other solo.mid", None, None),
        ("20250824_solo_take.mid", Some("20250824"), Some(Lane::Lead)),
        ("Schlagzeug für Ümlaut #1.mid", None, None),
        ("take.mid", None, None),
    ];
    for (path, timestamp, lane) in table {
        let name = Name::of(Path::new(path));
        let found = name.timestamp.map(|timestamp| timestamp.to_string());
        assert_eq!((found.as_deref(), name.lane), (timestamp, lane), "{path}");
    }
}

#[test]
fn what_is_no_music_is_left_alone() {
    let table = [
        ("a.mid", true),
        ("a.MID", true),
        ("a.Midi", true),
        ("a b #ü.mid", true),
        ("bass/a.mid", true),
        ("1/2/3/4/a.mid", true),
        ("1/2/3/4/5/a.mid", false),
        ("a.mid.tmp", false),
        ("a.mid~", false),
        ("a.wav", false),
        ("mid", false),
        (".mid", false),
        ("._a.mid", false),
        (".trash/a.mid", false),
        ("temp/a.mid", false),
        ("Tmp/bass/a.mid", false),
        ("template/a.mid", true),
    ];
    for (path, expected) in table {
        assert_eq!(counts(Path::new(path)), expected, "{path}");
    }
}

fn rank(path: &str, modified_s: i64) -> Rank {
    let stat = Stat { modified_ns: modified_s * 1_000_000_000, bytes: 1, mark: 0 };
    Rank::new(&arc(path), Name::of(Path::new(path)).timestamp, stat)
}

/// 2025-08-24 10:30:00 UTC.
const THEN_S: i64 = 1_756_031_400;

#[test]
fn newer_is_by_the_names_time_then_by_the_files_then_by_the_name() {
    // Each is newer than the one before it.
    let rows = [
        ("20250823_bass_Cmaj.mid", THEN_S + 9_999_999),
        ("20250824_bass_Cmaj.mid", 0),
        ("20250824102959_bass_Cmaj.mid", 0),
        // Without a time in its name a file is as old as it is.
        ("take.mid", THEN_S - 1),
        ("20250824103000_bass_Cmaj.mid", 0),
        ("20250824103000_aaa_Cmaj.mid", 1),
        ("20250824103000_bass_Cmaj.mid", 1),
        ("take.mid", THEN_S),
        ("take.mid", THEN_S + 1),
    ];
    for pair in rows.windows(2) {
        let [(older, older_s), (newer, newer_s)] = [pair[0], pair[1]];
        assert!(rank(older, older_s) < rank(newer, newer_s), "{older} {older_s} < {newer} {newer_s}");
    }
    assert!(rank("before time.mid", -5) < rank("20250824_bass_Cmaj.mid", 0));
    assert!(rank("after time.mid", i64::MAX / 1_000_000_000) > rank("20250824_bass_Cmaj.mid", 0));
}

#[test]
fn names_are_shown_alike_everywhere() {
    assert_eq!(shown(&Path::new("bass").join("Ümlaut #1.mid")), "bass/Ümlaut #1.mid");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_name_is_too_strange(path in "(\\PC{0,20}/){0,6}[0-9]{0,16}\\PC{0,40}(\\.mid)?") {
        let path = Path::new(&path);
        let name = Name::of(path);
        let known = Lane::ALL.into_iter().map(Some).chain([None]);
        prop_assert!(known.into_iter().any(|lane| lane == name.lane));
        let _ = (counts(path), shown(path));
    }
}
