//! The course of a drag by the XDND protocol: what is said to which window, decided without a screen or a clock.

/// A window that may take what is dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    pub window: u32,
    /// Who is spoken to in its place; itself if nobody is.
    pub proxy: u32,
    /// Of the protocol, both sides' lowest.
    pub version: u8,
}

/// The pointer, looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// On the screen.
    pub at: (i16, i16),
    /// The window under it, if that one knows the protocol.
    pub target: Option<Target>,
    pub is_held: bool,
    pub is_escape: bool,
    pub now_ms: u64,
}

/// A message to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Say {
    Enter(Target),
    Position(Target, (i16, i16)),
    Leave(Target),
    Drop(Target),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Taken,
    /// Let go where nobody takes files, or taken and given back.
    NotTaken,
    /// Escape.
    GivenUp,
    /// Dropped, and never heard of again; it may have been taken.
    Unanswered,
}

/// A target that says nothing for so long is taken to be busy, and asked again or left.
pub const STATUS_PATIENCE_MS: u64 = 1_000;
/// Reading a file may take somebody a while.
pub const FINISH_PATIENCE_MS: u64 = 5_000;

#[derive(Clone, Copy, Debug, Default)]
pub struct Course {
    over: Option<Hover>,
    released: bool,
    dropped: Option<(Target, u64)>,
    outcome: Option<Outcome>,
}

#[derive(Clone, Copy, Debug)]
struct Hover {
    target: Target,
    said: (i16, i16),
    /// Since when its answer to the last position is awaited.
    asked_at_ms: Option<u64>,
    accepts: bool,
}

impl Course {
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// What to say now. Positions go out one at a time: each waits for the answer to the one before.
    pub fn look(&mut self, look: Look) -> Vec<Say> {
        if self.outcome.is_some() {
            return Vec::new();
        }
        if let Some((_, at_ms)) = self.dropped {
            if look.now_ms.saturating_sub(at_ms) >= FINISH_PATIENCE_MS {
                self.outcome = Some(Outcome::Unanswered);
            }
            return Vec::new();
        }
        if look.is_escape {
            return self.end(Outcome::GivenUp);
        }
        // Once let go, it stays over what it was let go on.
        if self.released || !look.is_held {
            self.released = true;
            return self.let_go(look.now_ms);
        }
        let mut said = self.change_target(look);
        said.extend(self.move_on(look));
        said
    }

    /// A target's answer to a position.
    pub fn status(&mut self, window: u32, accepts: bool) {
        if let Some(over) = self.over.as_mut().filter(|over| over.target.window == window) {
            over.accepts = accepts;
            over.asked_at_ms = None;
        }
    }

    /// A target's last word.
    pub fn finished(&mut self, window: u32, is_taken: bool) {
        if let Some((target, _)) = self.dropped
            && target.window == window
            && self.outcome.is_none()
        {
            // Before version 5 nobody said whether it was taken.
            let is_taken = is_taken || target.version < 5;
            self.outcome = Some(if is_taken { Outcome::Taken } else { Outcome::NotTaken });
        }
    }

    fn change_target(&mut self, look: Look) -> Vec<Say> {
        if self.over.map(|over| over.target) == look.target {
            return Vec::new();
        }
        let left = self.over.take().map(|over| Say::Leave(over.target));
        let entered = look.target.map(Say::Enter);
        self.over =
            look.target.map(|target| Hover { target, said: look.at, asked_at_ms: None, accepts: false });
        let position = self.over.as_mut().map(|over| {
            over.asked_at_ms = Some(look.now_ms);
            Say::Position(over.target, look.at)
        });
        left.into_iter().chain(entered).chain(position).collect()
    }

    fn move_on(&mut self, look: Look) -> Option<Say> {
        let over = self.over.as_mut()?;
        let is_waiting =
            over.asked_at_ms.is_some_and(|at_ms| look.now_ms.saturating_sub(at_ms) < STATUS_PATIENCE_MS);
        if is_waiting || (over.said == look.at && over.asked_at_ms.is_none()) {
            return None;
        }
        over.said = look.at;
        over.asked_at_ms = Some(look.now_ms);
        Some(Say::Position(over.target, look.at))
    }

    fn let_go(&mut self, now_ms: u64) -> Vec<Say> {
        let Some(over) = self.over else { return self.end(Outcome::NotTaken) };
        match over.asked_at_ms {
            // Its answer is on the way.
            Some(at_ms) if now_ms.saturating_sub(at_ms) < STATUS_PATIENCE_MS => Vec::new(),
            None if over.accepts => {
                self.dropped = Some((over.target, now_ms));
                vec![Say::Drop(over.target)]
            }
            Some(_) | None => self.end(Outcome::NotTaken),
        }
    }

    fn end(&mut self, outcome: Outcome) -> Vec<Say> {
        self.outcome = Some(outcome);
        self.over.take().map(|over| Say::Leave(over.target)).into_iter().collect()
    }
}
