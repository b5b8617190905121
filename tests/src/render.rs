//! Renders an arrangement as it is heard: through the player, block by block, into a MIDI file.

mod clock;
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
use player::{Automation, Block, Moment, Player, Program, Strategy, Transport};

use lead_in::Paper;
use recorder::Recorder;

pub use clock::Clock;
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
    let clock = Clock::new(&paper.tempo, SAMPLE_RATE);
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
    let clock = Clock::new(&paper.tempo, sample_rate);
    let heard = play(piece, hosting, &paper, &clock)?;
    Ok((heard, clock.first_sample_at(end(piece) + paper.shift)))
}

/// Blocks as a host makes them: of equal length, but cut where the tempo changes, so that each has one tempo.
fn play(piece: &Piece<'_>, hosting: &Hosting, paper: &Paper, clock: &Clock) -> anyhow::Result<Vec<Heard>> {
    let (mut player, mut handle) = Player::new();
    let program =
        Program::compile(&paper.moved(piece.arrangement)?, piece.library, &Settings::default(), &[])?;
    handle.play(Box::new(program), Moment::Now, Strategy::HardCut);
    let mut recorder = Recorder::default();
    let latest_frames = u64::from(clock.sample_rate()) * u64::from(OFFSET_MAX.0.unsigned_abs()) / 1_000_000;
    let end = clock.first_sample_at(end(piece) + paper.shift) + latest_frames + 1;
    while recorder.now < end {
        let next_change = clock.next_change(recorder.now).unwrap_or(u64::MAX);
        let frames = u64::from(hosting.block_frames).min(next_change - recorder.now);
        let block = Block {
            frames: frames as u32,
            sample_rate: f64::from(clock.sample_rate()),
            transport: Some(transport(paper, clock, recorder.now)),
            automation: hosting.automation,
        };
        player.process(&block, &mut recorder);
        recorder.now += frames;
    }
    recorder.finish()
}

fn transport(paper: &Paper, clock: &Clock, sample: u64) -> Transport {
    let (ticks, tempo) = clock.at(sample);
    let on_paper = Ticks(ticks.floor() as i64);
    let bar_start = on_paper - paper.meter.bar_at(on_paper).into;
    Transport {
        playing: true,
        tempo_bpm: tempo.bpm_f64(),
        position_beats: Some(ticks / Ticks::from_beats(1).0 as f64),
        loop_range: None,
        meter: Some(paper.meter.at(on_paper)),
        bar_start: Some(bar_start.as_beats_f64()),
    }
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
