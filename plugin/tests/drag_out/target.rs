//! A program that takes files, written from the protocol's side that the plugin does not have. The tests that are
//! hosts read this same file.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use x11rb::CURRENT_TIME;
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt, CreateWindowAux, EventMask, PropMode, Window,
    WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::address::decoded;

/// Longer than anything takes that works.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Takes,
    Refuses,
    /// Never answers.
    Silent,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Entered {
        version: u32,
        kinds: Vec<String>,
    },
    Position(i16, i16),
    Left,
    /// The paths that were handed over, and what is in those files.
    Files(Vec<(PathBuf, Vec<u8>)>),
}

/// What a program at a place on the screen hears.
pub struct Target {
    heard: Receiver<Heard>,
}

impl Target {
    /// At (300, 100).
    pub fn open(screen: &impl AsRef<str>, version: u32, manner: Manner) -> Target {
        Target::open_at(screen.as_ref(), (300, 100), version, manner)
    }

    /// A window of 200 × 200 at that place of the display, with a smaller one in it, as buttons are.
    pub fn open_at(display: &str, (x, y): (i16, i16), version: u32, manner: Manner) -> Target {
        let (connection, screen) = x11rb::connect(Some(display)).expect("the screen is there");
        let root = connection.setup().roots[screen].root;
        let window = show(&connection, root, (x, y, 200, 200));
        let atom = |name: &str| {
            connection.intern_atom(false, name.as_bytes()).expect("it is sent").reply().expect("a name").atom
        };
        let aware = atom("XdndAware");
        let kind = AtomEnum::ATOM;
        connection.change_property32(PropMode::REPLACE, window, aware, kind, &[version]).expect("it is sent");
        show(&connection, window, (50, 50, 50, 50));
        let (tell, heard) = channel();
        let names = Names {
            enter: atom("XdndEnter"),
            position: atom("XdndPosition"),
            status: atom("XdndStatus"),
            leave: atom("XdndLeave"),
            drop: atom("XdndDrop"),
            finished: atom("XdndFinished"),
            selection: atom("XdndSelection"),
            copy: atom("XdndActionCopy"),
            uri_list: atom("text/uri-list"),
        };
        let program = Program { connection, window, names, manner, tell, source: 0 };
        // It ends with the screen.
        std::thread::spawn(move || program.run());
        Target { heard }
    }

    #[track_caller]
    pub fn next(&self) -> Heard {
        self.heard.recv_timeout(PATIENCE).expect("the target hears something")
    }

    /// What it hears in that time, if anything.
    pub fn within(&self, patience: Duration) -> Option<Heard> {
        self.heard.recv_timeout(patience).ok()
    }

    /// The next that is no position.
    #[track_caller]
    pub fn next_deed(&self) -> Heard {
        loop {
            match self.next() {
                Heard::Position(..) => {}
                deed => return deed,
            }
        }
    }
}

struct Names {
    enter: Atom,
    position: Atom,
    status: Atom,
    leave: Atom,
    drop: Atom,
    finished: Atom,
    selection: Atom,
    copy: Atom,
    uri_list: Atom,
}

struct Program {
    connection: RustConnection,
    window: Window,
    names: Names,
    manner: Manner,
    tell: Sender<Heard>,
    source: Window,
}

impl Program {
    fn run(mut self) {
        while let Ok(event) = self.connection.wait_for_event() {
            match event {
                Event::ClientMessage(message) => self.hear(&message),
                Event::SelectionNotify(notice) => self.read(notice.property),
                _ => {}
            }
        }
    }

    fn say(&self, heard: Heard) {
        // A test that is over does not listen.
        let _ = self.tell.send(heard);
    }

    fn hear(&mut self, message: &ClientMessageEvent) {
        let data = message.data.as_data32();
        let names = &self.names;
        if message.type_ == names.enter {
            self.source = data[0];
            let kinds = data[2..].iter().filter(|atom| **atom != 0).map(|atom| self.name(*atom)).collect();
            self.say(Heard::Entered { version: data[1] >> 24, kinds });
        } else if message.type_ == names.position {
            self.say(Heard::Position((data[2] >> 16) as i16, data[2] as i16));
            let accepts = u32::from(self.manner == Manner::Takes);
            if self.manner != Manner::Silent {
                self.answer(names.status, [self.window, accepts, 0, 0, names.copy]);
            }
        } else if message.type_ == names.leave {
            self.say(Heard::Left);
        } else if message.type_ == names.drop {
            let (selection, kind) = (names.selection, names.uri_list);
            self.connection
                .convert_selection(self.window, selection, kind, selection, CURRENT_TIME)
                .expect("it is sent");
            self.connection.flush().expect("it is sent");
        }
    }

    fn name(&self, atom: Atom) -> String {
        let reply = self.connection.get_atom_name(atom).expect("it is sent").reply().expect("a name");
        String::from_utf8(reply.name).expect("names are text")
    }

    fn read(&self, property: Atom) {
        let kind = self.names.uri_list;
        let reply = self.connection.get_property(true, self.window, property, kind, 0, 10_000);
        let list = reply.expect("it is sent").reply().expect("the list").value;
        let list = String::from_utf8(list).expect("addresses are text");
        let files = list.lines().map(decoded).map(|path| {
            let bytes = std::fs::read(&path).expect("the file is there");
            (path, bytes)
        });
        self.say(Heard::Files(files.collect()));
        self.answer(self.names.finished, [self.window, 1, self.names.copy, 0, 0]);
    }

    fn answer(&self, kind: Atom, data: [u32; 5]) {
        let message = ClientMessageEvent::new(32, self.source, kind, data);
        let sent = self.connection.send_event(false, self.source, EventMask::NO_EVENT, message);
        sent.expect("it is sent");
        self.connection.flush().expect("it is sent");
    }
}

/// Shows a window without a window manager, and waits until it is there.
pub fn show(
    connection: &RustConnection,
    root: Window,
    (x, y, width, height): (i16, i16, u16, u16),
) -> Window {
    let window = connection.generate_id().expect("a number for a window");
    let events = EventMask::BUTTON_PRESS | EventMask::BUTTON_RELEASE;
    let look = CreateWindowAux::new().override_redirect(1).event_mask(events);
    let class = WindowClass::INPUT_OUTPUT;
    connection.create_window(24, window, root, x, y, width, height, 0, class, 0, &look).expect("it is sent");
    connection.map_window(window).expect("it is sent");
    connection.get_input_focus().expect("it is sent").reply().expect("the screen answers");
    window
}
