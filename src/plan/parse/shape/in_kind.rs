//! Points and time off: what they cost, and how long they last.

use super::Shape;

const COST: &str = "write cost = \"none\" (nothing is booked for them) or cost = { amount = \"0.80 \
                    USD\", for = \"100 points\" }: what so many cost the company, booked when they \
                    are awarded";

const LASTS: &str = "write expire = \"never\" or expire = { months = 12 }: so many months after \
                     they can be redeemed, what is left of them is gone";

pub(crate) const POINTS: Shape =
    Shape { name: "[points]", keys: &[("cost", COST), ("expire", LASTS)], unbuilt: &[] };

pub(crate) const TIME_OFF: Shape =
    Shape { name: "[time_off]", keys: &[("cost", COST), ("expire", LASTS)], unbuilt: &[] };

pub(crate) const PRICE: Shape = Shape {
    name: "cost",
    keys: &[
        ("amount", "write amount = \"0.80 USD\": what they cost, in the plan's currency"),
        ("for", "write for = \"100 points\", or for = \"1.00 hours\": how many cost that"),
    ],
    unbuilt: &[],
};

pub(crate) const EXPIRE: Shape = Shape {
    name: "expire",
    keys: &[(
        "months",
        "write months = 12, 1 to 120: they can be redeemed until the day before, and expire on \
         the day that many months after they could be redeemed first",
    )],
    unbuilt: &[],
};
