//! What holds for the whole plan, in sentences: when it is in force, for whom, what it is told,
//! how it shares and how it rounds.

use super::{ids, list};
use referral_ledger::plan::campaign::Meeting;
use referral_ledger::plan::fact::DeclaredFact;
use referral_ledger::plan::split::{RoleShare, Split};
use referral_ledger::plan::stage::{Basis, Leftover, RoundingWords};
use referral_ledger::plan::version::{Accumulators, AppliesTo, ChosenBy, Effective};
use referral_ledger::plan::{Acceptance, AfterExit, LeadWords, Leaver, Plan};

/// The sentences.
pub(super) fn terms(plan: &Plan) -> Vec<String> {
    let mut terms = vec![in_force(&plan.effective), chosen(plan.chosen_by)];
    terms.push(applies(plan.applies_to).to_owned());
    terms.extend(plan.accumulators.map(|it| accumulators(it).to_owned()));
    terms.push(format!("Amounts are in {}; a day is one of {}.", plan.unit, plan.zone));
    terms.extend(leads(&plan.leads));
    terms.extend(plan.facts.iter().map(fact));
    terms.push(split(&plan.split));
    terms.extend(plan.leftover.as_ref().map(leftover));
    terms.extend(plan.meeting.map(|it| meeting(it).to_owned()));
    terms.push(rounding(plan));
    terms.extend(plan.exchange.as_ref().map(super::exchange::exchange));
    terms.push(match plan.leaver {
        Leaver::ForfeitsWhatIsNotVested => {
            "Who leaves keeps what is payable by their last day; the rest is forfeited, and nothing \
             accrues after it."
                .to_owned()
        }
        Leaver::KeepsAllThatMatures => {
            "Who leaves keeps all that leads bring which were reported by their last day, also \
             later."
                .to_owned()
        }
        Leaver::KeepsWhatWasTriggered => {
            "Who leaves keeps what was triggered by their last day; nothing accrues after it."
                .to_owned()
        }
    });
    terms.extend(match plan.after_exit {
        AfterExit::Pursued => None,
        AfterExit::OnlyWhatIsUnpaid => {
            Some("After somebody's last day a clawback takes only what is not paid yet.".to_owned())
        }
        AfterExit::Waived => {
            Some("After somebody's last day a clawback takes nothing from them.".to_owned())
        }
    });
    terms
}

fn in_force(effective: &Effective) -> String {
    match effective.until.and_then(|until| until.previous()) {
        Some(last) => format!("In force from {} through {last}.", effective.from),
        None => format!("In force from {} until a later version begins.", effective.from),
    }
}

fn chosen(by: ChosenBy) -> String {
    let day = match by {
        ChosenBy::Reported => "the lead was heard",
        ChosenBy::Accepted => "sales took the lead on",
        ChosenBy::Won => "the deal was won",
        ChosenBy::Milestone => "of what triggers the reward",
    };
    format!("The version in force on the day {day} applies.")
}

fn accumulators(it: Accumulators) -> &'static str {
    match it {
        Accumulators::CarryOn => {
            "Tables, floors and caps count on from where the version before it stopped."
        }
        Accumulators::StartAnew => "Tables, floors and caps begin at nothing with it.",
    }
}

fn applies(to: AppliesTo) -> &'static str {
    match to {
        AppliesTo::Everyone => "It is for everyone's leads.",
        AppliesTo::Assigned => {
            "It is for the leads of those who are assigned to it on that day, and for no others."
        }
    }
}

fn leads(words: &LeadWords) -> Vec<String> {
    let mut told = vec![match words.acceptance {
        Acceptance::Required => "A lead is won only after sales took it on.".to_owned(),
        Acceptance::NotNeeded => "A lead may be won without being taken on first.".to_owned(),
    }];
    told.push(match words.win_before_report_days_max {
        0 => "A deal won before its lead was heard is refused.".to_owned(),
        days => format!("A deal may be won up to {days} days before its lead was heard."),
    });
    if !words.declared_kinds.is_empty() {
        let kinds = ids(&words.declared_kinds, "and");
        told.push(format!("Kinds of lead beside the usual ones: {kinds}."));
    }
    told.extend(super::ground::ground(&words.ground));
    told
}

fn fact(fact: &DeclaredFact) -> String {
    let (told, values) = (fact.told.word(), ids(&fact.values, "or"));
    format!("With the {told} it can be told that {} is {values}.", fact.name)
}

fn split(split: &Split) -> String {
    let share = |it: &RoleShare| match &it.when_absent {
        Some(to) => format!("{} to the {} (to the {to} where there is none)", it.share, it.role),
        None => format!("{} to the {}", it.share, it.role),
    };
    let shares: Vec<String> = split.roles.iter().map(share).collect();
    let mut told = format!("What is shared goes {}.", list(&shares, "and"));
    if !split.overlays.is_empty() {
        let on_top = split.overlays.iter().map(|it| format!("{} to the {}", it.share, it.role));
        let on_top: Vec<String> = on_top.collect();
        told += &format!(" On top of that: {}, where there is one.", list(&on_top, "and"));
    }
    told
}

fn leftover(leftover: &Leftover) -> String {
    match leftover {
        Leftover::LargestRemainder => {
            "A smallest coin that sharing leaves over goes to the largest fraction, of equal ones \
             to the first role."
                .to_owned()
        }
        Leftover::Role(role) => {
            format!("In sharing every other part is rounded, and the {role} takes what is left.")
        }
    }
}

fn meeting(meeting: Meeting) -> &'static str {
    match meeting {
        Meeting::NeverMeet => "No two campaigns are ever for one amount.",
        Meeting::Multiply => {
            "Where campaigns meet all of them apply, one after the other as they stand in the plan."
        }
        Meeting::Largest => "Where campaigns meet only the one that pays most applies.",
    }
}

fn rounding(plan: &Plan) -> String {
    let one = |words: &RoundingWords| {
        let what = match words.basis {
            Basis::Cumulative => "the total of a reward so far is rounded",
            Basis::EachFact => "each fact is rounded by itself",
        };
        format!("{what}, {}", words.mode.describe())
    };
    let all: Vec<String> = plan.roundings.iter().map(one).collect();
    let order: Vec<&str> = plan.order.iter().map(|stage| stage.word()).collect();
    format!("Rounding: {}. Order: {}.", all.join("; then "), order.join(", "))
}
