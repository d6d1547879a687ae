//! Budget pools.

use super::Shape;

pub(crate) const POOL: Shape = Shape {
    name: "[[pool]]",
    keys: &[
        ("id", "write id = \"tips-budget\": a name of its own among the pools"),
        (
            "because",
            "write because = \"...\": the clause or the budget it follows, 1 to 300 characters on \
             one line",
        ),
        (
            "rules",
            "write rules = [\"equipment-commission\", \"won-fee\"]: the ids of the rules that it \
             funds together",
        ),
        ("amount", "write amount = \"10_000 USD\": what it holds, in quotes with its currency"),
        (
            "each",
            "write \"month\", \"quarter\" or \"year\" (it holds that much in each calendar period) or \
             \"plan\" (once, for as long as the plan has it)",
        ),
        (
            "dated_by",
            "write \"fact\" (a fact belongs to the period of its own day, however late it is told) \
             or \"record\" (to that of the day it was told)",
        ),
        (
            "counts",
            "write \"all_payees\" (everybody is paid out of it) or \"split_roles\" (what an overlay \
             is paid on top is paid beside it)",
        ),
        (
            "exceeded",
            "write \"stop\" (who crosses its end gets what is left, and who comes later nothing), \
             \"queue\" (the rest waits, and is paid out of the pool of the next periods or out of \
             room that reversals make) or \"pro_rata_at_close\" (everything waits for the end of \
             its period, and then each gets the same part)",
        ),
        (
            "at_end",
            "write \"lapses\" (what still waits when no version has the pool any more is nobody's) \
             or \"stays\" (it goes on waiting for room that reversals make)",
        ),
        (
            "days_after",
            "write days_after = 5, 0 to 366: how many days after the last day of a period its pool \
             closes",
        ),
        (
            "after_reversal",
            "write \"freed\" (what is taken back makes room for later facts) or \"kept_used\" (the \
             room stays used)",
        ),
    ],
    unbuilt: &[],
};
