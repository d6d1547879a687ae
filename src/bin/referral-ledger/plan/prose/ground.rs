//! The ground rules for leads in sentences: which leads count, and whose they are.

use super::{ids, list};
use referral_ledger::lead::LeadKind;
use referral_ledger::plan::answer::{Deadline, DeadlineFrom, MinimumReward};
use referral_ledger::plan::ground::{
    Blocked, Competing, ExistingOpportunity, GroundRules, ProtectedAfter, Protection, Qualify,
    Release, Repeats, Restored, SelfReferral,
};

/// The sentences; none for a rule that the plan leaves out.
pub(super) fn ground(rules: &GroundRules) -> Vec<String> {
    let mut told: Vec<String> = rules.qualify.iter().map(qualify).collect();
    if !told.is_empty() && rules.qualify.iter().all(|it| it.kinds.is_some()) {
        told.push("A lead of any other kind does not qualify.".to_owned());
    }
    told.extend(rules.same_technician_and_customer.map(|it| repeats(it).to_owned()));
    told.extend(rules.self_referral.map(|it| self_referral(it).to_owned()));
    told.extend(rules.blocked.map(|it| blocked(it).to_owned()));
    told.extend(rules.protection.iter().flat_map(protection));
    told.extend(rules.retained_kinds.as_deref().map(retained));
    told.extend(rules.answer.iter().flat_map(answer));
    told.extend(rules.existing_opportunity.map(existing));
    told.extend(rules.restored.map(restored));
    told
}

fn protection(it: &Protection) -> Vec<String> {
    let of = if it.of_kind { "other leads of its kind about" } else { "any other lead about" };
    let from = match it.after {
        ProtectedAfter::Reported => "the lead was heard",
        ProtectedAfter::Accepted => "sales took the lead on, and without an end until then",
    };
    let last = if it.last_day_in { "with that day" } else { "without that day" };
    let mut told = vec![format!(
        "A lead is protected against {of} its customer until {} days after {from}, {last}.",
        it.days
    )];
    told.push(match it.touch_days {
        Some(days) => format!("A touch protects it for {days} days more, counted the same way."),
        None => "Nothing extends the protection.".to_owned(),
    });
    let release = |it: &Release| match it {
        Release::Rejected => "the lead is rejected",
        Release::Lost => "it is lost",
        Release::Expired => "it expires",
        Release::Won => "it is won",
        Release::CustomerWish => "the customer wishes so",
    };
    let released: Vec<&str> = it.released_by.iter().map(release).collect();
    told.push(match released.is_empty() {
        true => "Nothing ends it early.".to_owned(),
        false => format!("It ends early when {}.", list(&released, "or")),
    });
    told.push(match &it.competing {
        Competing::FirstProtected => "Another technician's lead meanwhile is refused.".to_owned(),
        Competing::LastTouchWithin(days) => format!(
            "Another technician's lead meanwhile is taken; the one touched last, at most {days} \
             days before the win, is won."
        ),
        Competing::SharedWith(role) => format!(
            "Another technician's lead meanwhile is taken as the second: when the first is won, \
             they are credited as {role}. A third is refused."
        ),
        Competing::None => "Another technician's lead meanwhile stands for itself.".to_owned(),
    });
    told
}

fn answer(it: &Deadline) -> Vec<String> {
    let from = match it.from {
        DeadlineFrom::Reported => "the lead was heard",
        DeadlineFrom::Told => "its report was told",
    };
    let days = if it.business_days == 1 { "day" } else { "days" };
    let mut told = vec![format!(
        "Sales answer a lead within {} business {days} after {from}.",
        it.business_days
    )];
    told.push(match it.holidays.is_empty() {
        true => "Business days are Monday to Friday.".to_owned(),
        false => format!("Business days are Monday to Friday less {}.", ids(&it.holidays, "and")),
    });
    told.push(
        match it.competing {
            true => {
                "A lead about a customer whom another technician's lead protects is answered too."
            }
            false => {
                "A lead about a customer whom another technician's lead protects has no deadline."
            }
        }
        .to_owned(),
    );
    told.push(match &it.escalated_to {
        Some(to) => format!("A missed answer is on record, and put before {to}."),
        None => "A missed answer is on record.".to_owned(),
    });
    told.extend(it.minimum_reward.map(|it| match it {
        MinimumReward::BesideLater => {
            "What it pays comes beside what the lead earns later.".to_owned()
        }
        MinimumReward::DeductedFromLater => {
            "What the lead earns later is less what it pays.".to_owned()
        }
    }));
    told
}

fn retained(kinds: &[LeadKind]) -> String {
    let kinds: Vec<String> = kinds.iter().map(LeadKind::to_string).collect();
    format!("Leads of kind {} can end in a retained customer.", list(&kinds, "and"))
}

fn restored(it: Restored) -> String {
    match it {
        Restored::Never => "A rejected or excluded lead does not come back.".to_owned(),
        Restored::Within(days) => format!(
            "A rejected or excluded lead comes back under its own id, at most {days} days after it \
             was heard."
        ),
    }
}

fn existing(it: ExistingOpportunity) -> String {
    match it {
        ExistingOpportunity::Excluded => {
            "A lead about an opportunity that sales already had is excluded, with evidence."
                .to_owned()
        }
        ExistingOpportunity::WorkedWithin(days) => format!(
            "A lead about an opportunity on which sales worked in the {days} days before it was \
             heard is excluded, with evidence."
        ),
    }
}

fn qualify(it: &Qualify) -> String {
    let kinds = match &it.kinds {
        None => "Every lead qualifies".to_owned(),
        Some(kinds) => {
            let kinds: Vec<String> = kinds.iter().map(LeadKind::to_string).collect();
            format!("Leads of kind {} qualify", list(&kinds, "and"))
        }
    };
    match it.must_carry.is_empty() {
        true => format!("{kinds} as they are."),
        false => format!("{kinds} when they say {}.", ids(&it.must_carry, "and")),
    }
}

fn repeats(it: Repeats) -> &'static str {
    match it {
        Repeats::Once => {
            "A technician's further lead about one customer is refused, unless the earlier ones \
             were rejected."
        }
        Repeats::OncePerKind => {
            "A technician's further lead of one kind about one customer is refused, unless the \
             earlier ones were rejected."
        }
        Repeats::OneAtATime => {
            "A technician's further lead about one customer is refused while one is open."
        }
    }
}

fn self_referral(it: SelfReferral) -> &'static str {
    match it {
        SelfReferral::Reporter => "Nobody reports a lead about a customer that is their own.",
        SelfReferral::AllCredited => {
            "Nobody reports, or is credited for, a lead about a customer that is their own."
        }
    }
}

fn blocked(it: Blocked) -> &'static str {
    match it {
        Blocked::Refused => {
            "Who is blocked cannot report a lead or be credited for one; what they brought before \
             goes on."
        }
        Blocked::EarnsNothing => {
            "What is triggered while somebody is blocked comes to nothing for them."
        }
    }
}
