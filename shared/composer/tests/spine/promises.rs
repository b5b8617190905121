//! What a brief promises, over random charts and seeds: same notes again, locks, infill, what can be played.

use ai_band_composer::{Composition, compose};
use music::chart::Chart;
use music::clip::Note;
use music::time::Ticks;
use proptest::prelude::*;

use crate::random::{self, asked, begins_in, chart_text, heard, part};

/// Cases of each property: together they stay below a second or two without optimisation.
const CASES: u32 = 24;

proptest! {
    #![proptest_config(random::cases(CASES))]

    #[test]
    fn the_same_question_has_the_same_answer(text in chart_text(), asked in asked()) {
        let (chart, brief) = (Chart::parse(&text).unwrap(), asked.brief());
        prop_assert_eq!(compose(&chart, &brief), compose(&chart, &brief));
    }

    #[test]
    fn a_lane_written_again_among_the_others_is_what_it_was(text in chart_text(), asked in asked(), lane in any::<prop::sample::Index>()) {
        let (chart, brief) = (Chart::parse(&text).unwrap(), asked.brief());
        let song = chart.song();
        let lane = brief.lanes[lane.index(brief.lanes.len())];
        let before = compose(&chart, &brief).unwrap();
        let mut again = brief.clone();
        before.parts.iter().filter(|part| part.lane != lane).for_each(|part| again.give(part, &song));
        again.lanes = vec![lane];
        let after = compose(&chart, &again).unwrap();
        prop_assert_eq!(part(&before, lane), part(&after, lane));
    }

    #[test]
    fn locked_bars_stay_to_the_note_and_to_the_hand(
        text in chart_text(), asked in asked(), bars in prop::collection::vec(any::<prop::sample::Index>(), 1..4), seed in any::<u64>(),
    ) {
        let (chart, brief) = (Chart::parse(&text).unwrap(), asked.brief());
        let song = chart.song();
        let before = compose(&chart, &brief).unwrap();
        let mut again = brief.clone();
        again.seed = seed;
        again.knobs.intensity = 127;
        let locked: Vec<usize> = bars.iter().map(|bar| bar.index(song.bars().len())).collect();
        for part in &before.parts {
            locked.iter().for_each(|bar| again.lock(part, &song, *bar));
        }
        let after = compose(&chart, &again).unwrap();
        for bar in &locked {
            for lane in &brief.lanes {
                prop_assert_eq!(part(&before, *lane).sketch.bar(*bar), part(&after, *lane).sketch.bar(*bar));
                let starts = |composition: &Composition| -> Vec<(Ticks, u8, i32, u8, Ticks)> {
                    let notes = heard(composition, *lane);
                    let facts = |note: &Note| (note.start, note.pitch.key(), note.offset.0, note.velocity, note.length);
                    notes.iter().filter(begins_in(*bar, &song)).map(facts).collect()
                };
                prop_assert_eq!(starts(&before), starts(&after), "{} bar {}", lane, bar + 1);
            }
        }
    }

    #[test]
    fn infill_leaves_everything_around_it(
        text in chart_text(), asked in asked(), first in any::<prop::sample::Index>(), count in 1..5_usize, seed in any::<u64>(),
    ) {
        let (chart, brief) = (Chart::parse(&text).unwrap(), asked.brief());
        let song = chart.song();
        let bars = song.bars().len();
        let first = first.index(bars);
        let asked = first..bars.min(first + count);
        let before = compose(&chart, &brief).unwrap();
        let mut again = brief.clone();
        before.parts.iter().for_each(|part| again.give(part, &song));
        (again.seed, again.bars) = (seed, Some(asked.clone()));
        let after = compose(&chart, &again).unwrap();
        for lane in &brief.lanes {
            let (was, is) = (heard(&before, *lane), heard(&after, *lane));
            for bar in (0..bars).filter(|bar| !asked.contains(bar)) {
                let of_bar = |notes: &[Note]| -> Vec<(Ticks, u8, i32, u8, Ticks)> {
                    let facts = |note: &Note| (note.start, note.pitch.key(), note.offset.0, note.velocity, note.length);
                    notes.iter().filter(begins_in(bar, &song)).map(facts).collect()
                };
                prop_assert_eq!(of_bar(&was), of_bar(&is), "{} bar {}", lane, bar + 1);
            }
        }
    }

    #[test]
    fn what_is_written_can_be_played(text in chart_text(), asked in asked()) {
        let (chart, brief) = (Chart::parse(&text).unwrap(), asked.brief());
        let composition = compose(&chart, &brief).unwrap();
        let (arrangement, library) = ai_band_composer::assemble::arrangement(&composition).unwrap();
        for region in arrangement.regions() {
            prop_assert_eq!(region.clips.length(&library).unwrap(), region.span.length());
        }
        for lane in &brief.lanes {
            let (lowest, highest) = lane.character().range;
            let notes = heard(&composition, *lane);
            prop_assert!(notes.iter().all(|note| (lowest..=highest).contains(&note.pitch.key())), "{}", lane);
            for (index, note) in notes.iter().enumerate() {
                let next = notes[index + 1..].iter().find(|next| next.pitch == note.pitch);
                prop_assert!(next.is_none_or(|next| note.start + note.length <= next.start), "{} {:?}", lane, note);
            }
        }
    }
}
