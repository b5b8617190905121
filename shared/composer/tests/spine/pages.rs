//! The pages about styles and the composer cannot rot: examples are read, keys are named, files are there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ai_band_composer::style::{self, Style};

const STYLES: &str = include_str!("../../styles/README.md");
const COMPOSER: &str = include_str!("../../../../docs/composer.md");

fn read(file: &str, text: &str) -> Result<Style, style::Error> {
    Style::read("mine", &BTreeMap::from([(file.to_owned(), text.to_owned())]))
}

/// Headings name the files that their part of the page is about.
fn parts() -> Vec<(Vec<&'static str>, &'static str)> {
    let part = |part: &'static str| {
        let (heading, body) = part.split_once('\n').unwrap_or((part, ""));
        (heading.split(['`', ' ']).filter(|word| word.ends_with(".toml")).collect(), body)
    };
    STYLES.split("\n## ").map(part).filter(|(files, _): &(Vec<_>, _)| !files.is_empty()).collect()
}

fn examples(body: &str) -> impl Iterator<Item = &str> {
    body.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("toml\n"))
}

#[test]
fn every_example_on_the_styles_page_is_read() {
    let mut count = 0;
    for (files, body) in parts() {
        for example in examples(body) {
            read(files[0], example).unwrap_or_else(|error| panic!("{}: {error}\n{example}", files[0]));
            count += 1;
        }
    }
    assert!(count >= 4, "only {count} examples were found");
}

#[test]
fn an_example_with_a_mistake_would_be_refused() {
    let (files, body) = &parts()[0];
    let example = examples(body).next().unwrap().replace("meters", "metres");
    let error = read(files[0], &example).unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("mine/style.toml", 3), "{error}");
    assert!(error.message.contains("`metres`"), "{error}");
}

/// What may stand where a word stands that nobody knows, as the reader tells it.
fn keys(file: &str, around: &str) -> BTreeSet<String> {
    let told = read(file, &around.replace("KEY", "no-such-key = 1")).unwrap_err().message;
    let (_, expected) = told.split_once("expected").unwrap_or_else(|| panic!("{file}, {around}: {told}"));
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Every place in a style's files that has keys of its own.
const PLACES: &[(&str, &str)] = &[
    ("style.toml", "KEY"),
    ("style.toml", "tempo = { from = 1, to = 2, usual = 1, KEY }"),
    ("style.toml", "[hands]\nbass = { KEY }"),
    ("drums.toml", "KEY"),
    ("drums.toml", "[[groove]]\nKEY"),
    ("drums.toml", "[[fill]]\nKEY"),
    ("drums.toml", "[[set_up]]\nKEY"),
    ("percussion.toml", "KEY"),
    ("bass.toml", "KEY"),
    ("bass.toml", "[[cell]]\nKEY"),
    ("lead.toml", "KEY"),
    ("lead.toml", "[[motif]]\nKEY"),
    ("guitar.toml", "KEY"),
    ("guitar.toml", "[[cell]]\nKEY"),
    ("guitar.toml", "[[fill]]\nKEY"),
    ("comping.toml", "KEY"),
    ("comping.toml", "[voicing]\nKEY"),
    ("comping.toml", "[voicing.forms]\nKEY"),
    ("comping.toml", "[touch]\nKEY"),
    ("comping.toml", "[[cell]]\nKEY"),
    ("pad.toml", "KEY"),
    ("pad.toml", "[voicing]\nKEY"),
    ("pad.toml", "[touch]\nKEY"),
];

#[test]
fn every_key_that_is_understood_is_on_the_styles_page() {
    let mut unnamed = Vec::new();
    for (file, around) in PLACES {
        let parts = parts();
        let body: String =
            parts.iter().filter(|(files, _)| files.contains(file)).map(|(_, body)| *body).collect();
        let words: BTreeSet<&str> =
            body.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').collect();
        let keys = keys(file, around);
        assert!(!keys.is_empty(), "{file}: {around}");
        unnamed.extend(
            keys.into_iter().filter(|key| !words.contains(key.as_str())).map(|key| (file, around, key)),
        );
    }
    assert!(unnamed.is_empty(), "styles/README.md does not name {unnamed:#?}");
}

#[test]
fn files_on_the_composers_page_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let places = [root.clone(), root.join("shared/composer"), root.join("shared/composer/src")];
    let quoted = COMPOSER.split('`').skip(1).step_by(2);
    let names = quoted.filter(|word| word.ends_with(".rs") || word.starts_with("shared/"));
    let gone: Vec<&str> = names
        .filter(|name| !name.contains('<') && !places.iter().any(|place| place.join(name).exists()))
        .collect();
    assert!(gone.is_empty(), "docs/composer.md sends people to {gone:?}");
}

#[test]
fn limits_on_the_composers_page_are_as_they_are() {
    use ai_band_composer::arrange::form::WINDOW_BARS;
    use ai_band_composer::bridge::BEATS_MAX;
    use ai_band_composer::drums::pattern_book::PATTERNS_MAX;
    use ai_band_composer::voicing::NOTES_MAX;
    let limits = [
        (WINDOW_BARS == 4, "four bars to a window"),
        (BEATS_MAX == 16, "1 to 16 beats"),
        (PATTERNS_MAX == 128, "128 patterns of a kind"),
        (NOTES_MAX == 6, "six notes in a voicing"),
    ];
    for (is_so, words) in limits {
        assert!(is_so && COMPOSER.contains(words), "{words}");
    }
}
