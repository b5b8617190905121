//! What a rendered song says: exactly what was written, whatever the host's blocks are like.

mod faithful;
mod hosting;
mod picture;
mod written;
