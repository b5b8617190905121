//! What a drag says to windows, and the list of files handed over to who asks for it.

use x11rb::atom_manager;
use x11rb::connection::Connection;
use x11rb::errors::ReplyOrIdError;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window, WindowClass,
};
use x11rb::wrapper::ConnectionExt as _;
use x11rb::{COPY_DEPTH_FROM_PARENT, CURRENT_TIME, NONE};

use crate::editor::drag_out::course::{Say, Target};

/// Of the protocol.
pub(super) const VERSION: u8 = 5;
/// What may be done with the files: they stay here.
const FORMAT_BITS: u8 = 32;

atom_manager! {
    /// Names the protocol goes by.
    pub(super) Atoms: AtomsCookie {
        XdndAware,
        XdndProxy,
        XdndSelection,
        XdndEnter,
        XdndPosition,
        XdndStatus,
        XdndLeave,
        XdndDrop,
        XdndFinished,
        XdndActionCopy,
        TARGETS,
        URI_LIST: b"text/uri-list",
    }
}

/// The invisible window that drags.
pub(super) struct Source<C: Connection> {
    pub(super) connection: C,
    pub(super) atoms: Atoms,
    pub(super) root: Window,
    window: Window,
    list: String,
}

impl<C: Connection> Source<C> {
    pub(super) fn open(connection: C, screen: usize, list: String) -> Result<Source<C>, ReplyOrIdError> {
        let atoms = Atoms::new(&connection)?.reply()?;
        let root = connection.setup().roots[screen].root;
        let window = connection.generate_id()?;
        connection.create_window(
            COPY_DEPTH_FROM_PARENT,
            window,
            root,
            -1,
            -1,
            1,
            1,
            0,
            WindowClass::INPUT_ONLY,
            0,
            &CreateWindowAux::new().override_redirect(1),
        )?;
        connection.set_selection_owner(window, atoms.XdndSelection, CURRENT_TIME)?;
        connection.flush()?;
        Ok(Source { connection, atoms, root, window, list })
    }

    pub(super) fn say(&self, say: Say) -> Result<(), ReplyOrIdError> {
        match say {
            Say::Enter(target) => {
                let version = u32::from(target.version.min(VERSION)) << 24;
                self.send(target, self.atoms.XdndEnter, [version, self.atoms.URI_LIST, NONE, NONE])
            }
            Say::Position(target, (x, y)) => {
                let place = u32::from(x.max(0).cast_unsigned()) << 16 | u32::from(y.max(0).cast_unsigned());
                let data = [0, place, CURRENT_TIME, self.atoms.XdndActionCopy];
                self.send(target, self.atoms.XdndPosition, data)
            }
            Say::Leave(target) => self.send(target, self.atoms.XdndLeave, [0; 4]),
            Say::Drop(target) => self.send(target, self.atoms.XdndDrop, [0, CURRENT_TIME, 0, 0]),
        }
    }

    fn send(&self, target: Target, kind: Atom, [a, b, c, d]: [u32; 4]) -> Result<(), ReplyOrIdError> {
        let data = [self.window, a, b, c, d];
        let message = ClientMessageEvent::new(FORMAT_BITS, target.window, kind, data);
        // Its errors come as events: the window may have gone.
        self.connection.send_event(false, target.proxy, EventMask::NO_EVENT, message)?;
        Ok(())
    }

    /// Answers who asks for the files, or for the names of what there is to have.
    pub(super) fn hand_over(&self, request: &SelectionRequestEvent) -> Result<(), ReplyOrIdError> {
        // Old clients name no place for the answer.
        let place = if request.property == NONE { request.target } else { request.property };
        let (connection, atoms) = (&self.connection, &self.atoms);
        let is_ours = request.selection == atoms.XdndSelection;
        let is_known = is_ours && [atoms.URI_LIST, atoms.TARGETS].contains(&request.target);
        if is_known && request.target == atoms.URI_LIST {
            let bytes = self.list.as_bytes();
            connection.change_property8(
                PropMode::REPLACE,
                request.requestor,
                place,
                atoms.URI_LIST,
                bytes,
            )?;
        } else if is_known {
            let names = [atoms.TARGETS, atoms.URI_LIST];
            connection.change_property32(
                PropMode::REPLACE,
                request.requestor,
                place,
                AtomEnum::ATOM,
                &names,
            )?;
        }
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property: if is_known { place } else { NONE },
        };
        connection.send_event(false, request.requestor, EventMask::NO_EVENT, answer)?;
        connection.flush()?;
        Ok(())
    }
}
