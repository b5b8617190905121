//! Everything can be told apart, by day and by night, without seeing colours.

use std::collections::HashSet;

use ai_band_plugin::editor::look::{Colour, Mark, Theme, Tint, note_share};
use ai_band_plugin::editor::theme;
use ai_band_plugin::model::{LinkState, TakeState};
use music::lane::Lane;

const TEXT_CONTRAST: f64 = 4.5;
const SHAPE_CONTRAST: f64 = 3.0;

#[track_caller]
fn assert_contrast(theme: Theme, what: &str, front: Colour, back: Colour, least: f64) {
    let found = front.contrast(back);
    assert!(found >= least, "{theme:?}: {what}: {front:?} on {back:?} is {found:.2}, not {least}");
}

#[test]
fn contrast_is_as_the_standard_has_it() {
    let (black, white) = (Colour(0, 0, 0), Colour(255, 255, 255));
    assert_eq!(black.contrast(white), 21.0);
    assert_eq!(white.contrast(white), 1.0);
    // A well-known grey: the darkest that white text may stand on.
    assert!((Colour(0x76, 0x76, 0x76).contrast(white) - 4.54).abs() < 0.01);
}

#[test]
fn words_can_be_read_wherever_they_stand() {
    for theme in Theme::ALL {
        let it = theme.palette();
        let grounds =
            [("ground", it.ground), ("panel", it.panel), ("raised", it.raised), ("hovered", it.hovered)];
        for (name, ground) in grounds {
            assert_contrast(theme, &format!("text on {name}"), it.text, ground, TEXT_CONTRAST);
            assert_contrast(theme, &format!("quiet on {name}"), it.quiet, ground, TEXT_CONTRAST);
        }
        assert_contrast(theme, "text on chosen", it.text, it.chosen, TEXT_CONTRAST);
        for (name, ground) in &grounds[..2] {
            for tint in [Tint::Accent, Tint::Good, Tint::Fault] {
                assert_contrast(theme, &format!("{tint:?} on {name}"), it.tint(tint), *ground, TEXT_CONTRAST);
            }
        }
        // Words on the one button that is turned inside out, also with the pointer on it.
        assert_contrast(theme, "Generate", it.ground, it.text, TEXT_CONTRAST);
        assert_contrast(theme, "Generate, hovered", it.ground, it.quiet, TEXT_CONTRAST);
    }
}

#[test]
fn shapes_can_be_seen_wherever_they_stand() {
    for theme in Theme::ALL {
        let it = theme.palette();
        for lane in Lane::ALL {
            for (name, ground) in [("ground", it.ground), ("panel", it.panel)] {
                assert_contrast(theme, &format!("{lane} on {name}"), it.lane(lane), ground, SHAPE_CONTRAST);
            }
            assert_contrast(theme, &format!("{lane} under a switch"), it.lane(lane), it.chosen, 2.0);
            let softest = it.lane(lane).over(it.ground, note_share(0));
            assert_contrast(theme, &format!("{lane}'s softest note"), softest, it.ground, SHAPE_CONTRAST);
        }
        for (name, shape) in
            [("playhead", it.accent), ("edge", it.edge), ("clash", it.fault), ("ring", it.text)]
        {
            assert_contrast(theme, name, shape, it.ground, SHAPE_CONTRAST);
            assert_contrast(theme, name, shape, it.panel, SHAPE_CONTRAST);
        }
    }
}

#[test]
fn no_two_lanes_and_no_two_states_look_the_same() {
    for theme in Theme::ALL {
        let colours: HashSet<Colour> = theme.palette().lanes.into_iter().collect();
        assert_eq!(colours.len(), Lane::COUNT, "{theme:?}");
        assert!(!colours.contains(&theme.palette().accent), "{theme:?}: amber is kept for what plays");
    }
    let icons: HashSet<char> = Mark::ALL.iter().map(|mark| mark.look().0).collect();
    let words: HashSet<&str> = Mark::ALL.iter().map(|mark| mark.word()).collect();
    assert_eq!((icons.len(), words.len()), (Mark::ALL.len(), Mark::ALL.len()));
}

#[test]
fn amber_is_what_plays_or_is_about_to() {
    let amber: Vec<Mark> = Mark::ALL.into_iter().filter(|mark| mark.tint() == Tint::Accent).collect();
    assert_eq!(amber, [Mark::Armed, Mark::Playing]);
}

#[test]
fn every_take_and_every_link_has_a_mark() {
    let reason = String::new;
    for (state, mark) in [
        (TakeState::Running { percent: 3 }, Mark::Running),
        (TakeState::ToDecide, Mark::ToDecide),
        (TakeState::Armed { bar: 17 }, Mark::Armed),
        (TakeState::Playing, Mark::Playing),
        (TakeState::Rejected { reason: reason() }, Mark::Rejected),
        (TakeState::Failed { reason: reason() }, Mark::Failed),
        (TakeState::Superseded, Mark::Superseded),
    ] {
        assert_eq!(Mark::of_take(&state), mark);
    }
    for (state, word) in [
        (LinkState::Disconnected, "Disconnected"),
        (LinkState::Connected, "Connected"),
        (LinkState::Generating, "Generating"),
        (LinkState::Playing, "Playing"),
        (LinkState::Syncing, "Syncing"),
    ] {
        assert_eq!(Mark::of_link(state).1, word);
    }
}

#[test]
fn a_loud_note_is_brighter_than_a_soft_one_and_none_is_more_than_whole() {
    assert!(note_share(20) < note_share(90));
    assert_eq!((note_share(127), note_share(255)), (1.0, 1.0));
}

#[test]
fn mixing_ends_at_either_end() {
    let (amber, night) = (Colour(0xe8, 0xa3, 0x3d), Colour(0x15, 0x17, 0x1a));
    assert_eq!(
        (amber.over(night, 0.0), amber.over(night, 1.0), amber.over(night, 9.0)),
        (night, amber, amber)
    );
    assert_eq!(Colour(100, 0, 0).over(Colour(0, 100, 0), 0.5), Colour(50, 50, 0));
}

#[test]
fn figures_are_equally_wide_in_every_size() {
    let context = egui::Context::default();
    let mut output = context.run_ui(egui::RawInput::default(), |ui| {
        for size in [theme::SMALL, theme::BODY, theme::LARGE, theme::TITLE, theme::DISPLAY] {
            let widths = ui.fonts_mut(|fonts| {
                ('0'..='9').map(|digit| fonts.glyph_width(&theme::font(size), digit)).collect::<Vec<f32>>()
            });
            assert!(widths.iter().all(|width| (width - widths[0]).abs() < 0.01), "{size}: {widths:?}");
        }
    });
    output.textures_delta.clear();
}
