//! The example that knows only the seed's description, against the program as a person starts it.

use std::path::Path;
use std::process::Command;

use super::{Server, run, said};

#[test]
fn a_client_with_an_address_and_a_token_does_all_that_was_described() {
    let folder = tempfile::tempdir().unwrap();
    let (_server, address) = Server::start(folder.path());
    let (token, error) = said(&run(folder.path(), &["token"]));
    assert_eq!(error, "");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/clients/seed_client.py");
    let port = address.rsplit(':').next().unwrap().trim_end_matches('/');
    let output = Command::new("python3")
        .arg(&example)
        .args([&format!("http://localhost:{port}"), token.trim()])
        .output()
        .expect("python3 is installed: the example is written in it");
    let (out, err) = said(&output);
    assert!(output.status.success(), "{out}{err}");
    assert!(out.ends_with("everything is as described\n"), "{out}");
}
