//! What variation asks of chance: one address for each question about each stroke.

use crate::chance::{Address, Chance, Draw};
use crate::variation::{AMOUNT_MAX, Wish};
use music::chart::PassId;

/// Every question has its own slots.
#[derive(Clone, Copy)]
pub(super) enum Question {
    Move,
    Place,
    Change,
    Pitch,
    BarSwap,
    BarPiece,
    Swap,
    Piece,
}

#[derive(Clone, Copy)]
pub(super) struct Draws {
    chance: Chance,
    address: Address,
    amount: u32,
}

/// So that a variation does not draw what the composer drew from the same seed.
const OWN_SEED: u64 = 0x5641_5249_4154_494f;

impl Draws {
    pub(super) fn new(wish: &Wish<'_>, bar: PassId) -> Draws {
        let address = Address { lane: wish.lane, bar, reroll: 0, slot: 0 };
        let amount = u32::from(wish.amount.min(AMOUNT_MAX));
        Draws { chance: Chance::new(wish.seed ^ OWN_SEED), address, amount }
    }

    pub(super) fn amount(self) -> u32 {
        self.amount
    }

    /// `detail` tells apart what is asked about one stroke: a key, or nothing.
    pub(super) fn at(self, question: Question, stroke: usize, detail: u8) -> Draw {
        // A bar has fewer strokes than 2¹² and a keyboard fewer keys than 2⁸.
        let slot = (question as u32) << 20 | (stroke as u32 & 0xfff) << 8 | u32::from(detail);
        self.chance.at(Address { slot, ..self.address })
    }

    /// Whether a stroke changes. What changes by a little still does by more; bones change last.
    pub(super) fn changes(self, question: Question, stroke: usize, importance: u8) -> bool {
        /// At the full amount the least important always change, and of those that must play seven in ten.
        const PLIANCY_PER_MILLE: u32 = 1_600;
        let pliancy = PLIANCY_PER_MILLE - u32::from(importance.min(127)) * 7;
        let likelihood = self.amount * pliancy / u32::from(AMOUNT_MAX);
        (self.at(question, stroke, 0).below(1_000) as u32) < likelihood
    }
}
