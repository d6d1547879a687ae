//! When a rule holds, whom it pays, when that is payable, and what takes it back.

use super::{day_of, ids, list};
use referral_ledger::plan::books::{Amortisation, FirstPart, Late};
use referral_ledger::plan::clawback::{
    Attainment, Clawback, ClawbackTerms, FlatPart, RefundTarget, TakeBack, TakeStep, Window,
};
use referral_ledger::plan::condition::{Condition, Elapsed};
use referral_ledger::plan::hold::Hold;
use referral_ledger::plan::holdback::{Holdback, Instalment, Release};
use referral_ledger::plan::rule::{Payees, When};

pub(super) fn when(when: &When) -> String {
    match when {
        When::Always => "Always applies.".to_owned(),
        When::Otherwise => "Applies when no other rule here does.".to_owned(),
        When::All(conditions) => {
            let conditions: Vec<String> = conditions.iter().map(condition).collect();
            format!("Applies when {}.", list(&conditions, "and"))
        }
    }
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::LeadKind(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
            format!("the lead is {}", list(&kinds, "or"))
        }
        Condition::Elapsed(Elapsed { from, to, days_from, days_until }) => match days_until {
            Some(until) => {
                let most = until.saturating_sub(1);
                format!("{days_from} to {most} days lie between {from} and {to}")
            }
            None => format!("{days_from} or more days lie between {from} and {to}"),
        },
        Condition::Fact(name, values) => {
            format!("it was told that {name} is {}", ids(values, "or"))
        }
    }
}

/// To whom.
pub(super) fn paid(to: &Payees) -> String {
    match to {
        Payees::EachByShare => "to everyone credited, each by the share of their role".to_owned(),
        Payees::EachInFull => "to everyone credited, each of them the whole".to_owned(),
        Payees::OneRole(role) => format!("to the {role}"),
        Payees::ManagerOf { role, on } => {
            format!("to whoever was the manager of the {role} on {}", day_of(*on))
        }
        Payees::Measured => "to the payee".to_owned(),
        Payees::Members(None) => "to the members on the last day, in equal parts".to_owned(),
        Payees::Members(Some(_)) => {
            "to the members on the last day, in proportion to what each brought".to_owned()
        }
    }
}

/// For whom a measure is counted.
pub(super) fn credited(to: &Payees) -> String {
    match to {
        Payees::EachByShare => "for everyone credited by the share of their role".to_owned(),
        Payees::EachInFull => "in full for everyone credited".to_owned(),
        Payees::OneRole(role) => format!("for the {role}"),
        Payees::ManagerOf { role, on } => {
            format!("for whoever was the manager of the {role} on {}", day_of(*on))
        }
        Payees::Measured | Payees::Members(_) => "for nobody".to_owned(),
    }
}

/// Who hears of a zero.
pub(super) fn told(to: &Payees) -> String {
    match to {
        Payees::EachByShare | Payees::EachInFull => "everyone credited is".to_owned(),
        Payees::Measured => "the payee is".to_owned(),
        Payees::Members(_) => "every member is".to_owned(),
        Payees::OneRole(role) => format!("the {role} is"),
        Payees::ManagerOf { role, on } => {
            format!("whoever was the manager of the {role} on {} is", day_of(*on))
        }
    }
}

fn hold(hold: &Hold) -> String {
    match hold {
        Hold::None => "It is payable at once.".to_owned(),
        Hold::Days { days, after } => format!("It is held until {days} days after {after}."),
        Hold::DaysAfterClose(days) => {
            format!("It is held until {days} days after the last day of the period.")
        }
        Hold::Until(milestone) => format!("It is held until {milestone}."),
        Hold::Approved => "It is held until somebody else approves it.".to_owned(),
    }
}

/// What is held back, if anything, and when the rest is payable.
pub(super) fn held(holdback: Option<&Holdback>, until: &Hold) -> String {
    match holdback {
        Some(holdback) => format!("{} {}", held_back(holdback), hold(until)),
        None => hold(until),
    }
}

fn held_back(holdback: &Holdback) -> String {
    let Holdback { share, release } = holdback;
    match release {
        Release::Until(milestone) => format!("{share} of it is held back until {milestone}."),
        Release::Collected => format!(
            "{share} of it is held back, and released in the proportion in which the deal's value \
             is collected."
        ),
        Release::Instalments(instalments) => {
            let one = |it: &Instalment| {
                format!("{} of that {} days after {}", it.share, it.days, it.after)
            };
            let all: Vec<String> = instalments.iter().map(one).collect();
            format!("{share} of it is held back, and released {}.", list(&all, "and"))
        }
    }
}

/// Where it stands in the books; `None` for an expense at once.
pub(super) fn books(books: Option<&Amortisation>) -> Option<String> {
    let Amortisation { months, from, first_part, late } = books?;
    let first = match first_part {
        FirstPart::MonthEnd => format!("on the last day of the month of {}", day_of(*from)),
        FirstPart::NextMonthEnd => {
            format!("on the last day of the month after {}", day_of(*from))
        }
        FirstPart::MonthLater => format!("a month after {}", day_of(*from)),
    };
    let late = match late {
        Late::CaughtUp => "has the parts that passed written off with the next one",
        Late::Spread => "is written off in the parts that are left",
    };
    Some(format!(
        "In the books it is a cost of the contract, written off in {months} monthly parts, the \
         first {first}; what accrues later {late}."
    ))
}

pub(super) fn clawback(clawback: &Clawback) -> String {
    let terms = match clawback {
        Clawback::None => return "Nothing is ever taken back.".to_owned(),
        Clawback::Terms(terms) => terms,
    };
    let ClawbackTerms { on_refunded, on_cancelled, take, window: until, .. } = terms;
    let on = match (on_refunded, on_cancelled) {
        (true, true) => "a refund or a cancellation",
        (true, false) => "a refund",
        (false, _) => "a cancellation",
    };
    let mut told = format!("It is taken back by {on}, {}.{}", window(until), taken(take, until));
    if *on_refunded {
        told += match terms.refund_target {
            RefundTarget::Proportional => " A refund takes back in proportion to what went back.",
            RefundTarget::Recompute => {
                " After a refund the rule is reckoned anew on what remains, and the difference is \
                 taken back."
            }
        };
    }
    told += match terms.flat_part {
        Some(FlatPart::Returned) => " A flat amount is taken back too.",
        Some(FlatPart::Kept) => " A flat amount is kept.",
        None => "",
    };
    told += match terms.attainment {
        Some(Attainment::Kept) => " What was reached in the table stays reached.",
        Some(Attainment::Lowered) => " What went back counts no longer in the table.",
        None => "",
    };
    told
}

fn window(window: &Window) -> String {
    match window {
        Window::WithoutEnd => "whenever it comes".to_owned(),
        Window::Days { days, after, last_day_in } => {
            let last = if *last_day_in { "included" } else { "not included" };
            format!("until {days} days after {after}, that day {last}")
        }
        Window::Months { months, after } => {
            format!("until {months} months after {after}, that day not included")
        }
    }
}

fn taken(take: &TakeBack, until: &Window) -> String {
    let after = until.after().map(|it| format!(" after {it}")).unwrap_or_default();
    match take {
        TakeBack::Full => String::new(),
        TakeBack::ProRataDays => {
            " Only the part of these days that is left then is taken back.".to_owned()
        }
        TakeBack::ProRataMonths => {
            " Only the part of these months that is not completed then is taken back.".to_owned()
        }
        TakeBack::Stepped(steps) => {
            let one = |(at, step): (usize, &TakeStep)| match at {
                0 => format!("{} of it at first", step.take),
                _ => format!("{} from day {} on", step.take, step.from_day),
            };
            let all: Vec<String> = steps.iter().enumerate().map(one).collect();
            format!(" Taken back is {}, counted in days{after}.", list(&all, "and"))
        }
    }
}
