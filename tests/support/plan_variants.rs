//! Variants of the field plan: the same clauses under every choice that moves money.
//!
//! A variant is a handful of words that are written into the plan's text. It knows the text and
//! nothing of what the crate makes of it.

use super::draws::with_draws;
use proptest::prelude::*;
use proptest::sample::select;

const FIELD_PLAN: &str = include_str!("../../examples/plans/field-service-2026.toml");

const EQUIPMENT_HOLD: &str = r#"{ days = 30, after = "paid" }"#;
const EQUIPMENT_WINDOW: &str = r#"{ days = 180, after = "paid", last_day = "in" }"#;
const KEPT_CLAWBACK: &str = concat!(
    r#"{ on = ["cancelled"], take = "full", window = { days = 60, after = "won", "#,
    r#"last_day = "out" }, refund_target = "proportional", flat_part = "returned" }"#
);
const ALL_BACK: &str = concat!(
    r#"{ on = ["refunded", "cancelled"], take = "full", window = "without_end", "#,
    r#"refund_target = "proportional", flat_part = "returned" }"#
);
const VALUE_BACK: &str = concat!(
    r#"{ on = ["refunded", "cancelled"], take = "full", window = { days = 30, "#,
    r#"after = "installed", last_day = "in" }, refund_target = "proportional" }"#
);
const SPLIT: &str = concat!(
    "[[split]]\nrole  = \"originator\"\nshare = \"60%\"\n\n",
    "[[split]]\nrole        = \"co_source\"\nshare       = \"40%\"\nwhen_absent = \"originator\"\n"
);

/// A component before the others, so that the second version's stand elsewhere than the first's.
const SIGNING: &str = r#"[[component]]
id = "signing"
on = "won"

  [[component.rule]]
  id       = "no-signing-bonus"
  because  = "nothing for a signature alone"
  when     = "always"
  payee    = "originator"
  pays     = "nothing"

[[component]]"#;

/// Ground rules that refuse leads and credits, and move no money.
const GROUND: [&str; 10] = [
    "",
    "",
    "",
    "same_technician_and_customer = \"once_per_kind\"\nblocked = \"refused\"\n",
    "same_technician_and_customer = \"one_at_a_time\"\n\
     self_referral = \"refused_for_all_credited\"\n",
    "existing_opportunity = \"excluded\"\nprotection = { of = \"customer\", days = 30, \
     last_day = \"in\", after = \"reported\", extended_by = { touch_days = 20 }, \
     released_by = [\"won\", \"lost\", \"customer_wish\"], competing = \"first_protected\" }\n",
    "existing_opportunity = { worked_within = 100 }\nprotection = { of = \"customer\", days = 60, \
     last_day = \"in\", after = \"reported\", extended_by = { touch_days = 20 }, \
     released_by = [\"won\", \"lost\", \"customer_wish\"], competing = \"first_protected\" }\n",
    "protection = { of = \"customer_and_kind\", days = 60, last_day = \"out\", \
     after = \"accepted\", extended_by = \"nothing\", released_by = [\"rejected\", \"expired\"], \
     competing = { last_touch_within = 40 } }\n",
    "answer = { within = { business_days = 3 }, from = \"reported\", holidays = \"none\", \
     competing = \"answered_too\", when_missed = \"on_record\" }\n",
    "answer = { within = { business_days = 1 }, from = \"told\", holidays = [2026-01-02], \
     competing = \"no_deadline\", when_missed = { escalated_to = \"head-of-sales\" } }\n\
     protection = { of = \"customer\", days = 60, last_day = \"in\", after = \"reported\", \
     extended_by = \"nothing\", released_by = [\"customer_wish\"], \
     competing = \"none\" }\n",
];

/// When versions of the plan are in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Versions {
    /// One, for ever.
    One,
    /// A second one takes over on 2026-04-01.
    Two,
    /// The second one begins a month late: no version is in force in April 2026.
    Gap,
}

/// One way to write the plan.
#[derive(Debug, Clone)]
pub struct Variant {
    /// `cumulative` or `each_fact`.
    pub basis: &'static str,
    /// The stages after the rate.
    pub order: &'static [&'static str],
    /// How amounts are rounded.
    pub mode: &'static str,
    /// Which role gets which share, in millionths.
    pub split: &'static [(&'static str, i128)],
    /// The equipment commission's rate, in millionths.
    pub rate: i128,
    /// For how many days after the win payments earn a commission.
    pub term: i64,
    /// The equipment commission's hold.
    pub hold: &'static str,
    /// The equipment commission's window: days, after which milestone, whether the last day is in;
    /// `None` is without end.
    pub window: Option<(u32, &'static str, bool)>,
    /// Whose date picks the version.
    pub chosen_by: &'static str,
    /// Ground rules for leads, as lines of `[leads]`.
    pub ground: &'static str,
    /// Whether a win needs an acceptance, and how many days it may lie before its report.
    pub acceptance: (&'static str, u32),
    /// How many versions.
    pub versions: Versions,
    /// What an installation or an invoice pays, if anything.
    pub installed: &'static str,
    /// Whether every rule takes everything back, without end.
    pub all_back: bool,
    /// How what a missed answer pays goes with what its lead earns later; empty where it pays
    /// nothing.
    pub minimum: &'static str,
}

impl Variant {
    /// Whether anybody but the originator is paid a commission.
    pub fn splits(&self) -> bool {
        self.order.contains(&"pay_split")
    }

    /// The texts of its versions, oldest first.
    pub fn texts(&self) -> Vec<String> {
        let (until, from) = match self.versions {
            Versions::One => (None, None),
            Versions::Two => (Some("2026-04-01"), Some("2026-04-01")),
            Versions::Gap => (Some("2026-04-01"), Some("2026-05-01")),
        };
        let first = self.text("2026", "2000-01-01", until, self.rate);
        let second = from.map(|from| self.text("2026b", from, None, self.rate + 10_000));
        std::iter::once(first).chain(second).collect()
    }

    fn text(&self, version: &str, from: &str, until: Option<&str>, rate: i128) -> String {
        let until = until.map_or(String::new(), |until| format!(", until = {until}"));
        let mut text = FIELD_PLAN.to_owned();
        let mut write = |old: &str, new: &str| {
            assert!(text.contains(old), "the field plan no longer says {old}");
            text = text.replace(old, new);
        };
        write("\"2026\"", &format!("\"{version}\""));
        write("from = 2026-01-01, until = 2027-01-01", &format!("from = {from}{until}"));
        write("\"reported\"", &format!("\"{}\"", self.chosen_by));
        let stages: Vec<String> = self.order.iter().map(|stage| format!("\"{stage}\"")).collect();
        write(r#""round", "pay_split""#, &stages.join(", "));
        if self.order != ["round", "pay_split"] {
            write("leftover  = \"largest_remainder\"\n", "");
        }
        write("half_even", self.mode);
        write("\"cumulative\"", &format!("\"{}\"", self.basis));
        write("\"required\"", &format!("\"{}\"", self.acceptance.0));
        if self.acceptance.1 > 0 {
            write("\"refused\"\n", &format!("{{ days = {} }}\n", self.acceptance.1));
        }
        let answer = match self.minimum {
            "" => String::new(),
            word => ANSWER.replace("WORD", word),
        };
        write("win_before_report = ", &format!("{}{answer}win_before_report = ", self.ground));
        write(SPLIT, &split_text(self.split));
        write("rate = \"2%\"", &format!("rate = \"{}\"", percent(rate)));
        write("until = 366", &format!("until = {}", self.term));
        write(EQUIPMENT_HOLD, self.hold);
        write(EQUIPMENT_WINDOW, &window_text(self.window));
        if !self.splits() {
            write("\"each_by_share\"", "\"originator\"");
        }
        if self.chosen_by == "won" || self.all_back {
            write("on = \"accepted\"", "on = \"won\"");
        }
        if self.all_back {
            write("clawback = \"none\"", &format!("clawback = {ALL_BACK}"));
            write(KEPT_CLAWBACK, ALL_BACK);
        }
        if version != "2026" {
            text = text.replacen("[[component]]", SIGNING, 1);
        }
        if !self.minimum.is_empty() {
            text += &UNANSWERED.replace("ALL_BACK_IN_90", BACK_IN_90);
        }
        text += &self.installed.replace("ALL_BACK", ALL_BACK).replace("VALUE_BACK", VALUE_BACK);
        with_draws(&text, "equipment-commission")
    }
}

/// A share or a rate as the plan writes it.
fn percent(millionths: i128) -> String {
    let digits = format!("{}.{:04}", millionths / 10_000, millionths % 10_000);
    format!("{}%", digits.trim_end_matches('0').trim_end_matches('.'))
}

fn split_text(split: &[(&str, i128)]) -> String {
    let role = |(at, (role, share)): (usize, &(&str, i128))| {
        let absent = match at.checked_sub(1) {
            Some(before) => format!("when_absent = \"{}\"\n", split[before].0),
            None => String::new(),
        };
        format!("[[split]]\nrole = \"{role}\"\nshare = \"{}\"\n{absent}\n", percent(*share))
    };
    split.iter().enumerate().map(role).collect()
}

fn window_text(window: Option<(u32, &str, bool)>) -> String {
    match window {
        None => "\"without_end\"".to_owned(),
        Some((days, after, last_day_in)) => {
            let last = if last_day_in { "in" } else { "out" };
            format!("{{ days = {days}, after = \"{after}\", last_day = \"{last}\" }}")
        }
    }
}

const INSTALLED: [&str; 4] = [
    "",
    r#"
[[component]]
id = "running"
on = "installed"

  [[component.rule]]
  id       = "machine-runs"
  because  = "40 USD when the machine runs"
  when     = "always"
  payee    = "originator"
  pays     = { flat = "40 USD" }
  hold     = { days = 7, after = "won" }
  clawback = ALL_BACK
"#,
    r#"
[[component]]
id = "running"
on = "installed"

  [[component.rule]]
  id       = "machine-value"
  because  = "1 % of the value when the machine runs"
  when     = { elapsed = [{ from = "won", to = "installed", days = { from = 0, until = 30 } }] }
  payee    = "originator"
  pays     = { rate = "1%", of = "value" }
  hold     = { days = 7, after = "installed" }
  clawback = VALUE_BACK

  [[component.rule]]
  id       = "machine-late"
  because  = "nothing for a late installation"
  when     = "otherwise"
  payee    = "originator"
  pays     = "nothing"
"#,
    r#"
[[component]]
id = "billed"
on = "invoiced"

  [[component.rule]]
  id       = "invoice-value"
  because  = "1 % of the value at the invoice, once the machine runs"
  when     = "always"
  payee    = "originator"
  pays     = { rate = "1%", of = "value" }
  hold     = { until = "installed" }
  clawback = { on = ["refunded", "cancelled"], take = "full", window = { days = 30, after = "invoiced", last_day = "in" }, refund_target = "proportional" }
"#,
];

const BACK_IN_90: &str = concat!(
    r#"{ on = ["refunded", "cancelled"], take = { pro_rata = "days" }, window = { days = 90, "#,
    r#"after = "retained", last_day = "in" }, refund_target = "proportional" }"#
);

/// A deadline to answer that pays a minimum, as a line of `[leads]`.
const ANSWER: &str = "answer = { within = { business_days = 2 }, from = \"told\", \
                      holidays = [2026-01-06], competing = \"answered_too\", \
                      when_missed = { minimum_reward = \"WORD\" } }\n";

/// What it pays, and what a meeting, an offer and a customer who stays pay.
const UNANSWERED: &str = r#"
[[component]]
id = "unanswered"
on = "unanswered"

  [[component.rule]]
  id       = "equipment-unanswered"
  because  = "12 USD for equipment that nobody asked about, when it is taken on"
  when     = { lead = ["upgrade", "new_equipment"] }
  payee    = "originator"
  pays     = { flat = "12 USD" }
  hold     = { until = "accepted" }
  clawback = "none"

  [[component.rule]]
  id       = "unanswered"
  because  = "7.50 USD for anything else"
  when     = "otherwise"
  payee    = "originator"
  pays     = { flat = "7.50 USD" }
  hold     = { days = 3, after = "unanswered" }
  clawback = "none"

[[component]]
id = "met"
on = "met"

  [[component.rule]]
  id       = "met-soon"
  because  = "5 USD for a meeting within two weeks, when the deal is won"
  when     = { elapsed = [{ from = "reported", to = "met", days = { from = 0, until = 15 } }] }
  payee    = "originator"
  pays     = { flat = "5 USD" }
  hold     = { until = "won" }
  clawback = "none"

  [[component.rule]]
  id       = "met-late"
  because  = "nothing for a late one"
  when     = "otherwise"
  payee    = "originator"
  pays     = "nothing"

[[component]]
id = "quoted"
on = "quoted"

  [[component.rule]]
  id       = "quoted"
  because  = "0.1 % of an offer"
  when     = "always"
  payee    = "originator"
  pays     = { rate = "0.1%", of = "quoted" }
  hold     = { days = 2, after = "quoted" }
  clawback = "none"

[[component]]
id = "retained"
on = "retained"

  [[component.rule]]
  id       = "retained"
  because  = "1 % of what a customer brings who stays, back if they leave in 90 days"
  when     = "always"
  payee    = "originator"
  pays     = { rate = "1%", of = "retained" }
  hold     = { days = 7, after = "retained" }
  clawback = ALL_BACK_IN_90
"#;

const SPLITS: [&[(&str, i128)]; 4] = [
    &[("originator", 600_000), ("co_source", 400_000)],
    &[("originator", 500_000), ("co_source", 500_000)],
    &[("originator", 666_667), ("co_source", 333_333)],
    &[("originator", 550_000), ("co_source", 300_000), ("pre_sales", 150_000)],
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

/// Any variant.
pub fn variants() -> impl Strategy<Value = Variant> {
    let rounding = (
        select(vec!["cumulative", "each_fact"]),
        select(vec![&["round", "pay_split"][..], &["pay_split", "round"], &["round"]]),
        select(MODES.to_vec()),
        select(SPLITS.to_vec()),
        select(vec![20_000, 5_000, 33_333, 1_000_000]),
    );
    let terms = (
        select(vec![366, 366, 40, 11]),
        select(vec!["\"none\"", EQUIPMENT_HOLD, r#"{ days = 10, after = "won" }"#]),
        select(vec![
            None,
            Some((10, "paid", true)),
            Some((10, "paid", false)),
            Some((30, "won", true)),
            Some((30, "installed", false)),
        ]),
        select(INSTALLED.to_vec()),
    );
    let words = (
        select(vec!["reported", "accepted", "won", "milestone"]),
        select(vec![("required", 0), ("not_needed", 5)]),
        select(vec![Versions::One, Versions::Two, Versions::Gap]),
        select(GROUND.to_vec()),
    );
    (rounding, terms, words).prop_map(|(rounding, terms, words)| {
        let (basis, order, mode, split, rate) = rounding;
        let (term, hold, window, installed) = terms;
        let (chosen_by, acceptance, versions, ground) = words;
        Variant {
            basis,
            order,
            mode,
            split,
            rate,
            term,
            hold,
            window,
            chosen_by,
            ground,
            acceptance,
            versions,
            installed,
            all_back: false,
            minimum: "",
        }
    })
}

/// Any variant, or one of those in which a missed answer pays a minimum.
pub fn variants_with_minimums() -> impl Strategy<Value = Variant> {
    let words = vec!["", "beside_later", "deducted_from_later"];
    (variants(), select(words)).prop_map(|(variant, minimum)| match minimum {
        "" => variant,
        _ => {
            // A plan says once by when leads are answered, and a version knows its minimums.
            let ground = if variant.ground.contains("answer") { "" } else { variant.ground };
            Variant { chosen_by: "reported", minimum, ground, ..variant }
        }
    })
}

/// Any variant in which every rule takes everything back, without end. No rule is for a deal's
/// value, which refunds need not add up to.
pub fn variants_that_take_all_back() -> impl Strategy<Value = Variant> {
    (variants(), select(vec![INSTALLED[0], INSTALLED[1]])).prop_map(|(variant, installed)| {
        Variant { window: None, installed, all_back: true, ..variant }
    })
}
