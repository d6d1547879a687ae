//! Ids written with the few characters another format takes.
//!
//! Ids are any visible ASCII; a file name or an account name is not. Everything else is written as
//! `%` and two hexadecimal digits, so that different ids stay different.

/// The text with every byte percent-encoded that is not a letter, a digit or in `kept`. `%` is
/// always encoded.
pub(super) fn percent(text: &str, kept: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let letter = char::from(byte);
        if letter.is_ascii_alphanumeric() || (kept.contains(letter) && letter != '%') {
            encoded.push(letter);
        } else {
            encoded += &format!("%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_kept_is_encoded_byte_by_byte() {
        assert_eq!(percent("us-field/2026", "-/"), "us-field/2026");
        assert_eq!(percent("a:b;c%d", "-/%"), "a%3Ab%3Bc%25d");
        assert_eq!(percent("\u{e9} ", ""), "%C3%A9%20");
    }
}
