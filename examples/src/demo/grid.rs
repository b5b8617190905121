//! Rhythms as text: sixteen steps to a bar, `-` rests, `=` holds, any other mark is a stroke.

use music::time::Ticks;

use super::STEP;

/// One stroke of a rhythm, placed in the song.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stroke {
    pub(super) mark: char,
    pub(super) start: Ticks,
    /// On paper: until it is let go.
    pub(super) end: Ticks,
}

pub(super) fn strokes(rhythm: &str, bar_start: Ticks) -> Vec<Stroke> {
    let mut strokes: Vec<Stroke> = Vec::new();
    for (step, mark) in (0..).zip(rhythm.chars()) {
        let start = bar_start + STEP * step;
        match (mark, strokes.last_mut()) {
            ('-', _) => {}
            ('=', Some(last)) => last.end = start + STEP,
            (mark, _) => strokes.push(Stroke { mark, start, end: start + STEP }),
        }
    }
    strokes
}

/// With the pedal down: a stroke whose mark is a digit rings until the same digit, or a stroke of another kind, comes.
pub(super) fn ringing(strokes: &[Stroke], end: Ticks) -> Vec<Stroke> {
    let is_single = |stroke: &Stroke| stroke.mark.is_ascii_digit();
    let ring = |(index, stroke): (usize, &Stroke)| {
        let mut later = strokes[index + 1..].iter();
        let stops = later.find(|later| later.mark == stroke.mark || !is_single(later));
        let end = stops.map_or(end, |stop| stop.start);
        if is_single(stroke) { Stroke { end, ..*stroke } } else { *stroke }
    };
    strokes.iter().enumerate().map(ring).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(strokes: &[Stroke]) -> Vec<(char, i64, i64)> {
        strokes.iter().map(|stroke| (stroke.mark, stroke.start.0 / STEP.0, stroke.end.0 / STEP.0)).collect()
    }

    #[test]
    fn a_rhythm_reads_as_strokes() {
        let table: [(&str, &[(char, i64, i64)]); 4] = [
            ("----", &[]),
            ("x---", &[('x', 0, 1)]),
            ("X==-o=.-", &[('X', 0, 3), ('o', 4, 6), ('.', 6, 7)]),
            ("=x", &[('=', 0, 1), ('x', 1, 2)]),
        ];
        for (rhythm, expected) in table {
            assert_eq!(steps(&strokes(rhythm, Ticks::ZERO)), expected, "{rhythm}");
        }
        assert_eq!(strokes("-x", Ticks(3_840))[0].start, Ticks(4_080));
    }

    #[test]
    fn a_pedal_holds_single_notes_until_something_stops_them() {
        let table: [(&str, &[(char, i64, i64)]); 2] = [
            ("1-2-1-3-", &[('1', 0, 4), ('2', 2, 8), ('1', 4, 8), ('3', 6, 8)]),
            ("1-2-D=d-", &[('1', 0, 4), ('2', 2, 4), ('D', 4, 6), ('d', 6, 7)]),
        ];
        for (rhythm, expected) in table {
            assert_eq!(steps(&ringing(&strokes(rhythm, Ticks::ZERO), STEP * 8)), expected, "{rhythm}");
        }
    }
}
