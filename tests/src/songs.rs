//! Whole songs on trial: charts by chance, composed in every style, judged by the laws of hands, forms and endings.

pub mod ask;
pub mod laws;
pub mod performance;
mod trial;
mod writer;

pub use ask::{Ask, examples};
pub use laws::{Fault, LAWS, Law};
pub use performance::Performance;
pub use trial::{Verdict, trial};
