//! Whether a folder is on another machine: then the system says nothing of what others change in it.

use std::path::Path;

/// Kinds of file systems that others write to behind the kernel's back, as `statfs` numbers them. FUSE may be local
/// too; looking every second then costs little.
#[cfg(target_os = "linux")]
const REMOTE: &[u64] = &[
    0x6969,      // NFS
    0x517b,      // SMB
    0xff53_4d42, // CIFS
    0xfe53_4d42, // SMB 2
    0x0102_1997, // 9P: virtual machines, WSL
    0x6573_5546, // FUSE: sshfs and its like
    0x00c3_6400, // Ceph
    0x5346_414f, // AFS
    0x7375_7245, // Coda
    0x564c,      // NCP
    0x786f_4256, // VirtualBox's shared folders
];

#[cfg(target_os = "linux")]
pub fn is_remote(path: &Path) -> bool {
    rustix::fs::statfs(path).is_ok_and(|found| is_remote_kind(found.f_type as u64))
}

/// The number is 32 bits wide, on some machines with its sign carried on.
#[cfg(target_os = "linux")]
pub fn is_remote_kind(kind: u64) -> bool {
    REMOTE.contains(&(kind & 0xffff_ffff))
}

/// `\\server\share`.
#[cfg(windows)]
pub fn is_remote(path: &Path) -> bool {
    use std::path::{Component, Prefix};
    let Some(Component::Prefix(prefix)) = path.components().next() else { return false };
    matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
}

/// Where shares are mounted.
#[cfg(not(any(target_os = "linux", windows)))]
pub fn is_remote(path: &Path) -> bool {
    path.starts_with("/Volumes") || path.starts_with("/net")
}
