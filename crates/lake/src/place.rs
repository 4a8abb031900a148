//! Where a lake is: a folder of this machine, or a prefix of an S3-compatible bucket.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use url::Url;

use crate::error::LakeError;

/// Where a lake is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder.
    Folder(PathBuf),
    /// `s3://bucket/prefix/`; credentials and endpoint come from the environment (`AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT_URL`).
    Bucket(Url),
}

impl Place {
    /// The folder, when it is one.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(folder) => Some(folder),
            Self::Bucket(_) => None,
        }
    }

    /// A file or folder of that name beside the lake; beside a bucket's lake is the folder `data` of the process.
    pub fn beside(&self, name: &str) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.with_file_name(name),
            Self::Bucket(_) => Path::new("data").join(name),
        }
    }
}

impl From<PathBuf> for Place {
    fn from(folder: PathBuf) -> Self {
        Self::Folder(folder)
    }
}

impl From<&Path> for Place {
    fn from(folder: &Path) -> Self {
        Self::Folder(folder.to_path_buf())
    }
}

impl FromStr for Place {
    type Err = LakeError;

    /// Reads a folder's path, or the address of a bucket.
    fn from_str(text: &str) -> Result<Self, LakeError> {
        let wrong = || LakeError::Location {
            location: text.to_owned(),
            source: None,
        };
        let Some((scheme, rest)) = text.split_once("://") else {
            return Ok(Self::Folder(PathBuf::from(text)));
        };
        if scheme != SCHEME || rest.is_empty() {
            return Err(wrong());
        }
        let mut url = Url::parse(text).map_err(|_error| wrong())?;
        // A key in an address would be shown wherever the place is.
        let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
        if url.host_str().is_none_or(str::is_empty) || !plain {
            return Err(wrong());
        }
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Ok(Self::Bucket(url))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Bucket(url) => url.fmt(f),
        }
    }
}

/// The scheme of buckets.
pub(crate) const SCHEME: &str = "s3";
