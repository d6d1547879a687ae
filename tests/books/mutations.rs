//! A journal made wrong, in one way at a time. Knows the shape of the text and no amount in it.

use referral_ledger::report::Grammar;
use rust_decimal::Decimal;

/// A journal's lines.
struct Lines {
    grammar: Grammar,
    lines: Vec<String>,
}

/// A text made wrong.
type Mutate = fn(&str, Grammar) -> String;

/// Ways to be wrong: what was done, and how.
pub(crate) const MUTATIONS: [(&str, Mutate); 19] = [
    ("an amount is a cent more", |text, grammar| amount(text, grammar, "0.01", 1)),
    ("an amount is 0.004 more", |text, grammar| amount(text, grammar, "0.004", 1)),
    ("both amounts of a transaction are 0.004 more", |text, grammar| {
        amount(text, grammar, "0.004", 2)
    }),
    ("both amounts of a transaction are a cent more", |text, grammar| {
        amount(text, grammar, "0.01", 2)
    }),
    ("the same, and so is all that is asserted after it", forged),
    ("a posting is gone", |text, grammar| {
        changed(text, grammar, |it, at| drop(it.lines.remove(it.postings(at)[0])))
    }),
    ("a sign is turned", |text, grammar| {
        changed(text, grammar, |it, at| it.moves(it.postings(at)[0], |number| -number))
    }),
    ("an account is misspelt", |text, grammar| {
        changed(text, grammar, |it, at| it.replaces(it.postings(at)[0], "Expenses:", "Expense:"))
    }),
    ("a posting is on another account that there is", |text, grammar| {
        changed(text, grammar, |it, at| {
            let other = "Liabilities:PayrollClearing";
            let posting = it.postings(at)[1];
            let account = it.lines[posting].split_whitespace().next().unwrap().to_owned();
            it.replaces(posting, &account, other);
        })
    }),
    ("a posting is in another currency", |text, grammar| {
        changed(text, grammar, |it, at| it.replaces(it.postings(at)[0], " USD", " EUR"))
    }),
    ("a transaction stands under an earlier month", |text, grammar| {
        changed(text, grammar, |it, at| it.lines[at].replace_range(5..7, "01"))
    }),
    ("a transaction stands twice", |text, grammar| {
        changed(text, grammar, |it, at| {
            let twice = it.lines[at..it.end(at)].to_vec();
            it.lines.splice(at..at, twice);
        })
    }),
    ("a transaction is gone", |text, grammar| {
        changed(text, grammar, |it, at| drop(it.lines.drain(at..it.end(at))))
    }),
    ("what stands at a month's end is a cent more", |text, grammar| {
        asserted(text, grammar, |it, at| it.moves(at, |number| number + cents("0.01")))
    }),
    ("what stands at a month's end is not said", |text, grammar| {
        asserted(text, grammar, |it, at| drop(it.lines.remove(at)))
    }),
    ("a description is none of the fixed words", |text, grammar| {
        changed(text, grammar, |it, at| it.replaces(at, "accrued", "acrued"))
    }),
    ("a description has a `;` in it", |text, grammar| {
        changed(text, grammar, |it, at| it.replaces(at, "accrued", "accrued; for what"))
    }),
    ("a tag is misspelt", |text, grammar| {
        changed(text, grammar, |it, at| it.replaces(at + 1, "entity:", "entiti:"))
    }),
    ("a tag has a line break in it, and two postings that balance", |text, grammar| {
        changed(text, grammar, |it, at| {
            let two = it.postings(at).map(|posting| it.lines[posting].clone());
            let end = if it.grammar == Grammar::Beancount { "\"" } else { "" };
            let tag = it.lines[at + 1].trim_end_matches('"').to_owned();
            it.lines[at + 1] = format!("{tag}{end}\n{}\n{}", two[0], two[1]);
        })
    }),
];

fn cents(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// The text with a change of one transaction, which is in the middle: its first posting is a debit
/// of the expense of rewards, its second and last a credit.
fn changed(text: &str, grammar: Grammar, change: impl Fn(&mut Lines, usize)) -> String {
    let mut lines = Lines { grammar, lines: text.lines().map(str::to_owned).collect() };
    let heads = (0..lines.lines.len()).filter(|at| lines.lines[*at].starts_with("2026-0"));
    let accruals: Vec<usize> = heads
        .filter(|at| lines.lines[*at].contains(" * ") && lines.lines[*at].contains("accrued"))
        .filter(|at| lines.end(*at) - lines.first_posting(*at) == 2)
        .filter(|at| lines.lines[lines.first_posting(*at)].contains("Expenses:Incentives"))
        .collect();
    let at = accruals[accruals.len() / 2];
    change(&mut lines, at);
    lines.lines.join("\n") + "\n"
}

/// Some postings of a transaction are so much more, the second less.
fn amount(text: &str, grammar: Grammar, by: &str, count: usize) -> String {
    changed(text, grammar, |it, at| {
        let postings = it.postings(at);
        it.moves(postings[0], |number| number + cents(by));
        if count == 2 {
            it.moves(postings[1], |number| number - cents(by));
        }
    })
}

/// A cent more on both sides, and on both accounts at the end of that month and of all later ones.
fn forged(text: &str, grammar: Grammar) -> String {
    changed(text, grammar, |it, at| {
        for (posting, by) in it.postings(at).into_iter().zip([cents("0.01"), cents("-0.01")]) {
            it.moves(posting, |number| number + by);
            let account = it.lines[posting].split_whitespace().next().unwrap().to_owned();
            let asserted = it.assertions().filter(|line| *line > at);
            let on_it = asserted
                .filter(|line| it.lines[*line].split_whitespace().any(|word| word == account))
                .collect::<Vec<_>>();
            on_it.into_iter().for_each(|line| it.moves(line, |number| number + by));
        }
    })
}

/// The text with a change of one assertion.
fn asserted(text: &str, grammar: Grammar, change: impl Fn(&mut Lines, usize)) -> String {
    let mut lines = Lines { grammar, lines: text.lines().map(str::to_owned).collect() };
    let all: Vec<usize> =
        lines.assertions().filter(|at| lines.lines[*at].ends_with(" USD")).collect();
    change(&mut lines, all[all.len() / 2]);
    lines.lines.join("\n") + "\n"
}

impl Lines {
    /// The line behind a transaction.
    fn end(&self, at: usize) -> usize {
        let length = self.lines[at..].iter().position(String::is_empty);
        length.map_or(self.lines.len(), |length| at + length)
    }

    fn first_posting(&self, at: usize) -> usize {
        let is_posting = |line: &String| {
            line.starts_with("  ") && line.trim_start().starts_with(|it: char| it.is_uppercase())
        };
        at + self.lines[at..].iter().position(is_posting).unwrap()
    }

    /// Its two postings.
    fn postings(&self, at: usize) -> [usize; 2] {
        let first = self.first_posting(at);
        [first, first + 1]
    }

    fn assertions(&self) -> impl Iterator<Item = usize> {
        let is_one = |line: &str| line.contains(" = ") || line.contains(" balance ");
        (0..self.lines.len()).filter(move |at| is_one(&self.lines[*at]))
    }

    fn replaces(&mut self, at: usize, from: &str, to: &str) {
        assert!(self.lines[at].contains(from), "{}", self.lines[at]);
        self.lines[at] = self.lines[at].replacen(from, to, 1);
    }

    /// Changes the last number of a line.
    fn moves(&mut self, at: usize, by: impl Fn(Decimal) -> Decimal) {
        let (before, commodity) = self.lines[at].rsplit_once(' ').unwrap();
        let (before, number) = before.rsplit_once(' ').unwrap();
        let number = by(number.parse().unwrap());
        self.lines[at] = format!("{before} {number} {commodity}");
    }
}
