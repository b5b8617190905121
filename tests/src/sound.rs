//! From a band's notes to a score a synth plays: what the player was heard to play, or what a MIDI file says.

mod files;
mod loudness;

use music::arrangement::Arrangement;
use music::lane::Lane;
use music::midi_file::MidiFile;
use music::time::Ticks;
use synth::mixdown::{Event, EventKind, Score};
use synth::{Program, Synth};

use crate::render::{Clock, Heard, Hosting, Piece, hear};

pub use files::{Progress, WavFile, bank_or_default};
pub use loudness::{Loudness, loudness};

/// The tenth channel, where General MIDI keeps kits.
const KIT_CHANNEL: u8 = 9;

/// A channel, what it is called, and what it plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub name: String,
    pub channel: u8,
    pub program: Program,
}

/// Who sits where, and what they play when.
pub struct Performance {
    pub seats: Vec<Seat>,
    pub score: Score,
}

impl Performance {
    /// As the player plays it.
    pub fn of_piece(piece: &Piece<'_>, sample_rate: u32) -> anyhow::Result<Performance> {
        let (heard, end) = hear(piece, &Hosting::default(), sample_rate)?;
        let events = heard.iter().flat_map(note).collect();
        let seats = lanes(piece.arrangement).into_iter().map(|lane| Seat {
            name: lane.name().to_owned(),
            channel: lane.character().channel,
            program: Program::of_lane(lane),
        });
        Ok(Performance { seats: seats.collect(), score: Score::new(events, Vec::new(), end) })
    }

    /// Notes are on the samples nearest to their ticks. Kits are on the tenth channel, and where a track is called so.
    pub fn of_midi(file: &MidiFile, sample_rate: u32) -> Performance {
        let clock = Clock::new(&file.tempo, Ticks::ZERO, sample_rate);
        let (mut seats, mut events): (Vec<Seat>, Vec<Event>) = (Vec::new(), Vec::new());
        for track in &file.tracks {
            let channel = track.channel;
            let lane = track.name.as_deref().and_then(Lane::named);
            let is_kit = channel == KIT_CHANNEL || lane.is_some_and(|lane| lane.character().is_kit);
            let number = track.program.unwrap_or(0).min(127);
            let program = if is_kit { Program::kit(number) } else { Program::pitched(number) };
            if seats.iter().all(|seat| seat.channel != channel) {
                let name = track.name.clone().unwrap_or_else(|| format!("channel {}", channel + 1));
                seats.push(Seat { name, channel, program });
            }
            for note in &track.notes {
                let [start, end] = [note.start, note.start + note.length]
                    .map(|at| clock.first_sample_at(at.max(Ticks::ZERO)));
                let (key, velocity) = (note.pitch.key(), note.velocity);
                events.push(Event { frame: start, channel, kind: EventKind::Begin { key, velocity } });
                events.push(Event { frame: end.max(start + 1), channel, kind: EventKind::End { key } });
            }
        }
        let end = clock.first_sample_at(file.length);
        Performance { seats, score: Score::new(events, Vec::new(), end) }
    }

    /// Everybody's program on their channel.
    pub fn seat(&self, synth: &mut dyn Synth) {
        self.seats.iter().for_each(|seat| synth.program(seat.channel, seat.program));
    }
}

fn lanes(arrangement: &Arrangement) -> Vec<Lane> {
    let plays = |lane: &Lane| arrangement.regions().iter().any(|region| region.lane == *lane);
    Lane::ALL.into_iter().filter(plays).collect()
}

fn note(heard: &Heard) -> [Event; 2] {
    let channel = heard.lane.character().channel;
    let (key, velocity) = (heard.pitch.key(), heard.velocity);
    [
        Event { frame: heard.start, channel, kind: EventKind::Begin { key, velocity } },
        Event { frame: heard.end, channel, kind: EventKind::End { key } },
    ]
}
