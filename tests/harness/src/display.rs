//! A screen that nobody sees (Xvfb), windows on it for editors to live in, and pictures of them.

mod hand;
mod picture;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, CreateWindowAux, ImageFormat, WindowClass};
use x11rb::rust_connection::RustConnection;

use crate::host::{Host, Size};
use crate::process::Held;
pub use hand::Key;
pub use picture::Picture;

/// The screen's size: a window of 1000 × 700 points at 200 % fits.
const SCREEN: Size = Size { width: 2_600, height: 1_800 };
/// A window is drawn by a thread of its own, and the only way to know is to look.
const LOOK_EVERY: Duration = Duration::from_millis(40);
/// Even a busy machine without a graphics card has drawn by then.
const PATIENCE: Duration = Duration::from_secs(20);
/// As long as an editor's thread takes at most, where nothing else has begun a thread.
const FAREWELL: Duration = Duration::from_secs(2);
/// So often in a row the same picture is a finished one.
const CALM_LOOKS: u32 = 6;

/// Each process has numbers of its own: servers that choose for themselves take each other's sockets away while one ends
/// and another begins, and then a window is drawn on one screen and looked for on another.
const NUMBER_MIN: u32 = 1_000;
/// X stops at 65 535.
const NUMBERS: u32 = 60_000;
/// Somebody else's server may be anywhere, though not everywhere.
const NUMBERS_TRIED: u32 = 16;

/// The server ends by itself when the last who draws on it has gone: somebody whose server is taken away ends his
/// whole process.
pub struct Display {
    /// As `DISPLAY` says it.
    pub name: String,
    connection: RustConnection,
    root: u32,
}

/// Where an editor is put; closed when dropped.
pub struct Frame<'a> {
    pub display: &'a Display,
    pub id: u32,
    size: Size,
    /// Before an editor was in it.
    held: Option<Held>,
}

impl Display {
    /// Starts a server, and makes it the one this process's windows open on. One a process.
    ///
    /// # Errors
    /// Names the package to install where there is no Xvfb.
    pub fn start() -> anyhow::Result<Display> {
        let name = (0..NUMBERS_TRIED)
            .find_map(|more| served(NUMBER_MIN + (std::process::id() + more) % NUMBERS).transpose());
        let name = name.context("Xvfb found each display it was given taken")??;
        set_display(&name);
        let (connection, screen) = x11rb::connect(Some(&name))?;
        let root = connection.setup().roots.get(screen).context("a server has a screen")?.root;
        Ok(Display { name, connection, root })
    }

    /// A window of its own at the screen's corner.
    pub fn frame(&self, size: Size) -> anyhow::Result<Frame<'_>> {
        let id = self.connection.generate_id()?;
        let (width, height) = (u16::try_from(size.width)?, u16::try_from(size.height)?);
        let how = CreateWindowAux::new().override_redirect(1).background_pixel(0);
        let class = WindowClass::INPUT_OUTPUT;
        self.connection.create_window(0, id, self.root, 0, 0, width, height, 0, class, 0, &how)?.check()?;
        self.connection.map_window(id)?.check()?;
        Ok(Frame { display: self, id, size, held: Held::now() })
    }
}

/// The name of the display, once the server answers; `None` where that number is somebody else's.
fn served(number: u32) -> anyhow::Result<Option<String>> {
    let name = format!(":{number}");
    let screen = format!("{}x{}x24", SCREEN.width, SCREEN.height);
    let mut command = Command::new("Xvfb");
    command.arg(&name).args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-terminate"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = command.spawn().context("Xvfb cannot be started; on Debian: apt install xvfb")?;
    let said = server.stdout.take().context("the server's words are piped")?;
    let mut line = String::new();
    BufReader::new(said).read_line(&mut line)?;
    Ok(Some(name).filter(|_| !line.trim().is_empty()))
}

#[allow(unsafe_code, reason = "the environment belongs to the whole process")]
fn set_display(name: &str) {
    // SAFETY: each test that opens a window is a process of its own, and sets this before it starts a thread.
    unsafe { std::env::set_var("DISPLAY", name) };
}

impl Frame<'_> {
    pub fn resize(&mut self, size: Size) -> anyhow::Result<()> {
        let how = x11rb::protocol::xproto::ConfigureWindowAux::new().width(size.width).height(size.height);
        self.display.connection.configure_window(self.id, &how)?.check()?;
        self.size = size;
        Ok(())
    }

    /// What is seen now.
    pub fn look(&self) -> anyhow::Result<Picture> {
        let (width, height) = (u16::try_from(self.size.width)?, u16::try_from(self.size.height)?);
        let (connection, root) = (&self.display.connection, self.display.root);
        let image =
            connection.get_image(ImageFormat::Z_PIXMAP, root, 0, 0, width, height, u32::MAX)?.reply()?;
        Ok(Picture::of(self.size, &image.data))
    }

    /// Looks until there is anything: for windows in which something moves all the time.
    pub fn drawn(&self, host: &mut dyn Host) -> anyhow::Result<Picture> {
        let until = Instant::now() + PATIENCE;
        loop {
            host.idle();
            std::thread::sleep(LOOK_EVERY);
            let seen = self.look()?;
            if !seen.is_blank() {
                return Ok(seen);
            }
            ensure!(Instant::now() < until, "nothing was drawn within {PATIENCE:?}");
        }
    }

    /// Looks until the window is drawn and does not change any more.
    pub fn settled(&self, host: &mut dyn Host) -> anyhow::Result<Picture> {
        let until = Instant::now() + PATIENCE;
        let (mut last, mut calm) = (self.look()?, 0);
        while Instant::now() < until {
            host.idle();
            std::thread::sleep(LOOK_EVERY);
            let seen = self.look()?;
            calm = if seen == last && !seen.is_blank() { calm + 1 } else { 0 };
            if calm >= CALM_LOOKS {
                return Ok(seen);
            }
            last = seen;
        }
        if last.is_blank() {
            bail!("nothing was drawn within {PATIENCE:?}");
        }
        // A playhead never rests.
        Ok(last)
    }
}

impl Drop for Frame<'_> {
    fn drop(&mut self) {
        // An editor's thread lets go of the screen after its host was told that it is shut, and a process that ends
        // meanwhile falls over the graphics driver that is being unloaded.
        let until = Instant::now() + FAREWELL;
        let is_alone =
            || Held::now().zip(self.held).is_none_or(|(now, before)| now.threads <= before.threads);
        while !is_alone() && Instant::now() < until {
            std::thread::sleep(LOOK_EVERY);
        }
        // The server may have gone before.
        let _ = self.display.connection.destroy_window(self.id);
        let _ = self.display.connection.flush();
    }
}
