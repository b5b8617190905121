//! What may be said over HTTP, and what may not: requests as strangers write them.
#![allow(clippy::unwrap_used, reason = "also what prepares a test may fail it")]

mod answers;
mod bounds;
mod requests;
mod schemas;
