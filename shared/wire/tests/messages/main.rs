//! The sentences of the wire as they look, what is refused, and numbers that survive.

mod numbers;
mod refused;
mod spoken;
