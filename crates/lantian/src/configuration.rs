//! The configuration file `lantian.toml` of the working folder; the command line overrides it.

use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Format as _, Toml};
use serde::Deserialize;

use crate::failure::{Failure, Kind};

/// The name of the file.
const FILE: &str = "lantian.toml";

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The folder of the lake.
    pub(crate) lake: Option<PathBuf>,
    /// Threads to use.
    pub(crate) threads: Option<usize>,
    /// The register.
    #[serde(default)]
    pub(crate) registry: RegistrySettings,
}

/// `[registry]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegistrySettings {
    /// A SQLite file, or the address of a PostgreSQL database.
    pub(crate) url: Option<String>,
}

/// Reads the file if there is one.
pub(crate) fn load() -> Result<Settings, Failure> {
    if !Path::new(FILE).exists() {
        return Ok(Settings::default());
    }
    let read = Figment::from(Toml::file_exact(FILE)).extract();
    read.map_err(|e: figment::Error| explain(&e))
}

/// Shows the offending line where the parser knows it.
fn explain(error: &figment::Error) -> Failure {
    let failure = Failure::new(Kind::Configuration, "failure-configuration").with("file", FILE);
    let Ok(text) = std::fs::read_to_string(FILE) else {
        return failure.because(error);
    };
    match toml::from_str::<Settings>(&text) {
        Err(toml_error) => match toml_error.span() {
            Some(span) => failure.pointing(FILE, text, span, toml_error.message()),
            None => failure.because(error),
        },
        Ok(_) => failure.because(error),
    }
}
