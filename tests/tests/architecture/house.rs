//! The plan of the house: every package of ours, and what it may depend on.

/// What one package may know.
pub struct Room {
    pub package: &'static str,
    /// Packages of ours; arrows point down only.
    pub ours: &'static [&'static str],
    pub others: Others,
}

/// Which crates of other people a package may name in its Cargo.toml.
pub enum Others {
    /// Its own business.
    Any,
    /// These and no more: a pure room.
    Only { code: &'static [&'static str], tests: &'static [&'static str] },
}

/// Growth is a line here and a page in docs/decisions.
pub const HOUSE: &[Room] = &[
    Room {
        package: "ai-band-music",
        ours: &[],
        others: Others::Only { code: &["midly", "sha2", "thiserror"], tests: &["proptest"] },
    },
    Room {
        package: "ai-band-composer",
        ours: &["ai-band-music"],
        others: Others::Only { code: &["serde", "thiserror", "toml"], tests: &["proptest"] },
    },
    Room {
        package: "ai-band-player",
        ours: &["ai-band-music"],
        others: Others::Only { code: &["crossbeam-utils", "rtrb"], tests: &["proptest"] },
    },
    Room {
        package: "ai-band-domain",
        ours: &["ai-band-music"],
        others: Others::Only { code: &["thiserror"], tests: &["proptest"] },
    },
    Room {
        package: "ai-band-plugin",
        ours: &["ai-band-composer", "ai-band-music", "ai-band-player", "ai-band-synth", "ai-band-wire"],
        others: Others::Any,
    },
    // The only room with C in it; it reads banks from disk.
    Room { package: "ai-band-synth", ours: &["ai-band-music"], others: Others::Any },
    // The world: HTTP, sockets, store, workers.
    Room {
        package: "ai-band-orchestrator",
        ours: &[
            "ai-band-composer",
            "ai-band-domain",
            "ai-band-music",
            "ai-band-player",
            "ai-band-synth",
            "ai-band-wire",
        ],
        others: Others::Any,
    },
    // What crosses a network; the server asks for its schemas too.
    Room {
        package: "ai-band-wire",
        ours: &["ai-band-music"],
        others: Others::Only { code: &["serde", "serde_json", "thiserror", "utoipa"], tests: &["proptest"] },
    },
    Room { package: "ai-band-examples", ours: &["ai-band-music"], others: Others::Any },
    Room {
        package: "ai-band-tests",
        ours: &[
            "ai-band-composer",
            "ai-band-domain",
            "ai-band-examples",
            "ai-band-music",
            "ai-band-orchestrator",
            "ai-band-player",
            "ai-band-plugin",
            "ai-band-synth",
            "ai-band-wire",
        ],
        others: Others::Any,
    },
    // It loads bundled files by path, as hosts do.
    Room {
        package: "ai-band-harness",
        ours: &["ai-band-music", "ai-band-plugin", "ai-band-wire"],
        others: Others::Any,
    },
    Room { package: "ai-band-empty-plugin", ours: &[], others: Others::Any },
    // Clients by the thousand; two of them are plugins' own clocks.
    Room {
        package: "ai-band-crowd",
        ours: &["ai-band-orchestrator", "ai-band-plugin", "ai-band-wire"],
        others: Others::Any,
    },
    Room {
        package: "ai-band-torture",
        ours: &["ai-band-domain", "ai-band-faults", "ai-band-music", "ai-band-orchestrator"],
        others: Others::Any,
    },
    // It stands before libc in a program that it does not know.
    Room { package: "ai-band-faults", ours: &[], others: Others::Any },
    // It starts things by name; if it knew them, a broken room would take the workshop with it.
    Room { package: "xtask", ours: &[], others: Others::Any },
];

impl Room {
    pub fn is_pure(&self) -> bool {
        match self.others {
            Others::Any => false,
            Others::Only { .. } => true,
        }
    }
}
