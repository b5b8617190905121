//! Every chair of the band is heard on its channel.

use ai_band_synth::Synth;
use music::lane::Lane;

use crate::stand::{listen, open, power};

#[test]
fn every_lane_sounds_and_ends() {
    for lane in Lane::ALL {
        let mut synth = open(48_000);
        let character = lane.character();
        let key = if character.is_kit { 38 } else { 48 };
        synth.note_on(character.channel, key, 100);
        let (left, right) = listen(&mut synth, 12_000);
        assert!(power(&left) > 1e-6 && power(&right) > 1e-6, "{lane} is silent");
        synth.note_off(character.channel, key);
        listen(&mut synth, 48_000 * 4);
        let (left, _) = listen(&mut synth, 4_800);
        assert!(power(&left) < 1e-8, "{lane} does not end: {}", power(&left));
    }
}

#[test]
fn the_bank_is_small_and_always_the_same() {
    let bytes = ai_band_synth::bank::make();
    assert!(bytes.len() <= 4 << 20, "{} bytes", bytes.len());
    assert!(bytes == ai_band_synth::bank::make());
}
