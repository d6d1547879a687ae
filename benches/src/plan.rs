//! Rewards a second under a rich plan, with the full Why of each: tiers over the deal, a campaign,
//! a cap per deal, a split of two, and a cap per payee and month that carries the rest.

use crate::figures::{Fallible, ROUNDS, Row, Spread, number, short, worked};
use crate::life::{self, HARBOUR, Task, payee, told_on};
use referral_ledger::attribution::Credit;
use referral_ledger::command::*;
use referral_ledger::deal::Line;
use referral_ledger::id::{CustomerId, DealId, LeadId, PaymentId};
use referral_ledger::lead::LeadKind;
use referral_ledger::ledger::Answer;
use referral_ledger::time::Date;
use referral_ledger::{Ledger, amount, date};

const LEADS: u32 = 4_000;
/// Payments of each deal, of 10,000 USD each: the second tier begins within the third.
const PAYMENTS: u32 = 3;
const TOLD_ON: Date = date!("2026-09-01");

/// A deal won in the campaign, with a second technician on it.
fn won(number: u32, payees: u32) -> Fallible<[Task; 3]> {
    let row = number.to_string();
    let (lead, deal, customer) =
        (LeadId::named(&row), DealId::named(&row), CustomerId::named(&row));
    let by = payee(number % payees)?;
    let other = Credit { role: "co_source".parse()?, payee: payee((number + 1) % payees)? };
    let (kind, heard_on) = (LeadKind::NewSite, date!("2026-06-22"));
    let (credits, won_on) = (vec![other], date!("2026-07-15"));
    let accepted_on = date!("2026-06-23");
    let win = WinDeal { deal, lead, won_on, lines: vec![], credits: vec![], facts: vec![] };
    Ok([
        told_on(
            TOLD_ON,
            ReportLead { lead, by, customer, kind, heard_on, credits, facts: vec![] },
        )?,
        told_on(TOLD_ON, AcceptLead { lead, accepted_on })?,
        told_on(TOLD_ON, win)?,
    ])
}

fn payment(number: u32, part: u32) -> Fallible<Task> {
    let payment = PaymentId::named(&format!("{number}/{part}"));
    let (deal, received_on) = (DealId::named(&number.to_string()), date!("2026-08-10"));
    let lines = vec![Line::of_net(amount!(10_000.00 USD))];
    told_on(TOLD_ON, RecordPayment { payment, deal, received_on, lines })
}

/// Rewards and payments a second.
fn round(leads: u32) -> Fallible<(f64, f64)> {
    let payees = (leads / 2).max(2);
    let mut ledger = Ledger::default();
    for task in life::set_up(HARBOUR, payees, TOLD_ON)? {
        life::decide(&mut ledger, task)?;
    }
    let mut payments = Vec::new();
    for number in 0..leads {
        for task in won(number, payees)? {
            life::decide(&mut ledger, task)?;
        }
        for part in 0..PAYMENTS {
            payments.push(payment(number, part)?);
        }
    }
    let payments_count = number(payments.len());
    let (spent, answers) = worked(|| {
        let decide = |task| life::decide(&mut ledger, task);
        payments.into_iter().map(decide).collect::<Fallible<Vec<Answer>>>()
    })?;
    let mut rewards = 0;
    for answer in &answers {
        if let Answer::Accepted(drafted) = answer {
            let whys = |event: &referral_ledger::event::Event| event.whys(drafted.group.command());
            rewards += drafted.group.events().map(|(_, event)| whys(event).len()).sum::<usize>();
        }
    }
    let seconds = spent.as_secs_f64();
    Ok((number(rewards) / seconds, payments_count / seconds))
}

pub(crate) fn measure(size: f64) -> Fallible<Vec<Row>> {
    let leads = crate::scaled(LEADS, size);
    println!("{PAYMENTS} payments of each of {leads} deals, one core, {ROUNDS} rounds");
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push(round(leads)?);
    }
    let rewards = Spread::of(rounds.iter().map(|(rewards, _)| *rewards));
    let payments = Spread::of(rounds.iter().map(|(_, payments)| *payments));
    println!("  rewards a second, each with its Why    {rewards}");
    println!("  payments a second                      {payments}");
    println!("  nanoseconds a reward                   {}", short(1e9 / rewards.median()));
    Ok(Vec::new())
}
