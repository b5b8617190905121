//! The table two apps share: lane colours, state icons and words, and the colours of day and night. No toolkit here.

use music::lane::Lane;

use crate::model::{LinkState, TakeState};

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Graphite.
    #[default]
    Night,
    /// Paper.
    Day,
}

/// Everything that is coloured, by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub ground: Colour,
    /// What panels and rows stand on.
    pub panel: Colour,
    /// Buttons and fields at rest.
    pub raised: Colour,
    pub hovered: Colour,
    /// Chosen, switched on.
    pub chosen: Colour,
    /// Separators: seen, not looked at.
    pub line: Colour,
    /// Outlines of what can be touched, focus rings.
    pub edge: Colour,
    pub text: Colour,
    pub quiet: Colour,
    /// Only what is playing or about to.
    pub accent: Colour,
    pub good: Colour,
    pub fault: Colour,
    /// By [`Lane::index`].
    pub lanes: [Colour; Lane::COUNT],
}

const NIGHT: Palette = Palette {
    ground: Colour(0x15, 0x17, 0x1a),
    panel: Colour(0x1d, 0x20, 0x24),
    raised: Colour(0x2a, 0x2e, 0x34),
    hovered: Colour(0x35, 0x3a, 0x41),
    chosen: Colour(0x44, 0x4b, 0x54),
    line: Colour(0x2f, 0x34, 0x3a),
    edge: Colour(0x84, 0x8d, 0x97),
    text: Colour(0xec, 0xee, 0xf0),
    quiet: Colour(0xb4, 0xbb, 0xc3),
    accent: Colour(0xe8, 0xa3, 0x3d),
    good: Colour(0x6f, 0xd0, 0xa3),
    fault: Colour(0xff, 0x9c, 0x8a),
    lanes: [
        Colour(0xf2, 0xb1, 0x34),
        Colour(0xee, 0x7a, 0x33),
        Colour(0x4f, 0xa3, 0xdc),
        Colour(0x34, 0xbd, 0x94),
        Colour(0xdf, 0x9d, 0xc0),
        Colour(0x7c, 0xc6, 0xf0),
        Colour(0xd4, 0xa9, 0x41),
        Colour(0xa7, 0xad, 0xb5),
    ],
};

const DAY: Palette = Palette {
    ground: Colour(0xef, 0xec, 0xe4),
    panel: Colour(0xfa, 0xf8, 0xf3),
    raised: Colour(0xea, 0xe6, 0xdc),
    hovered: Colour(0xde, 0xd9, 0xcc),
    chosen: Colour(0xcf, 0xc9, 0xba),
    line: Colour(0xdd, 0xd8, 0xcc),
    edge: Colour(0x6f, 0x75, 0x7c),
    text: Colour(0x1d, 0x20, 0x24),
    quiet: Colour(0x4a, 0x50, 0x58),
    accent: Colour(0x8a, 0x50, 0x00),
    good: Colour(0x00, 0x5f, 0x43),
    fault: Colour(0xa1, 0x22, 0x14),
    lanes: [
        Colour(0x80, 0x58, 0x00),
        Colour(0xa8, 0x4a, 0x00),
        Colour(0x00, 0x5c, 0x93),
        Colour(0x00, 0x6e, 0x4f),
        Colour(0x93, 0x45, 0x70),
        Colour(0x1a, 0x6f, 0xa3),
        Colour(0x6f, 0x50, 0x00),
        Colour(0x5a, 0x60, 0x68),
    ],
};

impl Theme {
    pub const ALL: [Theme; 2] = [Theme::Night, Theme::Day];

    pub const fn palette(self) -> &'static Palette {
        match self {
            Theme::Night => &NIGHT,
            Theme::Day => &DAY,
        }
    }

    pub const fn other(self) -> Theme {
        match self {
            Theme::Night => Theme::Day,
            Theme::Day => Theme::Night,
        }
    }
}

impl Palette {
    pub const fn lane(&self, lane: Lane) -> Colour {
        self.lanes[lane.index()]
    }

    pub const fn tint(&self, tint: Tint) -> Colour {
        match tint {
            Tint::Quiet => self.quiet,
            Tint::Text => self.text,
            Tint::Accent => self.accent,
            Tint::Good => self.good,
            Tint::Fault => self.fault,
        }
    }
}

/// What a word or a shape says by its colour, beside its icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    Quiet,
    Text,
    Accent,
    Good,
    Fault,
}

/// Where something asked for is in its life; the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    Pending,
    Running,
    ToDecide,
    Approved,
    Armed,
    Playing,
    Rejected,
    Failed,
    Cancelled,
    Superseded,
}

impl Mark {
    pub const ALL: [Mark; 10] = [
        Mark::Pending,
        Mark::Running,
        Mark::ToDecide,
        Mark::Approved,
        Mark::Armed,
        Mark::Playing,
        Mark::Rejected,
        Mark::Failed,
        Mark::Cancelled,
        Mark::Superseded,
    ];

    /// Icon as text, word, colour.
    pub const fn look(self) -> (char, &'static str, Tint) {
        match self {
            Mark::Pending => ('○', "pending", Tint::Quiet),
            Mark::Running => ('◔', "running", Tint::Text),
            Mark::ToDecide => ('●', "to decide", Tint::Text),
            Mark::Approved => ('✓', "approved", Tint::Good),
            Mark::Armed => ('⏵', "armed", Tint::Accent),
            Mark::Playing => ('▶', "playing", Tint::Accent),
            Mark::Rejected => ('✕', "rejected", Tint::Quiet),
            Mark::Failed => ('!', "failed", Tint::Fault),
            Mark::Cancelled => ('–', "cancelled", Tint::Quiet),
            Mark::Superseded => ('↺', "superseded", Tint::Quiet),
        }
    }

    pub const fn word(self) -> &'static str {
        self.look().1
    }

    pub const fn tint(self) -> Tint {
        self.look().2
    }

    pub const fn of_take(state: &TakeState) -> Mark {
        match state {
            TakeState::Running { .. } => Mark::Running,
            TakeState::ToDecide => Mark::ToDecide,
            TakeState::Armed { .. } => Mark::Armed,
            TakeState::Playing => Mark::Playing,
            TakeState::Rejected { .. } => Mark::Rejected,
            TakeState::Failed { .. } => Mark::Failed,
            TakeState::Superseded => Mark::Superseded,
        }
    }

    /// Its mark and the link's word.
    pub const fn of_link(state: LinkState) -> (Mark, &'static str) {
        match state {
            LinkState::Disconnected => (Mark::Pending, "Disconnected"),
            LinkState::Connected => (Mark::Approved, "Connected"),
            LinkState::Generating => (Mark::Running, "Generating"),
            LinkState::Playing => (Mark::Playing, "Playing"),
            LinkState::Syncing => (Mark::Superseded, "Syncing"),
        }
    }
}

impl Colour {
    /// As WCAG has it: 1 is the same, 21 is black on white.
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// This much (0–1) of itself over another.
    #[must_use]
    pub fn over(self, below: Colour, share: f32) -> Colour {
        let mix = |above: u8, below: u8| {
            let (above, below) = (f32::from(above), f32::from(below));
            (below + (above - below) * share.clamp(0.0, 1.0)).round() as u8
        };
        Colour(mix(self.0, below.0), mix(self.1, below.1), mix(self.2, below.2))
    }
}

/// Notes fade with their velocity, but never so far that they are not seen.
pub const NOTE_SHARE_MIN: f32 = 0.75;

/// How much of its lane's colour a note has.
pub fn note_share(velocity: u8) -> f32 {
    NOTE_SHARE_MIN + (1.0 - NOTE_SHARE_MIN) * f32::from(velocity.min(127)) / 127.0
}
