//! Why a portal does not start or stops.

use std::net::SocketAddr;

/// Why a portal does not start or stops.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The accounts cannot be opened.
    #[error("cannot open the accounts")]
    Access(#[from] access::AccessError),
    /// The policy cannot be used.
    #[error("cannot use the policy")]
    Policy(#[from] access::PolicyError),
    /// The register cannot be opened.
    #[error("cannot open the register")]
    Registry(#[from] registry::store::RegistryError),
    /// The lake cannot be opened.
    #[error("cannot open the lake")]
    Lake(#[from] lake::LakeError),
    /// The plans' vocabularies do not fit together.
    #[error("the plans cannot be read together")]
    Catalogue(#[from] registry::CatalogueError),
    /// A folder cannot be made.
    #[error("cannot make the folder {folder}")]
    Folder {
        /// The folder.
        folder: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}
