//! Scores what the composer writes for every example chart, and says which bars are not cleared.

use std::process::ExitCode;

use ai_band_tests::scoring::mma::{self, Fills};
use ai_band_tests::scoring::{
    InStyle, Marks, Scored, examples, fitting_styles, marks, misses, ours, planned_energy, style_summary,
    style_table, table,
};
use anyhow::{Context, ensure};
use clap::{Parser, ValueEnum};
use composer::style::Style;

#[derive(Parser)]
#[command(about = "Scores what the composer writes for every example chart, beside its null and others")]
struct Arguments {
    /// How many bands are composed for each chart and style.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=1_000))]
    seeds: u64,
    /// Only this style.
    #[arg(long)]
    style: Option<String>,
    /// Only charts whose file's name has this in it.
    #[arg(long)]
    chart: Option<String>,
    /// Also every style by the bands of its own `style.toml`.
    #[arg(long)]
    by_style: bool,
    /// Whom to score beside it, on the same charts.
    #[arg(long)]
    against: Option<Against>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Against {
    /// Musical MIDI Accompaniment with its stock grooves, and once more with fills placed by hand.
    Mma,
}

fn main() -> ExitCode {
    run(&Arguments::parse()).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut our_marks = Vec::new();
    let (mut stock, mut filled) = (Vec::new(), Vec::new());
    let folder = std::env::temp_dir().join(format!("ai-band-score-{}", std::process::id()));
    if arguments.against == Some(Against::Mma) {
        ensure!(
            mma::is_installed(),
            "mma is not installed; get it (apt-get install mma), or leave --against out"
        );
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let is_asked = |name: &str| arguments.chart.as_ref().is_none_or(|part| name.contains(part.as_str()));
    for named in examples()?.into_iter().filter(|named| is_asked(&named.name)) {
        let song = named.chart.song();
        let styles = fitting_styles(&named.chart);
        let is_meant = |name: &str| arguments.style.as_deref().is_none_or(|asked| asked == name);
        for style in styles.into_iter().filter(|style| is_meant(&style.name)) {
            for seed in 1..=arguments.seeds {
                let band = ours(&named.chart, &style, seed)?;
                let energy = planned_energy(&song, &style, seed);
                our_marks.push(marks(&named.name, &style, &song, &band, Some(&energy)));
                if arguments.against.is_none() {
                    continue;
                }
                for (fills, all) in [(Fills::None, &mut stock), (Fills::ByHand, &mut filled)] {
                    let Some(text) = mma::text(&song, &style.name, fills) else { continue };
                    let band = mma::play(&text, &folder)
                        .with_context(|| format!("{} in {}", named.name, style.name))?;
                    all.push(marks(&named.name, &style, &song, &band, None));
                }
            }
        }
    }
    if folder.is_dir() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    ensure!(!our_marks.is_empty(), "no chart is left to score; ask for less with --chart and --style");
    Ok(report(arguments, &our_marks, [stock, filled]))
}

fn report(arguments: &Arguments, our_marks: &[Marks], others: [Vec<Marks>; 2]) -> ExitCode {
    let (others, names): (&[Vec<Marks>], &[&str]) = match arguments.against {
        Some(Against::Mma) => (&others, &["mma", "mma+fills"]),
        None => (&[], &[]),
    };
    let rows = Scored::all(our_marks, others);
    println!("{} bands scored; a row is missed when its mean is\n", our_marks.len());
    print!("{}", table(&rows, names));
    println!();
    for style in Style::BUILT_IN.into_iter().filter_map(Style::built_in) {
        let rows = InStyle::all(&style, our_marks, others);
        if our_marks.iter().all(|marks| marks.style != style.name) {
            continue;
        }
        let text =
            if arguments.by_style { style_table(&style.name, &rows, names) + "\n" } else { String::new() };
        print!("{text}{}", style_summary(&style.name, &rows));
    }
    println!();
    let misses = misses(&rows);
    for miss in &misses {
        println!("missed: {} is {:.3}, by {:.3}", miss.name, miss.value, miss.by);
    }
    if misses.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
