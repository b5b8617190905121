//! A screen in memory with a hand that moves its pointer.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ChangeWindowAttributesAux, ConnectionExt as _, EventMask,
    KEY_PRESS_EVENT, MOTION_NOTIFY_EVENT, MapState, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::target::show;

/// Several tests of one process, and whoever else has a screen.
const NUMBERS_TRIED: u32 = 64;

pub struct Screen {
    server: Child,
    pub display: String,
}

impl Screen {
    /// On a number of this process's own: servers that choose for themselves take each other's sockets away.
    pub fn open() -> Screen {
        let mut numbers = (0..NUMBERS_TRIED).map(|more| 1_000 + (std::process::id() + more) % 60_000);
        numbers.find_map(Screen::numbered).expect("Xvfb found each display it was given taken")
    }

    fn numbered(number: u32) -> Option<Screen> {
        let display = format!(":{number}");
        let mut server = Command::new("Xvfb")
            .arg(&display)
            .args(["-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is needed for this test; `apt-get install xvfb` brings it");
        let mut ready = String::new();
        let out = server.stdout.take().expect("it was piped");
        BufReader::new(out).read_line(&mut ready).expect("Xvfb says when it is there");
        if ready.trim().is_empty() {
            server.wait().expect("it is ours");
            return None;
        }
        Some(Screen { server, display })
    }

    pub fn connect(&self) -> (RustConnection, Window) {
        let (connection, screen) = x11rb::connect(Some(&self.display)).expect("the screen is there");
        let root = connection.setup().roots[screen].root;
        (connection, root)
    }
}

impl AsRef<str> for Screen {
    fn as_ref(&self) -> &str {
        &self.display
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Asked, it takes its lock and its socket away; killed, it would leave them.
        let _ = Command::new("kill").arg(self.server.id().to_string()).status();
        let _ = self.server.wait();
    }
}

/// Everything sent before has been done.
pub fn settle(connection: &RustConnection) {
    connection.get_input_focus().expect("it is sent").reply().expect("the screen answers");
}

/// Moves the pointer and presses things, as the server's own devices would.
pub struct Hand {
    connection: RustConnection,
    root: Window,
}

impl Hand {
    pub fn of(screen: &Screen) -> Hand {
        let (connection, root) = screen.connect();
        Hand { connection, root }
    }

    /// Until somebody shows a window at least so wide.
    pub fn wait_for_window(&self, width: u16) {
        let events = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_NOTIFY);
        self.connection.change_window_attributes(self.root, &events).expect("it is sent");
        settle(&self.connection);
        while !self.is_shown(width) {
            self.connection.wait_for_event().expect("the screen is there");
        }
    }

    fn is_shown(&self, width: u16) -> bool {
        let tree = self.connection.query_tree(self.root).expect("it is sent").reply().expect("windows");
        tree.children.into_iter().any(|window| {
            // A window may go while it is asked.
            let size = self.connection.get_geometry(window).expect("it is sent").reply();
            let look = self.connection.get_window_attributes(window).expect("it is sent").reply();
            let is_wide = size.is_ok_and(|size| size.width >= width);
            is_wide && look.is_ok_and(|look| look.map_state == MapState::VIEWABLE)
        })
    }

    /// With a window under it that holds the pointer while the button is down, as a plugin's window does.
    pub fn on(screen: &Screen) -> Hand {
        let (connection, root) = screen.connect();
        show(&connection, root, (0, 0, 100, 100));
        let hand = Hand { connection, root };
        hand.go(50, 50);
        hand
    }

    fn fake(&self, kind: u8, detail: u8, (x, y): (i16, i16)) {
        self.connection.xtest_fake_input(kind, detail, 0, self.root, x, y, 0).expect("it is sent");
        settle(&self.connection);
    }

    pub fn go(&self, x: i16, y: i16) {
        self.fake(MOTION_NOTIFY_EVENT, 0, (x, y));
    }

    pub fn press(&self) {
        self.fake(BUTTON_PRESS_EVENT, 1, (0, 0));
    }

    pub fn let_go(&self) {
        self.fake(BUTTON_RELEASE_EVENT, 1, (0, 0));
    }

    pub fn press_escape(&self) {
        const ESCAPE: u32 = 0xff1b;
        let setup = self.connection.setup();
        let (first, count) = (setup.min_keycode, setup.max_keycode - setup.min_keycode + 1);
        let keys =
            self.connection.get_keyboard_mapping(first, count).expect("it is sent").reply().expect("keys");
        let mut codes = keys.keysyms.chunks(usize::from(keys.keysyms_per_keycode));
        let at = codes.position(|syms| syms.contains(&ESCAPE)).expect("a keyboard has Escape");
        self.fake(KEY_PRESS_EVENT, first + at as u8, (0, 0));
    }
}
