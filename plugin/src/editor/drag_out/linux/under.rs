//! What lies under the pointer, and which key is Escape.

use x11rb::connection::Connection;
use x11rb::errors::ReplyOrIdError;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt, Window};

use crate::editor::drag_out::course::Target;

use super::messages::{Atoms, VERSION};

/// Keysym.
pub(super) const ESCAPE: u32 = 0xff1b;
/// Windows in windows; programs have a dozen at most.
const DEPTH_MAX: usize = 32;
/// Older ones speak otherwise.
const VERSION_MIN: u8 = 3;

/// The outermost window under a place that knows the protocol. Windows come and go while they are asked: who does not
/// answer is not there.
pub(super) fn target(
    connection: &impl Connection,
    atoms: &Atoms,
    root: Window,
    (x, y): (i16, i16),
) -> Option<Target> {
    let mut window = root;
    for _ in 0..DEPTH_MAX {
        let below = connection.translate_coordinates(root, window, x, y).ok()?.reply().ok()?.child;
        if below == x11rb::NONE {
            return None;
        }
        if let Some(target) = aware(connection, atoms, below) {
            return Some(target);
        }
        window = below;
    }
    None
}

fn aware(connection: &impl Connection, atoms: &Atoms, window: Window) -> Option<Target> {
    let number = |of: Window, property: u32, kind: u32| {
        let reply = connection.get_property(false, of, property, kind, 0, 1).ok()?.reply().ok()?;
        reply.value32()?.next()
    };
    // A proxy counts only if it says itself that it is one; another may have had its number before.
    let window_kind = u32::from(AtomEnum::WINDOW);
    let proxy = number(window, atoms.XdndProxy, window_kind)
        .filter(|proxy| number(*proxy, atoms.XdndProxy, window_kind) == Some(*proxy))
        .unwrap_or(window);
    let version = u8::try_from(number(proxy, atoms.XdndAware, AtomEnum::ATOM.into())?).unwrap_or(u8::MAX);
    (version >= VERSION_MIN).then_some(Target { window, proxy, version: version.min(VERSION) })
}

/// The key that makes a keysym; `None` on a keyboard without it.
pub(super) fn key_code(connection: &impl Connection, keysym: u32) -> Result<Option<u8>, ReplyOrIdError> {
    let (first, last) = (connection.setup().min_keycode, connection.setup().max_keycode);
    let count = last.saturating_sub(first).saturating_add(1);
    let keys = connection.get_keyboard_mapping(first, count)?.reply()?;
    let each = usize::from(keys.keysyms_per_keycode).max(1);
    let at = keys.keysyms.chunks(each).position(|syms| syms.contains(&keysym));
    Ok(at.and_then(|at| u8::try_from(usize::from(first) + at).ok()))
}
