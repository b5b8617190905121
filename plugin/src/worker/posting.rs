//! Compiles what the band plays and posts it to the player, where the newest is what counts.

use music::arrangement::{Arrangement, Revision};
use player::compiled;
use player::{Moment, PlayerHandle, Program, Strategy, Switched};

use crate::band::Band;

#[derive(Default)]
pub(super) struct Posting {
    /// Auditions are not rendered.
    pub(super) is_offline: bool,
    /// What the band posted last, until the player says that it has entered.
    awaited: Option<Revision>,
}

impl Posting {
    pub(super) fn post(
        &mut self,
        band: &Band,
        moment: Moment,
        strategy: Strategy,
        handle: &mut PlayerHandle,
    ) -> Result<(), compiled::Error> {
        self.rehearse(band, moment, strategy, handle)?;
        self.awaited = Some(self.music(band).revision());
        Ok(())
    }

    /// Something the band has not decided on: nobody waits for it.
    pub(super) fn rehearse(
        &self,
        band: &Band,
        moment: Moment,
        strategy: Strategy,
        handle: &mut PlayerHandle,
    ) -> Result<(), compiled::Error> {
        let program = Program::compile(self.music(band), band.library(), &band.settings(), &band.sections())?;
        handle.play(Box::new(program), moment, strategy);
        Ok(())
    }

    fn music<'a>(&self, band: &'a Band) -> &'a Arrangement {
        if self.is_offline { band.arrangement() } else { band.heard() }
    }

    /// What was rehearsed over it is newer, and holds it.
    pub(super) fn switched(&mut self, switched: &Switched) {
        self.awaited = self.awaited.filter(|revision| *revision > switched.revision);
    }

    /// Whether something decided has not entered yet.
    pub(super) fn is_awaited(&self) -> bool {
        self.awaited.is_some()
    }

    /// Nothing plays: for a project that cannot be compiled, so that no other one goes on.
    pub(super) fn silence(&mut self, handle: &mut PlayerHandle) {
        handle.play(Box::new(Program::empty()), Moment::Now, Strategy::HardCut);
    }
}
