//! Draws, and how they are recovered.

use super::Shape;

pub(crate) const DRAW: Shape = Shape {
    name: "[[draw]]",
    keys: &[
        ("id", "write id = \"ramp-up\": a name of its own among the draws"),
        ("because", "write because = \"...\": the clause of the policy, 1 to 300 characters"),
        ("amount", "write amount = \"2_000 USD\": how much for a whole period"),
        ("each", "write \"month\", \"quarter\" or \"year\": the calendar period it is given for"),
        (
            "given",
            "write \"at_start\" (in advance, on the first day of the period) or \"at_close\" \
             (topped up, days_after the last day)",
        ),
        (
            "does",
            "write \"adds\" (it comes on top of what was earned) or \"fills_up\" (what was earned \
             and the draw together come to the amount)",
        ),
        (
            "rules",
            "write rules = [\"commission\"]: the rules whose amounts, less what was taken back, \
             were earned in the period",
        ),
        (
            "days_after",
            "write days_after = 5, 0 to 366: how many days after its last day the period is \
             reckoned; what is told by then counts",
        ),
        (
            "recovery",
            "write \"none\" (it need not be paid back), or { starts = \"at_once\", protects = \
             \"nothing\", at_end = \"owed\", on_leaving = \"owed\" }: how it is recovered from \
             later pay",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const RECOVERY: Shape = Shape {
    name: "recovery",
    keys: &[
        (
            "starts",
            "write \"at_once\" (from the run after the one that paid it), { in_period = 4 } (from \
             the fourth period it is assigned for) or \"without_a_draw\" (from the first period in \
             which none is given)",
        ),
        (
            "unneeded",
            "write \"given\" or \"not_given\": what a period counts as in which enough was earned \
             to need no draw",
        ),
        (
            "protects",
            "write \"nothing\" (all that was earned may be kept), or { pay = \"2_000 USD\", \
             while = \"draw_runs\" }: how much of a run's pay a recovery leaves",
        ),
        (
            "at_end",
            "write \"owed\" (what is left when the draw ends is still recovered), or { \
             forgiven_after_days = 30 } (that many days after its last day the rest is forgiven)",
        ),
        (
            "on_leaving",
            "write \"owed\" (who leaves still owes what is left) or \"forgiven\" (the rest is \
             forgiven when the period they leave in is reckoned)",
        ),
    ],
    unbuilt: &["limit", "share"],
};

pub(crate) const STARTS: Shape = Shape {
    name: "starts",
    keys: &[(
        "in_period",
        "write in_period = 4, 1 to 120: the period it is recovered from, counted from the first \
         one it is assigned for",
    )],
    unbuilt: &[],
};

pub(crate) const PROTECTS: Shape = Shape {
    name: "protects",
    keys: &[
        ("pay", "write pay = \"2_000 USD\": the least pay of a run that a recovery leaves"),
        (
            "while",
            "write \"draw_runs\" (in the periods it is assigned for) or \"owed\" (until all of it \
             is recovered)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const FORGIVEN: Shape = Shape {
    name: "at_end",
    keys: &[(
        "forgiven_after_days",
        "write forgiven_after_days = 30: how many days after the last day the rest is forgiven, so \
         that the last run can still keep its part",
    )],
    unbuilt: &[],
};
