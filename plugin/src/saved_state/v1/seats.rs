//! The lanes' settings: chair, route, channel, program, feel.

use music::clip::OFFSET_MAX;
use music::lane::Lane;
use music::time::Ticks;
use player::compiled::{Humanise, Performance, Swing};
use serde::{Deserialize, Serialize};

use super::Mended;
use super::by_lane::ByLane;
use super::few::Few;
use crate::band::Chair;
use crate::model::Route;

const KEYS: usize = 128;
const KEY_MAX: u8 = 127;

pub(super) type Seats = ByLane<Seat>;

#[derive(Serialize, Deserialize)]
pub(super) struct Seat {
    owned: bool,
    route: String,
    channel: u8,
    program: u8,
    #[serde(default)]
    feel: Feel,
}

/// What is not there is as written.
#[derive(Default, Serialize, Deserialize)]
struct Feel {
    #[serde(skip_serializing_if = "Option::is_none")]
    drum_map: Option<Few<u8, KEYS>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fold: Option<(u8, u8)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    swing: Option<(i64, u8)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    humanise: Option<(u32, u64)>,
}

pub(super) fn written(chairs: &[Chair; Lane::COUNT]) -> Seats {
    ByLane::of(|lane| Some(seat(&chairs[lane.index()])))
}

fn seat(chair: &Chair) -> Seat {
    let Chair { owned, route, channel, program, performance } = chair;
    let Performance { drum_map, fold, swing, humanise } = performance;
    let feel = Feel {
        drum_map: drum_map.as_ref().map(|map| Few(map.to_vec())),
        fold: *fold,
        swing: swing.map(|swing| (swing.unit.0, swing.percent)),
        humanise: (*humanise != Humanise::default()).then_some((humanise.micros_max, humanise.seed)),
    };
    Seat { owned: *owned, route: route_name(*route).to_owned(), channel: *channel, program: *program, feel }
}

const fn route_name(route: Route) -> &'static str {
    match route {
        Route::Sound => "sound",
        Route::Midi => "midi",
        Route::Both => "both",
    }
}

const ROUTES: [Route; 3] = [Route::Sound, Route::Midi, Route::Both];

pub(super) fn read(seats: &Seats, chairs: &mut [Chair; Lane::COUNT], mended: &mut Mended) {
    for lane in Lane::ALL {
        let Some(seat) = seats.get(lane) else { continue };
        let chair = &mut chairs[lane.index()];
        let route = ROUTES.into_iter().find(|route| route_name(*route) == seat.route);
        let is_plain = route.is_some() && seat.channel <= 15 && seat.program <= 127;
        if !is_plain {
            mended.say(format!("{lane}: its settings are none that exist, so they are as new"));
            continue;
        }
        chair.owned = seat.owned;
        chair.route = route.unwrap_or_default();
        chair.channel = seat.channel;
        chair.program = seat.program;
        chair.performance = performance(&seat.feel);
    }
}

/// Out of range is as written.
fn performance(feel: &Feel) -> Performance {
    let map = feel.drum_map.as_ref().and_then(|map| <[u8; KEYS]>::try_from(map.0.as_slice()).ok());
    let swing =
        feel.swing.filter(|(unit, percent)| (1..=3_840).contains(unit) && (50..=75).contains(percent));
    let humanise = feel.humanise.filter(|(micros_max, _)| *micros_max <= OFFSET_MAX.0 as u32);
    Performance {
        drum_map: map.filter(|map| map.iter().all(|key| *key <= KEY_MAX)).map(Box::new),
        fold: feel.fold.filter(|(lowest, highest)| lowest <= highest && *highest <= KEY_MAX),
        swing: swing.map(|(unit, percent)| Swing { unit: Ticks(unit), percent }),
        humanise: humanise.map(|(micros_max, seed)| Humanise { micros_max, seed }).unwrap_or_default(),
    }
}
