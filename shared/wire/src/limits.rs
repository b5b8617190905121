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
/// A chart, and as many regions as an arrangement holds with three hashes each.
pub const ARRANGEMENT_BYTES_MAX: usize = CHART_BYTES_MAX + music::arrangement::REGIONS_MAX * 512;
/// As `music::midi_file` reads, with room for a form around it.
pub const MIDI_BYTES_MAX: usize = music::midi_file::BYTES_MAX + 64 * 1024;
/// A long song in 24 bits and 96 kHz; it is written to disk as it comes.
pub const AUDIO_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// A blob is a clip, a MIDI file or audio.
pub const BLOB_BYTES_MAX: u64 = AUDIO_BYTES_MAX;

/// A page that a window shows at once.
pub const PAGE_DEFAULT: u32 = 50;
pub const PAGE_MAX: u32 = 200;
/// Clients that follow `/api/changes` at once: it is for browsers that have no socket.
pub const STREAMS_MAX: usize = 256;
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

/// One message of a socket. The largest is a page of changes; a client that needs more is given pages.
pub const MESSAGE_BYTES_MAX: usize = 256 * 1024;
/// Topics in one hello: there are seven.
pub const TOPICS_MAX: usize = 16;
/// Scopes to follow in one hello: a client follows a session or two, not a city.
pub const SCOPES_MAX: usize = 16;
/// Changes in one message; more are the next message.
pub const CHANGES_PER_MESSAGE_MAX: usize = 256;
/// A server that hears no `hello` for so long speaks the seed's plain messages to a client.
pub const HELLO_WAIT_MS: u64 = 2_000;
/// Pings right after connecting: enough for a first clock within half a second.
pub const FIRST_PINGS: u32 = 5;
pub const FIRST_PING_EVERY_MS: u64 = 50;
pub const PING_EVERY_MS: u64 = 1_000;
/// How often a host's transport is told while it rolls, and positions are told to everybody.
pub const POSITION_EVERY_MS: u64 = 100;
/// How often the timeline is told although nothing changed.
pub const TIMELINE_EVERY_MS: u64 = 1_000;
/// What may wait for a slow reader before it is cut loose: messages, bytes, time.
pub const QUEUE_MESSAGES_MAX: usize = 64;
pub const QUEUE_BYTES_MAX: usize = 256 * 1024;
pub const QUEUE_MS_MAX: u64 = 2_000;
/// Missed leases after which an instance is lost.
pub const LEASES_MISSED_MAX: u32 = 3;

/// Why a socket was closed, beyond the codes of the web's own.
pub mod close {
    pub const GOING_AWAY: u16 = 1001;
    pub const TOO_BIG: u16 = 1009;
    pub const SERVERS_FAULT: u16 = 1011;
    pub const NOT_WHO_YOU_SAY: u16 = 4401;
    pub const NOT_YOURS: u16 = 4403;
    pub const TOO_SLOW: u16 = 4408;
    pub const OTHER_VERSION: u16 = 4409;
    pub const TOO_MUCH: u16 = 4429;
}
