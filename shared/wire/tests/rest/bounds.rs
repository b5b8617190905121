//! Every kind of text and number at its ends: what is just within is taken, what is just beyond is not.

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wire::lane::Lane;
use wire::limits;
use wire::number::{
    BarNumber, Beat, Beats, Bpm, ChannelNumber, HumaniseMicros, KnobValue, MidiValue, Minutes, PageSize,
    RegionNumber, RevisionNumber, SampleRate, Seconds, Seed, Sequence, SwingPercent, TickLength, TickNumber,
};
use wire::rest::artifact::{ArtifactQuery, AudioFormat};
use wire::rest::changes::ChangesQuery;
use wire::rest::job::JobQuery;
use wire::rest::midi::FileQuery;
use wire::rest::page::PageQuery;
use wire::rest::plugin::StatusQuery;
use wire::text::{
    Alphabet, ChartText, Cursor, HashText, Id, KeyText, Name, Progression, Proof, Sentence, Tag, Token,
};

fn takes<T: DeserializeOwned>(value: &Value) -> bool {
    serde_json::from_value::<T>(value.clone()).is_ok()
}

type Taker = fn(&Value) -> bool;

/// A kind of text, how long it may be, and what it is made of.
const TEXTS: &[(&str, Taker, usize, usize, Alphabet)] = &[
    ("id", takes::<Id>, Id::CHARS_MIN, Id::CHARS_MAX, Id::ALPHABET),
    ("name", takes::<Name>, Name::CHARS_MIN, Name::CHARS_MAX, Name::ALPHABET),
    ("sentence", takes::<Sentence>, Sentence::CHARS_MIN, Sentence::CHARS_MAX, Sentence::ALPHABET),
    (
        "progression",
        takes::<Progression>,
        Progression::CHARS_MIN,
        Progression::CHARS_MAX,
        Progression::ALPHABET,
    ),
    ("key", takes::<KeyText>, KeyText::CHARS_MIN, KeyText::CHARS_MAX, KeyText::ALPHABET),
    ("chart", takes::<ChartText>, ChartText::CHARS_MIN, ChartText::CHARS_MAX, ChartText::ALPHABET),
    ("tag", takes::<Tag>, Tag::CHARS_MIN, Tag::CHARS_MAX, Tag::ALPHABET),
    ("token", takes::<Token>, Token::CHARS_MIN, Token::CHARS_MAX, Token::ALPHABET),
    ("proof", takes::<Proof>, Proof::CHARS_MIN, Proof::CHARS_MAX, Proof::ALPHABET),
    ("cursor", takes::<Cursor>, Cursor::CHARS_MIN, Cursor::CHARS_MAX, Cursor::ALPHABET),
];

#[test]
fn texts_have_a_least_and_a_most() {
    for (name, takes, least, most, _) in TEXTS {
        for (length, is_taken) in [(*least, true), (*most, true), (most + 1, false)] {
            assert_eq!(takes(&json!("a".repeat(length))), is_taken, "{name} of {length}");
        }
        if *least > 0 {
            assert!(!takes(&json!("")), "{name} of nothing");
        }
    }
}

#[test]
fn what_a_text_is_made_of_is_the_same_for_all_of_a_kind() {
    let strange =
        ["\0", "\u{1}", "\n", "\t", "\u{7f}", "\u{85}", " ", "/", "ü", "🎹", ".", "~", "=", "\"", "\\"];
    for (name, takes, _, _, alphabet) in TEXTS {
        for text in strange {
            let text = format!("a{text}b");
            let expected = match alphabet {
                Alphabet::Id => text == "a.b",
                Alphabet::Line => !text.contains(char::is_control),
                Alphabet::Lines => !text.contains(char::is_control) || text.contains(['\n', '\t']),
                Alphabet::Code => ["a.b", "a~b", "a=b"].contains(&text.as_str()),
                Alphabet::Hash => false,
            };
            assert_eq!(takes(&json!(text)), expected, "{name}: {text:?}");
        }
        for other in [json!(1), json!(null), json!(true), json!(["a"]), json!({"a": 1})] {
            assert!(!takes(&other), "{name}: {other} is no text");
        }
    }
}

#[test]
fn a_blob_has_one_name() {
    let digits = "0123456789abcdef".repeat(4);
    for (text, is_taken) in [
        (format!("sha256:{digits}"), true),
        (digits.clone(), false),
        (format!("sha256:{}", digits.to_uppercase()), false),
        (format!("sha256:{}", &digits[1..]), false),
        (format!("sha256:{digits}0"), false),
        (format!("SHA256:{digits}"), false),
        (format!("sha256:{}g", &digits[1..]), false),
        (format!("sha256:{digits}\n"), false),
    ] {
        assert_eq!(takes::<HashText>(&json!(text)), is_taken, "{text}");
    }
}

/// A kind of whole number and its ends.
const WHOLES: &[(&str, Taker, u64, u64)] = &[
    ("seed", takes::<Seed>, Seed::MIN, Seed::MAX),
    ("page", takes::<PageSize>, PageSize::MIN, PageSize::MAX),
    ("sequence", takes::<Sequence>, Sequence::MIN, Sequence::MAX),
    ("revision", takes::<RevisionNumber>, RevisionNumber::MIN, RevisionNumber::MAX),
    ("region", takes::<RegionNumber>, RegionNumber::MIN, RegionNumber::MAX),
    ("tick", takes::<TickNumber>, TickNumber::MIN, TickNumber::MAX),
    ("length", takes::<TickLength>, TickLength::MIN, TickLength::MAX),
    ("bar", takes::<BarNumber>, BarNumber::MIN, BarNumber::MAX),
    ("knob", takes::<KnobValue>, KnobValue::MIN, KnobValue::MAX),
    ("channel", takes::<ChannelNumber>, ChannelNumber::MIN, ChannelNumber::MAX),
    ("MIDI value", takes::<MidiValue>, MidiValue::MIN, MidiValue::MAX),
    ("swing", takes::<SwingPercent>, SwingPercent::MIN, SwingPercent::MAX),
    ("humanise", takes::<HumaniseMicros>, HumaniseMicros::MIN, HumaniseMicros::MAX),
    ("minutes", takes::<Minutes>, Minutes::MIN, Minutes::MAX),
];

#[test]
fn whole_numbers_have_ends_and_two_spellings() {
    for (name, takes, least, most) in WHOLES {
        for (value, is_taken) in [
            (json!(least), true),
            (json!(most), true),
            (json!(*least as f64), true),
            (json!(most + 1), false),
            (json!(least.checked_sub(1).map_or(-1, |below| below as i64)), false),
            (json!(*least as f64 + 0.5), false),
            (json!(least.to_string()), false),
            (json!(u64::MAX), false),
            (json!(i64::MIN), false),
            (json!(1e300), false),
            (json!(null), false),
        ] {
            assert_eq!(takes(&value), is_taken, "{name}: {value}");
        }
        assert!(*most <= limits::EXACT_MAX, "{name}: a double holds it");
    }
}

#[test]
fn numbers_have_ends() {
    let numbers: [(&str, Taker, f64, f64); 4] = [
        ("tempo", takes::<Bpm>, Bpm::MIN, Bpm::MAX),
        ("beat", takes::<Beat>, Beat::MIN, Beat::MAX),
        ("beats", takes::<Beats>, Beats::MIN, Beats::MAX),
        ("seconds", takes::<Seconds>, Seconds::MIN, Seconds::MAX),
    ];
    for (name, takes, least, most) in numbers {
        for (value, is_taken) in [
            (json!(least), true),
            (json!(most), true),
            (json!((least + most) / 2.0), true),
            (json!(least - 0.001), false),
            (json!(most + 0.001), false),
            (json!("1"), false),
        ] {
            assert_eq!(takes(&value), is_taken, "{name}: {value}");
        }
    }
}

#[test]
fn sample_rates_are_those_of_sound_cards() {
    for (value, is_taken) in [
        (json!(44_100), true),
        (json!(48_000.0), true),
        (json!(96_000), true),
        (json!(44_101), false),
        (json!(0), false),
        (json!(192_000), false),
        (json!("48000"), false),
    ] {
        assert_eq!(takes::<SampleRate>(&value), is_taken, "{value}");
    }
}

#[test]
fn queries_are_text_and_know_what_they_know() {
    let queries: [(&str, Taker); 6] = [
        ("page", takes::<PageQuery>),
        ("jobs", takes::<JobQuery>),
        ("files", takes::<FileQuery>),
        ("artifacts", takes::<ArtifactQuery>),
        ("changes", takes::<ChangesQuery>),
        ("status", takes::<StatusQuery>),
    ];
    for (name, takes) in queries {
        assert!(takes(&json!({})), "{name}: everything may be left out");
        assert!(!takes(&json!({"no_such": "1"})), "{name}");
    }
    for (query, is_taken) in [
        (json!({"limit": "1"}), true),
        (json!({"limit": "200", "cursor": "job_1"}), true),
        (json!({"limit": "0"}), false),
        (json!({"limit": "201"}), false),
        (json!({"limit": "1.0"}), false),
        (json!({"limit": "-1"}), false),
        (json!({"limit": ""}), false),
        (json!({"cursor": ""}), false),
        (json!({"cursor": "a b"}), false),
    ] {
        assert_eq!(takes::<PageQuery>(&query), is_taken, "{query}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_name_that_is_taken_comes_back_and_is_harmless(text in "[ -~]{0,70}") {
        if let Ok(id) = text.parse::<Id>() {
            prop_assert_eq!(id.as_str(), &text);
            prop_assert!(!text.contains(['/', '\\', ' ', '%', '"']) && !text.starts_with('.'));
        }
    }

    #[test]
    fn a_chair_is_one_of_eight(text in "[a-z]{1,10}") {
        let is_one = music::lane::Lane::ALL.iter().any(|lane| lane.name() == text);
        prop_assert_eq!(text.parse::<Lane>().is_ok(), is_one);
    }

    #[test]
    fn no_bytes_make_the_sniffer_panic(bytes in proptest::collection::vec(any::<u8>(), 0..16)) {
        let sniffed = AudioFormat::sniffed(&bytes);
        prop_assert!(sniffed.is_none() || bytes.len() >= 3);
    }
}
