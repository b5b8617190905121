//! What the server told: whole or not handed on, and clips are what their hashes say.

use ai_band_plugin::net::mirror::{Damage, Mirror};
use music::clip::Hash;
use music::lane::Lane;
use serde_json::{Value, json};
use wire::rest::changes::{Change, Snapshot};

use crate::stage::{SCOPE, changed, clip, kept, region, session};

fn snapshot(state: Value) -> Snapshot {
    serde_json::from_value(json!({ "scope": SCOPE, "seq": 1, "state": state })).unwrap()
}

fn apply(mirror: &mut Mirror, change: Value) {
    mirror.apply(&serde_json::from_value::<Change>(change).unwrap());
}

fn mirror(clips: &[(u64, &str, Hash)]) -> Mirror {
    let mut state = vec![kept("session", "default", session(3))];
    state.extend(clips.iter().map(|(number, lane, hash)| {
        kept("region", &number.to_string(), region(*number, lane, &hash.to_string()))
    }));
    let mut mirror = Mirror::default();
    mirror.replace(&snapshot(state.into()));
    mirror
}

#[test]
fn a_song_is_handed_on_when_its_last_clip_is_here() {
    let (one, two) = (clip(60), clip(62));
    let mut mirror = mirror(&[(1, "bass", one.hash()), (2, "keys", two.hash())]);
    assert_eq!(mirror.missing().len(), 2);
    mirror.keep(one.hash(), &one.to_bytes()).unwrap();
    assert!(mirror.song().is_none() && mirror.missing() == [two.hash()]);
    mirror.keep(two.hash(), &two.to_bytes()).unwrap();
    let song = mirror.song().unwrap();
    assert_eq!((song.revision, song.regions.len(), song.library.len()), (3, 2, 2));
    assert!(!mirror.is_changed());
}

#[test]
fn bytes_that_are_not_what_was_asked_for_are_refused() {
    let (one, two) = (clip(60), clip(62));
    let mut mirror = mirror(&[(1, "bass", one.hash())]);
    let other = mirror.keep(one.hash(), &two.to_bytes()).unwrap_err();
    assert!(matches!(other, Damage::OtherHash { .. }), "{other}");
    let junk = b"not a clip".to_vec();
    let damaged = mirror.keep(Hash::of(&junk), &junk).unwrap_err();
    assert!(matches!(damaged, Damage::NoClip { .. }), "{damaged}");
    let mut cut = one.to_bytes();
    cut.truncate(cut.len() - 1);
    assert!(mirror.keep(one.hash(), &cut).is_err() && mirror.song().is_none());
}

#[test]
fn things_change_and_go_and_what_is_older_changes_nothing() {
    let (one, two) = (clip(60), clip(62));
    let mut mirror = mirror(&[(1, "bass", one.hash())]);
    for clip in [&one, &two] {
        mirror.keep(clip.hash(), &clip.to_bytes()).unwrap();
    }
    apply(&mut mirror, changed(5, "region", "1", region(1, "bass", &two.hash().to_string())));
    apply(&mut mirror, changed(4, "region", "1", region(1, "bass", &one.hash().to_string())));
    assert_eq!(mirror.song().unwrap().regions[0].clips.main, two.hash());
    apply(&mut mirror, json!({ "type": "removed", "scope": SCOPE, "seq": 6, "entity": "region", "id": "1" }));
    assert_eq!(mirror.song().unwrap().regions, []);
    let chair = json!({ "lane": "bass", "plugin_id": "other", "channel": 1, "route": "sound" });
    apply(&mut mirror, changed(7, "lane", "bass", chair));
    assert_eq!(mirror.seats()[Lane::Bass.index()].as_deref(), Some("other"));
}

#[test]
fn a_region_that_went_and_came_back_is_there_whoever_tells_of_it() {
    let one = clip(60);
    let removed =
        |seq: u64| json!({ "type": "removed", "scope": SCOPE, "seq": seq, "entity": "region", "id": "2" });
    // Removed as event 6, and back as event 8. The journal shows each thing as it is by now, the log as it was.
    let by_now = |seq: u64, rev: u64| {
        let mut change = changed(rev, "region", "2", region(2, "keys", &one.hash().to_string()));
        change["seq"] = json!(seq);
        change
    };
    for (case, told, is_there) in [
        ("all from the journal", vec![by_now(5, 9), by_now(6, 9), by_now(8, 9)], true),
        ("all from the log", vec![by_now(5, 5), removed(6), by_now(8, 8)], true),
        ("first the journal, then the log", vec![by_now(5, 9), removed(6), by_now(8, 8)], true),
        ("only its beginning", vec![by_now(5, 5), removed(6)], false),
        ("and removed again", vec![by_now(5, 9), removed(6), by_now(8, 8), removed(10)], false),
    ] {
        let mut mirror = mirror(&[]);
        mirror.keep(one.hash(), &one.to_bytes()).unwrap();
        told.into_iter().for_each(|change| apply(&mut mirror, change));
        assert_eq!(!mirror.song().unwrap().regions.is_empty(), is_there, "{case}");
    }
}

#[test]
fn a_song_that_cannot_be_is_not_handed_on() {
    let one = clip(60);
    let hash = one.hash().to_string();
    for (case, regions) in [
        ("two at one place", vec![region(1, "bass", &hash), region(2, "bass", &hash)]),
        ("no hash", vec![region(1, "bass", "sha256:zz")]),
    ] {
        let mut state = vec![kept("session", "default", session(3))];
        state.extend(
            regions.into_iter().map(|body| kept("region", &body["region"].to_string(), body.clone())),
        );
        let mut mirror = Mirror::default();
        mirror.replace(&snapshot(state.into()));
        mirror.keep(one.hash(), &one.to_bytes()).unwrap();
        assert!(mirror.song().is_none(), "{case}");
    }
    assert!(Mirror::default().song().is_none(), "nothing was told");
}

#[test]
fn clips_that_are_told_to_come_are_fetched_before_they_are_due() {
    let (one, two) = (clip(60), clip(62));
    let mut mirror = mirror(&[(1, "bass", one.hash())]);
    mirror.expect(two.hash());
    assert_eq!(mirror.missing().len(), 2);
    mirror.give_up(two.hash());
    assert_eq!(mirror.missing(), [one.hash()]);
}
