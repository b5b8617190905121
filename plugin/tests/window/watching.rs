//! The window looks for news by itself, and there is only news when something changed.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ai_band_plugin::editor::lookout::{Lookout, Seen, picture};
use ai_band_plugin::heard::{Glance, Heard};
use ai_band_plugin::model::{Model, WindowView};
use music::lane::Lane;

const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn blocks_that_go_by_are_no_news() {
    let (model, still) = (Arc::new(Model::default()), Glance::default());
    let mut seen = Seen::default();
    assert!(seen.is_news(&model, still), "the first look is");
    for (glance, is_news) in [
        (still, false),
        // The host calls at all.
        (Glance { blocks: 1, ..still }, true),
        (Glance { blocks: 900, ..still }, false),
        (Glance { beat: 0.5, blocks: 900, ..still }, true),
        (Glance { beat: 0.5, blocks: 901, ..still }, false),
        (Glance { playing: true, blocks: 902, ..still }, true),
    ] {
        assert_eq!(seen.is_news(&model, glance), is_news, "{glance:?}");
    }
    assert!(
        seen.is_news(&Arc::new(Model::default()), Glance { playing: true, blocks: 902, ..still }),
        "a new picture is"
    );
}

#[test]
fn it_rings_for_a_new_picture_and_for_a_note_and_ends_with_the_window() {
    let shown = Arc::new(Mutex::new(Arc::new(Model::default())));
    let heard = Arc::new(Heard::default());
    let (ring, rung) = channel();
    let ring = move || {
        let _ = ring.send(());
    };
    let lookout = Lookout::start(Arc::clone(&shown), Arc::clone(&heard), ring);
    rung.recv_timeout(PATIENCE).expect("the first look rings");
    heard.note(Lane::Bass);
    rung.recv_timeout(PATIENCE).expect("a note rings");
    let other = Arc::new(Model { is_unsaved: true, ..Model::default() });
    *shown.lock().expect("nobody panicked with it") = Arc::clone(&other);
    rung.recv_timeout(PATIENCE).expect("a picture rings");
    assert!(Arc::ptr_eq(&picture(&shown), &other));
    drop(lookout);
    assert!(rung.recv_timeout(PATIENCE).is_err(), "nobody is left to ring");
}

#[test]
fn a_window_from_elsewhere_fits_a_screen() {
    let view = |width, height, zoom_percent| WindowView { width, height, zoom_percent, is_light: true };
    for (saved, fits) in [
        (view(0, 0, 0), view(900, 600, 100)),
        (view(u16::MAX, u16::MAX, u16::MAX), view(4_000, 3_000, 200)),
        (view(1_180, 800, 150), view(1_180, 800, 150)),
    ] {
        assert_eq!(saved.within_limits(), fits);
    }
    assert_eq!(WindowView::default().within_limits(), WindowView::default());
}
