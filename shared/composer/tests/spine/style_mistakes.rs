//! Every way to get a style's files wrong, whoever reads them: the file, the line, and what was expected.

use ai_band_composer::style::{self, FILE_BYTES_MAX, FILES, Files, Style};

fn refused(file: &str, text: &str) -> String {
    let files = Files::from([(file.to_owned(), text.to_owned())]);
    Style::read("my", &files).expect_err(text).to_string()
}

#[test]
fn what_concerns_the_whole_band_is_refused_with_its_line_and_what_was_expected() {
    let table: &[(&str, &str)] = &[
        ("\ntempi = 3", ":2: unknown field `tempi`, expected one of `version`, `inherits`, `meters`"),
        ("swing_percent = \"hard\"", ":1: invalid type: string \"hard\", expected a whole number from 0"),
        ("[energy]\nverse = 300", ":2: invalid value: integer `300`, expected a whole number from 0 to 255"),
        ("lanes = 3", ":1: invalid type: integer `3`, expected a sequence"),
        ("tempo = { from = 100, usual = 110 }", ":1: missing field `to`"),
        ("tempo = { from = 1, to = 90, usual = 70 }", ":1: tempi go from 4 to 1000 BPM, not from 1 to 90"),
        (
            "\ntempo = { from = 4000000000, to = 4294967295, usual = 4294967295 }",
            ":2: tempi go from 4 to 1000 BPM, not from 4000000000 to 4294967295",
        ),
        ("version = 1\nversion = 1", ":2: duplicate key"),
        ("version = 1\nmeters = [\"4/4\",", ":2: unclosed array"),
        ("\n\n\u{1}\u{7}junk", ":3: "),
    ];
    for (text, said) in table {
        let error = refused("style.toml", text);
        assert!(error.starts_with(&format!("my/style.toml{said}")), "{text}\n{error}");
    }
}

#[test]
fn what_a_player_plays_is_refused_with_its_line_and_what_was_expected() {
    let groove = "[[groove]]\nname = \"a\"\nplace = \"a\"\nmeter = \"4/4\"\ngrid = 2\n";
    let table: &[(&str, &str, &str)] = &[
        ("drums.toml", "[[groove]]\nname = \"a\n", ":2: invalid basic string"),
        ("drums.toml", "[[groove]]\nname = 3\n", ":2: invalid type: integer `3`, expected a string"),
        (
            "drums.toml",
            &format!("{groove}rows.hat = \"Xo xo Xo\""),
            ":6: hat: 6 steps; a bar of 4/4 has 8 on this grid",
        ),
        (
            "drums.toml",
            &format!("{groove}rows.hat = \"Xo zo Xo xo\""),
            ":6: hat: 'z' is not a step; write X, x, o",
        ),
        (
            "drums.toml",
            &format!("{groove}rows.kik = \"Xo xo Xo xo\""),
            ":6: \"kik\" is not in the kit; write one of kick",
        ),
        (
            "percussion.toml",
            &format!("{groove}rows.shaker = \"Xo\""),
            ":6: shaker: 2 steps; a bar of 4/4 has 8",
        ),
        ("bass.toml", "[[cell]]\ngrid = \"x.x\"", ":2: \"x.x\" has 3 steps; a bar of 4/4 has 16 here"),
        ("comping.toml", "[[cell]]\ngrid = \"X-|.z|..|..\"", ":2: "),
        ("guitar.toml", "[[cell]]\ngrid = \"x.x\"", ":2: unknown field `grid`, expected one of `part`"),
        (
            "pad.toml",
            "[touch]\nvelocity = [0, 300]",
            ":2: invalid value: integer `300`, expected a whole number",
        ),
        ("lead.toml", "[[motif]]\ngrid = \"x.x\"", ":2: \"x.x\" has 3 steps; a bar of 4/4 has 8 here"),
    ];
    for (file, text, said) in table {
        let error = refused(file, text);
        assert!(error.starts_with(&format!("my/{file}{said}")), "{text}\n{error}");
    }
    for file in &FILES[1..] {
        assert!(table.iter().any(|(wrong, _, _)| wrong == file), "no mistake in {file} is tried");
    }
}

#[test]
fn a_file_that_nobody_reads_is_no_silent_mistake() {
    let said = "my/drum.toml:1: nobody reads a file of this name; there are style.toml, drums.toml, percussion.toml, ";
    assert!(refused("drum.toml", "").starts_with(said));
}

#[test]
fn a_file_is_as_long_as_a_style_may_be_and_no_longer() {
    let remark = |length: usize| format!("#{}", "x".repeat(length - 1));
    let longest = Files::from([("bass.toml".to_owned(), remark(FILE_BYTES_MAX))]);
    assert!(Style::read("my", &longest).is_ok());
    let said = "my/bass.toml:1: the file is longer than 65536 bytes; a style says it in fewer, ";
    assert!(refused("bass.toml", &remark(FILE_BYTES_MAX + 1)).starts_with(said));
    let error = style::text("my/bass.toml", &vec![b'#'; FILE_BYTES_MAX + 1]).unwrap_err();
    assert!(error.to_string().starts_with(said));
}

#[test]
fn bytes_that_are_no_text_are_refused_where_they_begin_to_be_none() {
    assert_eq!(style::text("my/bass.toml", b"# caf\xc3\xa9"), Ok("# caf\u{e9}"));
    for (bytes, line) in [(&b"\xff\xfe"[..], 1), (b"version = 1\n\n\x80", 3), (b"a\nb\xc3", 2)] {
        let error = style::text("my/bass.toml", bytes).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("my/bass.toml:{line}: this is not text; a style's file is TOML in UTF-8")
        );
    }
}

#[test]
fn deep_and_thick_files_are_read_or_refused_and_nobody_waits() {
    let deep = format!("lanes = {}", "[".repeat(60_000));
    assert!(refused("style.toml", &deep).starts_with("my/style.toml:1: "));
    let thick = "[[groove]]\n".repeat(5_000);
    assert!(refused("drums.toml", &thick).starts_with("my/drums.toml:1: missing field"));
}
