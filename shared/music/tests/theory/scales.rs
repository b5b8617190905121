//! Scales against a table of their notes, and the families they come from.

use ai_band_music::key::{Key, Mode};
use ai_band_music::pitch::{Class, ClassSet};
use ai_band_music::scale::{Degree, Kind, Scale};

use crate::table::{self, Row, spelled};

const SCALES: &str = include_str!("data/scales.txt");

fn scale(text: &str) -> Scale {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn read(row: &Row<'_>) -> Result<(), String> {
    let [text, canonical, notes] = row.cells() else { return Err("a row has three cells".to_owned()) };
    let scale: Scale = text.parse().map_err(|error| format!("{error}"))?;
    table::same(&scale.to_string(), canonical)?;
    table::same(&spelled(scale.spellings()), notes)?;
    if canonical.parse() == Ok(scale) { Ok(()) } else { Err(format!("{canonical} reads as another scale")) }
}

#[test]
fn every_row_of_the_table_holds() {
    table::check(SCALES, read);
}

#[test]
fn every_kind_is_in_the_table_by_its_own_name() {
    let rows = table::rows(SCALES);
    for kind in Kind::ALL {
        let canonical =
            |row: &Row<'_>| row.cells()[0] == row.cells()[1] && row.cells()[1].ends_with(&format!(" {kind}"));
        assert!(rows.iter().any(canonical), "{kind}");
    }
}

#[test]
fn no_name_means_two_scales() {
    for kind in Kind::ALL {
        assert_eq!(kind.name().parse(), Ok(*kind));
        assert_eq!(kind.name().to_uppercase().parse(), Ok(*kind));
    }
}

#[test]
fn steps_climb_from_the_tonic_within_an_octave() {
    for kind in Kind::ALL {
        let semitones: Vec<i32> = kind.degrees().map(Degree::semitones).collect();
        assert_eq!(semitones[0], 0, "{kind}");
        assert!(semitones.is_sorted_by(|lower, higher| lower < higher), "{kind}: {semitones:?}");
        assert!(semitones.iter().all(|step| (0..12).contains(step)), "{kind}");
    }
}

/// The scale that starts on the nth note of another has its notes.
#[test]
fn modes_have_the_notes_of_their_parent() {
    for (parent, modes) in [
        ("C major", vec!["D dorian", "E phrygian", "F lydian", "G mixolydian", "A minor", "B locrian"]),
        (
            "C melodic minor",
            vec![
                "D dorian b2",
                "Eb lydian augmented",
                "F lydian dominant",
                "G mixolydian b6",
                "A locrian natural 2",
                "B altered",
            ],
        ),
        (
            "C harmonic minor",
            vec![
                "D locrian natural 6",
                "Eb ionian #5",
                "F dorian #4",
                "G phrygian dominant",
                "Ab lydian #2",
                "B altered diminished",
            ],
        ),
        ("C major pentatonic", vec!["A minor pentatonic", "D suspended pentatonic"]),
        ("C major blues", vec!["A blues"]),
        ("C whole tone", vec!["D whole tone", "F# whole tone"]),
        ("C diminished", vec!["Eb diminished", "B half-whole diminished"]),
        ("C augmented", vec!["E augmented"]),
        ("C bebop dominant", vec!["G bebop minor"]),
        ("C double harmonic", vec!["F hungarian minor"]),
        ("C chromatic", vec!["F# chromatic"]),
    ] {
        for mode in modes {
            assert_eq!(scale(mode).classes(), scale(parent).classes(), "{mode} from {parent}");
        }
    }
}

#[test]
fn a_scale_knows_its_degrees() {
    let altered = scale("G altered");
    for (class, degree) in
        [("G", Some("1")), ("Ab", Some("b2")), ("B", Some("b4")), ("F", Some("b7")), ("D", None)]
    {
        let class = class.parse::<ai_band_music::pitch::Spelling>().unwrap().class();
        assert_eq!(altered.degree_of(class).map(|degree| degree.to_string()).as_deref(), degree);
        assert_eq!(altered.contains(class), degree.is_some());
    }
    for kind in Kind::ALL {
        let scale = Scale::new(altered.tonic, *kind);
        let found: ClassSet =
            (0..12).map(Class::new).filter(|class| scale.degree_of(*class).is_some()).collect();
        assert_eq!(found, scale.classes(), "{scale}");
    }
}

#[test]
fn keys_and_scales_agree() {
    for mode in Mode::ALL {
        let key = Key { mode, ..Key::C_MAJOR };
        let scale = Scale::new(key.tonic, Kind::from(mode));
        assert_eq!(spelled(scale.spellings()), spelled(key.spellings()));
        assert_eq!(scale.kind.name(), mode.name());
    }
}

#[test]
fn what_is_no_scale_says_how_to_write_one() {
    for bad in ["", "C", "C ", "Cdorian", "H dorian", "C dorianish", "dorian", "C 🎸", "C  ", "C ,"] {
        assert!(bad.parse::<Scale>().is_err(), "{bad} was taken for a scale");
    }
    assert_eq!(
        "C foo".parse::<Scale>().unwrap_err().to_string(),
        "\"C foo\" is not a scale; write a note and a name, as in D dorian or F# lydian dominant"
    );
    assert_eq!(
        "foo".parse::<Kind>().unwrap_err().to_string(),
        "\"foo\" is not a scale; write a name as in dorian, altered, blues or lydian dominant"
    );
    let endless = format!("C {}", "dorian ".repeat(1_000_000));
    assert!(endless.parse::<Scale>().unwrap_err().to_string().len() < 200);
}

#[test]
fn degrees_are_read_off_two_notes() {
    for (root, note, degree, interval) in [
        ("C", "Bb", "b7", Some("m7")),
        ("C", "F#", "#4", Some("A4")),
        ("C", "Gb", "b5", Some("d5")),
        ("E", "G#", "3", Some("M3")),
        ("C", "Bbb", "bb7", Some("d7")),
        ("B", "B", "1", Some("P1")),
        ("C", "Cb", "b1", None),
    ] {
        let [root, note] = [root, note].map(|text| text.parse::<ai_band_music::pitch::Spelling>().unwrap());
        let found = Degree::between(root, note);
        assert_eq!(found.to_string(), degree);
        assert_eq!(found.spelled_above(root), note);
        assert_eq!(found.interval().map(|interval| interval.to_string()).as_deref(), interval);
    }
}
