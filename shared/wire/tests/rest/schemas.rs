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

/// All types of requests and answers stand under their names in one description: of two with one name, one would be lost.
#[test]
fn no_two_types_have_one_name_in_the_description() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rest");
    let mut files = std::collections::BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for item in text.split("utoipa::ToSchema").skip(1) {
            let (before, rest) = item.split_once("\npub ").expect("a type follows its derive");
            let own = rest.split([' ', '(', '<']).nth(1).expect("it has a name");
            let name =
                before.split("schema(as = ").nth(1).and_then(|named| named.split(')').next()).unwrap_or(own);
            let other = files.insert(name.to_owned(), path.clone());
            assert_eq!(other, None, "{name} is in {} too; say schema(as = …)", path.display());
        }
    }
    assert!(files.len() > 50, "{}", files.len());
}
