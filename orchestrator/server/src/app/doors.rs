//! The ports a server answers on: this machine's in the clear, others' with TLS unless somebody said otherwise.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::serve::ListenerExt;
use axum::{Extension, Router};
use axum_server::Handle;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::App;
use super::hint;
use super::listen::{self, Listening, PortError, Reach};
use super::patience::{Patience, Patient};
use super::prompt::{self, Prompt};
use super::start::{DRAIN, StartError};
use super::tls::Certificate;
use crate::config::{Config, Setting};
use crate::http::called::Door;

/// Bound, and not answering yet.
pub(super) struct Doors {
    pub here: Listening,
    pub outside: Option<Outside>,
}

pub(super) struct Outside {
    pub listening: Listening,
    /// `None`: something in front of this server has it.
    pub certificate: Option<Certificate>,
}

impl Doors {
    pub(super) fn bind(config: &Config) -> Result<Doors, StartError> {
        let here = listen::listen(&config.port, Reach::ThisMachine)?;
        let outside = config.lan.value.then(|| Outside::bind(config, here.port)).transpose()?;
        Ok(Doors { here, outside })
    }

    /// What clients of other machines see; empty where they see none.
    pub(super) fn certificate(&self) -> String {
        let certificate = self.outside.as_ref().and_then(|outside| outside.certificate.as_ref());
        certificate.map(|certificate| certificate.hash.clone()).unwrap_or_default()
    }

    /// Where browsers on other machines find this one: at its address in the network, if it has one, and by its names.
    pub(super) fn addresses(&self, names: &[String]) -> Vec<String> {
        let Some(outside) = &self.outside else { return Vec::new() };
        let scheme = if outside.certificate.is_some() { "https" } else { "http" };
        let address = hint::address().map(|address| address.to_string());
        let hosts = address.iter().chain(names);
        hosts.map(|host| format!("{scheme}://{host}:{}", outside.listening.port)).collect()
    }

    /// Answers from now on, until the server closes.
    pub(super) fn open(
        self,
        app: &Arc<App>,
        service: &Router,
        tasks: &mut JoinSet<()>,
    ) -> Result<(), StartError> {
        for listener in self.here.listeners {
            open_plain(app, service, tasks, listener)?;
        }
        let Some(outside) = self.outside else { return Ok(()) };
        for listener in outside.listening.listeners {
            match &outside.certificate {
                None => open_plain(app, service, tasks, listener)?,
                Some(certificate) => open_tls(app, service, tasks, listener, certificate)?,
            }
        }
        Ok(())
    }
}

impl Outside {
    /// On the next port that is free: whoever is on this machine keeps the first one, without TLS.
    fn bind(config: &Config, port: u16) -> Result<Outside, StartError> {
        let next = if config.port.value == 0 { 0 } else { port.saturating_add(1) };
        let asked = Setting { value: next, source: config.port.source.clone() };
        let listening = listen::listen(&asked, Reach::Everybody)?;
        if config.insecure_http.value {
            return Ok(Outside { listening, certificate: None });
        }
        let (named, data) = (config.tls.value.as_deref(), &config.data.value);
        let certificate = Certificate::open(named, data, &config.hosts.value)?;
        Ok(Outside { listening, certificate: Some(certificate) })
    }
}

fn unusable(error: std::io::Error) -> StartError {
    PortError::Unusable(error).into()
}

fn open_plain(
    app: &App,
    service: &Router,
    tasks: &mut JoinSet<()>,
    listener: std::net::TcpListener,
) -> Result<(), StartError> {
    let listener = TcpListener::from_std(listener).map_err(unusable)?;
    let patience = Patience::until(&app.closing);
    let listener = Patient { listener, patience }.tap_io(|io| prompt::prompt(io.get_mut()));
    let closing = app.closing.clone().cancelled_owned();
    let service = service.clone().layer(Extension(Door::Plain));
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    tasks.spawn(async move {
        if let Err(error) = axum::serve(listener, service).with_graceful_shutdown(closing).await {
            tracing::error!(%error, "a listener ended");
        }
    });
    Ok(())
}

fn open_tls(
    app: &App,
    service: &Router,
    tasks: &mut JoinSet<()>,
    listener: std::net::TcpListener,
    certificate: &Certificate,
) -> Result<(), StartError> {
    let handle = Handle::new();
    let server = axum_server::from_tcp_rustls(listener, certificate.config.clone()).map_err(unusable)?;
    let service = service.clone().layer(Extension(Door::Tls));
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    let prompt = Prompt { patience: Patience::until(&app.closing) };
    let server = server.map(|tls| tls.acceptor(prompt)).handle(handle.clone());
    tasks.spawn(async move {
        if let Err(error) = server.serve(service).await {
            tracing::error!(%error, "a listener ended");
        }
    });
    let closing = app.closing.clone();
    tasks.spawn(async move {
        closing.cancelled().await;
        handle.graceful_shutdown(Some(DRAIN));
    });
    Ok(())
}
