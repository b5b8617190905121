//! Every error has one shape, the framework's own included.

use serde_json::json;

use crate::server::Server;

#[tokio::test]
async fn what_the_framework_refuses_is_a_problem_too() {
    let server = Server::start().await;
    for (method, path, status, code) in [
        ("GET", "/nowhere", 404, "NOT_FOUND"),
        ("GET", "/api/midi/list/more", 404, "NOT_FOUND"),
        ("DELETE", "/api/plugin/register", 405, "METHOD_NOT_ALLOWED"),
        ("PUT", "/healthz", 405, "METHOD_NOT_ALLOWED"),
        ("TRACE", "/api/sessions", 405, "METHOD_NOT_ALLOWED"),
        ("BREW", "/api/sessions", 405, "METHOD_NOT_ALLOWED"),
        ("POST", "/api/plugin/register", 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("GET", "/api/plugin/status?plugin_id=%ff", 422, "INVALID_REQUEST"),
        ("GET", "/api/plugin/status?who=me", 422, "INVALID_REQUEST"),
        ("GET", "/api/jobs?limit=0", 422, "INVALID_REQUEST"),
        ("GET", "/api/jobs?limit=4294967296", 422, "INVALID_REQUEST"),
        ("GET", "/api/jobs?cursor=nonsense", 422, "INVALID_REQUEST"),
        ("GET", "/api/sessions/%00", 404, "NOT_FOUND"),
        ("GET", "/api/sessions/..%2f..%2fetc", 404, "NOT_FOUND"),
        ("GET", "/api/sessions/other", 404, "SESSION_NOT_FOUND"),
        ("GET", "/api/jobs/job_1", 404, "NOT_FOUND"),
        ("GET", "/api/jobs/job_00000000000000000000000000000001", 404, "JOB_NOT_FOUND"),
        ("GET", "/api/midi/artifact_00000000000000000000000000000001", 404, "FILE_NOT_FOUND"),
        ("DELETE", "/api/midi/artifact_00000000000000000000000000000001", 404, "FILE_NOT_FOUND"),
        ("GET", "/api/plugin/status?plugin_id=ghost", 404, "PLUGIN_NOT_FOUND"),
        ("GET", "/api/sessions/default/regions/1", 404, "REGION_NOT_FOUND"),
        ("GET", "/api/sessions/default/regions/0", 404, "NOT_FOUND"),
    ] {
        let answer = server.request(method, path).send().await;
        answer.expect_problem(status, code);
        assert_eq!(
            answer.headers.contains_key("allow"),
            status == 405,
            "{method} {path}: Allow comes with 405"
        );
    }
}

#[tokio::test]
async fn a_body_that_is_wrong_is_refused_with_the_place() {
    let server = Server::start().await;
    for (path, body, status, code, pointer) in [
        ("/api/plugin/register", "", 400, "INVALID_REQUEST", None),
        ("/api/plugin/register", "{", 400, "INVALID_REQUEST", None),
        ("/api/plugin/register", "{} {}", 422, "INVALID_REQUEST", Some("")),
        ("/api/plugin/register", r#"{"plugin_id": "a"} x"#, 400, "INVALID_REQUEST", None),
        ("/api/plugin/register", "[]", 422, "INVALID_REQUEST", Some("")),
        ("/api/plugin/register", r#"{"plugin_id": "a\u0000b"}"#, 422, "INVALID_REQUEST", Some("/plugin_id")),
        ("/api/plugin/register", r#"{"plugin_id": "../x"}"#, 422, "INVALID_REQUEST", Some("/plugin_id")),
        ("/api/plugin/register", r#"{"plugin_id": 7}"#, 422, "INVALID_REQUEST", Some("/plugin_id")),
        ("/api/plugin/register", r#"{"plugin_id": "a", "x": 1}"#, 422, "INVALID_REQUEST", None),
        (
            "/api/plugin/register",
            r#"{"plugin_id": "a", "capabilities": ["midi", "fly"]}"#,
            422,
            "INVALID_REQUEST",
            Some("/capabilities/1"),
        ),
        ("/api/transport/seek", "[16.75]", 422, "INVALID_POSITION", Some("")),
        ("/api/midi/generate", " []", 422, "INVALID_REQUEST", Some("")),
        ("/api/transport/seek", r#"{"beat": -1}"#, 422, "INVALID_POSITION", Some("/beat")),
        ("/api/transport/seek", r#"{"beat": 1e9}"#, 422, "INVALID_POSITION", Some("/beat")),
        ("/api/transport/seek", r#"{"beat": 1e999}"#, 400, "INVALID_REQUEST", None),
        ("/api/transport/tempo", r#"{"tempo": 0}"#, 422, "INVALID_REQUEST", Some("/tempo")),
        ("/api/transport/loop", r#"{"enabled": true}"#, 422, "INVALID_LOOP", Some("/start_beat")),
        (
            "/api/midi/generate",
            r#"{"track_types": ["kazoo"]}"#,
            422,
            "INVALID_REQUEST",
            Some("/track_types/0"),
        ),
        ("/api/midi/generate", r#"{"chord_progression": "C-Hmm"}"#, 422, "INVALID_CHORDS", None),
        (
            "/api/midi/generate",
            r#"{"chord_progression": "C", "key": "Q major"}"#,
            422,
            "INVALID_REQUEST",
            Some("/key"),
        ),
        ("/api/midi/generate", r#"{"chart": "C"}"#, 202, "", None),
    ] {
        let asking = server.request("POST", path).bytes("application/json", body.to_owned());
        let answer = asking.send().await;
        if status == 202 {
            continue;
        }
        let problem = answer.expect_problem(status, code);
        if let Some(pointer) = pointer {
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{path} {body}: {problem}");
        }
    }
}

#[tokio::test]
async fn a_chart_that_cannot_be_read_says_what_was_meant() {
    let server = Server::start().await;
    let answer = server.put("/api/sessions/default/chart", json!({"text": "| Am7 | Hm7 |"})).await;
    let problem = answer.expect_problem(422, "INVALID_CHART");
    assert!(problem["detail"].as_str().unwrap().contains("Hm7"), "{problem}");
}

#[tokio::test]
async fn too_much_is_refused_before_it_is_read() {
    let server = Server::start().await;
    let large = format!(r#"{{"plugin_id": "{}"}}"#, "x".repeat(70_000));
    let answer = server.request("POST", "/api/plugin/register").bytes("application/json", large).send().await;
    answer.expect_problem(413, "TOO_LARGE");
    let answer =
        server.request("POST", "/api/midi/upload").bytes("audio/midi", vec![0; 5 << 20]).send().await;
    answer.expect_problem(413, "TOO_LARGE");
}

#[tokio::test]
async fn a_request_keeps_the_name_it_came_with_if_that_is_one() {
    let server = Server::start().await;
    for (theirs, is_kept) in [("my-request-7", true), ("not a name", false), (&*"x".repeat(65), false)] {
        let answer = server.request("GET", "/nowhere").header("x-request-id", theirs).send().await;
        let problem = answer.expect_problem(404, "NOT_FOUND");
        assert_eq!(problem["request_id"] == theirs, is_kept, "{theirs}");
    }
}
