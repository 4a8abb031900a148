//! The token of control: a word of one run, written where only its owner reads it.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use tokio_rustls::rustls::crypto::ring;

use crate::device::Secret;

/// Writes a new token to a file and returns it.
///
/// On Unix the file has mode 0600; the one of an earlier run is replaced, never reused.
pub(super) fn write(path: &Path) -> io::Result<Secret> {
    let word = draw()?;
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    if let Err(error) = std::fs::remove_file(&fresh)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh)?;
    file.write_all(word.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&fresh, path)?;
    Ok(Secret::new(word))
}

/// Whether two words are the same, in a time that does not tell where they differ.
pub(super) fn same(left: &str, right: &str) -> bool {
    left.len() == right.len()
        && left
            .bytes()
            .zip(right.bytes())
            .fold(0, |sum, (a, b)| sum | (a ^ b))
            == 0
}

/// 256 bits of the operating system's entropy, in hexadecimal.
fn draw() -> io::Result<String> {
    use std::fmt::Write as _;
    let mut bytes = [0_u8; 32];
    ring::default_provider()
        .secure_random
        .fill(&mut bytes)
        .map_err(|_refused| io::Error::other("the operating system gives no random bytes"))?;
    let mut word = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(word, "{byte:02x}").expect("a String takes all that is written to it");
    }
    Ok(word)
}
