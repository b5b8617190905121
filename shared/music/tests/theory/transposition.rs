//! Chords moved to other keys: what is written there.

use ai_band_music::chord::Chord;
use ai_band_music::key::Key;

fn chord(text: &str) -> Chord {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn key(text: &str) -> Key {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn without_a_key_a_chord_gets_the_name_people_write() {
    for (text, by, expected) in [
        ("C", 1, "Db"),
        ("C", 6, "Gb"),
        ("Am7", 1, "Bbm7"),
        ("Am7", 4, "C#m7"),
        ("Dm7", 1, "Ebm7"),
        ("Em7b5", 2, "F#m7b5"),
        ("G7/B", 2, "A7/C#"),
        ("G7/B", 1, "Ab7/C"),
        ("D/F#", -1, "Db/F"),
        ("C/Bb", 2, "D/C"),
        ("D\\C7", 2, "E\\D7"),
        ("C7alt", -12, "C7alt"),
        ("G#m", 0, "G#m"),
        ("G#m", 12, "G#m"),
        ("B#dim7", 24, "B#dim7"),
        ("Cdim7/Gb", 1, "C#dim7/G"),
        ("C", i32::MAX, "G"),
    ] {
        assert_eq!(chord(text).transposed(by, None).to_string(), expected, "{text} by {by}");
    }
}

#[test]
fn a_key_decides_how_the_roots_are_written() {
    for (text, by, target, expected) in [
        ("C", 1, "Db", "Db"),
        ("C", 6, "F#", "F#"),
        ("C", 6, "Gb", "Gb"),
        ("F", 6, "F#", "B"),
        ("F", 6, "Gb", "Cb"),
        ("E7/G#", 0, "Am", "E7/G#"),
        ("E7/G#", 1, "Bbm", "F7/A"),
        ("Bdim7", 4, "E", "D#dim7"),
        ("Bb", 4, "E", "D"),
        ("F#m7b5", 3, "Eb", "Am7b5"),
        ("Ab7", 11, "B", "G7"),
        ("D\\C7", 9, "A", "B\\A7"),
        // Bbb over Ebb by the letter.
        ("Eb/Ab", 6, "Gb", "A/D"),
        // Zero semitones into another key only writes it as that key does.
        ("G#m", 0, "Gb", "Abm"),
        ("Db7", 0, "F#", "C#7"),
    ] {
        let there = chord(text).transposed(by, Some(&key(target)));
        assert_eq!(there.to_string(), expected, "{text} by {by} into {target}");
    }
}

#[test]
fn a_chord_keeps_its_place_in_the_key() {
    for (text, from, to, expected) in [
        ("C#dim7", "C", "D", "D#dim7"),
        ("C#dim7", "C", "Bb", "Bdim7"),
        ("C#dim7", "C", "B", "Cdim7"),
        ("Db7", "C", "D", "Eb7"),
        ("Db7", "C", "B", "C7"),
        ("D#m7b5/A", "Am", "Dm", "G#m7b5/D"),
        ("Bb", "D dorian", "E dorian", "C"),
        ("F/A", "C", "F#", "B/D#"),
        ("F/A", "C", "Gb", "Cb/Eb"),
        ("D\\C7", "C", "Eb", "F\\Eb7"),
        ("G#m", "E", "E", "G#m"),
        ("Abm", "E", "E", "G#m"),
    ] {
        let there = chord(text).carried(&key(from), &key(to));
        assert_eq!(there.to_string(), expected, "{text} from {from} to {to}");
    }
}

#[test]
fn a_song_keeps_its_shape_in_every_key() {
    for (target, expected) in [
        ("D", "Bm7 E7 A7 Dmaj7 F#7/A# Bm D7/C G/B"),
        ("Eb", "Cm7 F7 Bb7 Ebmaj7 G7/B Cm Eb7/Db Ab/C"),
        ("B", "G#m7 C#7 F#7 Bmaj7 D#7/G G#m B7/A E/G#"),
        ("Gb", "Ebm7 Ab7 Db7 Gbmaj7 Bb7/D Ebm Gb7/Fb Cb/Eb"),
    ] {
        let by = i32::from(key("C").tonic.class().up_to(key(target).tonic.class()));
        let song = ["Am7", "D7", "G7", "Cmaj7", "E7/G#", "Am", "C7/Bb", "F/A"];
        let moved = song.map(|text| chord(text).transposed(by, Some(&key(target))).to_string());
        assert_eq!(moved.join(" "), expected, "to {target}");
    }
}
