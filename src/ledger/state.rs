//! The state posted from the journal: what is open, what has a balance, and where its Why is.
//!
//! Rows are numbered and refer to each other by number. Amounts are minor units; their unit is
//! the pay group's, which is the plan's. Nothing here decides; `apply` is the only writer.

use super::undo::{Arena, Slot, Sorted, Table, Undo};
use crate::books::Account;
use crate::digest::Digest;
use crate::id::{
    ActorId, DealId, EntityId, LeadId, PayGroupId, PayeeId, PaymentId, RefundId, RoleId, RuleId,
};
use crate::lead::{LeadKind, LeadStage};
use crate::money::{Amount, Unit};
use crate::payee::{Employment, WorkerClass};
use crate::payout::{RunId, RunStage};
use crate::plan::Plan;
use crate::plan::rule::{Component, Rule};
use crate::plan::version::PlanRef;
use crate::record::At;
use crate::time::{Date, Period, Timestamp, Zone};
use sha2::{Digest as _, Sha256};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

/// The next row of a list, if there is one.
pub(super) type Link = Option<u32>;

/// What is true of the journal as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Head {
    /// The sequence of the next record.
    pub(super) next: u64,
    /// When the last command was recorded.
    pub(super) recorded: Option<Timestamp>,
    /// The last day that has passed.
    pub(super) passed: Option<Date>,
    /// The earliest day anything is booked under.
    pub(super) booked_from: Option<Date>,
    /// The first day that is open in the books, once a month was closed.
    pub(super) open_from: Option<Date>,
    /// The zone of the first published plan.
    pub(super) zone: Option<Zone>,
    /// All that ever accrued, in minor units of the plan's currency; nothing is taken off it.
    pub(super) accrued: i64,
}

#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct GroupRow {
    pub(super) sequence: u64,
    pub(super) entity: EntityId,
    pub(super) unit: Unit,
}

#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct PayeeRow {
    pub(super) sequence: u64,
    pub(super) group: u32,
    pub(super) class: WorkerClass,
    pub(super) employment: Employment,
    pub(super) held: i64,
    pub(super) payable: i64,
    pub(super) in_run: i64,
    /// What of it its runs keep against receivables.
    pub(super) kept_in_run: i64,
    pub(super) paid: i64,
    /// What the payee owes back and nothing was kept against yet.
    pub(super) owes: i64,
    /// The payee's newest statement page.
    pub(super) page: Link,
}

#[derive(Debug, Clone)]
pub(super) struct PlanRow {
    pub(super) sequence: u64,
    pub(super) plan: Arc<Plan>,
}

impl PartialEq for PlanRow {
    fn eq(&self, other: &Self) -> bool {
        self.sequence == other.sequence && self.plan.text_digest == other.plan.text_digest
    }
}

impl Hash for PlanRow {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.sequence.hash(state);
        self.plan.text_digest.hash(state);
    }
}

/// Who is credited beside the originator, by role.
pub(super) type Credits = Arc<[(RoleId, u32)]>;

#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct LeadRow {
    pub(super) sequence: u64,
    pub(super) by: u32,
    pub(super) kind: LeadKind,
    pub(super) stage: LeadStage,
    /// The sequence at which it came to its stage.
    pub(super) since: u64,
    pub(super) heard_on: Date,
    pub(super) accepted_on: Option<Date>,
    /// Who took it on, and so cannot be credited for it later.
    pub(super) accepted_by: Option<ActorId>,
    pub(super) plan: Link,
    pub(super) credits: Credits,
    pub(super) deal: Link,
    pub(super) awards: Link,
}

#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct DealRow {
    pub(super) sequence: u64,
    pub(super) lead: u32,
    pub(super) won_on: Date,
    pub(super) value: Option<Amount>,
    pub(super) installed_on: Option<Date>,
    pub(super) cancelled_on: Option<Date>,
    pub(super) plan: Link,
    pub(super) credits: Credits,
    pub(super) collected: i64,
    /// What went back of it.
    pub(super) returned: i64,
    pub(super) awards: Link,
}

#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct PaymentRow {
    pub(super) sequence: u64,
    pub(super) deal: u32,
    pub(super) received_on: Date,
    pub(super) net: i64,
    pub(super) returned: i64,
    /// The newest lot this payment caused.
    pub(super) lots: Link,
}

/// What a reward is for, by row number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum SourceRow {
    Lead(u32),
    Deal(u32),
}

/// All that one rule paid for one source: the rewards of its payees belong together.
#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct AwardRow {
    pub(super) source: SourceRow,
    pub(super) plan: u32,
    pub(super) component: u16,
    pub(super) rule: u16,
    /// The sum of the bases it was accrued on.
    pub(super) base: i64,
    /// What was returned of it inside the clawback window.
    pub(super) returned: i64,
    /// What had gone back of the deal before anything was accrued.
    pub(super) gone_before: i64,
    pub(super) rewards: Link,
    pub(super) next: Link,
}

#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct RewardRow {
    pub(super) award: u32,
    pub(super) payee: u32,
    /// What the split gave the payee's role, accrued or not.
    pub(super) allotted: i64,
    pub(super) accrued: i64,
    pub(super) reversed: i64,
    pub(super) lots: Link,
    pub(super) next: Link,
}

/// Where what is left of a lot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// Held until its day.
    Held,
    /// Payable from its day.
    Payable,
    /// In this line of a live run.
    InRun(u32),
    /// Paid with this line.
    Paid(u32),
}

#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct LotRow {
    pub(super) reward: u32,
    /// The event that accrued it.
    pub(super) at: At,
    /// Which share of the event it is.
    pub(super) share: u32,
    pub(super) amount: i64,
    /// What was taken back of it, before and after pay.
    pub(super) reversed: i64,
    /// What was taken back of it after it was in a run: owed as a receivable.
    pub(super) clawed: i64,
    /// What was returned of its payment inside the clawback window.
    pub(super) returned: i64,
    pub(super) payment: Link,
    pub(super) place: Place,
    /// The day it is payable from.
    pub(super) day: Date,
    pub(super) next_of_reward: Link,
    pub(super) next_of_payment: Link,
}

impl LotRow {
    /// What is in its place.
    pub(super) fn left(&self) -> i64 {
        self.amount - (self.reversed - self.clawed)
    }

    /// What can still be taken back.
    pub(super) fn standing(&self) -> i64 {
        self.amount - self.reversed
    }
}

#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct ReceivableRow {
    pub(super) payee: u32,
    pub(super) amount: i64,
    pub(super) outstanding: i64,
}

#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct RunRow {
    pub(super) sequence: u64,
    pub(super) stage: RunStage,
    pub(super) group: u32,
    pub(super) cut_off: Date,
    pub(super) locked_by: ActorId,
    pub(super) gross: i64,
    pub(super) recovered: i64,
    pub(super) employees: i64,
    pub(super) contractors: i64,
    pub(super) digest: Digest,
    pub(super) approved: bool,
    pub(super) export: Option<(u64, Digest)>,
    pub(super) first_line: u32,
    pub(super) lines: u32,
}

impl RunRow {
    /// The numbers of its lines, sorted by payee id.
    pub(super) fn each_line(&self) -> Range<u32> {
        self.first_line..self.first_line + self.lines
    }
}

#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct LineRow {
    pub(super) run: u32,
    pub(super) payee: u32,
    pub(super) class: WorkerClass,
    pub(super) gross: i64,
    pub(super) paid: i64,
    pub(super) recovered: i64,
    pub(super) recoveries: Arc<[(u32, i64)]>,
    pub(super) lots: Arc<[u32]>,
}

/// What a payee earned in a month by a rule, by the day of the fact.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub(super) struct EarnedRow {
    pub(super) accrued: i64,
    pub(super) taken_back: i64,
}

/// One payee's month in the books.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub(super) struct PageRow {
    pub(super) accrued: i64,
    pub(super) taken_back: i64,
    pub(super) paid: i64,
    pub(super) notes: Link,
    /// The payee's page before this one, in the order they were opened.
    pub(super) previous: Link,
}

/// An event that a statement tells.
#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct NoteRow {
    pub(super) at: At,
    pub(super) next: Link,
}

/// Everything posted from the journal.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub(super) struct State {
    pub(super) head: Slot<Head>,
    pub(super) groups: Table<PayGroupId, GroupRow>,
    pub(super) payees: Table<PayeeId, PayeeRow>,
    pub(super) plans: Table<PlanRef, PlanRow>,
    pub(super) leads: Table<LeadId, LeadRow>,
    pub(super) deals: Table<DealId, DealRow>,
    pub(super) payments: Table<PaymentId, PaymentRow>,
    pub(super) refunds: Table<RefundId, u64>,
    pub(super) awards: Arena<AwardRow>,
    pub(super) rewards: Arena<RewardRow>,
    pub(super) lots: Arena<LotRow>,
    pub(super) receivables: Arena<ReceivableRow>,
    pub(super) runs: Table<RunId, RunRow>,
    /// The newest run of a pay group and period.
    pub(super) newest_runs: Table<(u32, Period), u32>,
    pub(super) lines: Arena<LineRow>,
    /// Held lots: due day, payee, lot.
    pub(super) due: Sorted<(Date, u32, u32)>,
    /// Payable lots: payee, lot.
    pub(super) payable: Sorted<(u32, u32)>,
    /// Receivables with something outstanding: payee, receivable.
    pub(super) owed: Sorted<(u32, u32)>,
    pub(super) balances: Table<(EntityId, Account, Unit), i128>,
    pub(super) earned: Table<(u32, Period, RuleId), EarnedRow>,
    pub(super) pages: Table<(u32, Period), PageRow>,
    pub(super) notes: Arena<NoteRow>,
}

impl State {
    fn parts(&mut self) -> [&mut dyn Undo; 22] {
        [
            &mut self.head,
            &mut self.groups,
            &mut self.payees,
            &mut self.plans,
            &mut self.leads,
            &mut self.deals,
            &mut self.payments,
            &mut self.refunds,
            &mut self.awards,
            &mut self.rewards,
            &mut self.lots,
            &mut self.receivables,
            &mut self.runs,
            &mut self.newest_runs,
            &mut self.lines,
            &mut self.due,
            &mut self.payable,
            &mut self.owed,
            &mut self.balances,
            &mut self.earned,
            &mut self.pages,
            &mut self.notes,
        ]
    }

    pub(super) fn begin(&mut self) {
        self.parts().into_iter().for_each(Undo::begin);
    }

    pub(super) fn rollback(&mut self) {
        self.parts().into_iter().for_each(Undo::rollback);
    }

    pub(super) fn commit(&mut self) {
        self.parts().into_iter().for_each(Undo::commit);
    }

    /// SHA-256 over every row, in order: two ledgers of one journal have the same.
    pub(super) fn digest(&self) -> Digest {
        let mut hasher = Sha256Hasher(Sha256::new());
        self.hash(&mut hasher);
        Digest::from_bytes(hasher.0.finalize().into())
    }

    /// The currency of all versions of the plan.
    pub(super) fn unit(&self) -> Option<Unit> {
        self.plans.iter().next().map(|(_, _, row)| row.plan.unit)
    }

    /// The version in force on a day: the last one to begin by then, unless it has ended.
    pub(super) fn plan_on(&self, day: Date) -> Link {
        let begun = self.plans.iter().filter(|(_, _, row)| row.plan.effective.from <= day);
        let (number, _, row) = begun.max_by_key(|(_, _, row)| row.plan.effective.from)?;
        row.plan.effective.until.is_none_or(|until| day < until).then_some(number)
    }

    /// The component and rule of an award.
    pub(super) fn rule_of(&self, award: &AwardRow) -> (&Plan, &Component, &Rule) {
        let plan = &self.plans.row(award.plan).plan;
        let component = &plan.components[usize::from(award.component)];
        (plan, component, &component.rules[usize::from(award.rule)])
    }

    /// The pay group of a payee.
    pub(super) fn group_of(&self, payee: u32) -> &GroupRow {
        self.groups.row(self.payees.row(payee).group)
    }

    /// The line of a payee in a run.
    pub(super) fn line_of(&self, run: u32, payee: u32) -> Option<u32> {
        let wanted = self.payees.key(payee);
        let Range { start: mut low, end: mut high } = self.runs.row(run).each_line();
        while low < high {
            let middle = low + (high - low) / 2;
            let there = self.lines.row(middle).payee;
            match self.payees.key(there).cmp(wanted) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// The head of a source's awards.
    pub(super) fn awards_of(&self, source: SourceRow) -> Link {
        match source {
            SourceRow::Lead(lead) => self.leads.row(lead).awards,
            SourceRow::Deal(deal) => self.deals.row(deal).awards,
        }
    }

    /// The awards of a source, newest first.
    pub(super) fn each_award(&self, source: SourceRow) -> impl Iterator<Item = (u32, &AwardRow)> {
        let first = self.awards_of(source).map(|number| (number, self.awards.row(number)));
        std::iter::successors(first, |(_, row)| {
            row.next.map(|number| (number, self.awards.row(number)))
        })
    }

    /// The rewards of an award, newest first.
    pub(super) fn each_reward(&self, award: u32) -> impl Iterator<Item = (u32, &RewardRow)> {
        let first = self.awards.row(award).rewards;
        std::iter::successors(first.map(|number| (number, self.rewards.row(number))), |(_, row)| {
            row.next.map(|number| (number, self.rewards.row(number)))
        })
    }

    /// The lots of a reward, newest first.
    pub(super) fn each_lot(&self, reward: u32) -> impl Iterator<Item = (u32, &LotRow)> {
        let first = self.rewards.row(reward).lots;
        std::iter::successors(first.map(|number| (number, self.lots.row(number))), |(_, row)| {
            row.next_of_reward.map(|number| (number, self.lots.row(number)))
        })
    }
}

/// Feeds hashed values into SHA-256 in a fixed byte order, on every machine.
struct Sha256Hasher(Sha256);

impl Hasher for Sha256Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
    fn write_u16(&mut self, number: u16) {
        self.0.update(number.to_le_bytes());
    }
    fn write_u32(&mut self, number: u32) {
        self.0.update(number.to_le_bytes());
    }
    fn write_u64(&mut self, number: u64) {
        self.0.update(number.to_le_bytes());
    }
    fn write_u128(&mut self, number: u128) {
        self.0.update(number.to_le_bytes());
    }
    fn write_usize(&mut self, number: usize) {
        self.0.update((number as u64).to_le_bytes());
    }
    fn write_isize(&mut self, number: isize) {
        self.0.update((number as i64).to_le_bytes());
    }
    fn write_i16(&mut self, number: i16) {
        self.0.update(number.to_le_bytes());
    }
    fn write_i32(&mut self, number: i32) {
        self.0.update(number.to_le_bytes());
    }
    fn write_i64(&mut self, number: i64) {
        self.0.update(number.to_le_bytes());
    }
    fn write_i128(&mut self, number: i128) {
        self.0.update(number.to_le_bytes());
    }
    fn finish(&self) -> u64 {
        0 // never asked for: the digest is taken from the inner state
    }
}
