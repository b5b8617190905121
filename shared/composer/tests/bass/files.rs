//! What `bass.toml` may say, and how mistakes are refused.

use ai_band_composer::bass::{Line, Manner, Memory, Part};
use ai_band_composer::style::Style;

#[test]
fn an_empty_file_plays_roots_and_fifths() {
    let manner = Manner::read("bass.toml", "").unwrap();
    let parts: Vec<Part> = manner.cells.iter().map(|cell| cell.part).collect();
    assert_eq!(parts, [Part::Main, Part::Turn]);
    assert_eq!((manner.line, manner.memory, manner.velocity), (Line::Walk, Memory::Phrase, 88));
    assert_eq!(format!("{} {} {}", manner.range.0, manner.range.1, manner.home), "E1 G3 C2");
    assert_eq!(Manner::default(), manner);
}

#[test]
fn a_file_with_only_fills_still_has_something_to_fill() {
    let manner = Manner::read("bass.toml", "[[cell]]\npart = \"fill\"\nstep = 4\ngrid = \"1wwa\"").unwrap();
    assert!(manner.cells.iter().any(|cell| cell.part == Part::Main));
}

#[test]
fn mistakes_name_their_line_and_what_fits() {
    let table = [
        ("home = \"C4\"", 1, "C4 is not between E1 and G3"),
        ("\n\nlowest = \"G2\"", 3, "G2 to G3 is too narrow; a bass needs 19 semitones at least"),
        (
            "lowest = \"low\"",
            1,
            "\"low\" is not a pitch; write a letter and an octave from C-1 to G9, as in C4 or Bb2",
        ),
        ("wander = 13", 1, "13 is not between 0 and 12"),
        ("velocity = 0", 1, "0 is not between 1 and 127"),
        ("maybe = 101", 1, "101 is not between 0 and 100"),
        ("[[cell]]\nstep = 8\ngrid = \"1---\"", 3, "\"1---\" has 4 steps; a bar of 4/4 has 8 here"),
        (
            "[[cell]]\nstep = 8\ngrid = \"1--- ---- | 1---\"",
            3,
            "\"1---\" has 4 steps; a bar of 4/4 has 8 here",
        ),
        (
            "[[cell]]\nstep = 4\nmeter = \"5/8\"\ngrid = \"1--\"",
            4,
            "\"1--\" has 3 steps; a bar of 5/8 has 2 here",
        ),
        (
            "[[cell]]\nstep = 4\ngrid = \"1-q-\"",
            3,
            "'q' is not a sign; write 1 to 8, P, r, v, c, w, a, >, k, x, - or .",
        ),
        ("[[cell]]\nstep = 4\ngrid = \".-1-\"", 3, "\".-1-\" holds a note that never began"),
        (
            "[[cell]]\nstep = 7\ngrid = \"1\"",
            2,
            "a step of 7 to a whole note; expected one of [4, 8, 12, 16, 24]",
        ),
        (
            "[[cell]]\nstep = 4\ngrid = \"1---\"\nenergy = [60, 50]",
            4,
            "energy = [60, 50]; write the least and the most, 0 to 127",
        ),
        (
            "[[cell]]\nstep = 4\ngrid = \"1---\"\nenergy = [0, 128]",
            4,
            "energy = [0, 128]; write the least and the most, 0 to 127",
        ),
        ("[[cell]]\nstep = 4\ngrid = \"1---|5---\"\nmaybe = \"...a\"", 4, "1 bars of maybe for a cell of 2"),
        (
            "[[cell]]\nstep = 4\nmeter = \"4/3\"\ngrid = \"1---\"",
            3,
            "\"4/3\" is not a meter; write 1 to 32 over 1, 2, 4, 8, 16, 32 or 64, as in 7/8",
        ),
    ];
    for (text, line, message) in table {
        let error = Manner::read("mine/bass.toml", text).unwrap_err();
        let found = (error.file.as_str(), error.line, error.message.as_str());
        assert_eq!(found, ("mine/bass.toml", line, message), "{text}");
    }
}

#[test]
fn words_that_are_none_are_refused() {
    for (text, line) in [
        ("groove = 1", 1),
        ("line = \"run\"", 1),
        ("memory = \"long\"", 1),
        ("[[cell]]\nstep = 4", 1),
        ("[[cell]]\nstep = 4\ngrid = \"1---\"\npart = \"verse\"", 4),
        ("[[cell]]\nstep = 4\ngrid = \"1---\"\nfeel = \"three\"", 4),
        ("[[cell]]\ngrid = 4", 2),
        ("velocity = \"loud\"", 1),
    ] {
        let error = Manner::read("bass.toml", text).unwrap_err();
        assert_eq!(error.line, line, "{text}: {error}");
    }
}

#[test]
fn too_many_cells_are_refused() {
    let text = "[[cell]]\nstep = 4\ngrid = \"1---\"\n".repeat(129);
    let error = Manner::read("bass.toml", &text).unwrap_err();
    assert_eq!((error.line, error.message.as_str()), (385, "more than 128 cells"));
}

#[test]
fn every_style_has_cells_for_all_energies_and_a_way_out() {
    for name in Style::BUILT_IN {
        let bass = Style::built_in(name).unwrap().bass;
        let own = bass.cells.iter().filter(|cell| cell.part == Part::Main);
        let own: Vec<_> = own.collect();
        for energy in 0..=127 {
            let meters: Vec<_> =
                own.iter().filter(|cell| (cell.energy.0..=cell.energy.1).contains(&energy)).collect();
            assert!(!meters.is_empty(), "{name} has nothing for an energy of {energy}");
        }
        assert!(
            bass.cells.iter().filter(|cell| cell.part == Part::Fill).count() >= 2,
            "{name} knows one fill"
        );
    }
}
