//! Everyone else's end of the player: posts programs, frees what comes home, reads reports. May allocate.

#![expect(clippy::disallowed_methods, reason = "runs off the audio thread")]

use crate::compiled::Program;
use crate::from_audio::{FromAudio, Switched};
use crate::to_audio::{Moment, Play, Strategy};

/// Lives with whoever compiles; its other end is the [`Player`](crate::Player) of the audio thread.
pub struct PlayerHandle {
    pub(crate) to_audio: rtrb::Producer<Play>,
    pub(crate) from_audio: rtrb::Consumer<FromAudio>,
}

/// The audio thread has not taken the last programs yet: it may be stopped. The program comes back.
#[derive(Debug)]
pub struct Rejected(pub Box<Program>);

impl PlayerHandle {
    /// Posts a program; it enters at its moment.
    pub fn play(
        &mut self,
        program: Box<Program>,
        moment: Moment,
        strategy: Strategy,
    ) -> Result<(), Rejected> {
        let posted = self.to_audio.push(Play { program, moment, strategy });
        posted.map_err(|rtrb::PushError::Full(play)| Rejected(play.program))
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
