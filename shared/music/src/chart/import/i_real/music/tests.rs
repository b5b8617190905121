//! Music, cell by cell.

use super::*;

/// Bars between strokes, signs as they would be typed.
fn told(music: &str) -> String {
    let told = tokens(music).into_iter().map(|kind| match kind {
        Kind::Section { name, .. } => format!("[{name}]"),
        Kind::Barline(line) if line.closes => {
            line.times.map_or(":|".to_owned(), |times| format!(":|x{times}"))
        }
        Kind::Barline(line) if line.opens => "|:".to_owned(),
        Kind::Barline(line) if line.is_double => "||".to_owned(),
        Kind::Barline(_) => "|".to_owned(),
        Kind::Ending(numbers) => format!("{}.", numbers[0]),
        Kind::Word(word) => word,
        Kind::Sign(sign) => format!("{{{sign}}}"),
        Kind::Directive { name, value } => format!("{{{name}: {value}}}"),
        Kind::Times(times) => format!("x{times}"),
        Kind::Newline => "/".to_owned(),
    });
    told.collect::<Vec<_>>().join(" ")
}

#[test]
fn cells_become_slots() {
    let table = [
        ("C   |", "C |"),
        ("C F |", "C F |"),
        ("C, F, |", "C F |"),
        ("C  F|", "C . . F |"),
        ("CFG |", "C F G . |"),
        ("C F G |", "C F G |"),
        ("T34CFG|", "{meter: 3/4} C F G |"),
        ("T34C F |", "{meter: 3/4} C F |"),
        ("T12C|", "{meter: 12/8} C |"),
        ("T5", ""),
        ("CXyQ|FXyQLZG", "C | F | G |"),
        ("CKcl |", "C | % |"),
        ("C|x |r| |F", "C | % | %2 | %2 | F |"),
        ("C|D|r|F", "C | D | %2 | %2 | F |"),
        ("C|D|r", "C | D | %2 | %2 |"),
        ("C|n |p G |", "C | N.C. | . G |"),
        ("C|    |F", "C | . | F |"),
        ("[C  ]  [F Z", "|| C | || || F | ||"),
    ];
    for (music, expected) in table {
        assert_eq!(told(music), expected, "{music:?}");
    }
}

#[test]
fn chords_are_cut_out_whole() {
    let table = [
        ("C^7", "C^7"),
        ("C^9#11", "C^9#11"),
        ("F#h7", "F#h7"),
        ("Bo7", "Bo7"),
        ("G7b9sus", "G7b9sus"),
        ("Cadd9", "Cadd9"),
        ("A7#5/C#", "A7#5/C#"),
        ("C*7b5*", "C7b5"),
    ];
    for (music, expected) in table {
        assert_eq!(told(music), format!("{expected} |"), "{music}");
    }
    assert_eq!(told("C-7   |W/Bb   |"), "C-7 | C-7/Bb |");
    assert_eq!(told("W/Bb|"), ". |");
}

#[test]
fn signs_become_ours() {
    let table = [
        ("*A[C|*BF", "[A] || C | [B] F |"),
        ("{*AC|F}", "[A] |: C | F | :|"),
        ("*A{C|F}", "[A] |: C | F | :|"),
        ("*iC|*VF|", "[Intro] C | [Verse] F |"),
        ("{C|*BF}", "|: C | F | :|"),
        ("{C|N1F}|N2G]", "|: C | 1. F | :| 2. G | ||"),
        ("{C<4x>}", "|: C | :|x4"),
        ("{C<3X>}{D}", "|: C | :|x3 |: D | :|"),
        ("{C<*664x>}", "|: C | :|"),
        ("C<Fine>|", "{fine} C |"),
        ("C<*74D.C. al Coda>|", "{D.C. al Coda} C |"),
        ("C<slowly>|", "C |"),
        ("SC|FQ|", "{segno} C | {⊕} F |"),
        ("C(A-7)|F", "C | F |"),
        ("lsC fU|YYY", "C |"),
        ("N0C|", "C |"),
        ("(C", ""),
        ("<C", ""),
    ];
    for (music, expected) in table {
        assert_eq!(told(music), expected, "{music:?}");
    }
}
