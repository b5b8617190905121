//! What each style's guitar plays over a song of its kind, as text a musician can read.

use crate::band::{Band, brief};
use crate::{grid, kept};

const SEED: u64 = 7;

const POP: &str = "{tempo: 112}\n[Intro]\n| C | G | Am | F |\n[Verse]\n| C | G | Am | F | C | G/B | Am . F . | G |\n\
    [Chorus]\n| F | C | G | Am | F | C | Gsus4 . G . | C |\n[Verse]\n| C | G | Am | F | C | G/B | Am . F . | G |\n\
    [Chorus]\n| F | C | G | Am | F | C | G | >C |\n";
const BALLAD: &str = "{tempo: 66}\n[Verse]\n| D | A/C# | Bm7 | Gmaj7 | D/F# | Em7 | A7sus4 | A7 |\n\
    [Chorus]\n| G | D/F# | Em7 | A | Bm | F#m | G . A . | D |\n[Chorus]\n| G | D/F# | Em7 | A | Bm | F#m | G . A . | D |\n";
const SWING: &str = "{tempo: 160}\n{key: Gm}\n[A]\n| Cm7 | F7 | Bbmaj7 | Ebmaj7 | Am7b5 | D7b9 | Gm6 | % |\n\
    [B]\n| Am7b5 | D7 | Gm7 | % | Cm7 | F7 | Bbmaj7 | Ebmaj7 |\n\
    [Solo]\n| Am7b5 | D7 | Gm7 . C7 . | Fm7 . Bb7 . | Am7b5 | D7b9 | Gm6 | % |\n";
const WALTZ: &str = "{tempo: 150}\n{meter: 3/4}\n[A]\n| Fmaj7 | Em7b5 . A7 | Dm7 | Cm7 . F7 | Bb7 | Am7 . D7 | G7 | C7 |\n\
    [B]\n| Cm7 | F7 | Bbmaj7 | % | Gm7 | C7 | Fmaj7 | % |\n[Solo]\n| Fmaj7 | Em7b5 . A7 | Dm7 | Cm7 . F7 | Bb7 | Am7 . D7 | Gm7 . C7 | F6 |\n";
const BOSSA: &str = "{tempo: 132}\n{key: F}\n[A]\n| Fmaj7 | % | G7 | % | Gm7 | Gb7 | Fmaj7 | Gb7 |\n\
    [B]\n| F#maj7 | % | B7 | % | F#m7 | % | D7 | % |\n[A]\n| Fmaj7 | % | G7 | % | Gm7 | Gb7 | Fmaj7 | % |\n";
const FUNK: &str = "{tempo: 104}\n[Verse]\n| E9 | % | % | % | E9 | % | A9 | % |\n[Chorus]\n| Am7 | D9 | Am7 | D9 | C7 . B7#9 . | E9 | C7 | B7#9 |\n\
    [Verse]\n| E9 | % | % | % | E9 | % | A9 | % |\n";
const SHUFFLE: &str = "{tempo: 116}\n[Head]\n| A7 | D7 | A7 | % | D7 | % | A7 | F#7 | Bm7 | E7 | A7 . D7 . | A7 . E7 . |\n\
    [Solo]\n| A7 | D7 | A7 | % | D7 | % | A7 | F#7 | Bm7 | E7 | A7 . D7 . | A7 . E7 . |\n\
    [Out]\n| A7 | D7 | A7 | % | D7 | % | A7 | F#7 | Bm7 | E7 | A7 . D7 . | A7 |\n";
const HOUSE: &str = "{tempo: 124}\n[Verse]\n| Am7 | Fmaj7 | C | G | Am7 | Fmaj7 | C | G |\n\
    [Chorus]\n| Am7 | Fmaj7 | C | G | Am7 | Fmaj7 | Dm7 | Em7 |\n[Break]\n| Am7 | % | Fmaj7 | % |\n[Chorus]\n| Am7 | Fmaj7 | C | G | Am7 | Fmaj7 | Dm7 | Am |\n";

pub(crate) const SONGS: [(&str, &str); 8] = [
    ("pop", POP),
    ("ballad", BALLAD),
    ("swing", SWING),
    ("jazz-waltz", WALTZ),
    ("bossa", BOSSA),
    ("funk", FUNK),
    ("shuffle", SHUFFLE),
    ("house", HOUSE),
];

#[test]
fn every_style_plays_what_it_played() {
    let change = |(name, chart): (&str, &str)| {
        let band = Band::playing(chart, brief(name, SEED));
        kept::change(&format!("guitar/golden/{name}.txt"), &grid::shown(&band, &band.played()))
    };
    kept::assert_none(&SONGS.into_iter().filter_map(change).collect::<Vec<_>>());
}
