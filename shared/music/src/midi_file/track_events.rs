//! One track's events, taken one by one from `midly`'s lazy parser: memory grows with what is kept, not with what is read.

use midly::{EventIter, MetaMessage, MidiMessage, TrackEventKind};

use super::channel::Channel;
use super::chunks::TrackChunk;
use super::conductor::Conductor;
use super::rescale::Rescale;
use super::{EVENTS_MAX, Error, Problem, Track, Warning, text};
use crate::clip::{CONTROLLER_MAX, ControlKind};
use crate::pitch::Pitch;
use crate::time::Ticks;

const CHANNELS: usize = 16;
const FIRST_MODE: u8 = CONTROLLER_MAX + 1;
const RESET_CONTROLLERS: u8 = 121;
const LOCAL_CONTROL: u8 = 122;

/// Reads `chunk` to its end: what concerns the whole song goes to `song`, the rest is returned, a track per channel.
pub(super) fn read_track(
    chunk: &TrackChunk<'_>,
    rescale: Rescale,
    song: &mut Conductor,
) -> Result<Vec<Track>, Error> {
    let mut reader = TrackReader::new(chunk.number);
    let mut events = EventIter::new(chunk.events);
    let mut file_ticks = 0_u64;
    let end = loop {
        let byte = chunk.byte + chunk.events.len() - events.unread().len();
        let refuse = |problem: Problem| problem.in_track(chunk.number, byte);
        let Some(event) = events.next() else { return Err(refuse(Problem::NoEndOfTrack)) };
        let event = event.map_err(|_| refuse(Problem::BadEvent))?;
        song.events += 1;
        if song.events > EVENTS_MAX {
            return Err(refuse(Problem::TooManyEvents));
        }
        // Fewer than 2¹⁹ events of fewer than 2²⁸ ticks each: the sum cannot overflow.
        file_ticks += u64::from(event.delta.as_int());
        let now = rescale.ticks(file_ticks).ok_or(Problem::TooLong).map_err(refuse)?;
        song.is_rounded |= !rescale.is_exact(file_ticks);
        match event.kind {
            TrackEventKind::Midi { channel, message } => reader.message(now, channel.as_int(), message),
            TrackEventKind::SysEx(_) | TrackEventKind::Escape(_) => reader.counts.system_exclusive += 1,
            TrackEventKind::Meta(MetaMessage::EndOfTrack) => break now,
            TrackEventKind::Meta(meta) => reader.meta(now, meta, song).map_err(refuse)?,
        }
    };
    match events.unread().len() {
        0 => Ok(reader.finish(end, song)),
        left => {
            let byte = chunk.byte + chunk.events.len() - left;
            Err(Problem::AfterEndOfTrack { left }.in_track(chunk.number, byte))
        }
    }
}

struct TrackReader {
    number: usize,
    name: Option<String>,
    /// The channel that a track without any channel message says it is for.
    prefix: Option<u8>,
    channels: [Option<Box<Channel>>; CHANNELS],
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    nothing_to_release: usize,
    program_changes: [usize; CHANNELS],
    channel_modes: usize,
    key_pressures: usize,
    system_exclusive: usize,
    text_cut: usize,
}

impl TrackReader {
    fn new(number: usize) -> TrackReader {
        let channels = [const { None }; CHANNELS];
        TrackReader { number, name: None, prefix: None, channels, counts: Counts::default() }
    }

    fn message(&mut self, now: Ticks, index: u8, message: MidiMessage) {
        let channel = self.channels[usize::from(index)].get_or_insert_with(|| Box::new(Channel::new()));
        let pitch = |key: midly::num::u7| Pitch::new(key.as_int()).expect("seven bits");
        match message {
            MidiMessage::NoteOn { key, vel } if vel > 0 => channel.strike(now, pitch(key), vel.as_int()),
            MidiMessage::NoteOn { key, .. } | MidiMessage::NoteOff { key, .. } => {
                let was_down = channel.release(now, pitch(key));
                self.counts.nothing_to_release += usize::from(!was_down);
            }
            MidiMessage::Controller { controller, value } => match controller.as_int() {
                RESET_CONTROLLERS | LOCAL_CONTROL => self.counts.channel_modes += 1,
                FIRST_MODE.. => {
                    self.counts.channel_modes += 1;
                    channel.release_all(now);
                }
                number => channel.control(now, ControlKind::Controller(number), value.as_int().into()),
            },
            MidiMessage::PitchBend { bend } => channel.control(now, ControlKind::Bend, bend.0.as_int()),
            MidiMessage::ChannelAftertouch { vel } => {
                channel.control(now, ControlKind::Pressure, vel.as_int().into());
            }
            MidiMessage::Aftertouch { .. } => self.counts.key_pressures += 1,
            MidiMessage::ProgramChange { program } => {
                let first = *channel.program.get_or_insert(program.as_int());
                self.counts.program_changes[usize::from(index)] += usize::from(first != program.as_int());
            }
        }
    }

    fn meta(&mut self, now: Ticks, meta: MetaMessage<'_>, song: &mut Conductor) -> Result<(), Problem> {
        match meta {
            MetaMessage::TrackName(bytes) if self.name.is_none() => self.name = self.text(bytes),
            MetaMessage::Marker(bytes) | MetaMessage::CuePoint(bytes) => {
                self.text(bytes).map_or(Ok(()), |text| song.marker(now, text))?;
            }
            MetaMessage::MidiChannel(channel) if self.prefix.is_none() => {
                self.prefix = Some(channel.as_int());
            }
            MetaMessage::Tempo(micros) => song.tempo(now, micros.as_int())?,
            MetaMessage::TimeSignature(numerator, power, _, _) => song.meter(now, numerator, power)?,
            MetaMessage::KeySignature(sharps, is_minor) => song.key(now, sharps, is_minor),
            MetaMessage::Unknown(0x51, bytes) => return Err(Problem::ShortTempo { bytes: bytes.len() }),
            MetaMessage::Unknown(0x58, bytes) => return Err(Problem::ShortMeter { bytes: bytes.len() }),
            // Lyrics, copyrights, ports, sequencers' own notes: words about the file, not its music.
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, bytes: &[u8]) -> Option<String> {
        let (text, is_cut) = text::decode(bytes)?;
        self.counts.text_cut += usize::from(is_cut);
        Some(text)
    }

    fn finish(mut self, end: Ticks, song: &mut Conductor) -> Vec<Track> {
        song.end = song.end.max(end);
        if let (Some(prefix), true) = (self.prefix, self.channels.iter().all(Option::is_none)) {
            self.channels[usize::from(prefix)] = Some(Box::new(Channel::new()));
        }
        let mut never_released = 0;
        let mut tracks = Vec::new();
        for (index, channel) in (0_u8..).zip(self.channels) {
            let Some(mut channel) = channel else { continue };
            never_released += channel.release_all(end);
            channel.notes.sort_unstable_by_key(|note| (note.start, note.pitch, note.length, note.velocity));
            let Channel { program, notes, controls, .. } = *channel;
            tracks.push(Track { name: self.name.clone(), channel: index, program, notes, controls });
        }
        self.counts.report(self.number, never_released, &mut song.warnings);
        tracks
    }
}

impl Counts {
    fn report(self, track: usize, never_released: usize, warnings: &mut Vec<Warning>) {
        let mut warn = |count: usize, warning: Warning| {
            if count > 0 {
                warnings.push(warning);
            }
        };
        let count = never_released;
        warn(count, Warning::NeverReleased { track, count });
        let count = self.nothing_to_release;
        warn(count, Warning::NothingToRelease { track, count });
        for (channel, count) in (1..).zip(self.program_changes) {
            warn(count, Warning::ProgramChanges { track, channel, count });
        }
        let count = self.channel_modes;
        warn(count, Warning::ChannelModes { track, count });
        let count = self.key_pressures;
        warn(count, Warning::KeyPressures { track, count });
        let count = self.system_exclusive;
        warn(count, Warning::SystemExclusive { track, count });
        let count = self.text_cut;
        warn(count, Warning::TextCut { track, count });
    }
}
