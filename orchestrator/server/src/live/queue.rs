//! What waits for a slow reader: little, and not for long.
//!
//! Where the song is replaces what was to be said of it before; everything else keeps its order. What does not fit, or
//! waits for too long, ends the socket: nobody else waits for it.

use std::collections::VecDeque;
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use wire::Pong;
use wire::limits::{MESSAGE_BYTES_MAX, QUEUE_BYTES_MAX, QUEUE_MESSAGES_MAX, QUEUE_MS_MAX};

/// Below this many, what comes from the journal is fetched and queued: the rest waits there, where it costs nothing.
const EAGER: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Timeline(Utf8Bytes),
    Position(Utf8Bytes),
    TransportSync(Utf8Bytes),
    /// Whose order and number count.
    Each(Utf8Bytes),
    /// Gets its second time when it is written.
    Pong(Pong),
}

/// A reader that is too slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overflow;

#[derive(Debug, Default)]
pub struct Queue {
    waiting: VecDeque<Message>,
    bytes: usize,
    /// Of the steady clock: since when the first one has waited.
    since: Duration,
}

impl Message {
    fn bytes(&self) -> usize {
        match self {
            Message::Timeline(text)
            | Message::Position(text)
            | Message::TransportSync(text)
            | Message::Each(text) => text.len(),
            Message::Pong(_) => 128,
        }
    }

    /// Whether `self` says all that `other` says, and newer.
    fn replaces(&self, other: &Message) -> bool {
        match (self, other) {
            (Message::Timeline(_), Message::Timeline(_))
            | (Message::Position(_), Message::Position(_))
            | (Message::TransportSync(_), Message::TransportSync(_)) => true,
            (
                Message::Timeline(_)
                | Message::Position(_)
                | Message::TransportSync(_)
                | Message::Each(_)
                | Message::Pong(_),
                _,
            ) => false,
        }
    }
}

impl Queue {
    pub fn push(&mut self, message: Message, now: Duration) -> Result<(), Overflow> {
        if let Some(older) = self.waiting.iter_mut().find(|older| message.replaces(older)) {
            self.bytes = self.bytes - older.bytes() + message.bytes();
            *older = message;
            return Ok(());
        }
        // One message may be as large as all of a queue.
        let is_room = self.waiting.is_empty() || self.bytes + message.bytes() <= QUEUE_BYTES_MAX;
        if self.waiting.len() >= QUEUE_MESSAGES_MAX || !is_room {
            return Err(Overflow);
        }
        if self.waiting.is_empty() {
            self.since = now;
        }
        self.bytes += message.bytes();
        self.waiting.push_back(message);
        Ok(())
    }

    /// The next one; the others begin to wait anew, for the reader reads.
    pub fn pop(&mut self, now: Duration) -> Option<Message> {
        let first = self.waiting.pop_front()?;
        self.bytes -= first.bytes();
        self.since = now;
        Some(first)
    }

    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether what comes from the journal may come now.
    pub fn is_eager(&self) -> bool {
        self.waiting.len() < EAGER && self.bytes < MESSAGE_BYTES_MAX / 2
    }

    /// When its reader is given up, unless it reads before.
    pub fn gives_up_at(&self) -> Option<Duration> {
        (!self.waiting.is_empty()).then(|| self.since + Duration::from_millis(QUEUE_MS_MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(7);

    fn each(text: &str) -> Message {
        Message::Each(text.to_owned().into())
    }

    fn position(text: &str) -> Message {
        Message::Position(text.to_owned().into())
    }

    #[test]
    fn where_the_song_is_replaces_what_was_said_of_it_and_the_rest_keeps_its_order() {
        let mut queue = Queue::default();
        let timeline = |text: &str| Message::Timeline(text.to_owned().into());
        for message in [each("a"), position("1"), each("b"), timeline("x"), position("22"), each("c")] {
            queue.push(message, NOW).unwrap();
        }
        assert_eq!(queue.bytes, 6);
        let all: Vec<Message> = std::iter::from_fn(|| queue.pop(NOW)).collect();
        assert_eq!(all, [each("a"), position("22"), each("b"), timeline("x"), each("c")]);
        assert_eq!((queue.bytes, queue.is_empty()), (0, true));
    }

    #[test]
    fn a_queue_holds_so_many_messages_and_so_many_bytes() {
        let mut queue = Queue::default();
        assert!((0..QUEUE_MESSAGES_MAX).all(|_| queue.push(each("a"), NOW).is_ok()));
        assert_eq!(queue.push(each("a"), NOW), Err(Overflow));
        queue.pop(NOW).unwrap();
        assert_eq!(queue.push(each("a"), NOW), Ok(()));

        let mut queue = Queue::default();
        let whole = "x".repeat(QUEUE_BYTES_MAX);
        assert_eq!(queue.push(each(&whole), NOW), Ok(()), "one alone may be as large as it likes");
        assert_eq!(queue.push(each("a"), NOW), Err(Overflow));
        queue.pop(NOW).unwrap();
        assert_eq!(queue.push(each("a"), NOW), Ok(()));
        assert_eq!(queue.push(each(&whole), NOW), Err(Overflow));
    }

    #[test]
    fn patience_begins_anew_whenever_something_is_read() {
        let mut queue = Queue::default();
        let later = |ms: u64| NOW + Duration::from_millis(ms);
        assert_eq!(queue.gives_up_at(), None);
        queue.push(each("a"), NOW).unwrap();
        queue.push(each("b"), later(1_500)).unwrap();
        assert_eq!(queue.gives_up_at(), Some(later(2_000)));
        queue.pop(later(1_900)).unwrap();
        assert_eq!(queue.gives_up_at(), Some(later(3_900)));
        queue.pop(later(1_900)).unwrap();
        assert_eq!(queue.gives_up_at(), None);
    }

    #[test]
    fn the_journal_waits_where_it_is_until_there_is_room() {
        let mut queue = Queue::default();
        for number in 0..QUEUE_MESSAGES_MAX {
            assert_eq!(queue.is_eager(), number < EAGER);
            queue.push(each("a"), NOW).unwrap();
        }
        let mut queue = Queue::default();
        queue.push(each(&"x".repeat(QUEUE_BYTES_MAX)), NOW).unwrap();
        assert!(!queue.is_eager());
    }
}
