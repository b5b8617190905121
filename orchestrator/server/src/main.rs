//! The program `ai-band`.

fn main() {}
