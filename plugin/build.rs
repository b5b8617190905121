//! Links the plugin so that it stays in memory once a host has loaded it.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // A thread of the host that has run code of ours runs some more when it ends (Rust's guard for what is kept per
    // thread). A host that had unloaded the file by then would crash there.
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux") {
        println!("cargo::rustc-link-arg-cdylib=-Wl,-z,nodelete");
    }
}
