//! The repeats of a section as a tree, from the signs its bars carry.

use crate::chart::bar::{Bar, TIMES_UNLESS_WRITTEN};
use crate::chart::error::Problem;
use crate::chart::limits::NESTING_MAX;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// By its place in the section.
    Bar(usize),
    Repeat(Repeat),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Repeat {
    pub(crate) body: Vec<Node>,
    pub(crate) times: u32,
    pub(crate) endings: Vec<Ending>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ending {
    pub(crate) passes: Vec<u8>,
    pub(crate) body: Vec<Node>,
}

/// A mistake at a bar of the section.
pub(crate) type Mistake = (usize, Problem);

/// Builds the tree and tidies the signs: a repeat without `|:` gets one, a `||` that ends nothing goes.
pub(crate) fn tree(bars: &mut [Bar]) -> Result<Vec<Node>, Vec<Mistake>> {
    let mut builder = Builder { frames: vec![Frame::new(0)], too_deep: 0, mistakes: Vec::new() };
    for index in 0..bars.len() {
        builder.bar(bars, index);
    }
    builder.finish()
}

/// A repeat that is not finished; the first frame is the section itself.
struct Frame {
    opened_at: usize,
    body: Vec<Node>,
    endings: Vec<Ending>,
    /// `:|` came after an ending: another ending or the end of the repeat follows.
    is_waiting: bool,
    /// In the section's own frame: the body before this is played, and a repeat without `|:` begins here.
    implied_from: usize,
}

impl Frame {
    fn new(opened_at: usize) -> Frame {
        Frame { opened_at, body: Vec::new(), endings: Vec::new(), is_waiting: false, implied_from: 0 }
    }

    fn add(&mut self, node: Node) {
        match self.endings.last_mut() {
            Some(ending) => ending.body.push(node),
            None => self.body.push(node),
        }
    }

    fn is_in_last_ending(&self) -> bool {
        self.endings.len() > 1 || self.is_waiting
    }
}

struct Builder {
    frames: Vec<Frame>,
    /// Repeats that were refused and are still open.
    too_deep: usize,
    mistakes: Vec<Mistake>,
}

impl Builder {
    fn bar(&mut self, bars: &mut [Bar], index: usize) {
        let starts_ending = !bars[index].signs.ending.is_empty();
        if starts_ending {
            self.start_ending(bars, index);
        } else if self.top().is_waiting {
            self.finish_repeat(TIMES_UNLESS_WRITTEN);
        }
        for _ in 0..bars[index].signs.opens {
            if self.top().is_in_last_ending() && !starts_ending {
                self.finish_repeat(TIMES_UNLESS_WRITTEN);
            }
            self.open(index);
        }
        self.top().add(Node::Bar(index));
        for close in 0..bars[index].signs.closes.len() {
            self.close(bars, index, close);
        }
        let ends = bars[index].signs.ends_ending && self.top().endings.len() > 1 && !self.top().is_waiting;
        bars[index].signs.ends_ending = ends;
        if ends {
            self.finish_repeat(TIMES_UNLESS_WRITTEN);
        }
    }

    fn top(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the section's own frame is never popped")
    }

    fn open(&mut self, index: usize) {
        if self.frames.len() > NESTING_MAX {
            self.too_deep += 1;
            self.mistakes.push((index, Problem::Nesting));
        } else {
            self.frames.push(Frame::new(index));
        }
    }

    /// Paper often leaves out the `|:` at the beginning: what was played since then is the repeat's body.
    fn open_implied(&mut self, bars: &mut [Bar]) {
        let section = self.top();
        let body = section.body.split_off(section.implied_from.min(section.body.len()));
        let Some(first) = body.first().map(first_bar) else { return };
        bars[first].signs.opens += 1;
        self.frames.push(Frame { body, ..Frame::new(first) });
    }

    fn start_ending(&mut self, bars: &mut [Bar], index: usize) {
        if self.frames.len() == 1 {
            self.open_implied(bars);
        }
        if self.frames.len() == 1 {
            self.mistakes.push((index, Problem::EndingFirst));
            return;
        }
        let passes = bars[index].signs.ending.clone();
        let top = self.top();
        if !top.endings.is_empty() && !top.is_waiting {
            let number = passes.first().copied().unwrap_or_default();
            self.mistakes.push((index, Problem::LateEnding { number }));
        }
        let repeated =
            passes.iter().find(|pass| self.top().endings.iter().any(|ending| ending.passes.contains(pass)));
        if let Some(number) = repeated.copied() {
            self.mistakes.push((index, Problem::RepeatedEnding { number }));
        }
        let top = self.top();
        top.is_waiting = false;
        top.endings.push(Ending { passes, body: Vec::new() });
    }

    fn close(&mut self, bars: &mut [Bar], index: usize, close: usize) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.top().is_waiting {
            self.finish_repeat(TIMES_UNLESS_WRITTEN);
        }
        if self.frames.len() == 1 {
            self.open_implied(bars);
        }
        if self.frames.len() == 1 {
            self.mistakes.push((index, Problem::NothingClosed));
            return;
        }
        let times = bars[index].signs.closes[close];
        if self.top().endings.is_empty() {
            return self.finish_repeat(times);
        }
        if times != TIMES_UNLESS_WRITTEN {
            self.mistakes.push((index, Problem::TimesInEnding { times }));
        }
        self.top().is_waiting = true;
    }

    fn finish_repeat(&mut self, times: u32) {
        let frame = self.frames.pop().expect("only an open repeat is finished");
        let times = match ending_count(&frame.endings) {
            Ok(0) => times,
            Ok(count) => count,
            Err(problem) => {
                self.mistakes.push((frame.opened_at, problem));
                1
            }
        };
        let repeat = Repeat { body: frame.body, times, endings: frame.endings };
        let top = self.top();
        top.add(Node::Repeat(repeat));
        top.implied_from = top.body.len();
    }

    fn finish(mut self) -> Result<Vec<Node>, Vec<Mistake>> {
        while self.frames.len() > 1 {
            let (is_last, opened_at) = (self.top().is_in_last_ending(), self.top().opened_at);
            if !is_last {
                let in_ending = !self.top().endings.is_empty();
                let problem = if in_ending { Problem::OpenEnding } else { Problem::OpenRepeat };
                self.mistakes.push((opened_at, problem));
            }
            self.finish_repeat(TIMES_UNLESS_WRITTEN);
        }
        let section = self.frames.pop().expect("the section's own frame is never popped before");
        if self.mistakes.is_empty() { Ok(section.body) } else { Err(self.mistakes) }
    }
}

/// How many passes the endings make: the highest number, or one more when a single ending is skipped the last time.
fn ending_count(endings: &[Ending]) -> Result<u32, Problem> {
    let mut numbers: Vec<u8> = endings.iter().flat_map(|ending| ending.passes.iter().copied()).collect();
    numbers.sort_unstable();
    let missing = (1..).zip(&numbers).find(|(wanted, number)| wanted < *number);
    if let Some((number, _)) = missing {
        let present: Vec<String> = numbers.iter().map(u8::to_string).collect();
        return Err(Problem::MissingEnding { number, present: present.join(", ") });
    }
    let highest = numbers.last().copied().map_or(0, u32::from);
    Ok(if endings.len() == 1 { highest + 1 } else { highest })
}

fn first_bar(node: &Node) -> usize {
    match node {
        Node::Bar(index) => *index,
        Node::Repeat(repeat) => {
            let inside = repeat.body.first().or_else(|| repeat.endings.first()?.body.first());
            inside.map_or(0, first_bar)
        }
    }
}

#[cfg(test)]
mod tests;
