//! That the bundles which are tested end their host when a block allocates: all other tests rest on it.

use std::process::{Command, ExitStatus};

use harness::bundled::{Build, Plugin};
use harness::{Block, Format, Rig, Setup};

/// Set in the process that is to end; says whether it allocates.
const ALLOCATES: &str = "AI_BAND_TEST_ALLOCATES";

fn play_a_block(format: Format, allocates: &str) {
    let mut rig = Rig::open(format, Build::Tested, Plugin::Mirror);
    rig.set("Allocate", if allocates == "yes" { 1.0 } else { 0.0 });
    rig.activate(Setup::realtime(48_000.0, 64));
    rig.process(&Block::silent(64));
}

/// The same test in a process of its own.
fn alone(test: &str, allocates: &str) -> ExitStatus {
    let program = std::env::current_exe().expect("this program's own path");
    let mut child = Command::new(program);
    child.args(["--exact", test]).env(ALLOCATES, allocates);
    child.output().expect("it starts").status
}

#[cfg(unix)]
fn has_aborted(ended: ExitStatus) -> bool {
    const SIGABRT: i32 = 6;
    std::os::unix::process::ExitStatusExt::signal(&ended) == Some(SIGABRT)
}

#[cfg(not(unix))]
fn has_aborted(ended: ExitStatus) -> bool {
    !ended.success()
}

in_both_hosts! {
    fn a_block_that_allocates_ends_its_host(format) {
        if let Ok(allocates) = std::env::var(ALLOCATES) {
            return play_a_block(format, &allocates);
        }
        let test = format!("guard::{}::a_block_that_allocates_ends_its_host", format.extension());
        assert!(alone(&test, "no").success(), "one that does not is heard to its end");
        let ended = alone(&test, "yes");
        assert!(has_aborted(ended), "{ended}: is `allocation-guard` on in the bundles? type: cargo xtask bundle --profile ci");
    }
}
