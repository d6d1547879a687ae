//! What may trigger a reward: a milestone of a lead or a deal, with everything a rule may look at.

use crate::accrual::{Days, Fact};
use crate::deal::{Line, Milestone};
use crate::event::FactExchanged;
use crate::id::RoleId;
use crate::lead::LeadKind;
use crate::ledger::state::{DealRow, HandOver, LeadRow, SourceRow, State, held_on};
use crate::money::Unit;
use crate::plan::Plan;
use crate::plan::fact::ToldFact;
use crate::time::Date;

/// A fact that may accrue, with everything a rule may look at.
#[derive(Clone, Copy)]
pub(super) struct Trigger<'a> {
    pub(super) milestone: Milestone,
    /// The lead's number, also where this very command makes it.
    pub(super) lead: u32,
    /// The row the awards hang on; `None` for one that is being made by this very command.
    pub(super) source: Option<SourceRow>,
    pub(super) fact_on: Date,
    pub(super) kind: &'a LeadKind,
    pub(super) days: Days,
    pub(super) told: &'a [ToldFact],
    pub(super) lines: &'a [Line],
    /// Whether it had lines that were not kept.
    pub(super) lines_are_gone: bool,
    /// How they were converted to the plan's currency.
    pub(super) exchanged: Option<&'a FactExchanged>,
    /// In what the deal is told.
    pub(super) told_in: Option<Unit>,
    /// What the deal was won with, where it was told.
    pub(super) value: Option<i64>,
    /// What was collected for it before, less what went back.
    pub(super) collected: i64,
    /// Whether with this fact all that was won has been collected.
    pub(super) is_complete: bool,
    pub(super) by: u32,
    pub(super) credits: &'a [(RoleId, u32)],
    /// How that credit was given on.
    pub(super) handed: &'a [HandOver],
    /// The last day that has passed when it accrues.
    pub(super) passed: Option<Date>,
    /// Whether nothing can come of the lead any more.
    pub(super) is_over: bool,
}

impl<'a> Trigger<'a> {
    /// A milestone of a lead.
    pub(super) fn of_lead(
        state: &'a State,
        milestone: Milestone,
        (number, lead): (u32, &LeadRow),
        source: Option<SourceRow>,
        fact_on: Date,
    ) -> Trigger<'a> {
        Trigger {
            milestone,
            lead: number,
            source,
            fact_on,
            kind: state.kinds.key(lead.kind.into()),
            days: state.days_of(lead),
            told: state.told.list(lead.told),
            lines: &[],
            lines_are_gone: false,
            exchanged: None,
            told_in: None,
            value: None,
            collected: 0,
            is_complete: false,
            by: lead.by,
            credits: state.credits.list(lead.credits),
            handed: state.handed(number),
            passed: state.head.value().passed,
            is_over: false,
        }
    }

    /// A milestone of a deal.
    pub(super) fn of_deal(
        state: &'a State,
        milestone: Milestone,
        (lead, deal): (&LeadRow, &DealRow),
        source: Option<SourceRow>,
        fact_on: Date,
    ) -> Trigger<'a> {
        let lead_of = Trigger::of_lead(state, milestone, (deal.lead, lead), source, fact_on);
        let (told, credits) = (state.told.list(deal.told), state.credits.list(deal.credits));
        let (lines, value) = (state.won_with(deal), deal.value);
        let collected = deal.collected - deal.returned;
        let lines_are_gone = state.lines_are_gone(deal);
        let told_in = lead.deal.get().and_then(|deal| state.told_in(deal));
        let of_lines = Trigger { lines, lines_are_gone, told_in, value, ..lead_of };
        Trigger { told, credits, collected, ..of_lines }
    }

    /// The day passes on which a lead was to be answered. What has become of it meanwhile, and was
    /// told, says when what accrues can be paid.
    pub(super) fn of_unanswered(
        state: &'a State,
        number: u32,
        due: Date,
        through: Date,
    ) -> Trigger<'a> {
        let lead = state.leads.row(number);
        let source = Some(SourceRow::Lead(number));
        let of_lead = Trigger::of_lead(state, Milestone::Unanswered, (number, lead), source, due);
        let deal = lead.deal.get().map(|deal| state.deals.row(deal));
        let days = Days { unanswered: Some(due), ..of_lead.days };
        let is_over = match deal {
            Some(deal) => deal.cancelled_on.is_some(),
            None => !lead.stage.is_open(),
        };
        Trigger { days, passed: Some(through), is_over, ..of_lead }
    }

    /// A payment that came in.
    pub(super) fn paid(self, lines: &'a [Line], is_complete: bool) -> Trigger<'a> {
        let days = Days { paid: Some(self.fact_on), ..self.days };
        Trigger { days, lines, lines_are_gone: false, is_complete, ..self }
    }

    pub(super) fn fact(&self) -> Fact<'a> {
        let (milestone, kind, days) = (self.milestone, self.kind, self.days);
        let (lines, lines_are_gone) = (self.lines, self.lines_are_gone);
        Fact { milestone, kind, days, told: self.told, lines, lines_are_gone }
    }

    /// Who has the place of whoever reported the lead, on the day of the fact.
    pub(super) fn originator(&self) -> u32 {
        held_on(self.handed, None, self.by, self.fact_on)
    }

    /// Who else is credited on that day, by role.
    pub(super) fn others(&self) -> impl Iterator<Item = (&RoleId, u32)> {
        let holder = move |(role, on_file): &'a (RoleId, u32)| {
            (role, held_on(self.handed, Some(role), *on_file, self.fact_on))
        };
        self.credits.iter().map(holder)
    }

    /// Who holds a role.
    pub(super) fn holder(&self, plan: &Plan, role: &RoleId) -> Option<u32> {
        if role == plan.split.originator() {
            return Some(self.originator());
        }
        self.others().find(|(held, _)| *held == role).map(|(_, payee)| payee)
    }
}
