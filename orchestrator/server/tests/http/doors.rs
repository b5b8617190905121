//! Which requests are for here: by name, and by the page they come from.

use crate::server::Server;

#[tokio::test]
async fn a_request_for_another_host_or_from_another_page_is_turned_away() {
    let server = Server::start().await;
    let own = format!("http://127.0.0.1:{}", server.serving.port);
    for (name, value, status) in [
        ("host", "localhost", 200),
        ("host", "[::1]:8000", 200),
        ("host", "evil.example", 421),
        ("host", "127.0.0.1.evil.example", 421),
        ("host", "192.168.1.5:8000", 421),
        ("host", "", 421),
        ("origin", &own, 200),
        ("origin", "http://localhost:3000", 403),
        ("origin", "http://evil.example", 403),
        ("origin", "null", 403),
        ("origin", "http://localhost.evil.example", 403),
    ] {
        for path in ["/api/sessions", "/healthz", "/api/auth/me"] {
            let answer = server.request("GET", path).header(name, value).send().await;
            match status {
                421 => drop(answer.expect_problem(421, "WRONG_HOST")),
                403 => drop(answer.expect_problem(403, "WRONG_ORIGIN")),
                _ => drop(answer.expect(status)),
            }
        }
    }
}

#[tokio::test]
async fn one_origin_that_is_ours_does_not_excuse_another() {
    let server = Server::start().await;
    let own = format!("http://127.0.0.1:{}", server.serving.port);
    let asking = server.request("GET", "/healthz").header("origin", &own);
    asking.header("origin", "http://evil.example").send().await.expect_problem(403, "WRONG_ORIGIN");
}

#[tokio::test]
async fn no_answer_lets_a_browser_frame_guess_or_script() {
    let server = Server::start().await;
    for path in ["/", "/nowhere", "/api/sessions"] {
        let answer = server.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert!(!answer.headers.contains_key("access-control-allow-origin"), "{path}: nobody else is let in");
    }
}
