//! Chords as a bass player reads them.

use music::chord::Chord;
use music::pitch::ClassSet;
use music::scale::Scale;

use super::*;

fn ground(chord: &str, scale: &str) -> Ground {
    let chord: Chord = chord.parse().unwrap();
    let scale: ClassSet = scale.parse::<Scale>().unwrap().classes();
    Ground::of(&chord, scale)
}

#[test]
fn degrees_are_those_of_the_chord() {
    let table = [
        ("C", "C major", "C", "D E F G A A"),
        ("C7", "C mixolydian", "C", "D E F G A A#"),
        ("Cmaj7", "C major", "C", "D E F G A B"),
        ("C6", "C major", "C", "D E F G A A"),
        ("Cm7", "C dorian", "C", "D D# F G A A#"),
        ("Cm7", "C minor", "C", "D D# F G A# A#"),
        ("Cm7b5", "C locrian", "C", "C# D# F F# A# A#"),
        ("Cdim7", "C diminished", "C", "D D# F F# A A"),
        ("C+", "C whole tone", "C", "D E F# G# A# A#"),
        ("Csus4", "C mixolydian", "C", "D F F G A A#"),
        ("C5", "C major", "C", "D G F G A A"),
        ("C7#5", "C altered", "C", "C# E F# G# A# A#"),
        // Over a slash the bass is what is written, and the fifth what stands with it.
        ("C/E", "C major", "E", "D G F C A A"),
        ("C/G", "C major", "G", "D E F C A A"),
        ("F/G", "F major", "G", "G A A# F D D"),
        ("D/C", "D mixolydian", "C", "E F# G D B C"),
    ];
    for (chord, scale, bass, degrees) in table {
        let ground = ground(chord, scale);
        let found: Vec<String> = (2..=7).map(|number| ground.degree(number).to_string()).collect();
        let sharps = |text: String| {
            text.replace("Bb", "A#").replace("Eb", "D#").replace("Ab", "G#").replace("Db", "C#")
        };
        assert_eq!(ground.bass.to_string(), bass, "{chord}");
        assert_eq!(sharps(found.join(" ")), degrees, "{chord} in {scale}");
    }
}

#[test]
fn colours_are_no_ground_to_stand_on() {
    let ground = ground("C13", "C mixolydian");
    let tones: Vec<String> = ground.tones.iter().map(|class| class.to_string()).collect();
    assert_eq!(tones, ["C", "E", "G", "Bb"]);
    assert!(ground.scale.contains(Class::new(9)), "but the thirteenth may be passed through");
}

#[test]
fn a_slash_is_always_a_tone() {
    for chord in ["C/D", "F/G", "Ab/Bb", "D\\C7", "Am/F#"] {
        let chord: Chord = chord.parse().unwrap();
        let ground = Ground::of(&chord, ClassSet::EMPTY);
        assert!(ground.tones.contains(ground.bass), "{chord}");
        assert!((2..=7).all(|number| ground.scale.union(ground.tones).contains(ground.degree(number)) || number == 5));
    }
}
