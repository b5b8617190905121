//! Locked bars stay, note for note, whatever is composed around them.

use ai_band_plugin::action::Action;
use ai_band_plugin::band::Band;
use music::clip::Note;
use music::lane::Lane;

use crate::stage::{EIGHT_BARS, bars, newest, notes, playing, said, span_of};

fn locked(band: &mut Band, lane: Lane) -> Vec<Note> {
    let span = span_of(band, bars(3, 4));
    notes(band, band.heard(), lane, span)
}

#[test]
fn a_take_is_laid_around_locked_bars() {
    for lane in [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar] {
        let mut band = playing(EIGHT_BARS);
        let before = locked(&mut band, lane);
        assert!(lane == Lane::Guitar || !before.is_empty(), "{lane}");
        let outcome = band.act(&Action::Lock { lane, bars: bars(3, 4), locked: true });
        assert!(said(&outcome).ends_with("locked, bars 3–4."), "{outcome:?}");
        band.act(&Action::Seed(99));
        band.act(&Action::Generate);
        let take = newest(&mut band);
        band.act(&Action::Approve(take));
        assert_eq!(locked(&mut band, lane), before, "{lane}");
        for _ in 0..3 {
            band.act(&Action::Reroll { lane, bars: bars(1, 8) });
            assert_eq!(locked(&mut band, lane), before, "{lane}");
        }
    }
}

#[test]
fn what_is_all_locked_cannot_be_rolled() {
    let mut band = playing(EIGHT_BARS);
    let (lane, bars) = (Lane::Bass, bars(2, 3));
    band.act(&Action::Lock { lane, bars, locked: true });
    let outcome = band.act(&Action::Reroll { lane, bars });
    assert_eq!(said(&outcome), "Bars 2–3 are locked; unlock them, or ask for others");
    assert!(!outcome.arranged);
    let outcome = band.act(&Action::Clear { lane, bars });
    assert_eq!(said(&outcome), "Bass, bars 2–3 locked; unlock first");
    band.act(&Action::Lock { lane, bars, locked: false });
    assert_eq!(
        said(&band.act(&Action::Reroll { lane, bars })),
        "Bass re-rolled, bars 2–3. Plays from the next start. Undo"
    );
}
