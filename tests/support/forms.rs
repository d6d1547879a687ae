//! Commands as forms already filled in, where a test cares about one or two of their boxes.
#![allow(dead_code, unreachable_pub)] // every test file uses its own part of it

use super::{day, id};
use referral_ledger::adjustment::Direction;
use referral_ledger::attribution::Credit;
use referral_ledger::command::*;
use referral_ledger::deal::Line;
use referral_ledger::id::{
    AdjustmentId, ApprovalId, CustomerId, DealId, HoldId, LeadId, PaymentId, RedemptionId, RefundId,
};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::payee::WorkerClass;
use referral_ledger::reward::{RewardId, Source};

/// A pay group of the entity acme.
pub fn define(group: &str, unit: &str) -> DefinePayGroup {
    DefinePayGroup { group: id(group), entity: id("acme"), unit: id(unit) }
}

/// An employee since 2020.
pub fn register(payee: &str, group: &str) -> RegisterPayee {
    let (payee, group) = (id(payee), id(group));
    let employed_from = day("2020-01-01");
    RegisterPayee { payee, group, class: WorkerClass::Employee, employed_from }
}

/// Who leaves, and when.
pub fn leave(payee: &str, last_day: &str) -> LeavePayee {
    LeavePayee { payee: id(payee), last_day: day(last_day) }
}

/// A version of a plan.
pub fn publish(text: &str) -> PublishPlan {
    PublishPlan { text: PlanText::new(text) }
}

/// One person in one role.
pub fn credit(role: &str, payee: &str) -> Credit {
    Credit { role: id(role), payee: id(payee) }
}

/// A tip for new equipment, nobody else credited.
pub fn report(by: &str, lead: &str, heard_on: &str) -> ReportLead {
    ReportLead {
        lead: LeadId::named(lead),
        by: id(by),
        customer: CustomerId::named(&format!("customer of {lead}")),
        kind: LeadKind::NewEquipment,
        heard_on: day(heard_on),
        credits: vec![],
        facts: vec![],
    }
}

/// Sales' yes.
pub fn accept(lead: &str, accepted_on: &str) -> AcceptLead {
    AcceptLead { lead: LeadId::named(lead), accepted_on: day(accepted_on) }
}

/// Sales' no.
pub fn reject(lead: &str, rejected_on: &str) -> RejectLead {
    let (lead, rejected_on) = (LeadId::named(lead), day(rejected_on));
    RejectLead { lead, rejected_on, reason: id("no-budget") }
}

/// A lead becomes a deal of the same row key, without a value.
pub fn win(deal: &str, won_on: &str) -> WinDeal {
    let (lead, deal, won_on) = (LeadId::named(deal), DealId::named(deal), day(won_on));
    WinDeal { deal, lead, won_on, lines: vec![], credits: vec![], facts: vec![] }
}

/// The customer of a lead was met.
pub fn meet(lead: &str, met_on: &str) -> MeetLead {
    MeetLead { lead: LeadId::named(lead), met_on: day(met_on) }
}

/// Sales made an offer.
pub fn quote(lead: &str, quoted_on: &str, net: Amount) -> QuoteLead {
    let (lead, quoted_on, lines) = (LeadId::named(lead), day(quoted_on), vec![Line::of_net(net)]);
    QuoteLead { lead, quoted_on, lines }
}

/// The customer of a lead stayed: a deal of the same name.
pub fn retain(deal: &str, retained_on: &str) -> RetainCustomer {
    let (deal, lead, retained_on) = (DealId::named(deal), LeadId::named(deal), day(retained_on));
    let (lines, credits, facts) = (vec![], vec![], vec![]);
    RetainCustomer { deal, lead, retained_on, lines, credits, facts }
}

/// The machine runs.
pub fn install(deal: &str, installed_on: &str) -> InstallDeal {
    InstallDeal { deal: DealId::named(deal), installed_on: day(installed_on) }
}

/// The invoice was posted.
pub fn invoice(deal: &str, invoiced_on: &str) -> InvoiceDeal {
    InvoiceDeal { deal: DealId::named(deal), invoiced_on: day(invoiced_on) }
}

/// The deal is off.
pub fn cancel(deal: &str, cancelled_on: &str) -> CancelDeal {
    let (deal, cancelled_on) = (DealId::named(deal), day(cancelled_on));
    CancelDeal { deal, cancelled_on, reason: id("customer-withdrew") }
}

/// Money that came in.
pub fn payment(payment: &str, deal: &str, received_on: &str, net: Amount) -> RecordPayment {
    RecordPayment {
        payment: PaymentId::named(payment),
        deal: DealId::named(deal),
        received_on: day(received_on),
        lines: vec![Line::of_net(net)],
    }
}

/// Money that went back.
pub fn refund(refund: &str, payment: &str, refunded_on: &str, net: Amount) -> RecordRefund {
    RecordRefund {
        refund: RefundId::named(refund),
        payment: PaymentId::named(payment),
        refunded_on: day(refunded_on),
        lines: vec![Line::of_net(net)],
    }
}

/// Somebody proposes to give a payee an amount, or to take one.
pub fn propose(
    adjustment: &str,
    payee: &str,
    direction: Direction,
    amount: Amount,
) -> ProposeAdjustment {
    let (adjustment, payee) = (AdjustmentId::named(adjustment), id(payee));
    let reason = id("agreed-in-review");
    ProposeAdjustment { adjustment, payee, direction, amount, reason, about: None, based_on: None }
}

/// Nothing comes of an adjustment.
pub fn decline(adjustment: &str) -> DeclineAdjustment {
    DeclineAdjustment { adjustment: AdjustmentId::named(adjustment), reason: id("not-agreed") }
}

/// A payee had nothing at the end of a day.
pub fn open_balance(payee: &str, as_of: &str) -> OpenPayeeBalance {
    let (payee, as_of) = (id(payee), day(as_of));
    OpenPayeeBalance { payee, as_of, held: vec![], payable: None, owes: None, paid_this_year: None }
}

/// A tip of before for new equipment, taken on the day it was heard.
pub fn open_lead(by: &str, lead: &str, heard_on: &str) -> OpenLead {
    OpenLead {
        lead: LeadId::named(lead),
        by: id(by),
        customer: CustomerId::named(&format!("customer of {lead}")),
        kind: LeadKind::NewEquipment,
        heard_on: day(heard_on),
        accepted_on: Some(day(heard_on)),
        plans: vec![],
        credits: vec![],
        facts: vec![],
    }
}

/// A deal of before, of the lead of the same row key, without a value.
pub fn open_deal(deal: &str, won_on: &str) -> OpenDeal {
    OpenDeal {
        deal: DealId::named(deal),
        lead: LeadId::named(deal),
        won_on: day(won_on),
        installed_on: None,
        invoiced_on: None,
        lines: vec![],
        collected: None,
        plans: vec![],
        credits: vec![],
        facts: vec![],
    }
}

/// Where a counter of ana's stands, under the first version of the plan of one choice.
pub fn open_counter(counts: Counts) -> OpenCounter {
    let (plan, payee, counts) = (id("plan@1"), Some(id("ana")), Box::new(counts));
    OpenCounter { plan, counts, payee, team: None, lead: None, period: None }
}

/// The credit for a lead is somebody else's, from a day on where one is given.
pub fn reassign(lead: &str, from: &str, to: &str, since: Option<&str>) -> ReassignCredit {
    let (lead, reason) = (LeadId::named(lead), id("handed-over"));
    ReassignCredit { lead, from: id(from), to: id(to), since: since.map(day), reason }
}

/// Days pass.
pub fn pass(through: &str) -> PassDay {
    PassDay { through: day(through) }
}

/// A month is closed.
pub fn close(period: &str) -> ClosePeriod {
    ClosePeriod { period: id(period) }
}

/// A run such as `us-field/2026-02/1` is locked.
pub fn lock(run: &str, cut_off: &str) -> LockRun {
    LockRun::regular(id(run), day(cut_off))
}

/// A reward of the plan of one choice, for a deal.
pub fn reward(deal: &str, payee: &str) -> RewardId {
    let source = Source::Deal(DealId::named(deal));
    RewardId { source, plan: id("plan@1"), rule: id("main"), payee: id(payee) }
}

/// What of a reward waits is approved.
pub fn approve_reward(approval: &str, reward: RewardId, amount: Amount) -> ApproveReward {
    let (approval, reason) = (ApprovalId::named(approval), id("margin-checked"));
    ApproveReward { approval, reward, amount, reason }
}

/// A reward is put on hold by hand.
pub fn hold_reward(hold: &str, reward: RewardId) -> HoldReward {
    HoldReward { hold: HoldId::named(hold), reward, reason: id("price-disputed") }
}

/// A hold by hand is released.
pub fn release_reward(hold: &str) -> ReleaseReward {
    ReleaseReward { hold: HoldId::named(hold), reason: id("dispute-settled") }
}

/// Payroll paid a run.
pub fn settle(run: &str) -> SettleRun {
    SettleRun { run: id(run) }
}

/// A run is void.
pub fn void(run: &str) -> VoidRun {
    VoidRun { run: id(run), reason: id("wrong-cut-off") }
}

/// Points or hours are redeemed.
pub fn redeem(redemption: &str, payee: &str, amount: Amount, redeemed_on: &str) -> Redeem {
    let (redemption, payee) = (RedemptionId::named(redemption), id(payee));
    Redeem { redemption, payee, amount, redeemed_on: day(redeemed_on) }
}

/// A gift is handed over, by the boss.
pub fn hand_over(redemption: &str, payee: &str, gift: &str, handed_on: &str) -> HandOver {
    let (redemption, given_by) = (RedemptionId::named(redemption), id("boss"));
    HandOver { redemption, payee: id(payee), gift: id(gift), handed_on: day(handed_on), given_by }
}
