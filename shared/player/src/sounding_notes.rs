//! What sounds now: one voice per channel and key, as MIDI has it, and sets of keys that must end.

use music::lane::Lane;

use crate::compiled::Note;

const KEYS: usize = 128;
const CHANNELS: usize = 16;
/// All there can be.
pub(crate) const VOICES_MAX: usize = CHANNELS * KEYS;

/// Index of a channel's key; ascending is "by channel, then key".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot(u16);

impl Slot {
    pub(crate) const fn new(channel: u8, key: u8) -> Slot {
        Slot((channel as u16 & 15) << 7 | key as u16 & 127)
    }

    pub(crate) const fn channel(self) -> u8 {
        (self.0 >> 7) as u8
    }

    pub(crate) const fn key(self) -> u8 {
        (self.0 & 127) as u8
    }

    const fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Voice {
    pub(crate) slot: Slot,
    pub(crate) lane: Lane,
    /// The lane its beginning was sent for: another's, if a unison made this voice another's.
    pub(crate) begun_by: Lane,
    pub(crate) note: Note,
    pub(crate) id: u32,
    /// Counted in all frames processed.
    pub(crate) began_frame: u64,
    /// Belongs to the program that is fading out.
    pub(crate) is_outgoing: bool,
    /// The host refused its end: it has ended for us, but not for the host.
    pub(crate) owes_end: bool,
}

/// Dense voices with an index by slot; everything is allocated once.
pub(crate) struct SoundingNotes {
    voices: Box<[Voice]>,
    count: usize,
    position_of: Box<[u16]>,
}

const NOBODY: u16 = u16::MAX;

impl SoundingNotes {
    #[expect(clippy::disallowed_macros, reason = "made before there is an audio thread")]
    pub(crate) fn new(filler: Voice) -> SoundingNotes {
        SoundingNotes {
            voices: vec![filler; VOICES_MAX].into_boxed_slice(),
            count: 0,
            position_of: vec![NOBODY; VOICES_MAX].into_boxed_slice(),
        }
    }

    pub(crate) fn voices(&self) -> &[Voice] {
        &self.voices[..self.count]
    }

    pub(crate) fn voices_mut(&mut self) -> &mut [Voice] {
        &mut self.voices[..self.count]
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn get(&self, slot: Slot) -> Option<&Voice> {
        self.voices().get(usize::from(self.position_of[slot.index()]))
    }

    pub(crate) fn get_mut(&mut self, slot: Slot) -> Option<&mut Voice> {
        let position = usize::from(self.position_of[slot.index()]);
        self.voices_mut().get_mut(position)
    }

    /// The slot must be free: its voice has ended.
    pub(crate) fn begin(&mut self, voice: Voice) {
        debug_assert!(self.get(voice.slot).is_none(), "two voices on one key");
        self.position_of[voice.slot.index()] = self.count as u16;
        self.voices[self.count] = voice;
        self.count += 1;
    }

    pub(crate) fn end(&mut self, slot: Slot) {
        let position = self.position_of[slot.index()];
        if position == NOBODY {
            return;
        }
        self.position_of[slot.index()] = NOBODY;
        self.count -= 1;
        let last = self.voices[self.count];
        if last.slot != slot {
            self.voices[usize::from(position)] = last;
            self.position_of[last.slot.index()] = position;
        }
    }
}

/// A set of slots that iterates in their order.
pub(crate) struct SlotSet {
    words: [u64; VOICES_MAX / 64],
}

impl SlotSet {
    pub(crate) const fn new() -> SlotSet {
        SlotSet { words: [0; VOICES_MAX / 64] }
    }

    pub(crate) fn insert(&mut self, slot: Slot) {
        self.words[slot.index() / 64] |= 1 << (slot.index() % 64);
    }

    /// Removes and returns the lowest.
    pub(crate) fn pop(&mut self) -> Option<Slot> {
        let index = self.words.iter().position(|word| *word != 0)?;
        let bit = self.words[index].trailing_zeros() as usize;
        self.words[index] &= self.words[index] - 1;
        Some(Slot((index * 64 + bit) as u16))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compiled::Variants;

    fn voice(channel: u8, key: u8) -> Voice {
        let note =
            Note { start: 0, end: 1, offset_us: 0, key, velocity: 1, importance: 0, variants: Variants(1) };
        let slot = Slot::new(channel, key);
        Voice {
            slot,
            lane: Lane::Keys,
            begun_by: Lane::Keys,
            note,
            id: 0,
            began_frame: 0,
            is_outgoing: false,
            owes_end: false,
        }
    }

    #[test]
    fn voices_are_found_by_key_whatever_ends_in_between() {
        let mut sounding = SoundingNotes::new(voice(0, 0));
        for key in 0..100 {
            sounding.begin(voice(3, key));
        }
        for key in (0..100).step_by(3) {
            sounding.end(Slot::new(3, key));
        }
        sounding.end(Slot::new(3, 0));
        for key in 0..100 {
            assert_eq!(sounding.get(Slot::new(3, key)).is_some(), key % 3 != 0, "key {key}");
        }
        assert!(sounding.voices().iter().all(|voice| voice.slot.key() % 3 != 0));
        assert_eq!(sounding.voices().len(), 66);
    }

    #[test]
    fn every_voice_of_midi_fits() {
        let mut sounding = SoundingNotes::new(voice(0, 0));
        for (channel, key) in (0..16).flat_map(|channel| (0..128).map(move |key| (channel, key))) {
            sounding.begin(voice(channel, key));
        }
        assert_eq!(sounding.voices().len(), VOICES_MAX);
        for (channel, key) in (0..16).rev().flat_map(|channel| (0..128).map(move |key| (channel, key))) {
            sounding.end(Slot::new(channel, key));
        }
        assert!(sounding.is_empty());
    }

    #[test]
    fn a_set_gives_slots_back_by_channel_then_key() {
        let mut set = SlotSet::new();
        for (channel, key) in [(15, 127), (0, 64), (3, 10), (0, 63), (3, 10)] {
            set.insert(Slot::new(channel, key));
        }
        let order = std::iter::from_fn(|| set.pop()).map(|slot| (slot.channel(), slot.key()));
        assert!(order.eq([(0, 63), (0, 64), (3, 10), (15, 127)]));
    }
}
