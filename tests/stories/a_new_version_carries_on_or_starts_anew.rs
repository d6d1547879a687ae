//! A version that begins in the middle of a period: what tables, floors and caps counted under the
//! one before it goes on, or begins at nothing. The same facts under both words.

use crate::options::plan;
use crate::support::{Company, said};
use referral_ledger::amount;
use referral_ledger::command::{PlanText, PublishPlan};

/// 2% of what a payee collects in a quarter, and more above 10,000.
fn table(above: &str) -> String {
    format!(
        "[[tiers]]\nid = \"t\"\nmeasure = \"collected\"\n\
         accumulate = {{ per = \"payee\", period = \"quarter\" }}\nboundary = \"upper\"\n\
         steps = [{{ above = \"0 USD\", rate = \"2%\", way = \"marginal\" }}, \
         {{ above = \"10_000 USD\", rate = \"{above}\", way = \"marginal\" }}]\n"
    )
}

/// A cap of a payee's quarter.
fn cap(most: &str) -> String {
    format!(
        "[[cap]]\nid = \"c\"\nbecause = \"a story\"\nrules = [\"main\"]\non = \"amount\"\n\
         at_most = \"{most}\"\nper = {{ per = \"payee\", period = \"quarter\" }}\n\
         excess = \"forfeited\"\nafter_reversal = \"freed\"\n"
    )
}

/// A floor of a payee's quarter.
fn floor(least: &str) -> String {
    format!(
        "[[floor]]\nid = \"f\"\nbecause = \"a story\"\nrules = [\"main\"]\nat_least = \"{least}\"\n\
         per = {{ per = \"payee\", period = \"quarter\" }}\nfrom = \"first_fact\"\nuplift = \"returned\"\n"
    )
}

/// What two versions have in common: each fact is under the one in force on its day.
const BY_DAY: (&str, &str) = ("chosen_by", "\"milestone\"");
const FIRST: (&str, &str) = ("effective", "{ from = 2026-01-01 }");
const SECOND: (&str, &str) = ("effective", "{ from = 2026-02-01 }");
const VERSION: (&str, &str) = ("version", "\"2\"");

/// The second version, from February on, with this word on accumulators.
fn second(word: &str, words: &[(&str, &str)]) -> String {
    let head = if word.is_empty() { String::new() } else { format!("accumulators = \"{word}\"\n") };
    plan(&[words, &[BY_DAY, SECOND, VERSION, ("head", &head)]].concat())
}

/// What ana gets of 8,000 collected in January and 6,000 in February, under two versions.
fn earned(first: &[(&str, &str)], then: &[(&str, &str)], word: &str) -> Vec<String> {
    let mut company = Company::with_plan(&plan(&[first, &[BY_DAY, FIRST]].concat()));
    company.on("2026-01-10");
    company.tell("finance", PublishPlan { text: PlanText::new(&second(word, then)) }).unwrap();
    company.sells_for("D", vec![]);
    let mut earned = said(&company.receives("P1", "D", amount!(8_000.00 USD)));
    company.on("2026-02-10");
    earned.extend(said(&company.receives("P2", "D", amount!(6_000.00 USD))));
    company.obeys_the_laws();
    earned
}

#[test]
fn a_table_pays_on_from_where_the_old_one_stopped_or_from_nothing() {
    let pays = ("pays", "{ tiers = \"t\", of = \"collected\" }");
    let (old, new) = (table("3%"), table("5%"));
    let under = |word| earned(&[pays, ("tables", &old)], &[pays, ("tables", &new)], word);
    // January: 8,000 x 2% = 160. February goes from 8,000 to 14,000: 2,000 x 2% + 4,000 x 5%,
    // at the new rate, which changes nothing of January.
    assert_eq!(under("carry_on"), ["ana 160.00", "ana 240.00"]);
    // Anew it goes from 0 to 6,000: x 2%.
    assert_eq!(under("start_anew"), ["ana 160.00", "ana 120.00"]);
}

#[test]
fn a_cap_counts_what_the_old_one_let_through_or_begins_with_all_its_room() {
    let (old, new) = (cap("1_000 USD"), cap("1_100 USD"));
    let order = ("order", "[\"rate\", \"payee_cap\", \"round\"]");
    let under = |word| earned(&[order, ("tables", &old)], &[order, ("tables", &new)], word);
    // 10% of 8,000 is 800; of 6,000 it is 600, and 1,100 leave room for 300.
    assert_eq!(under("carry_on"), ["ana 800.00", "ana 300.00"]);
    assert_eq!(under("start_anew"), ["ana 800.00", "ana 600.00"]);
    // A lower cap than what was paid leaves no room, and takes nothing back.
    let lower = cap("500 USD");
    let paid = earned(&[order, ("tables", &old)], &[order, ("tables", &lower)], "carry_on");
    assert_eq!(paid, ["ana 800.00", "ana 0.00"]);
}

#[test]
fn a_floor_knows_what_the_old_one_paid_or_raises_again() {
    let (old, new) = (floor("1_000 USD"), floor("1_200 USD"));
    let order = ("order", "[\"rate\", \"floor\", \"round\"]");
    let under = |word| earned(&[order, ("tables", &old)], &[order, ("tables", &new)], word);
    // January: 800 is raised to 1,000. February: 800 + 600 = 1,400 is above 1,200, less 1,000.
    assert_eq!(under("carry_on"), ["ana 1000.00", "ana 400.00"]);
    // Anew: 600 is raised to 1,200.
    assert_eq!(under("start_anew"), ["ana 1000.00", "ana 1200.00"]);
}

#[test]
fn three_versions_count_in_one_counter_and_a_refund_frees_it_for_all() {
    let (first, later) = (cap("1_000 USD"), cap("1_000 USD"));
    let order = ("order", "[\"rate\", \"payee_cap\", \"round\"]");
    let words = [order, ("tables", later.as_str()), ("clawback", crate::options::CLAWBACK)];
    let open = [order, ("tables", first.as_str()), ("clawback", crate::options::CLAWBACK)];
    let mut company = Company::with_plan(&plan(&[&open[..], &[BY_DAY, FIRST]].concat()));
    company.on("2026-01-10");
    let third = second("carry_on", &words).replace("2026-02-01", "2026-03-01");
    let third = third.replace("version    = \"2\"", "version    = \"3\"");
    for text in [second("carry_on", &words), third] {
        company.tell("finance", PublishPlan { text: PlanText::new(&text) }).unwrap();
    }
    company.sells_for("D", vec![]);
    assert_eq!(said(&company.receives("P1", "D", amount!(8_000.00 USD))), ["ana 800.00"]);
    company.on("2026-02-10");
    assert_eq!(said(&company.receives("P2", "D", amount!(3_000.00 USD))), ["ana 200.00"]);
    company.on("2026-03-10");
    assert_eq!(said(&company.receives("P3", "D", amount!(1_000.00 USD))), ["ana 0.00"]);
    // January's payment goes back: 800 of room, of which 100 are asked for in March.
    assert_eq!(said(&company.refunds("R1", "P1", amount!(8_000.00 USD))), ["ana -800.00"]);
    assert_eq!(said(&company.receives("P4", "D", amount!(1_000.00 USD))), ["ana 100.00"]);
    company.obeys_the_laws();
}

#[test]
fn what_has_another_id_begins_at_nothing_whatever_the_word() {
    let pays = |id: &str| format!("{{ tiers = \"{id}\", of = \"collected\" }}");
    let (old, new) = (table("3%"), table("5%").replace("id = \"t\"", "id = \"u\""));
    let (first, then) = (pays("t"), pays("u"));
    let first = [("pays", first.as_str()), ("tables", &old)];
    let then = [("pays", then.as_str()), ("tables", &new)];
    assert_eq!(earned(&first, &then, "carry_on"), ["ana 160.00", "ana 120.00"]);
}

#[test]
fn a_version_says_which_where_it_begins_within_a_period() {
    let table = table("3%");
    let words = [("pays", "{ tiers = \"t\", of = \"collected\" }"), ("tables", table.as_str())];
    let mut company = Company::with_plan(&plan(&[&words[..], &[BY_DAY, FIRST]].concat()));
    company.on("2026-01-10");
    let mut publish =
        |text: String| company.tell("finance", PublishPlan { text: PlanText::new(&text) });
    let no = publish(second("", &words)).unwrap_err();
    assert_eq!(no.code(), "R3014");
    assert_eq!(
        no.to_string(),
        "t is counting a period when the version begins on 2026-02-01, and the version does \
         not say whether it carries on or starts anew"
    );
    // On the first day of a quarter there is nothing to carry on.
    publish(second("", &words).replace("2026-02-01", "2026-04-01")).unwrap();
}
