//! Names for exact contents: SHA-256 in hexadecimal.

use std::fmt::Write as _;

/// The first `bytes` bytes of a hash as hexadecimal digits.
pub(crate) fn hexadecimal(hash: &[u8], bytes: usize) -> String {
    hash.iter()
        .take(bytes)
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
