//! Every limit from both sides, and hostile texts that must be refused quickly.

use ai_band_music::chart::{Chart, limits};

fn bars(count: usize) -> String {
    "| C F ".repeat(count)
}

fn refusal(text: &str) -> String {
    Chart::parse(text).expect_err("it was read").all()[0].problem.to_string()
}

#[test]
fn as_many_bars_as_allowed_and_no_more() {
    let most = Chart::parse(&bars(limits::BARS_WRITTEN_MAX)).unwrap();
    assert_eq!(most.song().bars().len(), limits::BARS_WRITTEN_MAX);
    assert!(refusal(&bars(limits::BARS_WRITTEN_MAX + 1)).contains("more than 2048 bars"));
}

#[test]
fn as_many_bars_played_as_allowed_and_no_more() {
    let most = format!("[A] x4\n{}", bars(limits::BARS_PLAYED_MAX / 4));
    assert_eq!(Chart::parse(&most).unwrap().song().bars().len(), limits::BARS_PLAYED_MAX);
    let more = format!("{most}\n[B] | C |");
    assert!(refusal(&more).contains("more than 8192 bars") || refusal(&more).contains("more than 2048 bars"));
    let more = format!("[A] x5\n{}", bars(limits::BARS_PLAYED_MAX / 4));
    assert!(refusal(&more).contains("more than 8192 bars"));
}

#[test]
fn a_song_fits_a_timeline() {
    let long_bars = |count| format!("{{meter: 32/1}} [A] x8\n{}", "| C ".repeat(count));
    assert!(Chart::parse(&long_bars(203)).is_ok());
    assert!(refusal(&long_bars(204)).contains("longer than a timeline"));
    // The first pickup is short, but its whole bar would begin before every timeline.
    let pickups = |count| format!("{{meter: 32/1}} {{pickup: 1}} C {}", "| {pickup} C ".repeat(count));
    assert!(Chart::parse(&pickups(1_626)).is_ok_and(|chart| chart.song().start().is_negative()));
    assert!(refusal(&pickups(1_627)).contains("longer than a timeline"));
}

#[test]
fn texts_sections_names_and_nesting_have_their_limits() {
    let remark = |bytes: usize| format!("C // {}", "x".repeat(bytes - "C // ".len()));
    assert!(Chart::parse(&remark(limits::TEXT_BYTES_MAX)).is_ok());
    assert!(refusal(&remark(limits::TEXT_BYTES_MAX + 1)).contains("256 KiB"));
    let sections = |count| "[A] | C |\n".repeat(count);
    assert!(Chart::parse(&sections(limits::SECTIONS_MAX)).is_ok());
    assert!(refusal(&sections(limits::SECTIONS_MAX + 1)).contains("more than 256 sections"));
    let named = |chars| format!("[{}] | C |", "é".repeat(chars));
    assert!(Chart::parse(&named(limits::NAME_CHARS_MAX)).is_ok());
    assert!(refusal(&named(limits::NAME_CHARS_MAX + 1)).contains("more than 120 characters"));
    let nested = |depth| format!("{}C {}", "|: ".repeat(depth), ":| ".repeat(depth));
    assert_eq!(Chart::parse(&nested(limits::NESTING_MAX)).unwrap().song().bars().len(), 16);
    assert!(refusal(&nested(limits::NESTING_MAX + 1)).contains("nested deeper than 4"));
}

#[test]
fn errors_are_told_in_the_order_of_the_text_and_counted() {
    let errors = Chart::parse(&"| Hm ".repeat(1_000)).unwrap_err();
    assert_eq!(errors.all().len(), limits::ERRORS_MAX);
    assert_eq!(errors.untold(), 1_000 - limits::ERRORS_MAX);
    assert!(errors.all().is_sorted_by_key(|error| error.range.start));
    assert!(errors.to_string().ends_with("and 968 more"), "{errors}");
    assert_eq!(errors.all()[31].to_string(), "bar 32: \"Hm\" is not a chord; did you mean Bm?");
}

#[test]
fn an_error_offers_what_to_write_over_its_place() {
    for (text, mended) in
        [("| C | Hm7 F |", "| C | Bm7 F |"), ("| C-7-F-7 |", "| C-7 F-7 |"), ("| >Hm |", "| >Bm |")]
    {
        let errors = Chart::parse(text).unwrap_err();
        let error = &errors.all()[0];
        let mut better = text.to_owned();
        better.replace_range(error.range.clone(), error.suggestion().unwrap());
        assert_eq!(better, mended);
        assert!(Chart::parse(&better).is_ok());
    }
}

#[test]
fn hostile_texts_are_refused_without_ado() {
    let bytes = limits::TEXT_BYTES_MAX / 8;
    let repeated = |piece: &str| piece.repeat(bytes / piece.len());
    for piece in [
        "(",
        "{",
        "[",
        "|",
        ":",
        ":|",
        "|:",
        "|: C ",
        "C:|",
        "1.",
        "1,",
        "|1-16.",
        "%",
        "%%",
        "| %% ",
        ".",
        "x9",
        "9",
        "C(",
        "-C",
        "C-",
        "{key: D}",
        "{fine}",
        "[A]",
        "[A] x64\n",
        "D.C. ",
        "to ",
        "//",
        "\n",
        "C\n",
        "|C|",
        "é",
        "𝄆",
        "Hm ",
        "| Hm\n",
        "{x}",
        "\u{feff}",
        "| {D.C.} C ",
        "|: C :|x64 ",
        ", ",
        "C/",
        "C#",
        "/",
    ] {
        let _ = Chart::parse(&repeated(piece));
    }
}

#[test]
fn jumps_cannot_make_a_song_endless() {
    assert!(refusal(&"| C {D.C.} ".repeat(2_000)).contains("more than 8192 bars"));
    let both_ways = Chart::parse("| {segno} C {D.C.} | F {D.S.} | G {D.C.} |").unwrap();
    assert!(both_ways.song().bars().len() < 16);
}
