//! Directives, their other names, and slips of the finger.

use super::*;

fn problem(name: &str, value: &str) -> String {
    Directive::read(name, value).unwrap_err().to_string()
}

#[test]
fn directives_go_by_several_names() {
    let three_four: Meter = "3/4".parse().unwrap();
    let table = [
        ("key", "Bb", Directive::Key("Bb".parse().unwrap())),
        ("KEY", "F#m", Directive::Key("F#m".parse().unwrap())),
        ("meter", "3/4", Directive::Meter(three_four)),
        ("metre", "3/4", Directive::Meter(three_four)),
        ("time", "3/4", Directive::Meter(three_four)),
        ("time", "C", Directive::Meter(Meter::COMMON)),
        ("time", "C|", Directive::Meter("2/2".parse().unwrap())),
        ("tempo", "92", Directive::Tempo("92".parse().unwrap())),
        ("bpm", "132.5", Directive::Tempo("132.5".parse().unwrap())),
        ("feel", "Half Time", Directive::Feel(Feel::HalfTime)),
        ("feel", "halftime", Directive::Feel(Feel::HalfTime)),
        ("feel", "in 2", Directive::Feel(Feel::InTwo)),
        ("pickup", "", Directive::Pickup(Pickup::FullBar)),
        ("pickup", "3", Directive::Pickup(Pickup::Of(three_four))),
        ("anacrusis", "3/4", Directive::Pickup(Pickup::Of(three_four))),
        ("title", " A  Song ", Directive::Title("A Song".to_owned())),
        ("by", "Me", Directive::Composer("Me".to_owned())),
        ("style", "bossa", Directive::Style("bossa".to_owned())),
        ("ending", "RING", Directive::Ending(Ending::Ring)),
        ("ritard", "", Directive::Ritard(2)),
        ("rit", "4", Directive::Ritard(4)),
    ];
    for (name, value, expected) in table {
        assert_eq!(Directive::read(name, value), Ok(expected), "{name}: {value}");
    }
}

#[test]
fn every_feel_and_ending_is_read_by_the_name_it_prints() {
    for feel in Feel::ALL {
        assert_eq!(Feel::from_name(&feel.to_string()), Some(feel));
    }
    for ending in Ending::ALL {
        assert_eq!(Ending::from_name(&ending.to_string()), Some(ending));
    }
    assert_eq!((Feel::from_name(""), Ending::from_name("")), (None, None));
}

#[test]
fn slips_of_the_finger_are_understood() {
    let table = [
        ("tmepo", "tempo"),
        ("temp", "tempo"),
        ("kye", "key"),
        ("metter", "meter"),
        ("titel", "title"),
        ("sengo", "segno"),
        ("codda", "coda"),
        ("to codda", "to coda"),
        ("D.C", "D.C."),
        ("endig", "ending"),
        ("pick-up", "pickup"),
        ("ritrad", "ritard"),
    ];
    for (slip, meant) in table {
        assert_eq!(nearest(slip), Some(meant), "{slip}");
    }
    for strange in
        ["", "x", "ab", "volume", "colour", "a very long name that nobody would ever give to anything"]
    {
        assert_eq!(nearest(strange), None, "{strange}");
    }
}

#[test]
fn slips_are_counted() {
    for (from, to, slips) in [
        ("", "", 0),
        ("key", "key", 0),
        ("kye", "key", 2),
        ("ke", "key", 1),
        ("", "key", 3),
        ("keyy", "key", 1),
    ] {
        assert_eq!(slips_between(from, to), slips, "{from} to {to}");
    }
}

#[test]
fn bad_values_say_what_to_write() {
    assert!(problem("pickup", "0").contains("write its beats"));
    assert!(problem("pickup", "33").contains("write its beats"));
    assert!(problem("pickup", "1.5").contains("3/8"));
    assert!(problem("feel", &"x".repeat(99)).starts_with("\"xxxxxxxxxxxxxxxxxxxxxxxx…\" is not a feel"));
    assert!(problem("title", &"x".repeat(NAME_CHARS_MAX + 1)).contains("more than 120 characters"));
}

#[test]
fn names_cannot_break_out_of_their_braces() {
    assert_eq!(name_of("a {b} [c]\td\u{7}e").unwrap(), "a (b) (c) d e");
}
