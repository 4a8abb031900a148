//! Certificates of listeners, and trust in a broker, with ring as the provider of cryptography.

use std::path::Path;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{Error as PemError, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::server::danger::ClientCertVerifier;
use tokio_rustls::rustls::{ClientConfig, Error as RustlsError, RootCertStore, ServerConfig};

use super::settings::Certificate;

/// Why TLS could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file is missing or holds no PEM of the kind.
    #[error("{} cannot be read as PEM", path.display())]
    Pem {
        /// The file.
        path: std::path::PathBuf,
        /// What was wrong.
        #[source]
        source: PemError,
    },
    /// The certificate and key do not go together, or are not usable.
    #[error("the certificate, its key or its authorities cannot be used")]
    Unusable {
        /// What was wrong.
        #[source]
        source: RustlsError,
    },
    /// The authorities of devices cannot be used.
    #[error("the authorities in {} cannot be used for devices", path.display())]
    Authorities {
        /// The file.
        path: std::path::PathBuf,
        /// What was wrong.
        #[source]
        source: tokio_rustls::rustls::server::VerifierBuilderError,
    },
}

/// What accepts TLS connections with a certificate.
pub(super) fn acceptor(certificate: &Certificate) -> Result<TlsAcceptor, TlsError> {
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|source| TlsError::Unusable { source })?;
    let builder = match &certificate.devices {
        None => builder.with_no_client_auth(),
        Some(path) => builder.with_client_cert_verifier(verifier(path)?),
    };
    let key = PrivateKeyDer::from_pem_file(&certificate.key).map_err(|source| TlsError::Pem {
        path: certificate.key.clone(),
        source,
    })?;
    let config = builder
        .with_single_cert(certificates(&certificate.chain)?, key)
        .map_err(|source| TlsError::Unusable { source })?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// What trusts the authorities of a file.
pub(super) fn trusting(path: &Path) -> Result<ClientConfig, TlsError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|source| TlsError::Unusable { source })?;
    Ok(builder
        .with_root_certificates(roots(path)?)
        .with_no_client_auth())
}

fn verifier(path: &Path) -> Result<Arc<dyn ClientCertVerifier>, TlsError> {
    let provider = Arc::new(ring::default_provider());
    WebPkiClientVerifier::builder_with_provider(Arc::new(roots(path)?), provider)
        .build()
        .map_err(|source| TlsError::Authorities {
            path: path.to_owned(),
            source,
        })
}

fn roots(path: &Path) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path)? {
        roots
            .add(certificate)
            .map_err(|source| TlsError::Unusable { source })?;
    }
    Ok(roots)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(|source| TlsError::Pem {
            path: path.to_owned(),
            source,
        })
}
