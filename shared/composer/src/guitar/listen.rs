//! What the guitar hears of the keys: where they are, so that it need not be there too.

use std::ops::Range;

use music::lane::Lane;
use music::pitch::Class;
use music::time::{TICKS_PER_BEAT, Ticks};

use crate::scene::{Earlier, Scene};
use crate::sketch::Stroke;

/// The keys in one window. The last beat is not listened to: it leads into the next window, and may change with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heard {
    first_bar: usize,
    /// Where they attack, bar by bar.
    attacks: Vec<Vec<Ticks>>,
    /// The middle of their register.
    pub(super) middle_key: Option<u8>,
    /// What they strike, in the song's time.
    pub(super) sounding: Vec<(Ticks, Class)>,
}

impl Heard {
    pub(super) fn in_window(scene: &Scene<'_>, earlier: &Earlier, window: Range<usize>) -> Heard {
        let last = window.end.saturating_sub(1);
        let audible = |bar: usize| {
            let until = scene.bar(bar).length - Ticks(if bar == last { TICKS_PER_BEAT } else { 0 });
            let strokes = earlier.get(&Lane::Keys).map_or(&[][..], |keys| keys.bar(bar));
            strokes.iter().filter(move |stroke: &&Stroke| stroke.at < until)
        };
        // Where the keys are going in the last bar, the next window has its say.
        let before_last = (window.start..last).flat_map(audible);
        let keys: Vec<u32> = before_last.map(|stroke| u32::from(stroke.pitch.key())).collect();
        let attacks = window.clone().map(|bar| audible(bar).map(|stroke| stroke.at).collect());
        let of_bar = |bar: usize| {
            let start = scene.bar(bar).start;
            audible(bar).map(move |stroke| (start + stroke.at, stroke.pitch.class()))
        };
        let sounding = window.clone().flat_map(of_bar).collect();
        let middle = keys.iter().sum::<u32>().checked_div(keys.len() as u32);
        Heard {
            first_bar: window.start,
            attacks: attacks.collect(),
            middle_key: middle.map(|key| key.min(127) as u8),
            sounding,
        }
    }

    pub(super) fn attacks_at(&self, bar: usize, at: Ticks) -> bool {
        self.attacks(bar).contains(&at)
    }

    /// How often the keys attack in a bar; a chord is one attack.
    pub(super) fn attack_count(&self, bar: usize) -> usize {
        let mut attacks = self.attacks(bar).to_vec();
        attacks.sort_unstable();
        attacks.dedup();
        attacks.len()
    }

    /// How many in a hundred of these places the keys attack too.
    pub(super) fn shared(&self, bar: usize, places: &[Ticks]) -> u32 {
        let both = places.iter().filter(|at| self.attacks_at(bar, **at)).count();
        (both * 100).checked_div(places.len()).unwrap_or(0) as u32
    }

    fn attacks(&self, bar: usize) -> &[Ticks] {
        let index = bar.checked_sub(self.first_bar);
        index.and_then(|index| self.attacks.get(index)).map_or(&[], Vec::as_slice)
    }
}
