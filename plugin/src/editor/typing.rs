//! A text that is being typed here while the model holds the last one that was sent: neither may overwrite the other.

/// A pause this long says that a word is finished.
pub const PAUSE_SECONDS: f64 = 0.15;

#[derive(Clone, Debug, Default)]
pub struct Typing {
    pub text: String,
    /// What the model held when it was last looked at.
    adopted: String,
    /// When it was typed in last, until that is sent.
    changed_at: Option<f64>,
}

impl Typing {
    /// Takes over what the model holds, unless something here has not been sent yet.
    pub fn adopt(&mut self, held: &str) {
        if self.adopted == held {
            return;
        }
        held.clone_into(&mut self.adopted);
        if self.changed_at.is_none() {
            held.clone_into(&mut self.text);
        }
    }

    pub fn edited(&mut self, now: f64) {
        self.changed_at = Some(now);
    }

    pub fn is_unsent(&self) -> bool {
        self.changed_at.is_some()
    }

    /// What is to be sent after a pause in typing.
    pub fn after_pause(&mut self, now: f64) -> Option<String> {
        let is_due = self.changed_at.is_some_and(|at| now - at >= PAUSE_SECONDS);
        if is_due { self.at_once() } else { None }
    }

    /// What is to be sent before anything else is done with it.
    pub fn at_once(&mut self) -> Option<String> {
        self.changed_at.take().map(|_| self.text.clone())
    }
}
