//! What a company tells beside the bare facts, where its plans ask for more: declared facts, an
//! overlay's role, and lines with class, quantity, cost, tax, freight and discount.

use super::Step;
use super::scribe::{Company, id, usd};
use referral_ledger::attribution::Credit;
use referral_ledger::deal::Line;
use referral_ledger::money::Amount;
use referral_ledger::plan::fact::ToldFact;

fn fact(name: &str, value: &str) -> Vec<ToldFact> {
    vec![ToldFact { fact: id(name), value: id(value) }]
}

impl Company {
    /// Facts told with a report.
    pub fn facts_of_report(&self, step: &Step) -> Vec<ToldFact> {
        match step.size % 3 {
            _ if !self.whole => Vec::new(),
            0 => fact("segment", "enterprise"),
            1 => fact("segment", "smb"),
            _ => Vec::new(),
        }
    }

    /// Facts told with a win.
    pub fn facts_of_win(&self, step: &Step) -> Vec<ToldFact> {
        match step.size % 3 {
            _ if !self.whole => Vec::new(),
            0 => fact("term", "long"),
            1 => fact("term", "short"),
            _ => Vec::new(),
        }
    }

    /// The role that an overlay pays.
    pub fn advised(&self, step: &Step) -> Option<Credit> {
        let is_advised = self.has_overlay && step.who.is_multiple_of(4);
        is_advised.then(|| Credit { role: id("advisor"), payee: self.payee(step.who + 1) })
    }

    /// Lines that say all a plan may ask for; every seventh time one does not.
    pub fn lines(&self, minor: i64) -> Vec<Line> {
        if !self.whole {
            return super::lines(minor);
        }
        let salt = i64::try_from(self.told).unwrap() + minor;
        let parts: Vec<i64> = match salt % 3 {
            0 => vec![minor],
            1 => vec![minor / 2, minor - minor / 2],
            _ => vec![minor / 5, minor / 3, minor - minor / 5 - minor / 3],
        };
        let line = |(net, at): (i64, i64)| {
            let number = salt + at;
            let some = |so: bool, minor: i64| so.then(|| usd(minor));
            Line {
                class: ["machine", "part", "loan", ""]
                    .get(usize::try_from(number % 4).unwrap())
                    .filter(|class| !class.is_empty())
                    .map(|class| id(class)),
                quantity: (number % 7 != 6).then(|| u32::try_from(number % 6).unwrap()),
                net: usd(net),
                cost: some(number % 7 != 5, (net * (number % 5) / 3).min(Amount::BOUND_MINOR)),
                tax: some(number % 2 == 0, net / 10),
                freight: some(number % 3 == 0, 250),
                discount: some(number % 4 == 1, net / 20),
            }
        };
        parts.into_iter().zip(0..).map(line).collect()
    }
}
