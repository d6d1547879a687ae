//! One lead's life, told as commands: report, accept, win, pay. And who is on file before it.

use crate::figures::{Fallible, number, worked};
use referral_ledger::Ledger;
use referral_ledger::command::*;
use referral_ledger::date;
use referral_ledger::deal::Line;
use referral_ledger::id::{CustomerId, DealId, LeadId, PayeeId, PaymentId};
use referral_ledger::lead::LeadKind;
use referral_ledger::ledger::Answer;
use referral_ledger::money::Amount;
use referral_ledger::payee::WorkerClass;
use referral_ledger::time::Date;
use referral_ledger::told::{Actor, Key, Told};

/// A plan of one rate and a fee: what the lifecycle is paid by.
pub(crate) const FIELD_SERVICE: &str = include_str!("../../examples/plans/field-service-2026.toml");
/// A plan with tiers, a campaign, two caps and a split.
pub(crate) const HARBOUR: &str = include_str!("../../examples/plans/harbour-machines-2026.toml");

/// The pay group everybody is in.
pub(crate) const GROUP: &str = "us";
/// The day all of a life's facts happened.
pub(crate) const DAY: Date = date!("2026-03-02");
/// The day they are told.
pub(crate) const TOLD_ON: Date = date!("2026-03-03");

/// A command and by whom it is told.
pub(crate) type Task = (Told, Command);

/// A command told by a program at noon of a day, under its natural key.
pub(crate) fn told_on(day: Date, command: impl Into<Command>) -> Fallible<Task> {
    let command = command.into();
    let at = day.at_utc(12, 0).ok_or("a day within the calendar has a noon")?;
    let by = Actor::system("crm".parse()?);
    Ok((Told { at, by, key: Key::of(&command) }, command))
}

pub(crate) fn payee(number: u32) -> Fallible<PayeeId> {
    Ok(format!("T{number:05}").parse()?)
}

/// Everything before the first lead: a pay group, its payees and a plan.
pub(crate) fn set_up(plan: &str, payees: u32, day: Date) -> Fallible<Vec<Task>> {
    let (entity, unit) = ("acme".parse()?, "USD".parse()?);
    let mut tasks = vec![told_on(day, DefinePayGroup { group: GROUP.parse()?, entity, unit })?];
    for number in 0..payees {
        let (payee, group) = (payee(number)?, GROUP.parse()?);
        let (class, employed_from) = (WorkerClass::Employee, date!("2020-01-01"));
        tasks.push(told_on(day, RegisterPayee { payee, group, class, employed_from })?);
    }
    tasks.push(told_on(day, PublishPlan { text: PlanText::new(plan) })?);
    Ok(tasks)
}

pub(crate) fn report(number: u32, by: u32) -> Fallible<Task> {
    let row = number.to_string();
    let (lead, by, customer) = (LeadId::named(&row), payee(by)?, CustomerId::named(&row));
    let (kind, heard_on) = (LeadKind::NewEquipment, DAY);
    let (credits, facts) = (Vec::new(), Vec::new());
    told_on(TOLD_ON, ReportLead { lead, by, customer, kind, heard_on, credits, facts })
}

pub(crate) fn accept(number: u32) -> Fallible<Task> {
    let lead = LeadId::named(&number.to_string());
    told_on(TOLD_ON, AcceptLead { lead, accepted_on: DAY })
}

pub(crate) fn win(number: u32) -> Fallible<Task> {
    let row = number.to_string();
    let (deal, lead) = (DealId::named(&row), LeadId::named(&row));
    let (lines, credits, facts) = (Vec::new(), Vec::new(), Vec::new());
    told_on(TOLD_ON, WinDeal { deal, lead, won_on: DAY, lines, credits, facts })
}

pub(crate) fn pay(number: u32) -> Fallible<Task> {
    let row = number.to_string();
    let (payment, deal) = (PaymentId::named(&row), DealId::named(&row));
    let lines = vec![Line::of_net(paid(number)?)];
    told_on(TOLD_ON, RecordPayment { payment, deal, received_on: DAY, lines })
}

/// What a deal brings in: about 1,234.56 USD.
pub(crate) fn paid(number: u32) -> Fallible<Amount> {
    Ok(Amount::from_minor(123_456 + i64::from(number % 1_000), "USD".parse()?)?)
}

/// One lead's whole life: four commands, and two rewards of it.
pub(crate) fn life(number: u32, by: u32) -> Fallible<[Task; 4]> {
    Ok([report(number, by)?, accept(number)?, win(number)?, pay(number)?])
}

/// Decides a command and applies what it causes. Its batch is not asked for.
pub(crate) fn decide(ledger: &mut Ledger, task: Task) -> Fallible<Answer> {
    let answers = ledger.draft([task]).accept();
    match answers.into_iter().next() {
        Some(answer @ Answer::Accepted(_)) => Ok(answer),
        other => Err(format!("a command of a life is accepted: {other:?}").into()),
    }
}

/// Decides commands, one after the other. Says nanoseconds a command.
pub(crate) fn nanoseconds_each(ledger: &mut Ledger, tasks: Vec<Task>) -> Fallible<f64> {
    let count = number(tasks.len());
    let (spent, ()) = worked(|| {
        for task in tasks {
            decide(ledger, task)?;
        }
        Ok(())
    })?;
    Ok(spent.as_secs_f64() * 1e9 / count)
}

/// A ledger with the payees and the plan of [`FIELD_SERVICE`].
pub(crate) fn ledger_of(payees: u32) -> Fallible<Ledger> {
    let mut ledger = Ledger::default();
    for task in set_up(FIELD_SERVICE, payees, TOLD_ON)? {
        decide(&mut ledger, task)?;
    }
    Ok(ledger)
}
