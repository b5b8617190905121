//! A text of a newer version is never lost: kept byte for byte, and inside the new text once something is changed.

use ai_band_plugin::action::Action;
use ai_band_plugin::band::Band;
use ai_band_plugin::model::WindowView;
use ai_band_plugin::saved_state::{self, Problem};

use crate::stage::CHART;

const NEWER: &str = "{ \"version\":2,\n \"everything\":[{\"otherwise\":\"Ü\"}], \"chart\": 5 }";

#[test]
fn it_is_kept_as_it_is_and_said_so() {
    assert_eq!(saved_state::read(NEWER), Err(Problem::Newer { version: 2 }));
    let (mut band, said) = Band::open(NEWER, 1);
    assert_eq!(said.len(), 1);
    assert_eq!(
        said[0].text,
        "The band in this project was saved by a newer AI Band (format 2); it is kept as it is, update to open it"
    );
    assert_eq!(*band.text(), *NEWER);
    band.act(&Action::Window(WindowView::default()));
    band.act(&Action::Generate);
    assert_eq!(*band.text(), *NEWER, "neither the window's size nor a refusal changes the music");
}

#[test]
fn it_stays_inside_of_what_is_made_here() {
    let (mut band, _) = Band::open(NEWER, 1);
    band.act(&Action::Chart(CHART.to_owned()));
    band.act(&Action::Generate);
    let text = band.text();
    assert_ne!(*text, *NEWER);
    let (again, said) = Band::open(&text, 1);
    assert_eq!(again.arrangement(), band.arrangement());
    assert_eq!(again.saved().newer.as_deref(), Some(NEWER));
    assert_eq!(said.len(), 1);
    assert!(said[0].text.contains("a newer AI Band saved its own here, which is kept"), "{said:?}");
    assert_eq!(again.text(), text);
}

#[test]
fn no_version_is_damage() {
    for text in ["{}", "{\"version\":0}", "{\"version\":-1}", "{\"version\":\"2\"}", "[2]", "2"] {
        assert!(matches!(saved_state::read(text), Err(Problem::Damaged { .. })), "{text}");
    }
}
