//! What others read: the window its picture, the audio thread its wiring.

use std::sync::{Arc, PoisonError};

use music::lane::Lane;

use super::Workshop;
use crate::model::Model;

impl Workshop {
    /// What the audio thread reads with every block.
    pub(super) fn wire(&mut self) {
        let settings = self.band.settings();
        let wiring = &self.end.wiring;
        for lane in Lane::ALL {
            wiring.set_route(lane, self.band.chairs()[lane.index()].route);
        }
        let owned = |lane: &Lane| settings.lanes[lane.index()].plays;
        // Somebody at a keyboard plays what has pitches, if anything of that is owned.
        let pitched = Lane::ALL.into_iter().filter(|lane| !lane.character().is_kit).find(owned);
        let thru = pitched.or_else(|| Lane::ALL.into_iter().find(owned));
        wiring.set_thru(thru.map(|lane| (lane, settings.lanes[lane.index()].channel)));
        wiring.set_origin_beat(self.band.origin_beat());
        self.member.play(settings.lanes.map(|lane| lane.plays));
    }

    pub(super) fn show(&mut self) {
        let mut model = Model::default();
        self.band.model(&mut model);
        let clock = &self.end.wiring.clock;
        clock.set_tempo_bpm(model.song.tempo_bpm);
        if let Some(bar) = model.song.bars.first() {
            clock.set_meter(bar.meter.0, bar.meter.1);
        }
        model.taken_elsewhere = self.member.elsewhere();
        model.taken_elsewhere.extend(self.linking.taken_elsewhere());
        model.taken_elsewhere.sort_unstable();
        model.taken_elsewhere.dedup();
        model.log.clone_from(&self.log);
        model.is_unsaved = self.saves_at_change.is_some();
        model.exports = self.exports.written();
        model.exports_done = self.exports.done();
        model.folder = self.watching.view(self.band.folder());
        self.instruments.model(&mut model.bank);
        self.linking.model(&mut model);
        self.joining.model(&mut model);
        *self.end.shown.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(model);
        self.is_stale = false;
    }
}
