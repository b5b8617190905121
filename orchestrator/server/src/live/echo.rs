//! What a client was told a moment ago, and says again: it follows, and leads nobody.
//!
//! The seed has one message both for where the song is and for where a host is, so that who repeats what it hears would
//! be taken for a host that rolls.

use std::collections::VecDeque;
use std::time::Duration;

use wire::TransportSync;

/// What was told longer ago than this is not repeated any more; a host that stood for two seconds may lead anew.
const REMEMBERED: Duration = Duration::from_millis(1_500);
/// Who plays along says where it is by now, and is not exact: a place within this much of one that was told.
const WITHIN_SECONDS: f64 = 0.25;

#[derive(Debug, Default)]
pub struct Echo {
    told: VecDeque<Told>,
}

#[derive(Debug)]
struct Told {
    at: Duration,
    is_playing: bool,
    beat: f64,
    tempo: f64,
}

impl Echo {
    /// At `now` of the steady clock.
    pub(super) fn tell(&mut self, said: &TransportSync, now: Duration) {
        self.forget(now);
        let TransportSync { is_playing, current_beat: beat, tempo, .. } = *said;
        self.told.push_back(Told { at: now, is_playing, beat, tempo });
    }

    pub(super) fn is_one(&mut self, said: &TransportSync, now: Duration) -> bool {
        self.forget(now);
        self.told.iter().any(|told| told.sounds_like(said))
    }

    fn forget(&mut self, now: Duration) {
        while self.told.front().is_some_and(|told| now.saturating_sub(told.at) > REMEMBERED) {
            self.told.pop_front();
        }
    }
}

impl Told {
    fn sounds_like(&self, said: &TransportSync) -> bool {
        let within = if self.is_playing { self.tempo / 60.0 * WITHIN_SECONDS } else { 0.0 };
        self.is_playing == said.is_playing
            && (self.tempo - said.tempo).abs() < 1e-3
            && (self.beat - said.current_beat).abs() <= within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(is_playing: bool, current_beat: f64, tempo: f64) -> TransportSync {
        TransportSync { is_playing, current_beat, tempo, timestamp: String::new() }
    }

    fn after(ms: u64) -> Duration {
        Duration::from_secs(7) + Duration::from_millis(ms)
    }

    #[test]
    fn what_was_told_a_moment_ago_is_an_echo_and_everything_else_is_a_word() {
        let mut echo = Echo::default();
        echo.tell(&said(false, 4.0, 120.0), after(0));
        echo.tell(&said(true, 4.0, 120.0), after(100));
        echo.tell(&said(true, 4.2, 120.0), after(200));
        for (word, ms, is_one, why) in [
            (said(true, 4.2, 120.0), 200, true, "the same"),
            (said(true, 4.0, 120.0), 300, true, "the one before it"),
            (said(true, 4.6, 120.0), 400, true, "where it is by now"),
            (said(true, 4.8, 120.0), 400, false, "ahead of the song"),
            (said(true, 3.4, 120.0), 400, false, "behind it"),
            (said(true, 4.2, 121.0), 200, false, "another tempo"),
            (said(false, 4.0, 120.0), 200, true, "as it stood"),
            (said(false, 4.2, 120.0), 200, false, "it has stopped"),
            (said(true, f64::NAN, 120.0), 200, false, "nothing at all"),
            (said(true, 4.2, 120.0), 1_700, true, "late"),
            (said(true, 4.2, 120.0), 1_800, false, "too late: it is a host that begins there"),
        ] {
            assert_eq!(echo.is_one(&word, after(ms)), is_one, "{why}");
        }
    }

    #[test]
    fn what_is_remembered_is_a_moment() {
        let mut echo = Echo::default();
        for ms in 0..10_000 {
            echo.tell(&said(true, 0.0, 120.0), after(ms * 100));
        }
        assert_eq!(echo.told.len(), 16);
    }
}
