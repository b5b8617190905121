//! Percussion: shaker, tambourine, congas, claps; it sits out wherever its style has nothing for the place or energy.
//!
//! A style's `percussion.toml` holds `[[groove]]`s and `[[set_up]]`s as its `drums.toml` does; without a groove for a
//! section's letter and energy the player rests, and a file that says nothing has a shaker for loud B sections.

use music::chart::Feel;
use music::lane::Lane;
use serde::Deserialize;
use toml::Spanned;

use crate::arrange::Landing;
use crate::drums::grid::Level;
use crate::drums::groove_choice::{self, Lacking};
use crate::drums::pattern_book::{Fill, FillEntry, Groove, GrooveEntry};
use crate::drums::spot::Spot;
use crate::drums::{self, limbs, strokes};
use crate::scene::{Earlier, Scene};
use crate::sketch::{Sketch, Stroke, Written};
use crate::style::{self, Page};

/// What a style's `percussion.toml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manner {
    /// How loud strokes are meant, in percent of the kit's own velocities.
    pub touch_percent: u8,
    pub grooves: Vec<Groove>,
    /// Small figures at the ends of phrases.
    pub set_ups: Vec<Fill>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    touch_percent: Option<Spanned<u8>>,
    #[serde(default)]
    groove: Vec<Spanned<GrooveEntry>>,
    #[serde(default)]
    set_up: Vec<Spanned<FillEntry>>,
}

/// What a file that says nothing plays.
const PLAIN: &str = include_str!("percussion/plain.toml");

impl Manner {
    /// Reads a style's file; an error names the file, the line and what was expected.
    pub fn read(file: &str, text: &str) -> Result<Manner, style::Error> {
        let mut manner = Manner::of(Page { file, text })?;
        if manner.grooves.is_empty() {
            let plain = Manner::of(Page { file: "plain.toml", text: PLAIN });
            manner.grooves = plain.expect("the plain manner is read by the tests").grooves;
        }
        Ok(manner)
    }

    fn of(page: Page<'_>) -> Result<Manner, style::Error> {
        let file: File = page.parse()?;
        Ok(Manner {
            touch_percent: drums::touch_percent(page, file.touch_percent)?.unwrap_or(100),
            grooves: page.grooves(file.groove)?,
            set_ups: page.fills(file.set_up)?,
        })
    }
}

/// Writes the lane for the whole song; bars in which it does not play stay empty.
pub fn write(scene: &Scene<'_>, _: &Earlier) -> Written {
    let has_groove = has_groove(scene);
    let bars = scene.song.bars().len();
    let mut sketch = Sketch::silent(bars);
    for bar in (0..bars).filter(|bar| scene.plays(Lane::Percussion, *bar)) {
        let spot = Spot::new(scene, Lane::Percussion, bar);
        let is_needed = !has_groove && spot.section().is_some_and(|section| section.is_full);
        let lacking = if is_needed || scene.fades_alone(bar) { Lacking::Nearest } else { Lacking::Silence };
        sketch.bars[bar] = limbs::playable(&played(&spot, &scene.style.percussion, lacking));
    }
    Written { main: sketch, fill: None }
}

/// Whether the style has something for a section as full as the song gets. Where it has not, who was asked for plays there
/// what comes nearest. Sections decide that and the meters they begin in, neither their chords nor their lengths nor who
/// plays: an edit is heard nowhere else.
fn has_groove(scene: &Scene<'_>) -> bool {
    let full = scene.plan.sections.iter().filter(|section| section.is_full);
    full.map(|section| Spot::new(scene, Lane::Percussion, section.bars.start))
        .any(|spot| groove_choice::chosen(&spot, &scene.style.percussion.grooves, Lacking::Silence).is_some())
}

fn played(spot: &Spot<'_>, manner: &Manner, lacking: Lacking) -> Vec<Stroke> {
    let plan = spot.plan();
    let is_stop = plan.is_stop || spot.scene.bar(spot.bar).feel == Feel::StopTime;
    let lands = plan.is_landing();
    let usual = groove_choice::chosen(spot, &manner.grooves, lacking);
    let comes_in = usual.is_none() || spot.before().is_none();
    let chosen = if lands { groove_choice::chosen(spot, &manner.grooves, Lacking::Nearest) } else { usual };
    let Some((groove, pace)) = chosen.filter(|_| !spot.is_pickup()) else { return Vec::new() };
    let mut strokes = strokes::of_groove(spot, groove, pace, manner.touch_percent);
    if lands {
        return landed(spot, strokes, comes_in);
    }
    if is_stop {
        // The first beat with everybody, if there is anything on it.
        strokes.retain(|stroke| stroke.at.0 == 0);
        return strokes;
    }
    // Nobody picks up another instrument for one beat.
    let at_hand = |figure: &Fill| figure.pattern.rows.iter().all(|row| groove.pattern.has(row.piece));
    if let Some(figure) = drums::chosen_set_up(spot, &manner.set_ups, at_hand) {
        strokes = drums::set_up(spot, strokes, figure, manner.touch_percent);
    }
    if plan.ending == Some(Landing::Fade) { drums::faded(spot, strokes) } else { strokes }
}

/// What the last chord is struck with where the groove has nothing: its first piece, or the first the player has.
pub(crate) fn last_hit(scene: &Scene<'_>, bar: usize) -> Vec<Stroke> {
    let manner = &scene.style.percussion;
    let spot = Spot::new(scene, Lane::Percussion, bar);
    let chosen = groove_choice::chosen(&spot, &manner.grooves, Lacking::Nearest).map(|(groove, _)| groove);
    let rows = chosen.or(manner.grooves.first()).map_or(&[][..], |groove| &groove.pattern.rows);
    let hits = rows.first().map_or_else(Vec::new, |row| vec![(row.piece, Level::Accent)]);
    strokes::of_hits(&hits, 0, manner.touch_percent)
}

/// With everybody on the last chord, and on with the groove until then; who comes in for that chord has none.
fn landed(spot: &Spot<'_>, mut strokes: Vec<Stroke>, comes_in: bool) -> Vec<Stroke> {
    let place = spot.scene.landing_place(spot.bar);
    let Some(hit) =
        strokes.iter().copied().min_by_key(|stroke| (stroke.at, std::cmp::Reverse(stroke.importance)))
    else {
        return strokes;
    };
    strokes.retain(|stroke| !comes_in && stroke.at < place);
    strokes.push(Stroke { at: place, importance: 127, ..hit });
    strokes
}
