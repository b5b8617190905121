//! A band and its session: music comes in whole, goes out whole, and what was agreed on is remembered.

use std::sync::Arc;

use ai_band_plugin::action::Action;
use ai_band_plugin::band::Band;
use ai_band_plugin::model::TakeState;
use ai_band_plugin::net::mirror::Song;
use ai_band_plugin::net::reopening::fingerprint;
use music::arrangement::{Region, RegionId};
use music::clip::{Clip, Library};
use music::time::{Span, Ticks};

use crate::stage::{EIGHT_BARS, model, newest, on, playing, said, states};

/// What a band plays, as a session would tell it: under other names.
pub(crate) fn song(band: &Band, revision: u64) -> Song {
    let push = band.push();
    let renamed = |(id, region): (u64, &Region)| Region { id: RegionId(100 + id), ..*region };
    let mut library = Library::new();
    for (hash, bytes) in &push.clips {
        assert_eq!(
            library.insert(Arc::new(Clip::from_bytes(bytes).expect("a clip of this test is one"))),
            *hash
        );
    }
    Song {
        session: "default".to_owned(),
        revision,
        chart: push.chart,
        tempo_bpm: 108.0,
        regions: (0..).zip(&push.regions).map(renamed).collect(),
        library,
    }
}

#[test]
fn what_is_pushed_is_the_same_music_where_it_is_taken() {
    let band = playing(EIGHT_BARS);
    let mut other = on("");
    let outcome = other.adopt(song(&band, 4));
    assert!(outcome.arranged && outcome.changed, "{outcome:?}");
    assert_eq!(said(&outcome), "Session default plays, revision 4.");
    let music = fingerprint(band.arrangement().regions());
    assert_eq!(fingerprint(other.arrangement().regions()), music);
    assert_eq!(other.push().chart, EIGHT_BARS);
    assert_eq!((other.link().server_revision, other.link().agreed), (Some(4), Some(music)));
    assert_eq!(other.push().clips.len(), band.push().clips.len(), "with all of its clips");
}

#[test]
fn the_sessions_music_is_newer_than_what_played_and_undo_begins_with_it() {
    let session = playing(EIGHT_BARS);
    let mut band = playing("| C | F |");
    let before = band.arrangement().revision();
    band.adopt(song(&session, 1));
    assert!(band.arrangement().revision() > before, "or the player would not take it");
    assert_eq!(model(&mut band).undo, None, "the session keeps its own way back");
    assert!(!states(&mut band).contains(&TakeState::Playing), "what played is over");
}

#[test]
fn an_audition_goes_on_over_the_sessions_music() {
    let session = playing(EIGHT_BARS);
    let mut band = playing(EIGHT_BARS);
    band.act(&Action::Seed(8));
    band.act(&Action::Generate);
    let take = newest(&mut band);
    band.act(&Action::Audition(take));
    band.adopt(song(&session, 2));
    assert_eq!(fingerprint(band.arrangement().regions()), fingerprint(session.arrangement().regions()));
    let needed = band.heard().regions().iter().flat_map(|region| region.clips.hashes());
    assert!(needed.into_iter().all(|hash| band.library().get(&hash).is_some()), "with its clips");
}

#[test]
fn music_that_cannot_be_is_refused_and_what_plays_stays() {
    let mut band = playing(EIGHT_BARS);
    let mut broken = song(&band, 3);
    let span = Span::new(Ticks(0), Ticks(960)).unwrap();
    let first = broken.regions[0];
    broken.regions.push(Region { id: RegionId(999), span, ..first });
    let before = (fingerprint(band.arrangement().regions()), band.link().clone());
    let outcome = band.adopt(broken);
    assert!(!outcome.arranged && outcome.log[0].is_fault, "{outcome:?}");
    assert_eq!((fingerprint(band.arrangement().regions()), band.link().clone()), before);
}

#[test]
fn what_was_agreed_and_who_this_is_are_news_once() {
    let mut band = playing(EIGHT_BARS);
    let music = fingerprint(band.arrangement().regions());
    assert!(band.agree("default", 3, music) && !band.agree("default", 3, music));
    assert!(band.agree("default", 4, music), "a later revision");
    assert!(band.name("keys-room", "default") && !band.name("keys-room", "default"));
    let link = band.link();
    assert_eq!(
        (link.instance_id.as_deref(), link.session.as_deref(), link.server_revision, link.agreed),
        (Some("keys-room"), Some("default"), Some(4), Some(music))
    );
}
