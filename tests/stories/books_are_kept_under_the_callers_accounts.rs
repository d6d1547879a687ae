//! The books are kept under the caller's accounts: renamed, parted by legal entity, pay group and
//! rule, with cost centres, and never two on one name unless the map says so.

use crate::support::{Company, forms, id};
use referral_ledger::amount;
use referral_ledger::command::DefinePayGroup;
use referral_ledger::id::DealId;
use referral_ledger::lead::LeadKind;
use referral_ledger::report::{
    AccountMap, ExportError, Grammar, NamedBalance, named_balances, write_books,
};

/// The account of rewards is 4711. The commission has one of its own, and a cost centre.
const BY_RULE: &str = r#"
schema = 1

[[account]]
of          = "Expenses:Incentives"
rule        = "equipment-commission"
name        = "Expenses:4712:Commission"
cost_centre = "CC-40"

[[account]]
of   = "Expenses:Incentives"
name = "Expenses:4711"

[[account]]
of   = "Liabilities:Incentives:Payable"
name = "Liabilities:2210:{payee}"
"#;

fn map(text: &str, grammar: Grammar) -> AccountMap {
    AccountMap::read(text, grammar).unwrap_or_else(|findings| panic!("{findings}"))
}

fn written(company: &Company, map: &AccountMap) -> Result<String, ExportError> {
    let mut text = Vec::new();
    write_books(&company.journal, map, &mut text)?;
    Ok(String::from_utf8(text).unwrap())
}

/// The text with single blanks: where a column begins depends on the longest name.
fn plain(text: &str) -> String {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n";
    text.lines().map(words).collect()
}

/// What stands under each name, and the sum over names is the trial balance.
fn stands(company: &Company, map: &AccountMap) -> Vec<String> {
    let rows = named_balances(&company.journal, map).unwrap();
    let trial = company.journal.ledger().trial_balance();
    for row in trial.rows() {
        let is_of = |it: &&NamedBalance| {
            (&it.entity, &it.account, it.unit) == (&row.entity, &row.account, row.unit)
        };
        let sum: i128 = rows.iter().filter(is_of).map(|it| it.minor).sum();
        assert_eq!(sum, row.minor, "{}", row.account);
    }
    rows.iter().map(|row| format!("{} {} {}", row.name, row.minor, row.unit)).collect()
}

/// Ana's tip is accepted in January: 25.00. In February 1,000.00 come in: 2 % are 20.00, held.
fn a_tip_and_a_payment() -> Company {
    let mut company = Company::new();
    company.on("2026-01-10").sells("ana", "press", LeadKind::Upgrade);
    company.on("2026-02-10").receives("p1", "press", amount!(1_000.00 USD));
    company
}

#[test]
fn a_rule_has_an_account_and_a_cost_centre_of_its_own() {
    let company = a_tip_and_a_payment();
    let map = map(BY_RULE, Grammar::Hledger);
    assert_eq!(
        stands(&company, &map),
        [
            "Expenses:4711 2500 USD",
            "Expenses:4712:Commission 2000 USD",
            "Liabilities:2210:ana -2500 USD",
            "Liabilities:Incentives:Held:ana -2000 USD",
        ]
    );
    let text = plain(&written(&company, &map).unwrap());
    for block in [
        "account Expenses:4711\naccount Expenses:4712:Commission\naccount Liabilities:2210:ana\n",
        "\ntag cost_centre\n",
        "\nExpenses:4712:Commission 20.00 USD\n; cost_centre: CC-40\n",
        "\nLiabilities:Incentives:Held:ana -20.00 USD\n",
    ] {
        assert!(text.contains(block), "{block}{text}");
    }
    // Without a cost centre in the map none is declared.
    let text = written(&company, &AccountMap::plain(Grammar::Hledger)).unwrap();
    assert!(!text.contains("cost_centre"), "{text}");
    assert!(text.contains("account Expenses:Incentives\n"), "{text}");
}

#[test]
fn each_month_ends_with_what_stands_on_the_accounts_that_moved() {
    let company = a_tip_and_a_payment();
    let text = plain(&written(&company, &AccountMap::plain(Grammar::Ledger)).unwrap());
    // January: 25.00 for the tip. February: 20.00 more; what is payable to ana did not move.
    let january = "\n2026-01-31 * (2026-01) month end\n\
        Expenses:Incentives 0.00 USD = 25.00 USD\n\
        Liabilities:Incentives:Payable:ana 0.00 USD = -25.00 USD\n\n";
    let february = "\n2026-02-28 * (2026-02) month end\n\
        Expenses:Incentives 0.00 USD = 45.00 USD\n\
        Liabilities:Incentives:Held:ana 0.00 USD = -20.00 USD\n";
    assert!(text.contains(january), "{text}");
    assert!(text.ends_with(february), "{text}");
    // beancount's balance is that at the beginning of a day.
    let text = plain(&written(&company, &AccountMap::plain(Grammar::Beancount)).unwrap());
    let january = "\n2026-02-01 balance Expenses:Incentives 25.00 USD\n\
        2026-02-01 balance Liabilities:Incentives:Payable:Z-ana -25.00 USD\n\n";
    assert!(text.contains(january), "{text}");
    assert!(text.contains("\n2026-03-01 balance Expenses:Incentives 45.00 USD\n"), "{text}");
}

#[test]
fn beancount_has_a_text_of_its_own() {
    let company = a_tip_and_a_payment();
    let text = plain(&written(&company, &map(BY_RULE, Grammar::Beancount)).unwrap());
    let press = DealId::named("press");
    let head = format!(" ^deal-{press}\nentity: \"acme\"\ndeal: \"{press}\"\n");
    for line in [
        "\noption \"tolerance_multiplier\" \"0.01\"\n",
        "\n2026-01-10 commodity USD\n",
        "\n2026-01-10 open Liabilities:2210:Z-ana USD\n",
        head.as_str(),
        "\nExpenses:4712:Commission 20.00 USD\ncost_centre: \"CC-40\"\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
}

/// Ana of `us-field` and eve of `eu-field` each bring a tip; eve's group is of another legal entity.
fn two_entities() -> Company {
    let mut company = Company::new();
    let group = DefinePayGroup { entity: id("acme-eu"), ..forms::define("eu-field", "USD") };
    company.tell("hr", group).unwrap();
    company.tell("hr", forms::register("eve", "eu-field")).unwrap();
    company.on("2026-01-10").sells("ana", "press", LeadKind::Upgrade);
    company.sells("eve", "lathe", LeadKind::Upgrade);
    company
}

#[test]
fn a_pay_group_and_an_entity_have_accounts_of_their_own() {
    let company = two_entities();
    let by_group = "schema = 1\n[[account]]\nof = \"Expenses:Incentives\"\n\
        pay_group = \"eu-field\"\nname = \"Expenses:{entity}:4720\"\n\
        [[account]]\nof = \"Liabilities:Incentives:Payable\"\nentity = \"acme\"\n\
        name = \"Liabilities:2210:{pay_group}:{payee}\"\n";
    assert_eq!(
        stands(&company, &map(by_group, Grammar::Ledger)),
        [
            "Expenses:acme-eu:4720 2500 USD",
            "Expenses:acme:Incentives 2500 USD",
            "Liabilities:2210:us-field:ana -2500 USD",
            "Liabilities:acme-eu:Incentives:Payable:eve -2500 USD",
        ]
    );
}

#[test]
fn two_accounts_share_a_name_only_where_the_map_says_so() {
    let company = two_entities();
    let one = "schema = 1\n[[account]]\nof = \"Expenses:Incentives\"\nname = \"Expenses:4711\"\n";
    let refused = written(&company, &map(one, Grammar::Hledger)).unwrap_err();
    assert!(matches!(refused, ExportError::Merged(_)));
    assert_eq!(
        refused.to_string(),
        "Expenses:Incentives of acme and Expenses:Incentives of acme-eu would both be \
         Expenses:4711: write {entity} into the name in the account map, give them different names, \
         or write merge = true in each line"
    );
    let merged = format!("{one}merge = true\n");
    let stands = stands(&company, &map(&merged, Grammar::Hledger));
    // Each has 25.00: two rows of one name, on which 50.00 stand.
    assert_eq!(stands[..2], ["Expenses:4711 2500 USD", "Expenses:4711 2500 USD"]);
    let text = plain(&written(&company, &map(&merged, Grammar::Hledger)).unwrap());
    assert!(text.contains("0.00 USD = 50.00 USD\n"), "{text}");
    // An id that is by chance what another name has there.
    let chance = "schema = 1\n[[account]]\nof = \"Liabilities:Incentives:Payable\"\n\
        name = \"Liabilities:{payee}\"\n[[account]]\nof = \"Expenses:Incentives\"\n\
        name = \"Liabilities:eve\"\nentity = \"acme\"\n";
    let refused = written(&company, &map(chance, Grammar::Hledger)).unwrap_err();
    assert!(refused.to_string().contains("would both be Liabilities:eve"), "{refused}");
}

#[test]
fn a_reversal_is_booked_where_its_accrual_was() {
    let mut company = a_tip_and_a_payment();
    company.on("2026-02-12").refunds("r1", "p1", amount!(1_000.00 USD));
    // 20.00 for the payment, and 20.00 back: the account of the commission is even.
    assert_eq!(
        stands(&company, &map(BY_RULE, Grammar::Ledger)),
        ["Expenses:4711 2500 USD", "Liabilities:2210:ana -2500 USD"]
    );
}
