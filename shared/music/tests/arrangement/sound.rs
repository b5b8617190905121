//! What sounds where: regions, loops, and clips of equal length.

use ai_band_music::arrangement::{Arrangement, Clips, ClipsError, Source};
use ai_band_music::clip::{Clip, Hash, Library};
use ai_band_music::lane::Lane;
use ai_band_music::time::Ticks;

use crate::span;

fn library_of(lengths: &[i64]) -> (Library, Vec<Hash>) {
    let mut library = Library::new();
    let clips = lengths.iter().map(|length| Clip::new(Ticks(*length), vec![], vec![]).unwrap());
    let hashes = clips.map(|clip| library.insert(clip)).collect();
    (library, hashes)
}

/// A clip of 5 ticks in a region of 12, from 3 ticks into the clip.
#[test]
fn a_region_outlasts_its_clip_in_silence_or_in_a_loop() {
    let (library, hashes) = library_of(&[5]);
    let once = [None, Some(3), Some(4), None, None, None, None, None, None, None, None, None, None, None];
    let looped = [3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4].map(Some);
    let looped = [&[None], &looped[..], &[None]].concat();
    for (is_looped, expected) in [(false, once.to_vec()), (true, looped)] {
        let mut arrangement = Arrangement::new();
        let source = Source { clips: Clips::only(hashes[0]), into: Ticks(3), looped: is_looped };
        arrangement.insert(Lane::Keys, span(-4, 8), source).unwrap();
        let heard = (-5..9).map(|at| arrangement.sounds_at(Lane::Keys, Ticks(at), &library));
        let positions: Vec<Option<i64>> = heard.map(|heard| heard.map(|(_, position)| position.0)).collect();
        assert_eq!(positions, expected, "looped {is_looped}");
        assert_eq!(arrangement.sounds_at(Lane::Drums, Ticks(0), &library), None);
        assert_eq!(arrangement.sounds_at(Lane::Keys, Ticks(0), &Library::new()), None);
    }
}

#[test]
fn a_loop_may_start_in_any_pass() {
    let (library, hashes) = library_of(&[5]);
    for (into, first) in [(0, 0), (5, 0), (13, 3), (-1, 4), (-10, 0), (-13, 2)] {
        let mut arrangement = Arrangement::new();
        let source = Source { into: Ticks(into), ..Source::looped(Clips::only(hashes[0])) };
        arrangement.insert(Lane::Keys, span(0, 8), source).unwrap();
        let (region, position) = arrangement.sounds_at(Lane::Keys, Ticks(0), &library).unwrap();
        assert_eq!(position, Ticks(first), "{into} ticks into the loop");
        assert_eq!(region.source(), source);
        assert_eq!(region.clip_position(Ticks(0), Ticks(0)), None, "no clip has no length");
    }
}

#[test]
fn clips_of_one_region_are_equally_long() {
    let (mut library, hashes) = library_of(&[5, 6]);
    let (main, longer) = (hashes[0], hashes[1]);
    let pedal = music_with_a_pedal(5);
    let other = library.insert(pedal);
    let length = |b, fill| Clips { main, b, fill }.length(&library);
    assert_eq!(length(None, None), Ok(Ticks(5)));
    assert_eq!(length(Some(other), Some(main)), Ok(Ticks(5)));
    let unequal = ClipsError::Unequal { hash: longer, length: Ticks(6), main_length: Ticks(5) };
    assert_eq!(length(Some(longer), None), Err(unequal.clone()));
    assert_eq!(length(Some(other), Some(longer)), Err(unequal));
    let shorter = Clips { main: longer, b: Some(main), fill: None }.length(&library);
    assert_eq!(shorter, Err(ClipsError::Unequal { hash: main, length: Ticks(5), main_length: Ticks(6) }));
    let missing = Hash([0; 32]);
    assert_eq!(length(None, Some(missing)), Err(ClipsError::Missing { hash: missing }));
    assert_eq!(Clips::only(missing).length(&library), Err(ClipsError::Missing { hash: missing }));
    let text = length(Some(longer), None).unwrap_err().to_string();
    assert!(text.ends_with("is 0+6 beats long and its region's main clip 0+5; they must be equal"), "{text}");
}

fn music_with_a_pedal(length: i64) -> Clip {
    let pedal = ai_band_music::clip::ControlKind::Controller(64);
    let down = ai_band_music::clip::Control { at: Ticks(0), kind: pedal, value: 127 };
    Clip::new(Ticks(length), vec![], vec![down]).unwrap()
}
