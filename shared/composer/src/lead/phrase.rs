//! When the lead has something to say: a call, an answer, and more rests than either.

use music::lane::Lane;
use music::time::Ticks;

use super::development;
use super::manner::{Motif, Part};
use crate::arrange::{Landing, SectionRole};
use crate::bass::beats::{self, Pace};
use crate::bass::cell::{Note, Sign};
use crate::brief::NEUTRAL;
use crate::scene::Scene;

/// Questions of the lead about a section, and the same ones about a bar that was rolled anew.
const FORM: u32 = 1;
const CALL: u32 = 2;
const ANSWER: u32 = 3;
const SHAPE: u32 = 4;
const DEVELOPMENT: u32 = 5;

/// What one bar says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) notes: Vec<Note>,
    /// Semitones around where the line is at home, from its beginning to its end.
    pub(super) shape: [i32; 4],
    pub(super) is_landing: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Call,
    Answer,
    Nothing,
}

use Says::{Answer, Call, Nothing};

/// Around somebody who sings: in the gaps.
const GAPS: [[Says; 4]; 3] =
    [[Nothing, Call, Nothing, Answer], [Nothing, Call, Nothing, Nothing], [Nothing, Nothing, Call, Answer]];
/// In front, and still silent as long as it sings.
const FRONT: [[Says; 4]; 3] =
    [[Call, Nothing, Answer, Nothing], [Call, Answer, Nothing, Nothing], [Call, Nothing, Nothing, Answer]];
/// Where somebody asked for more.
const DENSE: [[Says; 4]; 2] = [[Call, Nothing, Call, Answer], [Call, Answer, Call, Nothing]];
/// Over and over, where a song fades and nobody else plays.
const ENDLESS: [[Says; 4]; 1] = [[Call, Answer, Call, Answer]];
const SPARSE: [[Says; 4]; 2] = [[Call, Nothing, Nothing, Nothing], [Nothing, Nothing, Nothing, Call]];

/// Between one bar's phrase and the next: half of all bars may speak, and yet there is more rest than song.
const BREATH: Ticks = Ticks(240);

/// Up and over, down, up, and down and back.
const SHAPES: [[i32; 4]; 5] = [[0, 3, 5, 2], [5, 3, 0, -2], [-3, 0, 2, 4], [3, -1, 0, 2], [-2, 3, 2, -1]];

/// `None` where the lead rests.
pub(super) fn of(scene: &Scene<'_>, bar: usize) -> Option<Phrase> {
    let plan = scene.bar_plan(bar);
    if !scene.plays(Lane::Lead, bar) {
        return None;
    }
    if let Some(phrase) = landing(scene, bar) {
        return Some(phrase);
    }
    let window = scene.plan.windows.get(plan.window)?;
    let says = match (plan.is_stop, form(scene, bar).get(bar - window.start)?) {
        // When the others stop, somebody may go on.
        (true, _) => Answer,
        (false, says) => *says,
    };
    let (part, slot) = match says {
        Call => (Part::Call, CALL),
        Answer => (Part::Answer, ANSWER),
        Nothing => return None,
    };
    let motif = motif(scene, bar, part, slot)?;
    let here = scene.bar(bar);
    let said = if part == Part::Call { developed(scene, bar, motif) } else { motif.notes.clone() };
    let mut notes = beats::fitted(&said, motif.meter, here.meter, Pace::Plain);
    notes.retain(|note| note.at < here.length);
    let until = here.length - BREATH;
    notes.iter_mut().for_each(|note| note.length = note.length.min((until - note.at).max(BREATH)));
    let shape = *draw(scene, bar, SHAPE + slot).pick(&SHAPES)?;
    Some(Phrase { notes, shape, is_landing: false })
}

/// A section draws once; a bar that was rolled anew draws for itself.
fn draw(scene: &Scene<'_>, bar: usize, slot: u32) -> crate::chance::Draw {
    let is_rerolled = scene.brief.reroll(Lane::Lead, scene.bar(bar).id) > 0;
    match is_rerolled {
        true => scene.draw(Lane::Lead, bar, slot),
        false => scene.section_draw(Lane::Lead, scene.bar_plan(bar).section, slot),
    }
}

/// Every other window of a section has the next form and the motif's other way: what repeats, repeats after eight bars.
fn is_second(scene: &Scene<'_>, bar: usize) -> bool {
    let section = scene.plan.sections.get(scene.bar_plan(bar).section);
    let start = section.map_or(0, |section| section.bars.start);
    (bar - start) / 4 % 2 == 1
}

/// A call comes back developed; the answer stays, so that a section is known by it.
fn developed(scene: &Scene<'_>, bar: usize, motif: &Motif) -> Vec<Note> {
    let ways = development::ways(&motif.notes, motif.meter);
    let way = draw(scene, bar, DEVELOPMENT).pick(&ways).filter(|_| is_second(scene, bar));
    way.unwrap_or(&motif.notes).clone()
}

fn form(scene: &Scene<'_>, bar: usize) -> [Says; 4] {
    let plan = scene.bar_plan(bar);
    let density = scene.brief.knobs.density[Lane::Lead.index()];
    let role = scene.plan.sections.get(plan.section).map_or(SectionRole::Verse, |section| section.role);
    let second = if is_second(scene, bar) { 64 } else { 0 };
    let draw = scene.section_draw(Lane::Lead, plan.section, FORM + second);
    let forms: &[[Says; 4]] = match role {
        _ if scene.fades_alone(bar) => &ENDLESS,
        _ if density < NEUTRAL / 2 => &SPARSE,
        _ if density > NEUTRAL + NEUTRAL / 2 => &DENSE,
        SectionRole::Intro | SectionRole::Ending => &SPARSE,
        SectionRole::Verse | SectionRole::Bridge => &GAPS,
        SectionRole::Chorus | SectionRole::Solo => &FRONT,
    };
    draw.pick(forms).copied().unwrap_or([Nothing; 4])
}

fn motif<'a>(scene: &Scene<'a>, bar: usize, part: Part, slot: u32) -> Option<&'a Motif> {
    let level = scene.bar_plan(bar).energy;
    let section = scene.plan.sections.get(scene.bar_plan(bar).section);
    let level = section.map_or(level, |section| section.energy);
    let motifs = scene.style.lead.motifs.iter();
    let of_part: Vec<&Motif> = motifs.filter(|motif| motif.part == part).collect();
    let fits = |motif: &&&Motif| (motif.energy.0..=motif.energy.1).contains(&level);
    let near: Vec<&Motif> = of_part.iter().filter(fits).copied().collect();
    let near = if near.is_empty() { of_part } else { near };
    let meter = scene.bar(bar).meter;
    let same: Vec<&Motif> = near.iter().filter(|motif| motif.meter == meter).copied().collect();
    let motifs = if same.is_empty() { near } else { same };
    let motifs = no_echo(scene, bar, part, motifs);
    let weights: Vec<u32> = motifs.iter().map(|motif| motif.weight).collect();
    motifs.get(draw(scene, bar, slot).weighted(&weights)?).copied()
}

/// Who answers a call does not say its rhythm back, where there is another.
fn no_echo<'a>(scene: &Scene<'a>, bar: usize, part: Part, motifs: Vec<&'a Motif>) -> Vec<&'a Motif> {
    let call = if part == Part::Answer { self::motif(scene, bar, Part::Call, CALL) } else { None };
    let rhythm = |motif: &Motif| motif.notes.iter().map(|note| note.at).collect::<Vec<Ticks>>();
    let other = |motif: &&&Motif| call.is_none_or(|call| rhythm(call) != rhythm(motif));
    let others: Vec<&Motif> = motifs.iter().filter(other).copied().collect();
    if others.is_empty() { motifs } else { others }
}

/// One last note over the last chord.
fn landing(scene: &Scene<'_>, bar: usize) -> Option<Phrase> {
    let here = scene.bar(bar);
    let is_short = match scene.bar_plan(bar).ending? {
        Landing::Button => true,
        Landing::Ring => false,
        Landing::Fade => return None,
    };
    let last = scene.analysis.in_bar(bar).iter().rev().find(|change| change.chord.is_some())?;
    let at = (last.start - here.start).max(Ticks::ZERO);
    let length = if is_short { SHORT.min(here.length - at) } else { here.length - at };
    let note = Note { at, length, sign: Sign::Tone, is_maybe: false };
    Some(Phrase { notes: vec![note], shape: [0; 4], is_landing: true })
}

const SHORT: Ticks = Ticks(480);
