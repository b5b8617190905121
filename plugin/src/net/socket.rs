//! One socket to `/ws/sync`: sentences in, sentences out, until it closes.

use std::time::Duration;

use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderValue, header};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};
use wire::limits::MESSAGE_BYTES_MAX;
use wire::{ToOrchestrator, codec};

use super::door::{Door, Stream};
use super::link::Event;

/// Sentences that wait to be written; a few are said in a second.
const WAITING_MAX: usize = 64;
/// How long a server has to shake hands.
const PATIENCE: Duration = Duration::from_secs(3);

type Line = WebSocketStream<Box<dyn Stream>>;

/// Reads and writes for as long as it lives.
pub(super) struct Socket {
    to_say: mpsc::Sender<Message>,
    talking: JoinHandle<()>,
}

impl Socket {
    /// Everything that happens is told to `tell`, the end of it too.
    pub(super) fn open(door: Door, token: String, tell: impl Fn(Event) + Send + Sync + 'static) -> Socket {
        let (to_say, said) = mpsc::channel(WAITING_MAX);
        let talking = tokio::spawn(async move {
            let opened = tokio::time::timeout(PATIENCE, connect(&door, &token)).await;
            let why = match opened {
                Ok(Ok(stream)) => {
                    tell(Event::Opened);
                    talk(stream, said, &tell).await
                }
                Ok(Err(error)) => reason(&error),
                Err(_) => "The server does not answer".to_owned(),
            };
            tell(Event::Closed(why));
        });
        Socket { to_say, talking }
    }

    /// A socket that takes nothing any more is closed by its pings.
    pub(super) fn say(&self, said: &ToOrchestrator) {
        if let Ok(text) = codec::encode(said) {
            let _ = self.to_say.try_send(Message::text(text));
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.talking.abort();
    }
}

async fn connect(door: &Door, token: &str) -> Result<Line, Error> {
    // Whether it is TLS is the door's business: what is asked for there is the same.
    let mut request = format!("ws://{}/ws/sync", door.authority()).into_client_request()?;
    let bearer = HeaderValue::from_str(&format!("Bearer {token}"));
    request
        .headers_mut()
        .insert(header::AUTHORIZATION, bearer.map_err(|error| Error::HttpFormat(error.into()))?);
    let stream = door.open().await.map_err(Error::Io)?;
    let config = WebSocketConfig::default()
        .max_message_size(Some(MESSAGE_BYTES_MAX))
        .max_frame_size(Some(MESSAGE_BYTES_MAX));
    Ok(client_async_with_config(request, stream, Some(config)).await?.0)
}

/// Until one side ends it; why it did.
async fn talk(
    stream: Line,
    mut said: mpsc::Receiver<Message>,
    tell: &(impl Fn(Event) + Send + Sync),
) -> String {
    let (mut out, mut incoming) = stream.split();
    loop {
        tokio::select! {
            message = incoming.next() => match message {
                Some(Ok(Message::Text(text))) => match codec::decode(text.as_str()) {
                    Ok(sentence) => tell(Event::Said(Box::new(sentence))),
                    // A newer server may say more than we understand.
                    Err(_) => continue,
                },
                Some(Ok(Message::Close(frame))) => {
                    let why = frame.map(|frame| frame.reason.as_str().to_owned()).unwrap_or_default();
                    return why;
                }
                // Pings are answered by the library.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Binary(_) | Message::Frame(_))) => {}
                Some(Err(error)) => return reason(&error),
                None => return String::new(),
            },
            message = said.recv() => {
                let Some(message) = message else { return String::new() };
                if let Err(error) = write(&mut out, message).await {
                    return reason(&error);
                }
            }
        }
    }
}

async fn write(out: &mut SplitSink<Line, Message>, message: Message) -> Result<(), Error> {
    out.send(message).await
}

fn reason(error: &Error) -> String {
    match error {
        // Nobody is there: that is what "Disconnected" says already.
        Error::Io(_) | Error::ConnectionClosed | Error::AlreadyClosed => String::new(),
        error => format!("The server's socket: {error}"),
    }
}
