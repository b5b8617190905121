//! A client that says what a test wants and hands on what it hears, one by one.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::server::Server;

/// Longer than anything takes on a machine that does ten other things.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Client {
    pub(crate) wire: WebSocketStream<TcpStream>,
}

pub(crate) fn request(server: &Server, path: &str, headers: &[(&'static str, &str)]) -> Request {
    let mut request = format!("ws://127.0.0.1:{}{path}", server.serving.port).into_client_request().unwrap();
    for (name, value) in headers {
        request.headers_mut().append(*name, value.parse().unwrap());
    }
    request
}

/// The socket, or the status that was answered instead.
pub(crate) async fn knock(server: &Server, request: Request) -> Result<Client, u16> {
    let stream = TcpStream::connect(("127.0.0.1", server.serving.port)).await.unwrap();
    match tokio_tungstenite::client_async(request, stream).await {
        Ok((wire, _)) => Ok(Client { wire }),
        Err(Error::Http(response)) => Err(response.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

impl Client {
    /// With the owner's token, and nothing said yet.
    pub(crate) async fn silent(server: &Server) -> Client {
        Client::with(server, &server.token()).await
    }

    pub(crate) async fn with(server: &Server, token: &str) -> Client {
        let bearer = format!("Bearer {token}");
        knock(server, request(server, "/ws/sync", &[("authorization", &bearer)]))
            .await
            .unwrap_or_else(|status| panic!("{status}"))
    }

    /// One whose kernel takes little for it.
    pub(crate) async fn narrow(server: &Server) -> Client {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4_096).unwrap();
        let stream = socket.connect(([127, 0, 0, 1], server.serving.port).into()).await.unwrap();
        let bearer = format!("Bearer {}", server.token());
        let request = request(server, "/ws/sync", &[("authorization", &bearer)]);
        let (wire, _) = tokio_tungstenite::client_async(request, stream).await.unwrap();
        Client { wire }
    }

    /// Says hello, and has been welcomed.
    pub(crate) async fn hello(server: &Server, hello: Value) -> (Client, Value) {
        let token = server.token();
        Client::hello_with(server, &token, hello).await
    }

    pub(crate) async fn hello_with(server: &Server, token: &str, mut hello: Value) -> (Client, Value) {
        let mut client = Client::with(server, token).await;
        hello["type"] = json!("hello");
        hello["proto"] = json!(1);
        client.say(hello).await;
        let welcome = client.next().await.unwrap_or_else(|code| panic!("closed: {code}"));
        assert_eq!(welcome["type"], "welcome", "{welcome}");
        (client, welcome)
    }

    pub(crate) async fn say(&mut self, sentence: Value) {
        self.send(Message::text(sentence.to_string())).await;
    }

    pub(crate) async fn send(&mut self, message: Message) {
        self.wire.send(message).await.unwrap();
    }

    /// The next sentence, or the code it was closed with (0 without one).
    pub(crate) async fn next(&mut self) -> Result<Value, u16> {
        tokio::time::timeout(PATIENCE, self.read()).await.expect("something is said")
    }

    async fn read(&mut self) -> Result<Value, u16> {
        loop {
            match self.wire.next().await {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(frame))) => return Err(frame.map_or(0, |frame| frame.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(0),
            }
        }
    }

    /// The next of a kind; what comes before it is let go.
    pub(crate) async fn until(&mut self, kind: &str) -> Value {
        self.find(|said| said["type"] == kind).await
    }

    pub(crate) async fn find(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let said = self.next().await.unwrap_or_else(|code| panic!("closed: {code}"));
            if is_it(&said) {
                return said;
            }
        }
    }

    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }

    /// Answers a ping: it is there, and what was said before it was heard.
    pub(crate) async fn is_heard(&mut self) -> Value {
        self.say(json!({"type": "ping", "id": 77, "t0": "5"})).await;
        self.find(|said| said["type"] == "pong" && said["id"] == 77).await
    }
}
