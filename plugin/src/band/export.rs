//! Out of the window: lanes and bars as a MIDI file, with tempo, meter, names, programs and chord markers.

use music::arrangement::Arrangement;
use music::clip::Note;
use music::lane::Lane;
use music::meter::{self, Meter};
use music::midi_file::{self, Marker, MidiFile, Timing, Track};
use music::tempo::{self, Tempo};
use music::time::{Span, TICKS_PER_BEAT, Ticks};

use super::paper::Sheet;
use super::{Band, sounding, words};
use crate::model::DroppedFile;

/// A MIDI file in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Ends in `.mid`; no folder, nothing a file system minds.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// As much of a title as a file name takes, in characters.
const TITLE_CHARS_MAX: usize = 60;
/// In bytes: file systems take 255 for a whole name, and what stands behind a title takes up to 90 of them: lane and
/// bars, a number, and what the file is called while it is written.
const TITLE_BYTES_MAX: usize = 160;

/// Which stretch is written, and where its beat 0 is.
struct Stretch {
    span: Span,
    zero: Ticks,
    tempo: tempo::Map,
    meter: meter::Map,
}

impl Band {
    /// What is arranged, or why there is nothing to write. Auditions are not in it.
    pub fn export(&self, what: DroppedFile) -> Result<Exported, String> {
        let stretch = self.stretch(what)?;
        let lanes: Vec<Lane> = what.lane.map_or(Lane::ALL.to_vec(), |lane| vec![lane]);
        let mut file = MidiFile::empty(stretch.tempo.clone(), stretch.meter.clone());
        file.length = stretch.span.end - stretch.zero;
        let timing = if what.quantised { Timing::Quantised } else { Timing::AsHeard };
        file.tracks = lanes.iter().filter_map(|lane| self.track(*lane, &stretch, timing)).collect();
        if file.tracks.is_empty() {
            let who = what.lane.map_or("nobody", Lane::name);
            let what = if what.lane.is_some() { "plays nothing there" } else { "plays anything there" };
            return Err(format!("{who} {what}; generate first, or choose other bars"));
        }
        if let Some(sheet) = self.paper.sheet() {
            file.key = sheet.song.bar_at(stretch.span.start).and_then(|bar| bar.key);
            file.markers = markers(sheet, &stretch);
        }
        let bytes = midi_file::write(&file, timing).map_err(|error| error.to_string())?;
        Ok(Exported { name: self.file_name(what), bytes })
    }

    fn stretch(&self, what: DroppedFile) -> Result<Stretch, String> {
        let Some(sheet) = self.paper.sheet() else {
            let end = self.arranged.arrangement.regions().iter().map(|region| region.span.end).max();
            let span = Span::new(Ticks::ZERO, end.unwrap_or_default());
            let span = span.ok_or("nothing is arranged yet; generate first")?;
            let tempo = tempo::Map::constant(self.host_tempo.unwrap_or(Tempo::DEFAULT));
            return Ok(Stretch {
                span,
                zero: Ticks::ZERO,
                tempo,
                meter: meter::Map::constant(Meter::COMMON),
            });
        };
        let indices = sheet.indices(what.bars)?;
        let bars = &sheet.song.bars()[indices.clone()];
        let span = sheet.span(&indices).ok_or("the song has no such bars")?;
        // A pickup stands at the end of a whole bar: a file's bars begin at its beat 0.
        let pickups = bars.iter().filter(|bar| bar.length < bar.meter.bar_ticks());
        let zero = span.start - pickups.map(|bar| bar.meter.bar_ticks() - bar.length).sum();
        let meters: Vec<(i64, Meter)> = (0..).zip(bars.iter().map(|bar| bar.meter)).collect();
        let meter = meter::Map::new(&meters).map_err(|error| error.to_string())?;
        Ok(Stretch { span, zero, tempo: self.tempo_of(sheet, span, zero)?, meter })
    }

    fn tempo_of(&self, sheet: &Sheet, span: Span, zero: Ticks) -> Result<tempo::Map, String> {
        if !sheet.names_a_tempo() {
            return Ok(tempo::Map::constant(self.host_tempo.unwrap_or(Tempo::DEFAULT)));
        }
        let song = sheet.song.tempo();
        let later = song.changes().iter().filter(|(at, _)| span.contains(*at));
        let first = (Ticks::ZERO, song.at(span.start));
        let changes = std::iter::once(first).chain(later.map(|(at, tempo)| (*at - zero, *tempo)));
        tempo::Map::new(changes.collect()).map_err(|error| error.to_string())
    }

    fn track(&self, lane: Lane, stretch: &Stretch, timing: Timing) -> Option<Track> {
        let arrangement: &Arrangement = &self.arranged.arrangement;
        let notes = sounding::notes(arrangement, &self.arranged.library, lane, stretch.span);
        let controls = sounding::controls(arrangement, &self.arranged.library, lane, stretch.span);
        let chair = &self.chairs[lane.index()];
        // A hand that is late must not make the file longer than its bars: it is to be looped.
        let cut = |note: &Note| {
            let start = note.start - stretch.zero;
            let late = match timing {
                Timing::AsHeard => late(note, stretch.tempo.at(start)),
                Timing::Quantised => Ticks::ZERO,
            };
            let room = (stretch.span.end - note.start - late).max(Ticks::ZERO);
            Note { start, length: note.length.min(room), ..*note }
        };
        (!notes.is_empty()).then(|| Track {
            name: Some(lane.name().to_owned()),
            channel: chair.channel,
            program: Some(chair.program),
            notes: notes.iter().map(cut).collect(),
            controls: controls
                .into_iter()
                .map(|control| music::clip::Control { at: control.at - stretch.zero, ..control })
                .collect(),
        })
    }

    /// "Boats at Noon - bass - bars 5-8.mid".
    fn file_name(&self, what: DroppedFile) -> String {
        let title = self.paper.sheet().and_then(|sheet| sheet.chart.header().title.as_deref());
        let title = fitting(&plain(title.unwrap_or("AI Band")));
        let title = if title.is_empty() { "AI Band".to_owned() } else { title };
        let lane = what.lane.map_or_else(|| "band".to_owned(), |lane| lane.name().to_owned());
        let bars =
            what.bars.map_or_else(String::new, |bars| format!(" - {}", words::bars(bars).replace('–', "-")));
        let quantised = if what.quantised { " - quantised" } else { "" };
        format!("{title} - {lane}{bars}{quantised}.mid")
    }
}

fn late(note: &Note, tempo: Tempo) -> Ticks {
    let micros = i64::from(note.offset.0.max(0)) * TICKS_PER_BEAT;
    Ticks(micros / i64::from(tempo.micros_per_beat()) + 1)
}

/// Without what a file system minds, on any of them.
fn plain(title: &str) -> String {
    let is_minded = |char: char| char.is_control() || "/\\:*?\"<>|".contains(char);
    let kept: String = title.chars().map(|char| if is_minded(char) { ' ' } else { char }).collect();
    kept.trim_matches(|char: char| char == '.' || char.is_whitespace()).to_owned()
}

/// Cut between two characters.
fn fitting(title: &str) -> String {
    let title = words::shortened(title, TITLE_CHARS_MAX);
    if title.len() <= TITLE_BYTES_MAX {
        return title;
    }
    let kept = title.floor_char_boundary(TITLE_BYTES_MAX - '…'.len_utf8());
    format!("{}…", &title[..kept])
}

fn markers(sheet: &Sheet, stretch: &Stretch) -> Vec<Marker> {
    let chords = sheet.song.chords_in(stretch.span).iter();
    let marker = |harmony: &music::chart::song::Harmony| Marker {
        at: harmony.start.max(stretch.span.start) - stretch.zero,
        text: harmony.chord.map_or_else(|| "N.C.".to_owned(), |chord| chord.to_string()),
    };
    chords.take(midi_file::MARKERS_MAX).map(marker).collect()
}
