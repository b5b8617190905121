//! Where two drawings of a section part: in which lane, in which bar, on which row.

/// The first one, in words and with both rows.
pub(crate) fn difference(was: &str, now: &str) -> Option<String> {
    if was == now {
        return None;
    }
    if was.is_empty() {
        return Some("nothing is written down yet".to_owned());
    }
    let mut place = Place::default();
    let mut before = was.lines();
    for line in now.lines() {
        place.passes(line);
        match before.next() {
            Some(row) if row == line => {}
            Some(row) => return Some(format!("{}\n    was {row}\n    is  {line}", place.of(row, line))),
            None => return Some(format!("{}\n    is  {line}\n    was nothing", place.of("", line))),
        }
    }
    let lost = before.next().unwrap_or("the end of the line");
    Some(format!("{}\n    was {lost}\n    is  nothing", place.of(lost, "")))
}

/// How far a reader has come.
#[derive(Default)]
struct Place {
    lane: String,
    /// The first of the system.
    bar: usize,
}

/// Above the names of the clips, which come last.
const CLIPS: &str = "clips";

impl Place {
    fn passes(&mut self, line: &str) {
        if line.contains('|') || line.is_empty() {
            return;
        }
        let last = line.split_whitespace().last().unwrap_or_default();
        match last.split('-').next().unwrap_or_default().parse() {
            Ok(bar) => *self = Place { lane: String::new(), bar },
            Err(_) => line.clone_into(&mut self.lane),
        }
    }

    fn of(&self, was: &str, now: &str) -> String {
        if self.bar == 0 {
            return "the plan".to_owned();
        }
        let same = was.chars().zip(now.chars()).take_while(|(was, now)| was == now).count();
        let lines = now.chars().take(same).filter(|sign| *sign == '|').count();
        let bar = self.bar + lines.saturating_sub(1);
        match self.lane.as_str() {
            "" => format!("the chords in bar {bar}"),
            CLIPS => "what the grid is too coarse for, or a fill alternate".to_owned(),
            lane => format!("{lane} in bar {bar}"),
        }
    }
}

#[test]
fn the_first_difference_is_found_by_lane_and_bar() {
    let was =
        "swing\n\nVerse 5-6\n   |C |F |\nbass\nE2 |x-|x-|\ndrums\nhat |xx|xx|\n\nclips\ndrums |bar 5: a7|\n";
    let cases = [
        ("swing", "bossa", "the plan\n    was swing\n    is  bossa"),
        ("C |F", "C |G", "the chords in bar 6"),
        ("x-|x-", "x-|xx", "bass in bar 6\n    was E2 |x-|x-|\n    is  E2 |x-|xx|"),
        ("hat |xx|", "hat |ox|", "drums in bar 5\n"),
        ("drums\nhat |xx|xx|\n", "", "bass in bar 5\n    was drums\n    is  "),
        ("a7", "b7", "what the grid is too coarse for"),
        ("\nclips\ndrums |bar 5: a7|\n", "", "drums in bar 5\n    was \n    is  nothing"),
        ("a7|\n", "a7|\nbass\n", "bass in bar 5\n    is  bass\n    was nothing"),
    ];
    for (from, to, expected) in cases {
        let told = difference(was, &was.replacen(from, to, 1)).unwrap_or_default();
        assert!(told.starts_with(expected), "{told}, not {expected}");
    }
    assert_eq!(difference(was, was), None);
    assert_eq!(difference("", was).as_deref(), Some("nothing is written down yet"));
}
