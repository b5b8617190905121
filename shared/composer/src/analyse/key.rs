//! The key of each bar: the chart's, or the one its window's chords speak for.
//!
//! A key that is not written is asked of four bars, never of more: an edited chord must not change what is played
//! further away.

use music::chart::song::{Bar, Harmony, Song};
use music::chord::{Chord, Family};
use music::key::{Key, Mode};
use music::pitch::{Class, ClassSet, Spelling};
use music::time::Span;

use crate::arrange::form;

pub(super) fn by_bar(song: &Song) -> Vec<Key> {
    let bars = song.bars();
    let mut keys = vec![Key::C_MAJOR; bars.len()];
    for window in form::windows(song) {
        let spans = bars.get(window.start).zip(bars.get(window.end - 1));
        let span = spans.map(|(first, last)| Span { start: first.start, end: last.span().end });
        let is_written = |bar: &Bar| bar.key.is_some();
        let inferred = match span.filter(|_| !bars[window.clone()].iter().all(is_written)) {
            Some(span) => of_chords(song.chords_in(span)),
            None => Key::C_MAJOR,
        };
        for bar in window {
            keys[bar] = bars[bar].key.unwrap_or(inferred);
        }
    }
    keys
}

/// A note of the chord in the key, for every sixteenth it lasts.
const NOTE_WITHIN: i64 = 2;
/// A note of the chord outside the key.
const NOTE_OUTSIDE: i64 = -5;
/// The chord of the tonic itself, of the right quality.
const IS_TONIC: i64 = 4;
/// A dominant seventh on the fifth, and one that goes home.
const IS_DOMINANT: i64 = 3;
const GOES_HOME: i64 = 5;
/// The first and the last chord are likelier home than others.
const AT_THE_EDGE: i64 = 5;

/// C major for nothing at all.
fn of_chords(chords: &[Harmony]) -> Key {
    let heard: Vec<Heard> = chords.iter().filter_map(Heard::of).collect();
    let keys = (0..12).flat_map(|up| [Mode::Major, Mode::Minor].map(|mode| (Class::new(up), mode)));
    // The first of equals stays: C before D, major before minor.
    let better = |best: (i64, Class, Mode), (tonic, mode): (Class, Mode)| {
        let score = score(&heard, tonic, mode);
        if score > best.0 { (score, tonic, mode) } else { best }
    };
    let (_, tonic, mode) = keys.fold((i64::MIN, Class::new(0), Mode::Major), better);
    let spelled = heard.iter().map(|heard| heard.chord.root()).find(|root| root.class() == tonic);
    Key::new(spelled.unwrap_or(Spelling::plain(tonic)), mode).transposed(0)
}

struct Heard {
    chord: Chord,
    classes: ClassSet,
    family: Family,
    sixteenths: i64,
}

impl Heard {
    fn of(harmony: &Harmony) -> Option<Heard> {
        let chord = harmony.chord?;
        let sixteenths = harmony.length.0 * 4 / music::time::TICKS_PER_BEAT;
        Some(Heard { chord, classes: chord.classes(), family: chord.family(), sixteenths })
    }

    fn root(&self) -> Class {
        self.chord.root().class()
    }

    fn is_home(&self, tonic: Class, mode: Mode) -> bool {
        self.root() == tonic && is_home(self.family, mode)
    }
}

fn score(heard: &[Heard], tonic: Class, mode: Mode) -> i64 {
    let own = Key::new(Spelling::plain(tonic), mode).spellings().map(Spelling::class);
    let own: ClassSet = own.into_iter().collect();
    let own = if mode.is_minor() { own.with(tonic.transposed(LEADING_TONE)) } else { own };
    let each = heard.iter().enumerate().map(|(index, this)| {
        let next = heard.get(index + 1);
        let is_edge = index == 0 || next.is_none();
        let own = own.union(blue_notes(this, next, tonic, mode));
        let inside = this.classes.intersection(own).len() as i64;
        let outside = this.classes.len() as i64 - inside;
        let is_tonic = this.is_home(tonic, mode);
        let is_dominant = this.family == Family::Dominant && this.root() == tonic.transposed(FIFTH);
        let goes_home = is_dominant && next.is_some_and(|next| next.is_home(tonic, mode));
        let place = i64::from(is_tonic) * (IS_TONIC + i64::from(is_edge) * AT_THE_EDGE);
        let pull = i64::from(is_dominant) * IS_DOMINANT + i64::from(goes_home) * GOES_HOME;
        (inside * NOTE_WITHIN + outside * NOTE_OUTSIDE + place + pull) * this.sixteenths
    });
    each.sum()
}

const LEADING_TONE: i32 = -1;
const MINOR_THIRD: i32 = 3;
const FOURTH: i32 = 5;
const FIFTH: i32 = 7;
const MINOR_SEVENTH: i32 = 10;

/// In a blues the first and the fourth have sevenths that belong there: where they do not lead on like dominants.
fn blue_notes(this: &Heard, next: Option<&Heard>, tonic: Class, mode: Mode) -> ClassSet {
    let leads_on =
        |next: &Heard| next.family != Family::Dominant && next.root() == this.root().transposed(FOURTH);
    if mode.is_minor() || this.family != Family::Dominant || next.is_some_and(leads_on) {
        return ClassSet::EMPTY;
    }
    match this.root() {
        root if root == tonic => ClassSet::EMPTY.with(tonic.transposed(MINOR_SEVENTH)),
        root if root == tonic.transposed(FOURTH) => ClassSet::EMPTY.with(tonic.transposed(MINOR_THIRD)),
        _ => ClassSet::EMPTY,
    }
}

fn is_home(family: Family, mode: Mode) -> bool {
    match family {
        Family::Major | Family::Dominant | Family::Augmented => mode == Mode::Major,
        Family::Minor => mode == Mode::Minor,
        Family::Suspended | Family::Power => true,
        Family::HalfDiminished | Family::Diminished => false,
    }
}
