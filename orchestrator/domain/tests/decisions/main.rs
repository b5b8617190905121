//! What is decided in every state: tables, stories and random sequences of commands.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod cast;
mod house;
mod job;
mod model;
mod property;
mod sentences;
mod session;
mod stage;
mod story;
