//! The example charts, and in which styles each may be played.

use std::path::Path;

use anyhow::Context;
use composer::style::Style;
use music::chart::Chart;

use crate::compose;

/// A chart with the name of its file.
pub struct Named {
    pub name: String,
    pub chart: Chart,
}

/// By name.
pub fn examples() -> anyhow::Result<Vec<Named>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/charts");
    let entries = std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut charts = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.extension().is_some_and(|end| end == "chart") {
            charts.push(Named { name, chart: compose::chart(&path.to_string_lossy())? });
        }
    }
    charts.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(charts)
}

/// Its own, and those written for its meter and tempo.
pub fn fitting_styles(chart: &Chart) -> Vec<Style> {
    let song = chart.song();
    let (own, _) = compose::fitting_style(chart);
    let fits = |style: &Style| {
        let (slowest, fastest) = style.general.tempo_bpm;
        let tempo = song.tempo().at(song.start()).milli_bpm();
        let is_written_for = song.bars().iter().all(|bar| style.general.meters.contains(&bar.meter));
        style.name == own.name || (is_written_for && (slowest * 1_000..=fastest * 1_000).contains(&tempo))
    };
    Style::BUILT_IN.into_iter().filter_map(Style::built_in).filter(fits).collect()
}
