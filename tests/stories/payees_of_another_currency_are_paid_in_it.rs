//! A plan in dollars has payees in euros: what they earn is converted when it accrues, goes back at
//! the rate at which it accrued, and never meets other money.

use crate::options::{CLAWBACK, plan};
use crate::rates::{EXCHANGE, abroad, code, rate};
use crate::support::forms::{close, credit, pass, payment, propose, publish, reassign, report};
use crate::support::{Company, changed, day, id, said, whys};
use referral_ledger::adjustment::Direction;
use referral_ledger::amount;
use referral_ledger::command::*;
use referral_ledger::id::RestatementId;
use referral_ledger::lead::LeadKind;
use referral_ledger::payout::RunId;
use referral_ledger::report::{Directory, Statement};
use referral_ledger::restatement::Change;
use referral_ledger::study::{restate, simulate};
use referral_ledger::told::{Actor, Key};

const EXPENSES: &str = "Expenses:Incentives";
const CONVERSION: &str = "Equity:Conversion";
const PAYABLE: &str = "Liabilities:Incentives:Payable:eva";

/// Books in which nothing stands.
const NOTHING: [&str; 4] = ["0"; 4];

/// What the books have: expenses in USD, conversion in USD and in EUR, payable to eva in EUR.
fn books(company: &Company) -> [String; 4] {
    [(EXPENSES, "USD"), (CONVERSION, "USD"), (CONVERSION, "EUR"), (PAYABLE, "EUR")]
        .map(|(account, unit)| company.stands(account, unit))
}

/// eva has the deal D, and the bank quotes 0.9 EUR for a dollar today.
fn with_deal(words: &[(&str, &str)]) -> Company {
    let mut company = abroad(words);
    company.quotes("USD", "EUR", "0.9");
    company.sells("eva", "D", LeadKind::NewEquipment);
    company
}

#[test]
fn what_accrues_is_converted_at_the_rate_of_the_day() {
    let mut company = abroad(&[]);
    company.quotes("USD", "EUR", "0.9187");
    company.sells("eva", "D", LeadKind::NewEquipment);
    // 1,255.00 x 10% = 125.50 USD; 125.50 x 0.9187 = 115.29685, rounded 115.30 EUR.
    let paid = company.receives("P1", "D", amount!(1_255.00 USD));
    assert_eq!(said(&paid), ["eva 115.30"]);
    let why = &whys(&paid)[0];
    assert!(why.contains("125.50 USD x 0.9187 (ECB of 2026-01-10) = 115.30 EUR"), "{why}");
    assert!(why.starts_with("115.30 EUR to eva"), "{why}");
    // The cost is the plan's dollars; what eva is owed is euros; each sums to zero by itself.
    assert_eq!(books(&company), ["125.50", "-125.50", "115.30", "-115.30"]);
    // A run of her pay group pays euros, and one of the others has nothing of it.
    company.on("2026-02-02").passes_days();
    let run = RunId::first(id("eu-field"), id("2026-01"));
    company.tell("payroll", LockRun::regular(run.clone(), day("2026-02-01"))).unwrap();
    assert_eq!(company.journal.ledger().run(&run).unwrap().paid, amount!(115.30 EUR));
    let (ledger, month) = (company.journal.ledger(), id("2026-01"));
    let statement = Statement::of(ledger, &company.journal, &id("eva"), month).unwrap();
    let page = statement.render(&Directory::new());
    assert!(page.contains("x 0.9187 (ECB of 2026-01-10) = 115.30"), "{page}");
    assert_eq!(statement.closing(), amount!(115.30 EUR), "{page}");
    assert_eq!(company.journal.ledger().earned()[0].accrued, amount!(115.30 EUR));
    company.obeys_the_laws();
}

#[test]
fn a_badge_is_the_same_in_every_currency() {
    let tables = format!("{EXCHANGE}\n[[recognition]]\nid = \"warning\"\ntell = [\"branch\"]");
    let pays = ("pays", "{ recognition = \"warning\" }");
    let mut company = abroad(&[pays, ("tables", &tables), ("clawback", "\"none\"")]);
    company.sells("eva", "D", LeadKind::NewEquipment);
    // No rate is asked for, and nothing is booked.
    assert_eq!(said(&company.receives("P1", "D", amount!(1_000.00 USD))), ["eva 1"]);
    assert_eq!(books(&company), NOTHING);
    company.obeys_the_laws();
}

#[test]
fn the_rounding_is_the_plans_word() {
    let words = changed(EXCHANGE, &[("half_even", "toward_zero")]);
    let mut company = abroad(&[("tables", &words)]);
    company.quotes("USD", "EUR", "0.9187");
    company.sells("eva", "D", LeadKind::NewEquipment);
    let paid = company.receives("P1", "D", amount!(1_255.00 USD));
    assert_eq!(said(&paid), ["eva 115.29"]); // 115.29685
}

#[test]
fn a_rate_may_be_so_many_days_old() {
    let last = |days: &str, on: &str| {
        let words = changed(EXCHANGE, &[("rate_days_max = 3", &format!("rate_days_max = {days}"))]);
        let mut company = abroad(&[("tables", &words)]);
        company.sells("eva", "D", LeadKind::NewEquipment);
        for (of, quote) in [("2026-01-05", "0.8"), ("2026-01-08", "0.9")] {
            company.tell("bank", rate("USD", "EUR", of, quote)).unwrap();
        }
        // The way back is another rate, and no inverse is taken.
        company.tell("bank", rate("EUR", "USD", "2026-01-10", "1.1")).unwrap();
        company.on(on);
        company.tell("bank", payment("P1", "D", on, amount!(1_000.00 USD)))
    };
    // 100.00 x 0.9: the last one on or before the day, not the first, and none of later days.
    assert_eq!(said(&last("3", "2026-01-11").unwrap()), ["eva 90.00"]);
    assert_eq!(code(last("3", "2026-01-12")), "R4803");
    assert_eq!(code(last("0", "2026-01-10")), "R4803");
    assert_eq!(code(last("1", "2026-01-10")), "R4803");
    assert_eq!(said(&last("2", "2026-01-10").unwrap()), ["eva 90.00"]);
}

#[test]
fn a_fact_without_its_rate_is_refused_until_it_is_told() {
    let mut company = abroad(&[]);
    company.sells("eva", "D", LeadKind::NewEquipment);
    let payment = payment("P1", "D", "2026-01-10", amount!(1_000.00 USD));
    let no = company.tell("bank", payment.clone()).unwrap_err().to_string();
    let told = "no rate from USD to EUR was told for 2026-01-10 or the 3 days before it: tell the \
                rate first";
    assert_eq!(no, told);
    company.quotes("USD", "EUR", "0.9");
    assert_eq!(said(&company.tell("bank", payment).unwrap()), ["eva 90.00"]);
}

#[test]
fn a_rate_is_told_once() {
    let mut company = abroad(&[]);
    company.quotes("USD", "EUR", "0.9");
    // Told again it is the same, under any key; told otherwise it is refused.
    let again = rate("USD", "EUR", "2026-01-10", "0.9");
    let key = |key: &str| -> Key { id(key) };
    let bank = || Actor::human(id("bank"));
    company.tell_as(bank(), key("again"), again.clone()).unwrap();
    let other = RecordExchangeRate { rate: id("0.91"), ..again.clone() };
    assert_eq!(code(company.tell_as(bank(), key("other"), other)), "R4801");
    let other = RecordExchangeRate { source: id("FED"), ..again };
    assert_eq!(code(company.tell_as(bank(), key("source"), other)), "R4801");
    let told = company.journal.ledger().exchange_rate(id("USD"), id("EUR"), day("2026-01-10"));
    assert_eq!(told.unwrap().to_string(), "0.9 (ECB of 2026-01-10)");
    assert_eq!(code(company.tell("bank", rate("USD", "USD", "2026-01-10", "1"))), "R4802");
    assert_eq!(code(company.tell("bank", rate("USD", "EUR", "2026-01-11", "0.9"))), "R0006");
    company.obeys_the_laws();
}

#[test]
fn a_refund_takes_back_at_the_rate_at_which_it_accrued() {
    for basis in ["each_fact", "cumulative"] {
        let rounding = format!("{{ mode = \"half_even\", basis = \"{basis}\" }}");
        let mut company = with_deal(&[("rounding", &rounding)]);
        // 100.00 USD at 0.9, and later 100.00 USD at 0.8.
        let first = company.receives("P1", "D", amount!(1_000.00 USD));
        company.on("2026-01-20").quotes("USD", "EUR", "0.8");
        let second = company.receives("P2", "D", amount!(1_000.00 USD));
        assert_eq!([said(&first), said(&second)].concat(), ["eva 90.00", "eva 80.00"]);
        // Of the first 300.00 go back, and 63.00 EUR should remain of its 90.00: the dollar's rate
        // of today changes nothing.
        let back = company.refunds("F1", "P1", amount!(300.00 USD));
        assert_eq!(said(&back), ["eva -27.00"]);
        let why = &whys(&back)[0];
        assert!(why.contains("27.00 EUR accrued as 30.00 USD, and goes back as that"), "{why}");
        // 170.00 USD are left of the cost, and 143.00 EUR of what is owed.
        assert_eq!(books(&company), ["170.00", "-170.00", "143.00", "-143.00"]);
        // Parts that do not come out even end at nothing: 63.00 x 233.33 / 700.00 = 20.9997.
        company.refunds("F2", "P1", amount!(233.33 USD));
        company.refunds("F3", "P1", amount!(466.67 USD));
        assert_eq!(books(&company), ["100.00", "-100.00", "80.00", "-80.00"]);
        assert_eq!(said(&company.refunds("F4", "P2", amount!(1_000.00 USD))), ["eva -80.00"]);
        assert_eq!(books(&company), NOTHING);
        company.obeys_the_laws();
    }
}

#[test]
fn what_was_paid_is_owed_back_in_the_payees_currency() {
    let mut company = with_deal(&[]);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.on("2026-02-02").passes_days();
    let run = RunId::first(id("eu-field"), id("2026-01"));
    company.tell("payroll", LockRun::regular(run, day("2026-02-01"))).unwrap();
    // She has 90.00 EUR in a run. Half of the money goes back: she owes 45.00 EUR, whatever the
    // dollar is worth by then, and 50.00 USD of the cost come back.
    company.quotes("USD", "EUR", "0.5");
    assert_eq!(said(&company.refunds("F1", "P1", amount!(500.00 USD))), ["eva -45.00"]);
    assert_eq!(company.payee("eva").owes, amount!(45.00 EUR));
    assert_eq!(books(&company), ["50.00", "-50.00", "45.00", "0"]);
    // Next month she earns 50.00 EUR, and 45.00 of them are kept.
    company.receives("P2", "D", amount!(1_000.00 USD));
    company.on("2026-03-02").passes_days();
    let run = RunId::first(id("eu-field"), id("2026-02"));
    let lock = LockRun::regular(run.clone(), day("2026-03-01"));
    company.tell("payroll", lock).unwrap();
    assert_eq!(company.journal.ledger().run(&run).unwrap().paid, amount!(5.00 EUR));
    company.obeys_the_laws();
}

#[test]
fn currencies_never_net() {
    let words = [("payee", "\"each_by_share\""), ("order", "[\"rate\", \"round\", \"pay_split\"]")];
    let more = [("head", "leftover = \"largest_remainder\"")];
    let mut company = abroad(&[words.as_slice(), more.as_slice()].concat());
    company.quotes("USD", "EUR", "0.9");
    company.sells_with("ana", "D", &[("co_source", "eva")]);
    // 100.05 USD: 60.03 for ana and 40.02 for eva, which is 36.018, so 36.02 EUR.
    let paid = company.receives("P1", "D", amount!(1_000.50 USD));
    assert_eq!(said(&paid), ["ana 60.03", "eva 36.02"]);
    // A third goes back, of each by themselves: ana keeps 40.02, eva 24.01333.. and so 24.01.
    let back = company.refunds("F1", "P1", amount!(333.50 USD));
    assert_eq!(said(&back), ["ana -20.01", "eva -12.01"]);
    assert_eq!(company.payee("ana").payable, amount!(40.02 USD));
    assert_eq!(company.payee("eva").payable, amount!(24.01 EUR));
    company.refunds("F2", "P1", amount!(667.00 USD));
    assert_eq!(books(&company), NOTHING);
    company.obeys_the_laws();
}

#[test]
fn caps_count_the_plans_currency() {
    let cap = "[[cap]]\nid = \"most\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
               on = \"amount\"\nat_most = \"100 USD\"\n\
               per = { per = \"payee\", period = \"month\" }\n\
               excess = \"forfeited\"\nafter_reversal = \"freed\"\n";
    let tables = format!("{EXCHANGE}\n{cap}");
    let order = "[\"rate\", \"payee_cap\", \"round\"]";
    let mut company = with_deal(&[("tables", &tables), ("order", order)]);
    // 60.00 USD, then 40.00 of 60.00 under the cap: at 0.9 that is 54.00 and 36.00 EUR.
    assert_eq!(said(&company.receives("P1", "D", amount!(600.00 USD))), ["eva 54.00"]);
    assert_eq!(said(&company.receives("P2", "D", amount!(600.00 USD))), ["eva 36.00"]);
    // The first goes back whole, and makes room for 60.00 USD, not for 54.00.
    company.on("2026-01-20").quotes("USD", "EUR", "0.8");
    assert_eq!(said(&company.refunds("F1", "P1", amount!(600.00 USD))), ["eva -54.00"]);
    assert_eq!(said(&company.receives("P3", "D", amount!(900.00 USD))), ["eva 48.00"]); // 60 x 0.8
    // The refund never was: the room is another's now, and nothing of it comes back.
    company.retracts_refund("F1");
    assert_eq!(company.payee("eva").payable, amount!(84.00 EUR)); // 36.00 + 48.00
    company.obeys_the_laws();
}

#[test]
fn what_is_held_or_held_back_is_converted_with_the_rest() {
    let back = "holdback = { share = \"30%\", until = \"installed\" }";
    let mut company = with_deal(&[("back", back), ("hold", "{ days = 30, after = \"paid\" }")]);
    // 100.10 USD at 0.9 is 90.09 EUR. Held back are 30.03 USD of it, and so 27.03 EUR: 27.027.
    company.receives("P1", "D", amount!(1_001.00 USD));
    let eva = company.payee("eva");
    assert_eq!((eva.held, eva.held_back), (amount!(63.06 EUR), amount!(27.03 EUR)));
    company.installs("D");
    assert_eq!(company.payee("eva").held, amount!(90.09 EUR));
    company.on("2026-02-20").passes_days();
    assert_eq!(books(&company), ["100.10", "-100.10", "90.09", "-90.09"]);
    company.cancels("D");
    assert_eq!(books(&company), NOTHING);
    company.obeys_the_laws();
}

#[test]
fn a_fact_that_never_was_leaves_nothing_in_any_currency() {
    let mut company = with_deal(&[]);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.refunds("F1", "P1", amount!(333.33 USD)); // 60.00 EUR of 90.00 remain
    company.on("2026-01-20").quotes("USD", "EUR", "0.8");
    // The refund never was: its 30.00 EUR are there again as 33.33 USD.
    let again = company.retracts_refund("F1");
    assert_eq!(said(&again), ["eva 30.00"]);
    assert_eq!(books(&company), ["100.00", "-100.00", "90.00", "-90.00"]);
    company.retracts_payment("P1");
    assert_eq!(books(&company), NOTHING);
    company.obeys_the_laws();
}

#[test]
fn a_plan_without_the_table_refuses_payees_of_other_currencies() {
    let mut company = abroad(&[("tables", ""), ("clawback", CLAWBACK)]);
    assert_eq!(code(company.tell("eva", report("eva", "L", "2026-01-10"))), "R6008");
}

#[test]
fn a_manager_of_another_currency_is_converted_or_refused() {
    let manager = ("payee", "{ manager_of = \"originator\", on = \"paid\" }");
    let managed = |tables: &str| {
        let mut company = abroad(&[("tables", tables), manager]);
        company.is_managed("ana", Some("eva"), "2026-01-01");
        company.sells("ana", "D", LeadKind::NewEquipment);
        if !tables.is_empty() {
            company.quotes("USD", "EUR", "0.9");
        }
        let paid = company.tell("bank", payment("P1", "D", "2026-01-10", amount!(1_000.00 USD)));
        company.obeys_the_laws();
        paid
    };
    assert_eq!(said(&managed(EXCHANGE).unwrap()), ["eva 90.00"]);
    assert_eq!(code(managed("")), "R6008");
}

#[test]
fn an_adjustment_takes_a_part_of_what_was_converted() {
    let mut company = with_deal(&[]);
    company.receives("P1", "D", amount!(1_000.00 USD)); // 90.00 EUR of 100.00 USD
    let take = propose("A1", "eva", Direction::Down, amount!(33.33 EUR));
    company.tell("lena", take).unwrap();
    company.approves_adjustment("max", "A1");
    assert_eq!(company.payee("eva").payable, amount!(56.67 EUR));
    // All of it goes back. The 33.33 that the adjustment took are owed, the rest was payable; and
    // of the 100.00 USD nothing is left.
    company.refunds("F1", "P1", amount!(1_000.00 USD));
    assert_eq!(company.payee("eva").owes, amount!(33.33 EUR));
    assert_eq!(company.stands(EXPENSES, "USD"), "0");
    assert_eq!(company.stands(CONVERSION, "EUR"), "0");
    company.retracts_refund("F1");
    assert_eq!(company.stands(EXPENSES, "USD"), "100.00");
    company.obeys_the_laws();
}

#[test]
fn a_minimum_reward_waits_for_its_rate_and_is_deducted_in_the_plans_currency() {
    let answer = "[leads.answer]\nwithin = { business_days = 3 }\nfrom = \"reported\"\n\
                  holidays = \"none\"\ncompeting = \"no_deadline\"\nwhen_missed = { \
                  escalated_to = \"sales\", minimum_reward = \"deducted_from_later\" }\n";
    let tables = format!("{answer}\n{EXCHANGE}");
    let more = "[[component]]\nid = \"paid\"\non = \"paid\"\n\n  [[component.rule]]\n  \
                id = \"share\"\n  because = \"a story\"\n  when = \"always\"\n  \
                payee = \"originator\"\n  pays = { rate = \"10%\", of = \"collected\" }\n  \
                hold = \"none\"\n  clawback = \"none\"\n";
    let words = [("tables", tables.as_str()), ("on", "\"unanswered\""), ("more", more)];
    let flat = [("pays", "{ flat = \"20 USD\" }"), ("clawback", "\"none\"")];
    let mut company = abroad(&[words.as_slice(), flat.as_slice()].concat());
    company.on("2026-01-15").reports("eva", "D", LeadKind::NewEquipment);
    // Nobody answers from Thursday the 15th to Tuesday the 20th: the day passes with its rate.
    company.on("2026-01-21");
    assert_eq!(code(company.tell("cron", pass("2026-01-20"))), "R4803");
    company.tell("bank", rate("USD", "EUR", "2026-01-20", "0.9")).unwrap();
    let passed = company.tell("cron", pass("2026-01-20")).unwrap();
    assert_eq!(said(&passed), ["eva 18.00"]); // 20.00 USD
    // Of the 100.00 USD that the deal pays 20.00 are deducted: 80.00 x 0.8.
    company.quotes("USD", "EUR", "0.8");
    company.accepts("D");
    company.wins("D");
    assert_eq!(said(&company.receives("P1", "D", amount!(1_000.00 USD))), ["eva 64.00"]);
    company.obeys_the_laws();
}

#[test]
fn studies_and_restatements_say_each_payees_own_currency() {
    let mut company = with_deal(&[]);
    company.sells("ana", "E", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(1_000.00 USD));
    company.receives("P2", "E", amount!(1_000.00 USD));
    // Twice the rate would have paid 200.00 USD each: eva's at the rate of the day, 180.00 EUR.
    let words = [("tables", EXCHANGE), ("clawback", CLAWBACK)];
    let twice = [words.as_slice(), &[("pays", "{ rate = \"20%\", of = \"collected\" }")]].concat();
    let change = || Change::Plan { published: id("plan@1"), text: plan(&twice) };
    let found = simulate(&company.journal, id("2026-01"), &[change()]).unwrap();
    assert_eq!(found.totals(), None);
    assert_eq!(found.totals_in(id("EUR")), (amount!(90.00 EUR), amount!(180.00 EUR)));
    assert_eq!(found.totals_in(id("USD")), (amount!(100.00 USD), amount!(200.00 USD)));
    company.on("2026-02-02").passes_days();
    company.tell("finance", close("2026-01")).unwrap();
    let proposal = restate(&company.journal, id("2026-01"), &[change()]).unwrap();
    let differences: Vec<_> = proposal.lines.iter().map(|line| line.difference).collect();
    assert_eq!(differences, [amount!(100.00 USD), amount!(90.00 EUR)]);
    let restatement = RestatementId::named("R1");
    let (reason, lands) = (id("wrong-rate"), RestatedLands::Payable);
    let text = ProposalText::new(&proposal.text());
    let post = PostRestatement { restatement, proposal: text, reason, lands };
    company.tell("lena", post).unwrap();
    let digest = company.journal.ledger().restatement(restatement).unwrap().digest;
    company.tell("max", ApproveRestatement { restatement, digest }).unwrap();
    assert_eq!(company.payee("eva").payable, amount!(180.00 EUR));
    assert_eq!(company.payee("ana").payable, amount!(200.00 USD));
    company.obeys_the_laws();
}

/// A plan that pays 20 USD where nobody answers within three business days, and converts nothing.
fn minimum(words: &[(&str, &str)]) -> String {
    let answer = "[leads.answer]\nwithin = { business_days = 3 }\nfrom = \"reported\"\n\
                  holidays = \"none\"\ncompeting = \"no_deadline\"\nwhen_missed = { \
                  escalated_to = \"sales\", minimum_reward = \"beside_later\" }\n";
    let plain = [("id", "\"answers\""), ("tables", answer), ("on", "\"unanswered\"")];
    let flat = [("pays", "{ flat = \"20 USD\" }")];
    plan(&[plain.as_slice(), &flat, words].concat())
}

/// Whoever is credited is asked as whoever reports: beside a plan that converts, one that does not
/// had eva's credit, and no day could pass in the company.
#[test]
fn a_credit_is_refused_where_a_plan_could_not_pay_it() {
    let mut company = abroad(&[]);
    company.tell("finance", publish(&minimum(&[]))).unwrap();
    company.on("2026-01-15").reports("ben", "D", LeadKind::NewEquipment);
    let to_eva = reassign("D", "ben", "eva", None);
    assert_eq!(code(company.tell("sales", to_eva)), "R6008");
    let with_eva = ReportLead {
        credits: vec![credit("co_source", "eva")],
        ..report("ana", "E", "2026-01-15")
    };
    assert_eq!(code(company.tell("ana", with_eva)), "R6008");
    // Nobody answers from Thursday the 15th to Tuesday the 20th.
    company.on("2026-01-21");
    assert_eq!(said(&company.passes_days()), ["ben 20.00"]);
    company.obeys_the_laws();
}

/// A day passes though it would pay somebody whom the plan cannot pay: they are told why it is
/// nothing. It was refused, for the whole company and for good.
#[test]
fn a_day_passes_though_a_manager_cannot_be_paid() {
    let mut company = abroad(&[]);
    let manager = ("payee", "{ manager_of = \"originator\", on = \"reported\" }");
    company.tell("finance", publish(&minimum(&[manager]))).unwrap();
    company.is_managed("ana", Some("eva"), "2026-01-01");
    company.on("2026-01-15").reports("ana", "D", LeadKind::NewEquipment);
    company.on("2026-01-21");
    let passed = company.passes_days();
    assert_eq!(said(&passed), ["eva 0.00"]);
    let why = &whys(&passed)[0];
    let reason = "nothing: the payee is paid in EUR, and the plan does not convert";
    assert!(why.contains(reason), "{why}");
    company.obeys_the_laws();
}
