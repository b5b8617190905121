//! The socket of a whole server, on a port of its own, spoken to as clients do.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod client;
mod door;
mod hostile;
mod house;
mod leaders;
mod lifecycle;
mod resume;
mod returning;
mod seed;
mod sentences;
#[path = "../http/server.rs"]
#[allow(dead_code, reason = "it serves the tests of the routes too")]
mod server;
