//! Songs for a scenario: clips, regions and revisions of them, thick with notes that meet.

use music::lane::Lane;

use super::habit::Habit;
use super::world::World;
use super::{Clip, LaneSetting, Note, Program, Region};

/// What a program may hold when its loops are written out.
const NOTES_MAX: i64 = 16;
/// Now and then more, so that lanes are thick with them.
const MANY_NOTES_MAX: i64 = 80;
const LANES: [Lane; 5] = [Lane::Drums, Lane::Bass, Lane::Keys, Lane::Pad, Lane::Guitar];
const KEYS: [u8; 4] = [60, 61, 62, 60];
const VELOCITIES: [u8; 6] = [1, 2, 64, 100, 127, 77];
const IMPORTANCES: [u8; 5] = [127, 127, 0, 40, 63];
const OFFSETS_US: [i64; 9] = [-100_000, -20_000, -1_000, -125, -1, 1, 500, 12_500, 100_000];

/// One to four programs, each a revision of the one before.
pub(super) fn write(world: &mut World) -> (Vec<Clip>, Vec<Program>) {
    let mut clips = Vec::new();
    let first = program(world, &mut clips);
    let mut programs = vec![first];
    for _ in 0..world.chance.below(4) {
        let before = programs[programs.len() - 1].clone();
        let after = revised(world, &mut clips, &before);
        programs.push(after);
    }
    (clips, programs)
}

fn program(world: &mut World, clips: &mut Vec<Clip>) -> Program {
    let mut program = Program { regions: Vec::new(), sections: Vec::new(), lanes: settings(world) };
    let is_thick = world.chance.one_in(40);
    let mut room = if is_thick { MANY_NOTES_MAX } else { NOTES_MAX };
    if is_thick {
        world.habits.add(Habit::ManyNotes);
    }
    let first = world.chance.below(LANES.len() as u64) as usize;
    for index in 0..world.chance.between(1, 3) as usize {
        let lane = LANES[(first + index) % LANES.len()];
        if program.lanes[lane.index()].sustains {
            world.habits.add(Habit::SustainingLane);
        }
        fill_lane(world, clips, &mut program, lane, &mut room);
    }
    for _ in 0..world.chance.below(4) {
        let place = world.place();
        program.sections.push(place);
    }
    program
}

fn settings(world: &mut World) -> [LaneSetting; Lane::COUNT] {
    let shared = world.chance.one_in(3);
    Lane::ALL.map(|lane| {
        let character = lane.character();
        let plays = !world.chance.one_in(20);
        world.habits.add(if plays { Habit::PlayOn } else { Habit::LaneOfOthers });
        let channel = if shared { 3 } else { character.channel };
        if shared {
            world.habits.add(Habit::SharedChannel);
        }
        LaneSetting { plays, channel, sustains: character.sustains }
    })
}

fn fill_lane(world: &mut World, clips: &mut Vec<Clip>, program: &mut Program, lane: Lane, room: &mut i64) {
    let (mut start, end) = (world.start - 20, world.end + 40);
    for _ in 0..world.chance.between(1, 3) {
        if start >= end || *room <= 0 {
            return;
        }
        let region_end = match world.chance.below(3) {
            0 => world.place().clamp(start + 1, end),
            1.. => end,
        };
        let region = region(world, clips, lane, (start, region_end), room);
        program.regions.push(region);
        split(world, program);
        start = region_end + world.chance.pick(&[0, 0, 1, 17]);
    }
}

fn region(
    world: &mut World,
    clips: &mut Vec<Clip>,
    lane: Lane,
    (start, end): (i64, i64),
    room: &mut i64,
) -> Region {
    let span = end - start;
    let looped = world.chance.one_in(3);
    let length = if looped {
        (span / world.chance.between(1, 4)).max(1)
    } else {
        span + world.chance.below(30) as i64
    };
    let into = if world.chance.one_in(3) { world.chance.between(0, (length / 2).min(200)) } else { 0 };
    for (habit, holds) in [(Habit::RegionLooped, looped), (Habit::RegionIntoItsClip, into > 0)] {
        if holds {
            world.habits.add(habit);
        }
    }
    let passes = if looped { span / length + 2 } else { 1 };
    let origin = start - into;
    let mut clip = |world: &mut World, room: &mut i64| {
        let count = world.chance.between(1, 7.max(*room / 4)).min(*room / passes);
        *room -= count * passes;
        let notes = (0..count).map(|_| note(world, origin, length, end)).collect();
        clips.push(finished(world, Clip { length, notes }));
        clips.len() - 1
    };
    let main = clip(world, room);
    let b = world.chance.one_in(4).then(|| clip(world, room));
    let fill = world.chance.one_in(3).then(|| clip(world, room));
    for (habit, holds) in [(Habit::BClip, b.is_some()), (Habit::FillClip, fill.is_some())] {
        if holds {
            world.habits.add(habit);
        }
    }
    Region { lane, start, end, into, looped, main, b, fill }
}

/// Cuts the last region in two that go on alike.
fn split(world: &mut World, program: &mut Program) {
    let Some(last) = program.regions.last_mut() else { return };
    let at = world.place();
    if world.chance.one_in(3) && last.start < at && at < last.end {
        let rest = Region { start: at, into: last.into + (at - last.start), ..*last };
        last.end = at;
        program.regions.push(rest);
        world.habits.add(Habit::RegionSeam);
    }
}

fn note(world: &mut World, origin: i64, clip_length: i64, region_end: i64) -> Note {
    let place = world.place();
    let start = (place - origin).rem_euclid(clip_length);
    let ahead = world.place() - (origin + start);
    let length = match world.chance.below(6) {
        0 => 0,
        1 => 1,
        2 => world.chance.between(2, 60),
        3 => 2 * clip_length + 100,
        4.. => ahead.max(1),
    };
    let offset_us = if world.chance.one_in(3) { world.chance.pick(&OFFSETS_US) as i32 } else { 0 };
    let note = Note {
        start,
        length,
        offset_us,
        key: world.chance.pick(&KEYS),
        velocity: world.chance.pick(&VELOCITIES),
        importance: world.chance.pick(&IMPORTANCES),
    };
    record(world, &note, origin + start, region_end);
    note
}

fn record(world: &mut World, note: &Note, start: i64, region_end: i64) {
    let (end, loop_end) = (start + note.length, world.loop_range.1);
    let early = note.offset_us < 0;
    let late = note.offset_us > 0;
    let facts = [
        (Habit::ZeroLength, note.length == 0),
        (Habit::OneTick, note.length == 1),
        (Habit::AtZero, start == 0),
        (Habit::EarlyAtZero, start == 0 && early),
        (Habit::BeforeZero, start < 0),
        (Habit::AtLoopEnd, start == loop_end),
        (Habit::TickBeforeLoopEnd, start == loop_end - 1),
        (Habit::LateAtLoopEnd, (loop_end - 1..=loop_end).contains(&start) && late),
        (Habit::HeldAcrossLoopEnd, start < loop_end && loop_end < end),
        (Habit::HeldAcrossRegionEnd, end > region_end),
        (Habit::EarlyNote, early),
        (Habit::LateNote, late),
    ];
    for (habit, _) in facts.into_iter().filter(|(_, holds)| *holds) {
        world.habits.add(habit);
    }
}

/// Now and then a note twice, or twice but for its length; sorted as clips are.
fn finished(world: &mut World, mut clip: Clip) -> Clip {
    if let Some(twin) = clip.notes.first().copied().filter(|_| world.chance.one_in(4)) {
        let length = if world.chance.one_in(2) { twin.length } else { twin.length / 2 + 1 };
        clip.notes.push(Note { length, ..twin });
        world.habits.add(Habit::Unison);
    }
    let overlaps = |a: &Note, b: &Note| a.key == b.key && a.start < b.start && b.start < a.start + a.length;
    if clip.notes.iter().any(|a| clip.notes.iter().any(|b| overlaps(a, b))) {
        world.habits.add(Habit::OverlappingPitch);
    }
    clip.notes.sort_by_key(|note| {
        let Note { start, length, offset_us, key, velocity, importance } = *note;
        (start, key, offset_us, length, velocity, importance)
    });
    clip
}

/// The next revision: most notes stay what they are.
fn revised(world: &mut World, clips: &mut Vec<Clip>, before: &Program) -> Program {
    let mut after = before.clone();
    for region in &mut after.regions {
        for clip in [Some(&mut region.main), region.b.as_mut(), region.fill.as_mut()].into_iter().flatten() {
            if world.chance.one_in(2) {
                let changed = edited(world, clips[*clip].clone());
                clips.push(changed);
                *clip = clips.len() - 1;
            }
        }
    }
    if world.chance.one_in(4) && after.regions.len() > 1 {
        after.regions.remove(0);
    }
    for habit in [Habit::ChannelChanges, Habit::SustainChanges, Habit::ChairChanges] {
        if world.chance.one_in(8) {
            let lane = world.chance.pick(&LANES);
            set_up_anew(&mut after.lanes[lane.index()], habit);
            world.habits.add(habit);
        }
    }
    after
}

fn set_up_anew(lane: &mut LaneSetting, habit: Habit) {
    match habit {
        Habit::ChannelChanges => lane.channel ^= 1,
        Habit::SustainChanges => lane.sustains = !lane.sustains,
        other => {
            assert_eq!(other, Habit::ChairChanges, "a habit that is no setting");
            lane.plays = !lane.plays;
        }
    }
}

fn edited(world: &mut World, mut clip: Clip) -> Clip {
    for note in &mut clip.notes {
        match world.chance.below(8) {
            0 => note.velocity = world.chance.pick(&VELOCITIES),
            1 => note.key = world.chance.pick(&KEYS),
            2 => note.start = (note.start + world.chance.between(0, 3)) % clip.length,
            3 => note.length += 7,
            4 => note.offset_us = -note.offset_us,
            5.. => {}
        }
    }
    finished(world, clip)
}
