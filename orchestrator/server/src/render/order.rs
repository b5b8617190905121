//! An order: what is to be heard, from where to where, and in which form.

use std::sync::Arc;

use domain::session::Session;
use music::arrangement::{Arrangement, Clips, Region};
use music::clip::Library;
use music::lane::Lane;
use music::time::{Span, Ticks};
use music::{meter, tempo};
use player::Program;
use player::compiled::Error;
use player::offline::{Bounce, Clock, Ground};
use synth::wav::{self, Format};
use wire::number::SampleRate;

use super::chair::{self, Chair, Chairs};

/// An hour: a gig's set in one piece, and below a WAV file's own limit in every form that can be asked for.
pub const SECONDS_MAX: u64 = 3_600;
/// Most notes of the default bank have rung out.
const TAIL_SECONDS: f64 = 2.0;

const _: () = {
    let [.., fastest] = SampleRate::ALL;
    assert!(
        (SECONDS_MAX + 12) * fastest as u64 * 8 < u32::MAX as u64 - 64,
        "an hour of floats is a WAV file"
    );
};

/// Main clips play: what a person would turn while it plays (pattern, fill, complexity, intensity) is as it is written.
#[derive(Clone, Debug)]
pub struct Order {
    pub arrangement: Arc<Arrangement>,
    pub tempo: tempo::Map,
    pub meter: meter::Map,
    pub span: Span,
    pub chairs: Chairs,
    pub sample_rate: u32,
    pub format: Format,
    /// What rings out after the span.
    pub tail_seconds: f64,
    /// A file of the folder for banks, by its name; the default bank otherwise.
    pub bank: Option<String>,
}

impl Order {
    /// As a session plays it now: everybody, by its maps, through the default bank.
    pub fn of(session: &Session, span: Span) -> Order {
        Order {
            arrangement: session.arrangement().clone(),
            tempo: session.tempo().clone(),
            meter: session.meter().clone(),
            span,
            chairs: Lane::ALL.map(Chair::of),
            sample_rate: SampleRate::DEFAULT.get(),
            format: Format::Int16,
            tail_seconds: TAIL_SECONDS,
            bank: None,
        }
    }

    /// The regions that are heard in the span, ending where it does, each with its main clip alone.
    pub fn regions(&self) -> Vec<Region> {
        let mut heard: Vec<Region> = Vec::new();
        // From the last one back: whether one is held into the span shows in the one after it.
        for region in self.arrangement.regions().iter().rev() {
            let reaches = region.span.end > self.span.start
                || heard.last().is_some_and(|next| may_hold_into(region, next));
            if self.chairs[region.lane.index()].is_heard && region.span.start < self.span.end && reaches {
                let end = region.span.end.min(self.span.end);
                let span = Span { start: region.span.start, end };
                heard.push(Region { span, clips: Clips::only(region.clips.main), ..*region });
            }
        }
        heard.reverse();
        heard
    }

    /// How many frames there are, the tail included.
    pub fn frames(&self) -> u64 {
        let clock = Clock::new(&self.tempo, self.span.start, self.sample_rate);
        clock.first_sample_at(self.span.end) + self.tail_frames()
    }

    pub fn seconds(&self) -> f64 {
        let nanos = self.tempo.nanos_at(self.span.end) - self.tempo.nanos_at(self.span.start);
        nanos as f64 / 1e9
    }

    /// Of the file: what stands in front of its frames, and how long it is as a whole.
    pub fn header(&self) -> Option<(Vec<u8>, u64)> {
        let head = wav::header(self.format, self.sample_rate, self.frames())?;
        let total = head.len() as u64 + self.format.frame_bytes() * self.frames();
        Some((head, total))
    }

    /// A host that is about to play it. `library` has the main clips of [`Order::regions`].
    pub fn bounce(&self, library: &Library) -> Result<Bounce, Error> {
        let (revision, last_id) = (self.arrangement.revision(), self.arrangement.last_id());
        let arrangement = Arrangement::from_regions(revision, last_id, self.regions());
        let arrangement = arrangement.expect("some regions of an arrangement, none of them longer, are one");
        let program = Program::compile(&arrangement, library, &chair::settings(&self.chairs), &[])?;
        let Order { tempo, meter, span, sample_rate, .. } = self;
        let ground = Ground { tempo, meter, from: span.start, sample_rate: *sample_rate };
        Ok(Bounce::new(Box::new(program), &ground, chair::automation(&self.chairs)))
    }

    fn tail_frames(&self) -> u64 {
        (self.tail_seconds * f64::from(self.sample_rate)).round() as u64
    }
}

/// The player takes regions of one clip that touch as one: a note may be held over the seam.
fn may_hold_into(region: &Region, next: &Region) -> bool {
    let touches = region.lane == next.lane && region.span.end == next.span.start;
    touches && region.clips.main == next.clips.main && region.looped == next.looped
}

/// From the beginning, or the pickup before it, to where the chart and an arrangement's regions have ended.
pub fn whole(session: &Session, arrangement: &Arrangement) -> (Ticks, Ticks) {
    let song = session.chart().chart().map(|chart| chart.song());
    let song = song.map(|song| Span { start: song.start(), end: song.end() });
    let regions = arrangement.regions().iter().map(|region| region.span);
    let spans = regions.chain(song);
    spans.fold((Ticks::ZERO, Ticks::ZERO), |(start, end), span| (start.min(span.start), end.max(span.end)))
}
