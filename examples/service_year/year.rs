//! What happens in the year: people, leads of every kind, deals, money in parts, and what goes
//! wrong. All of it is made up, and the same on every run.

use super::Fallible;
use referral_ledger::attribution::Credit;
use referral_ledger::command::*;
use referral_ledger::deal::Line;
use referral_ledger::id::{CustomerId, DealId, LeadId, PayeeId, PaymentId, RedemptionId, RefundId};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::{Amount, allocate};
use referral_ledger::payee::WorkerClass;
use referral_ledger::report::Directory;
use referral_ledger::time::Date;
use referral_ledger::told::Actor;
use referral_ledger::{amount, date};

/// The plan, as the finance team keeps it.
const PLAN: &str = include_str!("../plans/harbour-machines-2026.toml");

/// The plan for the quarters and the end of the year.
const QUARTERS: &str = include_str!("../plans/harbour-quarters-2026.toml");

/// The spiff of the spring.
const SPRING: &str = include_str!("../plans/harbour-spring-2026.toml");

/// The plan that thanks for tips with points.
const THANKS: &str = include_str!("../plans/harbour-thanks-2026.toml");

/// Who has a quota, and how much of it a quarter.
const QUOTAS: [(&str, Amount); 3] = [
    ("T01", amount!(25_000.00 USD)),
    ("T03", amount!(40_000.00 USD)),
    ("T12", amount!(20_000.00 USD)),
];

/// The technicians: their ids in the CRM, and the names only reports are given.
pub(crate) const TECHNICIANS: [(&str, &str); 12] = [
    ("T01", "Ana Ruiz"),
    ("T02", "Ben Ito"),
    ("T03", "Cleo Marchetti"),
    ("T04", "Dev Patel"),
    ("T05", "Elsa Lindqvist"),
    ("T06", "Femi Adeyemi"),
    ("T07", "Greta Vogel"),
    ("T08", "Hugo Tremblay"),
    ("T09", "Ines Duarte"),
    ("T10", "Jonas Kim"),
    ("T11", "Kaya Demir"),
    ("T12", "Liam O'Connor"),
];

/// The deals that stood out, by their row key.
pub(crate) const STORIES: [(&str, &str); 5] = [
    ("new-hall", "Ana and Ben brought in a new hall together; it was paid in three parts."),
    (
        "service-contract-harbour",
        "A service contract was cut short in June, after its commission was paid in March.",
    ),
    ("unhappy-bakery", "The bakery stayed in April and left in May, while the reward was held."),
    (
        "second-plant",
        "Cleo's second plant was won in the summer campaign; the cap per deal cut it at 1,800 USD.",
    ),
    (
        "press-line",
        "Liam left at the end of August: the first payment was his, the second earned nothing.",
    ),
];

/// One thing that is told, on its day.
pub(crate) struct Fact {
    /// The day it is told.
    pub(crate) day: Date,
    /// Who tells it.
    pub(crate) by: Actor,
    /// What is told.
    pub(crate) command: Command,
}

/// Who is who, for reports, and under which id payroll knows them.
pub(crate) fn directory() -> Fallible<Directory> {
    let mut directory = Directory::new();
    for (id, name) in TECHNICIANS {
        let (first, last) = name.split_once(' ').ok_or("a first and a last name")?;
        let payee = id.parse()?;
        directory = directory
            .with(&payee, name)
            .with_external(&payee, "first_name", first)
            .with_external(&payee, "last_name", last)
            .with_external(&payee, "gusto_employee_id", &format!("HM0{id}"));
    }
    Ok(directory)
}

/// Everything that is told in the year, in the order it is told.
pub(crate) fn facts() -> Fallible<Vec<Fact>> {
    let mut year = Year { facts: Vec::new() };
    year.set_up()?;
    for number in 0..76 {
        year.ordinary_lead(number)?;
    }
    year.co_sourced_new_hall()?;
    year.refund_after_payout()?;
    year.cancelled_deal()?;
    year.capped_in_the_campaign()?;
    year.leaver()?;
    year.a_jacket_for_points()?;
    year.facts.retain(|fact| fact.day <= date!("2026-12-31"));
    year.facts.sort_by_key(|fact| fact.day); // stable: the order within a day stays
    Ok(year.facts)
}

struct Year {
    facts: Vec<Fact>,
}

/// What sales made of a deal: its row key, when it was won, and what is paid for it.
struct Sale<'a> {
    row: &'a str,
    won_on: Date,
    value: Amount,
}

impl Year {
    fn push(&mut self, day: Date, by: &str, command: impl Into<Command>) -> Fallible<()> {
        let by = Actor::human(by.parse()?);
        self.facts.push(Fact { day, by, command: command.into() });
        Ok(())
    }

    fn set_up(&mut self) -> Fallible<()> {
        let first = date!("2026-01-01");
        let (group, unit) = ("us-field".parse()?, "USD".parse()?);
        self.push(first, "hr", DefinePayGroup { group, entity: "harbour-us".parse()?, unit })?;
        for (id, _) in TECHNICIANS {
            let (payee, group) = (id.parse()?, "us-field".parse()?);
            let class = if id == "T11" { WorkerClass::Contractor } else { WorkerClass::Employee };
            let employed_from = date!("2024-03-01");
            self.push(first, "hr", RegisterPayee { payee, group, class, employed_from })?;
        }
        for text in [PLAN, QUARTERS, SPRING, THANKS] {
            self.push(first, "finance", PublishPlan { text: PlanText::new(text) })?;
        }
        // Dev builds up a new district in the first quarter.
        let (payee, plan, draw) =
            ("T04".parse()?, "harbour-leads".parse()?, "new-district".parse()?);
        let through = date!("2026-03-31");
        self.push(first, "hr", AssignDraw { payee, plan, draw, from: first, through })?;
        for (payee, quota) in QUOTAS {
            let (plan, measure) = ("harbour-quarters".parse()?, "brought-in".parse()?);
            let (of, quota) = (QuotaOf::Payee(payee.parse()?), Some(quota.into()));
            let assign = AssignQuota { plan, measure, of, quota, from: first };
            self.push(first, "sales-director", assign)?;
        }
        Ok(())
    }

    /// One of the year's ordinary leads: every kind in turn, every technician in turn, and one in
    /// three that comes to nothing.
    fn ordinary_lead(&mut self, number: u32) -> Fallible<()> {
        let row = format!("lead-{number:02}");
        let kind = LeadKind::BUILT_IN[number as usize % 7].clone();
        let heard_on = plus(date!("2026-01-05"), number * 4)?;
        let technician = TECHNICIANS[(number as usize * 5 + 3) % 11].0; // T12 has a story below
        self.report(&row, technician, kind.clone(), heard_on, &[])?;
        let lead = LeadId::named(&row);
        let answered = plus(heard_on, 1 + number % 3)?;
        match number % 9 {
            1 => {
                let reason = "already-in-talks".parse()?;
                return self.push(
                    answered,
                    "sales",
                    RejectLead { lead, rejected_on: answered, reason },
                );
            }
            4 => {
                let expired_on = plus(heard_on, 60)?;
                return self.push(expired_on, "sales", ExpireLead { lead, expired_on });
            }
            _ => self.push(answered, "sales", AcceptLead { lead, accepted_on: answered })?,
        }
        let decided = plus(answered, 9 + number % 13)?;
        if number % 9 == 7 {
            let reason = "bought-elsewhere".parse()?;
            return self.push(decided, "sales", LoseLead { lead, lost_on: decided, reason });
        }
        self.win(&row, decided)?;
        if let Some(value) = value_of(&kind, number)? {
            self.paid_in_parts(&Sale { row: &row, won_on: decided, value })?;
        }
        Ok(())
    }

    /// Two technicians bring in a new hall together: 60 and 40, with cents that do not divide.
    fn co_sourced_new_hall(&mut self) -> Fallible<()> {
        let row = "new-hall";
        let others = [("co_source", "T02")];
        self.report(row, "T01", LeadKind::NewSite, date!("2026-02-03"), &others)?;
        self.accept(row, date!("2026-02-04"))?;
        self.win(row, date!("2026-02-20"))?;
        self.payment("new-hall/1", row, date!("2026-03-02"), amount!(18_333.35 USD))?;
        self.payment("new-hall/2", row, date!("2026-04-07"), amount!(18_333.35 USD))?;
        self.payment("new-hall/3", row, date!("2026-05-11"), amount!(18_333.30 USD))
    }

    /// A service contract is cut short after its commission was paid: the next run keeps it back.
    fn refund_after_payout(&mut self) -> Fallible<()> {
        let row = "service-contract-harbour";
        self.report(row, "T01", LeadKind::ServiceContract, date!("2026-03-02"), &[])?;
        self.accept(row, date!("2026-03-03"))?;
        self.win(row, date!("2026-03-10"))?;
        self.payment("harbour/1", row, date!("2026-03-16"), amount!(4_800.00 USD))?;
        let (refund, payment) = (RefundId::named("harbour/r1"), PaymentId::named("harbour/1"));
        let (refunded_on, lines) = (date!("2026-06-11"), vec![Line::of_net(amount!(1_200.00 USD))]);
        self.push(refunded_on, "bank", RecordRefund { refund, payment, refunded_on, lines })
    }

    /// A customer we thought was kept leaves all the same, while the reward is still held.
    fn cancelled_deal(&mut self) -> Fallible<()> {
        let row = "unhappy-bakery";
        self.report(row, "T05", LeadKind::UnhappyCustomer, date!("2026-04-08"), &[])?;
        self.accept(row, date!("2026-04-08"))?;
        self.win(row, date!("2026-04-20"))?;
        let (deal, cancelled_on) = (DealId::named(row), date!("2026-05-29"));
        let reason = "went-to-competitor".parse()?;
        self.push(cancelled_on, "sales", CancelDeal { deal, cancelled_on, reason })
    }

    /// A large deal in the summer campaign: it climbs into the second tier, is worth half as much
    /// again, and meets both caps. What the month has no room for is paid in the next.
    fn capped_in_the_campaign(&mut self) -> Fallible<()> {
        let row = "second-plant";
        self.report(row, "T03", LeadKind::NewSite, date!("2026-06-22"), &[])?;
        self.accept(row, date!("2026-06-23"))?;
        self.win(row, date!("2026-07-15"))?;
        self.payment("second-plant/1", row, date!("2026-08-10"), amount!(30_000.00 USD))?;
        self.payment("second-plant/2", row, date!("2026-08-25"), amount!(40_000.00 USD))
    }

    /// A technician leaves: what was triggered is theirs, also what vests later; what the customer
    /// pays after that earns nothing. The plan of the quarters says another word: who is gone when a
    /// quarter closes forfeits its bonus.
    fn leaver(&mut self) -> Fallible<()> {
        let row = "press-line";
        self.report(row, "T12", LeadKind::NewEquipment, date!("2026-07-01"), &[])?;
        self.accept(row, date!("2026-07-02"))?;
        self.win(row, date!("2026-07-20"))?;
        self.payment("press-line/1", row, date!("2026-08-24"), amount!(21_000.00 USD))?;
        self.payment("press-line/2", row, date!("2026-09-21"), amount!(21_000.00 USD))?;
        let (payee, last_day) = ("T12".parse()?, date!("2026-08-31"));
        self.push(date!("2026-08-17"), "hr", LeavePayee { payee, last_day })
    }

    /// Cleo turns points into a jacket. The oldest go first; what is left of spring expires.
    fn a_jacket_for_points(&mut self) -> Fallible<()> {
        let (redemption, payee) = (RedemptionId::named("order-17"), "T03".parse()?);
        let redeemed_on = date!("2026-08-20");
        let (amount, by) = (amount!(30 points), "shop");
        self.push(redeemed_on, by, Redeem { redemption, payee, amount, redeemed_on })
    }

    fn report(
        &mut self,
        row: &str,
        by: &str,
        kind: LeadKind,
        heard_on: Date,
        others: &[(&str, &str)],
    ) -> Fallible<()> {
        let payee: PayeeId = by.parse()?;
        let customer = CustomerId::named(&format!("customer-of-{row}"));
        let mut credits = Vec::new();
        for (role, payee) in others {
            credits.push(Credit { role: role.parse()?, payee: payee.parse()? });
        }
        let lead = LeadId::named(row);
        self.push(
            heard_on,
            by,
            ReportLead { lead, by: payee, customer, kind, heard_on, credits, facts: vec![] },
        )
    }

    fn accept(&mut self, row: &str, accepted_on: Date) -> Fallible<()> {
        self.push(accepted_on, "sales", AcceptLead { lead: LeadId::named(row), accepted_on })
    }

    fn win(&mut self, row: &str, won_on: Date) -> Fallible<()> {
        let (deal, lead) = (DealId::named(row), LeadId::named(row));
        let win =
            WinDeal { deal, lead, won_on, lines: Vec::new(), credits: Vec::new(), facts: vec![] };
        self.push(won_on, "sales", win)
    }

    /// 40 % with the order, the machine runs after a month, the rest two weeks later.
    fn paid_in_parts(&mut self, sale: &Sale<'_>) -> Fallible<()> {
        let parts = allocate(sale.value.minor(), &[40, 60]).ok_or("the parts add up")?;
        let part = |at: usize| Amount::from_minor(parts[at], sale.value.unit());
        let (row, won_on) = (sale.row, sale.won_on);
        self.payment(&format!("{row}/1"), row, plus(won_on, 10)?, part(0)?)?;
        let (deal, installed_on) = (DealId::named(row), plus(won_on, 30)?);
        self.push(installed_on, "service", InstallDeal { deal, installed_on })?;
        self.payment(&format!("{row}/2"), row, plus(won_on, 44)?, part(1)?)
    }

    fn payment(&mut self, key: &str, row: &str, on: Date, net: Amount) -> Fallible<()> {
        let (payment, deal) = (PaymentId::named(key), DealId::named(row));
        let lines = vec![Line::of_net(net)];
        self.push(on, "bank", RecordPayment { payment, deal, received_on: on, lines })
    }
}

/// What a deal of this kind brings in; `None` for a customer who was kept.
fn value_of(kind: &LeadKind, number: u32) -> Fallible<Option<Amount>> {
    let base = match kind {
        LeadKind::Upgrade => amount!(14_250.00 USD),
        LeadKind::NewSite => amount!(41_500.00 USD),
        LeadKind::NewEquipment => amount!(26_900.00 USD),
        LeadKind::ServiceContract => amount!(3_180.00 USD),
        LeadKind::Consumables => amount!(940.00 USD),
        _ => return Ok(None),
    };
    let extra = Amount::from_minor(i64::from(number) * 13_735 / 4, base.unit())?;
    Ok(Some(base.checked_add(extra).ok_or("a deal within the bound")?))
}

fn plus(day: Date, days: u32) -> Fallible<Date> {
    day.plus_days(days).ok_or_else(|| "a day within the calendar".into())
}
