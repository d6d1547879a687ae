//! Pairs of lower-case hex digits. A capital letter is no digit: one value, one text.

/// The lower-case digits by their value.
const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// What stands in [`VALUES`] for a byte that is no digit.
const NONE: u8 = 0xff;

/// The value of each byte as a digit.
static VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value = 0_u8;
    while value < 16 {
        values[DIGITS[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// The two digits of a byte.
pub(crate) fn hex_digits(byte: u8) -> [u8; 2] {
    [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 0x0f)]]
}

/// The byte two digits stand for; `None` if one of them is no lower-case digit.
pub(crate) fn hex_byte(high: u8, low: u8) -> Option<u8> {
    let (high, low) = (VALUES[usize::from(high)], VALUES[usize::from(low)]);
    ((high | low) < 16).then_some(high << 4 | low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_one_pair_of_digits() {
        for byte in 0..=u8::MAX {
            let digits = hex_digits(byte);
            assert_eq!(str::from_utf8(&digits).unwrap(), format!("{byte:02x}"));
            assert_eq!(hex_byte(digits[0], digits[1]), Some(byte));
        }
    }

    #[test]
    fn nothing_else_is_a_digit() {
        let digits = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        for byte in (0..=u8::MAX).filter(|byte| !digits(*byte)) {
            assert_eq!((hex_byte(byte, b'0'), hex_byte(b'0', byte)), (None, None), "{byte}");
        }
    }
}
