//! Style files: what they may say, whom they inherit, and every way to get them wrong.

use std::collections::BTreeMap;

use ai_band_composer::arrange::Landing;
use ai_band_composer::style::{Band, Drummer, Files, General, Style, Swing, Whose};
use music::lane::Lane;
use music::scorecard::Measure;

fn files(general: &str) -> Files {
    Files::from([("style.toml".to_owned(), general.to_owned())])
}

#[test]
fn every_built_in_style_is_read() {
    for name in Style::BUILT_IN {
        let style = Style::built_in(name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(style.name, name);
    }
    assert_eq!(Style::built_in("polka"), None);
}

#[test]
fn an_empty_file_is_a_sensible_band() {
    let general = General::read("my/style.toml", "").unwrap();
    assert_eq!(
        (general.swing, general.drummer, general.ending),
        (Swing::Straight, Drummer::Human, Landing::Ring)
    );
    assert_eq!(general.lanes, [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar]);
}

#[test]
fn mistakes_are_refused_with_file_line_and_what_was_expected() {
    let table = [
        ("version = 2", "my/style.toml:1: version is 2; 1 to 1 was expected"),
        (
            "\nmeters = [\"4/5\"]",
            "my/style.toml:2: \"4/5\" is not a meter; write 1 to 32 over 1, 2, 4, 8, 16, 32 or 64, as in 7/8",
        ),
        ("meters = []", "my/style.toml:1: name at least one meter"),
        ("lanes = []", "my/style.toml:1: a band needs somebody; name a lane, as in [\"drums\"]"),
        (
            "lanes = [\n\"drums\",\n\"kazoo\"]",
            "my/style.toml:3: \"kazoo\" is not a lane; there are drums, bass, keys, guitar, pad, lead, percussion, extra",
        ),
        (
            "tempo = { from = 90, to = 60, usual = 70 }",
            "my/style.toml:1: the usual tempo, 70, should lie between 90 and 60",
        ),
        ("swing_percent = 900", "my/style.toml:1: swing_percent is 900; 0 to 200 was expected"),
        ("turned_percent = 101", "my/style.toml:1: turned_percent is 101; 0 to 100 was expected"),
        (
            "[energy]\n\nmiddle = 12",
            "my/style.toml:3: \"middle\" is no part of a song; there are intro, verse, chorus, bridge, solo, ending",
        ),
        ("[energy]\nverse = 128", "my/style.toml:2: energy is 128; 0 to 127 was expected"),
        (
            "[enters]\ntuba = 3",
            "my/style.toml:2: \"tuba\" is not a lane; there are drums, bass, keys, guitar, pad, lead, percussion, extra",
        ),
        (
            "[hands]\nbass = { lean_ms = 99 }",
            "my/style.toml:2: lean_ms goes from -40 to 40, spread_ms from 0 to 20",
        ),
        (
            "[bands.drums]\nghosts = \"lots\"",
            "my/style.toml:2: \"lots\" is no band; write it as \"0.25 to 0.6\"",
        ),
        (
            "[bands.drums]\nghosts = \"0.6 to 0.2\"",
            "my/style.toml:2: \"0.6 to 0.2\" is no band; write it as \"0.25 to 0.6\"",
        ),
        (
            "[bands.tuba]\nghosts = \"0 to 1\"",
            "my/style.toml:1: \"tuba\" plays nothing; there are drums, bass, keys, guitar, pad, lead, percussion, extra, walking, together",
        ),
    ];
    for (text, message) in table {
        let error = Style::read("my", &files(text)).unwrap_err();
        assert_eq!(error.to_string(), message, "{text}");
    }
}

#[test]
fn bands_are_read_and_inherited_one_by_one() {
    let style = Style::read("my", &files("[bands.walking]\nroot-on-change = \"0.7 to 0.96\"")).unwrap();
    let band = Band {
        whose: Whose::Walking,
        measure: Measure::RootOnChange,
        from_thousandths: 700,
        to_thousandths: 960,
    };
    assert_eq!(style.general.bands, [band]);
    let child = files("inherits = \"funk\"\n[bands.drums]\nghosts = \"0 to 0.1\"");
    let (child, funk) = (Style::read("my", &child).unwrap(), Style::built_in("funk").unwrap());
    let changed = |band: &&Band| !funk.general.bands.contains(band);
    let changed: Vec<&Band> = child.general.bands.iter().filter(changed).collect();
    assert_eq!(changed.iter().map(|band| band.to_thousandths).collect::<Vec<_>>(), [100]);
    assert_eq!(child.general.bands.len(), funk.general.bands.len());
}

#[test]
fn an_unknown_measure_is_told_all_there_are() {
    let error = Style::read("my", &files("[bands.drums]\nswagger = \"0 to 1\"")).unwrap_err().to_string();
    assert!(
        error.starts_with("my/style.toml:2: \"swagger\" is no measure; there are chord-tones, "),
        "{error}"
    );
}

#[test]
fn every_built_in_style_says_what_its_drums_bass_and_keys_are_like() {
    for style in Style::BUILT_IN.into_iter().filter_map(Style::built_in) {
        for lane in [Lane::Drums, Lane::Bass, Lane::Keys] {
            let count = style.general.bands.iter().filter(|band| band.whose == Whose::Lane(lane)).count();
            assert!(count > 1, "{} says nothing of {lane}", style.name);
        }
    }
}

#[test]
fn toml_that_is_none_and_keys_that_nobody_knows_name_their_line() {
    for (text, line) in [
        ("version = 1\nswing = \"hard\"", 2),
        ("tempi = 3", 1),
        ("\n\nlanes = [", 3),
        ("[hands]\nbass = { drag = 2 }", 2),
    ] {
        let error = Style::read("my", &files(text)).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("my/style.toml", line), "{error}");
    }
}

#[test]
fn what_a_style_does_not_say_it_inherits() {
    let style =
        Style::read("mine", &files("inherits = \"funk\"\nending = \"fade\"\n[enters]\nbass = 3")).unwrap();
    let funk = Style::built_in("funk").unwrap();
    assert_eq!((style.general.ending, style.general.enters[Lane::Bass.index()]), (Landing::Fade, 3));
    assert_eq!(style.general.enters[Lane::Guitar.index()], funk.general.enters[Lane::Guitar.index()]);
    assert_eq!((style.general.swing, style.general.meters), (funk.general.swing, funk.general.meters));
    assert_eq!((style.drums, style.bass, style.comping), (funk.drums, funk.bass, funk.comping));
}

#[test]
fn styles_of_the_same_user_inherit_each_other_and_never_in_circles() {
    let others = |pairs: &[(&str, &str)]| -> BTreeMap<String, Files> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), files(text))).collect()
    };
    let folk = others(&[("folk", "inherits = \"ballad\"\nending = \"button\"")]);
    let style = Style::read_among("mine", &files("inherits = \"folk\""), &folk).unwrap();
    let ballad = Style::built_in("ballad").unwrap().general;
    assert_eq!((style.general.ending, style.general.tempo_bpm), (Landing::Button, ballad.tempo_bpm));

    let circle = others(&[("folk", "\ninherits = \"mine\"")]);
    let error = Style::read_among("mine", &files("inherits = \"folk\""), &circle).unwrap_err();
    let message = "folk/style.toml:2: mine inherits folk inherits mine, which goes round in circles; inherit another style";
    assert_eq!(error.to_string(), message);

    let error = Style::read("mine", &files("inherits = \"polka\"")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "mine/style.toml:1: there is no style \"polka\"; inherit one that is there"
    );

    let broken = others(&[("folk", "ending = \"bang\"")]);
    let error = Style::read_among("mine", &files("inherits = \"folk\""), &broken).unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("folk/style.toml", 1), "{error}");
}

#[test]
fn a_long_line_of_descent_ends() {
    let others: BTreeMap<String, Files> =
        (0..20).map(|n| (format!("s{n}"), files(&format!("inherits = \"s{}\"", n + 1)))).collect();
    let error = Style::read_among("mine", &files("inherits = \"s0\""), &others).unwrap_err();
    assert!(error.message.contains("8 styles"), "{error}");
}
