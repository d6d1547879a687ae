//! Gifts and recognition: given whole, held, approved, handed over, forfeited and taken back by the
//! plan's word, and never mixed with money. The arithmetic stands beside the amounts.

use crate::options::under;
use crate::support::forms::{
    approve_reward, hand_over, hold_reward, redeem, release_reward, reward,
};
use crate::support::{Company, Heard, day, id, said, whys};
use referral_ledger::amount;
use referral_ledger::command::{LoseLead, Retract};
use referral_ledger::deal::FactRef;
use referral_ledger::id::{DealId, LeadId, RedemptionId, RefundId};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::{Amount, Unit};
use referral_ledger::report::{AccountMap, Directory, Grammar, Statement, write_books};

/// A hamper worth 150.00 USD, taxed when it is handed over, kept once it was.
const HAMPER: &str = "[[gift]]\n\
    id              = \"hamper\"\n\
    fair_value      = \"150.00 USD\"\n\
    taxable         = \"yes\"\n\
    cash_equivalent = \"no\"\n\
    forfeited       = \"never\"\n\
    once_given      = \"kept\"";

/// All of it goes back with a refund or a cancellation.
const RETURNED: &str = "{ on = [\"refunded\", \"cancelled\"], take = \"full\", window = \
    \"without_end\", refund_target = \"proportional\", flat_part = \"returned\" }";

/// A plan that gives a hamper for each payment, with some of its words said otherwise.
fn hampers(words: &[(&str, &str)]) -> Company {
    let plain = [("pays", "{ gift = \"hamper\" }"), ("tables", HAMPER)];
    let is_said = |word: &str| words.iter().any(|(said, _)| *said == word);
    let rest = plain.into_iter().filter(|(word, _)| !is_said(word));
    under(&rest.chain(words.iter().copied()).collect::<Vec<_>>())
}

/// The hamper, claimed at its fair value when its deal is off.
fn claimed() -> String {
    HAMPER.replace("\"kept\"", "\"claimed\"")
}

/// What of a unit is held, there, gone and forfeited.
fn stands(company: &Company, payee: &str, unit: Unit) -> [i64; 4] {
    let its = company.payee(payee).in_kind;
    let its = its.into_iter().find(|it| it.held.unit() == unit).unwrap();
    [its.held, its.usable, its.redeemed, its.expired].map(Amount::minor)
}

fn gifts(company: &Company, payee: &str) -> [i64; 4] {
    stands(company, payee, Unit::GIFT)
}

/// What gifts cost, what Ana's are owed for, what their givers are owed.
fn books(company: &Company) -> [String; 3] {
    ["Expenses:Gifts", "Liabilities:Incentives:Gifts:ana", "Liabilities:AccountsPayable"]
        .map(|account| company.balance(account))
}

/// Ana's deal `D`, and a hamper for each of so many payments of 1,000.00.
fn earns(company: &mut Company, payments: &[&str]) {
    if company.journal.ledger().deal(DealId::named("D")).is_none() {
        company.sells("ana", "D", LeadKind::NewEquipment);
    }
    for payment in payments {
        let heard = company.receives(payment, "D", amount!(1_000.00 USD));
        assert_eq!(said(&heard), ["ana 1"]);
    }
}

fn handed(company: &mut Company, row: &str) -> Heard {
    let today = company.now().to_string()[..10].to_owned();
    company.tell("hr", hand_over(row, "ana", "hamper", &today)).unwrap()
}

#[test]
fn a_gift_is_booked_at_its_fair_value_owed_and_handed_over() {
    let mut company = hampers(&[]);
    earns(&mut company, &["P1"]);
    assert_eq!(gifts(&company, "ana"), [0, 1, 0, 0]);
    assert_eq!(books(&company), ["150.00", "-150.00", "0"]);
    // It is no money: no run pays it.
    assert_eq!(company.payee("ana").payable, amount!(0.00 USD));
    let owed = company.journal.ledger().gifts(&id("ana"));
    assert_eq!((owed[0].gift.as_str(), owed[0].fair_value), ("hamper", amount!(150.00 USD)));
    assert_eq!((owed[0].owed_from, owed[0].forfeited_on), (Some(day("2026-01-10")), None));
    company.tell("hr", hand_over("H1", "ana", "hamper", "2026-01-10")).unwrap();
    assert_eq!(gifts(&company, "ana"), [0, 0, 1, 0]);
    // Whoever gave it for the company is owed what it is worth.
    assert_eq!(books(&company), ["150.00", "0", "-150.00"]);
    assert_eq!(company.balance("Memo:Redeemed"), "-1");
    assert_eq!(company.journal.ledger().gifts(&id("ana")), []);
    company.on("2026-02-01");
    assert_eq!(company.pays("2026-01"), amount!(0.00 USD));
    company.obeys_the_laws();
}

#[test]
fn the_why_names_the_gift_its_fair_value_and_when_it_is_owed() {
    let year = HAMPER.replace("\"never\"", "{ months = 12 }");
    let words = [("hold", "{ days = 30, after = \"paid\" }"), ("tables", year.as_str())];
    let mut company = hampers(&words);
    company.sells("ana", "D", LeadKind::NewEquipment);
    let heard = company.receives("P1", "D", amount!(1_000.00 USD));
    let why = &whys(&heard)[0];
    assert!(why.starts_with("1 gift to ana for deal "), "{why}");
    let end = "\n  flat 1 gift\
        \n  the gift is hamper, of a fair value of 150.00 USD: taxable, no cash equivalent\
        \n  it is forfeited when it is not handed over within 12 months\
        \n  held, and can be handed over from 2026-02-09";
    assert!(why.ends_with(end), "{why}");
    company.obeys_the_laws();
}

#[test]
fn a_gift_that_is_held_is_not_handed_over_before_its_day() {
    let mut company = hampers(&[("hold", "{ days = 30, after = \"paid\" }")]);
    earns(&mut company, &["P1"]);
    assert_eq!(gifts(&company, "ana"), [1, 0, 0, 0]);
    assert_eq!(company.journal.ledger().gifts(&id("ana"))[0].owed_from, None);
    // 10 January and 30 days: 9 February.
    company.on("2026-02-08");
    let early = company.tell("hr", hand_over("H1", "ana", "hamper", "2026-02-08"));
    assert_eq!(early.unwrap_err().code(), "R4711");
    company.on("2026-02-10").passes_days();
    assert_eq!(gifts(&company, "ana"), [0, 1, 0, 0]);
    company.tell("hr", hand_over("H1", "ana", "hamper", "2026-02-09")).unwrap();
    company.obeys_the_laws();
}

#[test]
fn a_gift_waits_for_an_approval_and_for_a_hold_by_hand_as_money_does() {
    let mut company = hampers(&[("hold", "{ until = \"approved\" }")]);
    earns(&mut company, &["P1"]);
    assert_eq!(company.journal.ledger().awaiting_approval()[0].1, amount!(1 gift));
    company.tell("controller", approve_reward("A1", reward("D", "ana"), amount!(1 gift))).unwrap();
    assert_eq!(gifts(&company, "ana"), [0, 1, 0, 0]);
    company.tell("auditor", hold_reward("H1", reward("D", "ana"))).unwrap();
    assert_eq!(company.payee("ana").in_kind[0].on_hold, amount!(1 gift));
    let no = company.tell("hr", hand_over("H1", "ana", "hamper", "2026-01-10")).unwrap_err();
    let sentence = "payee ana has no gift hamper to be handed over on 2026-01-10: what is held, on \
                    hold, handed over or forfeited is not there";
    assert_eq!(no.to_string(), sentence);
    company.tell("controller", release_reward("H1")).unwrap();
    company.tell("hr", hand_over("H1", "ana", "hamper", "2026-01-10")).unwrap();
    company.obeys_the_laws();
}

#[test]
fn a_gift_that_waits_for_a_milestone_is_owed_when_it_is_reached_or_is_gone() {
    let words = [("on", "\"accepted\""), ("hold", "{ until = \"won\" }")];
    let mut company = hampers(&words);
    for lead in ["D", "E"] {
        company.reports("ana", lead, LeadKind::NewEquipment);
        assert_eq!(said(&company.accepts(lead)), ["ana 1"]);
    }
    company.wins("D");
    assert_eq!(gifts(&company, "ana"), [1, 1, 0, 0]);
    // The other lead comes to nothing: what waited for its win is gone.
    let (lead, lost_on, reason) = (LeadId::named("E"), day("2026-01-10"), id("too-dear"));
    let heard = company.tell("sales", LoseLead { lead, lost_on, reason }).unwrap();
    assert_eq!(said(&heard), ["ana -1"]);
    assert_eq!(gifts(&company, "ana"), [0, 1, 0, 0]);
    assert_eq!(books(&company), ["150.00", "-150.00", "0"]);
    company.obeys_the_laws();
}

#[test]
fn the_gift_owed_the_longest_goes_first_and_each_by_its_name() {
    let both = format!("{HAMPER}\n{}", HAMPER.replace("hamper", "card").replace("150", "50"));
    let more = "[[component]]\nid = \"second\"\non = \"paid\"\n[[component.rule]]\nid = \"card\"\n\
        because = \"a story\"\nwhen = \"always\"\npayee = \"originator\"\n\
        pays = { gift = \"card\" }\nhold = \"none\"\nclawback = \"none\"";
    let mut company = hampers(&[("tables", both.as_str()), ("more", more)]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    let heard = company.receives("P1", "D", amount!(10.00 USD));
    assert_eq!(said(&heard), ["ana 1", "ana 1"]);
    // 150.00 + 50.00.
    assert_eq!(books(&company), ["200.00", "-200.00", "0"]);
    company.tell("hr", hand_over("H1", "ana", "card", "2026-01-10")).unwrap();
    assert_eq!(books(&company), ["200.00", "-150.00", "-50.00"]);
    let no = company.tell("hr", hand_over("H2", "ana", "card", "2026-01-10"));
    assert_eq!(no.unwrap_err().code(), "R4711");
    company.tell("hr", hand_over("H2", "ana", "hamper", "2026-01-10")).unwrap();
    assert_eq!(books(&company), ["200.00", "0", "-200.00"]);
    company.obeys_the_laws();
}

#[test]
fn everyone_credited_is_given_one_each() {
    let mut company = hampers(&[("payee", "\"each_in_full\"")]);
    company.sells_with("ana", "D", &[("co_source", "ben")]);
    assert_eq!(said(&company.receives("P1", "D", amount!(1.00 USD))), ["ana 1", "ben 1"]);
    assert_eq!(company.balance("Expenses:Gifts"), "300.00");
    company.obeys_the_laws();
}

#[test]
fn a_gift_that_is_not_handed_over_in_time_is_forfeited_and_its_cost_comes_back() {
    let soon = HAMPER.replace("\"never\"", "{ months = 3 }");
    let mut company = hampers(&[("tables", soon.as_str())]);
    earns(&mut company, &["P1"]);
    let owed = company.journal.ledger().gifts(&id("ana"));
    assert_eq!(owed[0].forfeited_on, Some(day("2026-04-10")));
    company.on("2026-04-10").passes_days();
    assert_eq!(gifts(&company, "ana"), [0, 1, 0, 0]);
    let no = company.tell("hr", hand_over("H1", "ana", "hamper", "2026-04-10"));
    assert_eq!(no.unwrap_err().code(), "R4711");
    company.on("2026-04-11").passes_days();
    assert_eq!(gifts(&company, "ana"), [0, 0, 0, 1]);
    assert_eq!(books(&company), ["0", "0", "0"]);
    company.obeys_the_laws();
}

#[test]
fn a_gift_is_taken_back_whole_when_nothing_of_its_cause_is_left() {
    let mut company = hampers(&[("clawback", RETURNED)]);
    earns(&mut company, &["P1", "P2"]);
    // Half of the first payment goes back: something of it is left, and so is the gift.
    assert_eq!(said(&company.refunds("F1", "P1", amount!(999.99 USD))), ["ana 0"]);
    assert_eq!(gifts(&company, "ana"), [0, 2, 0, 0]);
    assert_eq!(said(&company.refunds("F2", "P1", amount!(0.01 USD))), ["ana -1"]);
    assert_eq!(gifts(&company, "ana"), [0, 1, 0, 0]);
    assert_eq!(books(&company), ["150.00", "-150.00", "0"]);
    company.retracts_refund("F2");
    assert_eq!(gifts(&company, "ana"), [0, 2, 0, 0]);
    assert_eq!(books(&company), ["300.00", "-300.00", "0"]);
    assert_eq!(said(&company.cancels("D")), ["ana -2"]);
    assert_eq!(books(&company), ["0", "0", "0"]);
    company.obeys_the_laws();
}

#[test]
fn a_gift_that_was_handed_over_stays_where_the_plan_lets_it_be_kept() {
    let mut company = hampers(&[("clawback", RETURNED)]);
    earns(&mut company, &["P1"]);
    handed(&mut company, "H1");
    let heard = company.cancels("D");
    assert_eq!(said(&heard), ["ana 0"]);
    assert_eq!(gifts(&company, "ana"), [0, 0, 1, 0]);
    assert_eq!(company.payee("ana").owes, amount!(0.00 USD));
    assert_eq!(books(&company), ["150.00", "0", "-150.00"]);
    // It is kept because it was handed over: it is not owed again though that never was.
    let fact = FactRef::Redemption(RedemptionId::named("H1"));
    let no = company.tell("hr", Retract { fact, reason: id("wrong-person") }).unwrap_err();
    assert_eq!(no.code(), "R4715");
    assert_eq!(gifts(&company, "ana"), [0, 0, 1, 0]);
    company.obeys_the_laws();
}

#[test]
fn a_gift_that_was_handed_over_is_claimed_at_its_fair_value_where_the_plan_says_so() {
    let cash = "[[component]]\nid = \"second\"\non = \"paid\"\n[[component.rule]]\nid = \"cash\"\n\
        because = \"a story\"\nwhen = \"always\"\npayee = \"originator\"\n\
        pays = { flat = \"100.00 USD\" }\nhold = \"none\"\nclawback = \"none\"";
    let tables = claimed();
    let words = [("clawback", RETURNED), ("tables", tables.as_str()), ("more", cash)];
    let mut company = hampers(&words);
    company.sells("ana", "D", LeadKind::NewEquipment);
    company.receives("P1", "D", amount!(1_000.00 USD));
    handed(&mut company, "H1");
    let heard = company.refunds("F1", "P1", amount!(1_000.00 USD));
    assert_eq!(said(&heard), ["ana -1", "ana -150.00", "ana 0.00"]);
    let why = &whys(&heard)[1];
    assert!(why.starts_with("150.00 USD taken back from ana for deal "), "{why}");
    let end = "\n  the gift was handed over and stays: its fair value of 150.00 USD is owed back";
    assert!(why.ends_with(end), "{why}");
    assert_eq!(company.payee("ana").owes, amount!(150.00 USD));
    // What it cost is covered by what she owes: 150.00 - 150.00.
    assert_eq!(books(&company), ["0", "0", "-150.00"]);
    assert_eq!(company.balance("Assets:ClawbackReceivable:ana"), "150.00");
    // The next run keeps her 100.00 against it, and 50.00 stay owed.
    company.on("2026-02-01");
    assert_eq!(company.pays("2026-01"), amount!(0.00 USD));
    assert_eq!(company.payee("ana").owes, amount!(50.00 USD));
    company.obeys_the_laws();
    // What was kept from pay is money, and does not come back with the gift.
    let fact = FactRef::Refund(RefundId::named("F1"));
    let no = company.tell("bank", Retract { fact, reason: id("told-twice") }).unwrap_err();
    assert_eq!(no.code(), "R4714");
}

#[test]
fn a_claim_is_gone_with_the_refund_that_made_it() {
    let tables = claimed();
    let mut company = hampers(&[("clawback", RETURNED), ("tables", tables.as_str())]);
    earns(&mut company, &["P1"]);
    handed(&mut company, "H1");
    company.refunds("F1", "P1", amount!(1_000.00 USD));
    // The handing over cannot be undone while its value is claimed.
    let fact = FactRef::Redemption(RedemptionId::named("H1"));
    let no = company.tell("hr", Retract { fact, reason: id("wrong-person") }).unwrap_err();
    assert_eq!(no.code(), "R4713");
    company.retracts_refund("F1");
    assert_eq!(company.payee("ana").owes, amount!(0.00 USD));
    assert_eq!(books(&company), ["150.00", "0", "-150.00"]);
    assert_eq!(gifts(&company, "ana"), [0, 0, 1, 0]);
    company.obeys_the_laws();
    // And a cancellation claims it again.
    assert_eq!(said(&company.cancels("D")), ["ana -1", "ana -150.00"]);
    company.obeys_the_laws();
}

#[test]
fn a_refund_told_by_mistake_of_a_deal_that_is_off_leaves_the_claim() {
    let tables = claimed();
    let mut company = hampers(&[("clawback", RETURNED), ("tables", tables.as_str())]);
    earns(&mut company, &["P1"]);
    handed(&mut company, "H1");
    company.refunds("F1", "P1", amount!(1_000.00 USD));
    company.cancels("D");
    // The refund never was, and the deal is off all the same: the hamper stays claimed.
    company.retracts_refund("F1");
    assert_eq!(company.payee("ana").owes, amount!(150.00 USD));
    assert_eq!(company.balance("Assets:ClawbackReceivable:ana"), "150.00");
    company.obeys_the_laws();
}

#[test]
fn who_has_left_is_not_asked_for_a_gift_where_clawbacks_are_waived() {
    for word in ["waived", "only_what_is_unpaid"] {
        let tables = claimed();
        let leaver = format!("\"keeps_what_was_triggered\"\nclawback_after_exit = \"{word}\"");
        let words = [("clawback", RETURNED), ("tables", &*tables), ("leaver", &*leaver)];
        let mut company = hampers(&words);
        earns(&mut company, &["P1"]);
        handed(&mut company, "H1");
        company.leaves("ana", "2026-01-10");
        let heard = company.on("2026-01-12").refunds("F1", "P1", amount!(1_000.00 USD));
        assert_eq!(said(&heard), ["ana 0"]);
        assert_eq!(company.payee("ana").owes, amount!(0.00 USD));
        assert_eq!(company.balance("Assets:ClawbackReceivable:ana"), "0");
        assert_eq!(books(&company), ["150.00", "0", "-150.00"]);
        company.obeys_the_laws();
    }
}

#[test]
fn a_handing_over_told_by_mistake_is_put_back() {
    let mut company = hampers(&[]);
    earns(&mut company, &["P1"]);
    handed(&mut company, "H1");
    let again = company.tell("hr", hand_over("H1", "ana", "hamper", "2026-01-09"));
    assert_eq!(again.unwrap_err().code(), "R0001");
    let fact = FactRef::Redemption(RedemptionId::named("H1"));
    company.tell("hr", Retract { fact, reason: id("wrong-person") }).unwrap();
    assert_eq!(gifts(&company, "ana"), [0, 1, 0, 0]);
    assert_eq!(books(&company), ["150.00", "-150.00", "0"]);
    assert_eq!(company.journal.ledger().gifts_given(day("2026-01-01"), day("2026-12-31")), []);
    handed(&mut company, "H2");
    company.obeys_the_laws();
}

#[test]
fn a_payment_told_by_mistake_takes_its_gift_with_it() {
    let mut company = hampers(&[]);
    earns(&mut company, &["P1", "P2"]);
    handed(&mut company, "H1");
    // The first one's gift is Ana's; the second's is taken, whatever the clawback says.
    assert_eq!(said(&company.retracts_payment("P2")), ["ana -1"]);
    assert_eq!(said(&company.retracts_payment("P1")), ["ana 0"]);
    assert_eq!(gifts(&company, "ana"), [0, 0, 1, 0]);
    company.obeys_the_laws();
}

/// Hampers of 10 January and of 1 February that vest 30 days later, under a plan whose leavers
/// forfeit.
fn ana_has_gifts_that_wait(tables: &str) -> Company {
    let forfeits = ("leaver", "\"forfeits_what_is_not_vested\"\nclawback_after_exit = \"pursued\"");
    let hold = ("hold", "{ days = 30, after = \"paid\" }");
    let mut company = hampers(&[forfeits, hold, ("tables", tables)]);
    earns(&mut company, &["P1"]);
    company.on("2026-02-01");
    earns(&mut company, &["P2"]);
    company
}

#[test]
fn who_leaves_forfeits_the_gifts_that_had_not_vested() {
    let mut company = ana_has_gifts_that_wait(HAMPER);
    company.leaves("ana", "2026-02-15");
    // One vested on 9 February and is hers; the other would have on 3 March.
    assert_eq!(said(&company.on("2026-02-16").passes_days()), ["ana -1"]);
    assert_eq!(gifts(&company, "ana"), [0, 1, 0, 0]);
    assert_eq!(books(&company), ["150.00", "-150.00", "0"]);
    // What is hers can be handed over after the last day, too.
    company.tell("hr", hand_over("H1", "ana", "hamper", "2026-02-16")).unwrap();
    company.obeys_the_laws();
}

#[test]
fn a_leaving_told_late_takes_what_vested_since_and_was_not_handed_over() {
    let mut company = ana_has_gifts_that_wait(&claimed());
    company.on("2026-03-10").passes_days();
    // The oldest goes first, and is hers; the one of 3 March is forfeited.
    company.tell("hr", hand_over("H1", "ana", "hamper", "2026-03-10")).unwrap();
    assert_eq!(said(&company.leaves("ana", "2026-02-15")), ["ana -1"]);
    assert_eq!(gifts(&company, "ana"), [0, 0, 1, 0]);
    assert_eq!(company.payee("ana").owes, amount!(0.00 USD));
    company.obeys_the_laws();
}

#[test]
fn the_roll_of_taxable_gifts_is_by_payee_and_month_of_the_handing_over() {
    let free = HAMPER.replace("hamper", "mug").replace("\"yes\"", "\"no\"").replace("150", "9");
    let both = format!("{HAMPER}\n{free}");
    let more = "[[component]]\nid = \"second\"\non = \"paid\"\n[[component.rule]]\nid = \"mug\"\n\
        because = \"a story\"\nwhen = \"always\"\npayee = \"originator\"\n\
        pays = { gift = \"mug\" }\nhold = \"none\"\nclawback = \"none\"";
    let mut company = hampers(&[("tables", both.as_str()), ("more", more)]);
    company.sells("ana", "D", LeadKind::NewEquipment);
    for payment in ["P1", "P2", "P3"] {
        company.receives(payment, "D", amount!(10.00 USD));
    }
    company.on("2026-02-10");
    for (row, gift, on) in [
        ("H1", "hamper", "2026-01-31"),
        ("H2", "hamper", "2026-02-01"),
        ("H3", "hamper", "2026-02-09"),
        ("H4", "mug", "2026-02-09"),
    ] {
        company.tell("hr", hand_over(row, "ana", gift, on)).unwrap();
    }
    let ledger = company.journal.ledger();
    let roll = ledger.taxable_gifts(day("2026-01-01"), day("2026-02-28"));
    let roll: Vec<_> = roll.iter().map(|it| (it.month.to_string(), it.fair_value)).collect();
    // February: 2 x 150.00; the mug is not taxable.
    let wanted = [("2026-01", amount!(150.00 USD)), ("2026-02", amount!(300.00 USD))];
    assert_eq!(roll, wanted.map(|(month, sum)| (month.to_owned(), sum)));
    let given = ledger.gifts_given(day("2026-02-09"), day("2026-02-09"));
    let given: Vec<_> = given.iter().map(|it| (it.gift.as_str(), it.given_by.as_str())).collect();
    assert_eq!(given, [("hamper", "boss"), ("mug", "boss")]);
    company.obeys_the_laws();
}

const ANA_IN_FEBRUARY: &str = r#"Rewards of ana, 2026-02, open: may still change
================================================================================

TAKEN BACK                                                                   USD
2026-02-20  deal 2a3e3807, refund c3343dd9 of 1000.00 USD                 150.00
            it takes back from payment c7d9f1d3
            rule main of plan@1
            "a story"
            the gift was handed over and stays: its fair value of 150.00 USD is
              owed back
                                                                ----------------
            taken back in all                                             150.00

GIFTS: AWARDED                                                              gift
2026-02-01  deal 2a3e3807, payment dd2f82a8 of 1000.00 USD                     1
            rule main of plan@1
            "a story"
            flat 1 gift
            the gift is hamper, of a fair value of 150.00 USD: taxable, no cash
              equivalent
            held, and can be handed over from 2026-02-11

GIFTS: TAKEN BACK                                                           gift
2026-02-20  deal 2a3e3807, refund c3343dd9 of 1000.00 USD                      1
            it takes back from payment c7d9f1d3
            rule main of plan@1
            "a story"
            1000.00 USD of 1000.00 USD went back: of 1 gift accrued, 0 gift
              should remain
            1 gift is there, 0 gift should remain: 1 gift is taken back
            1 gift of it was handed over and stays
2026-02-20  deal 2a3e3807, refund 3a13ee88 of 1000.00 USD                      1
            it takes back from payment dd2f82a8
            rule main of plan@1
            "a story"
            1000.00 USD of 1000.00 USD went back: of 1 gift accrued, 0 gift
              should remain
            1 gift is there, 0 gift should remain: 1 gift is taken back
            1 gift of it could be handed over and is gone

GIFTS: CAN BE HANDED OVER NOW                                               gift
2026-02-11  1 amount held until this day                                       1

GIFTS: HANDED OVER, AND FORFEITED                                           gift
2026-02-01  hamper was handed over                                             1
            by boss; redemption b4a9a879

GIFTS: WHERE THEY STAND NOW                                                 gift
  held, each until its day                                                     0
+ to be handed over                                                            0

THE SUM                                                                      USD
  brought in from before 2026-02                                            0.00
+ earned                                                                    0.00
- taken back                                                              150.00
- paid                                                                      0.00
                                                                ----------------
= carried out of 2026-02                                                 -150.00
  (below zero: more is owed back than is to come)
"#;

#[test]
fn a_statement_tells_gifts_apart_from_money() {
    let tables = claimed();
    let words = [
        ("hold", "{ days = 10, after = \"paid\" }"),
        ("clawback", RETURNED),
        ("tables", tables.as_str()),
    ];
    let mut company = hampers(&words);
    earns(&mut company, &["P1"]);
    company.on("2026-02-01").passes_days();
    earns(&mut company, &["P2"]);
    company.tell("hr", hand_over("H1", "ana", "hamper", "2026-02-01")).unwrap();
    company.on("2026-02-20").passes_days();
    company.refunds("F1", "P1", amount!(1_000.00 USD));
    company.refunds("F2", "P2", amount!(1_000.00 USD));
    company.on("2026-03-01").passes_days();
    let (ledger, ana) = (company.journal.ledger(), id("ana"));
    let statement = Statement::of(ledger, &company.journal, &ana, id("2026-02")).unwrap();
    let page = statement.render(&Directory::new());
    assert_eq!(page.split("\nWHERE THAT STANDS NOW").next().unwrap(), ANA_IN_FEBRUARY);
}

#[test]
fn the_books_have_gifts_as_a_commodity_of_their_own() {
    let mut company = hampers(&[]);
    earns(&mut company, &["P1"]);
    handed(&mut company, "H1");
    let mut text = Vec::new();
    write_books(&company.journal, &AccountMap::plain(Grammar::Hledger), &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    for line in ["commodity gift\n", "account Expenses:Gifts\n", " redeemed\n", " 1 gift\n"] {
        assert!(text.contains(line), "{line}{text}");
    }
}

/// A badge for an early warning, told to the branch and to the account team.
const BADGE: &str = "[[recognition]]\n\
    id   = \"early-warning\"\n\
    tell = [\"branch\", \"account-team\"]";

/// A plan that gives a badge for each payment, with some of its words said otherwise.
fn badges(words: &[(&str, &str)]) -> Company {
    let plain = [("pays", "{ recognition = \"early-warning\" }"), ("tables", BADGE)];
    hampers(&[&plain, words].concat())
}

fn badges_of(company: &Company) -> [i64; 4] {
    stands(company, "ana", Unit::BADGE)
}

#[test]
fn a_badge_has_no_value_and_no_entries_and_the_host_is_told_of_it_by_day() {
    let mut company = badges(&[("hold", "{ days = 30, after = \"paid\" }")]);
    company.sells("ana", "D", LeadKind::UnhappyCustomer);
    let heard = company.receives("P1", "D", amount!(10.00 USD));
    let why = &whys(&heard)[0];
    let end = "\n  flat 1 badge\
        \n  the badge is early-warning; told to branch, account-team\
        \n  held, and given on 2026-02-09";
    assert!(why.ends_with(end), "{why}");
    assert_eq!(badges_of(&company), [1, 0, 0, 0]);
    assert!(company.journal.ledger().trial_balance().rows().is_empty());
    company.on("2026-02-10").passes_days();
    assert_eq!(badges_of(&company), [0, 1, 0, 0]);
    assert!(company.journal.ledger().trial_balance().rows().is_empty());
    let ledger = company.journal.ledger();
    assert_eq!(ledger.recognitions(day("2026-01-01"), day("2026-02-08")), []);
    let told = ledger.recognitions(day("2026-02-09"), day("2026-02-09"));
    assert_eq!((told[0].payee.as_str(), told[0].badge.as_str()), ("ana", "early-warning"));
    let tell: Vec<&str> = told[0].tell.iter().map(|role| role.as_str()).collect();
    assert_eq!((tell, told[0].is_withdrawn), (vec!["branch", "account-team"], false));
    company.obeys_the_laws();
}

#[test]
fn a_badge_waits_for_its_approval() {
    let mut company = badges(&[("hold", "{ until = \"approved\" }")]);
    earns(&mut company, &["P1"]);
    let ledger = company.journal.ledger();
    assert_eq!(ledger.recognitions(day("2026-01-01"), day("2026-12-31")), []);
    company.tell("controller", approve_reward("A1", reward("D", "ana"), amount!(1 badge))).unwrap();
    assert_eq!(badges_of(&company), [0, 1, 0, 0]);
    let told = company.journal.ledger().recognitions(day("2026-01-10"), day("2026-01-10"));
    assert_eq!(told.len(), 1);
    company.obeys_the_laws();
}

#[test]
fn a_badge_is_withdrawn_with_its_cause_and_the_host_can_see_it() {
    let mut company = badges(&[("clawback", RETURNED)]);
    earns(&mut company, &["P1"]);
    assert_eq!(said(&company.refunds("F1", "P1", amount!(500.00 USD))), ["ana 0"]);
    assert_eq!(said(&company.cancels("D")), ["ana -1"]);
    assert_eq!(badges_of(&company), [0, 0, 0, 0]);
    let told = company.journal.ledger().recognitions(day("2026-01-10"), day("2026-01-10"));
    assert!(told[0].is_withdrawn);
    let no = redeem("R1", "ana", amount!(1 badge), "2026-01-10");
    assert_eq!(company.tell("shop", no).unwrap_err().code(), "R4712");
    company.obeys_the_laws();
}

const BADGES_OF_ANA: &str = r#"Rewards of ana, 2026-01, open: may still change
================================================================================

RECOGNITION: AWARDED                                                       badge
2026-01-10  deal 2a3e3807, payment c7d9f1d3 of 1000.00 USD                     1
            rule main of plan@1
            "a story"
            flat 1 badge
            the badge is early-warning; told to branch, account-team
            given on 2026-01-10
2026-01-10  deal 2a3e3807, payment dd2f82a8 of 1000.00 USD                     1
            rule main of plan@1
            "a story"
            flat 1 badge
            the badge is early-warning; told to branch, account-team
            given on 2026-01-10

RECOGNITION: WITHDRAWN                                                     badge
2026-01-10  deal 2a3e3807, refund c3343dd9 of 1000.00 USD                      1
            it takes back from payment dd2f82a8
            rule main of plan@1
            "a story"
            1000.00 USD of 1000.00 USD went back: of 1 badge accrued, 0 badge
              should remain
            1 badge is there, 0 badge should remain: 1 badge is taken back
            1 badge of it was given and is gone

RECOGNITION: WHERE THEY STAND NOW                                          badge
  held, each until its day                                                     0
+ given                                                                        1
"#;

#[test]
fn a_statement_lists_recognition() {
    let mut company = badges(&[("clawback", RETURNED)]);
    earns(&mut company, &["P1", "P2"]);
    company.refunds("F1", "P2", amount!(1_000.00 USD));
    company.on("2026-02-01").passes_days();
    let (ledger, ana) = (company.journal.ledger(), id("ana"));
    let statement = Statement::of(ledger, &company.journal, &ana, id("2026-01")).unwrap();
    let page = statement.render(&Directory::new());
    let recognition = page.split("\nTHE SUM").next().unwrap();
    assert_eq!(recognition, BADGES_OF_ANA);
}
