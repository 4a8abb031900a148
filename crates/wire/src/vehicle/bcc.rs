//! The block check character: the XOR of all bytes from the command to the last byte of data.

/// The XOR of all bytes, eight at a time.
pub fn bcc(bytes: &[u8]) -> u8 {
    let (words, rest) = bytes.as_chunks::<8>();
    let word = words
        .iter()
        .fold(0_u64, |sum, word| sum ^ u64::from_ne_bytes(*word));
    let folded = word.to_ne_bytes().iter().fold(0, |sum, byte| sum ^ byte);
    rest.iter().fold(folded, |sum, byte| sum ^ byte)
}
