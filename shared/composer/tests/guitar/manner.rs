//! What a style's file may say, and what it is told where it is wrong.

use ai_band_composer::guitar::{Cell, Direction, Family, Gesture, Manner, Part, Symbol};
use ai_band_composer::style::Style;

#[test]
fn every_built_in_style_can_be_read() {
    for name in Style::BUILT_IN {
        let path = format!("{}/styles/{name}/guitar.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap();
        let manner = Manner::read(&path, &text).unwrap_or_else(|error| panic!("{error}"));
        assert!(manner.cells.len() > 5 && manner.fills.len() > 1, "{name} has little to play");
    }
}

fn refusal(text: &str) -> String {
    Manner::read("mine/guitar.toml", text).expect_err(text).to_string()
}

fn cell(rest: &str) -> String {
    format!("[[cell]]\nplay = \"D-d-D-du\"\n{rest}\n")
}

#[test]
fn a_mistake_is_told_with_its_line_and_what_was_expected() {
    for (text, line, part) in [
        ("centre = 11".to_owned(), 1, "write a fret from 0 to 10"),
        ("\ncentre_b = 40".to_owned(), 2, "40 is too high for the hand"),
        ("strum_ms = [5, 12]".to_owned(), 1, "two numbers from 8 to 25, the faster stroke first"),
        ("strum_ms = [20, 12]".to_owned(), 1, "[20, 12] is no strum"),
        ("strum_ms = 9".to_owned(), 1, "invalid type"),
        ("color = true".to_owned(), 1, "unknown field `color`"),
        ("loose_percent = 101".to_owned(), 1, "101 is not between 0 and 100"),
        ("[[cell]]\nweight = 3".to_owned(), 1, "missing field `play`"),
        ("[[cell]]\nplay = \"D-d-\"".to_owned(), 2, "\"D-d-\" has 4 steps; a bar of this meter has 8"),
        (
            "[[cell]]\nplay = \"D-d-D-dq\"".to_owned(),
            2,
            "'q' is no stroke; write one of .-DdUuXxMmbBcCp1234rsv",
        ),
        ("[[cell]]\nplay = \"D-u-D-du\"".to_owned(), 2, "step 3: the hand goes down on steps 1, 3, 5"),
        ("[[cell]]\nplay = \"Dd--D-du\"".to_owned(), 2, "step 2: the hand goes down"),
        (cell("step = 7"), 3, "7 is no step; write 8 for eighths, 12 for triplets or 16"),
        (cell("step = 16"), 2, "a bar of this meter has 16"),
        (cell("meter = \"3/4\""), 2, "a bar of this meter has 6"),
        (cell("meter = \"3\""), 3, "\"3\" is not a meter"),
        (cell("part = \"c\""), 3, "\"c\" is no part; write a, b or any"),
        (cell("energy = [80, 20]"), 3, "energy = [80, 20]; write the least and the most"),
        (cell("weight = 101"), 3, "write a weight from 0 to 100"),
        (
            cell("shapes = \"jazz\""),
            3,
            "write one of open, barre, shell, drop2, plucked, top, triad, power, boogie",
        ),
        (cell("more = \"--------|--------\""), 3, "as many bars and steps as play"),
        (format!("[[cell]]\nplay = \"{}\"", ["--------"; 5].join("|")), 2, "5 bars are too many"),
        ("[[fill]]\nplay = \"D-du|D-du\"".to_owned(), 2, "2 bars are too many; this is one bar's end"),
        ("[[fill]]\nplay = \"\"".to_owned(), 2, "a bar of this meter has 1 to 8"),
        (cell("").repeat(65), 193, "more than 64 of these"),
        ("[[cell]".to_owned(), 1, ""),
    ] {
        let told = refusal(&text);
        assert!(
            told.starts_with(&format!("mine/guitar.toml:{line}: ")) && told.contains(part),
            "{text}\n{told}"
        );
    }
}

#[test]
fn an_empty_file_still_plays() {
    let manner = Manner::read("mine/guitar.toml", "").unwrap();
    assert!(!manner.cells.is_empty() && manner.fills.is_empty());
    let mut style = Style::built_in("pop").unwrap();
    style.guitar = manner;
    let mut brief = crate::band::brief("pop", 1);
    brief.style = style;
    let sketch = crate::band::Band::playing("| C | G7 | Am . F . | C |\n", brief).played();
    assert!(sketch.bars.iter().all(|bar| !bar.is_empty()));
}

#[test]
fn what_is_written_is_read() {
    let text = "centre = 5\nstrum_ms = [9, 20]\nloose_percent = 30\n[[cell]]\npart = \"b\"\nmeter = \"3/4\"\nstep = 16\nenergy = [10, 90]\n\
        weight = 7\nshapes = \"shell\"\nearly = true\nplay = \"D--- d--- d--u | ............\"\nmore = \"-----------x|------------\"\n";
    let manner = Manner::read("mine/guitar.toml", text).unwrap();
    let cell = &manner.cells[0];
    assert_eq!((manner.centre, manner.strum_millis, manner.colour), ((5, 5), (9, 20), false));
    assert_eq!((manner.loose_percent, Manner::read("", "").unwrap().loose_percent), (30, 0));
    assert_eq!((cell.part, cell.meter.to_string().as_str(), cell.step.0), (Part::B, "3/4", 240));
    assert_eq!((cell.energy, cell.weight, cell.family, cell.early), ((10, 90), 7, Family::Shell, true));
    let strum = |direction, accent| Symbol::Play(Gesture::Strum { direction, accent });
    assert_eq!((cell.bars.len(), cell.bars[0].len(), cell.bars[1][3]), (2, 12, Symbol::Rest));
    assert_eq!(
        (cell.bars[0][0], cell.bars[0][11]),
        (strum(Direction::Down, true), strum(Direction::Up, false))
    );
    assert_eq!(cell.more[0][11], Symbol::Play(Gesture::Dead { accent: false }));
}

#[test]
fn syncopation_is_the_share_off_the_beat() {
    let text = "[[cell]]\nplay = \"D-d-D-d-\"\n[[cell]]\nplay = \"D--u-u--\"\n[[cell]]\nplay = \"--------\"";
    let manner = Manner::read("mine/guitar.toml", text).unwrap();
    let shares: Vec<u32> = manner.cells.iter().map(Cell::syncopation).collect();
    assert_eq!(shares, [0, 66, 0]);
}

#[test]
fn a_scratch_is_in_nobodys_way() {
    use ai_band_composer::guitar::Symbol;
    for (letters, is_heard) in [("DdUuMmbBcCp1234rsv", true), ("Xx-.", false)] {
        for letter in letters.chars() {
            assert_eq!(Symbol::read(letter).unwrap().is_heard(), is_heard, "{letter}");
        }
    }
}
