//! Draws in sentences: when they are given, what they do, and how they are recovered.

use super::ids;
use referral_ledger::plan::Plan;
use referral_ledger::plan::draw::{
    AtEnd, Does, Draw, DrawOrder, Given, OnLeaving, Protects, ProtectsWhile, Recovery, Starts,
};

/// A draw.
pub(super) fn draw(draw: &Draw) -> String {
    let (amount, span) = (draw.amount, draw.each.word());
    let days = draw.days_after();
    let does = match (&draw.does, draw.given) {
        (Does::Adds { .. }, Given::AtStart) => {
            format!("gives {amount} on the first day of each {span}, on top of what is earned")
        }
        (Does::Adds { .. }, Given::AtClose) => {
            format!("gives {amount} {days} days after each {span}, on top of what was earned")
        }
        (Does::FillsUp { rules, .. }, Given::AtStart) => format!(
            "gives {amount} on the first day of each {span}, and keeps what {} make of it, \
             reckoned {days} days after the {span}",
            ids(rules, "and")
        ),
        (Does::FillsUp { rules, .. }, Given::AtClose) => format!(
            "fills up what {} made to {amount}, {days} days after each {span}",
            ids(rules, "and")
        ),
    };
    let recovery = match &draw.recovery {
        None => "It need not be paid back.".to_owned(),
        Some(recovery) => recovered(recovery, span),
    };
    format!("Draw {} {does}. {recovery} ({})", draw.id, draw.because)
}

fn recovered(it: &Recovery, span: &str) -> String {
    let starts = match it.starts {
        Starts::AtOnce => "from the run after the one that paid it".to_owned(),
        Starts::InPeriod(number) => {
            format!("from {span} {number} on of those it is assigned for")
        }
        Starts::WithoutADraw { unneeded_counts } => {
            let unneeded = match unneeded_counts {
                true => "; one in which enough was earned to need none counts",
                false => "",
            };
            format!("from the first {span} on in which none is given{unneeded}")
        }
    };
    let protects = match it.protects {
        Protects::Nothing => "all that was earned may be kept".to_owned(),
        Protects::Pay(pay, ProtectsWhile::DrawRuns) => {
            format!("a run leaves {pay} while the draw runs")
        }
        Protects::Pay(pay, ProtectsWhile::Owed) => format!("a run leaves {pay}"),
    };
    let at_end = match it.at_end {
        AtEnd::Owed => "What is left at its end stays owed".to_owned(),
        AtEnd::ForgivenAfter(days) => {
            format!("What is left {days} days after its end is forgiven")
        }
    };
    let on_leaving = match it.on_leaving {
        OnLeaving::Owed => "who leaves still owes it",
        OnLeaving::Forgiven => "who leaves is let off",
    };
    format!("It is recovered {starts}; {protects}. {at_end}; {on_leaving}.")
}

/// In which order several are recovered.
pub(super) fn order(plan: &Plan) -> Option<&'static str> {
    Some(match plan.draws_recovered? {
        DrawOrder::OldestFirst => "Of several draws, what was given first is recovered first.",
        DrawOrder::AsListed => "Draws are recovered one after the other, as they are listed.",
    })
}
