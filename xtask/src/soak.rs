//! Long runs before a judge: many seeded scenarios or songs, none may fail.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::judge;

/// Play many random scenarios against an oracle, or compose many random songs for a judge; what fails prints the seed
/// that repeats it.
///
/// Or kill a busy store at random points, and look for what was lost.
///
/// For example `cargo xtask soak player --scenarios 100000 --seed 7` or `cargo xtask soak composer --song 42`.
#[derive(Args)]
pub struct Soak {
    what: What,
    /// How many scenarios to play.
    #[arg(long, value_name = "COUNT")]
    scenarios: Option<u64>,
    /// How many songs to compose.
    #[arg(long, value_name = "COUNT")]
    songs: Option<u64>,
    /// Compose only the song of this number, and print what was asked for.
    #[arg(long, value_name = "NUMBER")]
    song: Option<u64>,
    /// How many bands to simulate.
    #[arg(long, value_name = "COUNT")]
    seeds: Option<u64>,
    /// Simulate only the band of this seed, and print all that happens.
    #[arg(long, value_name = "SEED")]
    only_seed: Option<u64>,
    /// How many minutes of a host's time to play.
    #[arg(long, value_name = "COUNT")]
    minutes: Option<u64>,
    /// Where chance starts; the same seed plays the same scenarios or songs.
    #[arg(long)]
    seed: Option<u64>,
    /// How often to kill the store.
    #[arg(long, value_name = "COUNT")]
    kills: Option<u64>,
    #[command(flatten)]
    rest: judge::Rest,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// Transports that jump, loop, stop and change tempo: every note on its sample, none left hanging.
    Player,
    /// Charts, styles, chairs and knobs by chance: what people can play, and a song that lands.
    Composer,
    /// A host's hour with the plugin: random blocks, tempi, loops, seeks, decisions, files and saves, without drift or
    /// growth.
    Plugin,
    /// A busy store, killed at random points: nothing acknowledged is lost, nothing torn. After `--`, `--lies` lets every
    /// call to the disk fail in turn instead, and `--measure SECONDS` times commits.
    Store,
    /// Server, plugins and browsers on a bad network, with wrong clocks and crashes: nothing promised is lost, and
    /// everybody ends with the same.
    Simulation,
}

impl Soak {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let what = self.what;
        let (program, arguments) = self.call();
        match what {
            What::Player | What::Composer | What::Plugin | What::Simulation => {
                judge::start(program, &arguments)
            }
            What::Store => judge::start_torture(program, &arguments),
        }
    }

    /// What belongs to the other soak is passed on too: its refusal says what this one takes.
    fn call(self) -> (&'static str, Vec<String>) {
        let program = match self.what {
            What::Player => "soak_player",
            What::Composer => "soak_composer",
            What::Plugin => "soak_plugin",
            What::Store => "soak_store",
            What::Simulation => "soak_simulation",
        };
        let options = [
            judge::option("--scenarios", self.scenarios),
            judge::option("--songs", self.songs),
            judge::option("--song", self.song),
            judge::option("--seeds", self.seeds),
            judge::option("--only-seed", self.only_seed),
            judge::option("--minutes", self.minutes),
            judge::option("--kills", self.kills),
            judge::option("--seed", self.seed),
        ];
        (program, self.rest.after(options))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        soak: Soak,
    }

    #[test]
    fn each_soak_is_called_with_what_was_typed() {
        let table: [(&[&str], &str, &[&str]); 6] = [
            (&["player", "--scenarios", "9"], "soak_player", &["--scenarios", "9"]),
            (&["composer", "--songs", "9", "--seed", "2"], "soak_composer", &["--songs", "9", "--seed", "2"]),
            (&["plugin", "--minutes", "9"], "soak_plugin", &["--minutes", "9"]),
            (&["store", "--kills", "9", "--", "--lies"], "soak_store", &["--kills", "9", "--lies"]),
            (&["simulation", "--only-seed", "7"], "soak_simulation", &["--only-seed", "7"]),
            (
                &["composer", "--song", "4", "--", "--threads", "1"],
                "soak_composer",
                &["--song", "4", "--threads", "1"],
            ),
        ];
        for (typed, program, passed_on) in table {
            let line =
                Line::try_parse_from([&["soak"], typed].concat()).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(line.soak.call(), (program, passed_on.iter().map(ToString::to_string).collect()));
        }
    }
}
