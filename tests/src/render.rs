//! Renders an arrangement as it is heard: through the player, block by block, into a MIDI file.

mod lead_in;
mod recorder;
mod save;
mod summary;

use anyhow::ensure;
use music::arrangement::Arrangement;
use music::chart::Song;
use music::clip::{Library, Note, OFFSET_MAX};
use music::lane::Lane;
use music::midi_file::{Marker, MidiFile, Track};
use music::time::{Micros, Ticks};
use player::compiled::Settings;
use player::offline::{Bounce, Ground};
use player::{Automation, Program};

use lead_in::Paper;
use recorder::Recorder;

pub use player::offline::Clock;
pub use recorder::Heard;
pub use save::save;
pub use summary::summary;

/// What most audio interfaces run at.
pub const SAMPLE_RATE: u32 = 48_000;

/// A song and the parts written for it.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    pub song: &'a Song,
    pub arrangement: &'a Arrangement,
    pub library: &'a Library,
}

/// How the imagined host calls the player.
#[derive(Clone, Copy, Debug)]
pub struct Hosting {
    pub block_frames: u32,
    pub automation: Automation,
}

impl Default for Hosting {
    fn default() -> Hosting {
        Hosting { block_frames: 512, automation: Automation::default() }
    }
}

/// From beat 0, or the pickup's bar, to where the last note ends. The file says what was heard, so how it was hosted leaves no trace in it.
pub fn render(piece: &Piece<'_>, hosting: &Hosting) -> anyhow::Result<MidiFile> {
    ensure!(hosting.block_frames > 0, "a block of 0 frames plays nothing; take 1 or more");
    let paper = Paper::of(piece.song)?;
    let clock = Clock::new(&paper.tempo, Ticks::ZERO, SAMPLE_RATE);
    let heard = play(piece, hosting, &paper, &clock)?;
    let mut file = MidiFile::empty(paper.tempo.clone(), paper.meter.clone());
    file.key = piece.song.bars().first().and_then(|bar| bar.key);
    file.markers = markers(piece.song, paper.shift);
    file.tracks = Lane::ALL.into_iter().filter_map(|lane| track(lane, &heard, &clock)).collect();
    file.length = end(piece) + paper.shift;
    Ok(file)
}

/// The notes on samples of that rate, and at how many of them it ends.
pub fn hear(piece: &Piece<'_>, hosting: &Hosting, sample_rate: u32) -> anyhow::Result<(Vec<Heard>, u64)> {
    ensure!(hosting.block_frames > 0, "a block of 0 frames plays nothing; take 1 or more");
    let paper = Paper::of(piece.song)?;
    let clock = Clock::new(&paper.tempo, Ticks::ZERO, sample_rate);
    let heard = play(piece, hosting, &paper, &clock)?;
    Ok((heard, clock.first_sample_at(end(piece) + paper.shift)))
}

fn play(piece: &Piece<'_>, hosting: &Hosting, paper: &Paper, clock: &Clock) -> anyhow::Result<Vec<Heard>> {
    let program =
        Program::compile(&paper.moved(piece.arrangement)?, piece.library, &Settings::default(), &[])?;
    let (sample_rate, from) = (clock.sample_rate(), Ticks::ZERO);
    let ground = Ground { tempo: &paper.tempo, meter: &paper.meter, from, sample_rate };
    let mut bounce = Bounce::new(Box::new(program), &ground, hosting.automation);
    let mut recorder = Recorder::default();
    let latest_frames = u64::from(sample_rate) * u64::from(OFFSET_MAX.0.unsigned_abs()) / 1_000_000;
    let end = clock.first_sample_at(end(piece) + paper.shift) + latest_frames + 1;
    while bounce.now() < end {
        recorder.now = bounce.now();
        bounce.next(hosting.block_frames, &mut recorder);
    }
    recorder.finish()
}

fn end(piece: &Piece<'_>) -> Ticks {
    let regions = piece.arrangement.regions().iter().map(|region| region.span.end);
    regions.fold(piece.song.end(), Ticks::max)
}

fn markers(song: &Song, shift: Ticks) -> Vec<Marker> {
    let name =
        |chord: Option<music::chord::Chord>| chord.map_or("N.C.".to_owned(), |chord| chord.to_string());
    song.chords()
        .iter()
        .map(|harmony| Marker { at: harmony.start + shift, text: name(harmony.chord) })
        .collect()
}

/// `None` where nothing was heard.
fn track(lane: Lane, heard: &[Heard], clock: &Clock) -> Option<Track> {
    let own = heard.iter().filter(|heard| heard.lane == lane);
    let mut notes: Vec<Note> = own.map(|heard| note(heard, clock)).collect();
    notes.sort_by_key(|note| (note.start, note.pitch));
    let character = lane.character();
    (!notes.is_empty()).then(|| Track {
        name: Some(character.name.to_owned()),
        channel: character.channel,
        program: Some(character.program),
        notes,
        controls: Vec::new(),
    })
}

fn note(heard: &Heard, clock: &Clock) -> Note {
    let (start, end) = (clock.nearest_tick(heard.start), clock.nearest_tick(heard.end));
    Note {
        start,
        length: end - start,
        offset: Micros(0),
        pitch: heard.pitch,
        velocity: heard.velocity,
        importance: music::clip::IMPORTANCE_MAX,
    }
}
