//! Which line of a CSV file a row begins on.
//!
//! The reader's own count lags by one behind rows that end with CRLF, and stands on the blank
//! lines before a row; people count in an editor.

/// Counts lines up to places that only move forward.
pub(crate) struct CsvLines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> CsvLines<'t> {
    /// The lines of a file's text.
    pub(crate) fn of(text: &'t str) -> CsvLines<'t> {
        CsvLines { text: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line, counted from 1, of the record that the reader says begins here.
    pub(crate) fn of_record(&mut self, position: Option<&csv::Position>) -> u64 {
        let byte = position.map_or(0, csv::Position::byte);
        let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        while self.at < self.text.len() {
            let letter = self.text[self.at];
            if self.at >= byte && !matches!(letter, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(letter == b'\n');
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_on_the_line_an_editor_shows() {
        for text in ["a,b\n1,2\n\n\"x\ny\",4\n5,6", "a,b\r\n1,2\r\n\r\n\"x\r\ny\",4\r\n5,6\r\n"] {
            let mut lines = CsvLines::of(text);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let rows = reader.records().map(|row| lines.of_record(row.unwrap().position()));
            assert_eq!(rows.collect::<Vec<_>>(), [2, 4, 6], "{text:?}");
        }
    }
}
