//! The first take enters by itself; what comes later waits.

use ai_band_plugin::action::Action;
use ai_band_plugin::model::TakeState;
use music::lane::Lane;
use player::Switched;

use crate::stage::{EIGHT_BARS, model, newest, on, playing, said, states};

#[test]
fn nothing_plays_until_somebody_asks() {
    let mut band = on("");
    assert!(band.heard().regions().is_empty());
    let model = model(&mut band);
    assert!(!model.ask.examples.is_empty(), "something can be clicked");
    assert_eq!(
        said(&band.act(&Action::Generate)),
        "There is no chart yet; type chords, as in Am7 D7 Gmaj7, or click an example"
    );
}

#[test]
fn the_first_take_enters_at_once_and_the_second_waits() {
    let mut band = on(EIGHT_BARS);
    band.playhead(Some(5.0));
    let outcome = band.act(&Action::Generate);
    assert_eq!(
        said(&outcome),
        "Pop band, seed 7: bars 1–8 · drums, bass, keys, guitar. Enters at bar 3. Undo"
    );
    assert!(outcome.arranged && outcome.changed);
    assert_eq!(states(&mut band), [TakeState::Armed { bar: 3 }]);
    band.act(&Action::Seed(8));
    let outcome = band.act(&Action::Generate);
    assert!(!outcome.arranged, "{outcome:?}");
    assert_eq!(states(&mut band), [TakeState::Armed { bar: 3 }, TakeState::ToDecide]);
    let revision = band.heard().revision();
    band.switched(&Switched { revision, beat: 8.0, sample: 0 });
    assert_eq!(states(&mut band), [TakeState::Playing, TakeState::ToDecide]);
}

#[test]
fn an_empty_chair_is_filled_at_once() {
    let mut band = playing(EIGHT_BARS);
    band.act(&Action::AskLanes(vec![Lane::Pad]));
    assert!(band.act(&Action::Generate).arranged);
}

#[test]
fn approving_replaces_what_played() {
    let mut band = playing(EIGHT_BARS);
    let before = band.heard().regions().to_vec();
    band.act(&Action::Seed(8));
    band.act(&Action::Generate);
    let take = newest(&mut band);
    assert!(band.act(&Action::Audition(take)).arranged);
    let auditioned = band.heard().regions().to_vec();
    assert_ne!(auditioned, before);
    assert_eq!(band.arrangement().regions(), before);
    band.act(&Action::Approve(take));
    assert_eq!(band.heard().regions(), auditioned);
    assert_eq!(states(&mut band), [TakeState::Superseded, TakeState::Armed { bar: 1 }]);
    band.act(&Action::Undo);
    assert_eq!(band.heard().regions(), before);
    assert_eq!(states(&mut band), [TakeState::Armed { bar: 1 }, TakeState::ToDecide]);
    band.act(&Action::Redo);
    assert_eq!(band.heard().regions(), auditioned);
    band.act(&Action::Undo);
    band.act(&Action::Undo);
    assert!(band.heard().regions().is_empty());
}
