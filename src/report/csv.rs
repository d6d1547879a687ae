//! Cells of a CSV file: quoting after RFC 4180, and the guard against spreadsheet formulas.
//!
//! Knows text, not columns. A cell that identifies somebody is never guarded, because a guarded id
//! matches nobody: such ids are refused when they are registered.

/// What ends every row, the last one included.
pub(super) const END_OF_ROW: &str = "\r\n";

/// Whether a spreadsheet would run this text instead of showing it.
///
/// The characters are those of OWASP ASVS 5.0, requirement 1.2.10, and of OWASP's page on CSV
/// injection, which adds line breaks and the full-width forms.
fn starts_a_formula(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|first| {
        matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0')
            || matches!(first, '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
    })
}

/// The text with an apostrophe before it where a spreadsheet would run it.
pub(super) fn guarded(text: &str) -> String {
    if starts_a_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The cell as it stands in the file: in quotes where it holds a comma, a quote or a line break.
pub(super) fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// One row with its end.
pub(super) fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    cells.join(",") + END_OF_ROW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_only_where_they_must_be() {
        for (cell, written) in [
            ("Ana Ruiz", "Ana Ruiz"),
            ("", ""),
            ("Ruiz, Ana", "\"Ruiz, Ana\""),
            ("Ana \"Annie\" Ruiz", "\"Ana \"\"Annie\"\" Ruiz\""),
            ("two\nlines", "\"two\nlines\""),
            ("two\r\nlines", "\"two\r\nlines\""),
            ("'", "'"),
        ] {
            assert_eq!(quoted(cell), written, "{cell:?}");
        }
    }

    #[test]
    fn a_formula_is_guarded_and_nothing_else_is() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x", "\u{ff1d}1"] {
            assert_eq!(guarded(cell), format!("'{cell}"), "{cell:?}");
        }
        for cell in ["", "Ana", "a=b", "'=1", "O-Brien", "(x)", "7"] {
            assert_eq!(guarded(cell), cell, "{cell:?}");
        }
    }

    #[test]
    fn a_row_ends_with_both_characters() {
        assert_eq!(row(&["a".to_owned(), "b,c".to_owned()]), "a,\"b,c\"\r\n");
    }
}
