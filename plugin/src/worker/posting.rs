//! Compiles what the band plays and posts it to the player, until the player has it.

use player::compiled;
use player::{Moment, PlayerHandle, Program, Rejected, Strategy};

use crate::band::Band;

/// The newest program that the player's inbox had no room for.
#[derive(Default)]
pub(super) struct Posting {
    waiting: Option<(Box<Program>, Moment, Strategy)>,
    /// Auditions are not rendered.
    pub(super) is_offline: bool,
}

impl Posting {
    pub(super) fn post(
        &mut self,
        band: &Band,
        moment: Moment,
        strategy: Strategy,
        handle: &mut PlayerHandle,
    ) -> Result<(), compiled::Error> {
        let music = if self.is_offline { band.arrangement() } else { band.heard() };
        let program = Program::compile(music, band.library(), &band.settings(), &band.sections())?;
        self.waiting = Some((Box::new(program), moment, strategy));
        self.again(handle);
        Ok(())
    }

    /// Nothing plays: for a project that cannot be compiled, so that no other one goes on.
    pub(super) fn silence(&mut self, handle: &mut PlayerHandle) {
        self.waiting = Some((Box::new(Program::empty()), Moment::Now, Strategy::HardCut));
        self.again(handle);
    }

    /// A full inbox means that the host calls nobody: it is tried again, and the newest is what counts.
    pub(super) fn again(&mut self, handle: &mut PlayerHandle) {
        if let Some((program, moment, strategy)) = self.waiting.take()
            && let Err(Rejected(program)) = handle.play(program, moment, strategy)
        {
            self.waiting = Some((program, moment, strategy));
        }
    }
}
