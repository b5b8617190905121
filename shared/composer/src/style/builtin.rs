//! The styles that come with the program, compiled in.

use super::{Files, Style};

/// Growth is one folder and one line.
const FOLDERS: &[(&str, &[(&str, &str)])] = &[
    (
        "pop",
        &[
            ("style.toml", include_str!("../../styles/pop/style.toml")),
            ("drums.toml", include_str!("../../styles/pop/drums.toml")),
            ("percussion.toml", include_str!("../../styles/pop/percussion.toml")),
            ("bass.toml", include_str!("../../styles/pop/bass.toml")),
            ("comping.toml", include_str!("../../styles/pop/comping.toml")),
            ("guitar.toml", include_str!("../../styles/pop/guitar.toml")),
            ("pad.toml", include_str!("../../styles/pop/pad.toml")),
            ("lead.toml", include_str!("../../styles/pop/lead.toml")),
        ],
    ),
    (
        "ballad",
        &[
            ("style.toml", include_str!("../../styles/ballad/style.toml")),
            ("drums.toml", include_str!("../../styles/ballad/drums.toml")),
            ("percussion.toml", include_str!("../../styles/ballad/percussion.toml")),
            ("bass.toml", include_str!("../../styles/ballad/bass.toml")),
            ("comping.toml", include_str!("../../styles/ballad/comping.toml")),
            ("guitar.toml", include_str!("../../styles/ballad/guitar.toml")),
            ("pad.toml", include_str!("../../styles/ballad/pad.toml")),
            ("lead.toml", include_str!("../../styles/ballad/lead.toml")),
        ],
    ),
    (
        "swing",
        &[
            ("style.toml", include_str!("../../styles/swing/style.toml")),
            ("drums.toml", include_str!("../../styles/swing/drums.toml")),
            ("percussion.toml", include_str!("../../styles/swing/percussion.toml")),
            ("bass.toml", include_str!("../../styles/swing/bass.toml")),
            ("comping.toml", include_str!("../../styles/swing/comping.toml")),
            ("guitar.toml", include_str!("../../styles/swing/guitar.toml")),
            ("pad.toml", include_str!("../../styles/swing/pad.toml")),
            ("lead.toml", include_str!("../../styles/swing/lead.toml")),
        ],
    ),
    (
        "jazz-waltz",
        &[
            ("style.toml", include_str!("../../styles/jazz-waltz/style.toml")),
            ("drums.toml", include_str!("../../styles/jazz-waltz/drums.toml")),
            ("percussion.toml", include_str!("../../styles/jazz-waltz/percussion.toml")),
            ("bass.toml", include_str!("../../styles/jazz-waltz/bass.toml")),
            ("comping.toml", include_str!("../../styles/jazz-waltz/comping.toml")),
            ("guitar.toml", include_str!("../../styles/jazz-waltz/guitar.toml")),
            ("pad.toml", include_str!("../../styles/jazz-waltz/pad.toml")),
            ("lead.toml", include_str!("../../styles/jazz-waltz/lead.toml")),
        ],
    ),
    (
        "bossa",
        &[
            ("style.toml", include_str!("../../styles/bossa/style.toml")),
            ("drums.toml", include_str!("../../styles/bossa/drums.toml")),
            ("percussion.toml", include_str!("../../styles/bossa/percussion.toml")),
            ("bass.toml", include_str!("../../styles/bossa/bass.toml")),
            ("comping.toml", include_str!("../../styles/bossa/comping.toml")),
            ("guitar.toml", include_str!("../../styles/bossa/guitar.toml")),
            ("pad.toml", include_str!("../../styles/bossa/pad.toml")),
            ("lead.toml", include_str!("../../styles/bossa/lead.toml")),
        ],
    ),
    (
        "funk",
        &[
            ("style.toml", include_str!("../../styles/funk/style.toml")),
            ("drums.toml", include_str!("../../styles/funk/drums.toml")),
            ("percussion.toml", include_str!("../../styles/funk/percussion.toml")),
            ("bass.toml", include_str!("../../styles/funk/bass.toml")),
            ("comping.toml", include_str!("../../styles/funk/comping.toml")),
            ("guitar.toml", include_str!("../../styles/funk/guitar.toml")),
            ("pad.toml", include_str!("../../styles/funk/pad.toml")),
            ("lead.toml", include_str!("../../styles/funk/lead.toml")),
        ],
    ),
    (
        "shuffle",
        &[
            ("style.toml", include_str!("../../styles/shuffle/style.toml")),
            ("drums.toml", include_str!("../../styles/shuffle/drums.toml")),
            ("percussion.toml", include_str!("../../styles/shuffle/percussion.toml")),
            ("bass.toml", include_str!("../../styles/shuffle/bass.toml")),
            ("comping.toml", include_str!("../../styles/shuffle/comping.toml")),
            ("guitar.toml", include_str!("../../styles/shuffle/guitar.toml")),
            ("pad.toml", include_str!("../../styles/shuffle/pad.toml")),
            ("lead.toml", include_str!("../../styles/shuffle/lead.toml")),
        ],
    ),
    (
        "house",
        &[
            ("style.toml", include_str!("../../styles/house/style.toml")),
            ("drums.toml", include_str!("../../styles/house/drums.toml")),
            ("percussion.toml", include_str!("../../styles/house/percussion.toml")),
            ("bass.toml", include_str!("../../styles/house/bass.toml")),
            ("comping.toml", include_str!("../../styles/house/comping.toml")),
            ("guitar.toml", include_str!("../../styles/house/guitar.toml")),
            ("pad.toml", include_str!("../../styles/house/pad.toml")),
            ("lead.toml", include_str!("../../styles/house/lead.toml")),
        ],
    ),
];

pub(super) fn style(name: &str) -> Option<Style> {
    files(name).and_then(|files| Style::read(name, &files).ok())
}

pub(super) fn files(name: &str) -> Option<Files> {
    let (_, files) = FOLDERS.iter().find(|(folder, _)| *folder == name)?;
    Some(files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect())
}
