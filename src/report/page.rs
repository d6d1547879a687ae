//! A page of plain text while it is written: widths, figures in one column, sentences broken
//! between words.

use crate::money::{Amount, Unit};

/// How wide the page is; figures end here.
pub(super) const WIDTH: usize = 80;
/// Where the details of a line begin: under what follows its date.
pub(super) const INDENT: usize = 12;

/// The page while it is written.
#[derive(Default)]
pub(super) struct Page {
    pub(super) text: String,
}

impl Page {
    pub(super) fn line(&mut self, text: &str) {
        self.text += text.trim_end();
        self.text.push('\n');
    }

    /// A text at the left edge and a figure that ends at the right one; on a line of its own where
    /// both do not fit.
    pub(super) fn figure(&mut self, left: &str, right: &str) {
        let mut taken = left.chars().count();
        let mut left = left;
        if taken + 2 + right.len() > WIDTH {
            self.line(left);
            (left, taken) = ("", 0);
        }
        let gap = WIDTH.saturating_sub(taken + right.len());
        self.line(&format!("{left}{}{right}", " ".repeat(gap)));
    }

    /// A blank line, and a heading with the name of what the column below it counts.
    pub(super) fn heading(&mut self, title: &str, unit: &str) {
        self.line("");
        self.figure(title, unit);
    }

    pub(super) fn rule(&mut self) {
        self.figure("", &"-".repeat(16));
    }

    pub(super) fn total(&mut self, words: &str, amount: Amount) {
        self.rule();
        self.figure(&format!("{}{words}", " ".repeat(INDENT)), &amount.digits());
    }

    /// One term of a sum.
    pub(super) fn term(&mut self, sign: char, words: &str, amount: Amount) {
        self.figure(&format!("{sign} {words}"), &amount.digits());
    }

    /// A sentence under a line, broken between words where it is too long; an amount is one word.
    pub(super) fn detail(&mut self, sentence: &str) {
        let mut line = " ".repeat(INDENT);
        let mut width = INDENT;
        for (index, word) in words_of(sentence).into_iter().enumerate() {
            let more = word.chars().count() + 1;
            if index > 0 && width + more > WIDTH {
                self.line(&line);
                (line, width) = (" ".repeat(INDENT + 2), INDENT + 1);
            } else if index > 0 {
                line.push(' ');
            }
            line += word;
            width += if index > 0 { more } else { more - 1 };
        }
        self.line(&line);
    }
}

/// The words of a sentence; an amount such as `50.00 USD` is one.
fn words_of(sentence: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    for (at, _) in sentence.match_indices(' ') {
        let (word, next) = (&sentence[start..at], &sentence[at + 1..]);
        let code = next.split(|letter: char| !letter.is_ascii_alphanumeric()).next();
        let is_unit = code.is_some_and(|code| code.parse::<Unit>().is_ok());
        if !(is_unit && word.ends_with(|letter: char| letter.is_ascii_digit())) {
            words.push(word);
            start = at + 1;
        }
    }
    words.push(&sentence[start..]);
    words
}

/// A caller's text on one line: what would break the page is a blank.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_is_broken_between_words() {
        let mut page = Page::default();
        page.detail(&["word"; 30].join(" "));
        assert!(page.text.lines().all(|line| line.len() <= WIDTH && line.starts_with("        ")));
        assert!(page.text.lines().count() == 3);
        let words: Vec<&str> = page.text.split_whitespace().collect();
        assert_eq!(words, ["word"; 30]);
    }

    #[test]
    fn an_amount_is_never_broken() {
        assert_eq!(words_of("of 1.00 USD, 25 days"), ["of", "1.00 USD,", "25", "days"]);
        assert_eq!(words_of("7 points"), ["7 points"]);
        assert_eq!(words_of(""), [""]);
    }

    #[test]
    fn a_word_that_fits_nowhere_stands_alone() {
        let mut page = Page::default();
        page.detail(&format!("before {} after", "x".repeat(120)));
        assert_eq!(page.text.lines().count(), 3);
    }

    #[test]
    fn a_figure_ends_at_the_right_edge_whatever_stands_before_it() {
        let mut page = Page::default();
        page.figure("left", "1.00");
        page.figure(&"x".repeat(77), "1.00");
        let lines: Vec<&str> = page.text.lines().collect();
        assert_eq!((lines.len(), lines[0].len(), lines[2].len()), (3, WIDTH, WIDTH));
        assert!(lines[2].ends_with(" 1.00"));
    }

    #[test]
    fn a_caller_cannot_break_the_page() {
        assert_eq!(one_line("Ana\nRuiz\t\u{7}"), "Ana Ruiz  ");
    }
}
