//! What is below a pure room, all the way down: a good crate may bring a bad one.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata};

use crate::house::HOUSE;

/// What must not be built into a pure room by any way, and why.
const BANNED: &[(&str, &[&str])] = &[
    ("starts threads", &["rayon", "rayon-core", "threadpool", "crossbeam-utils"]),
    (
        "waits for the world",
        &["tokio", "async-std", "smol", "futures", "futures-core", "futures-util", "mio", "polling"],
    ),
    ("opens sockets", &["socket2", "hyper", "reqwest", "ureq", "rustls", "openssl"]),
    ("opens files", &["tempfile", "walkdir", "notify", "memmap2", "dirs"]),
    ("asks for the time", &["chrono", "time", "jiff", "web-time", "quanta"]),
    ("rolls dice", &["getrandom", "rand", "rand_core", "fastrand", "ahash", "uuid"]),
    (
        "turns types into text that somebody must read back for ever",
        &["serde", "serde_core", "serde_json", "bincode"],
    ),
    ("writes logs", &["log", "tracing", "tracing-core", "env_logger"]),
    ("keeps state that nobody passed in", &["once_cell", "lazy_static", "parking_lot", "dashmap"]),
];

/// For each package the packages its code needs, tests left out.
type Needs = BTreeMap<String, BTreeSet<String>>;

fn needs(metadata: &Metadata) -> Needs {
    let resolve = metadata.resolve.as_ref().expect("cargo metadata resolves unless told not to");
    let is_code = |kinds: &[cargo_metadata::DepKindInfo]| {
        kinds.iter().any(|info| info.kind != DependencyKind::Development)
    };
    let name = |id: &cargo_metadata::PackageId| metadata[id].name.to_string();
    let below = |node: &cargo_metadata::Node| {
        node.deps.iter().filter(|dep| is_code(&dep.dep_kinds)).map(|dep| name(&dep.pkg)).collect()
    };
    resolve.nodes.iter().map(|node| (name(&node.id), below(node))).collect()
}

/// The way from `package` to each banned one below it.
fn breaches(package: &str, needs: &Needs) -> Vec<String> {
    let mut ways: BTreeMap<&str, String> = BTreeMap::from([(package, package.to_owned())]);
    let mut open = vec![package];
    while let Some(here) = open.pop() {
        for next in needs.get(here).into_iter().flatten() {
            if !ways.contains_key(next.as_str()) {
                ways.insert(next, format!("{} -> {next}", ways[here]));
                open.push(next);
            }
        }
    }
    let banned = BANNED.iter().flat_map(|(why, names)| names.iter().map(move |name| (name, why)));
    let found = banned.filter_map(|(name, why)| ways.get(name).map(|way| (way, why)));
    let way_out = "turn that feature off in Cargo.toml, or find a crate that does less";
    found.map(|(way, why)| format!("{way}: it {why}, and {package} is pure; {way_out}")).collect()
}

/// The composer reads styles that people write, and the wire is what crosses a network: these are edges, and only there
/// text becomes types. The player swaps a pointer, and takes the crate that can without what starts threads.
fn is_edge(way: &str) -> bool {
    let reads = ["ai-band-composer -> serde", "ai-band-composer -> toml -> ", "ai-band-wire -> "];
    let is_reading = reads.iter().any(|edge| way.starts_with(edge)) && way.contains("serde");
    is_reading || way.starts_with("ai-band-player -> crossbeam-utils: ")
}

#[test]
fn below_a_pure_room_is_nothing_impure() {
    let needs = needs(&crate::metadata());
    let pure = HOUSE.iter().filter(|room| room.is_pure());
    let found = pure.flat_map(|room| breaches(room.package, &needs)).filter(|way| !is_edge(way));
    crate::assert_none(&found.collect::<Vec<_>>());
}

#[test]
fn the_players_swap_comes_without_what_starts_threads() {
    let metadata = crate::metadata();
    let player = metadata.packages.iter().find(|package| package.name == "ai-band-player");
    let swaps =
        player.expect("it is in the house").dependencies.iter().filter(|dep| dep.name == "crossbeam-utils");
    for swap in swaps {
        assert!(!swap.uses_default_features && swap.features.is_empty(), "`std` has threads in it: {swap:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(arrows: &[(&str, &str)]) -> Needs {
        let mut needs = Needs::new();
        for (from, to) in arrows {
            needs.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        needs
    }

    #[test]
    fn a_banned_crate_is_found_however_deep_and_the_way_is_told() {
        let cases: &[(&[(&str, &str)], Option<&str>)] = &[
            (&[], None),
            (&[("paper", "midly")], None),
            (&[("paper", "rayon")], Some("paper -> rayon: it starts threads, and paper is pure")),
            (&[("paper", "midly"), ("midly", "rayon")], Some("paper -> midly -> rayon: it starts threads")),
            (&[("server", "tokio"), ("paper", "midly")], None),
            (&[("paper", "a"), ("a", "b"), ("b", "a")], None),
        ];
        for (arrows, expected) in cases {
            let found = breaches("paper", &tree(arrows));
            match expected {
                None => assert_eq!(found, [] as [String; 0], "{arrows:?}"),
                Some(part) => assert!(found.len() == 1 && found[0].contains(part), "{arrows:?}: {found:?}"),
            }
        }
    }

    #[test]
    fn an_edge_is_of_one_room_and_no_other() {
        let table = [
            ("ai-band-composer -> serde: it turns", true),
            ("ai-band-composer -> serde -> serde_core: it turns", true),
            ("ai-band-composer -> toml -> serde_core: it turns", true),
            ("ai-band-composer -> toml -> rayon: it starts threads", false),
            ("ai-band-player -> serde: it turns", false),
            ("ai-band-player -> crossbeam-utils: it starts threads", true),
            ("ai-band-player -> rtrb -> crossbeam-utils: it starts threads", false),
            ("ai-band-music -> crossbeam-utils: it starts threads", false),
        ];
        for (way, expected) in table {
            assert_eq!(is_edge(way), expected, "{way}");
        }
    }

    #[test]
    fn the_real_tree_has_more_than_its_roots() {
        let needs = needs(&crate::metadata());
        assert!(needs["ai-band-player"].contains("ai-band-music"));
        assert!(needs["ai-band-music"].contains("sha2") && !needs["ai-band-music"].contains("proptest"));
    }
}
