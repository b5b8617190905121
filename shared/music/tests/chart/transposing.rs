//! The same chart in other keys.

use ai_band_music::chart::Chart;
use ai_band_music::key::Key;

fn chart(text: &str) -> Chart {
    Chart::parse(text).expect("a chart of these tests has no mistakes")
}

fn key(text: &str) -> Key {
    text.parse().expect("a key of these tests is one")
}

#[test]
fn chords_and_keys_move_together_and_are_spelled_by_the_key() {
    let table = [
        ("| {key: C} Am7 D7 | Gmaj7 |", 2, "| {key: D} Bm7 E7 | Amaj7 |"),
        ("| {key: C} F | Bb | Ab7 |", 3, "| {key: Eb} Ab | Db | B7 |"),
        ("| {key: G} D/F# | Em |", -2, "| {key: F} C/E | Dm |"),
        ("| {key: C} C | E7 | {key: G} D7 | G |", 2, "| {key: D} D | F#7 | {key: A} E7 | A |"),
        ("| {key: Am} Am | E7 |", 1, "| {key: Bbm} Bbm | F7 |"),
        ("| {key: C} C C#dim7 | Dm7 Ebdim7 |", 2, "| {key: D} D D#dim7 | Em7 Fdim7 |"),
        ("| {key: G} G G#dim7 | Am7 A#dim7 |", 5, "| {key: C} C C#dim7 | Dm7 D#dim7 |"),
        ("| {key: C} C G#7 | Gb7 F |", 2, "| {key: D} D A#7 | Ab7 G |"),
        ("| {key: C} Am A#dim7 | G |", 2, "| {key: D} Bm Cdim7 | A |"),
        ("| {key: E} E Abm |", -2, "| {key: D} D F#m |"),
        ("C C#dim7 Dm", 2, "| D | D#dim7 | Em |"),
        ("| {key: D} D | A/C# |", 12, "| {key: D} D | A/C# |"),
        ("| {key: F} >F . N.C. . | % |", 7, "| {key: C} >C . N.C. . | % |"),
    ];
    for (before, semitones, after) in table {
        assert_eq!(
            chart(before).transposed(semitones).to_string().trim_end(),
            after,
            "{before} by {semitones}"
        );
    }
}

#[test]
fn nothing_but_chords_and_keys_moves() {
    let before = chart(
        "{title: T} {ending: tag} [A] x2 |: {key: C} {meter: 3/4} {tempo: 90} {feel: swing} C |1. F :|2. G {fine} || \
         [B] | Am {D.C. al Fine} |",
    );
    let after = before.transposed(5);
    assert_eq!(after.header(), before.header());
    let rest = |chart: &Chart| -> Vec<_> {
        let bars = chart.bars();
        bars.map(|bar| (bar.id, bar.signs.clone(), bar.changes.meter, bar.changes.tempo, bar.changes.feel))
            .collect()
    };
    assert_eq!(rest(&after), rest(&before));
}

#[test]
fn a_chart_moves_to_a_key_by_the_shorter_way() {
    let table = [
        ("C", "D", "| {key: D} D | A/C# |"),
        ("C", "Bb", "| {key: Bb} Bb | F/A |"),
        ("C", "F#", "| {key: F#} F# | C#/E# |"),
        ("C", "C", "| {key: C} C | G/B |"),
        ("Cm", "Db", "| {key: C#m} C# | G#/B# |"),
        ("Cm", "Eb", "| {key: Ebm} Eb | Bb/D |"),
    ];
    for (from, to, expected) in table {
        let moved = chart(&format!("{{key: {from}}} | C | G/B |")).transposed_to(&key(to)).unwrap();
        assert_eq!(moved.to_string().trim_end(), expected, "from {from} to {to}");
    }
    assert_eq!(
        chart("| C | G |").transposed_to(&key("D")),
        None,
        "a chart without a key has none to move from"
    );
}

#[test]
fn the_song_keeps_its_shape() {
    let before = chart("{key: Eb} {pickup: 1} | Bb7 |: Eb | Cm7 . >F7 . :|x3");
    let (song, moved) = (before.song(), before.transposed(-3).song());
    assert_eq!(song.bars().len(), moved.bars().len());
    for (bar, other) in song.bars().iter().zip(moved.bars()) {
        assert_eq!(
            (bar.id, bar.start, bar.length, bar.section),
            (other.id, other.start, other.length, other.section)
        );
        assert_eq!(bar.key.map(|key| key.transposed(-3)), other.key);
    }
    for (chord, other) in song.chords().iter().zip(moved.chords()) {
        assert_eq!((chord.start, chord.length, chord.pushed), (other.start, other.length, other.pushed));
    }
}
