//! From an event to its entries: one total function, and the only place that knows the rows.
//!
//! The rows follow section 8 of the design. An amount that needs no hold is credited to Payable at
//! once: Held would be in and out on the same day.

use super::{AccountOf, Entry, in_kind};
use crate::adjustment::Direction;
use crate::command::{Command, OpenPayeeBalance};
use crate::event::{
    Accrued, Adjusted, BalanceOpened, CostMoved, DebtChanged, DrawEnded, DrawGiven, DrawReckoned,
    Event, GivenAs, GivenTo, Lands, LineVoided, ReleasedLot, Restated, Restored, Reversed, RunLine,
    RunSettled, RunTotal, TakenFrom, VestedTotal, source_of,
};
use crate::id::{EntityId, PayeeId};
use crate::money::Amount;
use crate::payout::RunId;
use crate::reward::Source;
use crate::time::Date;

/// The entries of an event. They sum to zero per unit and legal entity (law L1), and none is zero.
///
/// The command is the one whose record the event stands in: it names the run.
pub fn post(command: &Command, event: &Event) -> Vec<Entry> {
    let mut entries = Vec::new();
    each_entry(command, event, &mut |it| entries.push(it.to_entry()));
    entries
}

/// An entry that borrows from its event: the balances are moved by it on every command.
#[derive(Clone, Copy)]
pub(crate) struct EntryOf<'a> {
    on: Date,
    pub(crate) entity: &'a EntityId,
    pub(crate) account: AccountOf<'a>,
    pub(crate) amount: Amount,
}

impl EntryOf<'_> {
    /// The entry with ids of its own.
    pub(super) fn to_entry(self) -> Entry {
        let (entity, account) = (self.entity.clone(), self.account.to_account());
        Entry { on: self.on, entity, account, amount: self.amount }
    }
}

/// What takes the entries of an event.
pub(super) type To<'a, 't> = &'t mut dyn FnMut(EntryOf<'a>);

/// Each entry of an event, in order: see [`post`].
pub(crate) fn each_entry<'a>(command: &'a Command, event: &'a Event, to: To<'a, '_>) {
    match event {
        Event::Accrued(it) => accrued(it, cost_account(command, it), to),
        Event::Reversed(it) => reversed(it, to),
        Event::Restored(it) => restored(it, to),
        Event::Reckoned(it) => {
            it.made.iter().for_each(|it| accrued(it, AccountOf::Incentives, to));
            it.taken.iter().for_each(|it| reversed(it, to));
        }
        Event::Amortised(it) => {
            for part in &it.parts {
                let accounts = (AccountOf::Amortisation, AccountOf::ContractCosts(part.deal));
                transfer(it.on, &part.entity, part.amount, accounts, to);
            }
        }
        Event::CostsImpaired(it) => {
            if let Command::CancelDeal(told) = command {
                let accounts = (AccountOf::Impairment, AccountOf::ContractCosts(told.deal));
                for cost in &it.costs {
                    transfer(it.on, &cost.entity, cost.amount, accounts, to);
                }
            }
        }
        Event::Vested(it) => vested(it.on, &it.totals, to),
        Event::Reached(it) => vested(it.on, &it.totals, to),
        Event::Adjusted(it) => adjusted(it, to),
        Event::DebtTransferred(it) | Event::DebtRepaid(it) | Event::DebtWrittenOff(it) => {
            debt(event, it, to);
        }
        Event::DrawGiven(it) => draw_given(it, to),
        Event::DrawReckoned(it) => draw_reckoned(it, to),
        Event::DrawEnded(it) => draw_ended(it, to),
        Event::Restated(it) => restated(it, to),
        Event::RewardApproved(it) => vested(it.on, std::slice::from_ref(&it.total), to),
        Event::CapVested(it) => {
            let held = AccountOf::Held(&it.payee);
            for lot in &it.lots {
                let vests = (held, AccountOf::Payable(&it.payee));
                transfer(it.on, &it.entity, lot.amount, vests, to);
            }
            if let Some(carried) = it.carried {
                transfer(it.on, &it.entity, carried, (held, AccountOf::CapCarried(&it.payee)), to);
            }
        }
        Event::CarriedReleased(it) => {
            let from = AccountOf::CapCarried(&it.payee);
            released((it.on, &it.entity, &it.payee), &it.lots, from, to);
        }
        Event::PoolReleased(it) => {
            let from = AccountOf::PoolQueued(&it.payee);
            released((it.on, &it.entity, &it.payee), &it.lots, from, to);
        }
        Event::HoldbackReleased(it) => {
            let from = AccountOf::HeldBack(&it.payee);
            released((it.on, &it.entity, &it.payee), &it.lots, from, to);
        }
        Event::Redeemed(it) => in_kind::redeemed(it, false, to),
        Event::PutBack(it) => in_kind::redeemed(it, true, to),
        Event::Expired(it) => in_kind::expired(it, to),
        Event::BalanceOpened(it) => {
            if let Command::OpenPayeeBalance(told) = command {
                opened(it, told, to);
            }
        }
        Event::RunSettled(it) => settled(it, to),
        Event::RunLine(_)
        | Event::RunApproved(_)
        | Event::LineRejected(_)
        | Event::LineVoided(_) => {
            if let Some(run) = run_of(command) {
                of_run(run, event, to);
            }
        }
        _ => {}
    }
}

/// The entries of an event of a run that are on the run's own account.
fn of_run<'a>(run: &'a RunId, event: &'a Event, to: To<'a, '_>) {
    match event {
        Event::RunLine(it) => line(run, it, to),
        Event::RunApproved(it) => approved(run, it, to),
        Event::LineRejected(it) | Event::LineVoided(it) => voided(run, it, to),
        _ => {}
    }
}

/// The run a command names.
pub(crate) fn run_of(command: &Command) -> Option<&RunId> {
    match command {
        Command::LockRun(it) => Some(&it.run),
        Command::ApproveRun(it) => Some(&it.run),
        Command::RecordExport(it) => Some(&it.run),
        Command::AcknowledgeLines(it) => Some(&it.run),
        Command::SettleRun(it) => Some(&it.run),
        Command::VoidRun(it) => Some(&it.run),
        _ => None,
    }
}

/// Debits one account and credits another; nothing for zero.
pub(super) fn transfer<'a>(
    on: Date,
    entity: &'a EntityId,
    amount: Amount,
    (debit, credit): (AccountOf<'a>, AccountOf<'a>),
    to: To<'a, '_>,
) {
    if !amount.is_zero() {
        to(EntryOf { on, entity, account: debit, amount });
        to(EntryOf { on, entity, account: credit, amount: amount.negated() });
    }
}

/// The account of what lands somewhere; where nothing else is said, it is payable.
fn lands_on(lands: Option<Lands>, payee: &PayeeId) -> AccountOf<'_> {
    match lands {
        Some(Lands::Held(_) | Lands::Until(_) | Lands::UntilApproved) => AccountOf::Held(payee),
        Some(Lands::Payable(_)) | None => AccountOf::Payable(payee),
    }
}

/// What an accrual costs: the asset of its deal where it is capitalised, or an expense.
fn cost_account(command: &Command, it: &Accrued) -> AccountOf<'static> {
    match it.capitalised.map(|_| source_of(command)) {
        Some(Source::Deal(deal)) => AccountOf::ContractCosts(deal),
        _ => AccountOf::Incentives,
    }
}

pub(super) fn accrued<'a>(it: &'a Accrued, debit: AccountOf<'a>, to: To<'a, '_>) {
    for share in &it.shares {
        if !share.amount.unit().is_money() {
            in_kind::accrued(it.on, share, to);
            continue;
        }
        let debit = match share.in_plan {
            Some(in_plan) => {
                let accounts = (debit, AccountOf::Conversion);
                transfer(it.on, &share.entity, in_plan, accounts, to);
                AccountOf::Conversion
            }
            None => debit,
        };
        let credit = lands_on(share.lands, &share.payee);
        transfer(it.on, &share.entity, share.at_once(), (debit, credit), to);
        for back in &share.held_back {
            let credit = AccountOf::HeldBack(&share.payee);
            transfer(it.on, &share.entity, back.amount, (debit, credit), to);
        }
        if let Some(queued) = &share.queued {
            let credit = AccountOf::PoolQueued(&share.payee);
            transfer(it.on, &share.entity, queued.amount, (debit, credit), to);
        }
        if let Some(carried) = &share.carried {
            let credit = AccountOf::CapCarried(&share.payee);
            transfer(it.on, &share.entity, carried.amount, (debit, credit), to);
        }
    }
}

/// The account of the place something is taken from.
fn taken_from(from: TakenFrom, payee: &PayeeId) -> AccountOf<'_> {
    match from {
        TakenFrom::HeldBack => AccountOf::HeldBack(payee),
        TakenFrom::Carried => AccountOf::CapCarried(payee),
        TakenFrom::Queued => AccountOf::PoolQueued(payee),
        TakenFrom::Held => AccountOf::Held(payee),
        TakenFrom::Payable => AccountOf::Payable(payee),
        TakenFrom::Receivable => AccountOf::ClawbackReceivable(payee),
    }
}

fn restated<'a>(it: &'a Restated, to: To<'a, '_>) {
    let (on, entity, expense) = (it.on, &it.entity, AccountOf::Incentives);
    if it.difference.is_positive() {
        let credit = lands_on(it.lands, &it.payee);
        transfer(on, entity, it.difference, (expense, credit), to);
    }
    for take in &it.takes {
        transfer(on, entity, take.amount, (taken_from(take.from, &it.payee), expense), to);
    }
    if let Some(owed) = it.owed {
        let receivable = AccountOf::ClawbackReceivable(&it.payee);
        transfer(on, entity, owed, (receivable, expense), to);
    }
}

pub(super) fn reversed<'a>(it: &'a Reversed, to: To<'a, '_>) {
    for share in &it.shares {
        if !share.amount.unit().is_money() {
            in_kind::reversed(it.on, share, to);
            continue;
        }
        for take in &share.takes {
            let debit = taken_from(take.from, &share.payee);
            if let Some(in_plan) = take.in_plan {
                converted((it.on, &share.entity), (take.amount, debit), in_plan, to);
                continue;
            }
            expense(&it.costs, (it.on, &share.entity, take.amount), debit, to);
        }
    }
    for moved in &it.costs {
        cost_moved((it.on, it.source), moved, Amount::negated, to);
    }
}

fn restored<'a>(it: &'a Restored, to: To<'a, '_>) {
    for share in &it.shares {
        if !share.amount.unit().is_money() {
            in_kind::restored(it.on, share, to);
            continue;
        }
        for give in &share.gives {
            let payee = &share.payee;
            let credit = match give.to {
                GivenTo::HeldBack => AccountOf::HeldBack(payee),
                GivenTo::Carried => AccountOf::CapCarried(payee),
                GivenTo::Queued => AccountOf::PoolQueued(payee),
                GivenTo::Held => AccountOf::Held(payee),
                GivenTo::Payable | GivenTo::NewLot => AccountOf::Payable(payee),
                GivenTo::Receivable(_) => AccountOf::ClawbackReceivable(payee),
                GivenTo::FormerDebt(_) => AccountOf::FormerTechnicians(payee),
                GivenTo::WrittenOff(_) => AccountOf::Uncollectable,
            };
            if let Some(in_plan) = give.in_plan {
                let (on, entity) = (it.on, &share.entity);
                converted((on, entity), (give.amount.negated(), credit), in_plan.negated(), to);
                continue;
            }
            expense(&it.costs, (it.on, &share.entity, give.amount.negated()), credit, to);
        }
    }
    for moved in &it.costs {
        cost_moved((it.on, it.source), moved, |amount| amount, to);
    }
}

/// Debits an account against the expense of rewards. Where they are a cost of the contract, that is
/// what stands against all amounts of the event together.
fn expense<'a>(
    costs: &[CostMoved],
    (on, entity, amount): (Date, &'a EntityId, Amount),
    debit: AccountOf<'a>,
    to: To<'a, '_>,
) {
    if costs.is_empty() {
        transfer(on, entity, amount, (debit, AccountOf::Incentives), to);
    } else if !amount.is_zero() {
        to(EntryOf { on, entity, account: debit, amount });
    }
}

/// Debits an account against the expense of rewards, which is in the plan's currency: each currency
/// sums to zero by itself.
fn converted<'a>(
    (on, entity): (Date, &'a EntityId),
    (amount, debit): (Amount, AccountOf<'a>),
    in_plan: Amount,
    to: To<'a, '_>,
) {
    transfer(on, entity, amount, (debit, AccountOf::Conversion), to);
    transfer(on, entity, in_plan, (AccountOf::Conversion, AccountOf::Incentives), to);
}

/// What of a contract cost was written off goes to that expense, and the rest to the asset.
fn cost_moved<'a>(
    (on, source): (Date, Source),
    moved: &'a CostMoved,
    signed: impl Fn(Amount) -> Amount,
    to: To<'a, '_>,
) {
    let Source::Deal(deal) = source else { return };
    let rest = if moved.impaired { AccountOf::Impairment } else { AccountOf::ContractCosts(deal) };
    for (account, amount) in [(AccountOf::Amortisation, moved.amortised), (rest, moved.rest)] {
        if !amount.is_zero() {
            to(EntryOf { on, entity: &moved.entity, account, amount: signed(amount) });
        }
    }
}

/// What was carried, held back or waiting in a pool comes out of its account.
fn released<'a>(
    (on, entity, payee): (Date, &'a EntityId, &'a PayeeId),
    lots: &'a [ReleasedLot],
    from: AccountOf<'a>,
    to: To<'a, '_>,
) {
    for lot in lots {
        transfer(on, entity, lot.amount, (from, lands_on(lot.lands, payee)), to);
    }
}

fn adjusted<'a>(it: &'a Adjusted, to: To<'a, '_>) {
    let payable = AccountOf::Payable(&it.payee);
    match it.direction {
        Direction::Up => {
            transfer(it.on, &it.entity, it.amount, (AccountOf::Adjustment, payable), to);
        }
        Direction::Down => {
            for set_off in &it.set_off {
                let accounts = (payable, AccountOf::Adjustment);
                transfer(it.on, &it.entity, set_off.amount, accounts, to);
            }
            if let Some(owed) = it.owed {
                let receivable = AccountOf::ClawbackReceivable(&it.payee);
                transfer(it.on, &it.entity, owed, (receivable, AccountOf::Adjustment), to);
            }
        }
    }
}

/// What somebody owes who has left is moved, comes in as money, or is written off.
fn debt<'a>(event: &Event, it: &'a DebtChanged, to: To<'a, '_>) {
    let former = AccountOf::FormerTechnicians(&it.payee);
    for part in &it.parts {
        let accounts = match event {
            Event::DebtTransferred(_) => (former, AccountOf::ClawbackReceivable(&it.payee)),
            Event::DebtRepaid(_) if part.was_written_off => {
                (AccountOf::Bank, AccountOf::Uncollectable)
            }
            Event::DebtRepaid(_) => (AccountOf::Bank, former),
            _ => (AccountOf::Uncollectable, former),
        };
        transfer(it.on, &it.entity, part.amount, accounts, to);
    }
}

fn opened<'a>(it: &'a BalanceOpened, told: &'a OpenPayeeBalance, to: To<'a, '_>) {
    let (on, entity, opening) = (it.on, &it.entity, AccountOf::Opening);
    for held in &told.held {
        transfer(on, entity, held.amount, (opening, AccountOf::Held(&told.payee)), to);
    }
    if let Some(payable) = told.payable {
        transfer(on, entity, payable, (opening, AccountOf::Payable(&told.payee)), to);
    }
    if let Some(owes) = told.owes {
        let receivable = AccountOf::ClawbackReceivable(&told.payee);
        transfer(on, entity, owes, (receivable, opening), to);
    }
}

fn draw_given<'a>(it: &'a DrawGiven, to: To<'a, '_>) {
    let debit = match it.as_what {
        GivenAs::Guarantee => AccountOf::Guarantee,
        GivenAs::Advance | GivenAs::Owed(_) => AccountOf::DrawReceivable(&it.of.payee),
    };
    let accounts = (debit, AccountOf::Payable(&it.of.payee));
    transfer(it.of.on, &it.of.entity, it.amount, accounts, to);
}

/// What was earned of a draw stays in its receivable until a run keeps it.
fn draw_reckoned<'a>(it: &'a DrawReckoned, to: To<'a, '_>) {
    let accounts = (AccountOf::Guarantee, AccountOf::DrawReceivable(&it.of.payee));
    transfer(it.of.on, &it.of.entity, it.guaranteed, accounts, to);
}

fn draw_ended<'a>(it: &'a DrawEnded, to: To<'a, '_>) {
    let accounts = (AccountOf::DrawForgiven, AccountOf::DrawReceivable(&it.of.payee));
    transfer(it.of.on, &it.of.entity, it.forgiven, accounts, to);
}

fn vested<'a>(on: Date, totals: &'a [VestedTotal], to: To<'a, '_>) {
    for total in totals {
        if !total.amount.unit().is_money() {
            in_kind::vested(on, (&total.entity, &total.payee), total.amount, to);
            continue;
        }
        let accounts = (AccountOf::Held(&total.payee), AccountOf::Payable(&total.payee));
        transfer(on, &total.entity, total.amount, accounts, to);
    }
}

fn line<'a>(run: &'a RunId, it: &'a RunLine, to: To<'a, '_>) {
    let payable = AccountOf::Payable(&it.payee);
    transfer(it.on, &it.entity, it.paid, (payable, AccountOf::InRun(run)), to);
    for recovery in &it.recovered {
        let accounts = (payable, AccountOf::ClawbackReceivable(&it.payee));
        transfer(it.on, &it.entity, recovery.amount, accounts, to);
    }
    for recovery in &it.draws_recovered {
        let accounts = (payable, AccountOf::DrawReceivable(&it.payee));
        transfer(it.on, &it.entity, recovery.amount, accounts, to);
    }
}

fn approved<'a>(run: &'a RunId, it: &'a RunTotal, to: To<'a, '_>) {
    let accounts = (AccountOf::InRun(run), AccountOf::PayrollClearing);
    transfer(it.on, &it.entity, it.total, accounts, to);
}

fn settled<'a>(it: &'a RunSettled, to: To<'a, '_>) {
    let clearing = AccountOf::PayrollClearing;
    transfer(it.on, &it.entity, it.employees, (clearing, AccountOf::Wages), to);
    transfer(it.on, &it.entity, it.contractors, (clearing, AccountOf::AccountsPayable), to);
}

fn voided<'a>(run: &'a RunId, it: &'a LineVoided, to: To<'a, '_>) {
    let payable = AccountOf::Payable(&it.payee);
    let from = if it.approved { AccountOf::PayrollClearing } else { AccountOf::InRun(run) };
    transfer(it.on, &it.entity, it.paid, (from, payable), to);
    let zero = Amount::zero(it.recovered.unit());
    let draws = it.draws_recovered.unwrap_or(zero);
    let other = it.recovered.checked_sub(draws).expect("L7: a part is no more than the whole");
    let receivable = AccountOf::ClawbackReceivable(&it.payee);
    transfer(it.on, &it.entity, other, (receivable, payable), to);
    let receivable = AccountOf::DrawReceivable(&it.payee);
    transfer(it.on, &it.entity, draws, (receivable, payable), to);
}
