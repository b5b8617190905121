//! Not built yet: macOS wants a session of an NSView, Windows `DoDragDrop` on the window's thread, and on other systems
//! nobody has tried. "Reveal file" does the work until then.

use std::path::PathBuf;

use super::{Outcome, Refusal};

pub(super) enum Drag {}

impl Drag {
    pub(super) fn begin(_: &[PathBuf]) -> Result<Drag, Refusal> {
        Err(Refusal::NotHere(SYSTEM))
    }

    #[cfg_attr(
        target_os = "linux",
        expect(dead_code, reason = "compiled there to be tested, and nobody drags")
    )]
    pub(super) fn outcome(&self) -> Option<Outcome> {
        match *self {}
    }
}

const SYSTEM: &str = if cfg!(target_os = "macos") {
    "macOS"
} else if cfg!(windows) {
    "Windows"
} else {
    "this system"
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_drags_is_told_what_to_do_instead() {
        let refusal =
            Drag::begin(&[PathBuf::from("/exports/bass.mid")]).err().map(|refusal| refusal.to_string());
        let words = format!(
            "files cannot be dragged out of this window on {SYSTEM}; use Reveal file and drag it from there"
        );
        assert_eq!(refusal, Some(words));
    }
}
