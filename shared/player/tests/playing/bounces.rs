//! A bounce: any part of a song, at its own tempo, as a host would play it that was standing there.

use ai_band_player::offline::{Bounce, Ground};
use ai_band_player::{Automation, NoteEvent, NoteKind, NoteSink, Refused};
use music::lane::Lane;
use music::tempo::{self, Tempo};
use music::time::Ticks;
use music::{meter, meter::Meter};

use crate::stage::{Song, late, note};

#[derive(Default)]
struct Ear {
    now: u64,
    said: Vec<String>,
}

impl NoteSink for Ear {
    fn send(&mut self, event: NoteEvent) -> Result<(), Refused> {
        let sign = if event.kind == NoteKind::End { '-' } else { '+' };
        self.said.push(format!("{sign}{}@{}", event.key, self.now + u64::from(event.sample)));
        Ok(())
    }
}

/// At 120 until beat 4, then at 60.
fn bounced(song: &Song, from: i64, frames: u64, block_frames: u32) -> (String, Vec<u32>) {
    let bpm = |bpm| Tempo::from_bpm(bpm).unwrap();
    let tempo = tempo::Map::new(vec![(Ticks(0), bpm(120)), (Ticks::from_beats(4), bpm(60))]).unwrap();
    let meter = meter::Map::constant(Meter::COMMON);
    let ground = Ground { tempo: &tempo, meter: &meter, from: Ticks::from_beats(from), sample_rate: 48_000 };
    let mut bounce = Bounce::new(song.program(), &ground, Automation::default());
    let (mut ear, mut blocks) = (Ear::default(), Vec::new());
    while bounce.now() < frames {
        ear.now = bounce.now();
        blocks.push(bounce.next(block_frames, &mut ear));
    }
    (ear.said.join(" "), blocks)
}

#[test]
fn a_song_is_played_from_any_place_on() {
    let notes = vec![note(0, 960 * 6, 60), note(960, 960, 62), note(960 * 5, 960, 64)];
    let keys = Song::of(Lane::Keys, 8, notes.clone());
    let bass = Song::of(Lane::Bass, 8, notes);
    for (song, from, heard) in [
        (&keys, 0, "+60@0 +62@24000 -62@48000 +64@144000 -60@192000 -64@192000"),
        // What is held is taken up, where its lane holds notes.
        (&keys, 1, "+60@0 +62@0 -62@24000 +64@120000 -60@168000 -64@168000"),
        (&keys, 5, "+60@0 +64@0 -60@48000 -64@48000"),
        (&bass, 1, "+62@0 -62@24000 +64@120000 -64@168000"),
        (&keys, -1, "+60@24000 +62@48000 -62@72000 +64@168000 -60@216000 -64@216000"),
        (&keys, 8, ""),
    ] {
        for block_frames in [512, 441, 100_000] {
            let (found, _) = bounced(song, from, 400_000, block_frames);
            assert_eq!(found, heard, "from beat {from} in blocks of {block_frames}");
        }
    }
}

#[test]
fn a_block_has_one_tempo_and_at_least_one_frame() {
    let song = Song::of(Lane::Bass, 8, vec![late(10_000, note(0, 960, 40))]);
    let (heard, blocks) = bounced(&song, 3, 30_000, 20_000);
    assert_eq!(blocks, [20_000, 4_000, 20_000], "beat 4 is at 24 000");
    assert_eq!(heard, "");
    assert_eq!(bounced(&song, 3, 3, 0).1, [1, 1, 1], "blocks of nothing would never end");
}
