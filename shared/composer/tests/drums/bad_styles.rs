//! Mistakes in `drums.toml` are told with their line and what was expected there.

use ai_band_composer::drums::Manner;
use ai_band_composer::percussion;

const CASES: &[(&str, &str)] = &[
    ("touch_percent = 5", "x:1: touch_percent = 5; write 30 to 120"),
    ("\nversions = 0", "x:2: versions = 0; write 1 to 8"),
    ("versions = 9", "x:1: versions = 9; write 1 to 8"),
    ("volume = 5", "x:1: unknown field `volume`, expected one of"),
    ("\n\n[[groove]]\nname = 'a'\nrows.hat = 'x.x'", "x:5: hat: 3 steps; a bar of 4/4 has 16 on this grid"),
    (
        "[[groove]]\nname = 'a'\nrows.hat = 'x.yx x.x. x.x. x.x.'",
        "x:3: hat: 'y' is not a step; write X, x, o, ?, - or a dot",
    ),
    (
        "[[groove]]\nname = 'a'\nrows.gong = 'x.x. x.x. x.x. x.x.'",
        "x:3: \"gong\" is not in the kit; write one of kick, snare",
    ),
    (
        "[[groove]]\nname = 'a'\ngrid = 5\nrows.hat = 'x'",
        "x:3: grid = 5; steps in a quarter note are one of [1, 2, 3, 4, 6, 8, 12]",
    ),
    ("[[groove]]\nname = 'a'\nmeter = '4-4'\nrows.hat = 'x'", "x:3: meter: \"4-4\" is not a meter"),
    (
        "[[groove]]\nname = 'a'\nmeter = '7/8'\ngrid = 1\nrows.hat = 'x'",
        "x:4: grid = 1 does not divide a bar of 7/8; try 4 or 8",
    ),
    (
        "[[groove]]\nname = 'a'\nfeel = 'sideways'\nrows.hat = 'x'",
        "x:3: \"sideways\" is not a feel; write one of normal, half-time",
    ),
    (
        "[[groove]]\nname = 'a'\nplace = 'attic'\nrows.hat = 'x'",
        "x:3: unknown variant `attic`, expected one of `a`, `b`",
    ),
    (
        "[[groove]]\nname = 'a'\nenergy = [90, 20]\nrows.hat = 'x... x... x... x...'",
        "x:3: energy = [90, 20]; write the least and the most, 0 to 127",
    ),
    ("[[groove]]\nname = 'a'\nenergy = [0, 128]\nrows.hat = 'x... x... x... x...'", "x:3: energy = [0, 128]"),
    ("[[groove]]\nname = 'a'\nrows = {}", "x:1: a groove has at least one row"),
    ("[[groove]]\nname = 'a'", "x:1: missing field `rows`"),
    ("[[groove]]\nname = 'a'\nrows.hat = ''", "x:3: hat: 0 steps"),
    ("[[fill]]\nname = 'a'\nbeats = 0\nrows.snare = 'x'", "x:3: beats = 0; a fill has 1 to 8"),
    ("[[fill]]\nname = 'a'\nbeats = 99\nrows.snare = 'x'", "x:3: beats = 99; a fill has 1 to 8"),
    (
        "[[fill]]\nname = 'a'\nbeats = 2\nrows.snare = 'xxxx'",
        "x:4: snare: 4 steps; 2 beats has 8 on this grid",
    ),
    ("arrival = { kick = '?' }", "x:1: kick: \"?\" is not a hit; write X, x or o"),
    ("arrival = { kick = 'xx' }", "x:1: kick: \"xx\" is not a hit"),
    ("arrival = { kettle = 'x' }", "x:1: \"kettle\" is not in the kit"),
    ("[[groove", "x:1:"),
    ("touch_percent = 300", "x:1: invalid value: integer `300`"),
];

#[test]
fn every_mistake_is_told_with_its_place() {
    for (text, expected) in CASES {
        let error = Manner::read("x", text).expect_err(text).to_string();
        assert!(error.starts_with(expected), "{text}\ntold: {error}\nwant: {expected}");
    }
}

#[test]
fn percussion_is_read_by_the_same_rules() {
    for (text, expected) in [
        ("arrival = {}", "p:1: unknown field `arrival`"),
        ("[[groove]]\nname = 'a'\nrows.gong = 'x... x... x... x...'", "p:3: \"gong\" is not in the kit"),
        ("touch_percent = 121", "p:1: touch_percent = 121; write 30 to 120"),
    ] {
        let error = percussion::Manner::read("p", text).expect_err(text).to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn more_patterns_than_a_drummer_knows_are_refused() {
    let groove = "[[groove]]\nname = 'a'\nrows.hat = 'x... x... x... x...'\n";
    assert!(Manner::read("x", &groove.repeat(128)).is_ok());
    let error = Manner::read("x", &groove.repeat(129)).unwrap_err();
    assert_eq!(error.to_string(), "x:385: 129 grooves; a style has 128 at most");
}

#[test]
fn hostile_text_is_refused_quickly() {
    for text in [
        "[".repeat(10_000),
        "a".repeat(100_000),
        format!("touch_percent = {}", "9".repeat(5_000)),
        "\0".repeat(50),
    ] {
        assert!(Manner::read("x", &text).is_err());
    }
    let long = format!("[[groove]]\nname = 'a'\nrows.hat = '{}'", "x".repeat(16 * 9));
    assert!(Manner::read("x", &long).unwrap_err().to_string().starts_with("x:3: hat: 144 steps"));
}
