//! Signs around bars and the trees they make.

use super::*;
use crate::chart::Chart;

/// `A (B C)x2` for a repeat, `(A [1: B] [2: C])x2` for its endings; bars are their places.
fn told(nodes: &[Node]) -> String {
    let each = nodes.iter().map(|node| match node {
        Node::Bar(bar) => bar.to_string(),
        Node::Repeat(repeat) => {
            let endings = repeat.endings.iter().map(|ending| {
                let passes: Vec<String> = ending.passes.iter().map(u8::to_string).collect();
                format!(" [{}: {}]", passes.join(","), told(&ending.body))
            });
            format!("({}{})x{}", told(&repeat.body), endings.collect::<String>(), repeat.times)
        }
    });
    each.collect::<Vec<_>>().join(" ")
}

/// The tree of a chart of one section, with `|:` where paper leaves it out.
fn tree_of(text: &str) -> String {
    let chart = Chart::parse(text).unwrap();
    let mut bars = chart.sections()[0].bars.clone();
    told(&tree(&mut bars).unwrap())
}

#[test]
fn signs_make_trees() {
    let table = [
        ("| C | D |", "0 1"),
        ("|: C | D :|", "(0 1)x2"),
        ("|: C :|x3 D |", "(0)x3 1"),
        ("| C | D :| E | F :|", "(0 1)x2 (2 3)x2"),
        ("| C |: D :| E :|", "0 (1)x2 (2)x2"),
        ("|: C |: D :| E :|", "(0 (1)x2 2)x2"),
        ("|: |: C :|x3 :|", "((0)x3)x2"),
        ("|: C |1. D :|2. E ||", "(0 [1: 1] [2: 2])x2"),
        ("|: C |1. D :|2. E :| F |", "(0 [1: 1] [2: 2])x2 3"),
        ("|: C |1. D :|2. E | F |", "(0 [1: 1] [2: 2 3])x2"),
        ("|: C |1. D :|2. E || F |", "(0 [1: 1] [2: 2])x2 3"),
        ("|: C |1,3. D :|2. E || F |", "(0 [1,3: 1] [2: 2])x3 3"),
        ("|: C |1. D :|2. E |: F :|", "(0 [1: 1] [2: 2])x2 (3)x2"),
        ("|: C |1. D :| E |", "(0 [1: 1])x2 2"),
        ("|: C |1. |: D :| E :|2. F ||", "(0 [1: (1)x2 2] [2: 3])x2"),
        ("|: |: C |1. D :|2. E || F :|", "((0 [1: 1] [2: 2])x2 3)x2"),
        ("| C |1. D :|2. E |", "(0 [1: 1] [2: 2])x2"),
        ("| C || D |]", "0 1"),
        ("|: C |1. D || E :|2. F ||", "(0 [1: 1 2] [2: 3])x2"),
    ];
    for (text, expected) in table {
        assert_eq!(tree_of(text), expected, "{text}");
    }
}

#[test]
fn signs_that_say_nothing_are_tidied_away() {
    let bars = |text: &str| Chart::parse(text).unwrap().sections()[0].bars.clone();
    assert!(bars("| C || D ||").iter().all(|bar| !bar.signs.ends_ending), "|| ends nothing here");
    assert!(bars("|: C |1. D :|2. E || F |")[2].signs.ends_ending);
    assert_eq!(bars("| C | D :|")[0].signs.opens, 1, "a repeat without its sign gets one");
    assert_eq!(bars("| C |: D :| E :|").iter().map(|bar| bar.signs.opens).collect::<Vec<_>>(), [0, 1, 1]);
}

#[test]
fn endings_count_their_passes() {
    let ending = |passes: &[u8]| Ending { passes: passes.to_vec(), body: Vec::new() };
    let table: &[(&[&[u8]], Result<u32, u8>)] = &[
        (&[], Ok(0)),
        (&[&[1]], Ok(2)),
        (&[&[1], &[2]], Ok(2)),
        (&[&[1, 2], &[3]], Ok(3)),
        (&[&[2], &[1]], Ok(2)),
        (&[&[1, 2, 3]], Ok(4)),
        (&[&[2]], Err(1)),
        (&[&[1], &[4]], Err(2)),
    ];
    for (endings, expected) in table {
        let endings: Vec<Ending> = endings.iter().map(|passes| ending(passes)).collect();
        match (ending_count(&endings), expected) {
            (Ok(count), Ok(expected)) => assert_eq!(count, *expected),
            (Err(Problem::MissingEnding { number, .. }), Err(expected)) => assert_eq!(number, *expected),
            (found, expected) => panic!("{found:?} is not {expected:?}"),
        }
    }
}
