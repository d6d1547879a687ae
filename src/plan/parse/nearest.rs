//! The word somebody may have meant.

/// The candidate that is at most two typing slips away, the first if several are equally near.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    // A longer text is no slip of any word we know, and would only cost time.
    if word.len() > 40 {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (slips(word, candidate), candidate))
        .filter(|(slips, candidate)| *slips <= 2 && *slips <= candidate.len() / 2)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

/// How many characters must be added, taken out or replaced; case does not count.
fn slips(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, from) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, to) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(!from.eq_ignore_ascii_case(to));
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_another_word_does_not() {
        let words = ["hold", "payee", "pays", "clawback"];
        assert_eq!(nearest("hlod", words), Some("hold")); // swapped letters are two slips
        assert_eq!(nearest("holds", words), Some("hold"));
        assert_eq!(nearest("claw_back", words), Some("clawback"));
        assert_eq!(nearest("Payee", words), Some("payee"));
        assert_eq!(nearest("pay", words), Some("pays"));
        assert_eq!(nearest("tiers", words), None);
        assert_eq!(nearest(&"hold".repeat(99), words), None);
    }

    #[test]
    fn slips_are_counted() {
        for (left, right, count) in [("", "", 0), ("", "ab", 2), ("kitten", "sitting", 3)] {
            assert_eq!(slips(left, right), count);
            assert_eq!(slips(right, left), count);
        }
    }
}
