//! A busy store that is killed and lied to, and judges of what is left of it.

pub mod busy;
pub mod chance;
pub mod judge;
pub mod killing;
pub mod lying;
pub mod platter;
pub mod receipt;
pub mod steady;
