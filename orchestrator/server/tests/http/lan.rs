//! Other machines: another port, with a certificate that is pinned, and the same doors as everybody.

use std::sync::Arc;

use music::clip::Hash;
use orchestrator::config::Config;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsConnector;

use crate::server::{START, Server};

/// Believes one certificate, by its hash: what pairing leaves behind.
#[derive(Debug)]
struct Pinned {
    hash: String,
    provider: CryptoProvider,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let is_pinned = Hash::of(certificate).to_string() == format!("sha256:{}", self.hash);
        if is_pinned {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(Error::General("another".to_owned()))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

async fn server(flags: &[(&'static str, &str)]) -> Server {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::in_folder(folder.path());
    config.lan.value = true;
    config.insecure_http.value = flags.contains(&("insecure_http", "true"));
    Server::start_with(folder, config, START).await
}

/// The answer to one request over TLS, where the certificate is the one with this hash.
async fn asked(server: &Server, hash: &str, host: &str) -> Result<String, std::io::Error> {
    said(server, hash, format!("GET /readyz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).await
}

async fn said(server: &Server, hash: &str, request: String) -> Result<String, std::io::Error> {
    let provider = ring::default_provider();
    let verifier = Pinned { hash: hash.to_owned(), provider: provider.clone() };
    let config =
        ClientConfig::builder_with_provider(Arc::new(provider)).with_safe_default_protocol_versions();
    let config = config.unwrap().dangerous().with_custom_certificate_verifier(Arc::new(verifier));
    let connector = TlsConnector::from(Arc::new(config.with_no_client_auth()));
    let port = server.serving.outside.unwrap();
    let stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let mut stream = connector.connect(ServerName::try_from("localhost").unwrap(), stream).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn other_machines_come_in_with_the_certificate_they_know() {
    let server = server(&[]).await;
    let hash = server.serving.app.certificate.clone();
    assert_eq!(hash.len(), 64);
    let answer = asked(&server, &hash, "192.168.1.7:8001").await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        asked(&server, &"0".repeat(64), "localhost").await.is_err(),
        "another certificate is not believed"
    );
    let answer = asked(&server, &hash, "evil.example").await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 421"), "{answer}");
    server.get("/readyz").await.expect(200);
}

#[tokio::test]
async fn the_certificate_stays_the_same() {
    let first = server(&[]).await;
    let hash = first.serving.app.certificate.clone();
    let folder = first.folder;
    first.serving.shutdown().await;
    let mut config = Config::in_folder(folder.path());
    config.lan.value = true;
    let again = Server::start_with(folder, config, START).await;
    assert_eq!(again.serving.app.certificate, hash);
}

#[tokio::test]
async fn nobody_else_is_let_in_unless_it_was_said() {
    let server = Server::start().await;
    assert_eq!((server.serving.outside, server.serving.app.certificate.as_str()), (None, ""));
}

#[tokio::test]
async fn without_tls_only_where_it_was_said() {
    let server = server(&[("insecure_http", "true")]).await;
    assert_eq!(server.serving.app.certificate, "");
    let port = server.serving.outside.unwrap();
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: 10.0.0.1\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// A browser at `host` comes in with a fragment.
fn opening(host: &str, fragment: &str) -> String {
    let body = format!(r#"{{"fragment":"{fragment}"}}"#);
    format!(
        "POST /api/auth/open HTTP/1.1\r\nHost: {host}\r\nOrigin: https://{host}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn a_browser_on_another_machine_is_let_in_where_it_is() {
    let server = server(&[]).await;
    let (hash, port) = (server.serving.app.certificate.clone(), server.serving.outside.unwrap());
    let answer = server.request("POST", "/api/auth/fragment").send().await.expect(200).json();
    let fragment = answer["fragment"].as_str().unwrap();
    let here = server.serving.port;
    assert_eq!(answer["url"], format!("http://127.0.0.1:{here}/#open={fragment}"));
    let elsewhere: Vec<&str> =
        answer["elsewhere"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let named = format!("https://ai-band-{}.local:{port}/#open={fragment}", &hash[..12]);
    assert!(elsewhere.contains(&named.as_str()), "{elsewhere:?}");
    for url in elsewhere {
        assert!(url.starts_with("https://") && url.ends_with(&format!(":{port}/#open={fragment}")), "{url}");
    }
    let host = format!("192.168.1.7:{port}");
    let opened = said(&server, &hash, opening(&host, fragment)).await.unwrap();
    assert!(opened.starts_with("HTTP/1.1 200"), "{opened}");
    let cookie = opened.lines().find(|line| line.starts_with("set-cookie: ")).unwrap();
    assert!(cookie.ends_with("; Secure"), "it is for no server without TLS: {cookie}");
    // An admin there is told how that one comes in.
    let asks = format!(
        "POST /api/auth/fragment HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\
         Content-Length: 0\r\n\r\n",
        server.token()
    );
    let told = said(&server, &hash, asks).await.unwrap();
    assert!(told.contains(&format!("\"url\":\"https://{host}/#open=")), "{told}");
}

#[tokio::test]
async fn a_browser_on_this_machine_has_a_cookie_without_tls() {
    let server = server(&[]).await;
    let answer = server.request("POST", "/api/auth/fragment").send().await.expect(200).json();
    let asking = server.post("/api/auth/open", json!({"fragment": answer["fragment"]})).await.expect(200);
    let cookie = asking.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && !cookie.contains("Secure"), "{cookie}");
    let alone = Server::start().await;
    let answer = alone.request("POST", "/api/auth/fragment").send().await.expect(200).json();
    assert_eq!(answer.get("elsewhere"), None, "{answer}");
}

#[tokio::test]
async fn a_plugin_is_told_the_address_it_came_by() {
    let server = server(&[]).await;
    let (hash, port) = (server.serving.app.certificate.clone(), server.serving.outside.unwrap());
    let body = r#"{"plugin_id":"far"}"#;
    let asks = format!(
        "POST /api/plugin/register HTTP/1.1\r\nHost: 192.168.1.7:{port}\r\nConnection: close\r\n\
         Authorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        server.token(),
        body.len()
    );
    let told = said(&server, &hash, asks).await.unwrap();
    for part in ["\"https://192.168.1.7:", "\"wss://192.168.1.7:"] {
        assert!(told.contains(part), "{told}");
    }
}
