//! Finds the chart and the style that somebody means.

use std::path::Path;

use anyhow::{Context, anyhow, ensure};
use composer::style::Style;
use music::chart::Chart;

use super::shelf::Shelf;

/// A file with a chart in it, or the chart itself.
pub fn chart(path_or_text: &str) -> anyhow::Result<Chart> {
    ensure!(
        !path_or_text.trim().is_empty(),
        "there is no chart; name a file, or write \"| Am7 D7 | Gmaj7 |\""
    );
    let path = Path::new(path_or_text);
    // A chart of many lines may be longer than any path, and then it is none.
    if path.try_exists().unwrap_or(false) {
        let text = std::fs::read_to_string(path);
        let text = text.with_context(|| {
            format!("cannot read {}; a chart is a text file that you may open", path.display())
        })?;
        return Chart::parse(&text).map_err(|errors| anyhow!("{}:\n{errors}", path.display()));
    }
    Chart::parse(path_or_text).map_err(|errors| match Looks::of(path_or_text) {
        Looks::Path => anyhow!(
            "there is no file {path_or_text}, and it is no chart either, as in \"| Am7 D7 | Gmaj7 |\""
        ),
        Looks::Word => {
            anyhow!("there is no file {path_or_text}, and as a chart it cannot be read:\n{errors}")
        }
        Looks::Chart => anyhow!("the chart cannot be read:\n{errors}"),
    })
}

/// What somebody meant by what is neither a file nor a chart.
enum Looks {
    Path,
    /// Short enough for a chord that was misspelled, and for a file that is not there.
    Word,
    Chart,
}

impl Looks {
    fn of(typed: &str) -> Looks {
        let is_chord_like = |letter: char| letter.is_ascii_uppercase() || matches!(letter, '>' | '♭' | '♯');
        if typed.ends_with(".chart") {
            Looks::Path
        } else if typed.contains(|letter: char| letter.is_whitespace() || letter == '|') {
            Looks::Chart
        } else if typed.starts_with(is_chord_like) && !typed.contains(std::path::MAIN_SEPARATOR) {
            Looks::Word
        } else {
            Looks::Path
        }
    }
}

/// At the tempo that is usual in the style, where the chart names none anywhere. The second value tells when it does not.
pub fn at_a_tempo(chart: Chart, style: &Style) -> anyhow::Result<(Chart, Option<String>)> {
    if chart.song().bars().iter().any(|bar| bar.tempo.is_some()) {
        return Ok((chart, None));
    }
    let usual = style.general.tempo_default_bpm;
    let text = format!("{{tempo: {usual}}}\n{chart}");
    let timed =
        Chart::parse(&text).map_err(|errors| anyhow!("the chart cannot be given a tempo:\n{errors}"))?;
    let told = format!("the chart names no tempo; this is the {usual} bpm that are usual in {}", style.name);
    Ok((timed, Some(told)))
}

/// A built-in style by its name.
pub fn style(name: &str) -> anyhow::Result<Style> {
    Shelf::default().style(name)
}

/// The built-in style that the chart's header asks for, as [`Shelf::fitting`] finds it.
pub fn fitting_style(chart: &Chart) -> (Style, Option<String>) {
    Shelf::default().fitting(chart).expect("built-in styles can be read")
}
