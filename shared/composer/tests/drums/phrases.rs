//! A A A B: what a phrase remembers, and what a song does.

use std::collections::BTreeSet;

use ai_band_composer::arrange::SectionRole;
use ai_band_composer::drums::kit::Piece;
use ai_band_composer::style::Style;
use music::lane::Lane;

use crate::band::{self, Take, form_of};

/// Bars of the same phrase whose kick a bass may take for the same: no fill, and no set-up at its end.
fn plain_phrases(take: &Take) -> Vec<Vec<usize>> {
    let plain = |bar: &usize| {
        let is_body = take.section(*bar).role != SectionRole::Intro && take.plan.bars[*bar].ending.is_none();
        is_body && take.plays(*bar) && !take.wants_fill(*bar)
    };
    let phrases =
        take.plan.windows.iter().map(|window| (window.start..window.end - 1).filter(plain).collect());
    phrases.filter(|bars: &Vec<usize>| bars.len() == 3).collect()
}

#[test]
fn the_kick_is_the_same_in_the_first_and_the_third_bar_of_every_phrase() {
    let mut phrases = 0;
    for style in Style::BUILT_IN {
        for seed in 0..4 {
            let take = band::take(&form_of(style), band::brief(style, seed));
            for bars in plain_phrases(&take) {
                let kick = |place: usize| {
                    let mut kick = band::of_piece(take.bar(bars[place]), Piece::Kick);
                    // An arrival has a kick on one, whatever the groove has.
                    kick.retain(|at| *at != 0);
                    kick
                };
                assert_eq!(kick(0), kick(2), "{style} {seed} bar {}", bars[0] + 1);
                phrases += 1;
            }
        }
    }
    assert!(phrases > 200, "{phrases}");
}

#[test]
fn pop_repeats_its_kick_in_every_bar_of_a_phrase() {
    for seed in 0..8 {
        let take = band::take(&form_of("pop"), band::brief("pop", seed));
        for bars in plain_phrases(&take) {
            let kick = |bar: usize| band::of_piece(take.bar(bar), Piece::Kick);
            assert!(bars.windows(2).all(|pair| kick(pair[0]) == kick(pair[1])), "{seed} {bars:?}");
        }
    }
}

/// What counts time in the middle of a section.
fn time_keepers(take: &Take, section: usize) -> Vec<Piece> {
    let bars = take.plan.sections[section].bars.clone();
    let mut pieces: Vec<Piece> =
        take.bar(bars.start + 1).iter().filter_map(|stroke| Piece::of_pitch(stroke.pitch)).collect();
    pieces.retain(|piece| !matches!(piece, Piece::Kick | Piece::Snare | Piece::Stick | Piece::Clap));
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

#[test]
fn sections_with_the_same_letter_sound_alike_and_others_do_not() {
    for style in Style::BUILT_IN {
        let (mut alike, mut seeds) = (0, 0);
        for seed in 0..8 {
            let take = band::throughout(&form_of(style), band::brief(style, seed), |_| {});
            let keepers = [1, 2, 3, 4].map(|section| time_keepers(&take, section));
            // A louder section may take a louder groove, but not often.
            alike += usize::from(keepers[0] == keepers[2] && keepers[1] == keepers[3]);
            seeds += 1;
            let body = |section: usize| band::hits(take.bar(take.plan.sections[section].bars.start + 1));
            assert_ne!(body(1), body(2), "{style} {seed}: a chorus is no verse");
        }
        assert!(alike * 10 >= seeds * 6, "{style}: {alike} of {seeds}");
    }
}

#[test]
fn verses_have_hats_and_choruses_the_ride_where_the_style_says_so() {
    let mut rides = 0;
    for seed in 0..20 {
        let take = band::take(&form_of("ballad"), band::brief("ballad", seed));
        let verse = time_keepers(&take, 3);
        assert!(verse.contains(&Piece::ClosedHat) || verse.is_empty(), "{seed}: {verse:?}");
        rides += usize::from(time_keepers(&take, 4).contains(&Piece::Ride));
    }
    assert!((5..20).contains(&rides), "{rides}");
}

#[test]
fn a_machine_repeats_and_a_human_does_not_quite() {
    // Different bars among six of the second chorus, over a few seeds.
    let varied = |style: &str| -> usize {
        let of_seed = |seed| {
            let take = band::take(&form_of(style), band::brief(style, seed));
            let bars = take.plan.sections[4].bars.clone().skip(1).take(6);
            bars.map(|bar| band::hits(take.bar(bar))).collect::<BTreeSet<_>>().len()
        };
        (0..6).map(of_seed).sum()
    };
    let (house, funk, swing) = (varied("house"), varied("funk"), varied("swing"));
    assert!(house < funk && funk <= swing, "{house} {funk} {swing}");
    assert!(house <= 12 && swing >= 18, "{house} {swing}");
}

/// Where the left hand talks.
fn talk(take: &Take, bar: usize) -> Vec<i64> {
    let mut talk = band::of_piece(take.bar(bar), Piece::Snare);
    talk.extend(band::of_piece(take.bar(bar), Piece::Stick));
    talk
}

#[test]
fn jazz_drummers_open_the_next_phrase_otherwise_and_answer_as_they_did() {
    for style in ["swing", "jazz-waltz"] {
        for seed in 0..8 {
            let take = band::throughout(&form_of(style), band::brief(style, seed), |_| {});
            for section in [1, 2, 3, 4, 6] {
                let first = take.plan.sections[section].bars.start;
                let said = |phrase: usize| [0, 1, 2].map(|bar| talk(&take, first + phrase * 4 + bar));
                let (said, next) = (said(0), said(1));
                assert_ne!(said, next, "{style} {seed}: section {section} says the same twice");
                assert_eq!(said[1], next[1], "{style} {seed}: section {section} forgets its answer");
            }
        }
    }
}

#[test]
fn an_intro_is_thinner_than_what_it_leads_to_and_begins_with_its_count() {
    let take = band::take_with(&form_of("pop"), band::brief("pop", 1), |plan| {
        plan.bars[..4].iter_mut().for_each(|bar| bar.plays[Lane::Drums.index()] = true);
    });
    assert_eq!(band::of_piece(take.bar(0), Piece::ClosedHat), [0, 960, 1_920, 2_880, 3_360]);
    assert_eq!(band::of_piece(take.bar(1), Piece::Snare), []);
    assert!(!band::of_piece(take.bar(5), Piece::Snare).is_empty());
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Two,
    Three,
}

/// The clave's side of three strokes begins on the first beat, the other on the second.
fn side(take: &Take, bar: usize) -> Option<Side> {
    let stick = band::of_piece(take.bar(bar), Piece::Stick);
    match (stick.contains(&0), stick.contains(&960)) {
        (true, _) => Some(Side::Three),
        (false, true) => Some(Side::Two),
        (false, false) => None,
    }
}

#[test]
fn a_clave_keeps_its_direction_through_the_whole_song() {
    let mut begun_with = BTreeSet::new();
    for seed in 0..24 {
        let take = band::take(band::POP_FORM, band::brief("bossa", seed));
        let plain =
            |bar: &usize| take.plays(*bar) && !take.wants_fill(*bar) && take.plan.bars[*bar].ending.is_none();
        // The last bar of a phrase may be set up.
        let bars = take.plan.windows.iter().flat_map(|window| window.start..window.end - 1).filter(plain);
        let sides: Vec<(usize, Side)> = bars.filter_map(|bar| Some((bar, side(&take, bar)?))).collect();
        // Every section of this form has an even number of bars.
        let firsts: BTreeSet<bool> =
            sides.iter().map(|(bar, side)| (bar % 2 == 0) == (*side == Side::Three)).collect();
        assert_eq!(firsts.len(), 1, "{seed}: {sides:?}");
        assert!(sides.len() >= 16, "{seed}: {sides:?}");
        begun_with.extend(firsts);
    }
    assert_eq!(begun_with.len(), 2, "three and two, and two and three");
}
