//! The band: composes from a chart, with no model and no network.

mod piece;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use composer::analyse::Analysis;
use composer::style::Style;
use composer::{Brief, Part};
use domain::artifact::{self, Kind};
use domain::job::{CAPABILITY, Composing};
use domain::session::takes::{Placed, Take};
use music::arrangement::{Clips, Source};
use music::chart::{Chart, Song};
use music::clip::{Clip, Hash, Note};
use music::key::Key;
use music::lane::Lane;
use music::scorecard::{self, Changes, Tally};
use music::tempo::Tempo;
use music::time::Span;
use serde_json::json;

use super::{Cancelled, Engine, Failed, Made};
use crate::blobs::Blobs;
use piece::Piece;

pub const NAME: &str = "band";
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// What the chart and whoever asked leave open.
const STYLE_DEFAULT: &str = "pop";

pub struct Band;

/// One job on the desk.
struct Desk<'a> {
    blobs: &'a Blobs,
    song: Song,
    style: Style,
    key: Option<Key>,
    tempo: Tempo,
    recipe: Arc<str>,
    /// A client that asked for so many beats loops one file of so many.
    is_in_one: bool,
    kept: BTreeSet<Hash>,
    made: Made,
}

impl Engine for Band {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capability(&self) -> &'static str {
        CAPABILITY
    }

    fn make(&self, spec: &Composing, blobs: &Blobs, cancelled: &Cancelled) -> Result<Made, Failed> {
        let chart = chart(spec)?;
        let song = chart.song();
        let style = style(spec, &chart)?;
        let brief = brief(spec, &style);
        let composition =
            composer::compose(&chart, &brief).map_err(|error| Failed::for_good(error.to_string()))?;
        cancelled.check()?;
        let bars = brief.bars.clone().unwrap_or(0..song.bars().len());
        let mut desk = Desk::new(spec, song, style, blobs);
        for part in &composition.parts {
            cancelled.check()?;
            desk.keep_part(part, &bars)?;
        }
        Ok(desk.made)
    }
}

/// As it is typed; where it names no tempo, in the one that was asked for.
fn chart(spec: &Composing) -> Result<Chart, Failed> {
    let read = |text: &str| Chart::parse(text).map_err(|errors| Failed::for_good(errors.to_string()));
    let chart = read(&spec.text)?;
    let names_a_tempo = chart.song().bars().iter().any(|bar| bar.tempo.is_some());
    match spec.tempo.filter(|_| !names_a_tempo) {
        Some(tempo) => read(&format!("{{tempo: {tempo}}}\n{}", spec.text)),
        None => Ok(chart),
    }
}

fn style(spec: &Composing, chart: &Chart) -> Result<Style, Failed> {
    let asked = spec.style.as_deref();
    if let Some(name) = asked {
        let unknown = || {
            Failed::for_good(format!(
                "there is no style \"{name}\"; there are {}",
                Style::BUILT_IN.join(", ")
            ))
        };
        return Style::built_in(name).ok_or_else(unknown);
    }
    // What a chart from elsewhere calls its style may be anything.
    let written = chart.header().style.as_deref().and_then(|name| Style::built_in(&name.to_lowercase()));
    let style = written.or_else(|| Style::built_in(STYLE_DEFAULT));
    style.ok_or_else(|| Failed::for_good("this ai-band has no styles in it; install it anew"))
}

fn brief(spec: &Composing, style: &Style) -> Brief {
    let mut brief = Brief::new(style.clone(), spec.seed);
    if !spec.lanes.is_empty() {
        brief.lanes.clone_from(&spec.lanes);
    }
    brief.bars = spec.bars.as_ref().map(|bars| bars.start as usize..bars.end as usize);
    brief.owns_tempo = true;
    brief
}

impl<'a> Desk<'a> {
    fn new(spec: &Composing, song: Song, style: Style, blobs: &'a Blobs) -> Desk<'a> {
        let first = song.bars().first();
        let key = first.and_then(|bar| bar.key).or_else(|| {
            let analysis = Analysis::of(&song);
            analysis.changes.first().map(|change| change.key)
        });
        let tempo = first.and_then(|bar| bar.tempo).or(spec.tempo).unwrap_or(Tempo::DEFAULT);
        let recipe = json!({
            "engine": NAME, "version": VERSION, "style": style.name, "seed": spec.seed.to_string(),
            "bars": spec.bars.as_ref().map(|bars| [bars.start, bars.end]),
            "lanes": spec.lanes.iter().map(|lane| lane.name()).collect::<Vec<_>>(),
            "chart": Hash::of(spec.text.as_bytes()).to_string(),
        });
        let recipe = recipe.to_string().into();
        let (is_in_one, kept, made) = (spec.replaces_own, BTreeSet::new(), Made::default());
        Desk { blobs, song, style, key, tempo, recipe, is_in_one, kept, made }
    }

    fn keep_part(&mut self, part: &Part, bars: &Range<usize>) -> Result<(), Failed> {
        let Some(asked) = self.span(bars) else { return Ok(()) };
        let mut pieces = piece::cut(&part.regions, asked).map_err(piece::failed)?;
        if self.is_in_one {
            pieces = piece::in_one(&pieces, asked).map_err(piece::failed)?;
        }
        let mut regions = Vec::new();
        let mut notes: Vec<Note> = Vec::new();
        for Piece { span, main, fill } in pieces {
            notes.extend(main.notes().iter().map(|note| Note { start: note.start + span.start, ..*note }));
            let main = self.keep_clip(part.lane, &main, "main")?;
            let fill = fill.map(|fill| self.keep_clip(part.lane, &fill, "fill")).transpose()?;
            regions.push(Placed { span, source: Source::once(Clips { main, b: None, fill }) });
        }
        if !regions.is_empty() {
            self.made.takes.push(Take { lane: part.lane, regions });
            self.keep_scores(part.lane, &notes)?;
        }
        Ok(())
    }

    fn keep_clip(&mut self, lane: Lane, clip: &Clip, role: &str) -> Result<Hash, Failed> {
        let bytes = clip.to_bytes();
        let hash = Hash::of(&bytes);
        if self.kept.insert(hash) {
            self.blobs.put(&bytes)?;
            let mut tags = self.tags(lane);
            tags.extend(["type:midi".into(), format!("role:{role}").into()]);
            let length = Some(clip.length());
            let label = format!("{lane}, {}", self.style.name).into();
            self.made.artifacts.push(artifact::Made {
                hash,
                kind: Kind::Clip,
                bytes: bytes.len() as u64,
                length,
                lane: Some(lane),
                label,
                tags,
                parents: Vec::new(),
                recipe: self.recipe.clone(),
            });
        }
        Ok(hash)
    }

    /// Measures of the lane, each beside the same against a chart that is moved by a bar.
    fn keep_scores(&mut self, lane: Lane, notes: &[Note]) -> Result<(), Failed> {
        let take = scorecard::Take { lane, notes };
        let card = scorecard::card(&take, &self.song, &Changes::of(&self.song));
        let null = scorecard::card(&take, &self.song, &Changes::rotated(&self.song));
        let mean = |tally: Option<&Tally>| tally.copied().and_then(Tally::mean);
        let measures = card.iter().map(|(measure, tally)| {
            let null = null.get(measure).filter(|_| measure.has_null());
            (measure.name().to_owned(), json!({ "mean": mean(Some(tally)), "null": mean(null) }))
        });
        let measures: serde_json::Map<String, serde_json::Value> = measures.collect();
        let bytes = json!({ "lane": lane.name(), "measures": measures }).to_string().into_bytes();
        let hash = Hash::of(&bytes);
        if self.kept.insert(hash) {
            self.blobs.put(&bytes)?;
            let mut tags = self.tags(lane);
            tags.push("type:scorecard".into());
            self.made.artifacts.push(artifact::Made {
                hash,
                kind: Kind::Json,
                bytes: bytes.len() as u64,
                length: None,
                lane: Some(lane),
                label: format!("scorecard, {lane}").into(),
                tags,
                parents: Vec::new(),
                recipe: self.recipe.clone(),
            });
        }
        Ok(())
    }

    fn tags(&self, lane: Lane) -> Vec<Arc<str>> {
        let tags = [
            Some(format!("lane:{lane}")),
            Some(format!("style:{}", self.style.name)),
            Some(format!("tempo:{}", self.tempo)),
            self.key.map(|key| format!("key:{key}")),
        ];
        tags.into_iter().flatten().map(Into::into).collect()
    }

    fn span(&self, bars: &Range<usize>) -> Option<Span> {
        let bars = self.song.bars().get(bars.clone())?;
        Span::new(bars.first()?.start, bars.last()?.span().end)
    }
}
