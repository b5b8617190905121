//! Pieces of a part: cut to what was asked for, or joined to one that is as long as that.

use composer::assemble::Region;
use music::clip::{self, Clip};
use music::time::Span;

use super::Failed;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub span: Span,
    pub main: Clip,
    pub fill: Option<Clip>,
}

pub(super) fn failed(error: clip::Error) -> Failed {
    Failed::for_good(error.to_string())
}

/// What of a part lies in `asked`.
pub(super) fn cut(regions: &[Region], asked: Span) -> Result<Vec<Piece>, clip::Error> {
    let inside = regions.iter().filter_map(|region| Some((region, region.span.intersection(asked)?)));
    let piece = |(region, span): (&Region, Span)| {
        let within = span.shifted(-region.span.start);
        let main = region.main.sliced(within)?;
        let fill = region.fill.as_ref().map(|fill| fill.sliced(within)).transpose()?;
        Ok(Piece { span, main, fill })
    };
    inside.map(piece).collect()
}

/// All of them as one of the length of `asked`, silent where none is; nothing where there is nothing.
pub(super) fn in_one(pieces: &[Piece], asked: Span) -> Result<Vec<Piece>, clip::Error> {
    if pieces.is_empty() {
        return Ok(Vec::new());
    }
    let has_fill = pieces.iter().any(|piece| piece.fill.is_some());
    let main = joined(pieces, asked, |piece| &piece.main)?;
    let fill = has_fill.then(|| joined(pieces, asked, |piece| piece.fill.as_ref().unwrap_or(&piece.main)));
    Ok(vec![Piece { span: asked, main, fill: fill.transpose()? }])
}

fn joined<'a>(
    pieces: &'a [Piece],
    asked: Span,
    clip: impl Fn(&'a Piece) -> &'a Clip,
) -> Result<Clip, clip::Error> {
    let (mut notes, mut controls) = (Vec::new(), Vec::new());
    for piece in pieces {
        let place = piece.span.start - asked.start;
        let played = clip(piece);
        notes.extend(played.notes().iter().map(|note| clip::Note { start: note.start + place, ..*note }));
        controls.extend(played.controls().iter().map(|it| clip::Control { at: it.at + place, ..*it }));
    }
    Clip::new(asked.length(), notes, controls)
}

#[cfg(test)]
mod tests {
    use music::clip::Note;
    use music::pitch::Pitch;
    use music::time::{Micros, Ticks};

    use super::*;

    fn span(start: i64, end: i64) -> Span {
        Span { start: Ticks::from_beats(start), end: Ticks::from_beats(end) }
    }

    /// A note on each of these beats.
    fn played(beats: i64, on: &[i64]) -> Clip {
        let note = |beat: &i64| Note {
            start: Ticks::from_beats(*beat),
            length: Ticks::from_beats(1),
            pitch: Pitch::new(60).unwrap(),
            velocity: 80,
            offset: Micros(0),
            importance: 127,
        };
        Clip::new(Ticks::from_beats(beats), on.iter().map(note).collect(), Vec::new()).unwrap()
    }

    fn region(span: Span, on: &[i64], fill: Option<&[i64]>) -> Region {
        let beats = span.length().0 / Ticks::from_beats(1).0;
        Region { span, main: played(beats, on), fill: fill.map(|fill| played(beats, fill)) }
    }

    #[test]
    fn what_was_asked_for_is_cut_out() {
        let part = [region(span(0, 8), &[0, 4], Some(&[0, 7])), region(span(8, 16), &[0], None)];
        let pieces = cut(&part, span(4, 8)).unwrap();
        assert_eq!(pieces, [Piece { span: span(4, 8), main: played(4, &[0]), fill: Some(played(4, &[3])) }]);
        assert_eq!(cut(&part, span(16, 20)).unwrap(), []);
    }

    #[test]
    fn whoever_comes_in_late_or_rests_lasts_as_long_as_the_others() {
        for (part, main, fill) in [
            (vec![region(span(0, 32), &[0, 31], None)], vec![0, 31], None),
            (vec![region(span(16, 32), &[0], None)], vec![16], None),
            (vec![region(span(0, 16), &[0, 15], None)], vec![0, 15], None),
            (
                vec![region(span(0, 8), &[0], None), region(span(24, 28), &[1], Some(&[2]))],
                vec![0, 25],
                Some(vec![0, 26]),
            ),
        ] {
            let pieces = in_one(&cut(&part, span(0, 32)).unwrap(), span(0, 32)).unwrap();
            let fill = fill.map(|fill: Vec<i64>| played(32, &fill));
            assert_eq!(pieces, [Piece { span: span(0, 32), main: played(32, &main), fill }]);
        }
        assert_eq!(in_one(&[], span(0, 32)).unwrap(), []);
    }
}
