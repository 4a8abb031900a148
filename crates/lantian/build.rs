//! Takes the page's files into the program: `web/dist`, if the page was built; without it the API alone is served.

#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads files and the environment"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../web/dist");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed={}", root.display());
    let mut files = BTreeMap::new();
    if root.is_dir() {
        gather(&root, &root, &mut files)?;
    }
    let kept = Kept { out, files };
    let mut text = String::from(
        "/// The files, in the order of their paths.\nstatic FILES: &[PageFile] = &[\n",
    );
    for (place, (name, path)) in kept.files.iter().enumerate() {
        if packed(name) {
            continue;
        }
        let mut hasher = DefaultHasher::new();
        fs::read(path)?.hash(&mut hasher);
        writeln!(
            text,
            "    PageFile {{ path: {name:?}, media: {:?}, tag: {:?}, body: {}, gzip: {}, brotli: {} }},",
            media(name),
            format!("\"{:016x}\"", hasher.finish()),
            kept.included(place, "", path)?,
            kept.beside(place, name, "gz")?,
            kept.beside(place, name, "br")?,
        )?;
    }
    text.push_str("];\n");
    fs::write(kept.out.join("page_files.rs"), text)?;
    Ok(())
}

/// Copies of the files: the page may be built anew while the program is compiled.
struct Kept {
    out: PathBuf,
    files: BTreeMap<String, PathBuf>,
}

impl Kept {
    fn included(&self, place: usize, ending: &str, path: &Path) -> Result<String> {
        let copy = self.out.join(format!("{place}{ending}"));
        fs::copy(path, &copy)?;
        Ok(format!("include_bytes!({:?})", copy.display().to_string()))
    }

    fn beside(&self, place: usize, name: &str, ending: &str) -> Result<String> {
        match self.files.get(&format!("{name}.{ending}")) {
            Some(path) => {
                let included = self.included(place, &format!(".{ending}"), path)?;
                Ok(format!("Some({included})"))
            }
            None => Ok("None".to_owned()),
        }
    }
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else {
            let name = path
                .strip_prefix(root)?
                .to_string_lossy()
                .replace('\\', "/");
            files.insert(name, path.canonicalize()?);
        }
    }
    Ok(())
}

fn packed(name: &str) -> bool {
    [".gz", ".br"].iter().any(|ending| name.ends_with(ending))
}

fn media(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "geojson" => "application/geo+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
