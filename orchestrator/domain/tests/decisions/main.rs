//! What is decided in every state: tables, stories and random sequences of commands.

mod cast;
mod house;
mod job;
mod property;
mod session;
mod stage;
