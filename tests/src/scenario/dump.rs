//! Scenarios to read: what a failed trial prints.

use std::fmt;

use music::lane::Lane;

use super::{Automation, Block, Clip, Number, Program, Region, Scenario, Step, Transport};

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Exact(ratio) => write!(f, "{ratio}"),
            Number::Nonsense(float) => write!(f, "{float:e}"),
        }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "scenario {}, sink {:?}", self.seed, self.sink)?;
        writeln!(f, "habits: {}", self.habits)?;
        for (index, clip) in self.clips.iter().enumerate() {
            write!(f, "clip {index} {clip}")?;
        }
        for (index, program) in self.programs.iter().enumerate() {
            write!(f, "program {index}{program}")?;
        }
        let (mut count, mut frames) = (0, 0);
        for step in &self.steps {
            match step {
                Step::Reset => writeln!(f, "reset")?,
                Step::Post { program, moment, strategy } => {
                    writeln!(f, "post program {program}, {moment:?}, {strategy:?}")?;
                }
                Step::Block(block) => {
                    writeln!(f, "block {count} from {frames}: {block}")?;
                    (count, frames) = (count + 1, frames + u64::from(block.frames));
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Clip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "of {} ticks", self.length)?;
        for note in &self.notes {
            let super::Note { start, length, offset_us, key, velocity, importance } = note;
            write!(f, "  key {key} at {start} for {length}, {offset_us} us, ")?;
            writeln!(f, "velocity {velocity}, importance {importance}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, ", sections {:?}", self.sections)?;
        for region in &self.regions {
            let Region { lane, start, end, into, looped, main, b, fill } = region;
            let setting = self.lanes[lane.index()];
            write!(f, "  {lane} [{start}, {end}) into {into}{}", if *looped { " looped" } else { "" })?;
            write!(f, " clip {main}, b {b:?}, fill {fill:?}; channel {}", setting.channel)?;
            write!(f, "{}", if setting.sustains { ", sustains" } else { "" })?;
            writeln!(f, "{}", if setting.plays { "" } else { ", not ours" })?;
        }
        Ok(())
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} frames at {} Hz, ", self.frames, self.sample_rate)?;
        match &self.transport {
            Some(transport) => write!(f, "{transport}")?,
            None => write!(f, "no transport")?,
        }
        write!(f, "{}", self.automation)
    }
}

impl fmt::Display for Transport {
    /// Places in ticks.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ticks = |number: Number| match number {
            Number::Exact(beats) => (beats * super::ratio::Ratio::whole(960)).to_string(),
            Number::Nonsense(float) => format!("{float:e}"),
        };
        write!(f, "{} at {} BPM", if self.playing { "playing" } else { "stopped" }, self.tempo_bpm)?;
        let Transport { position_beats, loop_range, meter, bar_start, .. } = *self;
        position_beats.map_or(Ok(()), |place| write!(f, ", tick {}", ticks(place)))?;
        loop_range.map_or(Ok(()), |(start, end)| write!(f, ", loop [{}, {})", ticks(start), ticks(end)))?;
        meter.map_or(Ok(()), |meter| write!(f, ", {meter}"))?;
        bar_start.map_or(Ok(()), |place| write!(f, ", bar at {}", ticks(place)))
    }
}

impl fmt::Display for Automation {
    /// Only what is turned.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let usual = Automation::default();
        for (name, value, usually) in [
            ("complexity", self.complexity, usual.complexity),
            ("intensity", self.intensity, usual.intensity),
        ] {
            if value != usually {
                write!(f, ", {name} {value}")?;
            }
        }
        for (name, on) in [("pattern B", self.pattern_b), ("fill", self.fill), ("bypass", self.bypass)] {
            write!(f, "{}{}", if on { ", " } else { "" }, if on { name } else { "" })?;
        }
        for lane in Lane::ALL.into_iter().filter(|lane| self.lanes[lane.index()] != usual.lanes[0]) {
            let own = self.lanes[lane.index()];
            write!(f, ", {lane} level {}", own.level)?;
            write!(
                f,
                "{}{}",
                if own.muted { " muted" } else { "" },
                if own.soloed { " soloed" } else { "" }
            )?;
        }
        Ok(())
    }
}
