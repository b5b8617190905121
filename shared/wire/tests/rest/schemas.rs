//! Schemas: what they promise is what is read.
#![cfg(feature = "schema")]

use utoipa::PartialSchema;
use wire::number::{Bpm, KnobValue};
use wire::text::{Id, Name};

fn json_of<T: PartialSchema>() -> serde_json::Value {
    serde_json::to_value(T::schema()).unwrap()
}

#[test]
fn bounds_stand_in_the_schema() {
    assert_eq!(json_of::<KnobValue>(), serde_json::json!({"type": "integer", "minimum": 0, "maximum": 127}));
    assert_eq!(json_of::<Bpm>(), serde_json::json!({"type": "number", "minimum": 4, "maximum": 1000}));
    let id = json_of::<Id>();
    assert_eq!((&id["minLength"], &id["maxLength"]), (&1.into(), &64.into()));
    assert_eq!(id["pattern"], "^[A-Za-z0-9_:-][A-Za-z0-9._:-]*$");
    assert_eq!(json_of::<Name>()["maxLength"], 120);
}

#[test]
fn a_request_that_knows_its_fields_says_so() {
    assert_eq!(json_of::<wire::rest::plugin::Register>()["additionalProperties"], false);
}
