//! What the worker sets and the audio thread reads with every block: where notes go and where beats are. Latest wins.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering};

use music::lane::Lane;
use music::meter::Meter;

use crate::model::Route;
use crate::net::course_cell::CourseCell;

/// Numbers only: the audio thread may read it while it is written, each number whole by itself.
#[derive(Debug)]
pub struct Wiring {
    /// By [`Lane::index`].
    routes: [AtomicU8; Lane::COUNT],
    /// Bits of an `f64`: the host's beat on which the song begins.
    origin_beat: AtomicU64,
    /// Where notes that come in go: the lane's index above its channel, or [`NOBODY`]. One number, so that no lane is
    /// ever read with another one's channel.
    thru: AtomicU16,
    pub clock: OwnClock,
    /// Where the session is, once there is one.
    pub course: CourseCell,
    /// A person moved the own clock while no server listened.
    is_on_its_own: AtomicBool,
}

/// The plugin's own clock, for the follow mode *Session*.
#[derive(Debug)]
pub struct OwnClock {
    is_running: AtomicBool,
    tempo_bpm: AtomicU64,
    /// Upper number of the meter above the lower one, a byte each.
    meter: AtomicU32,
    /// Where to go, and how often somebody said so: a new number is a new jump.
    place: AtomicU64,
    places: AtomicU32,
}

const NOBODY: u16 = u16::MAX;
const TEMPO_BPM: f64 = 120.0;

impl Default for Wiring {
    fn default() -> Wiring {
        Wiring {
            routes: std::array::from_fn(|_| AtomicU8::new(number(Route::default()))),
            origin_beat: AtomicU64::new(0.0_f64.to_bits()),
            thru: AtomicU16::new(NOBODY),
            clock: OwnClock {
                is_running: AtomicBool::new(false),
                tempo_bpm: AtomicU64::new(TEMPO_BPM.to_bits()),
                meter: AtomicU32::new(4 << 8 | 4),
                place: AtomicU64::new(0.0_f64.to_bits()),
                places: AtomicU32::new(0),
            },
            course: CourseCell::default(),
            is_on_its_own: AtomicBool::new(false),
        }
    }
}

impl Wiring {
    pub fn route(&self, lane: Lane) -> Route {
        match self.routes[lane.index()].load(Ordering::Relaxed) {
            1 => Route::Midi,
            2 => Route::Both,
            _ => Route::Sound,
        }
    }

    pub fn set_route(&self, lane: Lane, route: Route) {
        self.routes[lane.index()].store(number(route), Ordering::Relaxed);
    }

    pub fn origin_beat(&self) -> f64 {
        f64::from_bits(self.origin_beat.load(Ordering::Relaxed))
    }

    pub fn set_origin_beat(&self, beat: f64) {
        self.origin_beat.store(beat.to_bits(), Ordering::Relaxed);
    }

    /// The own clock counts, and not the session's.
    pub fn is_on_its_own(&self) -> bool {
        self.is_on_its_own.load(Ordering::Relaxed)
    }

    pub fn set_on_its_own(&self, is_on_its_own: bool) {
        self.is_on_its_own.store(is_on_its_own, Ordering::Relaxed);
    }

    /// The lane that incoming notes are played on, with its channel.
    pub fn thru(&self) -> Option<(Lane, u8)> {
        let [lane, channel] = self.thru.load(Ordering::Relaxed).to_be_bytes();
        Some((Lane::from_index(usize::from(lane))?, channel))
    }

    pub fn set_thru(&self, thru: Option<(Lane, u8)>) {
        let both = |(lane, channel): (Lane, u8)| u16::from_be_bytes([lane.index() as u8, channel]);
        self.thru.store(thru.map_or(NOBODY, both), Ordering::Relaxed);
    }
}

impl OwnClock {
    pub fn is_running(&self) -> bool {
        self.is_running.load(Ordering::Relaxed)
    }

    pub fn run(&self, running: bool) {
        self.is_running.store(running, Ordering::Relaxed);
    }

    pub fn tempo_bpm(&self) -> f64 {
        f64::from_bits(self.tempo_bpm.load(Ordering::Relaxed))
    }

    pub fn set_tempo_bpm(&self, tempo: f64) {
        self.tempo_bpm.store(tempo.to_bits(), Ordering::Relaxed);
    }

    pub fn meter(&self) -> Option<Meter> {
        let [_, _, upper, lower] = self.meter.load(Ordering::Relaxed).to_be_bytes();
        Meter::new(upper, lower)
    }

    pub fn set_meter(&self, upper: u8, lower: u8) {
        self.meter.store(u32::from(upper) << 8 | u32::from(lower), Ordering::Relaxed);
    }

    /// Where it should stand, and the number of the jump that says so.
    pub fn place(&self) -> (f64, u32) {
        let jump = self.places.load(Ordering::Acquire);
        (f64::from_bits(self.place.load(Ordering::Relaxed)), jump)
    }

    pub fn locate(&self, beat: f64) {
        self.place.store(beat.to_bits(), Ordering::Relaxed);
        self.places.fetch_add(1, Ordering::Release);
    }
}

const fn number(route: Route) -> u8 {
    match route {
        Route::Sound => 0,
        Route::Midi => 1,
        Route::Both => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_read() {
        let wiring = Wiring::default();
        assert_eq!((wiring.route(Lane::Bass), wiring.thru()), (Route::Sound, None));
        for route in [Route::Midi, Route::Both, Route::Sound] {
            wiring.set_route(Lane::Bass, route);
            assert_eq!((wiring.route(Lane::Bass), wiring.route(Lane::Keys)), (route, Route::Sound));
        }
        wiring.set_thru(Some((Lane::Lead, 4)));
        wiring.set_origin_beat(-3.5);
        assert_eq!((wiring.thru(), wiring.origin_beat()), (Some((Lane::Lead, 4)), -3.5));
        wiring.clock.set_meter(7, 8);
        wiring.clock.locate(12.0);
        assert_eq!(wiring.clock.meter(), Meter::new(7, 8));
        assert_eq!(wiring.clock.place(), (12.0, 1));
    }
}
