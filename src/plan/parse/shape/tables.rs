//! Bases, tiers, campaigns, floors and caps: what rules name.

use super::Shape;

pub(crate) const BASE: Shape = Shape {
    name: "[[base]]",
    keys: &[
        ("id", "write id = \"equipment-net\": a name of its own, not that of a built-in base"),
        (
            "of",
            "write \"value\" (what was won), \"collected\" (the payment), \"quoted\" (the offer), \
             \"retained\" (what a customer who stays brings), \"margin\" (the net amounts less the \
             cost) or \"quantity\" (how many things)",
        ),
        (
            "classes",
            "write \"all\" (every line counts), { only = [\"machine\"] } (lines of these classes) or \
             { without = [\"financing\"] } (all lines but those of these classes)",
        ),
        ("tax", "write \"left_out\" (net amounts alone) or \"counted\" (tax is added)"),
        ("freight", "write \"left_out\" (net amounts alone) or \"counted\" (freight is added)"),
        (
            "discount",
            "write \"taken_off\" (the price after discount) or \"added_back\" (the price before it)",
        ),
        (
            "below_zero",
            "write \"zero\" (a margin below zero counts as zero) or \"counted\" (it counts, and \
             later facts fill it up first)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const CLASSES: Shape = Shape {
    name: "classes",
    keys: &[
        ("only", "write only = [\"machine\"]: the classes of lines that count"),
        ("without", "write without = [\"financing\"]: the classes of lines that do not count"),
    ],
    unbuilt: &[],
};

pub(crate) const TIERS: Shape = Shape {
    name: "[[tiers]]",
    keys: &[
        ("id", "write id = \"standard\": a name of its own among the tables"),
        (
            "measure",
            "write what picks the step: \"value\", \"collected\", \"quantity\", \"count\", the id of \
             a [[base]] table, \"margin_percent_of_price\" or \"margin_percent_of_cost\"; at a \
             close the id of a [[measure]] table or { attainment_of = \"sold\" }",
        ),
        (
            "accumulate",
            "write \"each_fact\" (each fact stands alone), \"deal\" (all facts of a deal) or { per = \
             \"payee\", period = \"month\" } (all facts of a payee or a team in a calendar \
             period); \
             at a close \"close\"",
        ),
        (
            "boundary",
            "write \"upper\" (a measure exactly at a bound belongs to the step that begins there) \
             or \"lower\" (to the one that ends there)",
        ),
        (
            "steps",
            "write steps = [{ above = \"0 USD\", rate = \"2%\", way = \"marginal\" }]: rising, the \
             first with above = 0; or points, between which the rate is interpolated",
        ),
        (
            "points",
            "write points = [{ at = \"0 USD\", rate = \"2%\" }, { at = \"100_000 USD\", rate = \
             \"4%\" }]: at least two, rising, the first at zero",
        ),
        (
            "after_last",
            "write \"stays\" (behind the last point its rate stays) or \"continues\" (the line \
             through the last two points goes on)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const ACCUMULATE: Shape = Shape {
    name: "accumulate",
    keys: &[
        ("per", "write \"payee\" (the payee's own facts) or \"team\" (those of the payee's team)"),
        ("period", "write \"month\", \"quarter\" or \"year\": the calendar period of the facts"),
    ],
    unbuilt: &[],
};

pub(crate) const STEP: Shape = Shape {
    name: "a step of [[tiers]]",
    keys: &[
        (
            "above",
            "write where the step begins: an amount such as \"50_000 USD\" for a measure of money, \
             a bare whole number for a quantity or a count, a percentage in quotes for a margin \
             percent",
        ),
        ("rate", "write rate = \"2%\": the share of the base that the step pays"),
        ("per_unit", "write per_unit = \"5 USD\": what the step pays for each thing of the base"),
        ("flat", "write flat = \"100 USD\": what is paid for reaching the step"),
        (
            "way",
            "write \"marginal\" (the slice that lies in the step; what the steps below pay stays) or \
             \"whole\" (everything so far, in place of what the steps below pay)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const POINT: Shape = Shape {
    name: "a point of [[tiers]]",
    keys: &[
        (
            "at",
            "write where the point lies: an amount such as \"50_000 USD\" for a measure of money, \
             a bare whole number for a quantity or a count, a percentage in quotes for a margin \
             percent",
        ),
        ("rate", "write rate = \"2%\": the rate at the point; points know no amounts"),
    ],
    unbuilt: &[],
};

pub(crate) const CAMPAIGN: Shape = Shape {
    name: "[[campaign]]",
    keys: &[
        ("id", "write id = \"q4-spiff\": a name of its own among the campaigns"),
        (
            "because",
            "write because = \"...\": the clause or the announcement it follows, 1 to 300 \
             characters on one line",
        ),
        ("rules", "write rules = [\"equipment-commission\"]: the ids of the rules it is for"),
        (
            "effective",
            "write effective = { from = 2026-10-01, until = 2027-01-01 }: the first day, and the \
             day after the last; without until it runs as long as the version is in force",
        ),
        (
            "dated_by",
            "write \"reported\", \"accepted\", \"won\", \"installed\", \"invoiced\" or \"paid\": the \
             milestone whose day must lie in effective",
        ),
        (
            "multiply",
            "write multiply = \"200%\" (the amount becomes that much of itself), or extra = { \
             amount = \"50 USD\", per = \"fact\" } (that much on top)",
        ),
        (
            "extra",
            "write extra = { amount = \"50 USD\", per = \"fact\" }: that much on top of each fact, or \
             per = \"deal\" of the deal's first",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const CAMPAIGN_DAYS: Shape = Shape {
    name: "effective",
    keys: &[
        ("from", "write from = 2026-10-01, a bare date: the first day of the campaign"),
        ("until", "write until = 2027-01-01, a bare date: the day after its last day"),
    ],
    unbuilt: &[],
};

pub(crate) const EXTRA: Shape = Shape {
    name: "extra",
    keys: &[
        ("amount", "write amount = \"50 USD\": the amount in quotes, with its currency"),
        ("per", "write \"fact\" (with each fact) or \"deal\" (once, with the deal's first fact)"),
    ],
    unbuilt: &[],
};

pub(crate) const FLOOR: Shape = Shape {
    name: "[[floor]]",
    keys: &[
        ("id", "write id = \"minimum\": a name of its own among the floors"),
        (
            "because",
            "write because = \"...\": the clause it follows, 1 to 300 characters on one line",
        ),
        ("rules", "write rules = [\"equipment-commission\"]: the ids of the rules it is for"),
        ("at_least", "write at_least = \"50 USD\": the least, in quotes with its currency"),
        (
            "per",
            "write \"fact\" (each fact that pays pays that much), \"deal\" (all that a rule pays \
             for a deal comes to that much) or { per = \"payee\", period = \"month\" } (all that \
             it pays a payee in a calendar period does)",
        ),
        (
            "from",
            "write \"first_fact\" (from the first fact that pays on) or, for a deal, \"completion\" \
             (once all that was won has been collected)",
        ),
        (
            "uplift",
            "write \"returned\" (what the floor added is taken back like the rest) or \"kept\" (it \
             stays with the payee)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const CAP: Shape = Shape {
    name: "[[cap]]",
    keys: &[
        ("id", "write id = \"deal-cap\": a name of its own among the caps"),
        (
            "because",
            "write because = \"...\": the clause it follows, 1 to 300 characters on one line",
        ),
        (
            "rules",
            "write rules = [\"equipment-commission\", \"won-fee\"]: the ids of the rules that it \
             counts together",
        ),
        (
            "on",
            "write \"amount\" (it limits the money), \"count\" (it limits how many facts are \
             paid) or \"base\" (it limits what the rules are paid on; what is beyond it counts for \
             nothing)",
        ),
        (
            "at_most",
            "write at_most = \"5_000 USD\" for an amount or a base, or at_most = 3, a bare whole \
             number of at least 1, for a count",
        ),
        (
            "per",
            "write \"fact\" (each fact alone), \"deal\" (all facts of a deal, all payees together) \
             or { per = \"payee\", period = \"month\" } (a payee's facts in a calendar period)",
        ),
        (
            "excess",
            "write \"forfeited\" (nobody gets it), \"carried\" (the payee gets it in the next \
             periods; only for an amount per payee) or { passed_to = \"T99\" } (that payee gets \
             it)",
        ),
        (
            "after_reversal",
            "write \"freed\" (what is taken back makes room for later facts) or \"kept_used\" (the \
             room stays used)",
        ),
        (
            "measured_at",
            "write \"payout\" (amounts count when a run takes them, by the last day of its period), \
             \"vesting\" (when they vest, in the period of that day) or \"trigger\" (when they \
             accrue, in the period of the fact; the same when it is left out)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const CAP_PER: Shape = Shape {
    name: "per",
    keys: &[
        ("per", "write per = \"payee\": each payee alone"),
        ("period", "write \"month\", \"quarter\" or \"year\": the calendar period of the facts"),
    ],
    unbuilt: &[],
};

pub(crate) const EXCESS: Shape = Shape {
    name: "excess",
    keys: &[("passed_to", "write passed_to = \"T99\": the id of the payee who gets the excess")],
    unbuilt: &[],
};
