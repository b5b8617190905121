//! What the framework makes of a plugin's state, so that tests can write one, damage one and carry one over.

use std::collections::BTreeMap;

use anyhow::Context;
use serde_json::{Map, Value, json};

use crate::host::Format;

/// A state, opened: texts and parameters by their ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    pub texts: BTreeMap<String, String>,
    pub params: Map<String, Value>,
}

/// CLAP streams do not know their length: the framework writes it in front.
const LENGTH_BYTES: usize = 8;

impl Kept {
    pub fn text(id: &str, text: &str) -> Kept {
        Kept { texts: BTreeMap::from([(id.to_owned(), text.to_owned())]), params: Map::new() }
    }

    pub fn read(format: Format, state: &[u8]) -> anyhow::Result<Kept> {
        let json = match format {
            Format::Clap => state.get(LENGTH_BYTES..).context("shorter than its own length")?,
            Format::Vst3 => state,
        };
        let whole: Value = serde_json::from_slice(json)?;
        let object = |name: &str| whole.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
        let text = |(id, value): (String, Value)| {
            // A text is kept as JSON inside JSON.
            let inside = value.as_str().context("a field is text")?;
            Ok((id, serde_json::from_str(inside)?))
        };
        let texts = object("fields").into_iter().map(text).collect::<anyhow::Result<_>>()?;
        Ok(Kept { texts, params: object("params") })
    }

    /// As a host of this format would have saved it.
    pub fn write(&self, format: Format) -> Vec<u8> {
        let fields: Map<String, Value> = self
            .texts
            .iter()
            .map(|(id, text)| (id.clone(), Value::String(json!(text).to_string())))
            .collect();
        let json = json!({ "version": "0.1.0", "params": self.params, "fields": fields }).to_string();
        match format {
            Format::Clap => [&(json.len() as u64).to_le_bytes(), json.as_bytes()].concat(),
            Format::Vst3 => json.into_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut kept = Kept::text("band", "two \"lines\"\nof it");
        kept.params.insert("bypass".to_owned(), Value::Bool(true));
        for format in Format::ALL {
            assert_eq!(Kept::read(format, &kept.write(format)).unwrap(), kept, "{format}");
            for damaged in [&b""[..], b"{", b"12345678{", &kept.write(format)[..20]] {
                assert!(Kept::read(format, damaged).is_err(), "{format}: {damaged:?}");
            }
        }
    }
}
