//! The house: principals, pairing, browsers and sessions.

mod family;
mod pairing;
mod principals;
mod sessions;
