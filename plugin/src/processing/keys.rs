//! Which keys of which channels are down.

const CHANNELS: usize = 16;

/// A bit for each of 128 keys on each of 16 channels.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    down: [u128; CHANNELS],
}

impl Keys {
    /// Whether it was up.
    pub(super) fn press(&mut self, channel: u8, key: u8) -> bool {
        let Some((bits, bit)) = self.bit(channel, key) else { return false };
        let was_up = *bits & bit == 0;
        *bits |= bit;
        was_up
    }

    /// Whether it was down.
    pub(super) fn release(&mut self, channel: u8, key: u8) -> bool {
        let Some((bits, bit)) = self.bit(channel, key) else { return false };
        let was_down = *bits & bit != 0;
        *bits &= !bit;
        was_down
    }

    pub(super) fn is_down(&self, channel: u8, key: u8) -> bool {
        self.down.get(usize::from(channel)).is_some_and(|bits| key < 128 && bits >> key & 1 == 1)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.down == [0; CHANNELS]
    }

    /// The lowest key that is down, of the lowest channel.
    pub(super) fn first(&self) -> Option<(u8, u8)> {
        let channel = self.down.iter().position(|bits| *bits != 0)?;
        Some((channel as u8, self.down[channel].trailing_zeros() as u8))
    }

    pub(super) fn clear(&mut self) {
        self.down = [0; CHANNELS];
    }

    fn bit(&mut self, channel: u8, key: u8) -> Option<(&mut u128, u128)> {
        let bits = self.down.get_mut(usize::from(channel))?;
        (key < 128).then(|| (bits, 1 << key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_down_on_its_channel_until_it_is_released() {
        let mut keys = Keys::default();
        assert!(keys.first().is_none() && keys.press(9, 127) && keys.first() == Some((9, 127)));
        assert!(!keys.press(9, 127) && keys.press(0, 0) && keys.first() == Some((0, 0)));
        assert!(keys.is_down(9, 127) && !keys.is_down(8, 127) && !keys.is_empty());
        assert!(keys.release(9, 127) && !keys.release(9, 127) && keys.release(0, 0) && keys.is_empty());
    }

    #[test]
    fn what_no_keyboard_has_is_never_down() {
        let mut keys = Keys::default();
        for (channel, key) in [(16, 0), (0, 128), (255, 255)] {
            assert!(!keys.press(channel, key) && !keys.release(channel, key) && !keys.is_down(channel, key));
        }
        assert!(keys.is_empty());
    }
}
