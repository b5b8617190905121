//! Compiles what the band plays and posts it to the player, where the newest is what counts.

use player::compiled;
use player::{Moment, PlayerHandle, Program, Strategy};

use crate::band::Band;

#[derive(Default)]
pub(super) struct Posting {
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
        handle.play(Box::new(program), moment, strategy);
        Ok(())
    }

    /// Nothing plays: for a project that cannot be compiled, so that no other one goes on.
    pub(super) fn silence(&mut self, handle: &mut PlayerHandle) {
        handle.play(Box::new(Program::empty()), Moment::Now, Strategy::HardCut);
    }
}
