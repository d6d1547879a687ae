//! R43xx: refusals of what stood in the system before.

use super::{Reproducer, company, tells, with_deal};
use crate::support::forms::*;
use crate::support::{Company, FIELD_PLAN, changed, day, id};
use referral_ledger::amount;
use referral_ledger::command::*;
use referral_ledger::id::{DealId, LeadId};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::reading::Reading;

/// 10.00 are payable to ana.
fn ten() -> OpenPayeeBalance {
    OpenPayeeBalance { payable: Some(amount!(10.00 USD)), ..open_balance("ana", "2026-02-09") }
}

/// The company with that balance.
fn opened() -> Company {
    let mut company = company();
    company.tell("finance", ten()).unwrap();
    company
}

/// The company with an open lead of ana's.
fn with_open_lead() -> Company {
    let mut company = company();
    company.tell("import", open_lead("ana", "L1", "2026-01-20")).unwrap();
    company
}

/// A lead that is under these versions.
fn under(plans: &[&str]) -> OpenLead {
    let plans = plans.iter().map(|plan| id(plan)).collect();
    OpenLead { plans, ..open_lead("ana", "L1", "2026-01-20") }
}

/// A company under a plan with a table of tiers, two caps and a floor.
fn counting() -> Company {
    let mut company = Company::with_plan(COUNTING);
    company.on("2026-02-10");
    company
}

const COUNTING: &str = include_str!("../../golden/extras.toml");

/// Ana's counter of the plan `extras`.
fn counter(counts: Counts) -> OpenCounter {
    OpenCounter { plan: id("extras@2026"), ..open_counter(counts) }
}

/// The same in March.
fn in_march(counts: Counts) -> OpenCounter {
    OpenCounter { period: Some(id("2026-03")), ..counter(counts) }
}

/// The same of a team nobody is in.
fn of_team(counts: Counts) -> OpenCounter {
    OpenCounter { payee: None, team: Some(id("south")), ..in_march(counts) }
}

fn money(minor: i64) -> Reading {
    Reading::Money(Amount::from_minor(minor, id("USD")).unwrap())
}

fn tiers(tiers: &str, measure: Reading, base: Option<Reading>) -> Counts {
    Counts::Tiers { tiers: id(tiers), measure, base }
}

fn a_month(used: Reading) -> Counts {
    Counts::Cap { cap: id("most-a-month"), used }
}

pub(super) const CASES: &[Reproducer] = &[
    ("R4301", || tells(with_deal(), "finance", ten())),
    ("R4301", || tells(with_deal(), "import", open_lead("ana", "L9", "2026-01-20"))),
    ("R4302", || tells(opened(), "finance", ten()).anew()),
    ("R4303", || tells(company(), "ana", ten())),
    ("R4304", || {
        let payable = Some(amount!(0.00 USD));
        tells(company(), "finance", OpenPayeeBalance { payable, ..ten() })
    }),
    ("R4304", || {
        let collected = Some(amount!(-1.00 USD));
        let deal = OpenDeal { collected, ..open_deal("L1", "2026-01-21") };
        tells(with_open_lead(), "import", deal)
    }),
    ("R4305", || {
        let held = vec![OpenHeld { amount: amount!(1.00 USD), until: day("2026-02-09") }];
        tells(company(), "finance", OpenPayeeBalance { held, ..ten() })
    }),
    ("R4306", || tells(company(), "import", under(&["field-leads@1999"]))),
    ("R4307", || {
        let mut company = company();
        let second = changed(
            FIELD_PLAN,
            &[
                ("\"2026\"", "\"2027\""),
                ("from = 2026-01-01, until = 2027-01-01", "from = 2027-01-01"),
            ],
        );
        company.tell("finance", publish(&second)).unwrap();
        tells(company, "import", under(&["field-leads@2026", "field-leads@2027"]))
    }),
    ("R4308", || tells(counting(), "import", counter(tiers("nowhere", money(900), None)))),
    ("R4308", || {
        let used = money(1);
        tells(counting(), "import", counter(Counts::Cap { cap: id("nowhere"), used }))
    }),
    ("R4308", || {
        let (rule, zero) = (id("manager-fee"), amount!(0.00 USD));
        let counts = Counts::Floor { floor: id("least"), rule, came: zero, paid: zero };
        tells(counting(), "import", counter(counts))
    }),
    // The table is counted by team and month, one cap by deal and the other by payee and month.
    ("R4309", || {
        let counts = tiers("by-turnover", money(900), Some(money(700)));
        let period = Some(id("2026-02"));
        tells(counting(), "import", OpenCounter { period, ..counter(counts) })
    }),
    ("R4309", || {
        let period = Some(id("2026Q1"));
        tells(counting(), "import", OpenCounter { period, ..counter(a_month(money(10))) })
    }),
    ("R4309", || {
        let counts = Counts::Cap { cap: id("most-a-deal"), used: money(10) };
        tells(counting(), "import", counter(counts))
    }),
    // Its rates are multiplied with another base than it measures.
    ("R4310", || tells(counting(), "import", of_team(tiers("by-turnover", money(900), None)))),
    ("R4310", || {
        let counts = tiers("by-turnover", Reading::Count(9), Some(money(700)));
        tells(counting(), "import", of_team(counts))
    }),
    ("R4310", || {
        let (floor, rule) = (id("least"), id("by-turnover"));
        let (came, paid) = (amount!(1.00 USD), amount!(-1.00 USD));
        let lead = Some(LeadId::named("L1"));
        let counts = Counts::Floor { floor, rule, came, paid };
        let counter = OpenCounter { payee: None, lead, ..counter(counts) };
        tells(counting(), "import", counter)
    }),
    ("R4310", || tells(counting(), "import", in_march(a_month(Reading::Count(1))))),
    // 75.00 are allowed.
    ("R4310", || tells(counting(), "import", in_march(a_month(money(7_501))))),
    ("R4311", || {
        let mut company = counting();
        company.tell("import", in_march(a_month(money(7_500)))).unwrap();
        tells(company, "import", in_march(a_month(money(7_400)))).anew()
    }),
    ("R4306", || {
        let plan = id("extras@1999");
        tells(counting(), "import", OpenCounter { plan, ..in_march(a_month(money(1))) })
    }),
    ("R6019", || {
        let counts = tiers("by-turnover", money(900), Some(money(700)));
        tells(counting(), "import", of_team(counts))
    }),
    ("R6005", || {
        let payee = Some(id("nobody"));
        tells(counting(), "import", OpenCounter { payee, ..in_march(a_month(money(1))) })
    }),
    ("R6005", || tells(company(), "finance", OpenPayeeBalance { payee: id("nobody"), ..ten() })),
    ("R1002", || {
        let counts = Counts::Cap { cap: id("most-a-deal"), used: money(10) };
        let lead = Some(LeadId::named("nowhere"));
        tells(counting(), "import", OpenCounter { payee: None, lead, ..counter(counts) })
    }),
    ("R1002", || tells(company(), "import", open_deal("L1", "2026-01-21"))),
    ("R1001", || tells(with_open_lead(), "import", open_lead("ana", "L1", "2026-01-20")).anew()),
    ("R1006", || {
        let kind = LeadKind::Declared(id("rumour"));
        tells(company(), "import", OpenLead { kind, ..open_lead("ana", "L1", "2026-01-20") })
    }),
    ("R1008", || {
        let accepted_on = Some(day("2026-01-19"));
        tells(company(), "import", OpenLead { accepted_on, ..open_lead("ana", "L1", "2026-01-20") })
    }),
    ("R2001", || {
        let mut company = with_open_lead();
        company.tell("import", open_deal("L1", "2026-01-21")).unwrap();
        tells(company, "import", open_deal("L1", "2026-01-21")).anew()
    }),
    ("R2003", || {
        let mut company = with_open_lead();
        company.tell("import", open_deal("L1", "2026-01-21")).unwrap();
        let deal = DealId::named("L2");
        tells(company, "import", OpenDeal { deal, ..open_deal("L1", "2026-01-21") })
    }),
    ("R2007", || {
        let installed_on = Some(day("2026-01-20"));
        let deal = OpenDeal { installed_on, ..open_deal("L1", "2026-01-21") };
        tells(with_open_lead(), "import", deal)
    }),
    ("R2007", || {
        let invoiced_on = Some(day("2026-01-20"));
        let deal = OpenDeal { invoiced_on, ..open_deal("L1", "2026-01-21") };
        tells(with_open_lead(), "import", deal)
    }),
    ("R2013", || {
        let payable = Some(amount!(10.00 EUR));
        tells(company(), "finance", OpenPayeeBalance { payable, ..ten() })
    }),
    ("R0006", || tells(company(), "finance", open_balance("ana", "2026-02-11"))),
    ("R0006", || tells(company(), "import", open_lead("ana", "L1", "2026-02-11"))),
    ("R0012", || {
        let most = Amount::from_minor(Amount::BOUND_MINOR, id("USD")).unwrap();
        let held = vec![OpenHeld { amount: most, until: day("2026-07-01") }];
        tells(company(), "finance", OpenPayeeBalance { held, ..ten() })
    }),
];
