//! Direct dependencies: each package names only what the plan allows it.

use cargo_metadata::{DependencyKind, Package};

use crate::house::{HOUSE, Others, Room};

/// One line of one Cargo.toml.
struct Arrow {
    to: String,
    is_ours: bool,
    is_for_tests: bool,
}

fn arrows(package: &Package) -> Vec<Arrow> {
    let arrow = |dependency: &cargo_metadata::Dependency| Arrow {
        to: dependency.name.clone(),
        is_ours: dependency.path.is_some(),
        is_for_tests: dependency.kind == DependencyKind::Development,
    };
    package.dependencies.iter().map(arrow).collect()
}

/// What is wrong with a package that points there, in sentences that name the way out.
fn breaches(package: &str, arrows: &[Arrow], house: &[Room]) -> Vec<String> {
    let Some(room) = house.iter().find(|room| room.package == package) else {
        let way_out = "add a line in tests/tests/architecture/house.rs and a page in docs/decisions";
        return vec![format!("{package}: is in no plan of the house; {way_out}")];
    };
    arrows.iter().filter_map(|arrow| breach(room, arrow)).collect()
}

fn breach(room: &Room, arrow: &Arrow) -> Option<String> {
    let (rule, allowed): (&str, &[&str]) = match (&room.others, arrow.is_ours, arrow.is_for_tests) {
        (_, true, _) => ("of our packages it may know only", room.ours),
        (Others::Any, false, _) => return None,
        (Others::Only { code, .. }, false, false) => {
            ("it is pure: of other people's crates it may use only", *code)
        }
        (Others::Only { tests, .. }, false, true) => ("it is pure: its tests may use only", *tests),
    };
    let way_out =
        "do without, or argue for it in docs/decisions and add it in tests/tests/architecture/house.rs";
    let allowed_list = if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") };
    let (package, to) = (room.package, &arrow.to);
    (!allowed.contains(&to.as_str())).then(|| format!("{package} -> {to}: {rule} {allowed_list}; {way_out}"))
}

#[test]
fn every_arrow_is_in_the_plan() {
    let metadata = crate::metadata();
    let packages = metadata.workspace_packages();
    let found = packages.iter().flat_map(|package| breaches(&package.name, &arrows(package), HOUSE));
    crate::assert_none(&found.collect::<Vec<_>>());
}

#[test]
fn every_room_in_the_plan_is_built() {
    let metadata = crate::metadata();
    let is_built =
        |room: &&Room| metadata.workspace_packages().iter().any(|package| *package.name == *room.package);
    let gone = HOUSE.iter().filter(|room| !is_built(room));
    let gone =
        gone.map(|room| format!("{}: is in the plan but not in Cargo.toml; take its line out", room.package));
    crate::assert_none(&gone.collect::<Vec<_>>());
}

/// What a room may know and does not: a door left open.
fn unused(room: &Room, arrows: &[Arrow]) -> Vec<String> {
    let (code, tests) = match &room.others {
        Others::Any => (&[][..], &[][..]),
        Others::Only { code, tests } => (*code, *tests),
    };
    let allowed = room.ours.iter().chain(code).chain(tests);
    let unused = allowed.filter(|name| !arrows.iter().any(|arrow| arrow.to == **name));
    let (package, way_out) = (room.package, "take it out of tests/tests/architecture/house.rs");
    unused.map(|name| format!("{package} -> {name}: is allowed and not there; {way_out}")).collect()
}

#[test]
fn no_door_is_left_open() {
    let metadata = crate::metadata();
    let packages = metadata.workspace_packages();
    let room = |package: &Package| HOUSE.iter().find(|room| room.package == *package.name);
    let found =
        packages.iter().filter_map(|package| Some(unused(room(package)?, &arrows(package)))).flatten();
    crate::assert_none(&found.collect::<Vec<_>>());
}

#[test]
fn nobody_knows_itself_through_others() {
    for room in HOUSE {
        let mut below = room.ours.to_vec();
        while let Some(package) = below.pop() {
            assert_ne!(package, room.package, "the plan has a circle");
            let next = HOUSE.iter().find(|other| other.package == package);
            below.extend(next.expect("the plan names only its own rooms").ours);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &[Room] = &[
        Room { package: "paper", ours: &[], others: Others::Only { code: &["midly"], tests: &["proptest"] } },
        Room { package: "server", ours: &["paper"], others: Others::Any },
    ];

    #[test]
    fn a_door_that_nobody_uses_is_named() {
        let open = unused(&PLAN[0], &[arrow("midly", false, false)]);
        let way_out = "is allowed and not there; take it out of tests/tests/architecture/house.rs";
        assert_eq!(open, [format!("paper -> proptest: {way_out}")]);
        assert_eq!(unused(&PLAN[1], &[arrow("paper", true, false)]), [] as [String; 0]);
    }

    fn arrow(to: &str, is_ours: bool, is_for_tests: bool) -> Arrow {
        Arrow { to: to.to_owned(), is_ours, is_for_tests }
    }

    #[test]
    fn arrows_point_down_only() {
        let cases = [
            ("paper", arrow("midly", false, false), None),
            (
                "paper",
                arrow("tokio", false, false),
                Some("paper -> tokio: it is pure: of other people's crates"),
            ),
            ("paper", arrow("proptest", false, true), None),
            ("paper", arrow("proptest", false, false), Some("may use only midly; do without")),
            ("paper", arrow("insta", false, true), Some("its tests may use only proptest")),
            ("paper", arrow("server", true, false), Some("it may know only nothing")),
            ("paper", arrow("server", true, true), Some("paper -> server")),
            ("server", arrow("paper", true, false), None),
            ("server", arrow("tokio", false, false), None),
            ("server", arrow("plugin", true, false), Some("it may know only paper")),
            ("attic", arrow("paper", true, false), Some("attic: is in no plan of the house; add a line in")),
        ];
        for (package, arrow, expected) in cases {
            let to = arrow.to.clone();
            let found = breaches(package, &[arrow], PLAN);
            match expected {
                None => assert_eq!(found, [] as [String; 0], "{package} -> {to}"),
                Some(part) => {
                    assert!(found.len() == 1 && found[0].contains(part), "{package} -> {to}: {found:?}");
                }
            }
        }
    }
}
