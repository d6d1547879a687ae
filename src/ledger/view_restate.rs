//! Restatements: what was posted, what became of it, and both readings of the months they are
//! about. Owned values, as in `view`.

use super::Ledger;
use super::state::RestatedRow;
use super::view::event_at;
use crate::approval::ApprovalStage;
use crate::command::RestatedLands;
use crate::digest::Digest;
use crate::id::{ActorId, PayeeId, PlanId, ReasonCode, RestatementId, RuleId};
use crate::money::Amount;
use crate::record::{RecordError, Records};
use crate::restatement::Proposal;
use crate::reward::Source;
use crate::time::Period;
use crate::why::Why;
use std::collections::BTreeMap;

/// Where a restatement stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestatementView {
    /// The months it is about.
    pub period: Period,
    /// How many records the journal had when it was made.
    pub as_of: u64,
    /// What an approval repeats.
    pub digest: Digest,
    /// SHA-256 of the text of the proposal, which is stored under it.
    pub proposal: Digest,
    /// Why, as a code.
    pub reason: ReasonCode,
    /// When what it gives is payable.
    pub lands: RestatedLands,
    /// Who posted it.
    pub posted_by: ActorId,
    /// Where it stands.
    pub stage: ApprovalStage,
    /// Who approved or declined it.
    pub decided_by: Option<ActorId>,
    /// Its lines, by month, payee, plan, rule and source.
    pub lines: Vec<RestatedView>,
}

/// One line of a restatement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestatedView {
    /// The month of the facts.
    pub month: Period,
    /// Who.
    pub payee: PayeeId,
    /// By which plan.
    pub plan: PlanId,
    /// By which rule.
    pub rule: RuleId,
    /// For what.
    pub source: Source,
    /// What was earned, with every restatement before.
    pub was: Amount,
    /// What should have been.
    pub would_be: Amount,
    /// What of a difference below zero was not there to take when it was carried out.
    pub owed: Amount,
}

/// What a payee earned by a rule in the month of the facts, both ways it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarnedTwice {
    /// Who.
    pub payee: PayeeId,
    /// The calendar month of the facts.
    pub month: Period,
    /// By which plan, across its versions.
    pub plan: PlanId,
    /// By which rule.
    pub rule: RuleId,
    /// What was earned as it was told, less what was taken back for facts of the month.
    pub as_told: Amount,
    /// The same with every restatement that was approved.
    pub as_restated: Amount,
}

impl Ledger {
    /// Where a restatement stands; `None` when it is not on file.
    ///
    /// ```
    /// use referral_ledger::{Ledger, id::RestatementId};
    /// assert_eq!(Ledger::default().restatement(RestatementId::named("case-7")), None);
    /// ```
    pub fn restatement(&self, restatement: RestatementId) -> Option<RestatementView> {
        let (_, row) = self.state.restatements.get(&restatement)?;
        let lines = row.lines.numbers().map(|line| self.restated_view(line));
        Some(RestatementView {
            period: row.period,
            as_of: row.as_of,
            digest: row.digest,
            proposal: row.proposal,
            reason: row.reason.clone(),
            lands: row.lands,
            posted_by: row.posted_by.clone(),
            stage: row.stage,
            decided_by: row.decided_by.clone(),
            lines: lines.collect(),
        })
    }

    /// Where every restatement stands, in the order they were posted.
    pub fn restatements(&self) -> impl Iterator<Item = (RestatementId, RestatementView)> {
        let ids = self.state.restatements.iter().map(|(_, id, _)| *id);
        ids.filter_map(|id| self.restatement(id).map(|view| (id, view)))
    }

    fn restated_view(&self, line: u32) -> RestatedView {
        let row = self.state.restated.row(line);
        let unit = self.state.account_in(row.payee);
        RestatedView {
            month: row.month,
            payee: self.state.payees.key(row.payee).clone(),
            plan: row.plan.clone(),
            rule: row.rule.clone(),
            source: row.source,
            was: Self::amount(row.was, unit),
            would_be: Self::amount(row.would_be, unit),
            owed: Self::amount(row.owed, unit),
        }
    }

    /// What was earned in every month of which something was restated, as it was told then and as
    /// it is restated: sorted by month, payee, plan and rule. For a rule that was never restated in
    /// the month both are the same.
    pub fn earned_twice(&self) -> Vec<EarnedTwice> {
        let carried_out = |row: &&RestatedRow| row.at.is_some();
        let mut sums: BTreeMap<(Period, PayeeId, PlanId, RuleId), (i64, i64)> = BTreeMap::new();
        for row in self.state.restated.iter().map(|(_, row)| row).filter(carried_out) {
            let payee = self.state.payees.key(row.payee).clone();
            let key = (row.month, payee, row.plan.clone(), row.rule.clone());
            sums.entry(key).or_default().1 += row.difference();
        }
        let months: Vec<Period> = sums.keys().map(|(month, ..)| *month).collect();
        for (_, (payee, month, rule), row) in self.state.earned.iter() {
            let is_money = self.state.rules.row(*rule).is_money();
            if is_money && months.binary_search(month).is_ok() {
                let (plan, rule) = self.state.rules.key(*rule).clone();
                let payee = self.state.payees.key(*payee).clone();
                let sum = sums.entry((*month, payee, plan, rule)).or_default();
                sum.0 += row.accrued - row.taken_back;
            }
        }
        let row = |((month, payee, plan, rule), (told, by)): ((_, PayeeId, _, _), (i64, i64))| {
            let number = self.state.payees.find(&payee).expect("who earned is on file");
            let unit = self.state.account_in(number);
            let (as_told, as_restated) = (Self::amount(told, unit), Self::amount(told + by, unit));
            EarnedTwice { payee, month, plan, rule, as_told, as_restated }
        };
        sums.into_iter().map(row).collect()
    }

    /// The Whys of the lines of a restatement that was carried out, in order; none of any other.
    ///
    /// # Errors
    /// A record that cannot be read.
    pub fn why_restated(
        &self,
        records: &(impl Records + ?Sized),
        restatement: RestatementId,
    ) -> Result<Vec<Why>, RecordError> {
        let Some((_, row)) = self.state.restatements.get(&restatement) else {
            return Ok(Vec::new());
        };
        let mut whys = Vec::new();
        for line in row.lines.numbers() {
            let Some(at) = self.state.restated.row(line).at else { continue };
            let (command, event) = event_at(records, at.at())?;
            whys.extend(event.whys(&command));
        }
        Ok(whys)
    }

    /// The proposal that was posted as a restatement, with what was put right and with both Whys of
    /// each line; `None` when the restatement is not on file.
    ///
    /// # Errors
    /// A text that is missing, damaged, or no proposal.
    pub fn proposal(
        &self,
        records: &(impl Records + ?Sized),
        restatement: RestatementId,
    ) -> Result<Option<Proposal>, RecordError> {
        let Some((_, row)) = self.state.restatements.get(&restatement) else { return Ok(None) };
        let text = records.blob(&row.proposal)?;
        let proposal = Proposal::read(&text);
        proposal.map(Some).map_err(|_| RecordError::Blob { digest: row.proposal })
    }
}
