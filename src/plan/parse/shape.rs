//! The tables of a plan file: the keys of each, and what to write behind each key.
//!
//! The sentence of a key is the way out wherever that key is missing or has a wrong value, so it
//! says what the choices mean. Reading the values is the business of the other files.

/// One table of a plan file.
pub(super) struct Shape {
    /// What it is called in a sentence.
    pub(super) name: &'static str,
    /// Its keys, each with what to write.
    pub(super) keys: &'static [(&'static str, &'static str)],
    /// Keys of the design that this release does not compute.
    pub(super) unbuilt: &'static [&'static str],
}

impl Shape {
    /// What to write behind the key.
    pub(super) fn key(&'static self, name: &str) -> Option<(&'static str, &'static str)> {
        self.keys.iter().find(|(key, _)| *key == name).copied()
    }

    /// The keys, as a sentence lists them.
    pub(super) fn listed(&self) -> String {
        let names: Vec<&str> = self.keys.iter().map(|(key, _)| *key).collect();
        names.join(", ")
    }
}

/// All tables, to say where a misplaced key belongs.
pub(super) const SHAPES: [&Shape; 16] = [
    &DOCUMENT,
    &PLAN,
    &EFFECTIVE,
    &ROUNDING,
    &LEADS,
    &WIN_BEFORE_REPORT,
    &SPLIT,
    &COMPONENT,
    &RULE,
    &WHEN,
    &ELAPSED,
    &RANGE,
    &PAYS,
    &HOLD,
    &CLAWBACK,
    &WINDOW,
];

pub(super) const DOCUMENT: Shape = Shape {
    name: "the file",
    keys: &[
        ("schema", "write schema = 1, the only schema this release reads"),
        (
            "plan",
            "write a [plan] table: what the plan is called, when it is in force, how it rounds",
        ),
        ("leads", "write a [leads] table with acceptance and win_before_report"),
        (
            "split",
            "write one [[split]] table per role, the originator first, shares summing to 100%",
        ),
        ("component", "write one [[component]] table per component, each with its rules"),
    ],
    unbuilt: &["campaign", "cap", "pool", "tiers", "facts", "draw", "holdback", "example"],
};

pub(super) const PLAN: Shape = Shape {
    name: "[plan]",
    keys: &[
        ("id", "write id = \"field-leads\": the plan's name, the same in all its versions"),
        ("version", "write version = \"2026\": each version of a plan has its own"),
        (
            "title",
            "write title = \"...\": what people call the plan, 1 to 300 characters on one line",
        ),
        (
            "because",
            "write because = \"...\": the policy it follows, 1 to 300 characters on one line",
        ),
        (
            "effective",
            "write effective = { from = 2026-01-01, until = 2027-01-01 }: the first day, and the \
             day after the last; without until it stays in force until a later version begins",
        ),
        (
            "chosen_by",
            "write \"reported\", \"accepted\", \"won\" or \"milestone\": the version in force on \
             the day of the lead's report, of its acceptance, of the win, or of whatever triggers \
             the reward is the one that pays",
        ),
        ("currency", "write currency = \"USD\": the ISO 4217 code of the money the plan pays in"),
        (
            "timezone",
            "write timezone = \"America/New_York\": a zone of the IANA database, which turns an \
             instant into a business day",
        ),
        (
            "order",
            "write [\"rate\", \"round\"], or with a split [\"rate\", \"round\", \"pay_split\"] \
             (whole cents are divided) or [\"rate\", \"pay_split\", \"round\"] (each share is \
             rounded)",
        ),
        (
            "rounding",
            "write rounding = { mode = \"half_even\", basis = \"cumulative\" }: in which \
             direction, and whether the reward so far or each fact alone is rounded",
        ),
        (
            "leaver",
            "write leaver = \"keeps_what_was_triggered\": what a payee triggered by their last \
             day stays theirs, held or not; nothing accrues after it",
        ),
    ],
    unbuilt: &[],
};

pub(super) const EFFECTIVE: Shape = Shape {
    name: "effective",
    keys: &[
        ("from", "write from = 2026-01-01, a bare date: the first day the version is in force"),
        ("until", "write until = 2027-01-01, a bare date: the day after the last day in force"),
    ],
    unbuilt: &[],
};

pub(super) const ROUNDING: Shape = Shape {
    name: "rounding",
    keys: &[
        (
            "mode",
            "write \"half_even\", \"half_away_from_zero\", \"half_toward_zero\", \
             \"away_from_zero\", \"toward_zero\", \"toward_plus_infinity\" or \
             \"toward_minus_infinity\": where a fraction of a cent goes",
        ),
        (
            "basis",
            "write \"cumulative\" (the rounded reward so far, less what was posted before: many \
             small facts come to the same as one large one) or \"each_fact\" (each fact alone)",
        ),
    ],
    unbuilt: &[],
};

pub(super) const LEADS: Shape = Shape {
    name: "[leads]",
    keys: &[
        (
            "acceptance",
            "write \"required\" (a lead must be accepted before it is won) or \"not_needed\" (it \
             may be won straight from reported)",
        ),
        (
            "win_before_report",
            "write \"refused\" (a deal won before its lead was reported is no win of that lead) \
             or { days = 2 } (it may have been won up to so many days before, 1 to 366)",
        ),
        ("kinds", "write kinds = [\"seller\"]: the lead kinds you add to the built-in ones"),
    ],
    unbuilt: &[],
};

pub(super) const WIN_BEFORE_REPORT: Shape = Shape {
    name: "win_before_report",
    keys: &[("days", "write days = 2: by how many days a win may precede the report, 1 to 366")],
    unbuilt: &[],
};

pub(super) const SPLIT: Shape = Shape {
    name: "[[split]]",
    keys: &[
        ("role", "write role = \"originator\": the role of a person who is credited"),
        ("share", "write share = \"60%\": the role's share; the shares of all roles sum to 100%"),
        (
            "when_absent",
            "write when_absent = \"originator\": the role that bears the share when nobody holds \
             this one",
        ),
    ],
    unbuilt: &[],
};

pub(super) const COMPONENT: Shape = Shape {
    name: "[[component]]",
    keys: &[
        ("id", "write id = \"commission\": a name of its own in the plan"),
        (
            "on",
            "write \"reported\", \"accepted\", \"won\", \"installed\" or \"paid\": the milestone \
             that triggers the component; each payment is a milestone of its own",
        ),
        ("rule", "write one [[component.rule]] table per rule; exactly one of them applies"),
    ],
    unbuilt: &[],
};

pub(super) const RULE: Shape = Shape {
    name: "[[component.rule]]",
    keys: &[
        ("id", "write id = \"equipment-commission\": a name of its own in the plan"),
        (
            "because",
            "write because = \"...\": the clause of the policy the rule follows, 1 to 300 \
             characters on one line; payees read it on their statements",
        ),
        (
            "when",
            "write \"always\" (the only rule), { lead = [..], elapsed = [..] } (all of it must \
             hold), or \"otherwise\" (the last rule: when no other holds)",
        ),
        (
            "payee",
            "write \"each_by_share\" (everyone credited, by the split) or a role of the split, \
             such as \"originator\" (that role in full)",
        ),
        (
            "pays",
            "write \"nothing\", { flat = \"25 USD\" } (per fact), or { rate = \"3%\", of = \
             \"collected\" } (a share of a payment, or of = \"value\" of what was won)",
        ),
        (
            "hold",
            "write \"none\" (payable at once) or { days = 30, after = \"paid\" } (payable from \
             the start of the day that many days after the milestone)",
        ),
        (
            "clawback",
            "write \"none\" (nothing is ever taken back) or { on = [\"refunded\", \"cancelled\"], \
             take = \"full\", window = .., refund_target = \"proportional\" } (a refund or a \
             cancellation takes it back while the window is open)",
        ),
    ],
    unbuilt: &[],
};

pub(super) const WHEN: Shape = Shape {
    name: "when",
    keys: &[
        ("lead", "write lead = [\"upgrade\", \"new_site\"]: the kinds of lead the rule is for"),
        (
            "elapsed",
            "write elapsed = [{ from = \"won\", to = \"paid\", days = { from = 0, until = 366 } \
             }]: the days between two milestones; until is no longer in",
        ),
    ],
    unbuilt: &["facts"],
};

pub(super) const ELAPSED: Shape = Shape {
    name: "elapsed",
    keys: &[
        ("from", "write the milestone the days are counted from, such as from = \"won\""),
        ("to", "write the milestone the days are counted to, such as to = \"paid\""),
        ("days", "write days = { from = 0, until = 366 }: day 0 to 365; without until, no end"),
    ],
    unbuilt: &[],
};

pub(super) const RANGE: Shape = Shape {
    name: "days",
    keys: &[
        ("from", "write from = 0: the least number of days, -36525 to 36525, negative for before"),
        ("until", "write until = 366: the first number of days no longer in, -36525 to 36525"),
    ],
    unbuilt: &[],
};

pub(super) const PAYS: Shape = Shape {
    name: "pays",
    keys: &[
        ("flat", "write flat = \"25 USD\": the amount in quotes, with its currency"),
        ("rate", "write rate = \"2.5%\": in quotes, with its percent sign, at most 4 decimals"),
        (
            "of",
            "write of = \"collected\" (the payment, on paid) or of = \"value\" (what was won, on \
             won or installed)",
        ),
    ],
    unbuilt: &["points", "tiers", "per_unit"],
};

pub(super) const HOLD: Shape = Shape {
    name: "hold",
    keys: &[
        ("days", "write days = 30: how many days the amount is held, 1 to 3660"),
        (
            "after",
            "write the milestone the days are counted from, such as after = \"paid\"; it must \
             have happened when the rule is triggered",
        ),
    ],
    unbuilt: &["until"],
};

pub(super) const CLAWBACK: Shape = Shape {
    name: "clawback",
    keys: &[
        ("on", "write on = [\"refunded\", \"cancelled\"], or one of the two: what takes back"),
        (
            "take",
            "write take = \"full\": all that the refund target allows, while the window is open",
        ),
        (
            "window",
            "write \"without_end\" (for ever) or { days = 180, after = \"paid\", last_day = \
             \"in\" } (a later refund or cancellation takes nothing back)",
        ),
        (
            "refund_target",
            "write refund_target = \"proportional\": what stays is the reward times the part of \
             the money that was not returned",
        ),
        (
            "flat_part",
            "write \"returned\" (a flat amount is taken back like the rest) or \"kept\" (it stays \
             with the payee)",
        ),
    ],
    unbuilt: &[],
};

pub(super) const WINDOW: Shape = Shape {
    name: "window",
    keys: &[
        ("days", "write days = 180: for how many days a fact takes back, 1 to 3660"),
        (
            "after",
            "write after = \"won\", \"installed\" or \"paid\" (each payment its own): the \
             milestone the days are counted from",
        ),
        (
            "last_day",
            "write \"in\" (the day that many days after the milestone still takes back) or \
             \"out\" (the day before is the last)",
        ),
    ],
    unbuilt: &[],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_says_what_to_write_in_a_sentence_without_full_stop() {
        for shape in SHAPES {
            for (key, help) in shape.keys {
                assert!(help.starts_with("write "), "{} {key}", shape.name);
                assert!(!help.ends_with('.') && !help.contains("  "), "{} {key}", shape.name);
            }
            assert!(shape.unbuilt.iter().all(|key| shape.key(key).is_none()), "{}", shape.name);
        }
    }
}
