//! Gifts with a fair value, and recognition.

use super::Shape;

pub(crate) const GIFT: Shape = Shape {
    name: "[[gift]]",
    keys: &[
        ("id", "write id = \"hamper\": what is given, a name of its own among the gifts"),
        (
            "fair_value",
            "write fair_value = \"150.00 USD\": what it is worth, in the plan's currency; it is \
             booked when the gift is awarded",
        ),
        (
            "taxable",
            "write taxable = \"yes\" (its fair value is taxed as pay when it is handed over) or \
             taxable = \"no\"",
        ),
        (
            "cash_equivalent",
            "write cash_equivalent = \"yes\" (it is as good as money, such as a gift card) or \
             cash_equivalent = \"no\"",
        ),
        (
            "forfeited",
            "write forfeited = \"never\" or forfeited = { months = 12 }: what is not handed over \
             so many months after it could be is forfeited",
        ),
        (
            "once_given",
            "write once_given = \"kept\" (a reversal takes nothing for a gift that was handed \
             over) or once_given = \"claimed\" (its fair value is owed back)",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const RECOGNITION: Shape = Shape {
    name: "[[recognition]]",
    keys: &[
        ("id", "write id = \"early-warning\": the badge, a name of its own among them"),
        (
            "tell",
            "write tell = [\"branch\", \"account-team\"]: whom the host tells of it, roles or \
             groups of its own",
        ),
    ],
    unbuilt: &[],
};

pub(crate) const FORFEITED: Shape = Shape {
    name: "forfeited",
    keys: &[(
        "months",
        "write months = 12, 1 to 120: the gift can be handed over until the day before, and is \
         forfeited on the day that many months after it could be handed over first",
    )],
    unbuilt: &[],
};
