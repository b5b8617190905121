//! Saved and opened again, a band is the same: to the note, and for whatever is asked next.

use ai_band_plugin::action::Action;
use ai_band_plugin::band::Band;
use ai_band_plugin::model::{Bars, Model};
use ai_band_plugin::saved_state::{self, Link};
use music::lane::Lane;
use proptest::prelude::*;

use crate::acts::acts;
use crate::stage::{CHART, model, rich};

fn opened(text: &str) -> Band {
    let (band, said) = Band::open(text, 1);
    assert!(said.is_empty(), "{said:?}");
    band
}

#[test]
fn everything_comes_back() {
    let mut before = rich();
    let text = before.text();
    let mut after = opened(&text);
    assert_eq!(after.saved(), before.saved());
    assert_eq!(after.text(), text);
    assert_eq!(after.arrangement(), before.arrangement());
    assert_eq!(after.settings(), before.settings());
    let (before, after) = (model(&mut before), model(&mut after));
    let without_undo = Model { undo: None, takes: Vec::new(), lanes: Vec::new(), ..before.clone() };
    assert_eq!(Model { lanes: Vec::new(), ..after.clone() }, without_undo);
    for (before, after) in before.lanes.iter().zip(&after.lanes) {
        assert_eq!((&before.notes, &before.locked), (&after.notes, &after.locked), "{:?}", before.lane);
    }
}

/// What is remembered must be enough to go on as if nothing had been.
#[test]
fn what_is_composed_next_is_the_same() {
    let mut before = rich();
    let mut after = opened(&before.text());
    let lock = Action::Lock { lane: Lane::Keys, bars: Bars { first: 1, last: 1 }, locked: true };
    let reroll = |lane| Action::Reroll { lane, bars: Bars { first: 1, last: 4 } };
    for action in [
        lock,
        Action::Chart(format!("{CHART}| C |")),
        reroll(Lane::Drums),
        reroll(Lane::Keys),
        Action::Generate,
    ] {
        before.act(&action);
        after.act(&action);
        assert_eq!(after.arrangement(), before.arrangement(), "{action:?}");
    }
    assert_eq!(after.saved(), before.saved());
}

#[test]
fn an_empty_text_is_a_new_band() {
    assert_eq!(opened("").saved(), Band::new(1).saved());
    assert_eq!(opened(&Band::new(9).text()).saved(), Band::new(9).saved());
}

#[test]
fn the_link_has_its_room() {
    let mut saved = rich().saved();
    let (instance_id, session) = (Some("i-1".to_owned()), Some("default".to_owned()));
    saved.link = Link { instance_id, session, server_revision: Some(41), ..Link::default() };
    let text = saved_state::write(&saved);
    assert_eq!(opened(&text).saved(), saved);
    assert_eq!(*opened(&text).text(), text);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn whatever_was_done_comes_back(acts in acts()) {
        let mut band = Band::new(3);
        for act in acts {
            band.act(&act);
        }
        let text = band.text();
        let (again, said) = Band::open(&text, 4);
        prop_assert!(said.is_empty(), "{:?}", said);
        prop_assert_eq!(again.arrangement(), band.arrangement());
        for region in band.arrangement().regions() {
            for hash in region.clips.hashes() {
                prop_assert_eq!(again.library().get(&hash), band.library().get(&hash));
            }
        }
        prop_assert_eq!(again.saved(), band.saved());
        prop_assert_eq!(again.text(), text);
    }
}
