//! Facts told by mistake: all that one caused goes, whatever windows and clawback terms say, and
//! what is told anew under a new id is paid as if the first had never been told.

use crate::options::{CLAWBACK, clawback, under};
use crate::support::{Company, forms, id, said, whys};
use referral_ledger::amount;
use referral_ledger::deal::Line;
use referral_ledger::lead::{LeadKind, LeadStage};
use referral_ledger::money::Amount;

/// 10% of 1,000.00 that came in on 2026-01-10: 100.00.
fn paid_hundred(hold: &str, clawback: &str) -> Company {
    let mut company = under(&[("hold", hold), ("clawback", clawback)]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    assert_eq!(said(&company.receives("P1", "D", amount!(1_000.00 USD))), ["ana 100.00"]);
    company
}

const MONTH_HELD: &str = "{ days = 30, after = \"paid\" }";

#[test]
fn a_payment_told_by_mistake_takes_back_all_it_caused() {
    // Held, whatever the rule takes back for a refund: here nothing.
    let mut held = paid_hundred(MONTH_HELD, "\"none\"");
    let back = held.retracts_payment("P1");
    assert_eq!(said(&back), ["ana -100.00"]);
    let step = "\n  the fact was told by mistake: nothing should remain of it\n";
    assert!(whys(&back)[0].contains(step), "{}", whys(&back)[0]);
    assert_eq!(held.places("ana"), ["0.00"; 5]);
    held.on("2026-02-20").passes_days();
    assert_eq!(held.places("ana"), ["0.00"; 5]);
    // After a window that has ended.
    let month = CLAWBACK.replace(
        "window = \"without_end\"",
        "window = { days = 30, after = \"paid\", last_day = \"in\" }",
    );
    let mut late = paid_hundred("\"none\"", &month);
    late.on("2026-06-01");
    assert_eq!(said(&late.retracts_payment("P1")), ["ana -100.00"]);
    // In a run it stays, and is owed.
    let mut in_run = paid_hundred("\"none\"", CLAWBACK);
    in_run.on("2026-02-01");
    let run = in_run.locks("2026-01");
    in_run.retracts_payment("P1");
    assert_eq!(in_run.places("ana"), ["0.00", "0.00", "100.00", "0.00", "100.00"]);
    in_run.approves_and_exports(&run);
    in_run.settles(&run);
    assert_eq!(in_run.places("ana"), ["0.00", "0.00", "0.00", "100.00", "100.00"]);
    for company in [held, late, in_run] {
        company.obeys_the_laws();
    }
}

/// Words of plans whose facts count for later ones.
fn counting_plans() -> Vec<Vec<(&'static str, String)>> {
    let words = |words: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        words.iter().map(|(word, value)| (*word, (*value).to_owned())).collect()
    };
    let tiers = |accumulate: &str| {
        format!(
            "[[tiers]]\nid = \"t\"\nmeasure = \"collected\"\naccumulate = {accumulate}\n\
             boundary = \"upper\"\nsteps = [{{ above = \"0 USD\", rate = \"2%\", way = \
             \"marginal\" }}, {{ above = \"1_000 USD\", rate = \"4%\", way = \"whole\" }}]\n"
        )
    };
    let by_tiers = ("pays", "{ tiers = \"t\", of = \"collected\" }");
    let cap = |at_most: &str, per: &str, excess: &str, after: &str| {
        let on = if at_most.contains("USD") { "amount" } else { "count" };
        format!(
            "[[cap]]\nid = \"most\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"{on}\"\n\
             at_most = {at_most}\nper = {per}\nexcess = {excess}\nafter_reversal = \"{after}\"\n"
        )
    };
    let floor = |from: &str, uplift: &str| {
        format!(
            "[[floor]]\nid = \"least\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
             at_least = \"90 USD\"\nper = \"deal\"\nfrom = \"{from}\"\nuplift = \"{uplift}\"\n"
        )
    };
    let extra = "[[campaign]]\nid = \"first\"\nbecause = \"a story\"\nrules = [\"main\"]\n\
                 effective = { from = 2026-01-01 }\ndated_by = \"won\"\n\
                 extra = { amount = \"7 USD\", per = \"deal\" }\n";
    let month = "{ per = \"payee\", period = \"month\" }";
    let kept = &*clawback("kept");
    let deal_cap = ("order", "[\"rate\", \"deal_cap\", \"round\"]");
    let payee_cap = ("order", "[\"rate\", \"payee_cap\", \"round\"]");
    let floored = ("order", "[\"rate\", \"floor\", \"round\"]");
    let forfeited = "\"forfeited\"";
    vec![
        words(&[("rounding", "{ mode = \"half_even\", basis = \"cumulative\" }")]),
        words(&[("tables", &tiers("\"deal\"")), by_tiers, ("clawback", kept)]),
        words(&[("tables", &tiers(month)), by_tiers, ("clawback", kept)]),
        words(&[("tables", &cap("\"100 USD\"", "\"deal\"", forfeited, "freed")), deal_cap]),
        words(&[("tables", &cap("\"100 USD\"", "\"deal\"", forfeited, "kept_used")), deal_cap]),
        words(&[("tables", &cap("1", "\"deal\"", forfeited, "freed")), deal_cap]),
        words(&[("tables", &cap("1", "\"deal\"", forfeited, "kept_used")), deal_cap]),
        words(&[("tables", &cap("1", month, forfeited, "kept_used")), payee_cap]),
        words(&[("tables", &cap("\"90 USD\"", month, "\"carried\"", "freed")), payee_cap]),
        words(&[("tables", &cap("\"90 USD\"", month, "\"carried\"", "kept_used")), payee_cap]),
        words(&[
            ("tables", &cap("\"90 USD\"", month, "{ passed_to = \"cleo\" }", "freed")),
            payee_cap,
        ]),
        words(&[
            ("tables", &floor("first_fact", "returned")),
            floored,
            ("rounding", "{ mode = \"half_even\", basis = \"cumulative\" }"),
        ]),
        words(&[("tables", &floor("first_fact", "kept")), floored]),
        words(&[("tables", &floor("completion", "kept")), floored]),
        words(&[
            ("tables", extra),
            ("head", "campaigns = \"never_meet\""),
            ("order", "[\"rate\", \"campaign\", \"round\"]"),
        ]),
    ]
}

/// What two payments bring after others were told by mistake, or without them.
fn after_mistakes(words: &[(&'static str, String)], mistakes: &[&str]) -> (Vec<String>, String) {
    let words: Vec<_> = words.iter().map(|(word, value)| (*word, &**value)).collect();
    let mut company = under(&[&words[..], &[("clawback", CLAWBACK)]].concat());
    company.sells_for("D", vec![Line::of_net(amount!(1_600.00 USD))]);
    for mistake in mistakes {
        company.receives(mistake, "D", amount!(1_512.37 USD));
    }
    for mistake in mistakes {
        company.retracts_payment(mistake);
    }
    assert_eq!(company.places("ana"), ["0.00"; 5]);
    assert_eq!(company.places("cleo"), ["0.00"; 5]);
    let first = said(&company.receives("P1", "D", amount!(800.01 USD)));
    let second = said(&company.receives("P2", "D", amount!(800.02 USD)));
    let back = said(&company.refunds("F1", "P1", amount!(400.00 USD)));
    let third = said(&company.receives("P3", "D", amount!(800.02 USD)));
    company.obeys_the_laws();
    ([first, second, back, third].concat(), company.carried("ana"))
}

#[test]
fn what_is_told_anew_is_paid_as_if_the_mistake_had_never_been() {
    for words in counting_plans() {
        let never_was = after_mistakes(&words, &[]);
        assert_eq!(after_mistakes(&words, &["X"]), never_was, "{words:?}");
        assert_eq!(after_mistakes(&words, &["X", "Y"]), never_was, "{words:?}");
    }
}

/// What is taken back and paid after refunds of the first payment that were told by mistake.
fn after_mistaken_refunds(
    words: &[(&'static str, String)],
    attainment: &str,
    mistakes: &[Amount],
) -> (Vec<String>, [String; 5], String) {
    let words: Vec<_> = words.iter().map(|(word, value)| (*word, &**value)).collect();
    let has_tiers = words.iter().any(|(word, value)| *word == "tables" && value.contains("tiers"));
    let terms = if has_tiers { clawback(attainment) } else { CLAWBACK.to_owned() };
    let clawback: Vec<_> = [("clawback", &*terms)].into_iter().chain(words).collect();
    let mut company = under(&clawback);
    company.sells_for("D", vec![Line::of_net(amount!(1_600.00 USD))]);
    company.receives("P1", "D", amount!(800.01 USD));
    company.receives("P2", "D", amount!(800.02 USD));
    let names: Vec<String> = (0..mistakes.len()).map(|at| format!("X{at}")).collect();
    for (name, net) in names.iter().zip(mistakes) {
        company.refunds(name, "P1", *net);
    }
    for name in &names {
        company.retracts_refund(name);
    }
    let mut told = said(&company.refunds("F1", "P1", amount!(400.00 USD)));
    told.extend(said(&company.receives("P3", "D", amount!(800.02 USD))));
    told.extend(said(&company.refunds("F2", "P1", amount!(400.01 USD))));
    told.extend(said(&company.refunds("F3", "P2", amount!(300.00 USD))));
    let (stands, carried) = (company.places("ana"), company.carried("ana"));
    told.extend(said(&company.cancels("D")));
    company.obeys_the_laws();
    (told, stands, carried)
}

#[test]
fn a_mistaken_refund_is_as_if_it_had_never_been() {
    let mistakes = [
        vec![amount!(300.00 USD)],
        vec![amount!(800.01 USD)],
        vec![amount!(0.01 USD), amount!(799.00 USD), amount!(0.50 USD)],
    ];
    for words in counting_plans() {
        for attainment in ["kept", "lowered"] {
            let never_was = after_mistaken_refunds(&words, attainment, &[]);
            for mistakes in &mistakes {
                let was = after_mistaken_refunds(&words, attainment, mistakes);
                assert_eq!(was, never_was, "{attainment}: {words:?}, {mistakes:?}");
            }
        }
    }
}

#[test]
fn a_correction_is_told_anew_under_a_new_id() {
    // 10,000.00 were told in place of 1,000.00, on a table of the year.
    let tables = "[[tiers]]\nid = \"t\"\nmeasure = \"collected\"\n\
                  accumulate = { per = \"payee\", period = \"year\" }\nboundary = \"upper\"\n\
                  steps = [{ above = \"0 USD\", rate = \"2%\", way = \"marginal\" }, \
                  { above = \"5_000 USD\", rate = \"4%\", way = \"marginal\" }]\n";
    let mut company = under(&[
        ("tables", tables),
        ("pays", "{ tiers = \"t\", of = \"collected\" }"),
        ("hold", MONTH_HELD),
    ]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    // 5,000 x 2% + 5,000 x 4%.
    let wrong = company.receives("bank-1", "D", amount!(10_000.00 USD));
    assert_eq!(said(&wrong), ["ana 300.00"]);
    assert_eq!(said(&company.retracts_payment("bank-1")), ["ana -300.00"]);
    // Under the old id it is refused: that fact is on file, and was told by mistake.
    let again = forms::payment("bank-1", "D", "2026-01-10", amount!(1_000.00 USD));
    let key = id("another");
    let by = referral_ledger::told::Actor::human(id("bank"));
    assert_eq!(company.tell_as(by, key, again).unwrap_err().code(), "R2008");
    let right = company.receives("bank-1-corrected", "D", amount!(1_000.00 USD));
    assert_eq!(said(&right), ["ana 20.00"]);
    assert_eq!(company.places("ana"), ["20.00", "0.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

/// 40.00 of 100.00 went back.
fn refunded(hold: &str, clawback: &str) -> Company {
    let mut company = paid_hundred(hold, clawback);
    assert_eq!(said(&company.refunds("F1", "P1", amount!(400.00 USD))), ["ana -40.00"]);
    company
}

#[test]
fn a_refund_told_by_mistake_gives_back_what_it_took_where_it_was() {
    let mut held = refunded(MONTH_HELD, CLAWBACK);
    assert_eq!(said(&held.retracts_refund("F1")), ["ana 40.00"]);
    assert_eq!(held.places("ana"), ["100.00", "0.00", "0.00", "0.00", "0.00"]);
    // Vested in the meantime: payable with the rest.
    let mut vested = refunded(MONTH_HELD, CLAWBACK);
    vested.on("2026-02-20").passes_days();
    vested.retracts_refund("F1");
    assert_eq!(vested.places("ana"), ["0.00", "100.00", "0.00", "0.00", "0.00"]);
    // All of it had gone, so that nothing was left to vest.
    let mut gone = refunded(MONTH_HELD, CLAWBACK);
    gone.refunds("F2", "P1", amount!(600.00 USD));
    gone.on("2026-02-20").passes_days();
    assert_eq!(said(&gone.retracts_refund("F2")), ["ana 60.00"]);
    gone.passes_days_of("2026-02-21");
    assert_eq!(gone.places("ana"), ["0.00", "60.00", "0.00", "0.00", "0.00"]);
    // The refund of the right amount is counted as if the other had never been.
    for company in [&mut held, &mut vested] {
        assert_eq!(said(&company.refunds("F9", "P1", amount!(500.00 USD))), ["ana -50.00"]);
        assert_eq!(said(&company.refunds("F8", "P1", amount!(500.00 USD))), ["ana -50.00"]);
    }
    for company in [held, vested, gone] {
        company.obeys_the_laws();
    }
}

#[test]
fn what_was_paid_in_the_meantime_is_payable_anew() {
    // 60.00 of the 100.00 were paid; the 40.00 are a lot of their own.
    let mut paid = refunded("\"none\"", CLAWBACK);
    paid.on("2026-02-01");
    assert_eq!(paid.pays("2026-01"), amount!(60.00 USD));
    paid.retracts_refund("F1");
    assert_eq!(paid.places("ana"), ["0.00", "40.00", "0.00", "60.00", "0.00"]);
    paid.on("2026-03-01");
    assert_eq!(paid.pays("2026-02"), amount!(40.00 USD));
    assert_eq!(paid.places("ana"), ["0.00", "0.00", "0.00", "100.00", "0.00"]);
    paid.obeys_the_laws();
}

#[test]
fn a_receivable_that_a_mistake_raised_is_gone_and_what_was_kept_against_it_is_payable() {
    let mut company = paid_hundred("\"none\"", CLAWBACK);
    company.on("2026-02-01");
    assert_eq!(company.pays("2026-01"), amount!(100.00 USD));
    let owes = |company: &mut Company| {
        assert_eq!(said(&company.refunds("F1", "P1", amount!(400.00 USD))), ["ana -40.00"]);
        assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "100.00", "40.00"]);
    };
    owes(&mut company);
    // Nothing was kept against it: it is gone.
    assert_eq!(said(&company.retracts_refund("F1")), ["ana 40.00"]);
    assert_eq!(company.places("ana"), ["0.00", "0.00", "0.00", "100.00", "0.00"]);
    // Told once more, and 25.00 of the 40.00 are kept from the next run: 15.00 are still owed.
    assert_eq!(said(&company.refunds("F2", "P1", amount!(400.00 USD))), ["ana -40.00"]);
    company.receives("P2", "D", amount!(250.00 USD));
    company.on("2026-03-01");
    assert_eq!(company.pays("2026-02"), amount!(0.00 USD));
    assert_eq!(company.payee("ana").owes, amount!(15.00 USD));
    // That was a mistake too: nothing is owed, and the 25.00 are payable.
    assert_eq!(said(&company.retracts_refund("F2")), ["ana 40.00"]);
    assert_eq!(company.payee("ana").owes, amount!(0.00 USD));
    assert_eq!(company.payee("ana").payable, amount!(25.00 USD));
    company.on("2026-04-01");
    assert_eq!(company.pays("2026-03"), amount!(25.00 USD));
    // In the end 100.00 and 25.00 were paid for what came in, and nothing else.
    let wages = "Liabilities:Wages";
    assert_eq!(company.balance(wages), "-125.00");
    assert_eq!(company.balance("Expenses:Incentives"), "125.00");
    company.obeys_the_laws();
}

#[test]
fn what_stayed_for_good_at_a_mistaken_refund_can_be_taken_back_again() {
    let days = CLAWBACK
        .replace("\"full\"", "{ pro_rata = \"days\" }")
        .replace("\"without_end\"", "{ days = 100, after = \"paid\", last_day = \"in\" }");
    let mut company = paid_hundred("\"none\"", &days);
    // On day 50 half of what should go is taken; the other half stays for good.
    company.on("2026-03-01");
    assert_eq!(said(&company.refunds("F1", "P1", amount!(1_000.00 USD))), ["ana -50.00"]);
    assert_eq!(said(&company.retracts_refund("F1")), ["ana 50.00"]);
    // On day 60 40% of all 100.00.
    company.on("2026-03-11");
    assert_eq!(said(&company.refunds("F2", "P1", amount!(1_000.00 USD))), ["ana -40.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_position_that_a_mistaken_refund_lowered_is_where_it_was() {
    let tables = "[[tiers]]\nid = \"t\"\nmeasure = \"collected\"\naccumulate = \"deal\"\n\
                  boundary = \"upper\"\nsteps = [{ above = \"0 USD\", rate = \"2%\", way = \
                  \"marginal\" }, { above = \"1_000 USD\", rate = \"4%\", way = \"marginal\" }]\n";
    let pays = ("pays", "{ tiers = \"t\", of = \"collected\" }");
    let mut company = under(&[("tables", tables), pays, ("clawback", &clawback("lowered"))]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(800.00 USD));
    company.refunds("F1", "P1", amount!(800.00 USD));
    company.retracts_refund("F1");
    // From 800 to 1,600: 200 x 2% + 600 x 4%.
    assert_eq!(said(&company.receives("P2", "D", amount!(800.00 USD))), ["ana 28.00"]);
    // Lowered again, and by the right refund: P1 to 400, so that it is from 1,200 to 2,000.
    company.refunds("F2", "P1", amount!(400.00 USD));
    assert_eq!(said(&company.receives("P3", "D", amount!(800.00 USD))), ["ana 32.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_win_told_by_mistake_gives_the_lead_back() {
    let pays = ("pays", "{ rate = \"10%\", of = \"value\" }");
    let mut company = under(&[("on", "\"won\""), pays, ("hold", "{ until = \"installed\" }")]);
    company.reports("ana", "L", LeadKind::NewEquipment);
    company.accepts("L");
    let wrong = company.wins_for("L", vec![Line::of_net(amount!(9_000.00 USD))]);
    assert_eq!(said(&wrong), ["ana 900.00"]);
    assert_eq!(said(&company.retracts_deal("L")), ["ana -900.00"]);
    let lead = company.journal.ledger().lead(referral_ledger::id::LeadId::named("L")).unwrap();
    assert_eq!(lead.stage, LeadStage::Accepted);
    // The right win, under a new id.
    let mut right = forms::win("L", "2026-01-10");
    right.deal = referral_ledger::id::DealId::named("L-corrected");
    right.lines = vec![Line::of_net(amount!(900.00 USD))];
    assert_eq!(said(&company.tell("sales", right).unwrap()), ["ana 90.00"]);
    company.installs("L-corrected");
    assert_eq!(company.places("ana"), ["0.00", "90.00", "0.00", "0.00", "0.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_report_told_by_mistake_takes_its_fee_with_it() {
    let fee = [("on", "\"accepted\""), ("pays", "{ flat = \"25 USD\" }")];
    let mut company = under(&fee);
    company.reports("ana", "L", LeadKind::NewEquipment);
    company.accepts("L");
    assert_eq!(said(&company.retracts_lead("L")), ["ana -25.00"]);
    assert_eq!(company.places("ana"), ["0.00"; 5]);
    // It was ben's: he reports it under a new id.
    company.reports("ben", "L-of-ben", LeadKind::NewEquipment);
    assert_eq!(said(&company.accepts("L-of-ben")), ["ben 25.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_whole_story_told_by_mistake_is_taken_back_from_its_end() {
    let mut company = refunded("\"none\"", CLAWBACK);
    company.retracts_refund("F1");
    company.retracts_payment("P1");
    company.retracts_deal("D");
    company.retracts_lead("D");
    assert_eq!(company.places("ana"), ["0.00"; 5]);
    assert_eq!(company.journal.ledger().trial_balance().rows(), []);
    company.obeys_the_laws();
}

impl Company {
    /// Days pass through the day before this one.
    fn passes_days_of(&mut self, today: &str) {
        self.on(today).passes_days();
    }
}
