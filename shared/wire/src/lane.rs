//! A chair of the band by its name.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One of the eight chairs; the seed's `track_type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lane(pub music::lane::Lane);

impl std::str::FromStr for Lane {
    type Err = String;

    /// Only the chair's own name: what a stranger may have meant is told, not guessed.
    fn from_str(text: &str) -> Result<Lane, String> {
        let all = music::lane::Lane::ALL;
        let known = all.into_iter().find(|lane| lane.name() == text);
        known.map(Lane).ok_or_else(|| match music::lane::Lane::named(text) {
            Some(meant) => format!("there is no chair {text:?}; did you mean {meant}?"),
            None => {
                format!(
                    "there is no chair {text:?}; there are {}",
                    all.map(music::lane::Lane::name).join(", ")
                )
            }
        })
    }
}

impl Serialize for Lane {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.name())
    }
}

impl<'de> Deserialize<'de> for Lane {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Lane, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Lane {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let names = music::lane::Lane::ALL.map(music::lane::Lane::name);
        let object = utoipa::openapi::ObjectBuilder::new();
        object.schema_type(utoipa::openapi::schema::Type::String).enum_values(Some(names)).into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Lane {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chair_has_one_name_and_others_are_told_it() {
        for lane in music::lane::Lane::ALL {
            assert_eq!(lane.name().parse(), Ok(Lane(lane)));
        }
        for (text, said) in [
            ("piano", r#"there is no chair "piano"; did you mean keys?"#),
            ("Bass", r#"there is no chair "Bass"; did you mean bass?"#),
            ("kazoo", r#"there is no chair "kazoo"; there are drums, bass, "#),
        ] {
            let refused = text.parse::<Lane>().unwrap_err();
            assert!(refused.starts_with(said), "{refused}");
        }
    }
}
