//! What a column, a placeholder or an order is filled from: a closed set of words.
//!
//! Knows the words, from where each is known and how it can be written. Knows no run.

use super::Kind;

/// What a cell is filled from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) enum Source {
    Empty,
    Fixed(String),
    Constant(String),
    Run,
    Period,
    PayGroup,
    Sequence,
    Batch,
    Entity,
    Currency,
    CutOff,
    PeriodFrom,
    PeriodTo,
    Payee,
    Name,
    WorkerClass,
    External(String),
    Code,
    Account,
    Gross,
    Draws,
    Recovered,
    Paid,
    Amount,
    AmountOf(String),
    Debit,
    Credit,
}

/// From where something is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::report) enum Known {
    /// From the run and the caller's constants: the same in every row.
    Run,
    /// From the payee.
    Payee,
    /// From the row alone.
    Row,
}

/// How something can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Written {
    Nothing,
    Text,
    Money,
    Date,
    /// A text, or a date that is told as one.
    TextOrDate,
}

/// The words without a part of their own.
const WORDS: [(&str, Source); 22] = [
    ("empty", Source::Empty),
    ("run", Source::Run),
    ("period", Source::Period),
    ("pay_group", Source::PayGroup),
    ("sequence", Source::Sequence),
    ("batch", Source::Batch),
    ("entity", Source::Entity),
    ("currency", Source::Currency),
    ("cut_off", Source::CutOff),
    ("period_from", Source::PeriodFrom),
    ("period_to", Source::PeriodTo),
    ("payee", Source::Payee),
    ("name", Source::Name),
    ("worker_class", Source::WorkerClass),
    ("code", Source::Code),
    ("account", Source::Account),
    ("gross", Source::Gross),
    ("draws", Source::Draws),
    ("recovered", Source::Recovered),
    ("paid", Source::Paid),
    ("amount", Source::Amount),
    ("debit", Source::Debit),
];

impl Source {
    /// Reads a word, such as `payee` or `external:adp`.
    pub(super) fn read(text: &str) -> Option<Source> {
        if text == "credit" {
            return Some(Source::Credit);
        }
        if let Some((_, source)) = WORDS.iter().find(|(word, _)| *word == text) {
            return Some(source.clone());
        }
        let (word, of) = text.split_once(':')?;
        let is_name = !of.is_empty()
            && of.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        match word {
            "fixed" if !of.is_empty() => Some(Source::Fixed(of.to_owned())),
            "constant" if is_name => Some(Source::Constant(of.to_owned())),
            "external" if is_name => Some(Source::External(of.to_owned())),
            "amount" if !of.is_empty() => Some(Source::AmountOf(of.to_owned())),
            _ => None,
        }
    }

    /// Every word, for whoever mistyped one.
    pub(super) fn words() -> impl Iterator<Item = &'static str> {
        let more = ["credit", "fixed:", "constant:", "external:", "amount:"];
        WORDS.iter().map(|(word, _)| *word).chain(more)
    }

    pub(in crate::report) fn known(&self) -> Known {
        match self {
            Source::Empty
            | Source::Fixed(_)
            | Source::Constant(_)
            | Source::Run
            | Source::Period
            | Source::PayGroup
            | Source::Sequence
            | Source::Batch
            | Source::Entity
            | Source::Currency
            | Source::CutOff
            | Source::PeriodFrom
            | Source::PeriodTo => Known::Run,
            Source::Payee
            | Source::Name
            | Source::WorkerClass
            | Source::External(_)
            | Source::Gross
            | Source::Draws
            | Source::Recovered
            | Source::Paid => Known::Payee,
            Source::Code
            | Source::Account
            | Source::Amount
            | Source::AmountOf(_)
            | Source::Debit
            | Source::Credit => Known::Row,
        }
    }

    pub(super) fn written(&self) -> Written {
        match self {
            Source::Empty => Written::Nothing,
            Source::Constant(_) => Written::TextOrDate,
            Source::CutOff | Source::PeriodFrom | Source::PeriodTo => Written::Date,
            Source::Gross
            | Source::Draws
            | Source::Recovered
            | Source::Paid
            | Source::Amount
            | Source::AmountOf(_)
            | Source::Debit
            | Source::Credit => Written::Money,
            _ => Written::Text,
        }
    }

    /// Whether it says who or what somebody is, so that a character put before it makes it match
    /// nobody.
    pub(super) fn identifies(&self) -> bool {
        self.written() != Written::Nothing && !matches!(self, Source::Name | Source::Fixed(_))
    }

    /// Why a profile of this kind cannot have it; `None` where it can.
    pub(super) fn misfit(&self, kind: Kind, itemised: bool) -> Option<&'static str> {
        match (self, kind) {
            (Source::Account | Source::Debit | Source::Credit, Kind::Long | Kind::Wide) => {
                Some("it stands in a journal only")
            }
            (Source::Code, Kind::Journal) => Some("a journal has accounts, and no codes"),
            (Source::Code | Source::Amount, Kind::Wide) => {
                Some("a wide file has a column `amount:CODE` for each code")
            }
            (Source::AmountOf(_), Kind::Long | Kind::Journal) => {
                Some("it stands in a wide file only")
            }
            (Source::Gross | Source::Draws | Source::Recovered | Source::Paid, kind)
                if kind == Kind::Journal || (kind == Kind::Long && itemised) =>
            {
                Some("a payee has several rows, and would have it in each of them")
            }
            _ => None,
        }
    }
}
