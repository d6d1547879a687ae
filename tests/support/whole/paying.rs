//! Makes components and rules out of a tape: conditions, payees, formulas with their bases and
//! tables, holds and clawbacks.

use super::dice::Dice;
use super::making::{Kind, place};
use super::plan::*;

/// A component in the making.
pub struct Paying<'a> {
    pub plan: &'a mut Plan,
    pub dice: Dice<'a>,
    pub kind: Kind,
}

const RATES: [i64; 8] = [20_000, 50_000, 33_333, 0, 100_000, 333_333, 1_000_000, 5_000];
const LEADS: [&[&str]; 3] =
    [&["new_equipment", "upgrade"], &["service_contract"], &["unhappy_customer", "new_site"]];

impl Paying<'_> {
    pub fn component(mut self, at: usize) -> Component {
        let first = match self.plan.chosen_by {
            "milestone" => 0,
            chosen_by => place(chosen_by),
        };
        // What most of a history is about comes up most.
        let often = ["paid", "won", "paid", "won"];
        let triggers: Vec<&'static str> = often
            .into_iter()
            .chain(["installed", "accepted", "reported", "invoiced"])
            .filter(|on| place(on) >= first)
            .filter(|on| self.kind != Kind::AllBack || place(on) >= 2)
            .collect();
        let on = self.dice.pick(&triggers);
        let whens = self.whens(on);
        let last = whens.len() - 1;
        let rule = |(number, when): (usize, When)| {
            let id = format!("rule-{at}-{number}");
            // The rest may be paid nothing; so may, seldom, everybody.
            let nothing = match (number, last) {
                (_, 0) => self.dice.once_in(12),
                (number, last) if number == last => !self.dice.once_in(2),
                _ => false,
            };
            self.rule(on, id, when, nothing)
        };
        let rules = whens.into_iter().enumerate().map(rule).collect();
        Component { id: format!("component-{at}"), on, rules }
    }

    fn whens(&mut self, on: &str) -> Vec<When> {
        let all = |lead, elapsed, fact| When::All { lead, elapsed, fact };
        match self.dice.roll(6) {
            0 | 1 => vec![When::Always],
            2 => vec![all(self.dice.pick(&LEADS), None, None), When::Otherwise],
            3 => vec![
                all(&[], None, Some(("segment", "enterprise"))),
                all(&[], None, Some(("segment", "smb"))),
                When::Otherwise,
            ],
            4 if place(on) >= 2 => {
                vec![all(LEADS[0], None, Some(("term", "long"))), When::Otherwise]
            }
            _ => {
                let until = self.dice.pick(&[11, 2, 40]);
                let from = if place(on) > 2 { "won" } else { "reported" };
                if on == "reported" {
                    return vec![When::Always];
                }
                vec![all(&[], Some((from, "TRIGGER", 0, until)), None), When::Otherwise]
            }
        }
    }

    fn rule(&mut self, on: &'static str, id: String, when: When, nothing: bool) -> Rule {
        let when = match when {
            When::All { lead, elapsed: Some((from, _, least, until)), fact } => {
                When::All { lead, elapsed: Some((from, on, least, until)), fact }
            }
            when => when,
        };
        let payee = self.payee(on);
        if nothing {
            let (holdback, hold, clawback) = (String::new(), String::new(), String::new());
            let (pays, books) = (Pays::Nothing, String::new());
            return Rule { id, when, payee, pays, holdback, hold, clawback, books };
        }
        if self.dice.once_in(if self.kind == Kind::Given { 2 } else { 4 }) {
            let points = Pays::Points(self.dice.pick(&[50, 7, 1, 333]));
            let is_given = self.kind == Kind::Given && payee != Payee::ByShare;
            let given = is_given.then(|| &GIVEN[self.dice.roll(GIVEN.len())]);
            let pays = given.map_or(points, Pays::Given);
            let (holdback, hold) = (String::new(), self.hold(on));
            let clawback = self.clawback(on, pays);
            // In every version it pays in one unit.
            let id = id.replace("rule", given.map_or("points", |it| it.word));
            let books = String::new();
            return Rule { id, when, payee, pays, holdback, hold, clawback, books };
        }
        let pays = self.pays(on, payee);
        let (holdback, hold) = (self.holdback(on), self.hold(on));
        let clawback = self.clawback(on, pays);
        let books = self.books(on);
        Rule { id, when, payee, pays, holdback, hold, clawback, books }
    }

    fn payee(&mut self, on: &'static str) -> Payee {
        let splits = ["pay_split", "credit_split"].iter().any(|it| self.plan.order.contains(it));
        match self.dice.roll(8) {
            0..=2 if splits => Payee::ByShare,
            0..=3 => Payee::Role("originator"),
            4 => Payee::Role("co_source"),
            5 => Payee::Manager("originator", on),
            6 => Payee::Manager("co_source", "reported"),
            _ => Payee::InFull,
        }
    }

    fn named(&mut self, base: NamedBase) -> Base {
        self.plan.bases.push(base);
        Base::Named(self.plan.bases.len() - 1)
    }

    /// A base of money on a trigger that has some.
    fn money(&mut self, on: &str) -> Base {
        let whole = if on == "paid" { Base::Collected } else { Base::Value };
        let of = match self.dice.roll(5) {
            0 | 1 => return whole,
            2 => "margin",
            _ if on == "paid" => "collected",
            _ => "value",
        };
        let classes = self.classes();
        let mut flag = || self.dice.once_in(2);
        let (tax, freight, discount, below_zero) = (flag(), flag(), flag(), flag());
        self.named(NamedBase { of, classes, tax, freight, discount, below_zero })
    }

    fn classes(&mut self) -> Classes {
        let some: &[&str] = self.dice.pick(&[&["machine"][..], &["machine", "part"], &["loan"]]);
        match self.dice.roll(3) {
            0 => Classes::All,
            1 => Classes::Only(some),
            _ => Classes::Without(some),
        }
    }

    /// A base of things.
    fn things(&mut self, on: &str) -> Base {
        if place(on) < 2 {
            return Base::Count;
        }
        match self.dice.roll(4) {
            0 => Base::Quantity,
            1 => Base::Count,
            _ => {
                let classes = self.classes();
                let (tax, freight, discount, below_zero) = (false, false, false, false);
                let of = "quantity";
                self.named(NamedBase { of, classes, tax, freight, discount, below_zero })
            }
        }
    }

    fn pays(&mut self, on: &'static str, payee: Payee) -> Pays {
        let has_money = place(on) >= 2;
        let only_money = payee == Payee::ByShare && self.plan.splits_credit();
        match self.dice.roll(8) {
            0 | 1 if has_money => {
                let of = self.money(on);
                Pays::Rate(self.dice.pick(&RATES), of)
            }
            2 => Pays::Flat(self.dice.pick(&[5_000, 2_500, 3_333, 0])),
            3 if !only_money => {
                let of = self.things(on);
                Pays::PerUnit(self.dice.pick(&[500, 33, 0, 1_250]), of)
            }
            _ => self.tiers(on, payee, has_money, only_money),
        }
    }

    fn tiers(&mut self, on: &str, payee: Payee, has_money: bool, only_money: bool) -> Pays {
        if only_money && !has_money {
            return Pays::Flat(self.dice.pick(&[2_500, 3_333]));
        }
        let on_money = has_money && (only_money || !self.dice.once_in(3));
        let (flat, measures) = (self.dice.once_in(6), self.dice.roll(6));
        // What flat steps alone pay is no part of a base.
        let base = match on_money {
            true if flat && measures == 0 => Base::Value,
            true => self.money(on),
            false if flat && measures == 0 => Base::Count,
            false => self.things(on),
        };
        let (measure, grain) = match measures {
            0 if has_money => {
                (self.dice.pick(&[Measure::PercentOfPrice, Measure::PercentOfCost]), Grain::Percent)
            }
            1 if has_money && !flat => (Measure::Of(self.money(on)), Grain::Money),
            2 if !only_money && !flat => (Measure::Of(self.things(on)), Grain::Count),
            _ => (Measure::Of(base), if on_money { Grain::Money } else { Grain::Count }),
        };
        let accumulate = self.accumulate(payee, grain);
        let same = measure == Measure::Of(base);
        // The rate falls, so that more so far may pay less.
        let falls = same && on_money && !flat && accumulate != Accumulate::EachFact;
        let shape = match falls && self.dice.once_in(3) {
            true => Shape::Steps(true, falling()),
            false => self.shape(grain, on_money, flat, same),
        };
        self.plan.tables.push(Table { measure, accumulate, grain, shape });
        Pays::Tiers(self.plan.tables.len() - 1, (!flat).then_some(base))
    }

    fn accumulate(&mut self, payee: Payee, grain: Grain) -> Accumulate {
        let is_whole = payee == Payee::ByShare && !self.plan.splits_credit();
        let period = self.dice.pick(&["month", "quarter", "year"]);
        match self.dice.roll(6) {
            _ if grain == Grain::Percent => Accumulate::EachFact,
            0 => Accumulate::EachFact,
            1 | 2 if !is_whole => Accumulate::Per("payee", period),
            3 if !is_whole => Accumulate::Per("team", period),
            _ => Accumulate::Deal,
        }
    }

    fn shape(&mut self, grain: Grain, on_money: bool, flat: bool, same: bool) -> Shape {
        let bounds: &[i64] = match grain {
            Grain::Money => self.dice.pick(&[
                &[0, 10_000, 50_000][..],
                &[0, 3_333],
                &[0],
                &[0, 10_000, 20_000, 100_000],
            ]),
            Grain::Count => self.dice.pick(&[&[0, 3, 10][..], &[0, 1], &[0, 2]]),
            Grain::Percent => self.dice.pick(&[&[0, 125_000, 500_000][..], &[0, 333_333]]),
        };
        if on_money && !flat && bounds.len() > 1 && self.dice.once_in(4) {
            let points = bounds.iter().map(|at| (*at, self.dice.pick(&RATES))).collect();
            return Shape::Points(points, self.dice.once_in(2));
        }
        // 0: marginal, 1: whole, 2: both.
        let ways = match (grain, same) {
            (Grain::Percent, _) => 1,
            (_, true) => self.dice.roll(3),
            (_, false) => self.dice.roll(2),
        };
        let step = |above: &i64| {
            let is_flat = flat || (self.dice.once_in(8) && *above > 0);
            let pays = match (is_flat, on_money) {
                (true, _) => StepPays::Flat(self.dice.pick(&[1_000, 0, 2_500])),
                (false, true) => StepPays::Rate(self.dice.pick(&RATES)),
                (false, false) => StepPays::PerUnit(self.dice.pick(&[500, 33, 0, 1_250])),
            };
            let whole = ways == 1 || (ways == 2 && self.dice.once_in(2));
            Step { above: *above, pays, whole }
        };
        let steps = bounds.iter().map(step).collect();
        Shape::Steps(!self.dice.once_in(2), steps)
    }

    fn holdback(&mut self, on: &'static str) -> String {
        let share = ["20%", "33.3333%", "90%"][self.dice.roll(3)];
        let later = if place(on) < 2 { "won" } else { "installed" };
        let release = match self.dice.roll(6) {
            1 if on != "installed" => format!("until = \"{later}\""),
            2 if ["won", "installed", "invoiced"].contains(&on) => {
                "pro_rata = \"collected\"".to_owned()
            }
            3 => format!(
                "instalments = [{{ share = \"66.6667%\", days = 9, after = \"{on}\" }}, {{ share = \
                 \"33.3333%\", days = 40, after = \"reported\" }}]"
            ),
            _ => return String::new(),
        };
        format!("{{ share = \"{share}\", {release} }}")
    }

    fn books(&mut self, on: &'static str) -> String {
        if place(on) < 2 || !self.dice.once_in(2) {
            return String::new();
        }
        let own = if on == "paid" { "paid" } else { "invoiced" };
        let from = self.dice.pick(&["won", "installed", own]);
        let first_part = self.dice.pick(&["month_end", "next_month_end", "month_later"]);
        let (months, late) = (self.dice.pick(&[3, 1, 7]), self.dice.pick(&["caught_up", "spread"]));
        format!(
            "{{ capitalised = {{ months = {months}, from = \"{from}\", first_part = \
             \"{first_part}\", late = \"{late}\" }} }}"
        )
    }

    fn hold(&mut self, on: &'static str) -> String {
        let later: &[&str] = match on {
            "reported" => &["won", "accepted", "installed"],
            "accepted" => &["won", "installed", "invoiced"],
            "installed" => &["invoiced"],
            "invoiced" => &["installed"],
            _ => &["installed", "invoiced"],
        };
        match self.dice.roll(5) {
            4 => "{ until = \"approved\" }".to_owned(),
            1 => format!("{{ days = 30, after = \"{on}\" }}"),
            2 => "{ days = 10, after = \"reported\" }".to_owned(),
            3 if !later.is_empty() => {
                format!("{{ until = \"{}\" }}", self.dice.pick(later))
            }
            _ => "\"none\"".to_owned(),
        }
    }

    fn clawback(&mut self, on: &'static str, pays: Pays) -> String {
        if place(on) < 2 {
            return "\"none\"".to_owned();
        }
        let (is_flat, accumulates, per_period) = match pays {
            Pays::Flat(_) | Pays::Points(_) | Pays::Given(_) => (true, false, false),
            Pays::Tiers(at, of) => {
                let accumulate = self.plan.tables[at].accumulate;
                let per_period = matches!(accumulate, Accumulate::Per(..));
                (of.is_none(), accumulate != Accumulate::EachFact, per_period)
            }
            _ => (false, false, false),
        };
        if self.kind == Kind::AllBack {
            return all_back(is_flat, accumulates);
        }
        let facts = match self.dice.roll(5) {
            4 => return "\"none\"".to_owned(),
            3 => "\"cancelled\"",
            2 => "\"refunded\"",
            _ => "\"refunded\", \"cancelled\"",
        };
        let after = self.dice.pick(&["won", on]);
        let way = self.dice.roll(7);
        let is_part = (3..=5).contains(&way);
        let is_whole = matches!(pays, Pays::Given(_));
        let (take, window) = match if is_part && is_whole { 0 } else { way } {
            0 | 1 => ("\"full\"", "\"without_end\"".to_owned()),
            2 => ("\"full\"", format!("{{ days = 30, after = \"{after}\", last_day = \"in\" }}")),
            3 => (
                "{ pro_rata = \"days\" }",
                format!("{{ days = 40, after = \"{after}\", last_day = \"out\" }}"),
            ),
            4 => (
                "{ pro_rata = \"completed_months\" }",
                format!("{{ months = 3, after = \"{after}\" }}"),
            ),
            5 => (
                "{ steps = [{ from_day = 0, take = \"100%\" }, { from_day = 9, take = \"50%\" }] }",
                format!("{{ months = 2, after = \"{after}\" }}"),
            ),
            _ => ("\"full\"", format!("{{ months = 1, after = \"{after}\" }}")),
        };
        let anew = !is_flat_amount(pays) && !per_period && self.dice.once_in(3);
        let target = if anew { "recompute" } else { "proportional" };
        let mut text = format!(
            "{{ on = [{facts}], take = {take}, window = {window}, refund_target = \"{target}\""
        );
        if is_flat {
            let part = self.dice.pick(&["returned", "kept"]);
            text += &format!(", flat_part = \"{part}\"");
        }
        if accumulates {
            let attainment = self.dice.pick(&["lowered", "kept"]);
            text += &format!(", attainment = \"{attainment}\"");
        }
        text + " }"
    }
}

fn is_flat_amount(pays: Pays) -> bool {
    matches!(pays, Pays::Flat(_) | Pays::Points(_) | Pays::Given(_))
}

fn falling() -> Vec<Step> {
    let step = |(above, rate): (i64, i64)| Step { above, pays: StepPays::Rate(rate), whole: true };
    [(0, 1_000_000), (300, 20_000), (5_000, 100_000)].map(step).to_vec()
}

/// A clawback that takes everything back, without end.
pub fn all_back(is_flat: bool, accumulates: bool) -> String {
    let flat = if is_flat { ", flat_part = \"returned\"" } else { "" };
    let attainment = if accumulates { ", attainment = \"lowered\"" } else { "" };
    format!(
        "{{ on = [\"refunded\", \"cancelled\"], take = \"full\", window = \"without_end\", \
         refund_target = \"proportional\"{flat}{attainment} }}"
    )
}
