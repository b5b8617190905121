//! Where two drawings part: of a system in which lane and bar, of anything else in which line.

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
    /// The first of the system; none has come while it is 0.
    bar: usize,
    line: usize,
    after_a_gap: bool,
}

/// Above the names of the clips, which come last.
const CLIPS: &str = "clips";

impl Place {
    fn passes(&mut self, line: &str) {
        self.line += 1;
        let may_be_title = std::mem::replace(&mut self.after_a_gap, line.is_empty());
        if line.contains('|') || line.is_empty() {
            return;
        }
        let last = line.split_whitespace().last().unwrap_or_default();
        match last.split('-').next().unwrap_or_default().parse() {
            Ok(bar) if may_be_title => {
                self.bar = bar;
                self.lane.clear();
            }
            Ok(_) | Err(_) => line.clone_into(&mut self.lane),
        }
    }

    fn of(&self, was: &str, now: &str) -> String {
        if self.bar == 0 {
            return format!("line {}", self.line);
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
