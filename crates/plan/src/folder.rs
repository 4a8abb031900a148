//! A plan's folder as its files: those that come with the program, or one on disk.
//!
//! Only text files with the endings that the format knows are read; what else lies in the folder is left alone.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::hash::hexadecimal;

mod builtin {
    include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
}

/// The files of a plan by their path inside the folder, with `/` between.
#[derive(Clone, Debug, Default)]
pub struct Folder {
    /// Where it lies: a path, or `builtin:ID`.
    pub location: String,
    /// The files and their text.
    pub files: BTreeMap<String, String>,
}

/// A folder cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Neither a plan that comes with the program nor a folder.
    #[error("no plan is called {name:?} and no folder of that name holds a plan.toml")]
    Unknown {
        /// What was asked for.
        name: String,
        /// The plans there are.
        known: Vec<String>,
    },
    /// A file cannot be read.
    #[error("{file} cannot be read")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file is not UTF-8.
    #[error("{file} is not UTF-8 at byte {byte}")]
    NotUtf8 {
        /// The file.
        file: String,
        /// The first byte that is not.
        byte: usize,
    },
}

/// The ids of the plans that come with the program.
pub fn builtin() -> Vec<String> {
    builtin::PLANS
        .iter()
        .map(|(id, _)| (*id).to_owned())
        .collect()
}

/// Finds a plan: a folder on disk, one of that name in `own`, or one that comes with the program.
pub fn open(name: &str, own: Option<&Path>) -> Result<Folder, FolderError> {
    let named = own.map(|own| own.join(name));
    let places = [Some(Path::new(name).to_path_buf()), named];
    for place in places.into_iter().flatten() {
        if place.join("plan.toml").is_file() {
            return read(&place);
        }
    }
    let found = builtin::PLANS.iter().find(|(id, _)| *id == name);
    let Some((id, files)) = found else {
        return Err(FolderError::Unknown {
            name: name.to_owned(),
            known: builtin(),
        });
    };
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    Ok(Folder {
        location: format!("builtin:{id}"),
        files: files.collect(),
    })
}

/// Reads a folder on disk.
pub fn read(root: &Path) -> Result<Folder, FolderError> {
    let mut folder = Folder {
        location: root.display().to_string(),
        ..Folder::default()
    };
    for part in ["", "clauses", "indicators", "scenarios", "whatif"] {
        read_part(root, part, &mut folder.files)?;
    }
    Ok(folder)
}

fn read_part(
    root: &Path,
    part: &str,
    files: &mut BTreeMap<String, String>,
) -> Result<(), FolderError> {
    let unreadable = |path: &Path, source| FolderError::Unreadable {
        file: path.display().to_string(),
        source,
    };
    let place = root.join(part);
    if !part.is_empty() && !place.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(&place).map_err(|e| unreadable(&place, e))? {
        let path = entry.map_err(|e| unreadable(&place, e))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !path.is_file() || !is_known(&name) {
            continue;
        }
        let bytes = std::fs::read(&path).map_err(|e| unreadable(&path, e))?;
        let text = String::from_utf8(bytes).map_err(|e| FolderError::NotUtf8 {
            file: path.display().to_string(),
            byte: e.utf8_error().valid_up_to(),
        })?;
        let key = if part.is_empty() {
            name.into_owned()
        } else {
            format!("{part}/{name}")
        };
        let text = text
            .strip_prefix('\u{feff}')
            .map_or(text.clone(), str::to_owned);
        files.insert(key, text);
    }
    Ok(())
}

fn is_known(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|e| e.to_str());
    !name.starts_with('.') && matches!(ending, Some("toml" | "txt" | "sql" | "md"))
}

impl Folder {
    /// A name for exactly these files: the first 16 hexadecimal digits of their SHA-256.
    pub fn version(&self) -> String {
        let mut hash = Sha256::new();
        for (path, text) in &self.files {
            hash.update((path.len() as u64).to_le_bytes());
            hash.update(path);
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        hexadecimal(&hash.finalize(), 8)
    }
}
