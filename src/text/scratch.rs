//! A buffer on the stack into which the texts of this crate's words are written.

/// A text being written. It has room for the longest text of a word or a natural key: two ids of
/// 128 bytes, with what stands around them.
pub(crate) struct Scratch {
    bytes: [u8; Scratch::SIZE],
    end: usize,
}

impl Scratch {
    const SIZE: usize = 320;

    /// Nothing written yet.
    pub(crate) fn new() -> Scratch {
        Scratch { bytes: [0; Scratch::SIZE], end: 0 }
    }

    /// Writes a text.
    pub(crate) fn push(&mut self, text: &str) {
        self.push_bytes(text.as_bytes());
    }

    /// Writes one character of ASCII.
    pub(crate) fn push_byte(&mut self, byte: u8) {
        debug_assert!(byte.is_ascii());
        self.bytes[self.end] = byte;
        self.end += 1;
    }

    /// Writes two hex digits for each byte.
    pub(crate) fn push_hex(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.push_bytes(&super::hex_digits(*byte));
        }
    }

    /// Writes a number in as many digits as it has.
    pub(crate) fn push_number(&mut self, number: u64) {
        let mut digits = [0; 20];
        let start = decimal(number, &mut digits);
        self.push_bytes(&digits[start..]);
    }

    /// Writes the last `WIDTH` digits of a number, with zeros before it.
    pub(crate) fn push_digits<const WIDTH: usize>(&mut self, number: u32) {
        let (mut digits, mut rest) = ([0; WIDTH], u64::from(number));
        for place in digits.iter_mut().rev() {
            *place = digit(rest);
            rest /= 10;
        }
        self.push_bytes(&digits);
    }

    /// Takes this byte off the end, as often as it stands there.
    pub(crate) fn trim_end(&mut self, byte: u8) {
        while self.bytes[..self.end].last() == Some(&byte) {
            self.end -= 1;
        }
    }

    /// What was written.
    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(&self.bytes[..self.end]).expect("whole texts and ASCII were written")
    }

    fn push_bytes(&mut self, bytes: &[u8]) {
        let end = self.end + bytes.len();
        self.bytes[self.end..end].copy_from_slice(bytes);
        self.end = end;
    }
}

/// Writes a number to the end of 20 bytes, and says where it starts.
pub(crate) fn decimal(number: u64, to: &mut [u8; 20]) -> usize {
    let (mut start, mut rest) = (20, number);
    while start == 20 || rest > 0 {
        start -= 1;
        to[start] = digit(rest);
        rest /= 10;
    }
    start
}

/// The last digit of a number.
fn digit(number: u64) -> u8 {
    b'0' + u8::try_from(number % 10).expect("a remainder of ten is below ten")
}

/// A word with one text.
pub(crate) trait Spelled {
    /// Writes the text.
    fn spell(&self, to: &mut Scratch);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_format_writes_them() {
        for number in [0, 7, 10, 99, 100, 12_345, u64::MAX] {
            let mut text = Scratch::new();
            text.push_number(number);
            assert_eq!(text.as_str(), number.to_string());
        }
        let mut text = Scratch::new();
        text.push_digits::<4>(26);
        text.push_digits::<2>(7);
        text.push_digits::<3>(0);
        assert_eq!(text.as_str(), "002607000");
    }

    #[test]
    fn texts_follow_one_another() {
        let mut text = Scratch::new();
        text.push("T\u{e9}");
        text.push_byte(b':');
        text.push_hex(&[0x00, 0xaf]);
        assert_eq!(text.as_str(), "T\u{e9}:00af");
        text.push("00");
        text.trim_end(b'0');
        assert_eq!(text.as_str(), "T\u{e9}:00af");
    }
}
