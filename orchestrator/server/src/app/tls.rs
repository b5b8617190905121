//! The certificate that other machines see: this user's own, or one made here once and kept, so that it can be pinned.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use music::clip::Hash;
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::auth::keys::write_private;

const FILE: &str = "certificate.pem";

pub(super) struct Certificate {
    pub config: RustlsConfig,
    /// Of its first certificate, in hexadecimal: what a client pins when it pairs.
    pub hash: String,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "{path} has no certificate that can be shown: {why}; name a PEM file with a certificate and its key: --tls"
    )]
    Unusable { path: PathBuf, why: String },
    #[error("a certificate cannot be kept in {path}: {why}; the folder must be writable and have room")]
    Unwritable { path: PathBuf, why: String },
}

impl Certificate {
    /// The file that is named, or the one in the data folder, made where there is none.
    pub(super) fn open(named: Option<&Path>, data: &Path, hosts: &[String]) -> Result<Certificate, Error> {
        let path = named.map_or_else(|| data.join(FILE), Path::to_owned);
        if named.is_none() && !path.exists() {
            let unwritable = |why: String| Error::Unwritable { path: path.clone(), why };
            let text = made(hosts).map_err(unwritable)?;
            write_private(&path, text.as_bytes()).map_err(|error| unwritable(error.to_string()))?;
        }
        let unusable = |why: String| Error::Unusable { path: path.clone(), why };
        let text = std::fs::read(&path).map_err(|error| unusable(error.to_string()))?;
        Certificate::read(&text).map_err(unusable)
    }

    fn read(text: &[u8]) -> Result<Certificate, String> {
        let chain: Result<Vec<CertificateDer<'static>>, _> = CertificateDer::pem_slice_iter(text).collect();
        let chain = chain.map_err(|error| error.to_string())?;
        let first = chain.first().ok_or("there is none in it")?;
        let hash = Hash::of(first).to_string().replace("sha256:", "");
        let key = PrivateKeyDer::from_pem_slice(text).map_err(|error| format!("its key: {error}"))?;
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key));
        let mut config = config.map_err(|error| error.to_string())?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Certificate { config: RustlsConfig::from_config(Arc::new(config)), hash })
    }
}

/// Nobody vouches for it; its hash is confirmed by pairing.
fn made(hosts: &[String]) -> Result<String, String> {
    let mut names = vec!["localhost".to_owned()];
    names.extend(hosts.iter().cloned());
    let made = rcgen::generate_simple_self_signed(names).map_err(|error| error.to_string())?;
    Ok(format!("{}{}", made.cert.pem(), made.signing_key.serialize_pem()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_that_was_made_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let first = Certificate::open(None, folder.path(), &["studio.local".to_owned()]).unwrap();
        let again = Certificate::open(None, folder.path(), &[]).unwrap();
        assert_eq!((first.hash.len(), &first.hash), (64, &again.hash), "whoever pinned it knows it again");
        let elsewhere = Certificate::open(None, tempfile::tempdir().unwrap().path(), &[]).unwrap();
        assert_ne!(first.hash, elsewhere.hash);
    }

    #[test]
    fn a_file_that_shows_nothing_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.pem");
        let good = made(&[]).unwrap();
        let (certificate, key) = good.split_at(good.find("-----BEGIN PRIVATE").unwrap());
        let other = made(&[]).unwrap();
        for text in [
            "",
            "hello",
            certificate,
            key,
            &format!("{certificate}{}", &other[other.find("-----BEGIN PRIVATE").unwrap()..]),
        ] {
            std::fs::write(&path, text).unwrap();
            let error = Certificate::open(Some(&path), folder.path(), &[]).err().unwrap().to_string();
            assert!(error.contains("mine.pem") && error.contains("--tls"), "{error}");
        }
        std::fs::write(&path, &good).unwrap();
        assert!(Certificate::open(Some(&path), folder.path(), &[]).is_ok());
        let missing = Certificate::open(Some(&folder.path().join("none.pem")), folder.path(), &[]);
        assert!(missing.err().unwrap().to_string().contains("none.pem"));
    }
}
