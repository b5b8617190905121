//! Chords against a table: what each spelling is called and which notes it has.

use ai_band_music::chord::Chord;

fn notes(chord: &Chord) -> String {
    let names: Vec<String> = chord.spellings().iter().map(ToString::to_string).collect();
    names.join(" ")
}

#[test]
fn common_chords() {
    for (text, canonical, tones) in [
        ("C", "C", "C E G"),
        ("Am7", "Am7", "A C E G"),
        ("C-7", "Cm7", "C Eb G Bb"),
        ("F#m7b5", "F#m7b5", "F# A C E"),
        ("Bø", "Bm7b5", "B D F A"),
        ("G7(b9,#11)", "G7b9#11", "G B D F Ab C#"),
        ("B♭Δ7/D", "Bbmaj7/D", "Bb D F A"),
        ("C/F#", "C/F#", "C E F# G"),
        ("D\\C7", "D\\C7", "C E G Bb D F# A"),
        ("Galt", "G7alt", "G B Db D# F Ab A#"),
        ("C6/9", "C69", "C E G A D"),
        ("C11", "C11", "C G Bb D F"),
        ("Cmadd9", "Cmadd9", "C Eb G D"),
    ] {
        let chord: Chord = text.parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((chord.to_string().as_str(), notes(&chord).as_str()), (canonical, tones), "{text}");
        assert_eq!(canonical.parse(), Ok(chord));
    }
}

#[test]
fn a_mistake_names_what_was_meant() {
    let error = "Hm7".parse::<Chord>().unwrap_err();
    assert_eq!(error.to_string(), "\"Hm7\" is not a chord; did you mean Bm7?");
    assert_eq!((error.column(), error.suggestion()), (0, Some("Bm7")));
}
