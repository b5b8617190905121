//! Each client is an open file, and most systems give a program a thousand at first.

/// As many as may be had without asking an administrator.
#[cfg(unix)]
pub(super) fn raise() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        tracing::warn!(%error, ?current, "this server has room for few clients");
    }
}

/// Here nobody counts them.
#[cfg(not(unix))]
pub(super) fn raise() {}
