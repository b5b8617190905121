//! What a composer on the command line understands, keeps, and shows.

mod asked;
mod examples;
mod own_styles;
mod turned;
