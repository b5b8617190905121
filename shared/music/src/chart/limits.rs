//! What a chart may hold at most: enough for any song, small enough that hostile text costs milliseconds.

/// A 300-bar song with remarks is about 8 KiB; nobody types thirty of those.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;
/// An hour of 4/4 at 120 BPM; also keeps the table that compares two charts bar by bar at 16 MiB.
pub const BARS_WRITTEN_MAX: usize = 2_048;
/// Four hours of 4/4 at 120 BPM, once repeats are written out.
pub const BARS_PLAYED_MAX: usize = 8_192;
/// One for every unit of the longest meter.
pub const SLOTS_PER_BAR_MAX: usize = 32;
/// One for every eight bars of the longest chart.
pub const SECTIONS_MAX: usize = 256;
/// How often a section or a repeat may come: more is a loop, which is the player's business.
pub const TIMES_MAX: u32 = 64;
/// Repeats inside repeats; paper seldom has two.
pub const NESTING_MAX: usize = 4;
/// Endings of one repeat.
pub const ENDINGS_MAX: u8 = 16;
/// Titles and section names: one line of a window.
pub const NAME_CHARS_MAX: usize = 120;
/// How many bars may slow down at the end: a longer ritard is another tempo.
pub const RITARD_BARS_MAX: u8 = 8;
/// As many mistakes as one can mend before reading again.
pub const ERRORS_MAX: usize = 32;
/// The largest whole number that every JSON reader keeps exact.
pub const BAR_ID_MAX: u64 = (1 << 53) - 1;
