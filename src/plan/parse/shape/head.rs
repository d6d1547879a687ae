//! The head of a plan file: `[plan]`, `[leads]`, the split, overlays and declared facts.

use super::Shape;

pub(crate) const PLAN: Shape = Shape {
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
        (
            "accumulators",
            "write \"carry_on\" (tables, floors and caps of the version before go on counting: the \
             new words pay from where the old ones stopped) or \"start_anew\" (all are counted \
             from nothing)",
        ),
        (
            "applies_to",
            "write \"everyone\" (the leads of every technician) or \"assigned\" (the leads of \
             technicians who are assigned to the plan on the day that picks its version)",
        ),
        ("currency", "write currency = \"USD\": the ISO 4217 code of the money the plan pays in"),
        (
            "timezone",
            "write timezone = \"America/New_York\": a zone of the IANA database, which turns an \
             instant into a business day",
        ),
        (
            "order",
            "write the stages in the order they are computed in: [\"rate\", \"round\"] at the \
             least; with a split \"credit_split\" before the rate (the base is divided), \
             \"pay_split\" after the last round (whole cents are divided) or before it (each \
             share is rounded); \"campaign\", \"floor\", \"deal_cap\" and \"payee_cap\" after the \
             rate",
        ),
        (
            "rounding",
            "write rounding = { mode = \"half_even\", basis = \"cumulative\" }: in which \
             direction, and whether the reward so far or each fact alone is rounded; where the \
             order rounds twice, a list with one per round, of which only the last may be \
             cumulative",
        ),
        (
            "leftover",
            "write \"largest_remainder\" (cents that a split leaves over go to the largest \
             fractions) or a role of the split, such as \"originator\" (every other share is \
             rounded and this role takes the rest)",
        ),
        (
            "campaigns",
            "write \"never_meet\" (a plan in which two campaigns could be for one amount does \
             not load), \"multiply\" (all that apply do, in the order of the file) or \
             \"largest\" (only the one that pays most)",
        ),
        (
            "draws_recovered",
            "write \"oldest_first\" (of several draws of a payee, what was given first is \
             recovered first) or \"as_listed\" (all of the draw that stands first in the \
             plan, then all of the next)",
        ),
        (
            "leaver",
            "write \"forfeits_what_is_not_vested\" (what is payable by a payee's last day stays \
             theirs), \"keeps_what_was_triggered\" (what was triggered by then does, held or not; \
             nothing accrues after it) or \"keeps_all_that_matures\" (also what their leads bring \
             later)",
        ),
        (
            "clawback_after_exit",
            "write \"pursued\" (a clawback after a payee's last day takes as ever), \
             \"only_what_is_unpaid\" (then it takes what is not in a run or paid yet) or \
             \"waived\" (then it takes nothing); a plan that says leaver = \
             \"keeps_what_was_triggered\" may leave it out and pursues",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const EFFECTIVE: Shape = Shape {
    name: "effective",
    keys: &[
        ("from", "write from = 2026-01-01, a bare date: the first day the version is in force"),
        ("until", "write until = 2027-01-01, a bare date: the day after the last day in force"),
    ],
    unbuilt: &[],
};

pub(crate) const ROUNDING: Shape = Shape {
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

pub(crate) const LEADS: Shape = Shape {
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
        (
            "qualify",
            "write one [[leads.qualify]] table per group of kinds that qualify, with what their \
             reports must carry",
        ),
        (
            "same_technician_and_customer",
            "write \"once\" (a technician's second lead about a customer is refused, unless the \
             first was rejected), \"once_per_kind\" (the same among leads of one kind) or \
             \"one_at_a_time\" (while the first is open), or leave it out: then nobody asks",
        ),
        (
            "self_referral",
            "write \"refused_for_the_reporter\" (nobody reports themselves as the customer) or \
             \"refused_for_all_credited\" (nor is credited for it), or leave it out: then nobody \
             asks",
        ),
        (
            "protection",
            "write a [leads.protection] table, or leave it out: then no lead protects anybody",
        ),
        (
            "retained_kinds",
            "write retained_kinds = [\"unhappy_customer\", \"service_contract\"]: the kinds of lead \
             that can end in a retained customer, or leave it out: then unhappy customers and \
             competitor visits can",
        ),
        (
            "answer",
            "write a [leads.answer] table, or leave it out: then sales owe no answer by any day",
        ),
        (
            "existing_opportunity",
            "write \"excluded\" (a lead about an opportunity that sales already had can be excluded \
             with evidence) or { worked_within = 90 } (if sales worked on it so many days before \
             at most), or leave it out: then no lead is excluded",
        ),
        (
            "restored",
            "write \"never\" (a rejected or excluded lead does not come back) or { within = 60 } (it \
             does, so many days after it was heard at most), or leave it out: then nobody asks",
        ),
        (
            "blocked",
            "write \"refused\" (who is blocked cannot report or be credited) or \
             \"earns_nothing\" (what is triggered while they are blocked comes to nothing for \
             them), or leave it out: then a block does nothing under this plan",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const WIN_BEFORE_REPORT: Shape = Shape {
    name: "win_before_report",
    keys: &[("days", "write days = 2: by how many days a win may precede the report, 1 to 366")],
    unbuilt: &[],
};

pub(crate) const SPLIT: Shape = Shape {
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

pub(crate) const OVERLAY: Shape = Shape {
    name: "[[overlay]]",
    keys: &[
        ("role", "write role = \"pre_sales\": a role that is not in the split"),
        (
            "share",
            "write share = \"20%\": what the role gets on top of the split; when nobody holds it, \
             nobody gets it",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const FACT: Shape = Shape {
    name: "[[fact]]",
    keys: &[
        ("name", "write name = \"segment\": what the fact is called"),
        (
            "values",
            "write values = [\"enterprise\", \"smb\"]: every value it may have, 1 to 50, each once",
        ),
        (
            "told",
            "write \"report\" (it is told with the lead's report) or \"win\" (with the deal's win)",
        ),
    ],
    unbuilt: &[],
};
