//! Signs in words, in capitals, as symbols, and what only looks like one.

use super::*;

fn told(text: &str) -> Option<String> {
    Sign::from_text(text).map(|sign| sign.to_string())
}

#[test]
fn signs_are_read_however_they_are_written() {
    let table = [
        ("Segno", "segno"),
        ("SEGNO", "segno"),
        ("𝄋", "segno"),
        ("Coda", "coda"),
        ("to coda", "to coda"),
        ("To  Coda", "to coda"),
        ("tocoda", "to coda"),
        ("⊕", "⊕"),
        ("𝄌", "⊕"),
        ("fine", "fine"),
        ("Fine.", "fine"),
        ("D.C.", "D.C."),
        ("DC", "D.C."),
        ("d.c.", "D.C."),
        ("Da Capo", "D.C."),
        ("D.S.", "D.S."),
        ("Dal Segno", "D.S."),
        ("D.C. al Fine", "D.C. al Fine"),
        ("DC al fine", "D.C. al Fine"),
        ("D.S. al Coda", "D.S. al Coda"),
        ("Dal Segno al Coda", "D.S. al Coda"),
        ("da capo al fine", "D.C. al Fine"),
    ];
    for (text, expected) in table {
        assert_eq!(told(text).as_deref(), Some(expected), "{text:?}");
    }
}

#[test]
fn what_a_sign_prints_is_read_as_itself() {
    let jumps = [Target::Start, Target::Segno]
        .into_iter()
        .flat_map(|to| [Until::End, Until::Fine, Until::Coda].map(|until| Sign::Jump(Jump { to, until })));
    for sign in [Sign::Segno, Sign::Coda, Sign::ToCoda, Sign::CodaSymbol, Sign::Fine].into_iter().chain(jumps)
    {
        assert_eq!(Sign::from_text(&sign.to_string()), Some(sign));
    }
}

#[test]
fn other_words_are_no_signs() {
    for text in [
        "",
        "D",
        "Dm",
        "DCm",
        "Codas",
        "Finer",
        "to",
        "to the coda",
        "da",
        "dal",
        "D.C. al",
        "al Fine",
        "D7",
        "segno7",
    ] {
        assert_eq!(told(text), None, "{text:?}");
    }
}

#[test]
fn a_sign_ends_where_its_words_end() {
    let table = [
        ("D.S. al Coda | C", 12),
        ("D.S. all'italiana", 4),
        ("D.C. al Dente", 4),
        ("Fine|", 4),
        ("Fine:|", 4),
        ("⊕C", 3),
        ("To Coda {fine}", 7),
    ];
    for (text, length) in table {
        assert_eq!(Sign::at_start_of(text).map(|(_, length)| length), Some(length), "{text:?}");
    }
}
