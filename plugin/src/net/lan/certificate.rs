//! The certificate a server shows: known again by its hash, vouched for by nobody else.

use std::fmt;
use std::io;
use std::sync::Arc;

use music::clip::Hash;
use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::version::TLS13;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use wire::hex;

/// SHA-256 of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Certificate(pub [u8; 32]);

impl Certificate {
    pub fn of(bytes: &[u8]) -> Certificate {
        Certificate(Hash::of(bytes).0)
    }

    pub fn read(text: &str) -> Option<Certificate> {
        hex::decode(text)?.try_into().ok().map(Certificate)
    }

    /// Enough for two people to compare.
    pub fn short(&self) -> String {
        hex::encode(&self.0[..6])
    }
}

impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}…", self.short())
    }
}

/// Which certificates are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    Only(Certificate),
    /// To see which one it is: whoever shows it is told nothing yet that is worth anything.
    Any,
}

/// TLS for a client that believes no authority.
pub fn config(taken: Taken) -> Result<Arc<ClientConfig>, Error> {
    let provider = ring::default_provider();
    let verifier = Verifier { taken, algorithms: provider.signature_verification_algorithms };
    let config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&[&TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = config.with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    if taken == Taken::Any {
        // A resumed session shows no certificate.
        config.resumption = Resumption::disabled();
    }
    Ok(Arc::new(config))
}

/// Whether a connection failed because somebody else answered.
pub fn is_another(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    inner == Some(&ANOTHER)
}

const ANOTHER: Error = Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure);

#[derive(Debug)]
struct Verifier {
    taken: Taken,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match self.taken {
            Taken::Only(pinned) if pinned != Certificate::of(certificate) => Err(ANOTHER),
            Taken::Only(_) | Taken::Any => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    /// That whoever shows it has its key too.
    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
