//! Restating: what a closed period would have come to, as lines that can be posted.

use super::StudyError;
use super::reading::{Sum, beside, unit_of};
use super::scratch::Scratch;
use crate::money::Amount;
use crate::record::Records;
use crate::restatement::{Change, DifferenceLine, Proposal};
use crate::time::Period;

/// What the facts of a closed period would have earned, had some things been otherwise: a line for
/// each payee, rule and source that differs. Nothing is changed by asking.
///
/// The period is one or more calendar months, all closed in the books. The whole history is decided
/// again, so that what came before the period is as it would be too; lines are proposed for the
/// period alone. A command that was accepted and would not be is listed with its refusal.
///
/// # Errors
/// [`StudyError`]: a period that is not closed, a change that does not fit, or a record that cannot
/// be read.
pub fn restate(
    records: &(impl Records + ?Sized),
    period: Period,
    changes: &[Change],
) -> Result<Proposal, StudyError> {
    restated(records, records.end()?, period, changes)
}

/// Makes a proposal again, of the records it was made of: whoever is to approve it can see that it
/// is what it says, and so can an auditor years later.
///
/// # Errors
/// As [`restate`].
pub fn again(
    records: &(impl Records + ?Sized),
    proposal: &Proposal,
) -> Result<Proposal, StudyError> {
    restated(records, proposal.as_of, proposal.period, &proposal.changes)
}

fn restated(
    records: &(impl Records + ?Sized),
    end: u64,
    period: Period,
    changes: &[Change],
) -> Result<Proposal, StudyError> {
    if period.from() != period.from().month().from()
        || period.until() != period.until().month().from()
    {
        return Err(StudyError::NotMonths { period });
    }
    let scratch = Scratch::run(records, end, (period, true), changes)?;
    let open_from = scratch.open_from;
    if open_from.is_none_or(|open_from| open_from < period.until()) {
        return Err(StudyError::NotClosed { period, open_from });
    }
    let lines = lines(&scratch)?;
    let (as_of, refused, changes) = (scratch.as_of, scratch.refused, changes.to_vec());
    Ok(Proposal { period, as_of, changes, lines, refused })
}

/// What differs.
fn lines(scratch: &Scratch) -> Result<Vec<DifferenceLine>, StudyError> {
    let whys = |sum: Option<&Sum>| sum.map_or_else(Vec::new, |sum| sum.whys.clone());
    let mut lines = Vec::new();
    for (earned, was, would_be) in beside(&scratch.was, &scratch.would_be) {
        let Some(unit) = unit_of(earned, was, would_be)? else { continue };
        let amount = |sum: Option<&Sum>| sum.map_or(Amount::zero(unit), Sum::amount);
        let difference = amount(would_be).checked_sub(amount(was));
        let difference = difference.expect("L2: a difference of two amounts within the bound is");
        if difference.is_zero() {
            continue;
        }
        lines.push(DifferenceLine {
            month: earned.month,
            payee: earned.payee.clone(),
            plan: earned.plan.clone(),
            rule: earned.rule.clone(),
            source: earned.source,
            was: amount(was),
            would_be: amount(would_be),
            difference,
            restated: was.map_or(Amount::zero(unit), Sum::restated),
            why_was: whys(was),
            why_would_be: whys(would_be),
        });
    }
    Ok(lines)
}
