//! What sounds, and what is sent at one sample: ends, beginnings, refusals (laws 8 to 10).

use music::lane::Lane;

use super::measure::{Near, Stretch};
use super::paper::Note;
use crate::scenario::SinkAtWork;

/// An event as it must be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Counted from 0 over blocks that do something.
    pub block: usize,
    /// Within the block.
    pub sample: i64,
    /// Within the scenario.
    pub moment: u64,
    pub kind: Kind,
    pub lane: Lane,
    pub channel: u8,
    pub key: u8,
    /// A hair would have moved it to the sample before or after.
    pub tight: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Begin { velocity: u8 },
    End,
}

/// The sample that is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Here {
    pub(super) block: usize,
    pub(super) sample: i64,
    pub(super) moment: u64,
    /// That something happens here rather than a sample away hangs on a hair.
    pub(super) tight: bool,
}

/// A note that wants to begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beginning {
    pub(super) note: Note,
    pub(super) velocity: u8,
    pub(super) chased: bool,
    pub(super) outgoing: bool,
    pub(super) ends: Near,
    pub(super) tight: bool,
}

#[derive(Clone, Copy, Debug)]
struct Voice {
    note: Note,
    /// The lane its beginning was sent on.
    sent_on: Lane,
    began: u64,
    ends: Near,
    cut: bool,
    owes_its_end: bool,
}

#[derive(Debug, Default)]
pub(super) struct Voices {
    voices: Vec<Voice>,
}

impl Voices {
    pub(super) fn len(&self) -> usize {
        self.voices.len()
    }

    /// Where the notes that sound end in this stretch.
    pub(super) fn measure(&mut self, stretch: &Stretch, ruler: super::measure::Ruler) {
        for voice in &mut self.voices {
            voice.ends = stretch.nearest(ruler.ticks(voice.note.end), voice.note.offset_us);
        }
    }

    /// Marks what must end here; a voice that owes its end waits for its own occasions.
    pub(super) fn cut(&mut self, must_end: impl Fn(&Note) -> bool) {
        for voice in &mut self.voices {
            voice.cut |= must_end(&voice.note);
        }
    }

    /// Sends what ends and begins at this sample.
    pub(super) fn send(
        &mut self,
        here: Here,
        mut beginnings: Vec<Beginning>,
        sink: &mut SinkAtWork,
        events: &mut Vec<Event>,
    ) {
        let key = |note: &Note| (note.channel, note.key);
        let taken = |voice: &Voice| beginnings.iter().find(|other| key(&other.note) == key(&voice.note));
        let due = |voice: &Voice| {
            let over = voice.ends.sample <= here.sample && voice.began < here.moment;
            let asked = if voice.owes_its_end { here.sample == 0 } else { voice.cut || over };
            asked || taken(voice).is_some()
        };
        self.voices.sort_by_key(|voice| key(&voice.note));
        let mut kept = Vec::new();
        for mut voice in std::mem::take(&mut self.voices) {
            if due(&voice) {
                let tight = here.tight || voice.ends.tight || taken(&voice).is_some_and(|other| other.tight);
                if sink.accepts() {
                    events.push(event(here, Kind::End, &voice.note, voice.sent_on, tight));
                    continue;
                }
                voice.owes_its_end = true;
            }
            kept.push(Voice { cut: false, ..voice });
        }
        self.voices = kept;
        beginnings.sort_by_key(|one| (key(&one.note), !one.chased, !one.outgoing, one.note.order()));
        for beginning in beginnings {
            self.begin(here, beginning, sink, events);
        }
    }

    fn begin(&mut self, here: Here, new: Beginning, sink: &mut SinkAtWork, events: &mut Vec<Event>) {
        let same_key =
            |voice: &&mut Voice| (voice.note.channel, voice.note.key) == (new.note.channel, new.note.key);
        match self.voices.iter_mut().find(same_key) {
            // It could not end: the new note is dropped.
            Some(voice) if voice.owes_its_end => {}
            // Law 8.3: it began at this very sample.
            Some(voice) => (voice.note, voice.ends) = (new.note, new.ends),
            None if sink.accepts() => {
                let kind = Kind::Begin { velocity: new.velocity };
                events.push(event(here, kind, &new.note, new.note.lane, here.tight || new.tight));
                self.voices.push(Voice {
                    note: new.note,
                    sent_on: new.note.lane,
                    began: here.moment,
                    ends: new.ends,
                    cut: false,
                    owes_its_end: false,
                });
            }
            None => {}
        }
    }
}

fn event(here: Here, kind: Kind, note: &Note, lane: Lane, tight: bool) -> Event {
    let Here { block, sample, moment, tight: _ } = here;
    Event { block, sample, moment, kind, lane, channel: note.channel, key: note.key, tight }
}
