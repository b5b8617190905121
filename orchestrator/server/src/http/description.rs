//! The description of all routes (OpenAPI 3.1): made from the code, so nothing can be there and not be described.

use utoipa::OpenApi as _;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, Info, OpenApi, Ref, RefOr, Required, ResponseBuilder, SecurityRequirement,
};
use wire::number::PageSize;
use wire::rest::problem::Problem;
use wire::text::Tag;

use super::problem::MEDIA_TYPE;

#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(Problem, PageSize, Tag)))]
struct Frame;

const SCHEME: &str = "token";
/// Everything in them may be left out, so they may be left out too.
const BODY_MAY_BE_MISSING: &[&str] =
    &["/api/auth/pairing", "/api/midi/generate", "/api/midi/stream", "/api/render"];

/// What the routes are put into.
pub fn frame() -> OpenApi {
    let mut api = Frame::openapi();
    api.info = Info::new("AI Band orchestrator", env!("CARGO_PKG_VERSION"));
    api.info.description = Some(
        "One band shared by plugins, browsers and scripts. Every error is application/problem+json (RFC 9457) with a \
         `code`. Streams: GET /api/changes."
            .to_owned(),
    );
    if let Some(components) = &mut api.components {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        components.security_schemes.insert(SCHEME.to_owned(), SecurityScheme::Http(scheme).into());
    }
    api.security = Some(vec![SecurityRequirement::new(SCHEME, Vec::<String>::new())]);
    api
}

/// The whole description: every operation can also end in a problem.
pub fn description() -> OpenApi {
    let (_, mut api) = super::routes().split_for_parts();
    for item in api.paths.paths.values_mut() {
        let operations =
            [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch, &mut item.head];
        operations.into_iter().flatten().for_each(add_problem);
    }
    for path in BODY_MAY_BE_MISSING {
        let operation = api.paths.paths.get_mut(*path).and_then(|item| item.post.as_mut());
        if let Some(RefOr::T(body)) = operation.and_then(|operation| operation.request_body.as_mut()) {
            body.required = Some(Required::False);
        }
    }
    if let Some(components) = &mut api.components {
        close_kinds(components.schemas.get_mut("Edit"));
    }
    describe_events(&mut api);
    api
}

/// A request of several kinds refuses what it does not know, like any other; the derive says so of structs alone.
fn close_kinds(schema: Option<&mut RefOr<Schema>>) {
    let Some(RefOr::T(Schema::OneOf(kinds))) = schema else { return };
    for kind in &mut kinds.items {
        if let RefOr::T(Schema::Object(kind)) = kind {
            kind.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        }
    }
}

/// The schema of a stream is that of one of its events, and what an event says is text that holds JSON.
fn describe_events(api: &mut OpenApi) {
    let stream = api.paths.paths.get_mut("/api/changes").and_then(|item| item.get.as_mut());
    let answer = stream.and_then(|stream| stream.responses.responses.get_mut("200"));
    let Some(RefOr::T(answer)) = answer else { return };
    let Some(RefOr::T(content)) = answer.content.get_mut("text/event-stream") else { return };
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let data = text().content_media_type("application/json").content_schema(content.schema.take());
    let event = ObjectBuilder::new()
        .property("event", text().enum_values(Some(["changes"])))
        .property("id", text())
        .property("data", data)
        .required("event")
        .required("id")
        .required("data");
    content.schema = Some(event.build().into());
}

fn add_problem(operation: &mut Operation) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let response =
        ResponseBuilder::new().description("Why it was not done.").content(MEDIA_TYPE, content).build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(response));
}

/// As it is served and committed.
pub fn text() -> String {
    let mut text = description().to_pretty_json().expect("a description is texts, numbers and lists");
    text.push('\n');
    text
}
