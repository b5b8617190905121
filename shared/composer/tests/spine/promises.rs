//! What a brief promises, over random charts, seeds and edits: same notes again, local changes, locks, infill.

use std::collections::BTreeMap;

use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::{Fill, Plan};
use ai_band_composer::style::Style;
use ai_band_composer::{Brief, Composition, Part, compose};
use music::chart::Chart;
use music::chart::song::Song;
use music::clip::Note;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};
use proptest::prelude::*;

const LANES: [Lane; 7] =
    [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Pad, Lane::Lead, Lane::Percussion];
const BARS: [&str; 14] = [
    "C",
    "Am7",
    "Dm7 G7",
    "F",
    "G7sus4 G7",
    "Em7 A7",
    "Fmaj7 >G",
    "N.C.",
    "C/E",
    "Bb7",
    "Am . F G",
    "Gm7",
    "D7#9",
    "Ebmaj7",
];
const METERS: [&str; 4] = ["4/4", "3/4", "6/8", "5/4"];
/// Cases of each property: together they stay below a second or two without optimisation.
const CASES: u32 = 24;

prop_compose! {
    fn chart_text()(
        meter in 0..METERS.len(),
        sections in prop::collection::vec(prop::collection::vec(0..BARS.len(), 1..10), 1..5),
        ending in 0..3_usize,
    ) -> String {
        let names = ["Intro", "Verse", "Chorus", "Bridge", "Verse 2"];
        let mut text = format!("{{meter: {}}} {{tempo: 118}}\n", METERS[meter]);
        text += ["", "{ending: button}\n", "{ending: fade}\n"][ending];
        for (name, bars) in names.iter().zip(&sections) {
            let only_first = |bar: &'static str| bar.split(' ').next().unwrap();
            let bars = bars.iter().map(|bar| BARS[*bar]);
            let bars: Vec<&str> = bars.map(|bar| if meter == 0 { bar } else { only_first(bar) }).collect();
            text += &format!("[{name}]\n| {} |\n", bars.join(" | "));
        }
        text
    }
}

/// A brief that prints on one line.
#[derive(Clone, Debug)]
struct Asked {
    style: &'static str,
    seed: u64,
    lanes: Vec<Lane>,
}

impl Asked {
    fn brief(&self) -> Brief {
        let style = Style::built_in(self.style).unwrap();
        Brief { lanes: self.lanes.clone(), ..Brief::new(style, self.seed) }
    }
}

prop_compose! {
    fn asked()(
        style in 0..Style::BUILT_IN.len(),
        seed in any::<u64>(),
        lanes in prop::sample::subsequence(LANES.to_vec(), 1..=7),
    ) -> Asked {
        Asked { style: Style::BUILT_IN[style], seed, lanes }
    }
}

/// Notes on the song's ticks, of one lane's main clips.
fn heard(composition: &Composition, lane: Lane) -> Vec<Note> {
    let regions = composition.parts.iter().filter(|part| part.lane == lane).flat_map(|part| &part.regions);
    let notes = regions.flat_map(|region| {
        region.main.notes().iter().map(|note| Note { start: region.span.start + note.start, ..*note })
    });
    let mut notes: Vec<Note> = notes.collect();
    notes.sort_by_key(|note| (note.start, note.pitch));
    notes
}

fn part(composition: &Composition, lane: Lane) -> &Part {
    composition.parts.iter().find(|part| part.lane == lane).unwrap()
}

fn begins_in(bar: usize, song: &Song) -> impl Fn(&&Note) -> bool + use<> {
    let span = song.bars()[bar].span();
    move |note| span.contains(note.start)
}

/// What a change of `bar` may reach: its window, and `approach` of the bar before that.
fn reach(song: &Song, brief: &Brief, bar: usize, approach: Approach) -> (Ticks, Ticks) {
    let plan = plan(song, brief);
    let window = plan.windows[plan.bars[bar].window].clone();
    let (first, last) = (song.bars()[window.start], song.bars()[window.end - 1]);
    let before = match approach {
        Approach::LastBeat => Ticks(TICKS_PER_BEAT),
        Approach::Line => {
            let before = window.start.checked_sub(1).map(|bar| plan.windows[plan.bars[bar].window].start);
            before.map_or(Ticks(0), |before| first.start - song.bars()[before].start)
        }
    };
    (first.start - before, last.span().end)
}

/// How early a change is heard coming. A line is planned a window at a time, to where the next one begins: where that
/// is another chord now, it may set out another way.
enum Approach {
    LastBeat,
    Line,
}

/// A changed fill may change the next one, so that no two in a row are the same.
fn less_fills(mut notes: Vec<Note>, song: &Song, brief: &Brief) -> Vec<Note> {
    let plan = plan(song, brief);
    for (bar, _) in plan.bars.iter().enumerate().filter(|(_, bar)| bar.fill != Fill::None) {
        let is_in = begins_in(bar, song);
        notes.retain(|note| !is_in(&note));
    }
    notes
}

fn plan(song: &Song, brief: &Brief) -> Plan {
    Plan::of(song, &Analysis::of(song), &brief.style, brief)
}

/// How long a note is may change where the next one came closer; everything else is the note.
fn outside(notes: &[Note], reach: (Ticks, Ticks)) -> Vec<(Ticks, u8, i32, u8, u8)> {
    let is_outside = |note: &&Note| note.start < reach.0 || note.start >= reach.1;
    let facts = |note: &Note| (note.start, note.pitch.key(), note.offset.0, note.velocity, note.importance);
    notes.iter().filter(is_outside).map(facts).collect()
}

/// The first notes that are not the same outside of `reach`.
fn difference(was: &[Note], is: &[Note], reach: (Ticks, Ticks)) -> Option<String> {
    let (was, is) = (outside(was, reach), outside(is, reach));
    let place = (0..was.len().max(is.len())).find(|place| was.get(*place) != is.get(*place))?;
    Some(format!("{:?} became {:?}, out of {} to {}", was.get(place), is.get(place), reach.0, reach.1))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    #[test]
    fn the_same_question_has_the_same_answer(text in chart_text(), asked in asked()) {
        let (chart, brief) = (Chart::parse(&text).unwrap(), asked.brief());
        prop_assert_eq!(compose(&chart, &brief), compose(&chart, &brief));
    }

    #[test]
    fn a_bar_rolled_anew_changes_its_window_and_the_approach_into_it(
        text in chart_text(), asked in asked(), bar in any::<prop::sample::Index>(), lane in any::<prop::sample::Index>(),
    ) {
        let (chart, brief) = (Chart::parse(&text).unwrap(), asked.brief());
        let song = chart.song();
        let (bar, lane) = (bar.index(song.bars().len()), brief.lanes[lane.index(brief.lanes.len())]);
        let before = compose(&chart, &brief).unwrap();
        let mut again = brief.clone();
        before.parts.iter().filter(|part| part.lane != lane).for_each(|part| again.give(part, &song));
        again.lanes = vec![lane];
        again.rerolls = BTreeMap::from([((lane, song.bars()[bar].id), 1)]);
        let after = compose(&chart, &again).unwrap();
        prop_assert_eq!(after.parts.len(), 1);
        let reach = reach(&song, &brief, bar, Approach::LastBeat);
        let (was, is) = (heard(&before, lane), heard(&after, lane));
        prop_assert_eq!(difference(&was, &is, reach), None, "{} bar {} of\n{}", lane, bar + 1, text);
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
                let starts = |composition: &Composition| -> Vec<(Ticks, u8, i32, u8)> {
                    let notes = heard(composition, *lane);
                    let facts = |note: &Note| (note.start, note.pitch.key(), note.offset.0, note.velocity);
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
                let of_bar = |notes: &[Note]| -> Vec<(Ticks, u8, i32, u8)> {
                    let facts = |note: &Note| (note.start, note.pitch.key(), note.offset.0, note.velocity);
                    notes.iter().filter(begins_in(bar, &song)).map(facts).collect()
                };
                prop_assert_eq!(of_bar(&was), of_bar(&is), "{} bar {}", lane, bar + 1);
            }
        }
    }

    #[test]
    fn an_edited_bar_changes_its_window_and_the_approach_into_it(
        text in chart_text(), asked in asked(), bar in any::<prop::sample::Index>(),
    ) {
        let (chart, brief) = (Chart::parse(&text).unwrap(), asked.brief());
        let written: Vec<usize> = text.match_indices("| ").map(|(at, _)| at + 2).filter(|at| *at < text.len()).collect();
        let at = written[bar.index(written.len())];
        let end = at + text[at..].find(" |").unwrap();
        let edited_text = format!("{}Abm7{}", &text[..at], &text[end..]);
        let edited = Chart::reparse(&chart, &edited_text).unwrap();
        let (song, edited_song) = (chart.song(), edited.song());
        let bar = song.bars().iter().zip(edited_song.bars()).position(|(was, is)| was.id != is.id);
        let Some(bar) = bar else { return Ok(()) };
        let (before, after) = (compose(&chart, &brief).unwrap(), compose(&edited, &brief).unwrap());
        let reach = reach(&song, &brief, bar, Approach::Line);
        for lane in &brief.lanes {
            let (was, is) = (heard(&before, *lane), heard(&after, *lane));
            let (was, is) = (less_fills(was, &song, &brief), less_fills(is, &song, &brief));
            prop_assert_eq!(difference(&was, &is, reach), None, "{} bar {} of\n{}", lane, bar + 1, text);
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
