//! The same music however the host cuts time into blocks; asks no oracle.

use ai_band_tests::chance::mixed;
use ai_band_tests::scenario::steady;
use ai_band_tests::trial::{self, Performed};
use player::NoteKind;

const SONGS: u64 = 1_000;

type Heard = (u64, u8, u8, NoteKind);

fn heard(performed: &Performed) -> Vec<Heard> {
    let heard = performed.sent.iter().map(|sent| {
        let event = &sent.event;
        (sent.block_start + u64::from(event.sample), event.channel, event.key, event.kind)
    });
    heard.collect()
}

#[test]
fn block_sizes_do_not_move_notes() {
    let mut notes = 0;
    for seed in (0..SONGS).map(|seed| mixed(seed + 77)) {
        let (once, again) = steady::cut_twice(seed);
        let (first, second) = (trial::perform(&once).unwrap(), trial::perform(&again).unwrap());
        let (one, other) = (heard(&first), heard(&second));
        notes += one.len() / 2;
        let differs =
            one.iter().zip(&other).position(|(a, b)| a != b).or((one.len() != other.len()).then_some(0));
        if let Some(index) = differs {
            panic!(
                "seed {seed}, event {index}: {:?} or {:?}\n{once}\n{again}",
                one.get(index),
                other.get(index)
            );
        }
        trial::check_invariants(&once, &first).unwrap();
        trial::check_invariants(&again, &second).unwrap();
    }
    assert!(notes > 2 * SONGS as usize, "songs are silent: {notes} notes");
}
