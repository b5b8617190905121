//! What is no sentence, and the words it is told in.

use wire::ToOrchestrator;
use wire::codec::{Error, decode};
use wire::limits::MESSAGE_BYTES_MAX;

#[test]
fn a_wrong_word_is_named() {
    let table = [
        ("", "EOF while parsing"),
        ("[]", "missing field `type`"),
        ("7", "invalid type: integer"),
        ("{}", "missing field `type`"),
        (r#"{"type":"shout"}"#, "unknown variant `shout`, expected one of `hello`, `ping`"),
        (r#"{"type":"ping","id":1}"#, "missing field `t0`"),
        (r#"{"type":"ping","id":1,"t0":5}"#, "expected a string"),
        (r#"{"type":"ping","id":1,"t0":"5.0"}"#, "\"5.0\" is not a whole number of nanoseconds in a string"),
        (r#"{"type":"ping","id":1,"t0":"9223372036854775808"}"#, "is not a whole number of nanoseconds"),
        (r#"{"type":"ping","id":-1,"t0":"5"}"#, "expected u64"),
        (r#"{"type":"ping","id":1,"t0":"5","t9":1}"#, "unknown field `t9`"),
        (r#"{"type":"hello","proto":1,"token":"x"}"#, "unknown field `token`"),
        (r#"{"type":"hello","proto":1,"subscribe":["everything"]}"#, "unknown variant `everything`"),
    ];
    for (text, expected) in table {
        let error = decode::<ToOrchestrator>(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn a_long_message_is_not_even_read() {
    let text = " ".repeat(MESSAGE_BYTES_MAX + 1);
    let error = decode::<ToOrchestrator>(&text).unwrap_err();
    assert_eq!(error, Error::TooLong { bytes: MESSAGE_BYTES_MAX + 1 });
    assert!(error.to_string().contains("at most 262144"));
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    let text = format!(r#"{{"type":"ping","id":{}"#, "[".repeat(100_000));
    assert!(matches!(decode::<ToOrchestrator>(&text), Err(Error::Unreadable { .. })));
}

#[test]
fn a_sentence_nobody_could_read_is_not_written() {
    let text = "x".repeat(MESSAGE_BYTES_MAX);
    let resync = wire::Resync { reason: text, snapshot_url: String::new() };
    assert!(matches!(wire::codec::encode(&wire::ToPlugin::Resync(resync)), Err(Error::TooLong { .. })));
}
