//! The kit and the percussionist's table: every piece softly and hard.

mod cymbals;
mod drums;
mod hands;

use super::builder::{Builder, Stroke};
use super::tone::Tone;

/// Up to here a stroke is soft.
const SOFT_VELOCITY_MAX: u8 = 84;
const HATS: i16 = 1;
const TRIANGLES: i16 = 2;
/// A room around the kit, in tenths of a percent.
const REVERB: i16 = 60;

/// A sound, and the keys that play it.
struct Piece {
    name: &'static str,
    /// Softly (0) and hard (1).
    tone: fn(f64) -> Tone,
    keys: &'static [Key],
    group: i16,
}

/// Key, how many semitones higher than the sound is, where it stands from -500 to 500, and how much quieter: in tenths
/// of a decibel by the format, of which players take four tenths, as the first sound cards did.
type Key = (u8, i16, i16, i16);

const PIECES: &[Piece] = &[
    piece("Kick", drums::kick, &[(36, 0, 0, 0), (35, -2, 0, 0)]),
    piece("Snare", drums::snare, &[(38, 0, 0, 20), (40, 2, 20, 30)]),
    piece("Side Stick", drums::side_stick, &[(37, 0, 0, 20)]),
    piece("Clap", drums::clap, &[(39, 0, -40, 10)]),
    Piece { group: HATS, ..piece("Closed Hat", cymbals::closed_hat, &[(42, 0, 150, 0)]) },
    Piece { group: HATS, ..piece("Pedal Hat", cymbals::pedal_hat, &[(44, 0, 150, 30)]) },
    Piece { group: HATS, ..piece("Open Hat", cymbals::open_hat, &[(46, 0, 150, 10)]) },
    piece("Ride", cymbals::ride, &[(51, 0, -170, 20), (59, 1, -190, 20)]),
    piece("Ride Bell", cymbals::bell, &[(53, 0, -170, 40)]),
    piece("Crash", cymbals::crash, &[(49, 0, 190, 20), (57, -3, -200, 20), (52, -5, 200, 30)]),
    piece("Splash", cymbals::splash, &[(55, 0, 100, 30)]),
    piece("Tom", drums::tom, TOMS),
    piece("Tambourine", hands::tambourine, &[(54, 0, 220, 30)]),
    piece("Cowbell", hands::cowbell, &[(56, 0, 120, 60)]),
    piece("Shaker", hands::shaker, &[(70, 0, 260, 20), (82, 2, 260, 20)]),
    piece("Cabasa", hands::cabasa, &[(69, 0, 260, 20)]),
    piece("Conga Slap", hands::slap, &[(62, 0, -230, 30)]),
    piece("Conga", hands::conga, &[(63, 0, -230, 10), (64, -5, -260, 10)]),
    piece("Bongo", hands::bongo, &[(60, 0, 200, 30), (61, -5, 180, 30), (65, 2, 220, 30), (66, -3, 220, 30)]),
    piece("Claves", hands::claves, &[(75, 0, -150, 60), (76, -5, -120, 60), (77, -10, -120, 60)]),
    Piece { group: TRIANGLES, ..piece("Triangle", hands::triangle, &[(81, 0, 250, 60)]) },
    Piece { group: TRIANGLES, ..piece("Muted Triangle", hands::muted_triangle, &[(80, 0, 250, 60)]) },
];

const TOMS: &[Key] = &[
    (50, 5, 120, 20),
    (48, 2, 70, 20),
    (47, 0, 20, 20),
    (45, -3, -50, 20),
    (43, -6, -100, 20),
    (41, -9, -150, 20),
];

const fn piece(name: &'static str, tone: fn(f64) -> Tone, keys: &'static [Key]) -> Piece {
    Piece { name, tone, keys, group: 0 }
}

pub(super) fn add(builder: &mut Builder) -> u16 {
    let mut strokes = Vec::new();
    for piece in PIECES {
        for (force, velocities) in [(0.0, (1, SOFT_VELOCITY_MAX)), (1.0, (SOFT_VELOCITY_MAX + 1, 127))] {
            let tone = (piece.tone)(force);
            let release_seconds = tone.frames.len() as f64 / f64::from(tone.rate_hz);
            let sample = builder.sample(piece.name, piece.keys[0].0, &tone);
            strokes.extend(piece.keys.iter().map(|(key, semitones, pan, quieter)| Stroke {
                key: *key,
                sample,
                velocities,
                semitones: *semitones,
                pan: *pan,
                quieter: *quieter,
                group: piece.group,
                release_seconds: release_seconds * 2.0,
            }));
        }
    }
    builder.kit("Kit", REVERB, &strokes)
}
