//! What one song is asked for: a chart, a style, a seed, chairs, knobs and re-rolls, all from one number.

use std::fmt;
use std::sync::LazyLock;

use anyhow::{Context, anyhow};
use composer::style::Style;
use composer::{Brief, Knobs};
use music::chart::Chart;
use music::lane::Lane;

use super::writer;
use crate::chance::Chance;

/// Everything that is needed to compose a song again.
#[derive(Clone, Debug)]
pub struct Ask {
    pub number: u64,
    pub chart: String,
    pub style: &'static str,
    pub seed: u64,
    pub lanes: Vec<Lane>,
    pub knobs: Knobs,
    /// A lane, a bar of the song by index, and how often it was rolled anew.
    pub rerolls: Vec<(Lane, usize, u32)>,
}

/// Who has something to play.
pub const PLAYERS: [Lane; 7] =
    [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Guitar, Lane::Pad, Lane::Lead, Lane::Percussion];
/// One song in so many is an example's.
const EXAMPLE_ONE_IN: u64 = 5;

/// Read once: reading a style takes longer than composing a song in it.
fn built_in(name: &str) -> Option<&'static Style> {
    static STYLES: LazyLock<Vec<Style>> =
        LazyLock::new(|| Style::BUILT_IN.into_iter().filter_map(Style::built_in).collect());
    STYLES.iter().find(|style| style.name == name)
}

impl Ask {
    /// The same run and number ask for the same song; every style has its turn.
    pub fn numbered(run: u64, number: u64, examples: &[String]) -> Ask {
        let mut chance = Chance::of_run(run, number);
        let style = Style::BUILT_IN[(number % Style::BUILT_IN.len() as u64) as usize];
        let tempi = built_in(style).map_or((60, 200), |style| style.general.tempo_bpm);
        let is_example = !examples.is_empty() && chance.one_in(EXAMPLE_ONE_IN);
        let chart = if is_example {
            examples[chance.index(examples.len())].clone()
        } else {
            writer::chart(&mut chance, tempi)
        };
        let lanes = lanes(&mut chance);
        let reroll = |chance: &mut Chance| {
            (lanes[chance.index(lanes.len())], chance.index(40), 1 + chance.index(3) as u32)
        };
        let rerolls =
            if chance.one_in(4) { (0..6).map(|_| reroll(&mut chance)).collect() } else { Vec::new() };
        let knobs = knobs(&mut chance);
        Ask { number, chart, style, seed: chance.next_u64(), lanes, knobs, rerolls }
    }

    pub fn read(&self) -> anyhow::Result<(Chart, Brief)> {
        let chart =
            Chart::parse(&self.chart).map_err(|errors| anyhow!("the chart cannot be read:\n{errors}"))?;
        let style = built_in(self.style).with_context(|| format!("there is no style {}", self.style))?;
        let mut brief = Brief::new(style.clone(), self.seed);
        brief.lanes.clone_from(&self.lanes);
        brief.knobs = self.knobs;
        let song = chart.song();
        for (lane, bar, times) in &self.rerolls {
            brief.rerolls.extend(song.bars().get(*bar).map(|bar| ((*lane, bar.id), *times)));
        }
        Ok((chart, brief))
    }
}

/// Everybody, the usual four, somebody alone, or anybody.
fn lanes(chance: &mut Chance) -> Vec<Lane> {
    match chance.below(5) {
        0 | 1 => PLAYERS.to_vec(),
        2 => PLAYERS[..4].to_vec(),
        3 => vec![chance.pick(&PLAYERS)],
        _ => {
            let some: Vec<Lane> = PLAYERS.into_iter().filter(|_| chance.one_in(2)).collect();
            if some.is_empty() { vec![Lane::Keys] } else { some }
        }
    }
}

fn knobs(chance: &mut Chance) -> Knobs {
    if !chance.one_in(3) {
        return Knobs::default();
    }
    let mut knob = || chance.pick(&[0, 0, 20, 64, 64, 100, 127, 127, 255]);
    Knobs {
        intensity: knob(),
        complexity: knob(),
        syncopation: knob(),
        swing: knob(),
        humanise: knob(),
        fills: knob(),
        density: [(); Lane::COUNT].map(|()| knob()),
    }
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.lanes.iter().map(|lane| lane.name()).collect();
        writeln!(
            f,
            "song {}: style {}, seed {}, lanes {}",
            self.number,
            self.style,
            self.seed,
            names.join(",")
        )?;
        if self.knobs != Knobs::default() {
            writeln!(f, "{:?}", self.knobs)?;
        }
        for (lane, bar, times) in &self.rerolls {
            writeln!(f, "bar {} of {lane} rolled anew {times} times", bar + 1)?;
        }
        write!(f, "{}", self.chart)
    }
}

/// The texts of the example charts, by name.
pub fn examples() -> anyhow::Result<Vec<String>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/charts");
    let entries = std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "chart"));
    paths.sort();
    let text = |path: &std::path::PathBuf| {
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
    };
    paths.iter().map(text).collect()
}
