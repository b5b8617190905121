//! Slips of the finger: what is guessed, how often it is right, and that it is never a silly guess.

use ai_band_music::chord::Chord;

const TYPED: &[&str] = &[
    "Cmaj7",
    "Am7",
    "F#m7b5",
    "Bbmaj9",
    "Gsus4",
    "G7sus4",
    "Dmin7",
    "Edim7",
    "Cadd9",
    "Ebmaj7#11",
    "Fmaj7",
    "Amin",
    "Baug",
    "C7alt",
    "Dm11",
    "Gmaj13",
    "Cmaj7/E",
    "Am7/G",
    "Abdim",
    "Csus2",
    "Fmadd9",
    "C#m7",
    "Dminor",
    "Gmajor7",
];

fn letters_swapped(text: &str) -> Vec<String> {
    let glyphs: Vec<char> = text.chars().collect();
    let swapped = |at: usize| {
        let mut glyphs = glyphs.clone();
        glyphs.swap(at, at + 1);
        glyphs.into_iter().collect()
    };
    (1..glyphs.len().saturating_sub(1)).map(swapped).collect()
}

fn letter_doubled(text: &str) -> Vec<String> {
    let doubled = |(at, glyph): (usize, char)| format!("{}{glyph}{}", &text[..at], &text[at..]);
    text.char_indices().skip(1).map(doubled).collect()
}

fn letter_dropped(text: &str) -> Vec<String> {
    let dropped = |(at, glyph): (usize, char)| format!("{}{}", &text[..at], &text[at + glyph.len_utf8()..]);
    text.char_indices().skip(1).map(dropped).collect()
}

/// Of the slips that are no chord: how many get the right guess, how many a wrong one, how many there are.
fn score(slips: impl Fn(&str) -> Vec<String>) -> (usize, usize, usize) {
    let mut score = (0, 0, 0);
    for text in TYPED {
        let meant: Chord = text.parse().unwrap_or_else(|error| panic!("{error}"));
        for error in slips(text).iter().filter_map(|slip| slip.parse::<Chord>().err()) {
            score.2 += 1;
            match error.suggestion().map(|suggestion| suggestion == meant.to_string()) {
                Some(true) => score.0 += 1,
                Some(false) => score.1 += 1,
                None => {}
            }
        }
    }
    score
}

#[test]
fn most_slips_are_understood_and_few_misunderstood() {
    for (name, slips) in [
        ("two letters swapped", letters_swapped as fn(&str) -> Vec<String>),
        ("a letter typed twice", letter_doubled),
        ("a letter forgotten", letter_dropped),
    ] {
        let (right, wrong, all) = score(slips);
        assert!(all > 20, "{name}: only {all} are no chords");
        assert!(right * 10 >= all * 6, "{name}: {right} right and {wrong} wrong of {all}");
        assert!(wrong * 20 <= all * 3, "{name}: {right} right and {wrong} wrong of {all}");
    }
}

#[test]
fn words_of_a_chart_are_not_taken_for_chords() {
    for word in [
        "Verse",
        "Chorus",
        "Bridge",
        "Intro",
        "Outro",
        "Coda",
        "Fine",
        "Solo",
        "Break",
        "Ending",
        "Tag",
        "Vamp",
        "Fade",
        "Interlude",
        "Refrain",
        "Head",
        "Capo",
        "Key",
        "Tempo",
        "Style",
        "Swing",
    ] {
        let error = word.parse::<Chord>().unwrap_err();
        assert_eq!(error.suggestion(), None, "{word}");
    }
}

#[test]
fn a_guess_is_canonical_and_not_what_was_typed() {
    for text in TYPED {
        for slip in letters_swapped(text).into_iter().chain(letter_doubled(text)).chain(letter_dropped(text))
        {
            let Err(error) = slip.parse::<Chord>() else { continue };
            let Some(suggestion) = error.suggestion() else { continue };
            assert_ne!(suggestion, slip);
            assert_eq!(suggestion.parse::<Chord>().unwrap().to_string(), suggestion);
            assert!(error.to_string().contains(&format!("\"{slip}\"")), "{error}");
        }
    }
}

#[test]
fn the_column_is_where_the_first_wrong_sign_stands() {
    for text in ["C", "Cm7", "Bbmaj9", "F#m7b5/C", "C7(b9,#11)", "Cø", "D\\C7", "CΔ"] {
        let clean = text.chars().count();
        let error = format!("{text}q").parse::<Chord>().unwrap_err();
        assert_eq!(error.column(), clean, "{text}q");
        assert!(error.reason().starts_with("\"q\""), "{error}");
    }
}
