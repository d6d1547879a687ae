//! A missed answer pays a minimum, where the plan says so: beside what the lead earns later, or
//! deducted from it. It is held, explained and taken back like any other reward. 2026-01-05 is a
//! Monday; every lead is heard on Thursday the 8th and to be answered by Tuesday the 13th.

use crate::support::{day, forms, id, said, whys};
use crate::worked::{Plan, Shop, back, plan};
use referral_ledger::command::*;
use referral_ledger::deal::FactRef;
use referral_ledger::id::LeadId;

fn answer(minimum: &str) -> String {
    format!(
        "[leads.answer]\nwithin = {{ business_days = 3 }}\nfrom = \"reported\"\n\
         holidays = \"none\"\ncompeting = \"no_deadline\"\n\
         when_missed = {{ escalated_to = \"head-of-sales\", minimum_reward = \"{minimum}\" }}\n"
    )
}

/// 20 USD for a missed answer, and 2 % of what is collected.
fn pays_a_minimum(word: &str) -> Plan {
    plan()
        .table(&answer(word))
        .rule("unanswered", "pays = { flat = \"20 USD\" }")
        .rule("paid", "pays = { rate = \"2%\", of = \"collected\" }")
}

/// Ana's lead is heard on the 8th, and nobody answers by the 13th.
fn unanswered(plan: &Plan) -> Shop {
    let mut shop = Shop::under(plan);
    shop.on("2026-01-08");
    shop.tell("ana", forms::report("ana", "one", "2026-01-08")).unwrap();
    shop
}

/// Days pass through the 13th; says what that pays.
fn pass(shop: &mut Shop) -> String {
    shop.on("2026-01-14");
    said(&shop.passes_days()).join(", ")
}

#[test]
fn the_minimum_accrues_on_the_day_the_answer_was_due() {
    let mut shop = unanswered(&pays_a_minimum("beside_later"));
    shop.on("2026-01-14");
    let heard = shop.passes_days();
    assert_eq!(said(&heard), ["ana 20.00"]);
    let short = LeadId::named("one").short();
    assert_eq!(
        whys(&heard),
        [format!(
            "20.00 USD to ana for lead {short}, 2026-01-13: rule r1 of worked@1\n  \
             sales did not answer the lead by 2026-01-13\n  flat 20.00 USD\n  payable from 2026-01-13"
        )]
    );
    // Debit expense, credit payable: there is no hold.
    assert_eq!(shop.balance("Expenses:Incentives"), "20.00");
    assert_eq!(shop.balance("Liabilities:Incentives:Payable:ana"), "-20.00");
    let page = shop.statement_page("ana", "2026-01");
    assert!(page.contains("sales did not answer the lead by 2026-01-13"), "{page}");
    assert!(page.contains("not answered in time"), "{page}");
    shop.obeys_the_laws();
}

#[test]
fn an_answer_in_time_pays_no_minimum() {
    let mut shop = unanswered(&pays_a_minimum("beside_later"));
    shop.tell("sales", forms::accept("one", "2026-01-08")).unwrap();
    assert_eq!(pass(&mut shop), "");
    assert_eq!(shop.earned("ana"), "0.00");
}

#[test]
fn what_the_lead_earns_later_comes_beside_it() {
    let mut shop = unanswered(&pays_a_minimum("beside_later"));
    assert_eq!(pass(&mut shop), "ana 20.00");
    shop.won("one", "");
    // 2 % of 1,500 are 30: 50 in all.
    assert_eq!(shop.paid("p1", "one", "1_500"), "ana 30.00");
    assert_eq!(shop.earned("ana"), "50.00");
}

#[test]
fn what_the_lead_earns_later_is_less_the_minimum() {
    let mut shop = unanswered(&pays_a_minimum("deducted_from_later"));
    assert_eq!(pass(&mut shop), "ana 20.00");
    shop.won("one", "");
    // 2 % of 600 are 12, all of which the minimum has paid; 8 of it are left to deduct.
    assert_eq!(shop.paid("p1", "one", "600"), "ana 0.00");
    // 2 % of 900 are 18, less 8; then nothing is left to deduct. In all 2 % of 2,000: 40.
    assert_eq!(shop.paid("p2", "one", "900"), "ana 10.00");
    assert_eq!(shop.paid("p3", "one", "500"), "ana 10.00");
    assert_eq!(shop.earned("ana"), "40.00");
    let page = shop.statement_page("ana", "2026-01");
    let step = "less 8.00 USD that was paid because sales did not answer = 10.00 USD";
    assert!(page.contains(step), "{page}");
    shop.obeys_the_laws();
}

#[test]
fn another_lead_and_another_payee_are_deducted_nothing() {
    let split = [("originator", "50%"), ("co_source", "50%")];
    let plan = plan()
        .head("order = [\"rate\", \"pay_split\", \"round\"]")
        .split(&split)
        .table(&answer("deducted_from_later"))
        .rule("unanswered", "pays = { flat = \"20 USD\" }")
        .rule("paid", "pays = { rate = \"2%\", of = \"collected\" }\npayee = \"each_by_share\"");
    let mut shop = unanswered(&plan);
    assert_eq!(pass(&mut shop), "ana 20.00");
    // A deal of ana's with ben: 2 % of 1,000 are 20, ten for each.
    shop.deal_with("ana", "other", "", &[("co_source", "ben")]);
    assert_eq!(shop.paid("o1", "other", "1_000"), "ana 10.00, ben 10.00");
    // The lead that nobody answered, with ben: ana's ten are less the minimum, ben's are not.
    let win = WinDeal {
        credits: vec![forms::credit("co_source", "ben")],
        ..forms::win("one", "2026-01-14")
    };
    shop.tell("sales", win).unwrap();
    assert_eq!(shop.paid("p1", "one", "1_000"), "ana 0.00, ben 10.00");
    shop.obeys_the_laws();
}

#[test]
fn a_payment_that_never_was_deducts_nothing() {
    let mut shop = unanswered(&pays_a_minimum("deducted_from_later"));
    pass(&mut shop);
    shop.won("one", "");
    assert_eq!(shop.paid("p1", "one", "1_500"), "ana 10.00");
    assert_eq!(shop.undone("p1"), "ana -10.00");
    // The right one is told: 2 % of 1,400 are 28, less 20.
    assert_eq!(shop.paid("p2", "one", "1_400"), "ana 8.00");
    assert_eq!(shop.earned("ana"), "28.00");
    shop.obeys_the_laws();
}

#[test]
fn a_refund_takes_from_what_the_payment_accrued_and_leaves_the_minimum() {
    let full = back("\"full\"", "\"without_end\"");
    let plan = plan()
        .table(&answer("deducted_from_later"))
        .rule("unanswered", "pays = { flat = \"20 USD\" }")
        .rule("paid", &format!("pays = {{ rate = \"2%\", of = \"collected\" }}\n{full}"));
    let mut shop = unanswered(&plan);
    pass(&mut shop);
    shop.won("one", "");
    assert_eq!(shop.paid("p1", "one", "1_500"), "ana 10.00");
    // Half of the payment goes back, and half of the 10 that it accrued; then the rest.
    assert_eq!(shop.returned("x1", "p1", "750"), "ana -5.00");
    assert_eq!(shop.returned("x2", "p1", "750"), "ana -5.00");
    assert_eq!(shop.earned("ana"), "20.00");
    shop.obeys_the_laws();
}

#[test]
fn a_minimum_may_be_held_for_days() {
    let hold = "pays = { flat = \"20 USD\" }\nhold = { days = 5, after = \"unanswered\" }";
    let mut shop = unanswered(&plan().table(&answer("beside_later")).rule("unanswered", hold));
    pass(&mut shop);
    assert_eq!(shop.places("ana"), ["20.00", "0.00", "0.00", "0.00", "0.00"]);
    shop.on("2026-01-19").passes_days();
    assert_eq!(shop.places("ana"), ["0.00", "20.00", "0.00", "0.00", "0.00"]);
}

#[test]
fn a_hold_whose_day_passes_with_the_same_command_is_over() {
    let hold = "pays = { flat = \"20 USD\" }\nhold = { days = 5, after = \"unanswered\" }";
    let mut shop = unanswered(&plan().table(&answer("beside_later")).rule("unanswered", hold));
    // The cron job was down until February.
    shop.on("2026-02-01").passes_days();
    assert_eq!(shop.places("ana"), ["0.00", "20.00", "0.00", "0.00", "0.00"]);
}

/// A minimum that is held until sales take the lead on after all.
fn until_accepted() -> Shop {
    let hold = "pays = { flat = \"20 USD\" }\nhold = { until = \"accepted\" }";
    unanswered(&plan().table(&answer("beside_later")).rule("unanswered", hold))
}

#[test]
fn a_late_acceptance_releases_a_minimum_that_is_held_for_it() {
    let mut shop = until_accepted();
    assert_eq!(pass(&mut shop), "ana 20.00");
    shop.accepts("one");
    assert_eq!(shop.places("ana"), ["0.00", "20.00", "0.00", "0.00", "0.00"]);
}

#[test]
fn a_late_rejection_takes_back_a_minimum_that_is_held_until_accepted() {
    let mut shop = until_accepted();
    assert_eq!(pass(&mut shop), "ana 20.00");
    let heard = shop.tell("sales", forms::reject("one", "2026-01-14")).unwrap();
    assert_eq!(said(&heard), ["ana -20.00"]);
    assert_eq!(shop.earned("ana"), "0.00");
    shop.obeys_the_laws();
}

#[test]
fn a_late_rejection_leaves_a_minimum_that_is_not_held() {
    let mut shop = unanswered(&pays_a_minimum("beside_later"));
    pass(&mut shop);
    shop.tell("sales", forms::reject("one", "2026-01-14")).unwrap();
    assert_eq!(shop.earned("ana"), "20.00");
}

#[test]
fn a_lead_that_ended_before_the_day_passed_accrues_nothing_that_could_never_be_paid() {
    let mut shop = until_accepted();
    // Rejected on the 14th, a day late, and told before the cron job ran.
    shop.on("2026-01-14");
    shop.tell("sales", forms::reject("one", "2026-01-14")).unwrap();
    let heard = shop.passes_days();
    assert_eq!(said(&heard), ["ana 0.00"]);
    let why = &whys(&heard)[0];
    assert!(why.ends_with("nothing: it would be held until accepted, which cannot come any more"));
    shop.obeys_the_laws();
}

#[test]
fn a_lead_that_was_taken_on_late_before_the_day_passed_is_paid_from_then() {
    let mut shop = until_accepted();
    shop.on("2026-01-16");
    shop.tell("sales", forms::accept("one", "2026-01-15")).unwrap();
    assert_eq!(said(&shop.passes_days()), ["ana 20.00"]);
    assert_eq!(shop.places("ana"), ["0.00", "20.00", "0.00", "0.00", "0.00"]);
}

#[test]
fn a_report_that_was_told_by_mistake_gives_its_minimum_back() {
    for minimum in ["beside_later", "deducted_from_later"] {
        let mut shop = unanswered(&pays_a_minimum(minimum));
        pass(&mut shop);
        shop.on("2026-02-01").pays("2026-01");
        let fact = FactRef::Lead(LeadId::named("one"));
        let heard = shop.tell("hr", Retract { fact, reason: id("mistyped") }).unwrap();
        // It was paid with the January run: she owes it.
        assert_eq!(said(&heard), ["ana -20.00"]);
        assert_eq!(shop.places("ana"), ["0.00", "0.00", "0.00", "20.00", "20.00"]);
        shop.obeys_the_laws();
    }
}

#[test]
fn a_cap_counts_all_minimums_of_one_day() {
    let cap =
        "per = { per = \"payee\", period = \"month\" }\nat_most = \"50 USD\"\nrules = [\"r1\"]";
    let plan = pays_a_minimum("beside_later")
        .head("order = [\"rate\", \"round\", \"payee_cap\"]")
        .cap(cap);
    let mut shop = unanswered(&plan);
    for lead in ["two", "three"] {
        shop.tell("ana", forms::report("ana", lead, "2026-01-08")).unwrap();
    }
    // Three leads of 20 in one command: 20, 20, and 10 up to the cap of 50.
    assert_eq!(pass(&mut shop), "ana 20.00, ana 20.00, ana 10.00");
    shop.obeys_the_laws();
}

#[test]
fn a_close_on_the_same_day_counts_what_a_missed_answer_pays() {
    // At the close of the month what r1 made is topped up to 50.
    let measure = "[[measure]]\nid = \"made\"\nof = { rules = [\"r1\"] }\nquota = \"none\"\n";
    let close = "[[component]]\nid = \"guarantee\"\non = { closes = \"month\", whose = \"payee\", \
                 counts = \"period\", days_after = 0, late_facts = \"left_out\", when_lower = \"left\" }\n\
                 [[component.rule]]\nid = \"g\"\nbecause = \"-\"\nwhen = \"always\"\n\
                 payee = \"measured\"\nhold = \"none\"\npays = { top_up_to = \"50 USD\", of = \
                 \"made\", part_period = \"in_full\" }\n";
    let plan = plan()
        .table(&answer("beside_later"))
        .rule("unanswered", "pays = { flat = \"20 USD\" }")
        .table(measure)
        .table(close);
    let mut shop = Shop::under(&plan);
    // Heard on Tuesday the 27th: the answer is due on Friday the 30th of January.
    shop.on("2026-01-27");
    shop.tell("ana", forms::report("ana", "one", "2026-01-27")).unwrap();
    shop.on("2026-02-01");
    let said = said(&shop.passes_days());
    assert!(said.contains(&"ana 20.00".to_owned()), "{said:?}");
    assert!(said.contains(&"ana 30.00".to_owned()), "{said:?}");
    assert_eq!(shop.earned("ana"), "50.00");
    assert_eq!(shop.earned("ben"), "50.00");
    shop.obeys_the_laws();
}

#[test]
fn who_is_blocked_or_has_left_gets_no_minimum() {
    let plan = pays_a_minimum("deducted_from_later").leads("blocked = \"earns_nothing\"");
    let mut shop = unanswered(&plan);
    let from = day("2026-01-10");
    shop.tell("hr", BlockPayee { payee: id("ana"), from, reason: id("review") }).unwrap();
    assert_eq!(pass(&mut shop), "ana 0.00");
    shop.tell("hr", UnblockPayee { payee: id("ana"), from: day("2026-01-14") }).unwrap();
    shop.won("one", "");
    // Nothing was paid, so that nothing is deducted: 2 % of 1,000.
    assert_eq!(shop.paid("p1", "one", "1_000"), "ana 20.00");
    shop.obeys_the_laws();
}
