//! The tables of the ground rules in `[leads]`.

use super::Shape;

pub(crate) const QUALIFY: Shape = Shape {
    name: "[[leads.qualify]]",
    keys: &[
        (
            "kinds",
            "write kinds = [\"upgrade\", \"new_site\"], the kinds of lead that qualify, or \
             \"all\"; a kind that no entry has is refused",
        ),
        (
            "must_carry",
            "write must_carry = [\"segment\"], the declared facts without which a report of \
             these kinds is refused, or \"nothing\"",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const PROTECTION: Shape = Shape {
    name: "[leads.protection]",
    keys: &[
        (
            "of",
            "write \"customer\" (a lead protects against any other lead about its customer) or \
             \"customer_and_kind\" (against those of its own kind)",
        ),
        ("days", "write days = 90: for how many days the claim is protected, 1 to 3660"),
        (
            "last_day",
            "write \"in\" (the day that many days later is still protected) or \"out\" (it is \
             not)",
        ),
        (
            "after",
            "write \"reported\" (days are counted from the day the lead was heard) or \
             \"accepted\" (from the day sales took it on; until then it is protected without an \
             end)",
        ),
        (
            "extended_by",
            "write \"nothing\" or { touch_days = 30 }: a touch protects the claim for so many days \
             from its own day on, if that is longer",
        ),
        (
            "released_by",
            "write what ends a claim early, of \"rejected\", \"lost\", \"expired\", \"won\" and \
             \"customer_wish\", in a list, or \"nothing\"",
        ),
        (
            "competing",
            "write what becomes of another technician's lead meanwhile: \"first_protected\" (it \
             is refused), { last_touch_within = 30 } (it is taken, and of those touched so many \
             days before the win the last one wins), { shared_with = \"second\" } (it is taken, \
             and gets the share of that role when the first is won) or \"none\" (each stands for \
             itself)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const ANSWER: Shape = Shape {
    name: "[leads.answer]",
    keys: &[
        (
            "within",
            "write within = { business_days = 3 }: how many days, Monday to Friday less the \
             holidays, sales have to answer",
        ),
        (
            "from",
            "write \"reported\" (they are counted from the day the lead was heard) or \"told\" \
             (from the day its report was told)",
        ),
        (
            "holidays",
            "write holidays = [2026-12-25]: days that are no business days beside Saturdays and \
             Sundays, or \"none\"",
        ),
        (
            "competing",
            "write \"no_deadline\" (a lead about a customer whom another technician's lead \
             protects has none) or \"answered_too\" (it has the same)",
        ),
        (
            "when_missed",
            "write \"on_record\" (a missed answer is on record, and that is all), { escalated_to \
             = \"head-of-sales\" } (it is put before them) or { minimum_reward = \"beside_later\" \
             } (the component on = \"unanswered\" pays, and what the lead earns later comes on \
             top; with \"deducted_from_later\" that is less the minimum), or both in one table",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const WITHIN: Shape = Shape {
    name: "within",
    keys: &[("business_days", "write business_days = 3: how many, 1 to 260")],
    unbuilt: &[],
};

pub(crate) const WHEN_MISSED: Shape = Shape {
    name: "when_missed",
    keys: &[
        (
            "escalated_to",
            "write escalated_to = \"head-of-sales\": the id of whom a missed answer is put before",
        ),
        (
            "minimum_reward",
            "write \"beside_later\" (what the lead earns later comes on top of what a missed \
             answer pays) or \"deducted_from_later\" (it is less that)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const EXTENDED_BY: Shape = Shape {
    name: "extended_by",
    keys: &[("touch_days", "write touch_days = 30: for how many days a touch protects, 1 to 3660")],
    unbuilt: &[],
};

pub(crate) const COMPETING: Shape = Shape {
    name: "competing",
    keys: &[
        (
            "last_touch_within",
            "write last_touch_within = 30: how many days before the win a touch counts, 1 to 3660",
        ),
        (
            "shared_with",
            "write shared_with = \"second\": the role of the split, other than the first, or of an \
             overlay, in which the second reporter is credited",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const EXISTING: Shape = Shape {
    name: "existing_opportunity",
    keys: &[(
        "worked_within",
        "write worked_within = 90: at most how many days before the report sales worked on it, \
         1 to 3660",
    )],
    unbuilt: &[],
};

pub(crate) const RESTORED: Shape = Shape {
    name: "restored",
    keys: &[(
        "within",
        "write within = 60: at most how many days after it was heard a lead comes back, 1 to 3660",
    )],
    unbuilt: &[],
};
