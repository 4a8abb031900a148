//! The file of secrets: passwords and keys of devices, apart from the register, whose history is open.
//!
//! It is TOML, only its owner may read it, and it is replaced in one step. It holds nothing that is not secret.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use gateway::Secret;
use serde::{Deserialize, Serialize};

/// The secrets of devices, by MN or VIN.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    devices: BTreeMap<String, Kept>,
}

/// The secrets of one device.
#[derive(Clone, Debug, Default)]
struct Kept {
    password: Option<Secret>,
    key: Option<Secret>,
}

/// Why the file of secrets could not be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SecretsError {
    /// It could not be read or written.
    #[error("the file of secrets {path:?} cannot be read or written")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Others than its owner may read it.
    #[error("the file of secrets {path:?} is open to others (mode {mode:o}); set it to 600")]
    Open {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// It is not what it should be. The text is not shown: it holds secrets.
    #[error(
        "the file of secrets {path:?} is wrong at byte {at}; expected tables like [device.MN] with password and key"
    )]
    Form {
        /// The file.
        path: PathBuf,
        /// Where.
        at: usize,
    },
}

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    device: BTreeMap<String, Pair>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

impl Secrets {
    /// Reads the file; one that is not there holds nothing.
    pub fn read(path: &Path) -> Result<Self, SecretsError> {
        let failed = failed(path);
        let mode = match fs::metadata(path) {
            Ok(found) => found.permissions().mode() & 0o777,
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(source) => return Err(failed(source)),
        };
        if mode & 0o077 != 0 {
            let path = path.to_owned();
            return Err(SecretsError::Open { path, mode });
        }
        let text = fs::read_to_string(path).map_err(failed)?;
        let written: Written = toml::from_str(&text).map_err(|error| SecretsError::Form {
            path: path.to_owned(),
            at: error.span().map_or(0, |span| span.start),
        })?;
        let kept = |pair: Pair| Kept {
            password: pair.password.map(Secret::new),
            key: pair.key.map(Secret::new),
        };
        let devices = written.device.into_iter();
        Ok(Self {
            devices: devices.map(|(id, pair)| (id, kept(pair))).collect(),
        })
    }

    /// Replaces the file in one step, for its owner alone; it is on disk when this returns.
    pub fn write(&self, path: &Path) -> Result<(), SecretsError> {
        let failed = failed(path);
        let beside = beside(path);
        let text = toml::to_string(&self.written())
            .map_err(|error| failed(std::io::Error::other(error)))?;
        let replace = || {
            // Left over from a writer that was stopped.
            match fs::remove_file(&beside) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut options = OpenOptions::new();
            let mut file = options
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&beside, path)?;
            File::open(folder(path))?.sync_all()
        };
        replace().map_err(&failed)
    }

    /// The password of a device.
    pub fn password(&self, id: &str) -> Option<&Secret> {
        self.devices.get(id)?.password.as_ref()
    }

    /// The SM4 key of a device.
    pub fn key(&self, id: &str) -> Option<&Secret> {
        self.devices.get(id)?.key.as_ref()
    }

    /// Sets or clears the password of a device.
    pub fn set_password(&mut self, id: &str, password: Option<Secret>) {
        self.devices.entry(id.to_owned()).or_default().password = password;
    }

    /// Sets or clears the SM4 key of a device.
    pub fn set_key(&mut self, id: &str, key: Option<Secret>) {
        self.devices.entry(id.to_owned()).or_default().key = key;
    }

    /// The devices that have a secret, by MN or VIN.
    pub fn devices(&self) -> impl Iterator<Item = &str> {
        self.devices.keys().map(String::as_str)
    }

    fn written(&self) -> Written {
        let word = |secret: &Option<Secret>| secret.as_ref().map(|word| word.reveal().to_owned());
        let pair = |kept: &Kept| Pair {
            password: word(&kept.password),
            key: word(&kept.key),
        };
        let devices = self.devices.iter();
        Written {
            device: devices.map(|(id, kept)| (id.clone(), pair(kept))).collect(),
        }
    }
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> SecretsError {
    move |source| SecretsError::File {
        path: path.to_owned(),
        source,
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    path.with_file_name(name)
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
