//! Makes the default bank, or measures it.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use ai_band_tests::bank_check::{BankFile, Ear, SampleReport, inspect, measure};
use ai_band_tests::render::save;
use clap::{Parser, Subcommand};
use synth::{Bank, FluidSynth};

const RATE_HZ: u32 = 48_000;
/// What the bank may have.
const BYTES_MAX: usize = 4 << 20;

#[derive(Parser)]
#[command(about = "Makes the default bank, or measures it")]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Write it to a file.
    Make {
        #[arg(short, long, value_name = "FILE", default_value = "target/ai-band.sf2")]
        output: PathBuf,
    },
    /// Measure pitch, levels, loops and decays; fails when one is out of bounds.
    Check {
        /// Another bank made of single samples, instead of our own.
        #[arg(long, value_name = "FILE")]
        bank: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let told = match Arguments::parse().verb {
        Verb::Make { output } => make(&output).map(|()| ExitCode::SUCCESS),
        Verb::Check { bank } => check(bank.as_deref()),
    };
    told.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn make(output: &std::path::Path) -> anyhow::Result<()> {
    let started = Instant::now();
    let bytes = synth::bank::make();
    let took = started.elapsed().as_secs_f64();
    save(output, &bytes)?;
    println!("{}: {} bytes, made in {took:.2} s", output.display(), bytes.len());
    Ok(())
}

fn check(path: Option<&std::path::Path>) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let bytes = match path {
        Some(path) => std::fs::read(path)?,
        None => synth::bank::make(),
    };
    println!(
        "{} bytes, {} are allowed; made in {:.2} s\n",
        bytes.len(),
        BYTES_MAX,
        started.elapsed().as_secs_f64()
    );
    let file = BankFile::read(&bytes)?;
    let mut ear = Ear::new(FluidSynth::open(&Bank::from_bytes("the default bank", bytes.clone())?, RATE_HZ)?);
    let mut faults = Vec::new();
    if bytes.len() > BYTES_MAX {
        faults.push("the bank is too big".to_owned());
    }
    println!(
        "{:<16} {:>5} {:>13} {:>14} {:>9} {:>9} {:>7} {:>12}",
        "", "zones", "cents (key)", "step dB (key)", "seam", "offset", "peak", "decay s"
    );
    for (index, instrument) in file.instruments.iter().enumerate() {
        let zones = &instrument.zones;
        let reports: Vec<SampleReport> =
            zones.iter().map(|zone| inspect(&file.samples[zone.sample], zone.is_looped)).collect();
        let most = |value: fn(&SampleReport) -> f64| reports.iter().map(value).fold(0.0, f64::max);
        let (seam, offset, peak) = (most(|one| one.seam), most(|one| one.offset.abs()), most(|one| one.peak));
        faults.extend(
            zones.iter().zip(&reports).flat_map(|(zone, one)| one.faults(&file.samples[zone.sample].name)),
        );
        let Some((bank, number)) = file.preset_of(index) else { continue };
        let sampled = format!("{seam:>9.2} {offset:>9.5} {peak:>7.2}");
        if bank == synth::Program::KIT_BANK {
            println!("{:<16} {:>5} {:>13} {:>14} {sampled}", instrument.name, zones.len(), "", "");
            continue;
        }
        let heard = measure(&mut ear, &file, instrument, (bank, number));
        let pitch = format!("{:+.2} ({})", heard.cents.0, heard.cents.1);
        let step = format!("{:+.2} ({})", heard.step_decibels.0, heard.step_decibels.1);
        let decay = heard.decays.map_or("held".to_owned(), |(low, high)| format!("{low:.2} to {high:.2}"));
        println!("{:<16} {:>5} {pitch:>13} {step:>14} {sampled} {decay:>12}", heard.name, heard.zones);
        faults.extend(heard.faults());
    }
    println!();
    faults.iter().for_each(|fault| println!("{fault}"));
    println!("{}", if faults.is_empty() { "everything is within its bounds" } else { "OUT OF BOUNDS" });
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
