//! One verb for everything a window may ask of the band.

use composer::style::Style;
use music::lane::Lane;
use music::time::Ticks;
use player::compiled::{Humanise, Swing};
use player::{Moment, Strategy};

use super::chairs::{CHANNEL_MAX, Chair, HUMANISE_MICROS_MAX, PROGRAM_MAX, SWING_PERCENT, SWUNG};
use super::paper::Paper;
use super::{Band, Outcome, ask, words};
use crate::action::Action;
use crate::model::Bars;

impl Band {
    /// Carries out what is music or settings. Files, the transport and the log are the worker's: of those nothing comes.
    pub fn act(&mut self, action: &Action) -> Outcome {
        let outcome = self.carried_out(action);
        // How the window looks is no reason to give up a text that could not be read.
        self.aside.is_over |= outcome.changed && !matches!(action, Action::Window(_));
        outcome
    }

    fn carried_out(&mut self, action: &Action) -> Outcome {
        match action {
            Action::Chart(text) => self.write(text),
            Action::Style(name) => self.choose_style(name),
            Action::Seed(seed) => self.keep(|band| band.ask.seed = *seed),
            Action::AskLanes(lanes) => self.ask_lanes(lanes),
            Action::AskBars(bars) => self.ask_bars(*bars),
            Action::Knob(knob, value) => self.keep(|band| band.ask.set(*knob, *value)),
            Action::Generate => self.generate(),
            Action::Audition(take) => {
                let said = self.audition(*take);
                self.swapped(said)
            }
            Action::StopAudition => self.stop_audition(),
            Action::Approve(take) => {
                let said = self.approve(*take);
                self.stepped(said)
            }
            Action::Reject { take, reason } => self.decide_against(*take, reason),
            Action::Vary { take, keep, amount } => {
                let take = self.varied(*take, *keep, *amount);
                self.proposed(take)
            }
            Action::Lock { lane, bars, locked } => self.lock(*lane, *bars, *locked),
            Action::Reroll { lane, bars } => {
                let said = self.reroll(*lane, *bars);
                self.stepped(said)
            }
            Action::Clear { lane, bars } => {
                let said = self.clear(*lane, *bars);
                self.stepped(said)
            }
            Action::Undo => self.undo(),
            Action::Redo => self.redo(),
            Action::Own { lane, owned } => self.seat(*lane, |chair| chair.owned = *owned),
            Action::Route { lane, route } => self.seat(*lane, |chair| chair.route = *route),
            Action::Channel { channel, .. } if *channel > CHANNEL_MAX => {
                Outcome::refused("MIDI has channels 1 to 16; choose one of them")
            }
            Action::Channel { lane, channel } => self.seat(*lane, |chair| chair.channel = *channel),
            Action::Program { program, .. } if *program > PROGRAM_MAX => {
                Outcome::refused("MIDI has programs 1 to 128; choose one of them")
            }
            Action::Program { lane, program } => self.seat(*lane, |chair| chair.program = *program),
            Action::Swing { lane, swing } => self.swing(*lane, *swing),
            Action::Humanise { lane, micros_max } => self.humanise(*lane, *micros_max),
            Action::OriginBeat(beat) => self.begin_at(*beat),
            Action::FolderPath(path) => self.keep(|band| band.folder.path.clone_from(path)),
            Action::FolderWatched(watched) => self.keep(|band| band.folder.watched = *watched),
            Action::FolderApproved(approved) => self.keep(|band| band.folder.approved = *approved),
            Action::Bank(path) => self.keep(|band| band.bank.clone_from(path)),
            Action::Window(window) => self.keep(|band| band.window = window.within_limits()),
            Action::ReopenAlone(alone) => self.keep(|band| band.link.is_automatic = *alone),
            Action::Server(path) => self.keep(|band| {
                band.link.server = path.as_ref().map(|path| path.to_string_lossy().into_owned());
            }),
            Action::Reopen(_)
            | Action::LookAround
            | Action::Pair(_)
            | Action::Forget(_)
            | Action::OriginHere
            | Action::Play
            | Action::Stop
            | Action::Locate(_)
            | Action::FolderLane { .. }
            | Action::Rescan
            | Action::Export(_)
            | Action::DismissLog => Outcome::default(),
        }
    }

    pub(super) fn write(&mut self, text: &str) -> Outcome {
        if Paper::is_too_long(text) {
            return Outcome::refused("this text is too long for a chart; write a song of a few pages");
        }
        if text == self.paper.text() {
            return Outcome::default();
        }
        let style_of = |band: &Band| {
            let sheet = band.paper.sheet()?;
            sheet.chart.header().style.as_deref().and_then(ask::style_named)
        };
        let before = style_of(self);
        self.paper.write(text.to_owned());
        let mut outcome = Outcome::changed();
        if let Some(style) =
            style_of(self).filter(|style| Some(*style) != before && self.ask.style_name() != *style)
        {
            self.ask.choose_style(style);
            outcome.log.push(words::said(format!("Style {}, as the chart says.", ask::shown(style))));
        }
        outcome
    }

    fn choose_style(&mut self, name: &str) -> Outcome {
        let Some(style) = ask::style_named(name) else {
            let name = words::shortened(name, NAME_CHARS_MAX);
            return Outcome::refused(format!(
                "\"{name}\" is no style; there are {}",
                Style::BUILT_IN.join(", ")
            ));
        };
        self.ask.choose_style(style);
        Outcome::changed()
    }

    fn ask_lanes(&mut self, lanes: &[Lane]) -> Outcome {
        let asked: Vec<Lane> =
            Lane::ALL.into_iter().filter(|lane| ask::is_written(*lane) && lanes.contains(lane)).collect();
        if asked.is_empty() {
            return Outcome::refused("nobody is asked to play; choose at least one chair other than extra");
        }
        self.ask.lanes = Some(asked);
        Outcome::changed()
    }

    fn ask_bars(&mut self, bars: Option<Bars>) -> Outcome {
        if bars.is_some_and(|bars| bars.first > bars.last) {
            return Outcome::refused("these bars end before they begin; choose them from left to right");
        }
        self.ask.bars = bars;
        Outcome::changed()
    }

    /// What is saved and needs no words.
    fn keep(&mut self, change: impl FnOnce(&mut Band)) -> Outcome {
        change(self);
        Outcome::changed()
    }

    fn seat(&mut self, lane: Lane, change: impl FnOnce(&mut Chair)) -> Outcome {
        let before = self.settings();
        change(&mut self.chairs[lane.index()]);
        let outcome = Outcome { rerouted: true, ..Outcome::changed() };
        if before == self.settings() { outcome } else { outcome.arranged(Moment::Now, Strategy::HardCut) }
    }

    fn swing(&mut self, lane: Lane, swing: Option<Swing>) -> Outcome {
        let is_one = |swing: Swing| SWUNG.contains(&swing.unit) && SWING_PERCENT.contains(&swing.percent);
        if !swing.is_none_or(is_one) {
            return Outcome::refused("swing is 50 % (straight) to 75 %, of eighths or of sixteenths");
        }
        self.seat(lane, |chair| chair.performance.swing = swing)
    }

    /// Every lane by a chance of its own, the same every time.
    fn humanise(&mut self, lane: Lane, micros_max: u32) -> Outcome {
        if micros_max > HUMANISE_MICROS_MAX {
            return Outcome::refused(format!("humanising is 0 to {} ms", HUMANISE_MICROS_MAX / 1_000));
        }
        self.seat(lane, |chair| {
            let seed = if micros_max == 0 { 0 } else { lane.index() as u64 };
            chair.performance.humanise = Humanise { micros_max, seed };
        })
    }

    fn begin_at(&mut self, beat: f64) -> Outcome {
        if Ticks::from_beats_f64(beat).is_none() {
            return Outcome::refused("this is no beat a song can begin on; put the cursor where bar 1 is");
        }
        self.origin_beat = beat;
        Outcome::changed()
    }
}

/// A name in a line of the log.
const NAME_CHARS_MAX: usize = 40;
