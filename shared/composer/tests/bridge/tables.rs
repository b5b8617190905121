//! Small bridges that read like documentation.

use ai_band_composer::bridge::{self, Error, Wish};
use music::clip::Clip;
use music::lane::Lane;
use music::meter::Meter;
use music::time::Ticks;

use crate::stage::{bridged, change, clip, density, note, silence};

const QUARTERS: [i64; 4] = [0, 960, 1_920, 2_880];

fn line(places: &[i64], key: u8) -> Clip {
    clip(&places.iter().map(|at| (*at, key)).collect::<Vec<_>>())
}

#[test]
fn density_is_counted_beat_by_beat() {
    let eighths: Vec<i64> = (0..8).map(|slot| slot * 480).collect();
    let sixteenths: Vec<i64> = (0..16).map(|slot| slot * 240).collect();
    let cases: [(Clip, Clip, u8, &[usize]); 6] = [
        (line(&QUARTERS, 60), line(&QUARTERS, 60), 4, &[1, 1, 1, 1]),
        (line(&QUARTERS, 60), line(&sixteenths, 60), 4, &[1, 2, 3, 4]),
        (line(&sixteenths, 60), line(&eighths, 60), 4, &[4, 3, 3, 2]),
        (silence(), line(&eighths, 60), 4, &[0, 1, 1, 2]),
        (line(&eighths, 60), silence(), 4, &[2, 1, 1, 0]),
        (silence(), silence(), 3, &[0, 0, 0]),
    ];
    for (before, after, beats, expected) in cases {
        assert_eq!(density(&bridged(&before, &after, Lane::Lead, beats, 1)), expected);
    }
}

#[test]
fn the_register_climbs_from_one_side_to_the_other() {
    let bridge = bridged(&line(&QUARTERS, 50), &line(&QUARTERS, 86), Lane::Lead, 8, 3);
    for (index, note) in bridge.notes().iter().enumerate() {
        let ideal = 50.0 + 36.0 * index as f64 / 8.0;
        let is_near = (f64::from(note.pitch.key()) - ideal).abs() <= 7.0;
        assert!(is_near, "onset {index}: {} for {ideal}", note.pitch);
    }
}

#[test]
fn harmony_goes_through_what_both_chords_have() {
    let (from, to) = (change("C"), change("Am"));
    let tune = line(&QUARTERS, 64);
    for seed in 0..30 {
        let wish =
            Wish { lane: Lane::Lead, beats: 6, meter: Meter::COMMON, from: Some(&from), to: Some(&to), seed };
        let keys: Vec<u8> = bridge::between(&tune, &tune, &wish)
            .unwrap()
            .notes()
            .iter()
            .map(|note| note.pitch.key() % 12)
            .collect();
        let of = |keys: &[u8], classes: &[u8]| keys.iter().all(|key| classes.contains(key));
        assert!(of(&keys[..2], &[0, 4, 7]), "seed {seed}: {keys:?} begins on C");
        assert!(of(&keys[2..4], &[0, 4]), "seed {seed}: {keys:?} goes through C and E");
        assert!(of(&keys[4..5], &[9, 0, 4]), "seed {seed}: {keys:?} arrives at Am");
    }
}

#[test]
fn chords_lead_with_each_voice() {
    let chord = |keys: &[u8]| {
        let notes = keys.iter().flat_map(|key| [note(0, 1_900, *key), note(1_920, 1_900, *key)]);
        Clip::new(Ticks(3_840), notes.collect(), Vec::new()).unwrap()
    };
    let bridge = bridged(&chord(&[48, 55, 64]), &chord(&[53, 60, 69]), Lane::Keys, 4, 2);
    let last = bridge.notes().last().unwrap().start;
    let leading: Vec<u8> =
        bridge.notes().iter().filter(|note| note.start == last).map(|note| note.pitch.key()).collect();
    assert_eq!(leading.len(), 3, "as many voices as both sides have: {leading:?}");
    assert!(
        leading.iter().zip([53, 60, 69]).all(|(key, goal)| (1..=2).contains(&key.abs_diff(goal))),
        "{leading:?}"
    );
}

#[test]
fn a_groove_goes_over_into_the_other_and_the_snare_leads_in() {
    let hats: Vec<(i64, u8)> = (0..8).map(|slot| (slot * 480, 42)).collect();
    let rides: Vec<(i64, u8)> = (0..8).map(|slot| (slot * 480, 51)).collect();
    let back = [(0, 36), (960, 38), (1_920, 36), (2_880, 38)];
    let (before, after) =
        (clip(&[hats.as_slice(), &back].concat()), clip(&[rides.as_slice(), &back].concat()));
    let bridge = bridged(&before, &after, Lane::Drums, 8, 5);
    let count = |key: u8, from: i64, to: i64| {
        let within = bridge.notes().iter().filter(|note| (from * 960..to * 960).contains(&note.start.0));
        within.filter(|note| note.pitch.key() == key).count()
    };
    assert!(count(42, 0, 4) > count(42, 4, 8) && count(51, 0, 4) < count(51, 4, 8));
    assert_eq!((count(42, 7, 8) + count(51, 7, 8), count(38, 7, 8)), (0, 2));
    assert!(
        (0..4).all(|bar_half| count(36, bar_half * 2, bar_half * 2 + 1) == 1),
        "kicks stay on one and three"
    );
}

#[test]
fn a_bridge_has_one_to_sixteen_beats() {
    for beats in [0, 17, 255] {
        let wish = Wish { lane: Lane::Bass, beats, meter: Meter::COMMON, from: None, to: None, seed: 0 };
        let refused = bridge::between(&silence(), &silence(), &wish).unwrap_err();
        assert_eq!(refused, Error::Beats { beats });
        assert_eq!(refused.to_string(), format!("a bridge of {beats} beats; it may have 1 to 16"));
    }
}

/// The bass drum on every first beat, the hat on all others.
#[test]
fn a_bridge_in_any_meter_keeps_the_places_of_its_bars() {
    for (text, beats_a_bar) in [("3/4", 3), ("4/4", 4), ("5/4", 5), ("7/4", 7)] {
        let meter: Meter = text.parse().unwrap();
        let key = |beat: i64| if beat % beats_a_bar == 0 { 36 } else { 42 };
        let notes = (0..3 * beats_a_bar).map(|beat| note(beat * 960, 200, key(beat))).collect();
        let clip = Clip::new(meter.bar_ticks() * 3, notes, Vec::new()).unwrap();
        let beats = 2 * beats_a_bar as u8;
        let wish = Wish { lane: Lane::Drums, beats, meter, from: None, to: None, seed: 1 };
        let bridge = bridge::between(&clip, &clip, &wish).unwrap();
        let kicks = bridge.notes().iter().filter(|note| note.pitch.key() == 36).map(|note| note.start.0);
        assert_eq!(kicks.collect::<Vec<_>>(), [0, meter.bar_ticks().0], "{text}");
    }
}
