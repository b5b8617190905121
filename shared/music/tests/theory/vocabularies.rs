//! What other programs and books write for chords: all of it is read, each as what they mean by it.

use ai_band_music::chord::{Chord, Family};

/// `written` after C comes to the notes that `meant` after C has.
fn all_mean(pairs: &[(&str, &str)]) {
    let read = |symbol: &str| format!("C{symbol}").parse::<Chord>();
    let wrong: Vec<String> = pairs
        .iter()
        .filter(|(written, meant)| read(written).is_err() || read(written) != read(meant))
        .map(|(written, meant)| {
            format!("C{written} is not C{meant}: {:?}", read(written).map(|chord| chord.to_string()))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn apps_for_practising_jazz() {
    all_mean(&[
        ("5", "5"),
        ("2", "add9"),
        ("add9", "add9"),
        ("+", "aug"),
        ("o", "dim"),
        ("h", "m7b5"),
        ("sus", "sus4"),
        ("^", "maj7"),
        ("-", "m"),
        ("^7", "maj7"),
        ("-7", "m7"),
        ("7sus", "7sus4"),
        ("h7", "m7b5"),
        ("o7", "dim7"),
        ("^9", "maj9"),
        ("^13", "maj13"),
        ("69", "69"),
        ("^7#11", "maj7#11"),
        ("^9#11", "maj9#11"),
        ("^7#5", "maj7#5"),
        ("-6", "m6"),
        ("-69", "m69"),
        ("-^7", "mMaj7"),
        ("-^9", "mMaj9"),
        ("-9", "m9"),
        ("-11", "m11"),
        ("-7b5", "m7b5"),
        ("h9", "m9b5"),
        ("-b6", "maddb13"),
        ("-#5", "m(#5)"),
        ("7b9", "7b9"),
        ("7#9", "7#9"),
        ("7#11", "7#11"),
        ("7b5", "7b5"),
        ("7#5", "7#5"),
        ("9#11", "9#11"),
        ("9b5", "9b5"),
        ("9#5", "9#5"),
        ("7b13", "7b13"),
        ("7#9#5", "7#5#9"),
        ("7#9b5", "7b5#9"),
        ("7#9#11", "7#9#11"),
        ("7b9#11", "7b9#11"),
        ("7b9b5", "7b5b9"),
        ("7b9#5", "7#5b9"),
        ("7b9#9", "7b9#9"),
        ("7b9b13", "7b9b13"),
        ("7alt", "7alt"),
        ("13#11", "13#11"),
        ("13b9", "13b9"),
        ("13#9", "13#9"),
        ("7b9sus", "7sus4b9"),
        ("7susadd3", "7sus4add3"),
        ("9sus", "9sus4"),
        ("13sus", "13sus4"),
        ("7b13sus", "7sus4b13"),
    ]);
}

#[test]
fn programs_that_arrange() {
    all_mean(&[
        ("Maj7", "maj7"),
        ("MAJ7", "maj7"),
        ("M7", "maj7"),
        ("M7-5", "maj7b5"),
        ("M7+5", "maj7#5"),
        ("M7#11", "maj7#11"),
        ("M9#11", "maj9#11"),
        ("M13", "maj13"),
        ("m7-5", "m7b5"),
        ("m(maj7)", "mMaj7"),
        ("mM7", "mMaj7"),
        ("mM7(add9)", "mMaj9"),
        ("m(addM7)", "mMaj7"),
        ("dim(addM7)", "dimMaj7"),
        ("m+5", "m(#5)"),
        ("mb5", "dim"),
        ("m#5", "m(#5)"),
        ("m(add9)", "madd9"),
        ("m6(add9)", "m69"),
        ("6(add9)", "69"),
        ("7-5", "7b5"),
        ("7+5", "7#5"),
        ("7+", "7#5"),
        ("7-9", "7b9"),
        ("7+9", "7#9"),
        ("7+11", "7#11"),
        ("7-13", "7b13"),
        ("7-9+11", "7b9#11"),
        ("7+5-9", "7#5b9"),
        ("9+5", "9#5"),
        ("9-5", "9b5"),
        ("7(omit3)", "7no3"),
        ("7omit5", "7no5"),
        ("aug7", "7#5"),
        ("aug9", "9#5"),
        ("aug7b9", "7#5b9"),
        ("augM7", "maj7#5"),
        ("dom7b9", "7b9"),
        ("dim7(b13)", "dim7b13"),
        ("7sus2", "7sus2"),
        ("sus13", "13sus4"),
        ("sus2sus4", "sus24"),
        ("11b9", "11b9"),
        ("m7b9", "m7b9"),
        ("5b5", "5(b5)"),
    ]);
}

#[test]
fn books_and_manuscripts() {
    all_mean(&[
        ("mi7", "m7"),
        ("mi7(b5)", "m7b5"),
        ("mi(ma7)", "mMaj7"),
        ("mi9", "m9"),
        ("mi11", "m11"),
        ("mi6/9", "m69"),
        ("ma7", "maj7"),
        ("ma7(b5)", "maj7b5"),
        ("ma9(#11)", "maj9#11"),
        ("ma13", "maj13"),
        ("−7", "m7"),
        ("−7(♭5)", "m7b5"),
        ("∆", "maj7"),
        ("△7", "maj7"),
        ("∆9(♯11)", "maj9#11"),
        ("−∆7", "mMaj7"),
        ("⁷", "7"),
        ("m⁷", "m7"),
        ("m⁷♭⁵", "m7b5"),
        ("maj⁷", "maj7"),
        ("∆⁷", "maj7"),
        ("ø⁷", "m7b5"),
        ("°⁷", "dim7"),
        ("+⁷", "7#5"),
        ("⁶⁄⁹", "69"),
        ("sus⁴", "sus4"),
        ("7♭9", "7b9"),
        ("7♯9", "7#9"),
        ("7(♭9,♯11)", "7b9#11"),
        ("13(♯11)", "13#11"),
        ("7(b9 b13)", "7b9b13"),
        ("7M", "maj7"),
        ("7M(9)", "maj9"),
        ("7/9", "9"),
        ("m7/9", "m9"),
        ("7/13", "7add13"),
        ("7/b9", "7b9"),
        ("7(4)", "7sus4"),
        ("7/4", "7sus4"),
        ("4", "sus4"),
        ("7(altered)", "7alt"),
        ("j7", "maj7"),
        ("-j7", "mMaj7"),
    ]);
}

#[test]
fn songbooks_with_lyrics() {
    all_mean(&[
        ("maj", ""),
        ("min", "m"),
        ("(no3)", "5"),
        ("no3", "5"),
        ("sus2", "sus2"),
        ("sus", "sus4"),
        ("add2", "add9"),
        ("add4", "add11"),
        ("madd2", "madd9"),
        ("(add9)", "add9"),
        ("2/E", "add9/E"),
        ("2(no3)", "5add9"),
        ("maj7/E", "maj7/E"),
        ("m7/Bb", "m7/Bb"),
        ("7sus4/G", "7sus4/G"),
        ("/E", "/E"),
        ("/D", "/D"),
    ]);
}

#[test]
fn signs_that_look_alike_mean_the_same() {
    for signs in [vec!["♭", "b"], vec!["♯", "#", "＃"]] {
        let chords: Vec<_> =
            signs.iter().map(|sign| format!("D{sign}m7{sign}5/A{sign}").parse::<Chord>()).collect();
        assert!(chords.iter().all(|chord| chord.is_ok() && *chord == chords[0]), "{signs:?}");
    }
    for (signs, family) in [
        (vec!["Δ", "∆", "△", "▵", "^"], Family::Major),
        (vec!["-", "−", "–", "‐", "‑"], Family::Minor),
        (vec!["°", "º", "˚", "○", "◦", "o"], Family::Diminished),
        (vec!["ø", "Ø", "⌀", "∅"], Family::HalfDiminished),
        (vec!["+", "⁺"], Family::Augmented),
    ] {
        for sign in signs {
            let chord: Chord = format!("C{sign}").parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(chord.family(), family, "{sign}");
        }
    }
}

#[test]
fn small_and_capital_m_differ_and_words_do_not() {
    let read = |text: &str| text.parse::<Chord>().unwrap();
    assert_ne!(read("CM7"), read("Cm7"));
    assert_ne!(read("CM"), read("Cm"));
    for (word, same) in
        [("CMAJ7", "Cmaj7"), ("CMin7", "Cm7"), ("CDIM", "Cdim"), ("CSus4", "Csus4"), ("CAdd9", "Cadd9")]
    {
        assert_eq!(read(word), read(same));
    }
}
