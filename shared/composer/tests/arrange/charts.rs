//! Songs of every length and form that people write down.

/// Names and charts; each also has a tempo that its style would take.
pub(crate) const CHARTS: [(&str, &str); 7] = [
    ("eight bars", "| C | Am7 | Dm7 | G7 | C | Am7 | Dm7 | G7 |"),
    ("twelve bars", "| C7 | F7 | C7 | C7 | F7 | F7 | C7 | A7 | Dm7 | G7 | C7 | G7 |"),
    (
        "thirty-two bars without a name",
        "| Cmaj7 | A7 | Dm7 | G7 | Em7 | A7 | Dm7 | G7 | Cmaj7 | A7 | Dm7 | G7 | Em7 | A7 | Dm7 G7 | C6 |\n\
         | E7 | % | A7 | % | D7 | % | G7 | % | Cmaj7 | A7 | Dm7 | G7 | Em7 | A7 | Dm7 G7 | C6 |",
    ),
    ("one section", "[Verse]\n| C | G | Am | F | C | G | F | G | C | G | Am | F | C | G | F | C |"),
    (
        "blues in four choruses",
        "[Head]\n| C7 | F7 | C7 | % | F7 | % | C7 | A7 | Dm7 | G7 | C7 | G7 |\n\
         [Solo] x2\n| C7 | F7 | C7 | % | F7 | % | C7 | A7 | Dm7 | G7 | C7 | G7 |\n\
         [Head]\n",
    ),
    (
        "two eights, a bridge and an eight",
        "[A] x2\n| Cm7 | F7 | Bbmaj7 | Ebmaj7 | Am7b5 | D7b9 | Gm6 | G7 |\n\
         [B]\n| Am7b5 | D7b9 | Gm7 | % | Cm7 | F7 | Bbmaj7 | % |\n[A]\n",
    ),
    (
        "a whole song",
        "[Intro]\n| C | G | Am | F |\n[Verse]\n| C | G | Am | F | C | G | F | G |\n\
         [Chorus]\n| F | G | Am | C | F | G | C | C |\n\
         [Verse]\n[Chorus]\n[Bridge]\n| Dm | Em | F | G | Dm | Em | F | G |\n\
         [Chorus] x2\n[Outro]\n| F | G | C | C |",
    ),
];
