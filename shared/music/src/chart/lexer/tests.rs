//! Tables of lines and the tokens they are cut into.

use super::*;

/// Tokens as a person would tell them: words bare, signs in their own notation.
fn told(text: &str) -> Vec<String> {
    let mut complaints = Complaints::new(text);
    let tokens = tokens(text, &mut complaints);
    assert!(complaints.is_empty(), "{text:?}: {complaints:?}");
    tokens.iter().map(|token| tell(&token.kind)).collect()
}

fn tell(kind: &Kind) -> String {
    match kind {
        Kind::Section { name, times } => format!("[{name}]{}", tell_times(*times)),
        Kind::Barline(line) => tell_barline(*line),
        Kind::Ending(numbers) => numbers.iter().map(|number| format!("{number}.")).collect(),
        Kind::Word(word) => word.clone(),
        Kind::Sign(sign) => format!("<{sign}>"),
        Kind::Directive { name, value } => format!("{{{name}={value}}}"),
        Kind::Times(times) => format!("x{times}"),
        Kind::Newline => "/".to_owned(),
    }
}

fn tell_times(times: Option<u64>) -> String {
    times.map_or(String::new(), |times| format!("x{times}"))
}

fn tell_barline(line: Barline) -> String {
    let strokes = if line.is_double { "||" } else { "|" };
    let (before, after) = (if line.closes { ":" } else { "" }, if line.opens { ":" } else { "" });
    format!("{before}{strokes}{after}{}", tell_times(line.times))
}

fn problems(text: &str) -> Vec<String> {
    let mut complaints = Complaints::new(text);
    tokens(text, &mut complaints);
    let errors = complaints.into_errors();
    errors.iter().flat_map(crate::chart::Errors::all).map(|error| error.problem.to_string()).collect()
}

#[test]
fn lines_are_cut_into_words_and_bar_lines() {
    let table: &[(&str, &[&str])] = &[
        ("| Am7 D7 |", &["|", "Am7", "D7", "|", "/"]),
        ("|Am7|D7|", &["|", "Am7", "|", "D7", "|", "/"]),
        ("C|G", &["C", "|", "G", "/"]),
        ("\tC\u{a0}| G", &["C", "|", "G", "/"]),
        ("C | G\r\nD |", &["C", "|", "G", "/", "D", "|", "/"]),
        ("\u{feff}| C |", &["|", "C", "|", "/"]),
        ("| C7(b9, #11) F |", &["|", "C7(b9, #11)", "F", "|", "/"]),
        ("| C7(b9 F |", &["|", "C7(b9", "F", "|", "/"]),
        ("| C7(b9 | F) |", &["|", "C7(b9", "|", "F)", "|", "/"]),
        ("| C, F |", &["|", "C", "F", "|", "/"]),
        ("| % . >C |", &["|", "%", ".", ">C", "|", "/"]),
        ("| C:| F", &["|", "C", ":|", "F", "/"]),
        ("| C{fine}|", &["|", "C", "<fine>", "|", "/"]),
    ];
    for (text, expected) in table {
        assert_eq!(told(text), *expected, "{text:?}");
    }
}

#[test]
fn bar_lines_come_in_many_shapes() {
    let table: &[(&str, &[&str])] = &[
        ("| || |] ||", &["|", "||", "||", "||", "/"]),
        ("|: C :|", &["|:", "C", ":|", "/"]),
        ("||: C :||", &["||:", "C", ":||", "/"]),
        ("|: C :|: D :|", &["|:", "C", ":|:", "D", ":|", "/"]),
        ("|: C :||: D :|", &["|:", "C", ":||:", "D", ":|", "/"]),
        ("|: C :| :| |", &["|:", "C", ":|", ":|", "|", "/"]),
        ("|: C :|x3 D", &["|:", "C", ":|x3", "D", "/"]),
        ("|: C :| x3", &["|:", "C", ":|x3", "/"]),
        ("|: C :|3x", &["|:", "C", ":|x3", "/"]),
        ("|: C :|×12", &["|:", "C", ":|x12", "/"]),
        ("|: C :|(x3)", &["|:", "C", ":|x3", "/"]),
        ("|: C :|(3x) D", &["|:", "C", ":|x3", "D", "/"]),
        ("| C ||| D", &["|", "C", "||", "|", "D", "/"]),
        ("𝄀 𝄁 ‖ 𝄂 𝄆 𝄇x4", &["|", "||", "||", "||", "|:", ":|x4", "/"]),
    ];
    for (text, expected) in table {
        assert_eq!(told(text), *expected, "{text:?}");
    }
}

#[test]
fn endings_are_numbers_with_a_dot_at_a_bar_line() {
    let table: &[(&str, &[&str])] = &[
        ("|1. C :|2. D ||", &["|", "1.", "C", ":|", "2.", "D", "||", "/"]),
        ("| 1. C", &["|", "1.", "C", "/"]),
        ("|1.C", &["|", "1.", "C", "/"]),
        ("|1,2. C", &["|", "1.2.", "C", "/"]),
        ("|1.2. C", &["|", "1.2.", "C", "/"]),
        ("|1-3. C", &["|", "1.2.3.", "C", "/"]),
        ("|2,1,2. C", &["|", "1.2.", "C", "/"]),
        ("|1,3-4. C", &["|", "1.3.4.", "C", "/"]),
        ("|C\n1. D|", &["|", "C", "/", "1.", "D", "|", "/"]),
        ("| 1 . . 5 |", &["|", "1", ".", ".", "5", "|", "/"]),
        ("| 1- 4 |", &["|", "1-", "4", "|", "/"]),
    ];
    for (text, expected) in table {
        assert_eq!(told(text), *expected, "{text:?}");
    }
    for bad in ["|0. C", "|17. C", "|3-1. C", "|1,99. C", "|300. C"] {
        assert_eq!(problems(bad), ["endings are numbered 1 to 16, as in |1. and |2,3."], "{bad}");
    }
}

#[test]
fn sections_directives_and_signs() {
    let table: &[(&str, &[&str])] = &[
        ("[Verse] x2", &["[Verse]x2", "/"]),
        ("[Verse](x2) | C |", &["[Verse]x2", "|", "C", "|", "/"]),
        ("[ Verse 1 ]", &["[Verse 1]", "/"]),
        ("[Verse 1 x2]", &["[Verse 1]x2", "/"]),
        ("[Verse (2x)]", &["[Verse]x2", "/"]),
        ("[Verse x2] x3", &["[Verse]x3", "/"]),
        ("[x2]", &["[x2]", "/"]),
        ("[A]x | C |", &["[A]", "x", "|", "C", "|", "/"]),
        ("{key: D}", &["{key=D}", "/"]),
        ("{ key :D }", &["{key=D}", "/"]),
        ("{key=D}", &["{key=D}", "/"]),
        ("{pickup}", &["{pickup=}", "/"]),
        ("{title: A: B}", &["{title=A: B}", "/"]),
        ("{D.S. al Coda}", &["<D.S. al Coda>", "/"]),
        ("| C D.C. al Fine | Fine G |", &["|", "C", "<D.C. al Fine>", "|", "<fine>", "G", "|", "/"]),
        ("| C Finer |", &["|", "C", "Finer", "|", "/"]),
        ("| C | x4", &["|", "C", "|", "x4", "/"]),
    ];
    for (text, expected) in table {
        assert_eq!(told(text), *expected, "{text:?}");
    }
}

#[test]
fn remarks_are_skipped() {
    let table: &[(&str, &[&str])] = &[
        ("// all of it", &["/"]),
        ("# all of it", &["/"]),
        ("#", &["/"]),
        ("## heading | C |", &["/"]),
        ("| C | // the rest | D |", &["|", "C", "|", "/"]),
        ("| C//D |", &["|", "C//D", "|", "/"]),
        ("| C / / / |", &["|", "C", "/", "/", "/", "|", "/"]),
        ("#IV7 |", &["#IV7", "|", "/"]),
        ("| # 1 |", &["|", "#", "1", "|", "/"]),
    ];
    for (text, expected) in table {
        assert_eq!(told(text), *expected, "{text:?}");
    }
}

#[test]
fn without_bar_lines_every_word_is_a_bar() {
    let table: &[(&str, &[&str])] = &[
        ("Am7 D7", &["Am7", "|", "D7", "|", "/"]),
        ("C-Am-F-G", &["C", "|", "Am", "|", "F", "|", "G", "|", "/"]),
        ("C–Am", &["C", "|", "Am", "|", "/"]),
        ("C-7", &["C-7", "|", "/"]),
        ("C-7-F", &["C-7-F", "|", "/"]),
        ("C-", &["C-", "|", "/"]),
        ("C-F G", &["C-F", "|", "G", "|", "/"]),
        ("[A] C-F", &["[A]", "C", "|", "F", "|", "/"]),
        ("C-F // | remarks have no bar lines", &["C", "|", "F", "|", "/"]),
    ];
    for (text, expected) in table {
        assert_eq!(told(text), *expected, "{text:?}");
    }
}

#[test]
fn tokens_know_the_bytes_they_came_from() {
    let text = "[Ä] | C♯m7 | {key: D} N.C. :|x3\nC-F | é";
    let mut complaints = Complaints::new(text);
    let spans: Vec<&str> =
        tokens(text, &mut complaints).iter().map(|token| &text[token.range.clone()]).collect();
    assert_eq!(spans, ["[Ä]", "|", "C♯m7", "|", "{key: D}", "N.C.", ":|x3", "", "C-F", "|", "é", ""]);
    let list = "C-Am–F";
    let spans: Vec<&str> =
        tokens(list, &mut complaints).iter().map(|token| &list[token.range.clone()]).collect();
    assert_eq!(spans, ["C", "", "Am", "", "F", "", ""]);
}

#[test]
fn what_is_open_must_be_closed_on_its_line() {
    assert_eq!(problems("{key: D\n| C |"), ["this { is never closed; write } on the same line"]);
    assert_eq!(problems("| C | [A\n| D |"), ["this [ is never closed; write ] on the same line"]);
}
