//! Measures, and the close of a period as a trigger.

use super::Shape;

pub(crate) const MEASURE: Shape = Shape {
    name: "[[measure]]",
    keys: &[
        ("id", "write id = \"sold\": a name of its own, not that of a base"),
        (
            "of",
            "write what is counted for each payee, month by month: \"value\", \"collected\", \
             \"quantity\", \"count\", the id of a [[base]] table, or { rules = [\"commission\"] } \
             (what those rules made for the payee)",
        ),
        (
            "on",
            "write \"reported\", \"accepted\", \"won\", \"installed\", \"invoiced\" or \"paid\": the \
             milestone whose facts are counted, each in the month of its own date",
        ),
        ("lead", "write \"all\", or lead = [\"upgrade\"]: the kinds of lead that count"),
        (
            "credit",
            "write for whom it is counted: \"each_by_share\", \"each_in_full\", a role of the \
             split, or { manager_of = \"originator\", on = \"won\" }",
        ),
        (
            "refunds",
            "write \"kept\" (a refund lowers nothing), \"lowers_later\" (it lowers the month of \
             the refund) or \"lowers_its_period\" (it lowers the month of the payment, whose close \
             is trued up)",
        ),
        (
            "quota",
            "write \"none\", or { each = \"quarter\", part_period = \"prorated_by_days\" }: \
             assign_quota says how much of it a payee or a team is expected to bring",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const OF_RULES: Shape = Shape {
    name: "of",
    keys: &[("rules", "write rules = [\"commission\"]: the ids of the rules whose amounts count")],
    unbuilt: &[],
};

pub(crate) const QUOTA: Shape = Shape {
    name: "quota",
    keys: &[
        ("each", "write \"month\", \"quarter\" or \"year\": the period a quota is assigned for"),
        (
            "part_period",
            "write \"prorated_by_days\" (only the days count on which it was assigned and the \
             payee employed) or \"in_full\" (what was assigned on the last day)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const CLOSE: Shape = Shape {
    name: "on",
    keys: &[
        ("closes", "write \"month\", \"quarter\" or \"year\": the calendar period that closes"),
        (
            "whose",
            "write \"payee\" (each payee's own measures), \"team\" (each team's) or \"everyone\" \
             (all of them together)",
        ),
        (
            "counts",
            "write \"period\" (the period alone) or \"year_to_date\" (all of the year so far, less \
             what was posted for it before)",
        ),
        (
            "days_after",
            "write days_after = 5, 0 to 366: how many days after its last day the period is \
             reckoned; what is told by then counts",
        ),
        (
            "late_facts",
            "write \"trued_up\" (a fact of the period that is told later has it reckoned again) or \
             \"left_out\" (it changes nothing there)",
        ),
        (
            "when_lower",
            "write \"taken_back\" (what was posted too much is taken back) or \"left\" (it stays; \
             year to date, later closes pay only what is beyond it)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const ATTAINMENT: Shape = Shape {
    name: "measure",
    keys: &[(
        "attainment_of",
        "write attainment_of = \"sold\": the id of a [[measure]] that has a quota",
    )],
    unbuilt: &[],
};
