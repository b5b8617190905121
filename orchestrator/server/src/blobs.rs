//! Bytes that never change, as files named by their hash.
