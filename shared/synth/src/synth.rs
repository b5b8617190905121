//! What plays notes: channels with programs, notes and controls in, stereo out.

use music::lane::Lane;

/// MIDI's.
pub const CHANNELS: u8 = 16;
/// The slowest a host runs: telephone.
pub const SAMPLE_RATE_MIN: u32 = 8_000;
/// The fastest.
pub const SAMPLE_RATE_MAX: u32 = 192_000;

/// The controllers that shape a lane; others are passed on too.
pub mod controller {
    pub const LEVEL: u8 = 7;
    pub const PAN: u8 = 10;
    pub const EXPRESSION: u8 = 11;
    pub const SUSTAIN: u8 = 64;
    pub const REVERB_SEND: u8 = 91;
    pub const CHORUS_SEND: u8 = 93;
}

/// Which sound of a bank a channel plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Program {
    /// 0 to 127 are pitched; 128 has the kits.
    pub bank: u16,
    /// Counted from 0.
    pub number: u8,
}

/// A synthesiser that has its bank. It is owned by one thread at a time and handed over whole.
///
/// Channels are 0 to 15, keys, velocities and values 0 to 127; what is outside is ignored. Nothing here fails: a note
/// for a channel without a program is silence.
pub trait Synth: Send {
    /// Lets `channel` play `program`, or what of the bank is nearest to it. Allocates: not for the audio thread.
    fn program(&mut self, channel: u8, program: Program);

    /// Velocity 0 ends the note.
    fn note_on(&mut self, channel: u8, key: u8, velocity: u8);

    fn note_off(&mut self, channel: u8, key: u8);

    fn control(&mut self, channel: u8, controller: u8, value: u8);

    /// The wheel: 0 to 16 383, with 8 192 in the middle.
    fn bend(&mut self, channel: u8, value: u16);

    /// Every voice on every channel is cut; what is in the reverb rings out.
    fn all_sound_off(&mut self);

    /// The next frames, as many as the shorter side has. Notes and controls since the last call take effect within
    /// [`Synth::latency_frames_max`].
    fn render(&mut self, left: &mut [f32], right: &mut [f32]);

    /// How much later than asked something may begin to sound.
    fn latency_frames_max(&self) -> u32;

    fn sample_rate(&self) -> u32;

    /// Every chair of the band on its channel, with its usual program.
    fn seat_the_band(&mut self) {
        for lane in Lane::ALL {
            self.program(lane.character().channel, Program::of_lane(lane));
        }
    }
}

impl Program {
    /// Where SoundFonts keep kits.
    pub const KIT_BANK: u16 = 128;

    /// Of General MIDI, counted from 0.
    pub const fn pitched(number: u8) -> Program {
        Program { bank: 0, number }
    }

    pub const fn kit(number: u8) -> Program {
        Program { bank: Program::KIT_BANK, number }
    }

    /// What sits in that chair unless somebody says otherwise.
    pub const fn of_lane(lane: Lane) -> Program {
        let character = lane.character();
        if character.is_kit { Program::kit(character.program) } else { Program::pitched(character.program) }
    }

    pub const fn is_kit(self) -> bool {
        self.bank == Program::KIT_BANK
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_with_kits_play_kits_wherever_their_channel_is() {
        let table = [
            (Lane::Drums, Program { bank: 128, number: 0 }),
            (Lane::Percussion, Program { bank: 128, number: 0 }),
            (Lane::Bass, Program { bank: 0, number: 33 }),
            (Lane::Pad, Program { bank: 0, number: 89 }),
        ];
        for (lane, program) in table {
            assert_eq!(Program::of_lane(lane), program, "{lane}");
            assert_eq!(program.is_kit(), lane.character().is_kit, "{lane}");
        }
    }
}
