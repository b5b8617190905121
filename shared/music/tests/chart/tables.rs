//! The tables in `data`: charts as people write them, what they play, and what their mistakes are called.

use ai_band_music::chart::{Chart, Errors};

use crate::blocks::{Block, read};
use crate::played;

/// Tells every chart of a table that does not do what it says, with what it does instead.
fn check(table: &str, at_least: usize) {
    check_with(table, at_least, Chart::parse);
}

pub(crate) fn check_with(table: &str, at_least: usize, parse: impl Fn(&str) -> Result<Chart, Errors>) {
    let blocks = read(table);
    assert!(blocks.len() >= at_least, "only {} charts were found", blocks.len());
    let wrong: Vec<String> = blocks.iter().flat_map(|block| complaints(block, &parse)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn complaints(block: &Block, parse: &impl Fn(&str) -> Result<Chart, Errors>) -> Vec<String> {
    let read = parse(&block.chart);
    let mut wrong = Vec::new();
    for (heading, expected) in &block.expected {
        let actual = match (heading.as_str(), &read) {
            ("plays", Ok(chart)) => played::song(&chart.song()),
            ("text", Ok(chart)) => chart.to_string().trim_end().to_owned(),
            ("mistakes", Err(errors)) => played::mistakes(errors),
            (_, Ok(_)) => "it was read without a mistake".to_owned(),
            (_, Err(errors)) => format!("it was not read:\n{}", played::mistakes(errors)),
        };
        if actual != *expected {
            wrong.push(format!("=== {}\n{}\n--- {heading}\n{actual}", block.name, block.chart));
        }
    }
    if block.expected.is_empty() {
        wrong.push(format!("=== {}\nexpects nothing", block.name));
    }
    wrong
}

/// Every chart of the tables that can be read.
pub(crate) fn every_chart() -> Vec<Chart> {
    let blocks = TABLES.iter().flat_map(|table| read(table));
    blocks.filter_map(|block| Chart::parse(&block.chart).ok()).collect()
}

const PLAIN: &str = include_str!("data/plain.txt");
const METERS: &str = include_str!("data/meters.txt");
const REPEATS: &str = include_str!("data/repeats.txt");
const JUMPS: &str = include_str!("data/jumps.txt");
const SONGS: &str = include_str!("data/songs.txt");
const WILD: &str = include_str!("data/wild.txt");
const MISTAKES: &str = include_str!("data/mistakes.txt");
const TABLES: [&str; 7] = [PLAIN, METERS, REPEATS, JUMPS, SONGS, WILD, MISTAKES];

#[test]
fn plain_charts_play() {
    check(PLAIN, 38);
}

#[test]
fn slots_share_the_beats_of_every_meter() {
    check(METERS, 12);
}

#[test]
fn repeats_and_endings_play() {
    check(REPEATS, 23);
}

#[test]
fn jumps_play() {
    check(JUMPS, 15);
}

#[test]
fn whole_songs_play() {
    check(SONGS, 19);
}

#[test]
fn charts_from_the_wild_play() {
    check(WILD, 38);
}

#[test]
fn mistakes_are_told_with_their_place_and_a_way_out() {
    check(MISTAKES, 60);
}
