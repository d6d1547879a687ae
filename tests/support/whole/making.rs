//! Makes plans that load out of tapes of numbers: every choice of the language comes up, and goes
//! with the others as the language asks.

use super::dice::{Dice, Tape, tape};
use super::paying::Paying;
use super::plan::*;
use proptest::prelude::*;

/// The tapes of one plan.
#[derive(Debug, Clone)]
pub struct Tapes {
    head: Tape,
    components: Vec<Tape>,
    campaigns: Vec<Tape>,
    floors: Vec<Tape>,
    caps: Vec<Tape>,
    pools: Vec<Tape>,
}

/// What a program of plans is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any plans.
    Any,
    /// Every rule takes everything back, without end, on a refund and on a cancellation.
    AllBack,
    /// Any plans, of which many rules give gifts and badges.
    Given,
    /// One plan for everyone, chosen by the report, whose amounts the model knows.
    Modelled,
}

fn tapes() -> impl Strategy<Value = Tapes> {
    let lists = (
        prop::collection::vec(tape(60), 1..=4),
        prop::collection::vec(tape(10), 0..=2),
        prop::collection::vec(tape(8), 0..=2),
        prop::collection::vec(tape(10), 0..=3),
        prop::collection::vec(tape(10), 1..=2),
    );
    (tape(16), lists).prop_map(|(head, (components, campaigns, floors, caps, pools))| Tapes {
        head,
        components,
        campaigns,
        floors,
        caps,
        pools,
    })
}

/// Programs of one plan, of two versions of it, or of two plans.
pub fn programs(kind: Kind) -> impl Strategy<Value = Program> {
    let other = || prop::option::weighted(0.3, tapes());
    (tapes(), other(), other()).prop_map(move |(first, later, beside)| {
        let name = |id, version, from, until| Name { id, version, from, until };
        let until = later.as_ref().filter(|_| kind != Kind::Modelled).map(|_| "2026-04-01");
        let one = make(kind, &first, name("alpha", "1", "2000-01-01", until));
        let (chosen_by, applies_to) = (one.chosen_by, one.applies_to);
        let mut plans = vec![one];
        if kind == Kind::Modelled {
            return Program(plans);
        }
        if let Some(later) = later {
            // Sometimes no version is in force for a month.
            let from = ["2026-04-01", "2026-05-01"][later.head.len() % 2];
            let mut two = make(kind, &later, name("alpha", "2", from, None));
            two.choose(chosen_by, applies_to);
            plans.push(two);
        }
        if let Some(beside) = beside {
            plans.push(make(kind, &beside, name("beta", "1", "2026-01-10", Some("2026-09-01"))));
        }
        Program(plans)
    })
}

struct Name {
    id: &'static str,
    version: &'static str,
    from: &'static str,
    until: Option<&'static str>,
}

impl Plan {
    /// The word on whose day picks the version; no component is triggered before it.
    fn choose(&mut self, chosen_by: &'static str, applies_to: &'static str) {
        if chosen_by == "milestone" {
            self.chosen_by = "reported"; // so that no rule leaned on an acceptance
        }
        let is_late = |component: &Component| place(component.on) >= first_trigger(chosen_by);
        if self.components.iter().all(is_late) && self.chosen_by == chosen_by {
            self.applies_to = applies_to;
            return;
        }
        // The simplest plan that can stand beside the first version.
        self.components.truncate(1);
        let component = &mut self.components[0];
        component.on = "paid";
        component.rules.truncate(1);
        let rule = &mut component.rules[0];
        (rule.when, rule.payee) = (When::Always, Payee::Role("originator"));
        for word in ["points", "gift", "recognition"] {
            rule.id = rule.id.replace(word, "rule");
        }
        rule.pays = Pays::Rate(20_000, Base::Collected);
        (rule.holdback, rule.books) = (String::new(), String::new());
        (rule.hold, rule.clawback) = ("\"none\"".to_owned(), super::paying::all_back(false, false));
        (self.tables, self.bases, self.overlay) = (Vec::new(), Vec::new(), None);
        (self.campaigns, self.floors) = (Vec::new(), Vec::new());
        (self.caps, self.pools) = (Vec::new(), Vec::new());
        (self.meeting, self.chosen_by, self.applies_to) = (None, chosen_by, applies_to);
    }
}

const MILESTONES: [&str; 6] = ["reported", "accepted", "won", "installed", "invoiced", "paid"];

/// Where a milestone stands in the order a deal usually reaches them.
pub fn place(milestone: &str) -> usize {
    MILESTONES.iter().position(|it| *it == milestone).unwrap()
}

fn first_trigger(chosen_by: &str) -> usize {
    if chosen_by == "milestone" { 0 } else { place(chosen_by) }
}

const ORDERS: [&[&str]; 30] = [
    &["rate", "round", "pay_split"],
    &["rate", "pay_split", "round"],
    &["credit_split", "rate", "round"],
    &["rate", "round"],
    &["rate", "campaign", "floor", "deal_cap", "round", "pay_split", "payee_cap"],
    &["rate", "campaign", "floor", "deal_cap", "pay_split", "round", "payee_cap"],
    &["rate", "campaign", "floor", "deal_cap", "pay_split", "payee_cap", "round"],
    &["rate", "pay_split", "campaign", "floor", "deal_cap", "payee_cap", "round"],
    &["rate", "pay_split", "round", "floor", "deal_cap", "payee_cap"],
    &["rate", "round", "campaign", "round", "floor", "deal_cap", "pay_split", "payee_cap"],
    &["rate", "round", "campaign", "floor", "deal_cap", "pay_split", "payee_cap", "round"],
    &["rate", "round", "campaign", "floor", "deal_cap", "round", "payee_cap"],
    &["rate", "floor", "campaign", "deal_cap", "round", "pay_split", "payee_cap"],
    &["rate", "floor", "campaign", "deal_cap", "pay_split", "round", "payee_cap"],
    &["rate", "campaign", "deal_cap", "pay_split", "payee_cap", "round"],
    &["rate", "campaign", "floor", "deal_cap", "payee_cap", "round"],
    &["rate", "campaign", "floor", "round", "deal_cap", "payee_cap"],
    &["credit_split", "rate", "campaign", "floor", "deal_cap", "payee_cap", "round"],
    &["credit_split", "rate", "campaign", "floor", "deal_cap", "round", "payee_cap"],
    &["credit_split", "rate", "round", "campaign", "floor", "deal_cap", "payee_cap", "round"],
    &["credit_split", "rate", "campaign", "floor", "round", "deal_cap", "payee_cap"],
    &["credit_split", "rate", "round", "floor", "deal_cap", "payee_cap"],
    &["rate", "round", "pool"],
    &["rate", "pay_split", "round", "pool"],
    &["rate", "campaign", "floor", "deal_cap", "payee_cap", "round", "pool"],
    &["rate", "round", "pay_split", "pool"],
    &["rate", "pay_split", "pool", "round"],
    &["rate", "campaign", "floor", "deal_cap", "pay_split", "payee_cap", "pool", "round"],
    &["rate", "floor", "campaign", "deal_cap", "round", "pay_split", "payee_cap", "pool"],
    &["credit_split", "rate", "campaign", "deal_cap", "payee_cap", "round", "pool"],
];

/// What points cost, and how long they last.
const POINTS: [&str; 4] = [
    "cost = { amount = \"0.80 USD\", for = \"100 points\" }\nexpire = { months = 1 }",
    "cost = { amount = \"0.33 USD\", for = \"7 points\" }\nexpire = \"never\"",
    "cost = { amount = \"2 USD\", for = \"1 points\" }\nexpire = { months = 2 }",
    "cost = \"none\"\nexpire = { months = 3 }",
];

const MODES: [&str; 7] = [
    "half_even",
    "half_away_from_zero",
    "half_toward_zero",
    "away_from_zero",
    "toward_zero",
    "toward_plus_infinity",
    "toward_minus_infinity",
];

const SPLITS: [&[(&str, i64, &str)]; 4] = [
    &[("originator", 600_000, ""), ("co_source", 400_000, "originator")],
    &[("originator", 500_000, ""), ("co_source", 500_000, "originator")],
    &[("originator", 666_667, ""), ("co_source", 333_333, "originator")],
    &[
        ("originator", 550_000, ""),
        ("co_source", 300_000, "pre_sales"),
        ("pre_sales", 150_000, "originator"),
    ],
];

fn make(kind: Kind, tapes: &Tapes, name: Name) -> Plan {
    let mut plan = head(kind, &mut Dice::new(&tapes.head), name);
    for (at, tape) in tapes.components.iter().enumerate() {
        let component = Paying { plan: &mut plan, dice: Dice::new(tape), kind }.component(at);
        plan.components.push(component);
    }
    let credits = |payee| matches!(payee, Payee::ByShare | Payee::InFull);
    let mut rules = plan.components.iter().flat_map(|component| &component.rules);
    if !rules.any(|rule| credits(rule.payee)) {
        plan.overlay = None;
    }
    campaigns(&mut plan, &tapes.campaigns);
    floors(&mut plan, kind, &tapes.floors);
    caps(&mut plan, kind, &tapes.caps);
    pools(&mut plan, kind, &tapes.pools);
    plan
}

fn head(kind: Kind, dice: &mut Dice<'_>, name: Name) -> Plan {
    let order = dice.pick(&ORDERS);
    let rounds = order.iter().filter(|stage| **stage == "round").count();
    let basis = dice.pick(&["cumulative", "each_fact"]);
    let basis = if kind == Kind::Modelled { "each_fact" } else { basis };
    let mut roundings = vec![Rounding { mode: dice.pick(&MODES), basis: "each_fact" }; rounds];
    roundings[rounds - 1] = Rounding { mode: dice.pick(&MODES), basis };
    let last = |stage| order.iter().rposition(|it| *it == stage);
    let leaves = last("credit_split").is_some() || last("pay_split") > last("round");
    let chosen_by = match kind {
        Kind::Modelled => "reported",
        _ => dice.pick(&["reported", "won", "milestone", "accepted"]),
    };
    let leftover = dice.pick(&["largest_remainder", "originator", "co_source"]);
    let applies_to = dice.pick(&["everyone", "everyone", "assigned"]);
    let (acceptance, early_days) = dice.pick(&[("required", 0), ("not_needed", 5)]);
    let leavers =
        ["keeps_what_was_triggered", "forfeits_what_is_not_vested", "keeps_all_that_matures"];
    let leaver = (dice.pick(&leavers), dice.pick(&["pursued", "only_what_is_unpaid", "waived"]));
    Plan {
        id: name.id,
        version: name.version,
        from: name.from,
        until: name.until,
        chosen_by,
        applies_to: if kind == Kind::Modelled { "everyone" } else { applies_to },
        order,
        roundings,
        leftover: leaves.then_some(leftover),
        meeting: None,
        leaver: if kind == Kind::AllBack { (leaver.0, "pursued") } else { leaver },
        acceptance,
        early_days,
        split: dice.pick(&SPLITS),
        overlay: dice.once_in(3).then_some(("advisor", 200_000)),
        bases: Vec::new(),
        tables: Vec::new(),
        campaigns: Vec::new(),
        floors: Vec::new(),
        caps: Vec::new(),
        pools: Vec::new(),
        points: dice.pick(&POINTS),
        components: Vec::new(),
    }
}

/// Some of the rules that pay: all, or one.
fn some_rules(dice: &mut Dice<'_>, rules: &[String]) -> Vec<String> {
    match dice.roll(3) {
        0 => rules.to_vec(),
        _ => vec![dice.pick(rules)],
    }
}

fn campaigns(plan: &mut Plan, tapes: &[Tape]) {
    if !plan.order.contains(&"campaign") {
        return;
    }
    for tape in tapes {
        let mut dice = Dice::new(tape);
        let dated_by = dice.pick(&["trigger", "reported"]);
        let from = dice.pick(&["2026-01-01", "2026-02-01", "2026-03-15"]);
        let until = dice.pick(&[None, Some("2026-03-20"), Some("2026-04-01")]);
        let bonus = match dice.roll(4) {
            0 => Bonus::Multiply(dice.pick(&[2_000_000, 1_500_000, 333_333, 1_250_000])),
            1 => Bonus::Extra(dice.pick(&[5_000, 33]), "deal"),
            _ => Bonus::Extra(dice.pick(&[1_000, 7]), "fact"),
        };
        let all: Vec<String> = plan.paying().map(|(_, rule)| rule.id.clone()).collect();
        if all.is_empty() {
            return;
        }
        let mut rules = some_rules(&mut dice, &all);
        let on = |plan: &Plan, id: &String| {
            plan.paying().find(|(_, rule)| rule.id == *id).map(|(component, _)| component.on)
        };
        let first = on(plan, &rules[0]).unwrap();
        let dated_by = if dated_by == "trigger" { first } else { "reported" };
        if dated_by != "reported" {
            rules.retain(|id| on(plan, id) == Some(first));
        }
        plan.campaigns.push(Campaign { rules, from, until, dated_by, bonus });
    }
    let meetings: &[&str] = match plan.campaigns.len() {
        0 => return,
        1 => &["never_meet", "multiply", "largest"],
        _ => &["multiply", "largest"],
    };
    let recomputes = |plan: &Plan, id: &String| {
        plan.paying().any(|(_, it)| it.id == *id && it.clawback.contains("recompute"))
    };
    // A formula that is computed anew looks at all payments together.
    let campaigns = std::mem::take(&mut plan.campaigns);
    let is_sound =
        |it: &Campaign| it.dated_by != "paid" || !it.rules.iter().any(|id| recomputes(plan, id));
    let campaigns: Vec<Campaign> = campaigns.into_iter().filter(is_sound).collect();
    let number = tapes.iter().flatten().count();
    plan.meeting = (!campaigns.is_empty()).then(|| meetings[number % meetings.len()]);
    plan.campaigns = campaigns;
}

fn floors(plan: &mut Plan, kind: Kind, tapes: &[Tape]) {
    if !plan.order.contains(&"floor") {
        return;
    }
    for tape in tapes {
        let mut dice = Dice::new(tape);
        let per = dice.pick(&["fact", "first_fact", "completion"]);
        let floored = |plan: &Plan, id: &String| plan.floors.iter().any(|it| it.rules.contains(id));
        let may = |component: &Component| per != "completion" || component.on == "paid";
        let free: Vec<String> = plan
            .paying()
            .filter(|(component, rule)| may(component) && !floored(plan, &rule.id))
            .map(|(_, rule)| rule.id.clone())
            .collect();
        if free.is_empty() {
            continue;
        }
        let rules = some_rules(&mut dice, &free);
        let at_least = dice.pick(&[500, 100, 1_000]);
        let uplift = dice.pick(&["returned", "kept"]);
        let uplift = if kind == Kind::AllBack { "returned" } else { uplift };
        let is_refunded = plan.paying().any(|(component, rule)| {
            rules.contains(&rule.id)
                && component.on == "paid"
                && rule.clawback.contains("\"refunded\"")
        });
        let is_alone = plan.roundings.last().is_some_and(|it| it.basis == "each_fact");
        if per != "fact" && is_alone && uplift == "returned" && is_refunded {
            continue; // what a floor added for the deal would go back with one payment: P1207
        }
        plan.floors.push(Floor { rules, at_least, per, uplift });
    }
}

fn caps(plan: &mut Plan, kind: Kind, tapes: &[Tape]) {
    for tape in tapes {
        let mut dice = Dice::new(tape);
        let mut pers = Vec::new();
        if plan.order.contains(&"deal_cap") {
            pers.extend([CapPer::Deal, CapPer::Fact]);
        }
        if plan.order.contains(&"payee_cap") {
            pers.extend(["month", "quarter", "year"].map(CapPer::Payee));
        }
        let all: Vec<String> = plan.paying().map(|(_, rule)| rule.id.clone()).collect();
        if pers.is_empty() || all.is_empty() {
            return;
        }
        let per = dice.pick(&pers);
        let on_count = per != CapPer::Fact && dice.once_in(3);
        let excesses: &[&str] = match per {
            CapPer::Payee(_) if !on_count => &["carried", "forfeited", "boss"],
            _ => &["forfeited", "boss"],
        };
        let at_most = match per {
            _ if on_count => dice.pick(&[1, 2]),
            CapPer::Payee(_) => dice.pick(&[2_000, 300, 100, 5_000]),
            _ => dice.pick(&[2_000, 1_537, 10_000, 5_000]),
        };
        let mut cap = Cap {
            rules: some_rules(&mut dice, &all),
            on: if on_count { "count" } else { "amount" },
            at_most,
            per,
            excess: dice.pick(excesses),
            after_reversal: dice.pick(&["freed", "kept_used"]),
            at_vesting: false,
            at_payout: false,
        };
        let may = |rule: &String| may_have_its_base_cut(plan, rule, per);
        if dice.once_in(2) && cap.rules.iter().all(may) {
            let at_most = dice.pick(&[30_000, 1_000_000, 123_456, 500_000]);
            cap = Cap { on: "base", at_most, excess: "forfeited", ..cap };
        }
        // Amounts of a rule that count when they vest are counted and kept nowhere before.
        let shared = |other: &&Cap| cap.counts_payees_of(&other.rules);
        let others: Vec<&Cap> = plan.caps.iter().filter(shared).collect();
        if others.iter().any(|other| other.at_vesting) {
            continue;
        }
        let is_alone = !others.iter().any(|other| other.counts_payees_of(&cap.rules));
        let only_waits = plan
            .paying()
            .filter(|(_, rule)| cap.rules.contains(&rule.id))
            .all(|(_, it)| it.holdback.is_empty() && !it.hold.contains("approved"));
        cap.at_vesting = cap.counts_payees_of(&cap.rules)
            && cap.excess != "boss"
            && is_alone
            && only_waits
            && kind != Kind::Modelled
            && dice.once_in(2);
        cap.at_payout = !cap.at_vesting
            && cap.counts_payees_of(&cap.rules)
            && cap.excess != "boss"
            && !others.iter().any(|other| other.at_payout)
            && kind != Kind::Modelled
            && dice.once_in(2);
        if cap.at_payout {
            cap.at_most = dice.pick(&[100, 40, 700]); // what a run pays is soon above it
        }
        plan.caps.push(cap);
    }
}

/// Whether a rule is paid on money, which is the payee's own where the cap is, and which nobody
/// asks for anew fact by fact.
fn may_have_its_base_cut(plan: &Plan, id: &String, per: CapPer) -> bool {
    let its = |it: &(&Component, &Rule)| it.1.id == *id;
    let Some((_, rule)) = plan.paying().find(its) else { return false };
    let is_money = match rule.pays {
        Pays::Rate(_, of) | Pays::Tiers(_, Some(of)) => match of {
            Base::Value | Base::Collected => true,
            Base::Named(at) => plan.bases[at].of != "quantity",
            Base::Quantity | Base::Count => false,
        },
        _ => false,
    };
    let is_own = rule.payee != Payee::ByShare || plan.splits_credit();
    let is_recomputed = rule.clawback.contains("\"recompute\"");
    match per {
        CapPer::Deal => is_money,
        CapPer::Fact => is_money && !is_recomputed,
        CapPer::Payee(_) => is_money && is_own && !is_recomputed,
    }
}

/// Each rule has one pool at the most, and its caps forfeit what they cut.
fn pools(plan: &mut Plan, kind: Kind, tapes: &[Tape]) {
    for tape in tapes.iter().filter(|_| plan.order.contains(&"pool")) {
        let mut dice = Dice::new(tape);
        let is_funded = |rule: &String| plan.pools.iter().any(|pool| pool.rules.contains(rule));
        let all = plan.paying().map(|(_, rule)| rule.id.clone());
        let vests_up_to =
            |rule: &String| plan.caps.iter().any(|cap| cap.at_vesting && cap.rules.contains(rule));
        let all: Vec<String> = all.filter(|rule| !is_funded(rule) && !vests_up_to(rule)).collect();
        if all.is_empty() {
            return;
        }
        let dated_by: &[&str] =
            if kind == Kind::Modelled { &["fact"] } else { &["fact", "fact", "record"] };
        // What waits is whole, and all there is of it.
        let is_whole = plan.order.last() == Some(&"pool");
        let is_back = |rule: &Rule| !rule.holdback.is_empty();
        let waits: &[&str] = match kind {
            _ if !is_whole => &["stop"],
            Kind::Modelled => &["stop", "lapses", "stays"],
            _ => &["stop", "lapses", "stays", "closes"],
        };
        let pool = Pool {
            rules: some_rules(&mut dice, &all),
            amount: dice.pick(&[10_000, 2_000, 777, 30_000, 100]),
            each: dice.pick(&["month", "quarter", "year", "plan"]),
            dated_by: dice.pick(dated_by),
            counts: dice.pick(&["all_payees", "split_roles"]),
            exceeded: dice.pick(waits),
            after_reversal: dice.pick(&["freed", "kept_used"]),
        };
        let holds_back = plan.paying().any(|(_, it)| pool.rules.contains(&it.id) && is_back(it));
        let closes = pool.exceeded == "closes" && pool.each == "plan";
        let is_there = plan.pools.iter().any(|other| other.id() == pool.id());
        if is_there || closes || (holds_back && pool.exceeded != "stop") {
            continue;
        }
        let caps = plan.caps.iter_mut();
        caps.filter(|cap| cap.rules.iter().any(|rule| pool.rules.contains(rule)))
            .for_each(|cap| cap.excess = "forfeited");
        plan.pools.push(pool);
    }
}
