//! How much of anything may arrive, each with its reason.

/// Names that strangers choose for their instances and sessions: a UUID is 36, and they are shown in lists.
pub const ID_CHARS_MAX: usize = 64;
/// What a person calls something; longer ones are cut off by every window.
pub const NAME_CHARS_MAX: usize = 120;
/// A sentence that somebody reads: why something was asked for or refused.
pub const SENTENCE_CHARS_MAX: usize = 500;
/// The seed's `chord_progression`: a long song's chords on one line.
pub const PROGRESSION_CHARS_MAX: usize = 4_096;
/// As `music::chart` reads; counted in characters, so a text of many-byte characters is measured again there.
pub const CHART_CHARS_MAX: usize = music::chart::limits::TEXT_BYTES_MAX;
/// A signed token with every claim is below 1 KiB; nobody's header should be longer than this.
pub const TOKEN_CHARS_MAX: usize = 4_096;
/// A proof of pairing: 33 bytes of SPAKE2 or 32 of a key's confirmation, in hexadecimal.
pub const PROOF_CHARS_MAX: usize = 128;
/// Marks on a page's end; ours are below 40.
pub const CURSOR_CHARS_MAX: usize = 128;

/// What a JSON request may weigh unless its route says otherwise.
pub const JSON_BYTES_MAX: usize = 64 * 1024;
/// A chart is text of up to 256 KiB; JSON may write a byte of it as six.
pub const CHART_BYTES_MAX: usize = 2 * 1024 * 1024;
/// As `music::midi_file` reads, with room for a form around it.
pub const MIDI_BYTES_MAX: usize = music::midi_file::BYTES_MAX + 64 * 1024;
/// A long song in 24 bits and 96 kHz; it is written to disk as it comes.
pub const AUDIO_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// A blob is a clip, a MIDI file or audio.
pub const BLOB_BYTES_MAX: u64 = AUDIO_BYTES_MAX;

/// A page that a window shows at once.
pub const PAGE_DEFAULT: u32 = 50;
pub const PAGE_MAX: u32 = 200;
/// A file for each chair, several times over, in one stream.
pub const STREAM_FILES_MAX: usize = 32;
/// What an instance may say it can do; there are four today.
pub const CAPABILITIES_MAX: usize = 16;
/// Tags on one artifact.
pub const TAGS_MAX: usize = 32;
/// Bars a request may ask for: as many as a chart may play.
pub const BARS_MAX: u32 = music::chart::limits::BARS_PLAYED_MAX as u32;
/// Doubles in JSON hold whole numbers exactly below this.
pub const EXACT_MAX: u64 = (1 << 53) - 1;
/// Beats as the seed writes them: as far as `music::time` counts.
pub const BEAT_MAX: f64 = (music::time::MAX_TICKS / music::time::TICKS_PER_BEAT) as f64;

/// An instance that has not been heard of for three of these is taken for gone.
pub const LEASE_SECONDS: u32 = 15;
