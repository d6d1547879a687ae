//! Draws of generated histories: plans that have draws of every kind, and who is assigned one.

use super::scribe::{Company, id};
use super::{Act, Step};
use referral_ledger::command::{AssignDraw, EndDraw};
use referral_ledger::time::Date;

/// The draws a plan is given, on what `RULE` makes.
const DRAWS: &str = r#"
[[draw]]
id       = "stipend"
because  = "a test"
amount   = "30 USD"
each     = "month"
given    = "at_start"
does     = "adds"
recovery = "none"

[[draw]]
id         = "filled"
because    = "a test"
amount     = "100 USD"
each       = "month"
given      = "at_close"
does       = "fills_up"
rules      = ["RULE"]
days_after = 2
recovery   = { starts = "at_once", protects = "nothing", at_end = "owed", on_leaving = "owed" }

[[draw]]
id         = "advance"
because    = "a test"
amount     = "200 USD"
each       = "month"
given      = "at_start"
does       = "fills_up"
rules      = ["RULE"]
days_after = 0
recovery   = { starts = { in_period = 2 }, protects = { pay = "20 USD", while = "owed" }, at_end = { forgiven_after_days = 10 }, on_leaving = "forgiven" }

[[draw]]
id         = "loan"
because    = "a test"
amount     = "50 USD"
each       = "month"
given      = "at_close"
does       = "adds"
days_after = 1
recovery   = { starts = "without_a_draw", protects = { pay = "10 USD", while = "draw_runs" }, at_end = "owed", on_leaving = "forgiven" }

[[draw]]
id         = "quarterly"
because    = "a test"
amount     = "80 USD"
each       = "quarter"
given      = "at_close"
does       = "fills_up"
rules      = ["RULE"]
days_after = 0
recovery   = { starts = "without_a_draw", unneeded = "not_given", protects = "nothing", at_end = { forgiven_after_days = 40 }, on_leaving = "owed" }

[[draw]]
id         = "ahead"
because    = "a test"
amount     = "60 USD"
each       = "month"
given      = "at_start"
does       = "fills_up"
rules      = ["RULE"]
days_after = 5
recovery   = "none"
"#;

const IDS: [&str; 6] = ["stipend", "filled", "advance", "loan", "quarterly", "ahead"];

/// A plan with draws of every kind, on what one of its rules makes. The order in which they are
/// recovered comes from the length of the text, so that both come up.
pub fn with_draws(plan: &str, rule: &str) -> String {
    let order = ["oldest_first", "as_listed"][plan.len() % 2];
    let head = format!("\ndraws_recovered = \"{order}\"\n\n[leads]");
    assert!(plan.contains("\n[leads]"), "a plan has leads");
    plan.replacen("\n[leads]", &head, 1) + &DRAWS.replace("RULE", rule)
}

impl Company {
    /// A payee gets a draw from about a day on, or loses it.
    pub fn draw(&mut self, step: &Step, on: Date) {
        let (payee, draw) = (self.payee(step.who), IDS[step.which % IDS.len()]);
        let plan = super::pick(&self.plans, step.which / IDS.len()).unwrap_or(id("no-plan"));
        let each = |day: Date| if draw == "quarterly" { day.quarter() } else { day.month() };
        let first = each(on);
        let last = (0..step.size % 3).fold(first, |period, _| each(period.until()));
        let (from, through) = match step.late {
            35 => (first.from().plus_days(1).unwrap(), last.last_day()),
            20 => (first.until(), first.last_day()),
            _ => (first.from(), last.last_day()),
        };
        let draw = id(draw);
        if step.act == Act::Draw {
            self.tell("hr", AssignDraw { payee, plan, draw, from, through });
            return;
        }
        // One they have ends with its first period, where there is one.
        let ended = match super::pick(&self.journal.ledger().draws(&payee), step.which) {
            Some(view) => {
                let first = view.from.month().last_day();
                EndDraw { payee, plan: view.plan.plan, draw: view.draw, through: first }
            }
            None => EndDraw { payee, plan, draw, through },
        };
        self.tell("hr", ended);
    }
}
