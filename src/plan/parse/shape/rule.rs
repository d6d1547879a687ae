//! Components and rules: when, to whom, how much, held until when, taken back by what.

use super::Shape;

pub(crate) const COMPONENT: Shape = Shape {
    name: "[[component]]",
    keys: &[
        ("id", "write id = \"commission\": a name of its own in the plan"),
        (
            "on",
            "write \"reported\", \"unanswered\" (sales did not answer in time), \"accepted\", \
             \"met\", \"quoted\", \"won\", \"retained\", \"installed\", \"invoiced\" or \
             \"paid\": the milestone that triggers the component; each payment is a milestone of \
             its own; or { closes = \"quarter\", .. }: the close of a period",
        ),
        ("rule", "write one [[component.rule]] table per rule; exactly one of them applies"),
    ],
    unbuilt: &[],
};

pub(crate) const RULE: Shape = Shape {
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
            "write \"always\" (the only rule), { lead = [..], elapsed = [..], facts = { .. } } \
             (all of it must hold), or \"otherwise\" (the last rule: when no other holds)",
        ),
        (
            "payee",
            "write \"each_by_share\" (everyone credited, by the split), \"each_in_full\" \
             (everyone credited, each the whole), a role of the split such as \"originator\" \
             (that role in full), or { manager_of = \"originator\", on = \"won\" } (the manager of \
             whoever holds the role, by the hierarchy on that milestone's day); at a close \
             \"measured\" (the payee whose measure it is) or { members = \"equally\" }",
        ),
        (
            "pays",
            "write \"nothing\", { flat = \"25 USD\" } (per fact), { rate = \"3%\", of = \
             \"collected\" } (a share of a base), { per_unit = \"5 USD\", of = \"quantity\" } (an \
             amount for each thing), or { tiers = \"standard\", of = \"collected\" } (what a table \
             makes of it); at a close also { top_up_to = \"3_000 USD\", of = \"earned\" } (what a \
             measure is short of an amount); what is not money is { points = \"50 points\" } or \
             { time_off = \"4.00 hours\" }; a thing is { gift = \"hamper\" }, and thanks are \
             { recognition = \"early-warning\" }",
        ),
        (
            "holdback",
            "write { share = \"20%\", until = \"installed\" } (released when the milestone is \
             reached), { share = \"20%\", instalments = [{ share = \"100%\", days = 90, after = \
             \"paid\" }] } (released on days) or { share = \"20%\", pro_rata = \"collected\" } \
             (released as the deal's value is collected); without it nothing is held back",
        ),
        (
            "hold",
            "write \"none\" (payable at once), { days = 30, after = \"paid\" } (payable from the \
             start of the day that many days after the milestone), { until = \"installed\" } \
             (payable when the milestone is reached), or { until = \"approved\" } (payable when \
             a person approves it); at a close also { days = 30, after = \"close\" }",
        ),
        (
            "clawback",
            "write \"none\" (nothing is ever taken back) or { on = [\"refunded\", \"cancelled\"], \
             take = \"full\", window = .., refund_target = \"proportional\" } (a refund or a \
             cancellation takes it back while the window is open)",
        ),
        (
            "books",
            "write \"expensed\" (an expense when it accrues, as without the key) or { capitalised \
             = { months = 36, from = \"won\", first_part = \"month_end\", late = \"spread\" } } (a \
             cost of the contract, written off in monthly parts)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const WHEN: Shape = Shape {
    name: "when",
    keys: &[
        ("lead", "write lead = [\"upgrade\", \"new_site\"]: the kinds of lead the rule is for"),
        (
            "elapsed",
            "write elapsed = [{ from = \"won\", to = \"paid\", days = { from = 0, until = 366 } \
             }]: the days between two milestones; until is no longer in",
        ),
        (
            "facts",
            "write facts = { segment = [\"enterprise\"] }: declared facts that must have been \
             told, each with one of the values",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const ELAPSED: Shape = Shape {
    name: "elapsed",
    keys: &[
        ("from", "write the milestone the days are counted from, such as from = \"won\""),
        ("to", "write the milestone the days are counted to, such as to = \"paid\""),
        ("days", "write days = { from = 0, until = 366 }: day 0 to 365; without until, no end"),
    ],
    unbuilt: &[],
};

pub(crate) const RANGE: Shape = Shape {
    name: "days",
    keys: &[
        ("from", "write from = 0: the least number of days, -36525 to 36525, negative for before"),
        ("until", "write until = 366: the first number of days no longer in, -36525 to 36525"),
    ],
    unbuilt: &[],
};

pub(crate) const MANAGER: Shape = Shape {
    name: "payee",
    keys: &[
        ("manager_of", "write manager_of = \"originator\": the role whose manager is paid"),
        (
            "on",
            "write on = \"won\": the milestone on whose day the hierarchy is looked at; it must \
             have happened when the rule is triggered",
        ),
        (
            "members",
            "write \"equally\" (each member on the last day an equal part) or the id of a \
             [[measure]] (in proportion to what was counted for each)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const PAYS: Shape = Shape {
    name: "pays",
    keys: &[
        ("flat", "write flat = \"25 USD\": the amount in quotes, with its currency"),
        ("rate", "write rate = \"2.5%\": in quotes, with its percent sign, at most 4 decimals"),
        ("points", "write points = \"50 points\": how many are awarded per fact"),
        ("time_off", "write time_off = \"4.00 hours\": how many are awarded per fact"),
        ("gift", "write gift = \"hamper\": the id of a [[gift]] table; one is given per fact"),
        (
            "recognition",
            "write recognition = \"early-warning\": the id of a [[recognition]] table; one is given \
             per fact",
        ),
        ("per_unit", "write per_unit = \"5 USD\": the amount for one, in quotes with its currency"),
        ("tiers", "write tiers = \"standard\": the id of a [[tiers]] table"),
        ("top_up_to", "write top_up_to = \"3_000 USD\": up to which amount a close fills up"),
        (
            "part_period",
            "write \"prorated_by_days\" (who was employed for a part of the period is filled up to \
             that part) or \"in_full\"",
        ),
        (
            "of",
            "write of = \"collected\" (the payment, on paid), of = \"value\" (what was won, on won, \
             installed or invoiced), of = \"quoted\" (the offer, on quoted), of = \"retained\" \
             (what a customer who stays brings, on retained), of = \"quantity\" (how many \
             things), of = \"count\" (one for each fact), or the id of a [[base]] table; at a \
             close the id of a [[measure]] table",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const HOLD: Shape = Shape {
    name: "hold",
    keys: &[
        ("days", "write days = 30: how many days the amount is held, 1 to 3660"),
        (
            "after",
            "write the milestone the days are counted from, such as after = \"paid\"; it must \
             have happened when the rule is triggered",
        ),
        (
            "until",
            "write until = \"accepted\", \"won\", \"installed\" or \"invoiced\": the amount is \
             payable when the lead or its deal reaches that milestone; or until = \"approved\": \
             it is payable when a person approves it who is not its payee",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const HOLDBACK: Shape = Shape {
    name: "holdback",
    keys: &[
        ("share", "write share = \"20%\": the part of each amount that is held back"),
        (
            "until",
            "write until = \"accepted\", \"won\", \"installed\" or \"invoiced\": it is released \
             when the lead or its deal reaches that milestone",
        ),
        (
            "instalments",
            "write instalments = [{ share = \"50%\", days = 90, after = \"paid\" }, { share = \
             \"50%\", days = 180, after = \"paid\" }]: parts of it, each released on its day",
        ),
        (
            "pro_rata",
            "write pro_rata = \"collected\": each payment releases the part it is of the value the \
             deal was won with, and the last one the rest",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const INSTALMENT: Shape = Shape {
    name: "an instalment",
    keys: &[
        ("share", "write share = \"50%\": the part of what is held back; all sum to 100%"),
        ("days", "write days = 90: how many days after the milestone, 1 to 3660"),
        (
            "after",
            "write the milestone the days are counted from, such as after = \"paid\"; it must \
             have happened when the rule is triggered",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const CLAWBACK: Shape = Shape {
    name: "clawback",
    keys: &[
        ("on", "write on = [\"refunded\", \"cancelled\"], or one of the two: what takes back"),
        (
            "take",
            "write \"full\" (all that the refund target allows, while the window is open), \
             { pro_rata = \"days\" } (the part of the window's days that is left), { pro_rata = \
             \"completed_months\" } (the part of its months that is not completed), or { steps = \
             [{ from_day = 0, take = \"100%\" }] } (a share by the day)",
        ),
        (
            "window",
            "write \"without_end\" (for ever), { days = 180, after = \"paid\", last_day = \
             \"in\" } or { months = 9, after = \"paid\" } (a later refund or cancellation takes \
             nothing back)",
        ),
        (
            "refund_target",
            "write \"proportional\" (what stays is the reward times the part of the money that \
             was not returned) or \"recompute\" (what stays is what the rule makes of the money \
             that remains)",
        ),
        (
            "flat_part",
            "write \"returned\" (a flat amount is taken back like the rest) or \"kept\" (it stays \
             with the payee)",
        ),
        (
            "attainment",
            "write \"kept\" (later facts are counted in the tiers as if nothing had gone back) or \
             \"lowered\" (later facts begin lower)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const TAKE: Shape = Shape {
    name: "take",
    keys: &[
        (
            "pro_rata",
            "write \"days\" (the part of the window's days that is left; the window counts days) \
             or \"completed_months\" (the part of its months that is not completed; the window \
             counts months)",
        ),
        (
            "steps",
            "write steps = [{ from_day = 0, take = \"100%\" }, { from_day = 90, take = \"50%\" }]: \
             the share that is taken back from that day on, until the next step or the window's \
             end",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const TAKE_STEP: Shape = Shape {
    name: "a step of take",
    keys: &[
        (
            "from_day",
            "write from_day = 90: the first day of the step, counted from the window's milestone, \
             0 to 3660; the first step begins on day 0",
        ),
        ("take", "write take = \"50%\": the share that is taken back, 0% to 100%"),
    ],
    unbuilt: &[],
};

pub(crate) const WINDOW: Shape = Shape {
    name: "window",
    keys: &[
        ("days", "write days = 180: for how many days a fact takes back, 1 to 3660"),
        (
            "months",
            "write months = 9: for how many months a fact takes back, 1 to 120; the day that many \
             months after the milestone is out",
        ),
        (
            "after",
            "write after = \"won\", \"installed\", \"invoiced\" or \"paid\" (each payment its \
             own): the milestone the days are counted from",
        ),
        (
            "last_day",
            "write \"in\" (the day that many days after the milestone still takes back) or \
             \"out\" (the day before is the last)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const BOOKS: Shape = Shape {
    name: "books",
    keys: &[(
        "capitalised",
        "write capitalised = { months = 36, from = \"won\", first_part = \"month_end\", late = \
         \"caught_up\" }: a cost of the contract, written off in monthly parts",
    )],
    unbuilt: &[],
};

pub(crate) const CAPITALISED: Shape = Shape {
    name: "capitalised",
    keys: &[
        ("months", "write months = 36: in how many equal monthly parts, 1 to 240"),
        (
            "from",
            "write from = \"won\", from = \"installed\" (until the machine runs nothing is written \
             off), from = \"invoiced\" (until the invoice is posted) or, on paid, from = \
             \"paid\" (each payment its own months)",
        ),
        (
            "first_part",
            "write \"month_end\" (the first part is written off on the last day of the month of \
             the milestone), \"next_month_end\" (on the last day of the month after it) or \
             \"month_later\" (a month after the milestone, on the same day of the month)",
        ),
        (
            "late",
            "write \"caught_up\" (what accrues after the first part's day has the parts that \
             passed written off with the next one) or \"spread\" (it is written off in the parts \
             that are left)",
        ),
    ],
    unbuilt: &[],
};
