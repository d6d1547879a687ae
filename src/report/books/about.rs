//! What a transaction is about: its description, one of a few fixed words, and its tags.

use crate::books::run_of;
use crate::command::Command;
use crate::event::{Accrued, DrawEnded, DrawGiven, DrawReckoned, Event};
use crate::id::EntityId;
use crate::payout::Acknowledgement;
use crate::reward::Source;
use crate::time::Date;
use std::collections::BTreeSet;

/// The descriptions of transactions: fixed words, because each grammar gives some signs a meaning.
/// The last is for events that no release has booked yet.
pub(super) const NAMES: [&str; 23] = [
    "accrued",
    "reversed",
    "restored",
    "vested",
    "released",
    "run locked",
    "run approved",
    "run settled",
    "line rejected",
    "line voided",
    "adjusted",
    "restated",
    "balance opened",
    "amortised",
    "impaired",
    "debt moved",
    "debt paid back",
    "debt written off",
    "draw",
    "redeemed",
    "put back",
    "expired",
    "booked",
];

/// The tags of transactions.
pub(super) const TAGS: [&str; 21] = [
    "entity",
    "lead",
    "deal",
    "payment",
    "refund",
    "fact",
    "run",
    "reason",
    "plan",
    "rule",
    "of",
    "adjustment",
    "period",
    "transfer",
    "repayment",
    "write_off",
    "draw",
    "restatement",
    "redemption",
    "lapse",
    "pool",
];

/// The description of a transaction.
pub(super) fn name_of(event: &Event) -> &'static str {
    let [
        accrued,
        reversed,
        restored,
        vested,
        released,
        locked,
        approved,
        settled,
        rejected,
        voided,
        adjusted,
        restated,
        opened,
        amortised,
        impaired,
        moved,
        repaid,
        written_off,
        drawn,
        redeemed,
        put_back,
        expired,
        booked,
    ] = NAMES;
    match event {
        Event::Accrued(_) => accrued,
        Event::Reversed(_) => reversed,
        Event::Restored(_) => restored,
        Event::Vested(_) | Event::Reached(_) | Event::CapVested(_) | Event::RewardApproved(_) => {
            vested
        }
        Event::CarriedReleased(_) | Event::HoldbackReleased(_) | Event::PoolReleased(_) => released,
        Event::RunLine(_) => locked,
        Event::RunApproved(_) => approved,
        Event::RunSettled(_) => settled,
        Event::LineRejected(_) => rejected,
        Event::LineVoided(_) => voided,
        Event::Adjusted(_) => adjusted,
        Event::Restated(_) => restated,
        Event::BalanceOpened(_) => opened,
        Event::Amortised(_) => amortised,
        Event::CostsImpaired(_) => impaired,
        Event::DebtTransferred(_) => moved,
        Event::DebtRepaid(_) => repaid,
        Event::DebtWrittenOff(_) => written_off,
        Event::DrawGiven(_) | Event::DrawReckoned(_) | Event::DrawEnded(_) => drawn,
        Event::Redeemed(_) => redeemed,
        Event::PutBack(_) => put_back,
        Event::Expired(_) => expired,
        _ => booked,
    }
}

/// What else there is to know of a transaction, each tag once.
pub(super) fn tags(
    command: &Command,
    event: &Event,
    entities: &BTreeSet<&EntityId>,
) -> Vec<(&'static str, String)> {
    let mut tags = Vec::new();
    if let [entity] = entities.iter().collect::<Vec<_>>()[..] {
        tags.push(("entity", entity.to_string()));
    }
    match command {
        Command::ReportLead(it) => tags.push(("lead", it.lead.to_string())),
        Command::AcceptLead(it) => tags.push(("lead", it.lead.to_string())),
        Command::MeetLead(it) => tags.push(("lead", it.lead.to_string())),
        Command::QuoteLead(it) => tags.push(("lead", it.lead.to_string())),
        Command::RetainCustomer(it) => {
            tags.extend([("deal", it.deal.to_string()), ("lead", it.lead.to_string())]);
        }
        Command::WinDeal(it) => {
            tags.extend([("deal", it.deal.to_string()), ("lead", it.lead.to_string())]);
        }
        Command::InstallDeal(it) => tags.push(("deal", it.deal.to_string())),
        Command::InvoiceDeal(it) => tags.push(("deal", it.deal.to_string())),
        Command::RecordPayment(it) => {
            tags.extend([("deal", it.deal.to_string()), ("payment", it.payment.to_string())]);
        }
        Command::RecordRefund(it) => {
            tags.extend([("payment", it.payment.to_string()), ("refund", it.refund.to_string())]);
        }
        Command::Retract(it) => {
            tags.extend([("fact", it.fact.to_string()), ("reason", it.reason.to_string())]);
        }
        Command::CancelDeal(it) => tags.push(("reason", it.reason.to_string())),
        Command::ApproveReward(it) => tags.push(("reason", it.reason.to_string())),
        Command::Redeem(it) => tags.push(("redemption", it.redemption.to_string())),
        Command::HandOver(it) => tags.push(("redemption", it.redemption.to_string())),
        Command::VoidRun(it) => tags.push(("reason", it.reason.to_string())),
        Command::TransferDebt(it) => {
            tags.extend([("transfer", it.transfer.to_string()), ("reason", it.reason.to_string())]);
        }
        Command::RecordRepayment(it) => tags.push(("repayment", it.repayment.to_string())),
        Command::ApproveWriteOff(it) => tags.push(("write_off", it.write_off.to_string())),
        Command::ApproveLapse(it) => tags.push(("lapse", it.lapse.to_string())),
        Command::ApproveAdjustment(it) => tags.push(("adjustment", it.adjustment.to_string())),
        Command::ApproveRestatement(it) => {
            tags.push(("restatement", it.restatement.to_string()));
        }
        _ => {}
    }
    if let (Command::AcknowledgeLines(told), Event::LineRejected(it)) = (command, event) {
        let line = told.lines.iter().find(|line| line.payee == it.payee);
        if let Some(Acknowledgement::Rejected(reason)) = line.map(|line| &line.answer) {
            tags.push(("reason", reason.to_string()));
        }
    }
    if let Event::Accrued(Accrued { source: Some(Source::Lead(lead)), .. }) = event {
        tags.push(("lead", lead.to_string()));
    }
    tags.extend(run_of(command).map(|run| ("run", run.to_string())));
    let mut ruled = |plan: String, rule: String, of: Option<Date>| {
        tags.extend([("plan", plan), ("rule", rule)]);
        tags.extend(of.map(|of| ("of", of.to_string())));
    };
    match event {
        Event::Accrued(it) => ruled(it.plan.to_string(), it.rule.to_string(), it.of),
        Event::Reversed(it) => {
            ruled(it.plan.to_string(), it.rule.to_string(), it.of);
            tags.extend(match it.source {
                Source::Lead(lead) => Some(("lead", lead.to_string())),
                Source::Deal(deal) => Some(("deal", deal.to_string())),
                Source::Period(period) => Some(("period", period.to_string())),
                // No rule takes these back.
                Source::Draw(_)
                | Source::Adjustment(_)
                | Source::Restatement(_)
                | Source::Opening => None,
            });
        }
        Event::Reckoned(it) => {
            let made = it.made.iter().map(|it| (&it.plan, &it.rule, it.of));
            let taken = it.taken.iter().map(|it| (&it.plan, &it.rule, it.of));
            let ruled_by = made.chain(taken).next();
            ruled_by.into_iter().for_each(|(plan, rule, of)| {
                ruled(plan.to_string(), rule.to_string(), of);
            });
            tags.push(("period", it.period.to_string()));
        }
        Event::DrawGiven(DrawGiven { of, .. })
        | Event::DrawReckoned(DrawReckoned { of, .. })
        | Event::DrawEnded(DrawEnded { of, .. }) => {
            let (plan, draw) = (of.plan.to_string(), of.draw.to_string());
            tags.extend([("plan", plan), ("draw", draw), ("period", of.period.to_string())]);
        }
        Event::Restated(it) => {
            ruled(it.plan.to_string(), it.rule.to_string(), Some(it.month.last_day()));
        }
        Event::Restored(it) => ruled(it.plan.to_string(), it.rule.to_string(), it.of),
        Event::PoolReleased(it) => tags.push(("pool", it.pool.to_string())),
        Event::CapVested(it) if it.due != it.on => tags.push(("of", it.due.to_string())),
        Event::Vested(it) if it.due != it.on => tags.push(("of", it.due.to_string())),
        Event::Amortised(it) if it.due != it.on => tags.push(("of", it.due.to_string())),
        _ => {}
    }
    let mut told = BTreeSet::new();
    tags.retain(|(tag, value)| told.insert((*tag, value.clone())));
    tags
}
