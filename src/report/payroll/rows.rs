//! The rows of a run: what is paid to whom under which code, or which entry goes to which account.
//!
//! Rows are made of the lines that were frozen when the run was locked, and of nothing else.

use super::problem::Problem;
use crate::id::{PayeeId, RuleId};
use crate::ledger::view_items::{PaidFor, RunItem, items_of};
use crate::ledger::view_runs::RunLineView;
use crate::money::Amount;
use crate::payee::WorkerClass;
use crate::report::pay_sheet::PaySheet;
use crate::report::profile::{Booked, Kind, Negatives, Pays, Profile};
use std::collections::BTreeMap;

/// A row of the file.
pub(super) struct Row<'a> {
    pub(super) line: &'a RunLineView,
    /// What it says: of a long file one part, of a wide one as many as there are codes, of a
    /// journal one entry.
    pub(super) parts: Vec<Part<'a>>,
}

/// One amount of a row.
pub(super) struct Part<'a> {
    /// The code of payroll, or the account's name.
    pub(super) code: &'a str,
    /// What it adds to pay, or of a journal: a debit if positive, a credit if negative.
    pub(super) counts: Amount,
    /// What stands in the file.
    pub(super) written: Amount,
}

impl Part<'_> {
    /// Adds what stands under the same code.
    fn add(&mut self, counts: Amount, written: Amount) {
        for (sum, more) in [(&mut self.counts, counts), (&mut self.written, written)] {
            *sum = sum.checked_add(more).expect("L2: what is payable was accrued within the bound");
        }
    }
}

/// One thing that is paid, before it has a code.
struct Item {
    pays: Pays,
    rule: Option<RuleId>,
    called: String,
    amount: Amount,
}

/// The rows of the sheet; what is in the way is added to the problems.
pub(super) fn rows<'a>(
    sheet: &'a PaySheet,
    profile: &'a Profile,
    problems: &mut Vec<Problem>,
) -> Vec<Row<'a>> {
    let lines = sheet.lines().iter().filter(|line| profile.workers.contains(&line.class));
    if profile.kind == Kind::Journal {
        return lines.flat_map(|line| entries(line, profile)).collect();
    }
    let items = if profile.itemised {
        let Some(items) = sheet.items() else {
            problems.push(Problem::ItemsGone);
            return Vec::new();
        };
        items
    } else {
        &[]
    };
    let mut missing: BTreeMap<String, Vec<PayeeId>> = BTreeMap::new();
    let mut negative = Vec::new();
    let mut rows = Vec::new();
    for line in lines {
        let paid = if profile.itemised {
            itemised(line, items)
        } else {
            vec![Item { pays: Pays::Paid, rule: None, called: "pay".to_owned(), amount: line.paid }]
        };
        let mut parts: Vec<Part<'_>> = Vec::new();
        for item in paid {
            if item.amount.is_negative() && profile.negatives == Negatives::Refuse {
                negative.push(line.payee.clone());
            }
            let Some(code) = code_of(profile, &item, line.class) else {
                let what = format!("{} of {}s", item.called, line.class.word());
                missing.entry(what).or_default().push(line.payee.clone());
                continue;
            };
            let deducts = item.amount.is_negative() && profile.negatives == Negatives::AsDeduction;
            let written = if deducts { item.amount.negated() } else { item.amount };
            match parts.iter_mut().find(|part| part.code == code) {
                Some(part) => part.add(item.amount, written),
                None => parts.push(Part { code, counts: item.amount, written }),
            }
        }
        match profile.kind {
            Kind::Wide => rows.push(Row { line, parts }),
            _ => rows.extend(parts.into_iter().map(|part| Row { line, parts: vec![part] })),
        }
    }
    problems
        .extend(missing.into_iter().map(|(what, payees)| Problem::CodeMissing { what, payees }));
    if !negative.is_empty() {
        problems.push(Problem::Negative { payees: negative });
    }
    rows
}

/// What a payee is paid for, one by one, and what is kept; together it comes to what is paid.
fn itemised(line: &RunLineView, items: &[RunItem]) -> Vec<Item> {
    let theirs = &items[items_of(items, &line.payee)];
    let mut paid: Vec<Item> = theirs
        .iter()
        .map(|item| {
            let (pays, rule) = match &item.paid_for {
                PaidFor::Rule { rule, .. } => (Pays::Rewards, Some(rule.clone())),
                PaidFor::Draws => (Pays::Draws, None),
                PaidFor::Adjustments => (Pays::Adjustments, None),
                PaidFor::Restatements => (Pays::Restatements, None),
                PaidFor::Balances => (Pays::Balances, None),
            };
            Item { pays, rule, called: item.paid_for.to_string(), amount: item.amount }
        })
        .collect();
    if line.recovered.is_positive() {
        let (called, amount) = ("what is kept".to_owned(), line.recovered.negated());
        paid.push(Item { pays: Pays::Recovered, rule: None, called, amount });
    }
    paid
}

/// The first code that holds.
fn code_of<'a>(profile: &'a Profile, item: &Item, class: WorkerClass) -> Option<&'a str> {
    let holds = |code: &&crate::report::profile::Code| {
        code.pays.contains(&item.pays)
            && code.worker.is_none_or(|worker| worker == class)
            && code.rule.as_ref().is_none_or(|rule| item.rule.as_ref() == Some(rule))
    };
    profile.codes.iter().find(holds).map(|code| code.code.as_str())
}

/// The entries of a line when its run is locked and approved: what was payable goes to payroll, and
/// against what is owed back.
fn entries<'a>(line: &'a RunLineView, profile: &'a Profile) -> Vec<Row<'a>> {
    let zero = Amount::zero(line.paid.unit());
    let mut of_draws = line.draws_recovered.iter().map(|it| it.amount);
    let of_draws = of_draws.try_fold(zero, Amount::checked_add);
    let of_draws = of_draws.expect("L2: all that ever accrued is within the bound");
    let owed = line.recovered.checked_sub(of_draws).expect("L7: draws are among what is kept");
    let booked = [
        (Booked::Payable, line.payable()),
        (Booked::Clearing, line.paid.negated()),
        (Booked::ClawbackReceivable, owed.negated()),
        (Booked::DrawReceivable, of_draws.negated()),
    ];
    let name = |of: Booked| {
        let found = profile.accounts.iter().find(|(account, _)| *account == of);
        found.map_or("", |(_, name)| name.as_str())
    };
    let entry = |(of, amount): (Booked, Amount)| {
        let part = Part { code: name(of), counts: amount, written: amount };
        Row { line, parts: vec![part] }
    };
    booked.into_iter().filter(|(_, amount)| !amount.is_zero()).map(entry).collect()
}
