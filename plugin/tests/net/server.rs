//! A server of a few lines: takes who registers, gives what it was told to give, and can vanish.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use crate::stage::registered;

/// Path and body of what is given.
type Given = Vec<(String, Vec<u8>)>;

pub struct FakeServer {
    pub authority: String,
    ended: Arc<AtomicBool>,
    /// Method and path of what was asked, in order.
    pub asked: Arc<Mutex<Vec<String>>>,
    /// Sockets that are open, for a test to speak on.
    sockets: Arc<Mutex<Vec<WebSocket<TcpStream>>>>,
    thread: Option<JoinHandle<()>>,
}

impl FakeServer {
    pub fn start(given: Given) -> FakeServer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let authority = listener.local_addr().unwrap().to_string();
        let (ended, asked, sockets) = (Arc::<AtomicBool>::default(), Arc::default(), Arc::default());
        let mut server = FakeServer { authority, ended, asked, sockets, thread: None };
        let (ended, asked, sockets) =
            (Arc::clone(&server.ended), Arc::clone(&server.asked), Arc::clone(&server.sockets));
        let work = move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                serve(stream.unwrap(), &given, &asked, &sockets);
            }
        };
        server.thread = Some(std::thread::spawn(work));
        server
    }

    /// The file by which it is found.
    pub fn write_file(&self, path: &std::path::Path) {
        let page = json!({ "url": format!("http://{}", self.authority), "token": "t" });
        std::fs::write(path, page.to_string()).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
    }

    pub fn say(&self, said: &Value) {
        for socket in self.sockets.lock().unwrap().iter_mut() {
            socket.send(Message::text(said.to_string())).unwrap();
        }
    }

    /// As a process that is killed: every socket is shut, nothing is said.
    pub fn vanish(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        // Wakes who waits for somebody to come.
        drop(TcpStream::connect(&self.authority));
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
        self.sockets.lock().unwrap().clear();
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.end();
    }
}

fn serve(
    mut stream: TcpStream,
    given: &Given,
    asked: &Mutex<Vec<String>>,
    sockets: &Mutex<Vec<WebSocket<TcpStream>>>,
) {
    let mut start = [0; 4_096];
    let Ok(length) = stream.peek(&mut start) else { return };
    let line = String::from_utf8_lossy(&start[..length]).lines().next().unwrap_or_default().to_owned();
    let line = line.trim_end_matches(" HTTP/1.1").to_owned();
    asked.lock().unwrap().push(line.clone());
    if line == "GET /ws/sync" {
        // Whoever goes in the middle of it is not waited for.
        let Ok(mut socket) = tungstenite::accept(stream) else { return };
        // Hello; what it is answered is the test's.
        if socket.read().is_err() || socket.send(Message::text(welcome().to_string())).is_err() {
            return;
        }
        sockets.lock().unwrap().push(socket);
        return;
    }
    let mut rest = vec![0; 64 * 1024];
    let _ = stream.read(&mut rest);
    let path = line.split_once(' ').map_or("", |(_, path)| path);
    let body = match given.iter().find(|(known, _)| path.starts_with(known.as_str())) {
        Some((_, body)) => body.clone(),
        None => registered().to_string().into_bytes(),
    };
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(&[head.into_bytes(), body].concat());
}

fn welcome() -> Value {
    json!({
        "type": "welcome", "proto": 1, "session": "default", "instance": "me", "journal_id": "j1",
        "clock_epoch": "e1", "server_time": "0", "settings": {}, "resume": { "snapshot_url": "/api/snapshot" },
    })
}
