//! Which voicings a chord has in each form.

use ai_band_composer::voicing::{Candidate, Colour, Form, Policy, candidates};
use music::chord::Chord;
use music::pitch::{ClassSet, Pitch};
use music::scale::Scale;
use proptest::prelude::*;

fn chord(text: &str) -> Chord {
    text.parse().unwrap()
}

fn policy(forms: &[Form], colour: Colour) -> Policy {
    let forms = forms.iter().map(|form| (*form, 9)).collect();
    Policy { forms, colour, low: 50, high: 79, top: 67, voices: (2, 5), ..Policy::default() }
}

fn names(candidate: &Candidate) -> String {
    candidate.voicing.pitches().map(|pitch| pitch.to_string()).collect::<Vec<_>>().join(" ")
}

/// By chord, the scale it stands in, the form, and a voicing a player would name first.
const KNOWN: &[(&str, &str, Form, &str)] = &[
    ("Dm7", "D dorian", Form::RootlessA, "F3 A3 C4 E4"),
    ("G7", "G mixolydian", Form::RootlessB, "F3 A3 B3 E4"),
    ("Cmaj7", "C major", Form::RootlessA, "E3 G3 B3 D4"),
    ("Cmaj7", "C major", Form::RootlessB, "B3 D4 E4 G4"),
    ("G7", "G altered", Form::RootlessB, "F3 Ab3 B3 Eb4"),
    ("G7", "G mixolydian", Form::Shell, "F3 B3 E4"),
    ("Dm7", "D dorian", Form::Shell, "F3 C4"),
    ("Dm7", "D dorian", Form::Quartal, "D3 G3 C4 F4 A4"),
    ("C6", "C major", Form::Quartal, "E3 A3 D4 G4"),
    ("Cmaj7", "C major", Form::Drop2, "G3 C4 E4 B4"),
    ("Cmaj7", "C major", Form::Drop3, "E3 C4 G4 B4"),
    ("Cmaj7", "C major", Form::Close, "C4 E4 G4 B4"),
    ("C", "C major", Form::Triad, "G3 C4 E4"),
    ("C", "C major", Form::Spread, "E3 C4 G4"),
    ("Dm7", "D dorian", Form::Upper, "F3 A3 C4"),
    ("G9sus4", "G mixolydian", Form::Upper, "F3 A3 C4"),
    ("C5", "C major", Form::Power, "G3 C4"),
    ("C/E", "C major", Form::Triad, "G3 C4 E4"),
];

#[test]
fn forms_are_what_players_call_them() {
    for (symbol, scale, form, wanted) in KNOWN {
        let scale = scale.parse::<Scale>().unwrap().classes();
        let all = candidates(&chord(symbol), scale, &policy(&[*form], Colour::Rich));
        let all: Vec<String> = all.iter().map(names).collect();
        let wanted = wanted.split(' ').map(|note| note.parse::<Pitch>().unwrap().to_string());
        let wanted = wanted.collect::<Vec<_>>().join(" ");
        assert!(all.contains(&wanted), "{symbol} as {}: {wanted} is not in {all:?}", form.name());
    }
}

#[test]
fn every_form_is_read_by_its_name() {
    for form in Form::ALL {
        assert_eq!(form.name().parse(), Ok(form));
    }
    assert_eq!("drop-5".parse::<Form>(), Err(()));
}

/// Chords, with notes that must be in the voicing a player likes best.
const TELLING: &[(&str, &str)] = &[
    ("Dm7", "F C"),
    ("G7", "B F"),
    ("Cmaj7", "E B"),
    ("C6", "E A"),
    ("G7sus4", "C F"),
    ("Bm7b5", "D A F"),
    ("Fm(maj7)", "Ab E"),
    ("C7#5", "E Bb G#"),
    ("C7b5", "E Bb Gb"),
    ("C7alt", "E Bb"),
    ("C7#9", "E Bb D#"),
    ("G13", "B F E"),
    ("Bdim7", "D Ab"),
    ("Caug", "E G#"),
    ("Csus2", "D G"),
    ("Cadd9", "E D"),
    ("D\\C7", "E Bb F#"),
];

#[test]
fn what_tells_a_chord_is_never_missing() {
    let forms =
        [Form::RootlessA, Form::RootlessB, Form::Shell, Form::Drop2, Form::Close, Form::Triad, Form::Upper];
    for (symbol, notes) in TELLING {
        for colour in [Colour::Plain, Colour::Warm, Colour::Rich] {
            let all = candidates(&chord(symbol), ClassSet::EMPTY, &policy(&forms, colour));
            for note in notes.split(' ') {
                let class = note.parse::<music::pitch::Spelling>().unwrap().class();
                assert!(all[0].voicing.contains(class), "{symbol}: {} has no {note}", names(&all[0]));
            }
        }
    }
}

#[test]
fn plain_players_add_nothing_and_rich_ones_only_what_the_scale_has() {
    for (symbol, scale) in
        [("C", "C major"), ("G7", "G mixolydian"), ("Dm7", "D dorian"), ("E7", "E phrygian dominant")]
    {
        let (chord, scale) = (chord(symbol), scale.parse::<Scale>().unwrap().classes());
        for candidate in candidates(&chord, scale, &policy(&Form::ALL, Colour::Plain)) {
            assert!(
                candidate.voicing.pitches().all(|pitch| chord.classes().contains(pitch.class())),
                "{symbol}"
            );
        }
        let rich = candidates(&chord, scale, &policy(&Form::ALL, Colour::Rich));
        let allowed = scale.union(chord.classes());
        assert!(
            rich.iter()
                .flat_map(|c| c.voicing.pitches().collect::<Vec<_>>())
                .all(|p| allowed.contains(p.class()))
        );
        let has_colour =
            |c: &Candidate| c.voicing.pitches().any(|pitch| !chord.classes().contains(pitch.class()));
        assert!(rich.iter().any(has_colour), "{symbol} has colours");
    }
}

#[test]
fn no_natural_eleventh_stands_over_a_major_third() {
    let (chord, scale) = (chord("Cmaj7"), "C major".parse::<Scale>().unwrap().classes());
    for candidate in candidates(&chord, scale, &policy(&Form::ALL, Colour::Rich)) {
        assert!(candidate.voicing.keys().iter().all(|key| key % 12 != 5), "{}", names(&candidate));
    }
}

const ROOTS: &[&str] = &["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];
const SUFFIXES: &[&str] = &[
    "", "m", "7", "maj7", "m7", "6", "m6", "6/9", "9", "m9", "maj9", "11", "13", "7b9", "7#9", "7alt",
    "7#11", "7b13", "sus2", "sus4", "7sus4", "9sus4", "dim", "dim7", "m7b5", "aug", "7#5", "maj7#5",
    "maj7#11", "m(maj7)", "add9", "5", "(no3)", "/E", "/F", "m7/G", "7/B",
];

proptest! {
    #[test]
    fn any_chord_can_be_held(root in prop::sample::select(ROOTS), suffix in prop::sample::select(SUFFIXES), forms in prop::sample::subsequence(Form::ALL.to_vec(), 0..11), scale in 0..4096_u32) {
        let chord = chord(&format!("{root}{suffix}"));
        let scale: ClassSet = (0..12).filter(|bit| scale & (1 << bit) != 0).map(music::pitch::Class::new).collect();
        for colour in [Colour::Plain, Colour::Warm, Colour::Rich] {
            let policy = policy(&forms, colour);
            let all = candidates(&chord, scale, &policy);
            prop_assert!(!all.is_empty(), "{} cannot be held", chord);
            for candidate in all {
                let keys = candidate.voicing.keys();
                prop_assert!(candidate.voicing.bottom() >= 48 && candidate.voicing.top() <= policy.high);
                prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", keys);
                for hand in [candidate.voicing.left_hand(), candidate.voicing.right_hand()] {
                    prop_assert!(hand.last().zip(hand.first()).is_none_or(|(high, low)| high - low <= 10), "{:?}", keys);
                }
            }
        }
    }
}
