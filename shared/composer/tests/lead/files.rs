//! What `lead.toml` may say, and how mistakes are refused.

use ai_band_composer::lead::{Manner, Part};

#[test]
fn an_empty_file_has_a_call_and_an_answer() {
    let manner = Manner::read("lead.toml", "").unwrap();
    let parts: Vec<Part> = manner.motifs.iter().map(|motif| motif.part).collect();
    assert_eq!(parts, [Part::Call, Part::Answer]);
    assert_eq!((manner.home.to_string(), manner.velocity), ("A4".to_owned(), 84));
}

#[test]
fn mistakes_name_their_line_and_what_fits() {
    let table = [
        ("home = \"C2\"", 1, "C2 is not between G3 and C6"),
        ("\nlowest = \"C5\"", 2, "C5 to C6 is too narrow; a lead needs 18 semitones"),
        (
            "highest = \"H5\"",
            1,
            "\"H5\" is not a pitch; write a letter and an octave from C-1 to G9, as in C4 or Bb2",
        ),
        ("velocity = 0", 1, "0 is not between 1 and 127"),
        ("[[motif]]\ngrid = \"c---\"", 2, "\"c---\" has 4 steps; a bar of 4/4 has 8 here"),
        (
            "[[motif]]\ngrid = \"c--1 c---\"",
            2,
            "a motif has chord tones (c), notes between them (w), approaches (a), - and .",
        ),
        (
            "[[motif]]\ngrid = \"c-c- --a-\"",
            2,
            "an approach (a) leads into a note; none comes after the last",
        ),
        ("[[motif]]\ngrid = \"c--- ---- | c--- ----\"", 2, "a motif is one bar long"),
        (
            "[[motif]]\nstep = 5\ngrid = \"c\"",
            2,
            "a step of 5 to a whole note; expected one of [4, 8, 12, 16, 24]",
        ),
        (
            "[[motif]]\nenergy = [90, 20]\ngrid = \"c--- ----\"",
            2,
            "energy = [90, 20]; write the least and the most, 0 to 127",
        ),
        (
            "[[motif]]\nmeter = \"4/3\"\ngrid = \"c--- ----\"",
            2,
            "\"4/3\" is not a meter; write 1 to 32 over 1, 2, 4, 8, 16, 32 or 64, as in 7/8",
        ),
    ];
    for (text, line, message) in table {
        let error = Manner::read("mine/lead.toml", text).unwrap_err();
        assert_eq!(
            (error.file.as_str(), error.line, error.message.as_str()),
            ("mine/lead.toml", line, message)
        );
    }
}

#[test]
fn unknown_words_are_refused() {
    for text in ["colour = 1", "[[motif]]\ngrid = \"c--- ----\"\npart = \"shout\"", "[[motif]]\nstep = 8"] {
        assert!(Manner::read("lead.toml", text).is_err(), "{text} was read");
    }
}
