//! Servers on other machines, without a network: what is typed, how a pairing goes, what is kept, what is proved.

mod addresses;
mod hints;
mod kept;
mod proofs;
mod renewing;
mod stages;
