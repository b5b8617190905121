//! Text that is typed here while the model holds an older one.

use ai_band_plugin::editor::typing::{PAUSE_SECONDS, Typing};

use crate::pictures::playing;
use crate::stand::Stand;

#[test]
fn a_new_picture_is_taken_over_when_nobody_types() {
    let mut typing = Typing::default();
    typing.adopt("Am7");
    assert_eq!(typing.text, "Am7");
    typing.adopt("");
    assert_eq!(typing.text, "");
}

#[test]
fn what_is_typed_is_sent_after_a_pause_once() {
    let mut typing = Typing::default();
    typing.text.push('A');
    typing.edited(1.0);
    assert_eq!(typing.after_pause(1.0 + PAUSE_SECONDS / 2.0), None);
    typing.text.push('m');
    typing.edited(1.1);
    assert_eq!(typing.after_pause(1.11 + PAUSE_SECONDS), Some("Am".to_owned()));
    assert_eq!((typing.after_pause(9.0), typing.at_once()), (None, None));
}

#[test]
fn an_old_picture_never_overwrites_what_was_typed_since() {
    let mut typing = Typing::default();
    typing.text = "A".to_owned();
    typing.edited(1.0);
    assert_eq!(typing.at_once(), Some("A".to_owned()));
    // The model still holds "" when the next letter comes, and learns of "A" after that.
    typing.adopt("");
    typing.text = "Am".to_owned();
    typing.edited(1.2);
    typing.adopt("A");
    assert_eq!(typing.text, "Am");
    assert_eq!(typing.after_pause(2.0), Some("Am".to_owned()));
    typing.adopt("Am");
    assert_eq!(typing.text, "Am");
    // What somebody else writes afterwards comes in.
    typing.adopt("Dm7");
    assert_eq!(typing.text, "Dm7");
}

#[test]
fn sending_at_once_does_not_wait() {
    let mut typing = Typing::default();
    assert_eq!(typing.at_once(), None);
    typing.text = "C".to_owned();
    typing.edited(0.0);
    assert!(typing.is_unsent());
    assert_eq!(typing.at_once(), Some("C".to_owned()));
    assert!(!typing.is_unsent());
}

#[test]
fn a_chart_that_has_run_ahead_of_the_music_says_so() {
    let said = "The band still plays the bars as they were; generate";
    for is_outrun in [false, true] {
        let mut picture = playing();
        picture.model.ask.is_outrun = is_outrun;
        let mut stand = Stand::of(picture);
        stand.frames(1);
        assert_eq!(stand.find(said).is_some(), is_outrun);
    }
}
