//! Where the music is: as the host says, or by the plugin's own clock.

use music::meter::Meter;
use player::Transport;

use crate::net::clock::HostTime;
use crate::net::host_said::HostSaid;
use crate::params::Follow;
use crate::wiring::OwnClock;

/// The host's transport in beats of the song, which begins at the host's `origin_beat`.
///
/// Only what the host really says is used. Its beats are taken as they are, never made of samples and the tempo of the
/// moment, which would jump with every tempo change.
pub(super) fn of_host(host: &nice_plug::prelude::Transport, origin_beat: f64) -> Option<Transport> {
    let says_something = host.playing || host.tempo.is_some() || host.pos_beats.is_some();
    let meter = || {
        let upper = u8::try_from(host.time_sig_numerator?).ok()?;
        Meter::new(upper, u8::try_from(host.time_sig_denominator?).ok()?)
    };
    says_something.then(|| Transport {
        playing: host.playing,
        // The player keeps the last good tempo for whatever is not one.
        tempo_bpm: host.tempo.unwrap_or(f64::NAN),
        position_beats: host.pos_beats.map(|beat| beat - origin_beat),
        loop_range: host.loop_range_beats.map(|(start, end)| (start - origin_beat, end - origin_beat)),
        meter: meter(),
        bar_start: host.bar_start_pos_beats.map(|beat| beat - origin_beat),
    })
}

/// What a session is told of the host: nothing while it says no place. Whoever follows the session does not lead it.
pub(super) fn said(
    host: Option<&Transport>,
    due: HostTime,
    is_offline: bool,
    follow: Follow,
) -> Option<HostSaid> {
    let host = host?;
    let meter = host.meter.unwrap_or(Meter::COMMON);
    Some(HostSaid {
        playing: host.playing && follow == Follow::Host,
        offline: is_offline,
        beat: host.position_beats?,
        at: due,
        bpm: Some(host.tempo_bpm).filter(|bpm| bpm.is_finite())?,
        meter: (meter.numerator(), meter.denominator()),
        looped: host.loop_range,
    })
}

/// Counts beats for the follow mode *Session*.
#[derive(Debug, Default)]
pub(super) struct Clock {
    beat: f64,
    /// The last jump that was followed.
    jump: u32,
}

impl Clock {
    /// It goes on from where another one was.
    pub(super) fn stand(&mut self, elsewhere: Option<&Transport>) {
        if let Some(beat) = elsewhere.and_then(|transport| transport.position_beats) {
            self.beat = beat;
        }
    }

    /// Of this block; the next one begins where it ends.
    pub(super) fn transport(&mut self, own: &OwnClock, frames: u32, sample_rate: f64) -> Transport {
        let (place, jump) = own.place();
        if jump != self.jump {
            (self.beat, self.jump) = (place, jump);
        }
        let (playing, tempo_bpm) = (own.is_running(), own.tempo_bpm());
        let transport = Transport {
            playing,
            tempo_bpm,
            position_beats: Some(self.beat),
            loop_range: None,
            meter: own.meter(),
            bar_start: None,
        };
        if playing {
            self.beat += f64::from(frames) * tempo_bpm / (60.0 * sample_rate);
        }
        transport
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wiring::Wiring;

    fn host() -> nice_plug::prelude::Transport {
        let mut host = nice_plug::prelude::Transport::new(48_000.0);
        host.playing = true;
        host.tempo = Some(90.0);
        host.pos_beats = Some(17.5);
        host.loop_range_beats = Some((16.0, 32.0));
        (host.time_sig_numerator, host.time_sig_denominator) = (Some(3), Some(4));
        host.bar_start_pos_beats = Some(16.0);
        host
    }

    #[test]
    fn the_song_begins_at_its_origin() {
        let transport = of_host(&host(), 16.0).unwrap();
        assert_eq!(transport.position_beats, Some(1.5));
        assert_eq!(transport.loop_range, Some((0.0, 16.0)));
        assert_eq!((transport.bar_start, transport.meter), (Some(0.0), Meter::new(3, 4)));
    }

    #[test]
    fn beats_are_never_made_of_samples() {
        let mut host = host();
        host.pos_beats = None;
        host.pos_samples = Some(480_000);
        assert_eq!(of_host(&host, 0.0).unwrap().position_beats, None);
    }

    #[test]
    fn a_host_without_a_transport_has_none_and_nonsense_is_no_meter() {
        assert!(of_host(&nice_plug::prelude::Transport::new(48_000.0), 0.0).is_none());
        for (upper, lower) in [(0, 4), (4, 0), (4, 3), (-1, 4), (1_000, 4)] {
            let mut host = host();
            (host.time_sig_numerator, host.time_sig_denominator) = (Some(upper), Some(lower));
            assert_eq!(of_host(&host, 0.0).unwrap().meter, None, "{upper}/{lower}");
        }
    }

    #[test]
    fn the_own_clock_counts_while_it_runs_and_jumps_where_it_is_told() {
        let (wiring, mut clock) = (Wiring::default(), Clock::default());
        let mut next = |frames| clock.transport(&wiring.clock, frames, 48_000.0);
        assert_eq!((next(24_000).position_beats, next(24_000).position_beats), (Some(0.0), Some(0.0)));
        wiring.clock.run(true);
        assert_eq!((next(24_000).position_beats, next(24_000).position_beats), (Some(0.0), Some(1.0)));
        wiring.clock.locate(40.0);
        assert_eq!((next(24_000).position_beats, next(24_000).position_beats), (Some(40.0), Some(41.0)));
    }

    #[test]
    fn after_an_hour_the_own_clock_is_where_arithmetic_is() {
        let (wiring, mut clock) = (Wiring::default(), Clock::default());
        wiring.clock.run(true);
        wiring.clock.set_tempo_bpm(123.457);
        let (mut frames, mut block) = (0_u64, 1_u32);
        let drift = loop {
            let beat = clock.transport(&wiring.clock, block, 48_000.0).position_beats.unwrap();
            if frames > 3_600 * 48_000 {
                break (beat - frames as f64 * 123.457 / (60.0 * 48_000.0)) * 60.0 * 48_000.0 / 123.457;
            }
            frames += u64::from(block);
            // Sizes without a pattern; 64 on average.
            block = block * 29 % 127 + 1;
        };
        assert!(drift.abs() < 0.01, "{drift} samples");
    }
}
