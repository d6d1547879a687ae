//! Deals whose invoice is posted: a fee and a share of the value at the invoice; holds, holdback,
//! clawback windows, conditions and contract costs that count from it; what is told twice,
//! too early or late. The arithmetic stands beside the amounts.

use crate::options::{CLAWBACK, plan, under};
use crate::support::forms::{invoice, reassign};
use crate::support::{Company, Heard, day, forms, id, said, whys};
use referral_ledger::amount;
use referral_ledger::command::{InvoiceDeal, OpenDeal, PlanText, PublishPlan};
use referral_ledger::deal::Line;
use referral_ledger::id::DealId;
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::plan::Plan;
use referral_ledger::told::Actor;

/// A fee of 50 USD at the invoice.
pub(crate) const FEE: [(&str, &str); 2] =
    [("on", "\"invoiced\""), ("pays", "{ flat = \"50 USD\" }")];

/// A press of 10,000.00 is won on 10 January 2026, for ana.
pub(crate) fn sold(words: &[(&str, &str)]) -> Company {
    let mut company = under(words);
    company.sells_for("press", vec![Line::of_net(amount!(10_000.00 USD))]);
    company
}

/// The fee with more words.
fn with_fee(words: &[(&'static str, &'static str)]) -> Company {
    sold(&[&FEE[..], words].concat())
}

/// Held back, held, payable.
fn stands(company: &Company) -> [String; 3] {
    let it = company.payee("ana");
    [it.held_back, it.held, it.payable].map(Amount::digits)
}

pub(crate) fn ends(heard: &Heard, steps: &str) {
    let why = whys(heard).remove(0);
    assert!(why.ends_with(steps), "{why}");
}

#[test]
fn a_fee_is_paid_at_the_invoice() {
    let mut company = with_fee(&[]);
    assert_eq!(company.journal.ledger().deal(DealId::named("press")).unwrap().invoiced_on, None);
    let told = company.on("2026-01-20").invoices("press");
    assert_eq!(said(&told), ["ana 50.00"]);
    ends(&told, "\n  flat 50.00 USD\n  payable from 2026-01-20");
    let view = company.journal.ledger().deal(DealId::named("press")).unwrap();
    assert_eq!(view.invoiced_on, Some(day("2026-01-20")));
    assert_eq!(company.balance("Expenses:Incentives"), "50.00");
    company.obeys_the_laws();
}

#[test]
fn the_value_is_there_whether_the_machine_runs_before_the_invoice_or_after_it() {
    // 2 % of 10,000.00, in either order.
    let words = [("on", "\"invoiced\""), ("pays", "{ rate = \"2%\", of = \"value\" }")];
    let mut before = sold(&words);
    before.on("2026-01-15").installs("press");
    assert_eq!(said(&before.on("2026-01-20").invoices("press")), ["ana 200.00"]);
    before.obeys_the_laws();
    let running = [("on", "\"installed\""), ("pays", "{ rate = \"2%\", of = \"value\" }")];
    let mut after = sold(&running);
    after.on("2026-01-15").invoices("press");
    assert_eq!(said(&after.on("2026-01-20").installs("press")), ["ana 200.00"]);
    after.obeys_the_laws();
}

#[test]
fn a_hold_counts_from_the_invoice_or_lasts_until_it() {
    let mut days = with_fee(&[("hold", "{ days = 7, after = \"invoiced\" }")]);
    days.on("2026-01-20").invoices("press"); // payable from the 27th
    days.on("2026-01-27").passes_days(); // through the 26th
    assert_eq!(stands(&days), ["0.00", "50.00", "0.00"]);
    days.on("2026-01-28").passes_days();
    assert_eq!(stands(&days), ["0.00", "0.00", "50.00"]);
    // 10 % of 1,000.00 waits for the invoice; once it is posted nothing waits any more.
    let mut until = sold(&[("hold", "{ until = \"invoiced\" }")]);
    let paid = until.receives("P1", "press", amount!(1_000.00 USD));
    ends(&paid, "\n  held until invoiced");
    assert_eq!(stands(&until), ["0.00", "100.00", "0.00"]);
    until.on("2026-01-20").invoices("press");
    assert_eq!(stands(&until), ["0.00", "0.00", "100.00"]);
    until.receives("P2", "press", amount!(500.00 USD));
    assert_eq!(stands(&until), ["0.00", "0.00", "150.00"]);
    // What waits for an invoice that cannot come any more is nobody's.
    let mut never = sold(&[("hold", "{ until = \"invoiced\" }"), ("clawback", CLAWBACK)]);
    never.receives("P1", "press", amount!(1_000.00 USD));
    assert_eq!(said(&never.on("2026-01-20").cancels("press")), ["ana -100.00"]);
    for company in [days, until, never] {
        company.obeys_the_laws();
    }
}

#[test]
fn a_holdback_is_released_by_the_invoice() {
    let mut company = sold(&[("back", "holdback = { share = \"20%\", until = \"invoiced\" }")]);
    // 10 % of 1,000.00 is 100.00: 20.00 are held back.
    let paid = company.receives("P1", "press", amount!(1_000.00 USD));
    assert!(whys(&paid)[0].contains("that is released when it is invoiced"));
    assert_eq!(stands(&company), ["20.00", "0.00", "80.00"]);
    company.on("2026-01-20").invoices("press");
    assert_eq!(stands(&company), ["0.00", "0.00", "100.00"]);
    let more = company.receives("P2", "press", amount!(500.00 USD));
    ends(&more, "\n  nothing is held back: it is invoiced already\n  payable from 2026-01-20");
    company.obeys_the_laws();
    // Of the value at the invoice a part waits for what comes in: 10 % of 10,000.00, and of the
    // 500.00 held back a quarter with a quarter of the value.
    let mut collected = sold(&[
        ("on", "\"invoiced\""),
        ("pays", "{ rate = \"10%\", of = \"value\" }"),
        ("back", "holdback = { share = \"50%\", pro_rata = \"collected\" }"),
    ]);
    collected.invoices("press");
    assert_eq!(stands(&collected), ["500.00", "0.00", "500.00"]);
    collected.receives("P1", "press", amount!(2_500.00 USD));
    assert_eq!(stands(&collected), ["375.00", "0.00", "625.00"]);
    collected.obeys_the_laws();
}

/// What a cancellation on a day says, of a fee that was invoiced on 20 January.
fn cancelled(window: &str, on: &str) -> Vec<String> {
    let clawback =
        CLAWBACK.replace("\"without_end\"", &format!("{window}, flat_part = \"returned\""));
    let mut company = sold(&[&FEE[..], &[("clawback", clawback.as_str())]].concat());
    company.on("2026-01-20").invoices("press");
    let told = company.on(on).cancels("press");
    company.obeys_the_laws();
    said(&told)
}

#[test]
fn a_window_counts_from_the_invoice_with_its_last_day_in_or_out() {
    // 30 days after 20 January is 19 February.
    let last_day_in = "{ days = 30, after = \"invoiced\", last_day = \"in\" }";
    assert_eq!(cancelled(last_day_in, "2026-02-19"), ["ana -50.00"]);
    assert_eq!(cancelled(last_day_in, "2026-02-20"), ["ana 0.00"]);
    let last_day_out = "{ days = 30, after = \"invoiced\", last_day = \"out\" }";
    assert_eq!(cancelled(last_day_out, "2026-02-18"), ["ana -50.00"]);
    assert_eq!(cancelled(last_day_out, "2026-02-19"), ["ana 0.00"]);
    // Before the invoice the window of a payment has not begun to close.
    let clawback = CLAWBACK.replace("\"without_end\"", last_day_in);
    let mut company = sold(&[("clawback", clawback.as_str())]);
    company.receives("P1", "press", amount!(1_000.00 USD));
    company.on("2026-04-01");
    assert_eq!(said(&company.refunds("F1", "P1", amount!(100.00 USD))), ["ana -10.00"]);
    company.invoices("press"); // through 1 May
    company.on("2026-05-01");
    assert_eq!(said(&company.refunds("F2", "P1", amount!(100.00 USD))), ["ana -10.00"]);
    company.on("2026-05-02");
    assert_eq!(said(&company.refunds("F3", "P1", amount!(100.00 USD))), ["ana 0.00"]);
    company.obeys_the_laws();
}

#[test]
fn the_part_that_is_taken_back_goes_by_the_days_and_months_since_the_invoice() {
    // Of 50.00 that were invoiced on 20 January.
    let back = |take: &str, window: &str, on: &str| {
        let clawback = CLAWBACK
            .replace("\"full\"", take)
            .replace("\"without_end\"", &format!("{window}, flat_part = \"returned\""));
        let mut company = sold(&[&FEE[..], &[("clawback", clawback.as_str())]].concat());
        company.on("2026-01-20").invoices("press");
        let told = company.on(on).cancels("press");
        company.obeys_the_laws();
        said(&told).concat()
    };
    // On day 30 70 of 100 days are left.
    let (days, hundred) =
        ("{ pro_rata = \"days\" }", "{ days = 100, after = \"invoiced\", last_day = \"in\" }");
    assert_eq!(back(days, hundred, "2026-02-19"), "ana -35.00");
    // One month is completed on 20 February, the second on 20 March: 8/9 and 7/9.
    let (months, nine) =
        ("{ pro_rata = \"completed_months\" }", "{ months = 9, after = \"invoiced\" }");
    assert_eq!(back(months, nine, "2026-03-19"), "ana -44.44");
    assert_eq!(back(months, nine, "2026-03-20"), "ana -38.89");
    assert_eq!(back(months, nine, "2026-10-20"), "ana 0.00");
    // Day 29 is 18 February.
    let steps =
        "{ steps = [{ from_day = 0, take = \"100%\" }, { from_day = 30, take = \"50%\" }] }";
    assert_eq!(back(steps, hundred, "2026-02-18"), "ana -50.00");
    assert_eq!(back(steps, hundred, "2026-02-19"), "ana -25.00");
}

#[test]
fn a_condition_counts_the_days_to_the_invoice() {
    let within =
        "{ elapsed = [{ from = \"won\", to = \"invoiced\", days = { from = 0, until = 30 } }] }";
    let told = |on: &str| {
        let mut company = with_fee(&[("when", within)]);
        let told = company.on(on).invoices("press");
        company.obeys_the_laws();
        said(&told)
    };
    assert_eq!(told("2026-02-08"), ["ana 50.00"]); // 29 days after the win
    assert_eq!(told("2026-02-09"), ["ana 0.00"]);
    // A payment earns 10 % within 30 days of the invoice, and nothing where there is none.
    let within =
        "{ elapsed = [{ from = \"invoiced\", to = \"paid\", days = { from = 0, until = 30 } }] }";
    let mut company = sold(&[("when", within)]);
    let paid = company.receives("P1", "press", amount!(1_000.00 USD));
    assert_eq!(said(&paid), ["ana 0.00"]);
    assert!(whys(&paid)[0].contains("rule main did not hold: not invoiced yet"), "{paid:?}");
    company.on("2026-01-20").invoices("press");
    company.on("2026-02-18"); // 29 days
    assert_eq!(said(&company.receives("P2", "press", amount!(1_000.00 USD))), ["ana 100.00"]);
    company.on("2026-02-19");
    assert_eq!(said(&company.receives("P3", "press", amount!(1_000.00 USD))), ["ana 0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_deal_has_one_invoice_day_and_that_is_not_before_its_win() {
    let refused = |company: &mut Company, command: InvoiceDeal| {
        company.tell_as(Actor::human(id("billing")), id("again"), command).unwrap_err().code()
    };
    let mut company = with_fee(&[]);
    company.on("2026-01-20");
    assert_eq!(refused(&mut company, invoice("mill", "2026-01-20")), "R2002"); // not on file
    company.reports("ana", "lathe", LeadKind::NewEquipment);
    assert_eq!(refused(&mut company, invoice("lathe", "2026-01-20")), "R2002"); // not won
    assert_eq!(refused(&mut company, invoice("press", "2026-01-09")), "R2007"); // before the win
    assert_eq!(refused(&mut company, invoice("press", "2026-01-21")), "R0006"); // tomorrow
    let first = company.tell("billing", invoice("press", "2026-01-10")).unwrap();
    assert_eq!(said(&first), ["ana 50.00"]);
    // A second invoice under a key of its own moves nothing, nor does another day under the same.
    assert_eq!(refused(&mut company, invoice("press", "2026-01-20")), "R2019");
    let other_day = company.tell("billing", invoice("press", "2026-01-20"));
    assert_eq!(other_day.unwrap_err().code(), "R0001");
    assert_eq!(company.payee("ana").payable, amount!(50.00 USD));
    company.cancels("press");
    assert_eq!(refused(&mut company, invoice("press", "2026-01-20")), "R2005");
    company.obeys_the_laws();
}

#[test]
fn a_win_that_was_told_by_mistake_takes_its_invoice_along() {
    let mut company = with_fee(&[]);
    company.on("2026-01-20").invoices("press");
    assert_eq!(said(&company.retracts_deal("press")), ["ana -50.00"]);
    let again = invoice("press", "2026-01-20");
    let told = company.tell_as(Actor::human(id("billing")), id("again"), again);
    assert_eq!(told.unwrap_err().code(), "R2014");
    company.obeys_the_laws();
}

#[test]
fn an_opened_deal_may_have_been_invoiced() {
    let mut company = under(&[("hold", "{ until = \"invoiced\" }")]);
    for deal in ["press", "mill"] {
        company.tell("import", forms::open_lead("ana", deal, "2026-01-02")).unwrap();
        let invoiced_on = (deal == "press").then(|| day("2026-01-08"));
        let deal = OpenDeal { invoiced_on, ..forms::open_deal(deal, "2026-01-05") };
        assert!(said(&company.tell("import", deal).unwrap()).is_empty());
    }
    company.receives("P1", "press", amount!(1_000.00 USD));
    company.receives("P2", "mill", amount!(300.00 USD));
    assert_eq!(stands(&company), ["0.00", "30.00", "100.00"]);
    let told = company.tell("billing", invoice("press", "2026-01-10"));
    assert_eq!(told.unwrap_err().code(), "R2019");
    company.obeys_the_laws();
}

#[test]
fn who_leaves_before_the_invoice_has_what_the_plan_says() {
    // What is triggered after the last day accrues to nobody.
    let mut triggered = with_fee(&[]);
    triggered.on("2026-01-15").leaves("ana", "2026-01-15");
    let told = triggered.on("2026-01-20").invoices("press");
    assert_eq!(said(&told), ["ana 0.00"]);
    assert!(whys(&told)[0].contains("not employed on 2026-01-20: 50.00 USD does not accrue"));
    triggered.obeys_the_laws();
    // 10 % of 1,000.00 waits for the invoice when she leaves: kept, or forfeited.
    let with = |leaver: &str| {
        let mut company = sold(&[("leaver", leaver), ("hold", "{ until = \"invoiced\" }")]);
        company.receives("P1", "press", amount!(1_000.00 USD));
        company.on("2026-01-15").leaves("ana", "2026-01-15");
        company.on("2026-01-16").passes_days();
        company.on("2026-01-20").invoices("press");
        company.obeys_the_laws();
        stands(&company)
    };
    assert_eq!(with("\"keeps_what_was_triggered\""), ["0.00", "0.00", "100.00"]);
    let forfeits = "\"forfeits_what_is_not_vested\"\nclawback_after_exit = \"pursued\"";
    assert_eq!(with(forfeits), ["0.00", "0.00", "0.00"]);
}

#[test]
fn credit_handed_over_between_the_win_and_the_invoice() {
    let billed = "[[component]]\nid = \"billed\"\non = \"invoiced\"\n\n\
                  [[component.rule]]\nid = \"bills\"\nbecause = \"a story\"\nwhen = \"always\"\n\
                  payee = \"originator\"\npays = { rate = \"4%\", of = \"value\" }\n\
                  hold = \"none\"\nclawback = \"none\"";
    let at_the_win =
        [("on", "\"won\""), ("pays", "{ rate = \"6%\", of = \"value\" }"), ("more", billed)];
    let mut company = sold(&at_the_win);
    assert_eq!(company.payee("ana").payable, amount!(600.00 USD)); // 6 % of 10,000.00
    company.on("2026-01-15");
    company.tell("finance", reassign("press", "ana", "ben", Some("2026-01-15"))).unwrap();
    // 4 % of 10,000.00 at the invoice of the 20th is ben's.
    assert_eq!(said(&company.on("2026-01-20").invoices("press")), ["ben 400.00"]);
    // What was counted for him stays his: nobody has it from a day before the invoice.
    let on = reassign("press", "ben", "cleo", Some("2026-01-18"));
    assert_eq!(company.tell("finance", on).unwrap_err().code(), "R4503");
    company.obeys_the_laws();
    // An invoice dated before the day, and told after it, is ana's.
    let mut late = sold(&at_the_win);
    late.on("2026-01-20");
    late.tell("finance", reassign("press", "ana", "ben", Some("2026-01-15"))).unwrap();
    assert_eq!(
        said(&late.tell("billing", invoice("press", "2026-01-14")).unwrap()),
        ["ana 400.00"]
    );
    late.obeys_the_laws();
}

#[test]
fn months_of_a_contract_cost_wait_for_the_invoice_alone() {
    let books = "books = { capitalised = { months = 4, from = \"invoiced\", first_part = \
                 \"month_end\", late = \"caught_up\" } }";
    let mut company = sold(&[("back", books)]);
    company.receives("P1", "press", amount!(1_000.00 USD)); // 100.00
    let written_off = |company: &Company| company.balance("Expenses:Amortisation");
    company.on("2026-02-10").installs("press");
    company.on("2026-04-01").passes_days();
    assert_eq!(written_off(&company), "0");
    company.on("2026-04-20").invoices("press");
    company.on("2026-05-01").passes_days();
    assert_eq!(written_off(&company), "25.00"); // a quarter by the end of April
    company.obeys_the_laws();
}

#[test]
fn the_version_may_be_that_of_the_invoice_day() {
    let mut company = sold(
        &[
            &FEE[..],
            &[
                ("chosen_by", "\"milestone\""),
                ("effective", "{ from = 2026-01-01, until = 2026-02-01 }"),
            ],
        ]
        .concat(),
    );
    let second = plan(&[
        ("on", "\"invoiced\""),
        ("pays", "{ flat = \"70 USD\" }"),
        ("version", "\"2\""),
        ("chosen_by", "\"milestone\""),
        ("effective", "{ from = 2026-02-01 }"),
    ]);
    company.tell("finance", PublishPlan { text: PlanText::new(second.as_str()) }).unwrap();
    assert_eq!(said(&company.on("2026-02-01").invoices("press")), ["ana 70.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_waits_for_the_invoice_comes_after_what_triggers_it() {
    let code = |words: &[(&str, &str)]| match Plan::read(&plan(words)) {
        Ok(_) => String::new(),
        Err(findings) => findings.to_string()[..5].to_owned(),
    };
    let until = ("hold", "{ until = \"invoiced\" }");
    let flat = ("pays", "{ flat = \"50 USD\" }");
    assert_eq!(code(&[until]), ""); // an invoice may follow the payments
    assert_eq!(code(&[until, flat, ("on", "\"installed\"")]), "");
    assert_eq!(code(&[until, flat, ("on", "\"invoiced\"")]), "P0802");
    let running = ("hold", "{ until = \"installed\" }");
    assert_eq!(code(&[running, flat, ("on", "\"invoiced\"")]), ""); // and the installation it
    let back = ("back", "holdback = { share = \"20%\", until = \"invoiced\" }");
    assert_eq!(code(&[back, flat, ("on", "\"invoiced\"")]), "P0806");
    assert_eq!(code(&[("hold", "{ days = 7, after = \"invoiced\" }")]), "P0801");
}
