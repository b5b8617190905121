//! The unlinked band: what happens when somebody asks, decides, takes back and locks.

mod acts;
mod asking;
mod edited_chart;
mod export;
mod files;
mod first_take;
mod linked;
mod locks;
mod random;
mod seams;
mod session_takes;
mod stage;
mod takes;
mod view;
