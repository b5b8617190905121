//! What a program says, note by note: regions, loops, variants and seams written out (law 11).

use music::lane::Lane;

use crate::scenario::{Clip, LaneSetting, Program, Region, Scenario};

/// Which of a region's clips a note is from; the order is the order of law 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Main,
    B,
    Fill,
}

/// A note where it stands in the song.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Note {
    pub(super) lane: Lane,
    pub(super) channel: u8,
    pub(super) key: u8,
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) offset_us: i32,
    pub(super) velocity: u8,
    pub(super) importance: u8,
    pub(super) source: Source,
    /// Whether its region has a B clip, whether it has a fill clip.
    has_b: bool,
    has_fill: bool,
}

impl Note {
    /// Law 6.1.
    pub(super) fn is_wanted(&self, pattern_b: bool, fill: bool) -> bool {
        let wanted = if fill && self.has_fill {
            Source::Fill
        } else if pattern_b && self.has_b {
            Source::B
        } else {
            Source::Main
        };
        self.source == wanted
    }

    /// Law 7.3: one and the same to the listener, whatever program it is in.
    pub(super) fn is_same(&self, other: &Note) -> bool {
        let variants = |note: &Note| {
            [(false, false), (true, false), (false, true), (true, true)]
                .map(|(b, fill)| note.is_wanted(b, fill))
        };
        let sound = |note: &Note| (note.lane, note.channel, note.key, note.velocity, note.importance);
        let time = |note: &Note| (note.start, note.end, note.offset_us);
        sound(self) == sound(other) && time(self) == time(other) && variants(self) == variants(other)
    }

    /// Law 9, among equals.
    pub(super) fn order(&self) -> impl Ord + use<> {
        let last = (self.velocity, self.importance, self.source);
        (self.lane, self.start, self.key, self.offset_us, self.end, last)
    }
}

/// A program written out.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    pub(super) notes: Vec<Note>,
    pub(super) sections: Vec<i64>,
    lanes: [LaneSetting; Lane::COUNT],
}

impl Paper {
    pub(super) fn new(scenario: &Scenario, program: &Program) -> Paper {
        let mut paper = Paper { notes: Vec::new(), sections: program.sections.clone(), lanes: program.lanes };
        for region in seamless(&program.regions, &scenario.clips) {
            if program.lanes[region.lane.index()].plays {
                let channel = program.lanes[region.lane.index()].channel;
                paper.write(&region, channel, &scenario.clips);
            }
        }
        paper
    }

    pub(super) fn silence() -> Paper {
        Paper { notes: Vec::new(), sections: Vec::new(), lanes: [LaneSetting::default(); Lane::COUNT] }
    }

    pub(super) fn sustains(&self, lane: Lane) -> bool {
        self.lanes[lane.index()].sustains
    }

    pub(super) fn contains(&self, note: &Note) -> bool {
        self.notes.iter().any(|own| own.is_same(note))
    }

    /// Notes alike in everything count once.
    fn add(&mut self, note: Note) {
        if !self.contains(&note) {
            self.notes.push(note);
        }
    }

    fn write(&mut self, region: &Region, channel: u8, clips: &[Clip]) {
        let sources = [(Source::Main, Some(region.main)), (Source::B, region.b), (Source::Fill, region.fill)];
        for (source, clip) in sources {
            let Some(clip) = clip.map(|index| &clips[index]) else { continue };
            for pass in passes(region, clip.length) {
                let origin = region.start - region.into + pass * clip.length;
                let inside = |start: i64| region.start <= start && start < region.end;
                for note in clip.notes.iter().filter(|note| inside(origin + note.start)) {
                    let start = origin + note.start;
                    self.add(Note {
                        lane: region.lane,
                        channel,
                        key: note.key,
                        start,
                        end: (start + note.length).min(region.end),
                        offset_us: note.offset_us,
                        velocity: note.velocity,
                        importance: note.importance,
                        source,
                        has_b: region.b.is_some(),
                        has_fill: region.fill.is_some(),
                    });
                }
            }
        }
    }
}

/// Every pass of a clip of which something could stand in the region.
fn passes(region: &Region, length: i64) -> std::ops::RangeInclusive<i64> {
    if !region.looped {
        return 0..=0;
    }
    let origin = region.start - region.into;
    (region.start - origin).div_euclid(length) - 1..=(region.end - origin).div_euclid(length) + 1
}

/// Regions in order, those that go on where the one before stops made one.
fn seamless(regions: &[Region], clips: &[Clip]) -> Vec<Region> {
    let mut sorted = regions.to_vec();
    sorted.sort_by_key(|region| (region.lane, region.start));
    let mut joined: Vec<Region> = Vec::new();
    for region in sorted {
        match joined.last_mut() {
            Some(before) if goes_on(before, &region, clips) => before.end = region.end,
            Some(_) | None => joined.push(region),
        }
    }
    joined
}

/// Whether a clip's first pass would stand at the same place, give or take whole passes when looped.
fn goes_on(before: &Region, after: &Region, clips: &[Clip]) -> bool {
    let content = |index: usize| &clips[index];
    let sources = |region: &Region| (content(region.main), region.b.map(content), region.fill.map(content));
    let alike =
        sources(before) == sources(after) && (before.lane, before.looped) == (after.lane, after.looped);
    let apart = (after.start - after.into) - (before.start - before.into);
    let in_step = if before.looped { apart % content(before.main).length == 0 } else { apart == 0 };
    alike && before.end == after.start && in_step
}
