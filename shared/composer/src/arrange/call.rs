//! Who is called to play in one section: by its energy, by its role, and by what a band of this size sounds like.

use music::lane::Lane;

use super::SectionRole;
use super::chairs::EVERYBODY_BARS_MAX;
use super::energy;
use super::form::{PHRASE_BARS, Stretch, WINDOW_BARS};
use super::section::{Part, Question};
use crate::style::General;

const JITTER: i32 = 4;
/// In so many of a hundred first verses somebody waits for the second window.
const ENTRANCE_PERCENT: u32 = 50;
const WINDOWS_PER_PHRASE: usize = PHRASE_BARS / WINDOW_BARS;
/// Who can say what the chords are.
const CHORDS: [Lane; 3] = [Lane::Keys, Lane::Guitar, Lane::Pad];

/// A section and the band that may play it.
pub(super) struct Call<'a> {
    /// Those first who enter first.
    pub(super) band: &'a [Lane],
    pub(super) general: &'a General,
    pub(super) stretch: &'a Stretch,
    pub(super) part: &'a Part,
    /// From this energy on everybody plays.
    pub(super) roof: u8,
    /// The song begins here.
    pub(super) is_first: bool,
    /// The first section that is no intro.
    pub(super) is_opening: bool,
    /// Another phrase of that section, or the first.
    pub(super) is_of_opening: bool,
    /// In its beginning those rest whom the style names.
    pub(super) breaks_down: bool,
}

/// Percussion and lead speak now and then: alone they may leave a section silent.
pub(super) fn carries(lane: &Lane) -> bool {
    match lane {
        Lane::Drums | Lane::Bass | Lane::Keys | Lane::Guitar | Lane::Pad => true,
        Lane::Lead | Lane::Percussion | Lane::Extra => false,
    }
}

/// How full the song gets: whoever would wait for more would never be heard. What comes more than once is full from the
/// second time on; bridges go elsewhere.
pub(super) fn roof(parts: &[Part]) -> u8 {
    let body: Vec<&Part> = parts.iter().filter(|part| is_body(part, parts)).collect();
    let Some(fullest) = body.iter().max_by_key(|part| part.energy).map(|part| part.role) else { return 0 };
    let alike: Vec<u8> = body.iter().filter(|part| part.role == fullest).map(|part| part.energy).collect();
    let later = if alike.len() > 1 { &alike[1..] } else { &alike[..] };
    later.iter().copied().min().unwrap_or(0)
}

/// Sections as full as the song gets; each song has one.
pub(super) fn full(parts: &[Part]) -> Vec<bool> {
    let roof = roof(parts);
    parts.iter().map(|part| part.energy >= roof && is_body(part, parts)).collect()
}

/// What a song goes to; one of intros, bridges and endings goes to those.
fn is_body(part: &Part, parts: &[Part]) -> bool {
    let goes_on =
        |part: &Part| matches!(part.role, SectionRole::Verse | SectionRole::Chorus | SectionRole::Solo);
    goes_on(part) || !parts.iter().any(goes_on)
}

/// The first section that is no intro.
pub(super) fn opening(parts: &[Part]) -> usize {
    parts.iter().position(|part| part.role != SectionRole::Intro).unwrap_or(0)
}

/// Which sections break down: bridges before verses that come again, and a song has the next one only once it has
/// gone on for a while. A style whose bridges always do is made of them.
pub(super) fn breakdowns(parts: &[Part], general: &General) -> Vec<bool> {
    /// Six sections are some 48 bars.
    const APART: usize = 6;
    let percent = general.breakdown_percent;
    let wants = |part: &Part, percent: u32| part.draw(Question::Breakdown, Lane::Drums, 0).percent(percent);
    let bridge = |part: &Part| part.role == SectionRole::Bridge && wants(part, percent);
    let verse =
        |part: &Part| part.role == SectionRole::Verse && part.earlier >= 2 && wants(part, percent / 2);
    let mut chosen = vec![false; parts.len()];
    for index in (0..parts.len()).filter(|index| bridge(&parts[*index])) {
        chosen[index] = percent >= 100 || !is_near(&chosen, index, APART);
    }
    for index in (0..parts.len()).filter(|index| verse(&parts[*index])) {
        chosen[index] = !is_near(&chosen, index, APART);
    }
    chosen
}

fn is_near(chosen: &[bool], index: usize, apart: usize) -> bool {
    let around = index.saturating_sub(apart - 1)..chosen.len().min(index + apart);
    chosen[around].contains(&true)
}

/// Who comes in late where nobody else does: the last to enter, as long as somebody carries the song.
pub(super) fn latecomer(band: &[Lane]) -> Option<Lane> {
    band.iter().rfind(|lane| is_carried_without(band, **lane)).copied()
}

fn is_carried_without(band: &[Lane], lane: Lane) -> bool {
    band.iter().any(|other| *other != lane && carries(other))
}

/// Who carries the song does not stop, and neither does the only one who says the chords.
fn can_leave(lane: Lane, players: &[Lane]) -> bool {
    let others = players.iter().any(|other| *other != lane && CHORDS.contains(other));
    !matches!(lane, Lane::Drums | Lane::Bass) && (others || !CHORDS.contains(&lane))
}

impl Call<'_> {
    /// Never nobody: a song is not silent because all who could play are waiting.
    pub(super) fn players(&self, into: usize) -> Vec<Lane> {
        let mut players: Vec<Lane> = match self.part.role {
            _ if self.is_broken_down(into) => self.carriers(),
            SectionRole::Intro => self.introducing(into),
            SectionRole::Verse => self.telling(into),
            SectionRole::Bridge if self.is_broken_down(0) => self.returning(),
            SectionRole::Bridge => self.less_one(self.able(), into),
            SectionRole::Chorus | SectionRole::Solo if self.is_of_opening => self.building(into),
            SectionRole::Chorus | SectionRole::Solo | SectionRole::Ending => self.able(),
        };
        players.retain(|lane| !self.waits(*lane, into));
        self.say_chords(&mut players, into);
        if !players.iter().any(carries) {
            players.extend(self.band.iter().find(|lane| carries(lane)));
        }
        if players.is_empty() {
            players.extend(self.band.first());
        }
        self.join_in(&mut players, into);
        players
    }

    fn bars(&self) -> usize {
        self.stretch.bars.len() - self.stretch.pickups
    }

    /// Halves end where windows do.
    fn is_first_half(&self, into: usize) -> bool {
        let half = self.bars().div_ceil(2);
        into < if half > WINDOW_BARS { half.next_multiple_of(WINDOW_BARS) } else { half }
    }

    /// The energy from which a chair plays here.
    fn threshold(&self, lane: Lane) -> i32 {
        self.own_threshold(lane).min(i32::from(self.roof))
    }

    fn own_threshold(&self, lane: Lane) -> i32 {
        let jitter = self.part.draw(Question::Threshold, lane, 0).around_zero(JITTER);
        i32::from(self.general.enters[lane.index()]) + jitter
    }

    fn makes_it(&self, lane: Lane) -> bool {
        i32::from(self.part.energy) >= self.threshold(lane)
    }

    fn able(&self) -> Vec<Lane> {
        self.band.iter().copied().filter(|lane| self.makes_it(*lane)).collect()
    }

    /// All whom chance may have brought in when this came before.
    fn perhaps_able(&self) -> Vec<Lane> {
        let most = i32::from(self.part.energy) + JITTER + 2 * energy::JITTER;
        self.band
            .iter()
            .copied()
            .filter(|lane| i32::from(self.general.enters[lane.index()]) <= most)
            .collect()
    }

    /// Half the band, then all but one; an intro that comes again goes on from there.
    fn introducing(&self, into: usize) -> Vec<Lane> {
        let band = self.band.len();
        let is_first = self.part.earlier == 0;
        let begins = is_first && self.is_first_half(into) && self.bars() > 2;
        let most = if begins { band.div_ceil(2) } else { band.saturating_sub(1) };
        let mut players = if is_first { self.able() } else { self.perhaps_able() };
        players.truncate(most.max(1));
        players
    }

    /// Half the band at least once the first verse is under way; later verses grow towards everybody.
    fn telling(&self, into: usize) -> Vec<Lane> {
        let band = self.band.len();
        let least = match (self.part.earlier, self.is_first_half(into)) {
            (0, true) => 1,
            (0, false) => band.div_ceil(2).max(2),
            (1.., true) => (band * 2).div_ceil(3),
            (1.., false) => (band * 4).div_ceil(5),
        };
        let able = self.able();
        let mut players = able.clone();
        players.extend(self.band.iter().copied().filter(|lane| !able.contains(lane)));
        players.truncate(able.len().max(least));
        self.less_one(players, into)
    }

    /// A song that opens with a chorus of several phrases: those whom a verse would do without come in one after the
    /// other, the last of them with its last phrase, so that there is somewhere to go.
    fn building(&self, into: usize) -> Vec<Lane> {
        let able = self.able();
        if self.stretch.phrases < 2 {
            return able;
        }
        let verse = i32::from(self.general.energy[SectionRole::Verse.index()]);
        let is_late =
            |lane: &Lane| can_leave(*lane, &able) && i32::from(self.general.enters[lane.index()]) > verse;
        let late: Vec<Lane> = able.iter().copied().filter(is_late).collect();
        let windows = self.stretch.phrases * WINDOWS_PER_PHRASE;
        let window = self.stretch.phrase * WINDOWS_PER_PHRASE + into / WINDOW_BARS;
        let enters =
            |place: usize| (windows * (place + 1) / (late.len() + 1)).min(windows - WINDOWS_PER_PHRASE);
        let is_here = |lane: &Lane| {
            late.iter().position(|late| late == lane).is_none_or(|place| enters(place) <= window)
        };
        able.iter().copied().filter(is_here).collect()
    }

    /// Where something fuller is to come the last to enter leaves the beginning of a section to the others; two are few
    /// enough.
    fn less_one(&self, mut players: Vec<Lane>, into: usize) -> Vec<Lane> {
        let band = self.band.len();
        let is_full = players.len() == band && band > 2 && self.part.energy < self.roof;
        let leaves = players.iter().rposition(|lane| can_leave(*lane, &players));
        if let Some(last) = leaves.filter(|_| is_full && self.is_first_half(into)) {
            players.remove(last);
        }
        players
    }

    /// The first half of a bridge, or the first window of a later verse.
    fn is_broken_down(&self, into: usize) -> bool {
        self.breaks_down && into < WINDOW_BARS.min(self.bars().div_ceil(2))
    }

    /// Those who carry a breakdown: who does not rest in it, melodies only where the energy asks for one. A band in which
    /// all would rest loses only whom the style names first.
    fn carriers(&self) -> Vec<Lane> {
        let resting = &self.general.breakdown;
        let carries = |lane: &Lane| !resting.contains(lane) && (*lane != Lane::Lead || self.makes_it(*lane));
        let carriers: Vec<Lane> = self.band.iter().copied().filter(carries).collect();
        match carriers.is_empty() {
            true => self.band.iter().copied().filter(|lane| resting.first() != Some(lane)).collect(),
            false => carriers,
        }
    }

    /// After a breakdown: who carried it, and who makes it back.
    fn returning(&self) -> Vec<Lane> {
        let carriers = self.carriers();
        let is_back = |lane: &Lane| carriers.contains(lane) || self.makes_it(*lane);
        self.band.iter().copied().filter(is_back).collect()
    }

    /// Where a song begins, those who would not play at this energy in a longer one come in window by window; in half of
    /// all first verses the last to make it waits, too.
    fn waits(&self, lane: Lane, into: usize) -> bool {
        if self.bars() <= EVERYBODY_BARS_MAX || self.part.role == SectionRole::Intro {
            return false;
        }
        let energy = i32::from(self.part.energy);
        if self.is_opening {
            let late: Vec<Lane> =
                self.able().into_iter().filter(|lane| self.own_threshold(*lane) > energy).collect();
            if let Some(place) = late.iter().position(|late| *late == lane) {
                let windows = self.bars().div_ceil(WINDOW_BARS);
                return into < WINDOW_BARS * (1 + place * (windows - 1) / late.len());
            }
        }
        let is_first = self.part.role == SectionRole::Verse && self.part.earlier == 0;
        let may = is_first && !matches!(lane, Lane::Drums | Lane::Bass) && into < WINDOW_BARS;
        may && self.part.draw(Question::Entrance, Lane::Drums, 0).percent(ENTRANCE_PERCENT)
            && self.able().last() == Some(&lane)
            && i32::from(self.general.enters[lane.index()]) > energy / 2
    }

    /// A bass or drums may begin a song alone, and be left alone where it breaks down; otherwise somebody joins in.
    fn join_in(&self, players: &mut Vec<Lane>, into: usize) {
        let begins = self.part.role == SectionRole::Intro || self.is_first && into < WINDOW_BARS;
        let is_meant = begins || self.is_broken_down(into);
        if !is_meant && matches!(players[..], [Lane::Drums | Lane::Bass]) {
            players.extend(self.band.iter().find(|lane| carries(lane) && !players.contains(lane)));
        }
    }

    /// Grooves may begin alone; once a song is under way somebody says what the chords are.
    fn say_chords(&self, players: &mut Vec<Lane>, into: usize) {
        let is_under_way = self.part.role != SectionRole::Intro && (into >= WINDOW_BARS || !self.is_opening);
        if is_under_way && !players.iter().any(|lane| CHORDS.contains(lane)) {
            players.extend(self.band.iter().find(|lane| CHORDS.contains(lane)));
        }
    }
}
