//! The tables of a plan file: the keys of each, and what to write behind each key.
//!
//! The sentence of a key is the way out wherever that key is missing or has a wrong value, so it
//! says what the choices mean. Reading the values is the business of the other files.
//!
//! | file | idea |
//! |---|---|
//! | `head` | the plan itself, its leads, the split, overlays, facts |
//! | `ground` | ground rules for leads |
//! | `tables` | bases, tiers, campaigns, floors, caps |
//! | `draw` | draws and their recovery |
//! | `exchange` | other currencies |
//! | `pool` | budget pools |
//! | `close` | measures, and the close of a period |
//! | `in_kind` | points and time off |
//! | `gift` | gifts and recognition |
//! | `rule` | components and their rules |

mod close;
mod draw;
mod exchange;
mod gift;
mod ground;
mod head;
mod in_kind;
mod pool;
mod rule;
mod tables;

pub(super) use close::{ATTAINMENT, CLOSE, MEASURE, OF_RULES, QUOTA};
pub(super) use draw::{DRAW, FORGIVEN, PROTECTS, RECOVERY, STARTS};
pub(super) use exchange::EXCHANGE;
pub(super) use gift::{FORFEITED, GIFT, RECOGNITION};
pub(super) use ground::{
    ANSWER, COMPETING, EXISTING, EXTENDED_BY, PROTECTION, QUALIFY, RESTORED, WHEN_MISSED, WITHIN,
};
pub(super) use head::{EFFECTIVE, FACT, LEADS, OVERLAY, PLAN, ROUNDING, SPLIT, WIN_BEFORE_REPORT};
pub(super) use in_kind::{EXPIRE, POINTS, PRICE, TIME_OFF};
pub(super) use pool::POOL;
pub(super) use rule::{
    BOOKS, CAPITALISED, CLAWBACK, COMPONENT, ELAPSED, HOLD, HOLDBACK, INSTALMENT, MANAGER, PAYS,
    RANGE, RULE, TAKE, TAKE_STEP, WHEN, WINDOW,
};
pub(super) use tables::{
    ACCUMULATE, BASE, CAMPAIGN, CAMPAIGN_DAYS, CAP, CAP_PER, CLASSES, EXCESS, EXTRA, FLOOR, POINT,
    STEP, TIERS,
};

/// One table of a plan file.
pub(super) struct Shape {
    /// What it is called in a sentence.
    pub(super) name: &'static str,
    /// Its keys, each with what to write.
    pub(super) keys: &'static [(&'static str, &'static str)],
    /// Keys of the design that this release does not compute.
    pub(super) unbuilt: &'static [&'static str],
}

impl Shape {
    /// What to write behind the key.
    pub(super) fn key(&'static self, name: &str) -> Option<(&'static str, &'static str)> {
        self.keys.iter().find(|(key, _)| *key == name).copied()
    }

    /// The keys, as a sentence lists them.
    pub(super) fn listed(&self) -> String {
        let names: Vec<&str> = self.keys.iter().map(|(key, _)| *key).collect();
        names.join(", ")
    }
}

/// All tables, to say where a misplaced key belongs.
pub(super) const SHAPES: [&Shape; 66] = [
    &DOCUMENT,
    &PLAN,
    &EFFECTIVE,
    &ROUNDING,
    &LEADS,
    &WIN_BEFORE_REPORT,
    &QUALIFY,
    &PROTECTION,
    &ANSWER,
    &WITHIN,
    &WHEN_MISSED,
    &EXTENDED_BY,
    &COMPETING,
    &EXISTING,
    &RESTORED,
    &EXCHANGE,
    &SPLIT,
    &OVERLAY,
    &FACT,
    &BASE,
    &CLASSES,
    &MEASURE,
    &OF_RULES,
    &QUOTA,
    &TIERS,
    &ATTAINMENT,
    &ACCUMULATE,
    &STEP,
    &POINT,
    &CAMPAIGN,
    &CAMPAIGN_DAYS,
    &EXTRA,
    &FLOOR,
    &CAP,
    &CAP_PER,
    &EXCESS,
    &DRAW,
    &RECOVERY,
    &STARTS,
    &PROTECTS,
    &FORGIVEN,
    &POOL,
    &POINTS,
    &TIME_OFF,
    &PRICE,
    &EXPIRE,
    &GIFT,
    &FORFEITED,
    &RECOGNITION,
    &COMPONENT,
    &CLOSE,
    &RULE,
    &WHEN,
    &ELAPSED,
    &RANGE,
    &MANAGER,
    &PAYS,
    &HOLDBACK,
    &INSTALMENT,
    &HOLD,
    &CLAWBACK,
    &TAKE,
    &TAKE_STEP,
    &WINDOW,
    &BOOKS,
    &CAPITALISED,
];

pub(super) const DOCUMENT: Shape = Shape {
    name: "the file",
    keys: &[
        ("schema", "write schema = 1, the only schema this release reads"),
        (
            "plan",
            "write a [plan] table: what the plan is called, when it is in force, how it rounds",
        ),
        ("leads", "write a [leads] table with acceptance and win_before_report"),
        (
            "exchange",
            "write an [exchange] table, or leave it out: then payees and deals of other currencies \
             are refused",
        ),
        (
            "split",
            "write one [[split]] table per role, the originator first, shares summing to 100%",
        ),
        ("overlay", "write one [[overlay]] table per role that is credited on top of the split"),
        ("fact", "write one [[fact]] table per fact that the host may tell, with its values"),
        ("base", "write one [[base]] table per base that you name, beside the built-in ones"),
        ("measure", "write one [[measure]] table per thing that is counted for payees and teams"),
        ("tiers", "write one [[tiers]] table per table of steps or points that rules pay by"),
        ("campaign", "write one [[campaign]] table per campaign, with the rules it is for"),
        ("floor", "write one [[floor]] table per least amount, with the rules it is for"),
        ("cap", "write one [[cap]] table per greatest amount or count, with the rules it counts"),
        ("draw", "write one [[draw]] table per draw that can be assigned to payees"),
        ("pool", "write one [[pool]] table per budget, with the rules that it funds"),
        ("points", "write a [points] table with cost and expire, where rules award points"),
        ("time_off", "write a [time_off] table with cost and expire, where rules award hours"),
        ("gift", "write one [[gift]] table per gift that rules give, with its fair value"),
        ("recognition", "write one [[recognition]] table per badge that rules give"),
        ("component", "write one [[component]] table per component, each with its rules"),
    ],
    unbuilt: &["holdback", "example"],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_says_what_to_write_in_a_sentence_without_full_stop() {
        for shape in SHAPES {
            for (key, help) in shape.keys {
                assert!(help.starts_with("write "), "{} {key}", shape.name);
                assert!(!help.ends_with('.') && !help.contains("  "), "{} {key}", shape.name);
            }
            assert!(shape.unbuilt.iter().all(|key| shape.key(key).is_none()), "{}", shape.name);
        }
    }
}
