//! Whatever is asked in whatever order: nobody panics, and what was promised holds.

use ai_band_plugin::action::Action;
use ai_band_plugin::band::Band;
use ai_band_plugin::model::Model;
use music::arrangement::Arrangement;
use music::lane::Lane;
use music::time::Ticks;
use player::Program;
use proptest::prelude::*;

use crate::acts::acts;
use crate::stage::{model, notes};

/// It can be shown, compiled, and what plays is what is arranged unless something is auditioned.
fn check(band: &mut Band, model: &mut Model) -> Result<(), TestCaseError> {
    band.model(model);
    let compiled = Program::compile(band.heard(), band.library(), &band.settings(), &band.sections());
    prop_assert!(compiled.is_ok(), "{compiled:?}");
    if model.auditioned.is_none() {
        prop_assert_eq!(band.heard(), band.arrangement());
    }
    prop_assert!(model.takes.iter().all(|take| take.bars.first <= take.bars.last));
    Ok(())
}

/// The main notes that are arranged in each locked bar, from the bar's start.
fn locked(band: &mut Band, arrangement: &Arrangement) -> Vec<(Lane, u32, Vec<(Ticks, u8, u8)>)> {
    let shown = model(band);
    let mut locked = Vec::new();
    for lane in &shown.lanes {
        for bar in lane.locked.iter().flat_map(|bars| bars.first..=bars.last) {
            let span = shown.song.bars.iter().find(|shown| shown.number == bar as i32).map(|bar| bar.span);
            let Some(span) = span else { continue };
            let notes = notes(band, arrangement, lane.lane, span);
            let plain = notes.iter().map(|note| (note.start - span.start, note.pitch.key(), note.velocity));
            locked.push((lane.lane, bar, plain.collect()));
        }
    }
    locked
}

fn is_composing(action: &Action) -> bool {
    matches!(action, Action::Generate | Action::Approve(_) | Action::Reroll { .. } | Action::Clear { .. })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn nothing_that_is_asked_breaks_the_band(acts in acts()) {
        let mut band = Band::new(1);
        let mut model = Model::default();
        for act in acts {
            let before = band.heard().clone();
            let locked_before = locked(&mut band, &before);
            let is_laid_as_charted = band.is_laid_as_charted();
            let outcome = band.act(&act);
            if !outcome.arranged {
                prop_assert_eq!(&before, band.heard(), "{:?} changed what plays and did not say so", act);
            }
            if is_composing(&act) && is_laid_as_charted {
                let arranged = band.arrangement().clone();
                if model.auditioned.is_none() {
                    prop_assert_eq!(locked_before, locked(&mut band, &arranged), "{:?}", act);
                }
            }
            check(&mut band, &mut model)?;
        }
    }

    #[test]
    fn undo_goes_all_the_way_back_and_redo_all_the_way_forth(acts in acts()) {
        let mut band = Band::new(1);
        let mut seen = vec![band.arrangement().regions().to_vec()];
        for act in acts.iter().filter(|act| !matches!(act, Action::Undo | Action::Redo)) {
            band.act(act);
            if seen.last().is_none_or(|last| last != band.arrangement().regions()) {
                seen.push(band.arrangement().regions().to_vec());
            }
        }
        for earlier in seen.iter().rev().skip(1) {
            band.act(&Action::Undo);
            prop_assert_eq!(band.arrangement().regions(), earlier);
        }
        prop_assert!(!band.act(&Action::Undo).arranged);
        for later in &seen[1..] {
            band.act(&Action::Redo);
            prop_assert_eq!(band.arrangement().regions(), later);
        }
        prop_assert!(!band.act(&Action::Redo).arranged);
    }
}
