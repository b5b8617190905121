//! Who plays what, by tables: who sat there, who sits there now, whether it is played here, and what comes of it.

use ai_band_plugin::net::mailbox::Seats;
use ai_band_plugin::net::sitting::{Sitter, Step, steps, taken_elsewhere};
use music::lane::Lane;

const BASS: Lane = Lane::Bass;
const OWN: Option<Step> = Some(Step::Own { lane: BASS, owned: true });
const LEAVE: Option<Step> = Some(Step::Own { lane: BASS, owned: false });
const ASK: Option<Step> = Some(Step::Seat { lane: BASS, mine: true });
const GIVE_UP: Option<Step> = Some(Step::Seat { lane: BASS, mine: false });

const ME: Option<&str> = Some("me");
const YOU: Option<&str> = Some("you");
const SHE: Option<&str> = Some("she");

/// All other chairs are empty.
fn seats(bass: Option<&str>, is_first: bool) -> Seats {
    let mut by_lane: [Option<String>; Lane::COUNT] = Default::default();
    by_lane[BASS.index()] = bass.map(str::to_owned);
    Seats { by_lane, is_first }
}

/// Plays the bass, or nothing.
fn sitter(owns_bass: bool) -> Sitter<'static> {
    let mut owned = [false; Lane::COUNT];
    owned[BASS.index()] = owns_bass;
    Sitter { name: "me", owned, is_new: false }
}

#[test]
fn a_project_that_comes_keeps_the_chairs_it_has_chosen() {
    for (seat, is_owned, step) in [
        (None, true, ASK),
        (None, false, None),
        (ME, true, None),
        (ME, false, GIVE_UP),
        // It plays on, though somebody else does, too: the window says so, and a person decides.
        (YOU, true, None),
        (YOU, false, None),
    ] {
        let found = steps(&sitter(is_owned), None, &seats(seat, true));
        assert_eq!(found, Vec::from_iter(step), "{seat:?}, owned: {is_owned}");
    }
}

#[test]
fn one_that_has_chosen_nothing_yet_takes_what_nobody_plays() {
    let sitter = Sitter { name: "me", owned: [true; Lane::COUNT], is_new: true };
    let others = Lane::ALL.into_iter().filter(|lane| *lane != BASS);
    let mut expected: Vec<Step> = others.map(|lane| Step::Seat { lane, mine: true }).collect();
    expected.insert(BASS.index(), Step::Own { lane: BASS, owned: false });
    assert_eq!(steps(&sitter, None, &seats(YOU, true)), expected);

    let mut chosen = sitter.owned;
    chosen[Lane::Keys.index()] = false;
    for other in [Sitter { is_new: false, ..sitter }, Sitter { owned: chosen, ..sitter }] {
        assert!(!steps(&other, None, &seats(YOU, true)).contains(&expected[BASS.index()]), "{other:?}");
    }
}

#[test]
fn while_it_is_there_it_follows_whoever_moves_chairs() {
    for (was, seat, is_owned, step) in [
        (None, ME, false, OWN),
        (None, ME, true, None),
        (YOU, ME, false, OWN),
        (ME, YOU, true, LEAVE),
        (ME, None, true, LEAVE),
        (ME, None, false, None),
        // Nobody's business here, unless it is played here and nobody sits there any more.
        (YOU, None, true, ASK),
        (YOU, None, false, None),
        (None, YOU, true, None),
        (YOU, SHE, true, None),
        (YOU, SHE, false, None),
        // Nothing has changed.
        (None, None, true, None),
        (ME, ME, false, None),
        (YOU, YOU, true, None),
    ] {
        let found = steps(&sitter(is_owned), Some(&seats(was, true)), &seats(seat, false));
        assert_eq!(found, Vec::from_iter(step), "{was:?}, then {seat:?}, owned: {is_owned}");
    }
}

#[test]
fn who_comes_back_looks_at_the_chairs_as_they_are_and_not_at_what_was() {
    for (was, step) in [(None, ASK), (ME, ASK), (YOU, ASK)] {
        let found = steps(&sitter(true), Some(&seats(was, false)), &seats(None, true));
        assert_eq!(found, Vec::from_iter(step), "{was:?}");
    }
}

#[test]
fn what_others_play_is_told_and_ones_own_is_not() {
    assert_eq!(taken_elsewhere("me", &seats(YOU, false)), [BASS]);
    for mine in [ME, None] {
        assert_eq!(taken_elsewhere("me", &seats(mine, false)), [], "{mine:?}");
    }
}
