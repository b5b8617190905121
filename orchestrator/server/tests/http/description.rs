//! The description: as it is committed, and what has to be true of all of it.

use serde_json::{Value, json};

fn committed() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json")
}

/// Set it to write the description anew; then read the difference as a client would.
const REWRITE: &str = "REWRITE_GOLDEN";

#[test]
fn the_committed_description_is_what_the_code_says() {
    let text = orchestrator::http::description::text();
    if std::env::var_os(REWRITE).is_some() {
        std::fs::write(committed(), &text).unwrap();
    }
    let found = std::fs::read_to_string(committed()).unwrap_or_default();
    let differs = found.lines().zip(text.lines()).find(|(found, text)| found != text);
    assert!(
        found == text,
        "docs/openapi.json is not what the code says ({differs:?}); type: {REWRITE}=1 cargo test -p ai-band-orchestrator --test http description"
    );
}

fn operations() -> Vec<(String, Value)> {
    let description: Value = serde_json::from_str(&orchestrator::http::description::text()).unwrap();
    assert_eq!(description["openapi"], "3.1.0");
    let paths = description["paths"].as_object().unwrap();
    let each = paths.iter().flat_map(|(path, item)| {
        let item = item.as_object().unwrap().clone();
        item.into_iter().map(move |(method, operation)| (format!("{method} {path}"), operation))
    });
    each.collect()
}

#[test]
fn every_route_says_what_it_is_and_how_it_fails() {
    for (route, operation) in operations() {
        assert!(
            operation["summary"].as_str().is_some_and(|text| text.ends_with('.')),
            "{route} has no sentence"
        );
        let problem =
            &operation["responses"]["default"]["content"]["application/problem+json"]["schema"]["$ref"];
        assert_eq!(problem, "#/components/schemas/Problem", "{route}");
        let creates = ["201", "202"].iter().find_map(|status| operation["responses"].get(status));
        if let Some(created) = creates {
            assert!(
                !created["headers"]["Location"].is_null(),
                "{route} makes something and does not say where"
            );
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let text = orchestrator::http::description::text();
    let description: Value = serde_json::from_str(&text).unwrap();
    let schemas = description["components"]["schemas"].as_object().unwrap();
    let names = text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
    let missing: Vec<&str> = names.filter(|name| !schemas.contains_key(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let kinds = ["PrincipalKind", "RuleKind", "ArtifactKind", "MessageKind"];
    assert!(
        kinds.iter().all(|kind| schemas.contains_key(*kind)),
        "types of one name in two files have two here"
    );
}

#[test]
fn the_seeds_routes_are_there() {
    let routes: Vec<String> = operations().into_iter().map(|(route, _)| route).collect();
    for route in [
        "post /api/plugin/register",
        "get /api/plugin/status",
        "post /api/plugin/heartbeat",
        "post /api/transport/start",
        "post /api/transport/stop",
        "post /api/transport/reset",
        "get /api/transport/position",
        "post /api/midi/generate",
        "get /api/midi/list",
        "post /api/midi/stream",
        "delete /api/midi/{file_id}",
    ] {
        assert!(routes.iter().any(|known| known == route), "{route}");
    }
}

#[test]
fn requests_refuse_what_they_do_not_know_and_texts_have_an_end() {
    let description: Value = serde_json::from_str(&orchestrator::http::description::text()).unwrap();
    let schemas = description["components"]["schemas"].as_object().unwrap();
    for (route, operation) in operations() {
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        let Some(name) = schema.as_str().and_then(|name| name.rsplit('/').next()) else { continue };
        let schema = &schemas[name];
        let parts = schema["oneOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
        for part in parts {
            assert_eq!(part["additionalProperties"], json!(false), "{route}: {name}");
        }
    }
    for (name, schema) in schemas {
        let is_bounded = schema["maxLength"].is_u64() || schema["enum"].is_array();
        assert!(schema["type"] != "string" || is_bounded, "{name} may be of any length");
        let has_ends = schema["minimum"].is_number() && schema["maximum"].is_number();
        assert!(
            !["integer", "number"].contains(&schema["type"].as_str().unwrap_or_default()) || has_ends,
            "{name}"
        );
    }
}
