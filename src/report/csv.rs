//! Cells of a CSV file: quoting after RFC 4180, and the guard against spreadsheet formulas.
//!
//! Knows text, not columns. Which column is guarded, and which refuses, is said by its profile.

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

/// The cell as it stands in the file: in quotes where it holds what ends a cell, a quote or a line
/// break, or begins with a mark that a reader would take for that of the file.
fn quoted(cell: &str, delimiter: char) -> String {
    if cell.contains([delimiter, '"', '\r', '\n']) || cell.starts_with('\u{feff}') {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// One row with its end. A row of one empty cell is no empty line.
pub(super) fn row(cells: &[String], delimiter: char, end: &str) -> String {
    if let [only] = cells
        && only.is_empty()
    {
        return format!("\"\"{end}");
    }
    let mut row = String::new();
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            row.push(delimiter);
        }
        row += &quoted(cell, delimiter);
    }
    row + end
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
            assert_eq!(quoted(cell, ','), written, "{cell:?}");
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
    fn a_row_is_divided_and_ended_as_it_is_told() {
        let cells = ["a".to_owned(), "b,c".to_owned()];
        assert_eq!(row(&cells, ',', "\r\n"), "a,\"b,c\"\r\n");
        assert_eq!(row(&cells, ';', "\n"), "a;b,c\n");
        assert_eq!(row(&[String::new()], ',', "\n"), "\"\"\n");
    }
}
