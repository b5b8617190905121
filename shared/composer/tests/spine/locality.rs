//! How far a change is heard: in its four-bar window, in the approach into it, and nowhere else.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use ai_band_composer::analyse::Analysis;
use ai_band_composer::arrange::form::WINDOW_BARS;
use ai_band_composer::arrange::{Fill, Landing, Plan};
use ai_band_composer::style::Style;
use ai_band_composer::{Brief, Composition, compose};
use music::chart::song::Song;
use music::chart::{Chart, PassId};
use music::clip::Note;
use music::lane::Lane;
use music::time::{TICKS_PER_BEAT, Ticks};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::random::{Sheet, asked, cases, facts, heard, part, sheet};

/// Cases of each property: together they stay below a second or two without optimisation.
const CASES: u32 = 24;
/// What somebody writes over a bar, or between two.
const EDITS: [&str; 5] = ["Abm7", "N.C.", ">Db7", "C", "F#m7b5"];

/// Shorter songs are loops, or fade through half of themselves: how long they are is heard everywhere.
const LENGTH_MIN: usize = 16;

const FADE_BARS: usize = 8;

/// A song with the plan it is played by.
struct Planned {
    song: Song,
    plan: Plan,
}

impl Planned {
    fn of(chart: &Chart, brief: &Brief) -> Planned {
        let song = chart.song();
        let plan = Plan::of(&song, &Analysis::of(&song), &brief.style, brief);
        Planned { song, plan }
    }

    fn window(&self, bar: usize) -> Range<usize> {
        self.plan.windows[self.plan.bars[bar].window].clone()
    }

    /// The window of a bar, and as much of the bar before as leads into it.
    fn reach(&self, bar: usize, approach: impl Fn(Ticks) -> Ticks) -> (Ticks, Ticks) {
        let window = self.window(bar);
        let bars = self.song.bars();
        let before = window.start.checked_sub(1).map_or(Ticks::ZERO, |before| approach(bars[before].length));
        (bars[window.start].start - before, bars[window.end - 1].span().end)
    }

    /// Bars that the drums fill, each with the fills that ears still have when it comes: the last one, and at the end of
    /// a section the two that ended sections before.
    fn fills(&self) -> BTreeMap<PassId, BTreeSet<PassId>> {
        let (mut last, mut ends) = (None, [None; 2]);
        let mut fills = BTreeMap::new();
        for (index, (bar, plan)) in self.song.bars().iter().zip(&self.plan.bars).enumerate() {
            if plan.fill == Fill::None || !plan.plays[Lane::Drums.index()] {
                continue;
            }
            let is_end = self.plan.sections.iter().any(|section| section.bars.end == index + 1);
            let remembered = ends.into_iter().flatten().filter(|_| is_end);
            fills.insert(bar.id, remembered.chain(last).collect());
            last = Some(bar.id);
            ends = if is_end { [last, ends[0]] } else { ends };
        }
        fills
    }
}

/// Fills that are others now, and may be: because they are `replanned`, or because a fill that they must not repeat is
/// another or somewhere else.
fn other_fills(
    was: (&Planned, &Composition),
    is: (&Planned, &Composition),
    replanned: &BTreeSet<PassId>,
) -> BTreeSet<PassId> {
    let drums = |(planned, composition): (&Planned, &Composition)| {
        by_bar(composition, &planned.song, Lane::Drums, &BTreeSet::new())
    };
    let (was_played, is_played) = (drums(was), drums(is));
    let (was_fills, is_fills) = (was.0.fills(), is.0.fills());
    let mut others: BTreeSet<PassId> = BTreeSet::new();
    for id in is.0.song.bars().iter().map(|bar| bar.id).filter(|id| is_fills.contains_key(id)) {
        let is_free = replanned.contains(&id) || was_fills.get(&id) != is_fills.get(&id);
        let may_change = is_free || !is_fills[&id].is_disjoint(&others);
        if may_change && was_played.get(&id) != is_played.get(&id) {
            others.insert(id);
        }
    }
    others
}

/// A last beat leads where a bar was rolled anew; a last bar where there is another chord.
fn last_beat(bar: Ticks) -> Ticks {
    bar.min(Ticks(TICKS_PER_BEAT))
}

fn last_bar(bar: Ticks) -> Ticks {
    bar
}

/// A chord comes an eighth early at most, and a finger comes off a sixteenth of a beat before it, swung or not.
const BREATH: Ticks = Ticks(TICKS_PER_BEAT / 2 + TICKS_PER_BEAT / 16);

/// A note as far as nothing that may change comes near it: who rings into that is let go when it comes.
fn until(note: &Note, begins: impl Iterator<Item = Ticks>) -> Note {
    let ahead = begins.filter(|begin| *begin > note.start).map(|begin| begin - note.start - BREATH);
    Note { length: ahead.fold(note.length, Ticks::min).max(Ticks(1)), ..*note }
}

/// The first notes that are not the same outside of `reaches`.
fn difference(was: &[Note], is: &[Note], reaches: &[(Ticks, Ticks)]) -> Option<String> {
    let is_outside = |note: &&Note| reaches.iter().all(|(from, to)| note.start < *from || note.start >= *to);
    let heard = |note: &Note| facts(&until(note, reaches.iter().map(|(from, _)| *from)));
    let outside = |notes: &[Note]| -> Vec<_> { notes.iter().filter(is_outside).map(heard).collect() };
    let (was, is) = (outside(was), outside(is));
    let place = (0..was.len().max(is.len())).find(|place| was.get(*place) != is.get(*place))?;
    Some(format!("{:?} became {:?}, out of {reaches:?}", was.get(place), is.get(place)))
}

/// What each bar of a lane plays, by the bar's id; starts count from the bar's.
fn by_bar(
    composition: &Composition,
    song: &Song,
    lane: Lane,
    replanned: &BTreeSet<PassId>,
) -> BTreeMap<PassId, Vec<Note>> {
    let notes = heard(composition, lane);
    let begins: Vec<Ticks> =
        song.bars().iter().filter(|bar| replanned.contains(&bar.id)).map(|bar| bar.start).collect();
    let bar = |bar: &music::chart::song::Bar| {
        let own = notes.iter().filter(|note| bar.span().contains(note.start));
        let own = own.map(|note| until(note, begins.iter().copied()));
        (bar.id, own.map(|note| Note { start: note.start - bar.start, ..note }).collect())
    };
    song.bars().iter().map(bar).collect()
}

/// Bars outside of `replanned` that play something else than they did.
fn moved(
    was: &Composition,
    is: &Composition,
    songs: [&Song; 2],
    lane: Lane,
    replanned: &BTreeSet<PassId>,
) -> Vec<String> {
    let (was, is) = (by_bar(was, songs[0], lane, replanned), by_bar(is, songs[1], lane, replanned));
    let facts = |notes: &[Note]| notes.iter().map(facts).collect::<Vec<_>>();
    let both = was.iter().filter(|(id, _)| !replanned.contains(*id));
    let both = both.filter_map(|(id, notes)| Some((id, facts(notes), facts(is.get(id)?))));
    both.filter(|(_, was, is)| was != is)
        .map(|(id, was, is)| format!("{lane} {id:?}: {was:?} became {is:?}"))
        .collect()
}

proptest! {
    #![proptest_config(cases(CASES))]

    #[test]
    fn a_bar_rolled_anew_changes_its_window_and_the_last_beat_before(
        sheet in sheet(2), asked in asked(), bar in any::<Index>(), lane in any::<Index>(),
    ) {
        let (chart, brief) = (Chart::parse(&sheet.text()).unwrap(), asked.brief());
        let planned = Planned::of(&chart, &brief);
        let song = &planned.song;
        let (bar, lane) = (bar.index(song.bars().len()), brief.lanes[lane.index(brief.lanes.len())]);
        let before = compose(&chart, &brief).unwrap();
        let mut again = brief.clone();
        before.parts.iter().filter(|part| part.lane != lane).for_each(|part| again.give(part, song));
        again.lanes = vec![lane];
        again.rerolls = BTreeMap::from([((lane, song.bars()[bar].id), 1)]);
        let after = compose(&chart, &again).unwrap();
        prop_assert_eq!(after.parts.len(), 1);
        let reach = planned.reach(bar, last_beat);
        let (was, is) = (heard(&before, lane), heard(&after, lane));
        prop_assert_eq!(difference(&was, &is, &[reach]), None, "{} bar {}", lane, bar + 1);
    }

    #[test]
    fn an_edited_bar_changes_its_window_and_the_last_bar_before_wherever_it_is_played(
        sheet in sheet(2), asked in asked(), bar in any::<Index>(), edit in 0..EDITS.len(),
    ) {
        edited_bar_stays_local(&sheet, &asked.brief(), bar.index(sheet.bars()), EDITS[edit])?;
    }

    #[test]
    fn the_last_bar_of_a_section_may_change_too(
        sheet in sheet(1), asked in asked(), section in any::<Index>(), edit in 0..EDITS.len(),
    ) {
        let lengths = sheet.sections[..=section.index(sheet.sections.len())].iter().map(|(bars, _)| bars.len());
        edited_bar_stays_local(&sheet, &asked.brief(), lengths.sum::<usize>() - 1, EDITS[edit])?;
    }

    #[test]
    fn a_bar_put_in_or_taken_out_replans_its_section(
        sheet in sheet(2), asked in asked(), bar in any::<Index>(), edit in prop::option::of(0..EDITS.len()),
    ) {
        let (chart, brief) = (Chart::parse(&sheet.text()).unwrap(), asked.brief());
        let (section, place) = sheet.place(bar.index(sheet.bars()));
        let mut other = sheet.clone();
        match edit {
            Some(edit) => other.sections[section].0.insert(place, EDITS[edit]),
            None if sheet.sections[section].0.len() > 1 => drop(other.sections[section].0.remove(place)),
            None => return Ok(()),
        }
        let edited = Chart::reparse(&chart, &other.text()).unwrap();
        let (was, is) = (Planned::of(&chart, &brief), Planned::of(&edited, &brief));
        if was.song.bars().len().min(is.song.bars().len()) < LENGTH_MIN {
            return Ok(());
        }
        let mut replanned = replanned(&was, section);
        replanned.extend(self::replanned(&is, section));
        replanned.extend(arrivals(&was).symmetric_difference(&arrivals(&is)));
        replanned.extend([&was, &is].into_iter().flat_map(fading));
        let (before, after) = (compose(&chart, &brief).unwrap(), compose(&edited, &brief).unwrap());
        let fills = other_fills((&was, &before), (&is, &after), &replanned);
        for lane in &brief.lanes {
            let mut replanned = replanned.clone();
            replanned.extend(fills.iter().filter(|_| *lane == Lane::Drums || listens(*lane, Lane::Drums)));
            let moved = moved(&before, &after, [&was.song, &is.song], *lane, &replanned);
            prop_assert_eq!(moved, Vec::<String>::new(), "edited to\n{:?}", other);
        }
    }

    #[test]
    fn a_knob_of_one_lane_is_heard_in_it_and_by_those_who_listen_to_it(
        sheet in sheet(1), asked in asked(), lane in any::<Index>(), density in 0..=127_u8,
    ) {
        let (chart, brief) = (Chart::parse(&sheet.text()).unwrap(), asked.brief());
        let turned = brief.lanes[lane.index(brief.lanes.len())];
        let mut other = brief.clone();
        other.knobs.density[turned.index()] = density;
        let (before, after) = (compose(&chart, &brief).unwrap(), compose(&chart, &other).unwrap());
        for lane in brief.lanes.iter().filter(|lane| **lane != turned && !listens(**lane, turned)) {
            prop_assert_eq!(part(&before, *lane), part(&after, *lane), "{} with the density of {}", lane, turned);
        }
    }
}

/// The bass hears the kick, the keys the drums' accents, the guitar the keys.
fn listens(lane: Lane, to: Lane) -> bool {
    let chords = matches!(to, Lane::Keys | Lane::Guitar | Lane::Pad);
    match lane {
        Lane::Bass | Lane::Keys => to == Lane::Drums,
        Lane::Guitar => matches!(to, Lane::Drums | Lane::Keys),
        // Of the drums it hears what the chords make of them.
        Lane::Lead => chords || to == Lane::Drums,
        Lane::Drums | Lane::Pad | Lane::Percussion | Lane::Extra => false,
    }
}

/// The bars of a section, each time it is played, and the last one before.
fn replanned(planned: &Planned, section: usize) -> BTreeSet<PassId> {
    let bars = planned.song.bars();
    let is_in = |bar: usize| bars.get(bar).is_some_and(|bar| bar.section.index == section);
    (0..bars.len()).filter(|bar| is_in(*bar) || is_in(bar + 1)).map(|bar| bars[bar].id).collect()
}

/// A section of one bar has no room for a fill, so what comes after it is no arrival.
fn arrivals(planned: &Planned) -> BTreeSet<PassId> {
    let bars = planned.song.bars().iter().zip(&planned.plan.bars);
    bars.filter(|(_, plan)| plan.is_arrival).map(|(bar, _)| bar.id).collect()
}

/// A fade is counted from the song's end; its windows and the approach into them hear where it begins.
fn fading(planned: &Planned) -> Vec<PassId> {
    let bars = planned.song.bars();
    let fades = planned.plan.bars.last().is_some_and(|last| last.ending == Some(Landing::Fade));
    bars.iter().rev().take(if fades { FADE_BARS + WINDOW_BARS + 1 } else { 0 }).map(|bar| bar.id).collect()
}

fn edited_bar_stays_local(
    sheet: &Sheet,
    brief: &Brief,
    bar: usize,
    edit: &'static str,
) -> Result<(), TestCaseError> {
    let chart = Chart::parse(&sheet.text()).unwrap();
    let (section, place) = sheet.place(bar);
    let mut other = sheet.clone();
    other.sections[section].0[place] = edit;
    let edited = Chart::reparse(&chart, &other.text()).unwrap();
    let (was, is) = (Planned::of(&chart, brief), Planned::of(&edited, brief));
    let bars = was.song.bars().iter().zip(is.song.bars()).enumerate();
    let changed: Vec<usize> = bars.filter(|(_, (was, is))| was.id != is.id).map(|(bar, _)| bar).collect();
    prop_assert!(changed.len() <= sheet.sections[section].1, "{:?} have other ids", changed);
    let reaches: Vec<_> = changed.iter().map(|bar| was.reach(*bar, last_bar)).collect();
    let (before, after) = (compose(&chart, brief).unwrap(), compose(&edited, brief).unwrap());
    let fills = other_fills((&was, &before), (&is, &after), &BTreeSet::new());
    let fills = is.song.bars().iter().filter(|bar| fills.contains(&bar.id));
    let fills: Vec<_> = fills.map(|bar| (bar.start, bar.span().end)).collect();
    for lane in &brief.lanes {
        let mut reaches = reaches.clone();
        reaches.extend(fills.iter().filter(|_| *lane == Lane::Drums || listens(*lane, Lane::Drums)));
        let (was, is) = (heard(&before, *lane), heard(&after, *lane));
        prop_assert_eq!(
            difference(&was, &is, &reaches),
            None,
            "{} bars {:?}, now\n{:?}",
            lane,
            changed,
            other
        );
    }
    Ok(())
}

/// What rings in the silent bar is the next bar's; who plays before the silence does not know it.
#[test]
fn a_chord_struck_early_into_a_silent_bar_changes_nothing_before_that_bar() {
    let sung = "[Intro]\n| C | C | C |\n[Verse]\n| C | C | C |\n[Chorus] x2\n";
    let chorus = |first: &str| format!("{sung}| {first} | C | C | C | C | C | C | F | N.C. |\n");
    let mut brief = Brief::new(Style::built_in("bossa").unwrap(), 406_841_276_890_074_259);
    brief.lanes = vec![Lane::Bass];
    let chart = Chart::parse(&chorus("C")).unwrap();
    let edited = Chart::reparse(&chart, &chorus(">Db7")).unwrap();
    let before_the_silence = |chart: &Chart| compose(chart, &brief).unwrap().parts[0].played[13].clone();
    assert_eq!(before_the_silence(&chart), before_the_silence(&edited));
}

/// A shaker's only bar among the verses is no matter of the chorus, where a style has nothing for its energy.
#[test]
fn percussion_that_a_shorter_verse_leaves_out_is_the_same_in_the_chorus() {
    let sung = |verse: &str| {
        let bridge = "[Bridge] x2\n| C | C | C | C | C | C |\n";
        format!("[Intro]\n| C |\n[Verse] x2\n{verse}\n[Chorus]\n| C | C |\n{bridge}")
    };
    let mut brief = Brief::new(Style::built_in("swing").unwrap(), 13_472_821_174_358_135_409);
    brief.lanes = vec![Lane::Drums, Lane::Bass, Lane::Guitar, Lane::Pad, Lane::Lead, Lane::Percussion];
    let chart = Chart::parse(&sung("| C | C |")).unwrap();
    let edited = Chart::reparse(&chart, &sung("| C |")).unwrap();
    let chorus = |chart: &Chart| {
        let first = chart.song().bars().iter().position(|bar| bar.section.index == 2).unwrap();
        part(&compose(chart, &brief).unwrap(), Lane::Percussion).sketch.bar(first + 1).to_vec()
    };
    assert_eq!(chorus(&chart), chorus(&edited));
    assert!(!chorus(&chart).is_empty(), "the fullest section is not played");
}
