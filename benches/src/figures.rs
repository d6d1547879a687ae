//! Figures: rounds that alternate between the sides, the median with its spread, and the last
//! table. It knows nothing of what is measured.

use cpu_time::ThreadTime;
use std::error::Error;
use std::fmt;
use std::time::{Duration, Instant};

pub(crate) type Fallible<T> = Result<T, Box<dyn Error>>;

/// How many rounds a measurement has unless it says otherwise.
pub(crate) const ROUNDS: usize = 7;

/// What several rounds came to, in order of size.
#[derive(Clone)]
pub(crate) struct Spread(Vec<f64>);

impl Spread {
    pub(crate) fn of(rounds: impl IntoIterator<Item = f64>) -> Spread {
        let mut rounds: Vec<f64> = rounds.into_iter().collect();
        rounds.sort_by(f64::total_cmp);
        Spread(rounds)
    }

    pub(crate) fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or(f64::NAN)
    }

    fn ends(&self) -> (f64, f64) {
        let end = |at: Option<&f64>| at.copied().unwrap_or(f64::NAN);
        (end(self.0.first()), end(self.0.last()))
    }
}

/// The median, and from which to which.
impl fmt::Display for Spread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (least, most) = self.ends();
        let text = format!("{} ({} to {})", short(self.median()), short(least), short(most));
        formatter.pad(&text)
    }
}

/// Three digits that count, in thousands or millions where it is large.
pub(crate) fn short(value: f64) -> String {
    match value.abs() {
        of if of >= 1e7 => format!("{:.1} M", value / 1e6),
        of if of >= 1e6 => format!("{:.2} M", value / 1e6),
        of if of >= 1e5 => format!("{:.0} k", value / 1e3),
        of if of >= 1e4 => format!("{:.1} k", value / 1e3),
        of if of >= 100.0 => format!("{value:.0}"),
        of if of >= 10.0 => format!("{value:.1}"),
        of if of >= 0.1 => format!("{value:.2}"),
        of if of >= 0.001 => format!("{value:.4}"),
        _ => format!("{value:.6}"),
    }
}

/// How long this thread works on something, whoever else has the core in between. For what only
/// computes.
pub(crate) fn worked<T>(work: impl FnOnce() -> Fallible<T>) -> Fallible<(Duration, T)> {
    let start = ThreadTime::try_now()?;
    let made = work()?;
    Ok((start.try_elapsed()?, made))
}

/// How long something takes by the clock. For what waits.
pub(crate) fn timed<T>(work: impl FnOnce() -> Fallible<T>) -> Fallible<(Duration, T)> {
    let start = Instant::now();
    let made = work()?;
    Ok((start.elapsed(), made))
}

/// One side of a measurement: plays one round and gives its figure.
pub(crate) type Side<'a> = &'a mut dyn FnMut() -> Fallible<f64>;

/// Plays rounds of all sides in turn, every other round in the opposite order, so that what else
/// the machine does falls on all of them.
pub(crate) fn alternate<const SIDES: usize>(
    rounds: usize,
    sides: [Side<'_>; SIDES],
) -> Fallible<[Vec<f64>; SIDES]> {
    let mut figures = [const { Vec::new() }; SIDES];
    for round in 0..rounds {
        for turn in 0..SIDES {
            let side = if round % 2 == 0 { turn } else { SIDES - 1 - turn };
            figures[side].push(sides[side]()?);
        }
    }
    Ok(figures)
}

/// One over the other, round by round.
pub(crate) fn ratio(ours: &[f64], theirs: &[f64]) -> Spread {
    Spread::of(ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs))
}

/// A count as a number to divide by.
pub(crate) fn number(count: impl TryInto<u64>) -> f64 {
    count.try_into().map_or(f64::NAN, |count: u64| count as f64)
}

/// What is asked of a figure.
enum Bound {
    AtLeast(f64, &'static str),
    AtMost(f64, &'static str),
    /// What it would be compared with is not measured here.
    Open(&'static str),
}

/// A row of the last table.
pub(crate) struct Row {
    what: String,
    bound: Bound,
    measured: Option<Spread>,
    note: String,
}

impl Row {
    /// A figure, in a unit such as `x raw redb`, that should be large.
    pub(crate) fn at_least(what: &str, bound: f64, unit: &'static str, measured: Spread) -> Row {
        let (what, measured) = (what.to_owned(), Some(measured));
        Row { what, bound: Bound::AtLeast(bound, unit), measured, note: String::new() }
    }

    /// A figure that should be small.
    pub(crate) fn at_most(what: &str, bound: f64, unit: &'static str, measured: Spread) -> Row {
        let (what, measured) = (what.to_owned(), Some(measured));
        Row { what, bound: Bound::AtMost(bound, unit), measured, note: String::new() }
    }

    /// A row without a figure to compare: the bound in words, and what is known instead.
    pub(crate) fn open(what: &str, bound: &'static str, note: String) -> Row {
        Row { what: what.to_owned(), bound: Bound::Open(bound), measured: None, note }
    }

    fn is_below(&self) -> bool {
        match (&self.bound, &self.measured) {
            (Bound::AtLeast(bound, _), Some(measured)) => measured.median() < *bound,
            (Bound::AtMost(bound, _), Some(measured)) => measured.median() > *bound,
            _ => false,
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = match self.bound {
            Bound::AtLeast(bound, unit) => format!("{bound} {unit}"),
            Bound::AtMost(bound, unit) => format!("at most {bound} {unit}"),
            Bound::Open(words) => words.to_owned(),
        };
        let measured = self.measured.as_ref().map_or(self.note.clone(), Spread::to_string);
        let below = if self.is_below() { "below" } else { "" };
        let line = format!("{:<58}  {bound:<24}  {measured:<32}  {below}", self.what);
        formatter.write_str(line.trim_end())
    }
}

/// Prints the last table.
pub(crate) fn print_table(rows: &[Row]) {
    println!("\n{:<58}  {:<24}  measured", "what", "at least");
    rows.iter().for_each(|row| println!("{row}"));
}
