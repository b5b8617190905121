//! What the keys of a drum kit are called on paper, as General MIDI has them.

/// Short enough to stand in front of a grid.
const NAMES: &[(u8, &str)] = &[
    (35, "kick 2"),
    (36, "kick"),
    (37, "stick"),
    (38, "snare"),
    (39, "clap"),
    (40, "snare 2"),
    (41, "tom low"),
    (42, "hat"),
    (43, "tom floor"),
    (44, "hat foot"),
    (45, "tom 3"),
    (46, "hat open"),
    (47, "tom 2"),
    (48, "tom 1"),
    (49, "crash"),
    (50, "tom high"),
    (51, "ride"),
    (52, "china"),
    (53, "bell"),
    (54, "tambour."),
    (55, "splash"),
    (56, "cowbell"),
    (57, "crash 2"),
    (59, "ride 2"),
    (60, "bongo hi"),
    (61, "bongo lo"),
    (62, "conga mu"),
    (63, "conga op"),
    (64, "conga lo"),
    (69, "cabasa"),
    (70, "maracas"),
    (75, "claves"),
    (76, "block hi"),
    (77, "block lo"),
    (80, "trian. mu"),
    (81, "triangle"),
    (82, "shaker"),
];

pub(super) fn name(key: u8) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| *known == key).map(|(_, name)| *name)
}
