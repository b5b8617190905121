//! Everyone else's end of the player: posts programs, frees what comes home, reads reports. May allocate.

#![expect(clippy::disallowed_methods, reason = "runs off the audio thread")]

use crate::compiled::Program;
use crate::from_audio::{FromAudio, Switched};
use crate::to_audio::{Mailbox, Moment, Strategy};

/// Lives with whoever compiles; its other end is the [`Player`](crate::Player) of the audio thread.
pub struct PlayerHandle {
    pub(crate) to_audio: Mailbox,
    pub(crate) from_audio: rtrb::Consumer<FromAudio>,
}

impl PlayerHandle {
    /// Posts a program; it enters at its moment. One that has not been taken yet is replaced: what was posted last is
    /// what plays, however long the audio thread was stopped.
    pub fn play(&mut self, mut program: Box<Program>, moment: Moment, strategy: Strategy) {
        program.entry = (moment, strategy);
        drop(self.to_audio.swap(Some(program)));
    }

    /// Frees finished programs and returns what was reported since the last call. Call it regularly:
    /// the audio thread takes nothing new while its way home is full.
    pub fn reports(&mut self) -> Vec<Switched> {
        let mut reports = Vec::new();
        while let Ok(message) = self.from_audio.pop() {
            match message {
                FromAudio::Switched(switched) => reports.push(switched),
                FromAudio::Finished(program) => drop(program),
            }
        }
        reports
    }
}
