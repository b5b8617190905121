//! What the hosts of a session say of their transports: soft, the last word of each, and who is to lead by it.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::ids::InstanceId;
use domain::session::Command;
use domain::session::leader::{Election, Lead, Word};
use domain::time::{Beat, PARTS_PER_BEAT, WallTime};
use music::meter::Meter;
use music::tempo::{BPM_MAX, BPM_MIN};
use wire::{ExactBeat, HostTransport, Nanos};

/// A host's clock and ours are two: within this, what it says again is what it said, and nobody has to be told.
/// A quarter of what two players may be apart.
const SAME: Duration = Duration::from_micros(250);
/// A word about a time that is further from here is of a clock that was not estimated yet: it holds for when it came.
const APART_MAX: Duration = Duration::from_secs(2);

/// A host's last word: its line is that of the first one that said the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub word: HostTransport,
}

#[derive(Debug, Default)]
pub struct Hosts {
    said: BTreeMap<InstanceId, Said>,
    election: Election,
}

/// Why a host's word is none, with what would be one.
pub fn check(word: &HostTransport) -> Result<(), String> {
    if !(f64::from(BPM_MIN)..=f64::from(BPM_MAX)).contains(&word.bpm) {
        return Err(format!("bpm: a tempo is from {BPM_MIN} to {BPM_MAX}, not {}", word.bpm));
    }
    let [numerator, denominator] = word.meter;
    if Meter::new(numerator, denominator).is_none() {
        return Err(format!("meter: {numerator}/{denominator} is none; 1 to 32 over 1, 2, 4 … 64 is"));
    }
    let places = [Some(word.beat), word.looped.map(|it| it.start), word.looped.map(|it| it.end)];
    let far = places.into_iter().flatten().find(|beat| beat.0.unsigned_abs() > Beat::MAX.0.unsigned_abs());
    if let Some(far) = far {
        return Err(format!("beat: {} is nowhere in a song; {} is its end", Beat(far.0), Beat::MAX));
    }
    match word.looped {
        Some(looped) if looped.end <= looped.start => Err("loop: it ends before it begins".to_owned()),
        Some(_) | None => Ok(()),
    }
}

impl Hosts {
    /// A word that [`check`] has passed.
    pub fn hear(&mut self, instance: &InstanceId, word: HostTransport, now: WallTime) {
        let beat = Beat(word.beat.0);
        let heard = Word { is_playing: word.playing, is_offline: word.offline, beat };
        self.election.hear(instance, heard, now);
        let word = placed(word, now);
        let goes_on = self.said.get(instance).is_some_and(|before| goes_on(&before.word, &word));
        if !goes_on {
            self.said.insert(instance.clone(), Said { word });
        }
    }

    /// Its link is gone: what its host does now nobody knows.
    pub fn forget(&mut self, instance: &InstanceId) {
        self.said.remove(instance);
        self.election.forget(instance);
    }

    pub fn said(&self, instance: &InstanceId) -> Option<&Said> {
        self.said.get(instance)
    }

    pub fn due(&self, lead: &Lead, now: WallTime) -> Option<Command> {
        self.election.due(lead, now)
    }
}

fn placed(word: HostTransport, now: WallTime) -> HostTransport {
    let apart = u128::from(word.at_ns.0.abs_diff(now.0));
    if apart <= APART_MAX.as_nanos() { word } else { HostTransport { at_ns: Nanos(now.0), ..word } }
}

/// Whether the later word lies on the line of the earlier one.
fn goes_on(before: &HostTransport, word: &HostTransport) -> bool {
    let same_way = HostTransport { beat: before.beat, at_ns: before.at_ns, ..*word } == *before;
    if !same_way {
        return false;
    }
    if !word.playing {
        return word.beat == before.beat;
    }
    let nanos = word.at_ns.0.saturating_sub(before.at_ns.0) as f64;
    let beats_per_nano = word.bpm / 60e9;
    let expected = before.beat.as_beats_f64() + nanos * beats_per_nano;
    let expected = looped(expected, before);
    let apart = (word.beat.as_beats_f64() - expected).abs() / beats_per_nano;
    apart < SAME.as_nanos() as f64
}

fn looped(beat: f64, word: &HostTransport) -> f64 {
    let Some(looped) = word.looped.filter(|looped| word.beat < looped.end) else { return beat };
    let (start, end) = (looped.start.as_beats_f64(), looped.end.as_beats_f64());
    if beat < end { beat } else { start + (beat - start).rem_euclid(end - start) }
}

/// What a client that knows only the seed says of its host, in our words.
pub fn word_of_seed(said: &wire::TransportSync, now: WallTime) -> Result<HostTransport, String> {
    let beat = ExactBeat::from_beats_f64(said.current_beat)
        .ok_or_else(|| format!("currentBeat: {} is nowhere in a song", said.current_beat))?;
    let word = HostTransport {
        playing: said.is_playing,
        beat,
        at_ns: Nanos(now.0),
        bpm: said.tempo,
        meter: [4, 4],
        looped: None,
        offline: false,
    };
    check(&word).map(|()| word)
}

const _: () = assert!(PARTS_PER_BEAT == wire::exact::PARTS_PER_BEAT, "a beat crosses the wire unchanged");

#[cfg(test)]
mod tests {
    use super::*;
    use wire::Loop;

    const NOW: WallTime = WallTime(1_000_000_000_000);

    fn word(beat: f64, after_ms: f64) -> HostTransport {
        HostTransport {
            playing: true,
            beat: ExactBeat::from_beats_f64(beat).unwrap(),
            at_ns: Nanos(NOW.0 + (after_ms * 1e6) as i64),
            bpm: 120.0,
            meter: [4, 4],
            looped: None,
            offline: false,
        }
    }

    #[test]
    fn a_word_on_the_same_line_says_nothing_new() {
        let round = |word: HostTransport| HostTransport {
            looped: Some(Loop { start: ExactBeat(0), end: ExactBeat::from_beats_f64(4.0).unwrap() }),
            ..word
        };
        let still = |word: HostTransport| HostTransport { playing: false, ..word };
        for (before, after, goes) in [
            (word(4.0, 0.0), word(4.2, 100.0), true),
            (word(4.0, 0.0), word(4.2, 100.2), true),
            (word(4.0, 0.0), word(4.2, 100.3), false),
            (word(4.0, 0.0), word(8.0, 100.0), false),
            (word(4.0, 0.0), HostTransport { bpm: 121.0, ..word(4.2, 100.0) }, false),
            (word(4.0, 0.0), HostTransport { meter: [3, 4], ..word(4.2, 100.0) }, false),
            (word(4.0, 0.0), HostTransport { playing: false, ..word(4.2, 100.0) }, false),
            (still(word(4.0, 0.0)), still(word(4.0, 5_000.0)), true),
            (still(word(4.0, 0.0)), still(word(5.0, 5_000.0)), false),
            (round(word(3.9, 0.0)), round(word(0.1, 100.0)), true),
            (round(word(3.9, 0.0)), round(word(4.1, 100.0)), false),
        ] {
            assert_eq!(goes_on(&before, &after), goes, "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_word_of_another_time_holds_for_when_it_came() {
        let mut hosts = Hosts::default();
        let name = "keys".parse().unwrap();
        for (after_ms, kept) in [(150.0, 150_000_000), (-1_900.0, -1_900_000_000), (90_000.0, 0)] {
            hosts.forget(&name);
            hosts.hear(&name, word(4.0, after_ms), NOW);
            assert_eq!(hosts.said(&name).unwrap().word.at_ns, Nanos(NOW.0 + kept), "{after_ms}");
        }
    }

    #[test]
    fn what_no_host_can_mean_is_refused_by_name() {
        let far = ExactBeat(i64::MIN);
        for (wrong, why) in [
            (HostTransport { bpm: 0.0, ..word(0.0, 0.0) }, "bpm: a tempo is from 4 to 1000, not 0"),
            (HostTransport { bpm: f64::NAN, ..word(0.0, 0.0) }, "bpm"),
            (HostTransport { bpm: 1e300, ..word(0.0, 0.0) }, "bpm"),
            (HostTransport { meter: [0, 4], ..word(0.0, 0.0) }, "meter: 0/4"),
            (HostTransport { meter: [4, 3], ..word(0.0, 0.0) }, "meter: 4/3"),
            (HostTransport { beat: far, ..word(0.0, 0.0) }, "is nowhere in a song"),
            (
                HostTransport { looped: Some(Loop { start: far, end: ExactBeat(0) }), ..word(0.0, 0.0) },
                "nowhere",
            ),
            (
                HostTransport {
                    looped: Some(Loop { start: ExactBeat(9), end: ExactBeat(9) }),
                    ..word(0.0, 0.0)
                },
                "loop: it ends before it begins",
            ),
        ] {
            let said = check(&wrong).unwrap_err();
            assert!(said.contains(why), "{said}");
        }
        assert_eq!(check(&word(-4.0, 0.0)), Ok(()), "hosts have a pre-roll");
    }
}
