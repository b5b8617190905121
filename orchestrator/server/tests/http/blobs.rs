//! Blobs: put under the hash they have, got whole or in part, never anything else.

use music::clip::Hash;
use serde_json::json;

use crate::server::Server;

async fn put(server: &Server, bytes: &[u8]) -> String {
    let url = format!("/api/blobs/{}", Hash::of(bytes));
    let asking = server.request("PUT", &url).bytes("application/octet-stream", bytes.to_vec());
    let answer = asking.send().await.expect(201);
    assert_eq!(
        (answer.header("location"), answer.json()["bytes"].clone()),
        (url.clone(), json!(bytes.len()))
    );
    url
}

#[tokio::test]
async fn bytes_come_back_whole_and_in_part() {
    let server = Server::start().await;
    let url = put(&server, b"0123456789").await;
    for (range, status, bytes, said) in [
        ("", 200, "0123456789", ""),
        ("bytes=0-3", 206, "0123", "bytes 0-3/10"),
        ("bytes=4-", 206, "456789", "bytes 4-9/10"),
        ("bytes=-2", 206, "89", "bytes 8-9/10"),
        ("bytes=9-99", 206, "9", "bytes 9-9/10"),
        ("bytes=0-1,4-5", 200, "0123456789", ""),
        ("chars=0-1", 200, "0123456789", ""),
    ] {
        let asking = server.request("GET", &url);
        let asking = if range.is_empty() { asking } else { asking.header("range", range) };
        let answer = asking.send().await.expect(status);
        assert_eq!(
            (answer.text().as_str(), answer.header("content-range").as_str()),
            (bytes, said),
            "{range}"
        );
        assert_eq!(answer.header("content-length"), bytes.len().to_string());
    }
    let beyond = server.request("GET", &url).header("range", "bytes=10-").send().await;
    beyond.expect_problem(416, "INVALID_RANGE");
    assert_eq!(beyond.header("content-range"), "bytes */10");
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let server = Server::start().await;
    let url = put(&server, b"abc").await;
    let tag = server.get(&url).await.header("etag");
    let again = server.request("GET", &url).header("if-none-match", &tag).send().await.expect(304);
    assert!(again.bytes.is_empty());
}

#[tokio::test]
async fn bytes_under_another_hash_are_refused_and_not_kept() {
    let server = Server::start().await;
    let url = format!("/api/blobs/{}", Hash::of(b"what was promised"));
    let asking = server.request("PUT", &url).bytes("application/octet-stream", "what came");
    asking.send().await.expect_problem(422, "INVALID_HASH");
    server.get(&url).await.expect_problem(404, "FILE_NOT_FOUND");
    server.get(&format!("/api/blobs/{}", Hash::of(b"what came"))).await.expect_problem(404, "FILE_NOT_FOUND");
}

#[tokio::test]
async fn only_a_hash_names_a_blob() {
    let server = Server::start().await;
    put(&server, b"abc").await;
    let hash = Hash::of(b"abc").to_string();
    let digits = hash.trim_start_matches("sha256:").to_owned();
    for name in [
        digits.clone(),
        format!("sha256:{}", digits.to_uppercase()),
        format!("sha256:{}", &digits[1..]),
        format!("md5:{digits}"),
        "..%2f..%2fkeys.json".to_owned(),
        "%2e%2e%2fkeys.json".to_owned(),
        "sha256:..%2f..%2fkeys.json".to_owned(),
        format!("{hash}%00"),
        format!("{hash}%2f..%2f{digits}"),
    ] {
        let answer = server.get(&format!("/api/blobs/{name}")).await;
        answer.expect_problem(404, "NOT_FOUND");
    }
}

fn file_of(server: &Server, hash: &Hash) -> std::path::PathBuf {
    let text = hash.to_string();
    server.serving.app.blobs.root().join(&text[7..9]).join(&text[9..])
}

#[tokio::test]
async fn what_has_rotted_is_never_sent_for_what_it_was() {
    let server = Server::start().await;
    let clip = crate::edits::clip(&server).await;
    let (url, hash) = (format!("/api/blobs/{clip}"), clip.parse::<Hash>().unwrap());
    let good = server.get(&url).await.expect(200).bytes;
    let mut bad = good.to_vec();
    *bad.last_mut().unwrap() ^= 1;
    std::fs::write(file_of(&server, &hash), &bad).unwrap();
    let place = json!({"lane": "bass", "start": 0, "length": 3840, "clip": clip});
    for answer in [
        server.get(&url).await,
        server.request("GET", &url).header("range", "bytes=0-1").send().await,
        server.post("/api/sessions/default/regions", place.clone()).await,
    ] {
        let problem = answer.expect_problem(500, "BLOB_DAMAGED");
        let detail = problem["detail"].as_str().unwrap();
        for part in [clip.as_str(), "PUT /api/blobs/", "backup", "ai-band doctor"] {
            assert!(detail.contains(part), "{detail}");
        }
    }
    assert_eq!(put(&server, &good).await, url);
    assert_eq!(server.get(&url).await.expect(200).bytes, good);
    server.post("/api/sessions/default/regions", place).await.expect(201);
}

#[tokio::test]
async fn what_is_placed_while_a_sweep_is_under_way_stays() {
    let server = Server::start().await;
    let clip = crate::edits::clip(&server).await;
    let hash = clip.parse::<Hash>().unwrap();
    let file = std::fs::File::options().write(true).open(file_of(&server, &hash)).unwrap();
    let now = std::time::SystemTime::now();
    file.set_modified(now - 2 * orchestrator::library::KEPT_FOR).unwrap();
    let place = json!({"lane": "bass", "start": 0, "length": 3840, "clip": clip});
    server.post("/api/sessions/default/regions", place).await.expect(201);
    // A sweep that asked what is needed before it was placed, and comes to it only now.
    let blobs = &server.serving.app.blobs;
    assert!(!blobs.remove_older(&hash, now - orchestrator::library::KEPT_FOR).unwrap());
    server.get(&format!("/api/blobs/{clip}")).await.expect(200);
}
