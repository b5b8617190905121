//! A program being played: how far each lane has come in this pass, and which notes are due.

use music::lane::Lane;

use crate::compiled::{Note, Program};
use crate::sounding_notes::Slot;
use crate::transport::Ruler;

/// Names a pass (a stretch without a jump); 0 is none.
pub(crate) type Pass = u32;

pub(crate) struct Deck {
    pub(crate) program: Box<Program>,
    lanes: [Progress; Lane::COUNT],
}

#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    /// Every note before this one has begun or is past.
    done: usize,
    /// No note from here on has begun.
    reach: usize,
}

/// A note about to begin. The order of the fields is the order of beginning (`docs/player.md` 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Onset {
    pub(crate) sample: u32,
    pub(crate) slot: Slot,
    pub(crate) source: Source,
    pub(crate) lane: Lane,
    pub(crate) index: u32,
    /// Filled in when it is decided whether it sounds; 0 is silence.
    pub(crate) velocity: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    Chased,
    Outgoing,
    Current,
}

/// Four times what MIDI can sound at once; more held notes than this are not chased, and more due notes are
/// taken in turns.
pub(crate) const ONSETS_MAX: usize = 8_192;

/// A fixed buffer of onsets.
pub(crate) struct Onsets {
    all: Box<[Onset]>,
    count: usize,
}

#[derive(Debug)]
pub(crate) struct Full;

impl Onsets {
    #[expect(clippy::disallowed_macros, reason = "made before there is an audio thread")]
    pub(crate) fn new() -> Onsets {
        let slot = Slot::new(0, 0);
        let none =
            Onset { sample: 0, slot, source: Source::Current, lane: Lane::Drums, index: 0, velocity: 0 };
        Onsets { all: vec![none; ONSETS_MAX].into_boxed_slice(), count: 0 }
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [Onset] {
        &mut self.all[..self.count]
    }

    pub(crate) fn as_slice(&self) -> &[Onset] {
        &self.all[..self.count]
    }

    pub(crate) fn count(&self) -> usize {
        self.count
    }

    pub(crate) fn truncate(&mut self, count: usize) {
        self.count = self.count.min(count);
    }

    fn add(&mut self, onset: Onset) -> Result<(), Full> {
        *self.all.get_mut(self.count).ok_or(Full)? = onset;
        self.count += 1;
        Ok(())
    }
}

/// Where to look for due notes: samples `[at, end)` of the block.
pub(crate) struct Stretch<'a> {
    pub(crate) ruler: &'a Ruler,
    pub(crate) at: u32,
    pub(crate) end: u32,
    /// Notes from here on wait for the loop to wrap.
    pub(crate) loop_end: Option<f64>,
    pub(crate) pass: Pass,
}

impl Deck {
    pub(crate) fn new(program: Box<Program>) -> Deck {
        Deck { program, lanes: Default::default() }
    }

    /// A jump: what starts at `from` ticks or later is to come, the rest is past.
    pub(crate) fn land(&mut self, from: f64) {
        for (progress, part) in self.lanes.iter_mut().zip(&self.program.parts) {
            let done = part.notes.partition_point(|note| (note.start as f64) <= from);
            *progress = Progress { done, reach: done };
        }
    }

    /// Takes over from `old` within a pass: what has begun there does not begin again, and what was
    /// still to come there, being late, still comes.
    pub(crate) fn take_over(&mut self, old: &Deck, from: f64, pass: Pass) {
        self.land(from);
        for lane in Lane::ALL {
            let theirs = &old.program.parts[lane.index()];
            let Progress { done, reach } = old.lanes[lane.index()];
            let past = theirs.notes.partition_point(|note| (note.start as f64) <= from);
            let has_begun = |index: usize| theirs.begun_in_pass[index] == pass;
            for index in (done..past).filter(|index| !has_begun(*index)) {
                self.expect_late(lane, old, index, pass);
            }
            // What begins early may have begun already, and `done` may be past it.
            for index in (done.min(past)..reach).filter(|index| has_begun(*index)) {
                if let Some(same) = self.program.find_same(&old.program, lane, index) {
                    self.mark_begun(lane, same, pass);
                }
            }
        }
    }

    fn expect_late(&mut self, lane: Lane, old: &Deck, index: usize, pass: Pass) {
        let Some(same) = self.program.find_same(&old.program, lane, index) else { return };
        let progress = &mut self.lanes[lane.index()];
        let begun = &mut self.program.parts[lane.index()].begun_in_pass;
        if same < progress.done {
            begun[same..progress.done].fill(pass);
            progress.done = same;
        }
        begun[same] = 0;
    }

    pub(crate) fn mark_begun(&mut self, lane: Lane, index: usize, pass: Pass) {
        self.program.parts[lane.index()].begun_in_pass[index] = pass;
        let progress = &mut self.lanes[lane.index()];
        progress.reach = progress.reach.max(index + 1);
    }

    /// Adds a lane's notes that begin within the stretch and that `wanted` lets through.
    pub(crate) fn add_due(
        &mut self,
        lane: Lane,
        source: Source,
        stretch: &Stretch<'_>,
        wanted: impl Fn(&Note) -> bool,
        onsets: &mut Onsets,
    ) -> Result<(), Full> {
        let part = &mut self.program.parts[lane.index()];
        let done = &mut self.lanes[lane.index()].done;
        while part.begun_in_pass.get(*done) == Some(&stretch.pass) {
            *done += 1;
        }
        let early_samples = f64::from(part.earliest_us) * stretch.ruler.samples_per_us;
        let horizon = stretch.ruler.ticks_at(f64::from(stretch.end) - early_samples);
        let horizon = stretch.loop_end.map_or(horizon, |end| end.min(horizon));
        let reachable = part.notes[*done..].iter().take_while(|note| (note.start as f64) < horizon);
        for (index, note) in (*done..).zip(reachable) {
            if part.begun_in_pass[index] == stretch.pass {
                continue;
            }
            if !wanted(note) {
                // The program that plays has it, so here it never begins; a long fade must not look at it each block.
                if source == Source::Outgoing {
                    part.begun_in_pass[index] = stretch.pass;
                }
                continue;
            }
            let sample = stretch.ruler.sample_of_note(note.start, note.offset_us).max(stretch.at.into());
            if sample < i64::from(stretch.end) {
                let slot = Slot::new(part.channel, note.key);
                onsets.add(Onset {
                    sample: sample as u32,
                    slot,
                    source,
                    lane,
                    index: index as u32,
                    velocity: 0,
                })?;
            }
        }
        Ok(())
    }

    /// Adds a lane's notes that started before `from` and are still held at sample `at`.
    pub(crate) fn add_held(
        &self,
        lane: Lane,
        from: f64,
        (ruler, at): (&Ruler, u32),
        wanted: impl Fn(&Note) -> bool,
        onsets: &mut Onsets,
    ) -> Result<(), Full> {
        let part = &self.program.parts[lane.index()];
        let is_held = |end: i64, offset_us| ruler.sample_of_note(end, offset_us) > i64::from(at);
        let past = part.notes.partition_point(|note| (note.start as f64) <= from);
        let may_hold = |end| is_held(end, part.latest_us);
        let mut before = past;
        while let Some(index) = part.ends.last_before(before, may_hold) {
            before = index;
            let note = &part.notes[index];
            if is_held(note.end, note.offset_us) && wanted(note) {
                let slot = Slot::new(part.channel, note.key);
                let index = index as u32;
                onsets.add(Onset { sample: at, slot, source: Source::Chased, lane, index, velocity: 0 })?;
            }
        }
        Ok(())
    }
}

impl Program {
    /// Where the same note stands in this program: same lane, channel and everything about it.
    pub(crate) fn find(&self, lane: Lane, channel: u8, note: &Note) -> Option<usize> {
        let part = &self.parts[lane.index()];
        if part.channel == channel { part.find(note) } else { None }
    }

    fn find_same(&self, other: &Program, lane: Lane, index: usize) -> Option<usize> {
        let part = &other.parts[lane.index()];
        self.find(lane, part.channel, &part.notes[index])
    }
}
