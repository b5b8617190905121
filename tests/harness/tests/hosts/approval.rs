//! Bars 5–8 of a song that loops are asked for and approved in the hosted window, and enter where they belong.

use std::collections::BTreeSet;

use harness::daw::Looping;
use harness::kept::Kept;
use harness::{Daw, Format, Heard, NoteEvent, Rig, Setup, Sizes, Tempo};
use music::lane::Lane;
use plugin::action::Action;
use plugin::model::{Bars, Route, TakeState};

use crate::tune::{assert_same, compared};
use crate::twin::{Twin, asked, changed, generates, project, screen, shown, text};

pub const RATE: f64 = 48_000.0;
const BAR: u64 = 96_000;
pub const LOOP: u64 = 8 * BAR;
const CHART: &str = "{tempo: 120}\n[A]\n| C | Am | F | G |\n| Em | Am | Dm | G7 |\n";
const NEW: Bars = Bars { first: 5, last: 8 };

/// When in the loop somebody decides, in half bars of the first pass, and how the host's blocks fall.
#[derive(Clone, Copy)]
struct Case {
    half_bars: u64,
    frames: u32,
    is_split: bool,
}

const CASES: [Case; 3] = [
    // Half of bar 6 is over.
    Case { half_bars: 11, frames: 480, is_split: true },
    // In bar 2, and blocks that do not end where the loop does.
    Case { half_bars: 3, frames: 700, is_split: false },
    // In the last half bar: the next one is the loop's first.
    Case { half_bars: 15, frames: 64, is_split: true },
];

/// Eight bars by the whole band, all of it to the host as notes, and bars 5 to 8 asked for anew.
pub fn song() -> String {
    let routes = Lane::ALL.map(|lane| Action::Route { lane, route: Route::Midi });
    let first = [Action::Chart(CHART.to_owned()), Action::Seed(1), Action::Generate];
    let next = [Action::AskBars(Some(NEW)), Action::Seed(2)];
    project(&asked(&[routes.to_vec(), first.to_vec(), next.to_vec()].concat()))
}

/// The eight bars of a project once, from their first sample, and a stop.
fn bounced(format: Format, text: &str) -> Vec<NoteEvent> {
    let mut rig = Rig::band(format);
    rig.load(&Kept::text("band", text).write(format));
    rig.activate(Setup::offline(RATE, 512));
    let mut daw = Daw::new(RATE, Tempo::Constant(120.0), Sizes::of(&[512]));
    let mut heard = rig.play(daw.play(), LOOP);
    heard.append(rig.play(daw.stop(), 64));
    assert!(heard.sounding().is_empty());
    heard.notes
}

/// A hand is never that early, and nothing is written that close before a bar line.
const EARLY: u64 = 4_000;

/// What begins in these bars, counted from 1.
fn begun(notes: &[NoteEvent], first_bar: u64, last_bar: u64) -> Vec<NoteEvent> {
    let span = (first_bar - 1) * BAR..last_bar * BAR;
    notes.iter().copied().filter(|note| note.is_on && span.contains(&note.sample)).collect()
}

/// What is written in these bars: a little of it may be played before their bar line.
fn written(notes: &[NoteEvent], first_bar: u64, last_bar: u64) -> Vec<NoteEvent> {
    let shown = |bar: u64| (bar * BAR).saturating_sub(EARLY);
    let span = shown(first_bar - 1)..shown(last_bar);
    notes.iter().copied().filter(|note| note.is_on && span.contains(&note.sample)).collect()
}

/// A pass of the loop by itself; what begins on its last sample's end belongs to the next.
fn pass(heard: &Heard, number: u64) -> Vec<NoteEvent> {
    let (start, end) = (number * LOOP, (number + 1) * LOOP);
    let is_in = |note: &&NoteEvent| {
        let is_later = note.sample > start || (note.sample == start && note.is_on);
        is_later && (note.sample < end || (note.sample == end && !note.is_on))
    };
    heard.notes.iter().filter(is_in).map(|note| NoteEvent { sample: note.sample - start, ..*note }).collect()
}

/// The pass in which a take enters at this bar. What another hand plays a little before the bar line is played as it
/// enters, and what it would be holding there is taken up; what stays as it was is played where it was.
fn entered(old: &[NoteEvent], new: &[NoteEvent], bar: u64) -> Vec<NoteEvent> {
    let start = (bar - 1) * BAR;
    let enters = |note: NoteEvent| match old.contains(&note) {
        true => note,
        false => NoteEvent { sample: note.sample.max(start), ..note },
    };
    let is_taken_up = |note: &NoteEvent| !old.contains(note) && is_held(new, note, start);
    let before = written(new, 1, bar - 1).into_iter().filter(is_taken_up);
    let later = written(new, bar, 8).into_iter().chain(before).map(enters);
    sorted(&written(old, 1, bar - 1).into_iter().chain(later).collect::<Vec<_>>())
}

/// Whether a note that began before is held there, on a lane whose notes are held.
fn is_held(notes: &[NoteEvent], note: &NoteEvent, at: u64) -> bool {
    let is_end = |other: &&NoteEvent| {
        !other.is_on && other.sample > note.sample && (other.channel, other.key) == (note.channel, note.key)
    };
    let sustains = Lane::ALL
        .iter()
        .map(|lane| lane.character())
        .any(|lane| lane.channel == note.channel && lane.sustains);
    sustains && notes.iter().find(is_end).is_some_and(|end| end.sample > at)
}

/// In each bar that was asked for something is new, and on each lane that plays there.
fn assert_another(old: &[NoteEvent], new: &[NoteEvent], what: &str) {
    for bar in NEW.first.into()..=NEW.last.into() {
        assert_ne!(written(old, bar, bar), written(new, bar, bar), "{what}: bar {bar} is another one");
    }
    let of = |notes: &[NoteEvent], channel: u8| -> Vec<NoteEvent> {
        let all = written(notes, NEW.first.into(), NEW.last.into());
        all.into_iter().filter(|note| note.channel == channel).collect()
    };
    let channels: BTreeSet<u8> = begun(old, 1, 8).iter().map(|note| note.channel).collect();
    assert!(channels.len() > 2, "{what}: a band plays");
    for channel in channels {
        assert_ne!(of(old, channel), of(new, channel), "{what}: channel {channel} plays something else");
    }
}

/// From where the take has entered, nothing of the old music sounds on: whatever ends, ends as in the take.
fn assert_ends(heard: &[NoteEvent], new: &[NoteEvent], entered: u64, what: &str) {
    for end in heard.iter().filter(|note| !note.is_on && note.sample > entered) {
        assert!(new.contains(end), "{what}: {end:?} is no end of the take that entered at {entered}");
    }
}

fn approved(format: Format, case: Case) {
    let what = format!("decided after {} half bars, blocks of {}", case.half_bars, case.frames);
    let display = screen();
    let before = song();
    let mut rig = Rig::band(format);
    rig.load(&Kept::text("band", &before).write(format));
    rig.activate(Setup::realtime(RATE, 4_096));
    let mut daw = Daw::new(RATE, Tempo::Constant(120.0), Sizes::of(&[case.frames]));
    daw.looping = Some(Looping { start_beats: 0.0, end_beats: 32.0, is_split: case.is_split });
    let mut heard = rig.play(daw.play(), case.half_bars * BAR / 2);

    let frame = shown(&display, &mut rig);
    generates(&frame, &mut rig);
    let mut twin = Twin::opened(&before);
    twin.band.act(&Action::Generate);
    let take = twin.model().takes.into_iter().find(|take| take.state == TakeState::ToDecide);
    assert_eq!(take.expect("a take waits").bars, NEW);
    let waiting = text(format, &mut rig);
    display.click(twin.place("Approve")).expect("the pointer presses");
    let after = changed(&frame, format, &mut rig, &waiting);

    heard.append(rig.play(&mut daw, 3 * LOOP - case.half_bars * BAR / 2));
    heard.append(rig.play(daw.stop(), 512));
    rig.host.close_editor();
    assert!(heard.sounding().is_empty(), "{what}: {:?}", heard.sounding());

    let (old, new) = (bounced(format, &before), bounced(format, &after));
    assert_same(&written(&old, 1, 4), &written(&new, 1, 4), &format!("{what}: bars 1 to 4 stay"));
    assert_another(&old, &new, &what);
    let first = pass(&heard, 0);
    let enters = case.half_bars / 2 + 2;
    assert_ends(&first, &new, (enters - 1) * BAR, &what);
    let expected = if enters <= 8 { entered(&old, &new, enters) } else { sorted(&begun(&old, 1, 8)) };
    let enters = format!("{what}: from bar {enters} on, the take");
    assert_same(&sorted(&begun(&first, 1, 8)), &expected, &enters);
    for number in [1, 2] {
        assert_same(&sorted(&pass(&heard, number)), &sorted(&new), &format!("{what}, pass {number}"));
    }
}

fn sorted(notes: &[NoteEvent]) -> Vec<NoteEvent> {
    let mut notes = compared(notes);
    notes.sort();
    notes
}

in_both_hosts! {
    fn bars_five_to_eight_enter_inside_an_eight_bar_loop(format) {
        approved(format, CASES[0]);
    }

    fn bars_approved_before_they_come_are_whole_in_the_same_pass(format) {
        approved(format, CASES[1]);
    }

    fn bars_approved_in_the_last_bar_enter_with_the_next_pass(format) {
        approved(format, CASES[2]);
    }
}
