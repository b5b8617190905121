//! Charts to click when nothing has been typed: a name and the text.

pub(super) const EXAMPLES: &[(&str, &str)] = &[
    (
        "Pop in G",
        "{style: pop} {key: G} {tempo: 108}\n[Verse] x2\n| G | D/F# | Em7 | Cadd9 |\n\n[Chorus]\n| C | G | D | Em7 |\n| C | G | Dsus4 | D |\n",
    ),
    (
        "Bossa in A minor",
        "{style: bossa} {key: Am} {tempo: 126}\n[A] x2\n| Am7 | Bm7b5 E7b9 | Am7 | A7 |\n| Dm7 | G13 | Cmaj9 | E7alt |\n",
    ),
    (
        "Swing blues in F",
        "{style: swing} {key: F} {tempo: 152}\n[Blues] x2\n| F7 | Bb7 | F7 | Cm7 F7 |\n| Bb7 | Bdim7 | F7 | D7alt |\n| Gm7 | C7 | F7 D7 | Gm7 C7 |\n",
    ),
    ("Two, five, one", "Am7 D7 Gmaj7 Cmaj7"),
];
