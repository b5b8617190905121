//! A hand at the screen: moves the pointer, presses its button, strikes keys.

use std::time::Duration;

use anyhow::Context;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt, KEY_PRESS_EVENT, KEY_RELEASE_EVENT,
    MOTION_NOTIFY_EVENT,
};
use x11rb::protocol::xtest::ConnectionExt as _;

use super::Display;

/// A hand is slower than a window: each step is seen before the next.
const STEP: Duration = Duration::from_millis(60);
const LEFT_BUTTON: u8 = 1;

/// Keys by the numbers X11 has for what stands on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Key {
    Enter = 0xff0d,
    Control = 0xffe3,
    Zero = 0x30,
    One = 0x31,
    Two = 0x32,
    Three = 0x33,
    Four = 0x34,
    Five = 0x35,
    Six = 0x36,
    Seven = 0x37,
    Eight = 0x38,
    Nine = 0x39,
}

impl Key {
    /// What is struck to write it.
    pub fn of_digit(digit: char) -> Option<Key> {
        const DIGITS: [Key; 10] = [
            Key::Zero,
            Key::One,
            Key::Two,
            Key::Three,
            Key::Four,
            Key::Five,
            Key::Six,
            Key::Seven,
            Key::Eight,
            Key::Nine,
        ];
        DIGITS.get(digit.to_digit(10)? as usize).copied()
    }
}

impl Display {
    pub fn go(&self, (x, y): (i16, i16)) -> anyhow::Result<()> {
        self.fake(MOTION_NOTIFY_EVENT, 0, (x, y))
    }

    pub fn press(&self) -> anyhow::Result<()> {
        self.fake(BUTTON_PRESS_EVENT, LEFT_BUTTON, (0, 0))
    }

    pub fn let_go(&self) -> anyhow::Result<()> {
        self.fake(BUTTON_RELEASE_EVENT, LEFT_BUTTON, (0, 0))
    }

    pub fn click(&self, at: (i16, i16)) -> anyhow::Result<()> {
        self.go(at)?;
        self.press()?;
        self.let_go()
    }

    /// All of them held, then let go.
    pub fn strike(&self, keys: &[Key]) -> anyhow::Result<()> {
        let codes = keys.iter().map(|key| self.code(*key)).collect::<anyhow::Result<Vec<u8>>>()?;
        for code in &codes {
            self.fake(KEY_PRESS_EVENT, *code, (0, 0))?;
        }
        for code in codes.iter().rev() {
            self.fake(KEY_RELEASE_EVENT, *code, (0, 0))?;
        }
        Ok(())
    }

    fn fake(&self, kind: u8, detail: u8, (x, y): (i16, i16)) -> anyhow::Result<()> {
        self.connection.xtest_fake_input(kind, detail, 0, self.root, x, y, 0)?.check()?;
        std::thread::sleep(STEP);
        Ok(())
    }

    fn code(&self, key: Key) -> anyhow::Result<u8> {
        let (first, last) = (self.connection.setup().min_keycode, self.connection.setup().max_keycode);
        let keys = self.connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let mut each = keys.keysyms.chunks(usize::from(keys.keysyms_per_keycode).max(1));
        let place = each.position(|signs| signs.contains(&(key as u32)));
        let place = place.with_context(|| format!("this keyboard has no {key:?}"))?;
        Ok(first + u8::try_from(place)?)
    }
}
