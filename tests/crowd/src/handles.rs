//! A crowd needs more open files than systems give a program at first.

/// As many as may be had without asking an administrator; programs that are started from here have as many.
#[cfg(unix)]
pub fn raise() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    // Where it stays as it was, whoever finds too few says so.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
}

/// Here nobody counts them.
#[cfg(not(unix))]
pub fn raise() {}
