//! A disk that fails when it is told to: stands before libc (`LD_PRELOAD`), counts what a program asks of the files under
//! one folder, and lets the call of one number go wrong; notes what a power cut would leave. Nothing links with it.

#[cfg(target_os = "linux")]
mod calls;
#[cfg(target_os = "linux")]
mod plan;
#[cfg(target_os = "linux")]
mod platter;
#[cfg(target_os = "linux")]
mod watched;
